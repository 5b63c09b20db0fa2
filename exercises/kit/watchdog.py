# A copy of the kit's grader/handout/kit/watchdog.py, written by `grader build`: a change made here is lost.
"""Stop code that does not come back: a thread raises TookTooLong in the main thread, on every system.

Python code is stopped within an instruction, a sleep or a wait only where there are signals to wake it
(not on Windows). Code that catches everything cannot be stopped so: after a few seconds of grace the whole
run ends with a sentence instead of freezing for ever. And one long step inside Python itself, such as
sum(range(10**12)), stops this thread too: then faulthandler, which needs no Python, ends the run, and another
process says why, as it does for code that ends Python itself.
"""

from __future__ import annotations

import contextlib
import ctypes
import faulthandler
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from types import FrameType

from .course import FOLDER
from .last_words import Running, begin

_GRACE = 5  # seconds, one more try in each
_LOOK = 0.2  # seconds between two looks at the clock


class TookTooLong(BaseException):
    """Not an Exception, so that a student's `except Exception` does not swallow it."""


class Watchdog:
    """Watches one piece of code at a time, in the thread that made the watchdog."""

    def __init__(self, last_words: Callable[[float, FrameType | None], str]) -> None:
        """`last_words`: the sentence for a run that must be ended, from the seconds and the frame it hangs in."""
        self._last_words = last_words
        self._thread_id = threading.get_ident()
        self._turn = threading.Condition()
        self._deadline: float | None = None
        self._seconds = 0.0
        self._tries = 0
        self._armed_until = 0.0
        self._screen = os.dup(2)  # pytest redirects 2 later, and the last words must be seen
        self._running = Running()
        self._report = begin(str(FOLDER), self._screen, self._running)
        if hasattr(signal, "pthread_kill"):
            signal.signal(signal.SIGALRM, lambda *_: None)  # running this at all is what wakes a sleep
        threading.Thread(target=self._watch, daemon=True, name="watchdog").start()

    @contextlib.contextmanager
    def limit(self, seconds: float, what: str = "your code") -> Iterator[None]:
        """Raise TookTooLong in the code inside, which is `what`, once it has run for `seconds`.

        Under a debugger nothing is limited: thinking at a breakpoint is no endless loop.
        """
        if sys.gettrace() is not None or "pydevd" in sys.modules:
            yield
            return
        with self._turn:
            self._seconds, self._tries = seconds, 0
            self._deadline = time.monotonic() + seconds
        self._arm(seconds)
        self._running.says(what)
        try:
            yield
        finally:
            self._running.says("")
            self.rest()

    def stop(self) -> None:
        """Stop watching for longer: what comes now may take as long as it likes."""
        faulthandler.cancel_dump_traceback_later()
        self._armed_until = 0.0
        self.rest()

    def _arm(self, seconds: float) -> None:
        """Let faulthandler end the run if this takes for ever; each time starts a thread, so once serves many tests."""
        now = time.monotonic()
        if self._armed_until < now + seconds + 2 * _GRACE:
            span = 2 * (seconds + _GRACE)
            faulthandler.dump_traceback_later(span, exit=True, file=self._report)
            self._armed_until = now + span

    def rest(self) -> None:
        """Stop watching until the next limit. A TookTooLong that arrives this very moment comes too late to count."""
        while True:
            try:
                with self._turn:
                    self._deadline = None
                    if self._tries:  # even to take nothing back slows Python 3.11 down from then on
                        ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(self._thread_id), None)
                return
            except TookTooLong:
                continue

    def _watch(self) -> None:
        with self._turn:
            while True:
                left = None if self._deadline is None else self._deadline - time.monotonic()
                if left is None or left > 0:
                    self._turn.wait(_LOOK if left is None else min(left, _LOOK))  # to be told each time costs more
                elif self._tries >= _GRACE:
                    self._end_the_run()
                else:
                    self._tries += 1
                    self._deadline = time.monotonic() + 1
                    raised = ctypes.py_object(TookTooLong)
                    ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(self._thread_id), raised)
                    if hasattr(signal, "pthread_kill"):
                        signal.pthread_kill(self._thread_id, signal.SIGALRM)

    def _end_the_run(self) -> None:
        frame = sys._current_frames().get(self._thread_id)
        self._running.says("")
        words = f"\n\n{self._last_words(self._seconds + _GRACE, frame)}\n"
        os.write(self._screen, words.encode("ascii", "replace"))
        os._exit(1)
