"""End a worker in which a file of the course never comes to its end while it is loaded."""

from __future__ import annotations

import subprocess
import threading
import time

from grader.processes import cpu_seconds_of

_CPU_SECONDS_TO_LOAD, _SECONDS_TO_LOAD = 30.0, 180.0  # one file of the course; the second is a backstop
_GLANCE = 0.2  # seconds between two looks


class Patience:
    """Ends a worker in which a file of the course never comes to its end, or waits for something."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self.file: str | None = None  # that is loaded now
        self._process = process
        self._start = self._cpu_start = 0.0
        self._is_over = threading.Event()
        self.has_ended_it = False
        self._thread = threading.Thread(target=self._look, daemon=True)

    def __enter__(self) -> Patience:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._is_over.set()
        self._thread.join()

    def begins(self, file: str) -> None:
        """Note which file is loaded from now on."""
        self._start, self._cpu_start, self.file = time.monotonic(), self._cpu(), file

    def what_happened(self) -> str:
        """Say why the worker is gone."""
        if self.has_ended_it:
            return (
                "does not come to its end when it is imported: is there an endless loop, or does it wait for something?"
            )
        return f"ends the whole program when it is imported (exit code {self._process.wait()}): is there an exit in it?"

    def _look(self) -> None:
        while not self._is_over.wait(_GLANCE):
            if self.file is None:
                continue
            if (
                self._cpu() - self._cpu_start > _CPU_SECONDS_TO_LOAD
                or time.monotonic() - self._start > _SECONDS_TO_LOAD
            ):
                self.has_ended_it = True
                self._process.kill()
                return

    def _cpu(self) -> float:
        try:
            return cpu_seconds_of(self._process.pid)
        except OSError:  # it is gone
            return self._cpu_start
