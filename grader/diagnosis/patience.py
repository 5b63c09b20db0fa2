"""End a slip that runs for ever: one wrong step in right code can make an endless loop."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any


class TooLong(BaseException):
    """Code of ours is still running after its time; no `except Exception` of its own may swallow that."""


@contextmanager
def patience(seconds: float) -> Iterator[None]:
    """Raise TooLong in the code inside once it has used so many seconds of CPU time, where Python can interrupt it."""
    if threading.current_thread() is not threading.main_thread() or not hasattr(signal, "ITIMER_VIRTUAL"):
        yield
        return
    before = signal.signal(signal.SIGVTALRM, _stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


def _stop(*_: Any) -> None:
    raise TooLong
