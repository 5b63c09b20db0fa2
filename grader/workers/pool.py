"""Several grading processes at work at the same time, each used by one thread at a time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from pathlib import Path
from queue import SimpleQueue

from grader.grade.document import Grade
from grader.sandbox.host.forkserver import Isolation
from grader.submission import Submission
from grader.workers.process import GradingFault, GradingProcess


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

    def grade(self, jobs: Sequence[Job]) -> Iterator[tuple[Job, Grade | GradingFault]]:
        """Yield each job with its grade, or with our own fault, as they are done.

        Raises:
            CourseError, SandboxError: as GradingProcess.ready does.
        """
        if not jobs:
            return
        self.ready()
        with ThreadPoolExecutor(len(self._processes)) as threads:
            futures = [threads.submit(self._one, job) for job in jobs]
            try:
                for future in as_completed(futures):
                    yield future.result()
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
