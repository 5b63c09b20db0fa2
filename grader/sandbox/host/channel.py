"""Talk to one process that works for us, a guest or a lender, frame by frame and against the meter of a call."""

from __future__ import annotations

import os
import select
import sys
import time
from collections.abc import Callable
from pathlib import Path

from grader.processes import cpu_seconds_of
from grader.sandbox.host.meter import Meter
from grader.sandbox.wire import frames

_GLANCE = 0.025  # seconds between two looks at a process that is silent
_FIRST_READ, _LATER_READS = 1 << 14, 1 << 20  # bytes: nearly every frame comes with the first


class GuestTimedOut(Exception):
    """No whole reply came while the call had something left; the process is still running."""


class GuestEnded(Exception):
    """The process closed its pipe."""


class Channel:
    """One process and the two pipes to it; `end` is how its parent kills it and says how it ended."""

    def __init__(self, end: Callable[[int], int], pid: int, requests: int, replies: int) -> None:
        self._end = end
        self._pid = pid
        self._requests, self._replies = requests, replies
        os.set_blocking(requests, False)
        os.set_blocking(replies, False)
        self._readable, self._writable = select.poll(), select.poll()
        self._readable.register(replies, select.POLLIN)
        self._writable.register(requests, select.POLLOUT)
        self._rest = b""  # what came behind the last frame
        self._cpu = 0.0  # the process's own, as seen last

    def send(self, frame: bytes, meter: Meter) -> None:
        """Write a whole frame.

        Raises:
            GuestTimedOut: it was not read while `meter` had something left.
            GuestEnded: nobody reads any more.
        """
        rest = memoryview(frame)
        while rest:
            try:
                rest = rest[os.write(self._requests, rest) :]
            except BlockingIOError:
                self._wait(self._writable, meter)
            except BrokenPipeError:
                raise GuestEnded from None

    def receive(self, meter: Meter) -> bytes:
        """Read a whole frame; raises as `send` does, and FrameError where the first bytes are none."""
        came, self._rest = self._rest, b""
        while len(came) < frames.PREAMBLE.size:
            came += self._next(_FIRST_READ, meter)
        size = frames.PREAMBLE.size + sum(frames.sizes(came[: frames.PREAMBLE.size]))
        if len(came) < size:
            came = self._whole(came, size, meter)
        elif len(came) > size:
            came, self._rest = came[:size], came[size:]
        self._book(meter)
        if meter.is_over:
            raise GuestTimedOut
        return came

    def read_rest(self, seconds: float) -> bytes:
        """Return everything the process writes until it ends.

        Raises:
            GuestTimedOut: it has used so much and has not ended.
        """
        meter = Meter(seconds, time.monotonic() + seconds)
        parts = []
        while part := self._some(65536, meter):
            parts.append(part)
        return b"".join(parts)

    def cpu_seconds(self) -> float:
        """Return the CPU time the process has used, as the kernel counts it: it cannot be argued with."""
        return cpu_seconds_of(self._pid)

    def end(self) -> int:
        """Kill the process if it still runs and forget it."""
        os.close(self._requests)
        os.close(self._replies)
        return self._end(self._pid)

    def _whole(self, came: bytes, size: int, meter: Meter) -> bytes:
        parts, missing = [came], size - len(came)
        try:
            while missing:
                parts.append(self._next(min(missing, _LATER_READS), meter))
                missing -= len(parts[-1])
            return b"".join(parts)
        except MemoryError:  # the rest of it would be taken for the answer to the next question
            raise frames.FrameError("more came than there is memory for") from None

    def _next(self, size: int, meter: Meter) -> bytes:
        part = self._some(size, meter)
        if not part:
            raise GuestEnded
        return part

    def _some(self, size: int, meter: Meter) -> bytes:
        while True:
            try:
                return os.read(self._replies, size)
            except BlockingIOError:
                self._wait(self._readable, meter)

    def _wait(self, until: select.poll, meter: Meter) -> None:
        """Wait for the process; nothing to see at the end of a glance is the process's own doing, not ours."""
        while not until.poll(1000 * _GLANCE):
            self._book(meter)
            if self._is_asleep():
                meter.uses(asleep=_GLANCE)
            if meter.is_over:
                raise GuestTimedOut

    def _book(self, meter: Meter) -> None:
        try:
            before, self._cpu = self._cpu, self.cpu_seconds()
        except OSError:  # it has just ended
            return
        meter.uses(cpu=self._cpu - before)

    def _is_asleep(self) -> bool:
        """Say whether the process waits, neither working nor ready to work as soon as a core is free for it."""
        if sys.platform != "linux":
            return False  # the clock is wall-clock time there
        try:
            return Path(f"/proc/{self._pid}/stat").read_bytes().rpartition(b") ")[2][:1] == b"S"
        except OSError:  # /proc may be hidden: then the backstop has to do
            return False
