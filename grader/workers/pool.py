"""Many hand-ins at work at once, here or on other machines: orders go out as bytes, and answers come as bytes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, CancelledError, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from grader.grade.document import Grade, unicode_of
from grader.sandbox.host.isolation import Isolation
from grader.submission import Submission
from grader.text import clean
from grader.workers.orders import GradingFault, grade_of, order_of
from grader.workers.slots import Slots

_AHEAD = 2  # orders for each slot: one is worked on, and one lies ready
_GLANCE = 1.0  # seconds between two looks at an engine


@dataclass(frozen=True)
class Job:
    """A submission to grade, in all exercises or `only` some; `key` comes back with the result."""

    key: str
    submission: Submission
    only: tuple[str, ...] | None = None


class Engine(Protocol):
    """Where the grading processes are: on this machine (Here), or on a cluster (grader.workers.cluster)."""

    def ready(self) -> None:
        """Wait until somebody can grade; raises CourseError or SandboxError where nobody ever could."""

    def slots(self) -> int:
        """Return how many can be at work now."""

    def submit(self, order: bytes) -> Future[bytes]:
        """Hand in an order, which is answered with a document or a fault."""

    def look(self) -> None:
        """Raise CourseError or SandboxError where nobody grades any more."""

    def fault(self, error: BaseException) -> GradingFault:
        """Say what it means that an order came to nothing; raise it where the run cannot go on."""

    def close(self) -> None:
        """End the processes once they have finished."""

    def kill(self) -> None:
        """End the processes at once."""


class Here:
    """This machine. Make it in the main thread: see GradingProcess."""

    def __init__(self, course_file: Path, isolation: Isolation, track: str | None, size: int) -> None:
        self._slots = Slots(course_file, isolation, track, size)
        self._threads = ThreadPoolExecutor(max(1, size))

    def ready(self) -> None:
        """As Slots.ready."""
        self._slots.ready()

    def slots(self) -> int:
        """Return the number of processes."""
        return len(self._slots)

    def submit(self, order: bytes) -> Future[bytes]:
        """Let a thread wait for the answer."""
        return self._threads.submit(self._slots.answer, order)

    def look(self) -> None:
        """A process that is lost is replaced at once, or its order raises."""

    def fault(self, error: BaseException) -> GradingFault:
        """An order comes to nothing only where no process can be started any more."""
        raise error

    def close(self) -> None:
        """End everything in order."""
        self._threads.shutdown()
        self._slots.close()

    def kill(self) -> None:
        """End everything now."""
        self._threads.shutdown(wait=False, cancel_futures=True)
        self._slots.kill()


class Pool:
    """The grading of one run: collects suites while its maker prepares the jobs, and keeps every slot busy."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def __enter__(self) -> Pool:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is None:
            self._engine.close()
        else:
            self._engine.kill()

    def ready(self) -> None:
        """Wait until the course's files are loaded, in the processes alone.

        Raises:
            CourseError, SandboxError: as GradingProcess.ready does.
        """
        self._engine.ready()

    def grade(self, jobs: Iterable[Job]) -> Iterator[tuple[Job, Grade | GradingFault]]:
        """Yield each job with its grade, or with our own fault, as they are done.

        Jobs are taken when their turn comes, and none is kept: there may be more than memory holds.

        Raises:
            CourseError, SandboxError: as GradingProcess.ready does, or nobody grades any more.
        """
        left = iter(jobs)
        job = next(left, None)
        if job is not None:
            self._engine.ready()
        at_work: dict[Future[bytes], Job] = {}
        while job is not None or at_work:
            while job is not None and len(at_work) < max(1, _AHEAD * self._engine.slots()):
                try:
                    at_work[self._engine.submit(order_of(job.submission, job.only))] = job
                except GradingFault as fault:
                    yield job, fault
                job = next(left, None)
            done, _ = wait(at_work, timeout=_GLANCE, return_when=FIRST_COMPLETED)
            self._engine.look()
            for future in done:
                job_done = at_work.pop(future)
                yield job_done, self._result(future, job_done.submission.student)

    def _result(self, future: Future[bytes], student: str) -> Grade | GradingFault:
        try:
            grade = grade_of(future.result())
            if grade.student != unicode_of(student):
                raise GradingFault(f"the answer of a worker is about {clean(grade.student, 40)}")
            return grade
        except GradingFault as fault:
            return fault
        except (Exception, CancelledError) as error:
            return self._engine.fault(error)
