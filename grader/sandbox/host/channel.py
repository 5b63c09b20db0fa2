"""Talk to one process that works for us, a guest or a lender, frame by frame and against the meter of a call."""

from __future__ import annotations

import os
import select
import time
from collections.abc import Callable

from grader.processes import cpu_seconds_of
from grader.sandbox.host.asleep import GLANCE, Asleep
from grader.sandbox.host.meter import Meter
from grader.sandbox.wire import frames

_LAST_BREATH = 0.1  # seconds, for who has closed its pipe as a process does that ends


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
        self._cpu = 0.0  # the process's own, as seen last
        self._asleep = Asleep(pid)
        self._waited = 0.0  # seconds since the last look at it

    def send(self, frame: bytes, meter: Meter) -> None:
        """Write a whole frame.

        Raises:
            GuestTimedOut: it was not read while `meter` had something left.
            GuestEnded: nobody reads any more.
        """
        self._book(meter)
        rest = memoryview(frame)
        while rest:
            try:
                rest = rest[os.write(self._requests, rest) :]
            except BlockingIOError:
                self._wait(self._writable, meter)
            except BrokenPipeError:
                self._let_it_end()
                raise GuestEnded from None

    def receive(self, meter: Meter) -> bytes:
        """Read a whole frame; raises as `send` does, and FrameError where the first bytes are none."""
        preamble = b"".join(self._parts(frames.PREAMBLE.size, meter))
        try:
            frame = b"".join((preamble, *self._parts(sum(frames.sizes(preamble)), meter)))
        except MemoryError:  # the rest of it would be taken for the answer to the next question
            raise frames.FrameError("more came than there is memory for") from None
        self._book(meter)
        if meter.is_over:
            raise GuestTimedOut
        return frame

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

    def _parts(self, size: int, meter: Meter) -> list[bytes]:
        parts: list[bytes] = []
        while size:
            part = self._some(size, meter)
            if not part:
                self._let_it_end()
                raise GuestEnded
            parts.append(part)
            size -= len(part)
        return parts

    def _some(self, size: int, meter: Meter) -> bytes:
        while True:
            try:
                return os.read(self._replies, min(size, 1 << 20))
            except BlockingIOError:
                self._wait(self._readable, meter)

    def _wait(self, until: select.poll, meter: Meter) -> None:
        """Wait for the process; all waiting for it counts as its own doing, whatever it says now and then."""
        is_ready = False
        while not is_ready:
            start = time.monotonic()
            is_ready = bool(until.poll(1000 * GLANCE))
            self._waited += time.monotonic() - start
            if self._waited >= GLANCE:
                self._look(meter, is_silent=not is_ready)

    def _look(self, meter: Meter, *, is_silent: bool) -> None:
        waited, self._waited = self._waited, 0.0
        self._book(meter)
        meter.uses(asleep=self._asleep.seconds(waited, self._cpu, is_silent=is_silent))
        if meter.is_over:
            raise GuestTimedOut

    def _let_it_end(self) -> None:
        """Give a process that is on its way out a moment: killed in it, it would seem to have lived until then."""
        end = time.monotonic() + _LAST_BREATH
        while self._asleep.is_on_its_way_out() and time.monotonic() < end:
            time.sleep(0.001)

    def _book(self, meter: Meter) -> None:
        try:
            before, self._cpu = self._cpu, self.cpu_seconds()
        except OSError:  # it has just ended
            return
        meter.uses(cpu=self._cpu - before)
