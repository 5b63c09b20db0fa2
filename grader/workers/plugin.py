"""What runs inside a worker of dask.distributed: it offers slots once every jail is proven, or refuses and says why.

A worker that refuses never sees a hand-in: orders ask for a resource that only a worker with proven slots offers. What
crosses is bytes. An order and its answer are JSON (grader.workers.orders); nothing that a guest returned or raised
becomes an object here, and no exception leaves an order.
"""

from __future__ import annotations

import asyncio
import contextlib
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from distributed import Reschedule, Status, WorkerPlugin, get_worker
from tornado.ioloop import PeriodicCallback

from grader.course.loading import FILE_NAME, CourseError, load_course
from grader.outcome import MustAct
from grader.sandbox.host.isolation import Isolation, SandboxError
from grader.workers.bundle import Bundle, unpack
from grader.workers.orders import fault_of
from grader.workers.slots import Slots
from grader.workers.toolchain import differences, toolchain

_MILLISECONDS_BETWEEN_LOOKS = 10_000


def answer_there(run: str, order: bytes) -> bytes:
    """Answer an order on the worker that this is called on.

    Raises:
        Reschedule: it has no slots for this run any more; the scheduler asks another worker.
    """
    plugin = get_worker().plugins.get(run)
    if plugin is None:
        raise Reschedule
    answer: bytes = plugin.answer(order)
    return answer


class Grading(WorkerPlugin):  # type: ignore[misc]  # is Any where dask is not installed
    """The grading processes of one run on one worker: as many as it has threads.

    Args:
        run: the name of this plugin, of its resource, of its events, and of the task that lives as long as the run.
        bundle: the course; it is said to lie in `home`, which is where the author knows it.
        wanted: the tools of the machine that started the run.
    """

    def __init__(
        self, run: str, bundle: Bundle, home: str, isolation: Isolation, track: str | None, wanted: Mapping[str, str]
    ) -> None:
        self.name = run
        self._bundle, self._home, self._wanted = bundle, home, dict(wanted)
        self._isolation, self._track = str(isolation), track
        self._is_over = False
        self._folder: Path | None = None
        self._slots: Slots | None = None
        self._looking: PeriodicCallback | None = None

    async def setup(self, worker: Any) -> None:
        """Called by dask on each worker that is there or joins: prove, then offer."""
        self._worker = worker
        try:
            self._slots = self._opened(worker)  # in this thread, which lives as long as the worker does
            await asyncio.to_thread(self._slots.ready)
        except Exception as error:  # whatever it is, this worker has not proven itself
            await self._refuse(error)
            return
        if self._is_over:
            return
        await self._offer(len(self._slots))
        self._say(slots=len(self._slots))
        self._looking = PeriodicCallback(self._leave_when_the_run_is_gone, _MILLISECONDS_BETWEEN_LOOKS)
        self._looking.start()

    async def teardown(self, worker: Any) -> None:
        """Called by dask when the run or the worker ends: nothing of the course stays here."""
        self._end()
        with contextlib.suppress(OSError):  # the scheduler may be gone
            await self._offer(0)

    def answer(self, order: bytes) -> bytes:
        """Return the answer to an order; it waits in a thread of the worker's."""
        assert self._slots is not None
        try:
            return self._slots.answer(order)
        except Exception as error:
            if self._is_over:
                raise Reschedule from None
            if isinstance(error, MustAct):  # no process can be started any more
                self._worker.loop.add_callback(self._refuse, error)
                raise Reschedule from None
            return fault_of(f"{type(error).__name__}: {error}")

    def _opened(self, worker: Any) -> Slots:
        # Dask deletes this folder with the worker's, also where a worker was killed and another one starts.
        self._folder = Path(tempfile.mkdtemp(prefix="course-", dir=worker.local_directory))
        unpack(self._bundle, self._folder)
        course = load_course(self._folder)
        if others := list(differences(self._wanted, toolchain(course.packages))):
            raise SandboxError(f"would grade differently: {', '.join(others)}: install the same there")
        size = worker.state.nthreads
        return Slots(self._folder / FILE_NAME, Isolation(self._isolation), self._track, size)

    async def _refuse(self, error: Exception) -> None:
        if self._is_over:
            return
        self._end()
        why = str(error) if isinstance(error, MustAct) else f"{type(error).__name__}: {error}"
        if self._folder is not None:
            why = why.replace(str(self._folder), self._home)
        self._say(refusal=why, is_the_courses=isinstance(error, CourseError))
        await self._offer(0)

    async def _offer(self, slots: int) -> None:
        """Tell the scheduler how many orders may come."""
        await self._worker.set_resources(**{self.name: slots})
        if slots and self._worker.status is Status.running:
            # The scheduler looks at orders that nobody could take when a worker begins to run, and only then.
            self._worker.status = Status.paused
            self._worker.status = Status.running

    def _say(self, **what: Any) -> None:
        place = self._worker.contact_address
        name = place if self._worker.name == place else f"{self._worker.name} ({place})"
        self._worker.log_event(self.name, {"place": place, "name": name, **what})

    def _end(self) -> None:
        self._is_over = True
        if self._looking is not None:
            self._looking.stop()
        if self._slots is not None:
            self._slots.kill()
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)

    async def _leave_when_the_run_is_gone(self) -> None:
        """End this plugin everywhere where the client was killed: the scheduler forgets its tasks then."""
        with contextlib.suppress(OSError, ValueError):  # the scheduler is gone, or another worker was faster
            if (await self._worker.scheduler.get_task_status(keys=[self.name]))[self.name] is None:
                await self._worker.scheduler.unregister_worker_plugin(name=self.name)
