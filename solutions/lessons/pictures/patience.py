"""Stop code that does not come back, as `pytest` does: an endless loop ends in a sentence, not in a cell that hangs.

The clock starts again with every call of a student's function, so a long training is no endless loop. A thread
raises TookTooLong in the code. What that cannot stop, such as one long step inside Python itself, is left
to "Restart Kernel": pytest may end its own process, a lesson must not.
"""

from __future__ import annotations

import contextlib
import ctypes
import functools
import signal
import sys
import threading
import time
from collections.abc import Iterator

from kit.course import read_course
from kit.watchdog import TookTooLong

SECONDS = 10.0  # as in pytest.ini; an exercise may say that it needs longer


class Clock:
    """Watches the code that is being drawn, in the thread that draws; has the same `limit` as pytest's watchdog."""

    def __init__(self) -> None:
        self.seconds = SECONDS
        self._deadline: float | None = None
        self._thread_id = 0
        self._awake = threading.Event()
        self._watcher: threading.Thread | None = None

    @contextlib.contextmanager
    def limit(self, seconds: float | None = None, what: str = "") -> Iterator[None]:
        """Raise TookTooLong in the code inside once it has run for `seconds` without starting the clock again.

        `what` is not used: pytest's watchdog tells a student whose code ran, and here that is the cell.

        Inside another limit it is the clock of that one which starts again, here and at the end. Under a debugger
        nothing is limited: thinking at a breakpoint is no endless loop.
        """
        seconds = SECONDS if seconds is None else seconds
        if sys.gettrace() is not None:
            yield
        elif self._deadline is not None:
            self._start(seconds)
            try:
                yield
            finally:
                self._start(SECONDS)
        else:
            self._wake()
            self._start(seconds)
            try:
                yield
            finally:
                self._stop()

    def _start(self, seconds: float) -> None:
        self.seconds, self._deadline = seconds, time.monotonic() + seconds

    def _stop(self) -> None:
        """Stop watching. A TookTooLong that arrives this very moment comes too late to count."""
        while True:
            try:
                self._deadline = None
                ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(self._thread_id), None)
                self._awake.clear()
                return
            except TookTooLong:
                continue

    def _wake(self) -> None:
        self._thread_id = threading.get_ident()
        if hasattr(signal, "pthread_kill") and threading.current_thread() is threading.main_thread():
            signal.signal(signal.SIGALRM, lambda *_: None)  # running this at all is what wakes a sleep
        if self._watcher is None:
            self._watcher = threading.Thread(target=self._watch, daemon=True, name="clock")
            self._watcher.start()
        self._awake.set()

    def _watch(self) -> None:
        while self._awake.wait():
            time.sleep(0.2)
            deadline = self._deadline
            if deadline is None or time.monotonic() < deadline:
                continue
            self._deadline = time.monotonic() + 1  # code that catches everything gets it again
            ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(self._thread_id), ctypes.py_object(TookTooLong))
            if hasattr(signal, "pthread_kill"):
                with contextlib.suppress(OSError):
                    signal.pthread_kill(self._thread_id, signal.SIGALRM)


clock = Clock()


@functools.cache
def seconds_for(exercise: str) -> float:
    """Return how long a call of this exercise may take."""
    return max([SECONDS, *(e.seconds for e in read_course().exercises if e.name == exercise)])
