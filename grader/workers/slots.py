"""The grading processes of one machine: an order's bytes become an answer's bytes, for so many threads at a time.

A run on this machine and a worker of a cluster use the same slots in the same way.
"""

from __future__ import annotations

from pathlib import Path
from queue import SimpleQueue

from grader.processes import cores
from grader.sandbox.host.isolation import Isolation
from grader.workers.orders import GradingFault, fault_of
from grader.workers.process import GradingProcess


class Slots:
    """So many grading processes, which begin to collect the suites at once; each is used by one thread at a time.

    Make it in a thread that lives as long as they do: see GradingProcess.
    """

    def __init__(self, course_file: Path, isolation: Isolation, track: str | None, size: int) -> None:
        fills_all_cores = size >= cores() > 1  # else somebody else's process may want the core that we would sit on
        places = range(size) if fills_all_cores else [None] * size
        self._processes = [GradingProcess(course_file, isolation, track, place) for place in places]
        self._starting = list(self._processes)
        self._free: SimpleQueue[GradingProcess] = SimpleQueue()

    def __len__(self) -> int:
        return len(self._processes)

    def ready(self) -> None:
        """Wait until the course's files are loaded, in the processes alone, and every jail is proven.

        Raises:
            CourseError, SandboxError: as GradingProcess.ready does.
        """
        while self._starting:
            self._starting[-1].ready()
            self._free.put(self._starting.pop())

    def answer(self, order: bytes) -> bytes:
        """Return what the next free process says: a document, or our own fault.

        Raises:
            SandboxError: no process can be started any more, or `kill` was called.
        """
        process = self._free.get()
        try:
            return process.answer(order)
        except GradingFault as fault:
            return fault_of(str(fault))
        finally:
            self._free.put(process)

    def close(self) -> None:
        """End the processes once they have finished what they are doing."""
        for process in self._processes:
            process.close()

    def kill(self) -> None:
        """End the processes at once."""
        for process in self._processes:
            process.kill()
