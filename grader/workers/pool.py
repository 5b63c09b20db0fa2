"""Several grading processes at work at the same time, each used by one thread at a time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from pathlib import Path
from queue import SimpleQueue

from grader.grade.document import Grade
from grader.sandbox.host.forkserver import Isolation
from grader.submission import Submission
from grader.workers.process import GradingFault, GradingProcess

_AHEAD = 2  # jobs for each process that are taken from their maker: one at work, and one that waits for it


@dataclass(frozen=True)
class Job:
    """A submission to grade, in all exercises or `only` some; `key` comes back with the result."""

    key: str
    submission: Submission
    only: tuple[str, ...] | None = None


class Pool:
    """The grading processes of one run, which collect the suites while its maker prepares the jobs.

    Make it in the main thread: see GradingProcess.
    """

    def __init__(self, course_file: Path, isolation: Isolation, track: str | None, size: int) -> None:
        self._processes = [GradingProcess(course_file, isolation, track) for _ in range(size)]
        self._starting = list(self._processes)
        self._free: SimpleQueue[GradingProcess] = SimpleQueue()

    def __enter__(self) -> Pool:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is None:
            for process in self._processes:
                process.close()
        else:
            self._kill()

    def ready(self) -> None:
        """Wait until the course's files are loaded, in the processes alone.

        Raises:
            CourseError, SandboxError: as GradingProcess.ready does.
        """
        while self._starting:
            self._starting[-1].ready()
            self._free.put(self._starting.pop())

    def grade(self, jobs: Iterable[Job]) -> Iterator[tuple[Job, Grade | GradingFault]]:
        """Yield each job with its grade, or with our own fault, as they are done; to be called once.

        Jobs are taken when their turn comes, and none is kept: there may be more than memory holds.

        Raises:
            CourseError, SandboxError: as GradingProcess.ready does.
        """
        if not self._processes:
            return
        self.ready()
        with ThreadPoolExecutor(len(self._processes)) as threads:
            waiting: set[Future[tuple[Job, Grade | GradingFault]]] = set()
            try:
                for job in jobs:
                    waiting.add(threads.submit(self._one, job))
                    while len(waiting) >= _AHEAD * len(self._processes):
                        done, waiting = wait(waiting, return_when=FIRST_COMPLETED)
                        yield from (future.result() for future in done)
                while waiting:
                    done, waiting = wait(waiting, return_when=FIRST_COMPLETED)
                    yield from (future.result() for future in done)
            except BaseException:
                threads.shutdown(wait=False, cancel_futures=True)
                self._kill()
                raise

    def _one(self, job: Job) -> tuple[Job, Grade | GradingFault]:
        process = self._free.get()
        try:
            return job, process.grade(job.submission, job.only)
        except GradingFault as fault:
            return job, fault
        finally:
            self._free.put(process)

    def _kill(self) -> None:
        for process in self._processes:
            process.kill()
