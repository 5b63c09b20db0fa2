"""End the grader's own work where a guest chose how much of it there is: a lent function, a callback.

`perceptron_train(X, y, epochs=10**12)` runs on our side when a guest asks for it, so its deadline must reach
there too.
"""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any


class TookTooLong(Exception):
    """Our own code was still running at the deadline of the call it belongs to."""


class Interrupter:
    """Raises TookTooLong in the main thread once a deadline has passed; at most one deadline counts at a time."""

    def __init__(self) -> None:
        self._deadline: float | None = None

    @contextmanager
    def until(self, deadline: float | None) -> Iterator[None]:
        """Let the code inside run until `deadline` (on the clock of time.monotonic); None suspends an outer one."""
        if deadline is None and self._deadline is None:
            yield  # nothing to arm and nothing to suspend, as in nearly every call
            return
        if threading.current_thread() is not threading.main_thread() or not hasattr(signal, "setitimer"):
            yield  # where Python cannot interrupt, the limit of the whole session has to do
            return
        before_handler = signal.signal(signal.SIGALRM, self._stop)
        before, self._deadline = self._deadline, deadline
        try:
            self._arm()
            yield
        finally:
            self._deadline = before
            self._arm()
            if before is None:
                signal.signal(signal.SIGALRM, before_handler)

    def _arm(self) -> None:
        left = 0.0 if self._deadline is None else max(self._deadline - time.monotonic(), 0.001)
        signal.setitimer(signal.ITIMER_REAL, left)

    def _stop(self, *_: Any) -> None:
        if self._deadline is not None:
            raise TookTooLong
