"""Talk to one guest against a deadline, frame by frame, from the grader's side."""

from __future__ import annotations

import os
import select
import sys
import time
from collections.abc import Callable

from grader.sandbox.wire import frames


class GuestTimedOut(Exception):
    """No whole reply came before the deadline; the guest is still running."""


class GuestEnded(Exception):
    """The guest closed its pipe."""


class Channel:
    """One jailed process and the two pipes to it; `end` is how its parent kills it and says how it ended."""

    def __init__(self, end: Callable[[int], int], pid: int, requests: int, replies: int) -> None:
        self._end = end
        self._pid = pid
        self._requests, self._replies = requests, replies
        os.set_blocking(requests, False)
        os.set_blocking(replies, False)
        self._poll = select.poll()
        self._poll.register(replies, select.POLLIN)

    def send(self, frame: bytes, deadline: float) -> None:
        """Write a whole frame.

        Raises:
            GuestTimedOut: it was not read by `deadline` (on the clock of time.monotonic).
            GuestEnded: nobody reads any more.
        """
        rest = memoryview(frame)
        while rest:
            try:
                rest = rest[os.write(self._requests, rest) :]
            except BlockingIOError:
                if not select.select([], [self._requests], [], max(0.0, deadline - time.monotonic()))[1]:
                    raise GuestTimedOut from None
            except BrokenPipeError:
                raise GuestEnded from None

    def receive(self, deadline: float) -> bytes:
        """Read a whole frame; raises as `send` does, and FrameError where the first bytes are none."""
        preamble = self._exactly(frames.PREAMBLE.size, deadline)
        return preamble + self._exactly(sum(frames.sizes(preamble)), deadline)

    def read_rest(self, seconds: float) -> bytes:
        """Return everything the guest writes until it ends."""
        deadline = time.monotonic() + seconds
        parts = []
        while part := self._some(65536, deadline):
            parts.append(part)
        return b"".join(parts)

    def cpu_seconds(self) -> float:
        """Return the CPU time the guest has used, as the kernel counts it: it cannot be argued with."""
        if sys.platform != "linux":
            return time.perf_counter()
        clock_of_process = (~self._pid << 3) | 2  # CPUCLOCK_SCHED of a process, see clock_getcpuclockid(3)
        return time.clock_gettime(clock_of_process)

    def end(self) -> int:
        """Kill the guest if it still runs and forget it."""
        os.close(self._requests)
        os.close(self._replies)
        return self._end(self._pid)

    def _exactly(self, size: int, deadline: float) -> bytes:
        parts: list[bytes] = []
        while size:
            part = self._some(size, deadline)
            if not part:
                raise GuestEnded
            parts.append(part)
            size -= len(part)
        return parts[0] if len(parts) == 1 else b"".join(parts)

    def _some(self, size: int, deadline: float) -> bytes:
        while True:
            remaining = deadline - time.monotonic()
            if remaining <= 0 or not self._poll.poll(remaining * 1000):
                raise GuestTimedOut
            try:
                return os.read(self._replies, min(size, 1 << 20))
            except BlockingIOError:
                continue
