"""An engine on many machines: orders go to workers of dask.distributed, which have proven themselves first.

The scheduler knows which workers are there, gives each its orders, and gives those of a lost worker to another. Nothing
else imports dask: a run on one machine starts without it.
"""

from __future__ import annotations

import contextlib
import time
import uuid
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from importlib.metadata import version
from pathlib import Path
from typing import Any

from distributed import KilledWorker

from grader.course.loading import CourseError
from grader.course.model import Course
from grader.sandbox.host.isolation import Isolation, SandboxError
from grader.workers.bundle import pack
from grader.workers.connecting import connected, is_open_to_others
from grader.workers.orders import GradingFault
from grader.workers.plugin import Grading, answer_there
from grader.workers.toolchain import toolchain

_PACKAGE = "fundamentals-grader"
_SECONDS_BETWEEN_LOOKS = 1.0
_AGAIN = "what is graded is kept, run the same command again to go on"


class Cluster:
    """The workers of one scheduler, as the engine of one run.

    Args:
        address: where the scheduler listens, such as tls://10.0.0.1:8786.
        files: what a grade of the course depends on.
        tell: is given a sentence about each worker that does not grade.
        patience: seconds without any worker that grades, after which the run ends.
    """

    def __init__(
        self,
        address: str,
        course: Course,
        files: Sequence[Path],
        isolation: Isolation,
        track: str | None,
        tell: Callable[[str], object],
        patience: float = 60.0,
    ) -> None:
        self._address, self._tell, self._patience = address, tell, patience
        self._course, self._files, self._isolation, self._track = course, files, isolation, track
        self._run = f"grading-{uuid.uuid4().hex}"
        self._client: Any = None
        self._offered: dict[str, int] = {}  # slots by the address of a worker
        self._refused: dict[str, dict[str, Any]] = {}
        self._untold: list[str] = []
        self._there: set[str] = set()
        self._looked = 0.0

    def ready(self) -> None:
        """Wait until a worker has proven itself.

        Raises:
            SandboxError: there is no scheduler, no worker, or none that can grade.
            CourseError: the course's suites or solutions cannot be used.
        """
        if self._client is not None:
            return
        self._client = connected(self._address)
        if is_open_to_others(self._client.scheduler.address):
            self._tell(
                f"{self._address}: whoever reaches this port reads the course and runs code on the workers: use tls:// "
                "with certificates, see docs/cluster.md"
            )
        self._need_the_grader_everywhere()
        bundle = pack(self._course.root, self._files)
        tools = toolchain(self._course.packages)
        plugin = Grading(self._run, bundle, str(self._course.root), self._isolation, self._track, tools)
        self._client.subscribe_topic(self._run, self._heard)
        # The scheduler knows this task for as long as this client lives: workers look whether the run still goes on.
        self._lives = self._client.submit(len, b"", key=self._run, pure=False)
        self._client.register_plugin(plugin, self._run)
        self._executor = self._client.get_executor(pure=False, resources={self._run: 1})
        self._last_slots = time.monotonic()
        while not self.slots():
            self.look()
            time.sleep(0.05)

    def slots(self) -> int:
        """Return how many orders can be worked on at once, on the workers that are there."""
        return sum(slots for place, slots in tuple(self._offered.items()) if place in self._there)

    def submit(self, order: bytes) -> Future[bytes]:
        """Let the scheduler choose a worker."""
        future: Future[bytes] = self._executor.submit(answer_there, self._run, order)
        return future

    def look(self) -> None:
        """See who is there, and tell who refuses.

        Raises:
            SandboxError: nobody can grade any more, or the scheduler is gone.
            CourseError: a worker finds that the course cannot be used.
        """
        if time.monotonic() - self._looked < _SECONDS_BETWEEN_LOOKS and self.slots():
            return
        self._looked = time.monotonic()
        self._there = set(self._asked(self._client.nthreads))
        while self._untold:
            self._tell(self._untold.pop(0))
        for refusal in tuple(self._refused.values()):
            if refusal["is_the_courses"]:
                raise CourseError(refusal["refusal"])
        if self.slots():
            self._last_slots = time.monotonic()
        elif self._there and self._there <= self._refused.keys():
            raise SandboxError(
                f"{self._address}: none of its {len(self._there)} workers can grade: see above; {_AGAIN}"
            )
        elif time.monotonic() - self._last_slots > self._patience:
            raise SandboxError(
                f"{self._address}: no worker that grades for {self._patience:.0f} s: start one with "
                f"`dask worker {self._address}`; {_AGAIN}"
            )

    def fault(self, error: BaseException) -> GradingFault:
        """An order that cost several workers is given up; without a scheduler nothing goes on."""
        if isinstance(error, KilledWorker):
            return GradingFault("each worker that graded this was lost: was it killed for want of memory?")
        raise SandboxError(f"{self._address}: the scheduler has given up: {type(error).__name__}; {_AGAIN}") from error

    def close(self) -> None:
        """Send the workers home: they end their processes and delete the course."""
        if self._client is None:
            return
        with contextlib.suppress(Exception):  # a scheduler that is gone has nothing to forget
            self._client.unregister_worker_plugin(self._run)
        with contextlib.suppress(Exception):
            self._client.close(timeout=5)

    def kill(self) -> None:
        """The same at once: what is under way is for nobody."""
        if self._client is not None and hasattr(self, "_executor"):
            with contextlib.suppress(Exception):
                self._executor.shutdown(wait=False)
        self.close()

    def _need_the_grader_everywhere(self) -> None:
        """Dask itself stops at a worker that cannot import a plugin, and does not say which one it is."""
        ours, found = version(_PACKAGE), self._asked(self._client.run, version, _PACKAGE, on_error="return")
        for place, theirs in found.items():
            if theirs != ours:
                has = f"has {_PACKAGE} {theirs}" if isinstance(theirs, str) else f"has no {_PACKAGE}"
                raise SandboxError(f"the worker {place} {has}, and this is {ours}: install {ours} there")

    def _asked(self, question: Callable[..., Any], *given: Any, **named: Any) -> Any:
        try:
            return question(*given, **named)
        except Exception as error:  # a client that has lost its scheduler raises whatever is at hand
            raise SandboxError(f"{self._address}: the scheduler is gone: {_AGAIN}") from error

    def _heard(self, event: tuple[float, dict[str, Any]]) -> None:
        """Called in dask's thread for what a worker says."""
        _, content = event
        place = content["place"]
        if "slots" in content:
            self._offered[place] = content["slots"]
            return
        self._offered.pop(place, None)
        self._refused[place] = content
        if not content["is_the_courses"]:  # which is raised, once
            self._untold.append(f"the worker {content['name']} does not grade: {content['refusal']}")
