"""Talk to one process that works for us, a guest or a lender, frame by frame and against the meter of a call."""

from __future__ import annotations

import contextlib
import os
import random
import select
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path

from grader.processes import cpu_seconds_of
from grader.sandbox.host.meter import Meter
from grader.sandbox.wire import frames

# As from a kernel that is short of memory, or from an operator: no process of ours, nor of a hand-in's, ends by these.
KILLED_FROM_OUTSIDE = (signal.SIGKILL, signal.SIGTERM)
_PIPE = 1 << 20  # bytes: what an ordinary user may ask for; all files of a hand-in take a tenth of it
_DICE = random.Random()  # none that a suite looks at
_GLANCE = 50  # milliseconds between two looks at a process, at most
_LONGEST = 0.1  # seconds that one look may speak for
_LAST_BREATH = 0.1  # seconds, for who has closed its pipe as a process does that ends
_FLAGS, _PF_EXITING = 6, 4
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
        self._waited = 0.0  # seconds since the last look at it

    def send(self, frame: bytes, meter: Meter) -> None:
        """Write a whole frame.

        Raises:
            GuestTimedOut: it was not read while `meter` had something left.
            GuestEnded: nobody reads any more.
        """
        self._waited = 0.0
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
            self._let_it_end()
            raise GuestEnded
        return part

    def _some(self, size: int, meter: Meter) -> bytes:
        while True:
            try:
                return os.read(self._replies, size)
            except BlockingIOError:
                self._wait(self._readable, meter)

    def _wait(self, until: select.poll, meter: Meter) -> None:
        """Wait for the process, and look at it now and then: all that it does meanwhile is its own doing, not ours.

        Nobody knows when the looks come, and what it says between two of them changes nothing: one that says a byte
        now and then is as asleep as one that says nothing, and one that works now and then cannot choose when.
        """
        was_asleep = is_ready = False
        while not is_ready:
            start = time.monotonic()
            is_ready = bool(until.poll(_DICE.randrange(_GLANCE)))
            self._waited += time.monotonic() - start
            was_asleep = was_asleep if is_ready else self._is_asleep()
            if was_asleep or not is_ready or self._waited > _LONGEST:
                meter.uses(asleep=min(self._waited, _LONGEST) if was_asleep else 0.0)
                self._waited = 0.0
                self._book(meter)
                if meter.is_over:
                    raise GuestTimedOut

    def _let_it_end(self) -> None:
        """Give a process that is on its way out a moment: killed in it, it would seem to have lived until then."""
        end = time.monotonic() + _LAST_BREATH
        while self._is_on_its_way_out() and time.monotonic() < end:
            time.sleep(0.001)

    def _book(self, meter: Meter) -> None:
        try:
            before, self._cpu = self._cpu, self.cpu_seconds()
        except OSError:  # it has just ended
            return
        meter.uses(cpu=self._cpu - before)

    def _is_asleep(self) -> bool:
        """Say whether the process waits, neither working nor ready to work as soon as a core is free for it."""
        return self._seen()[:1] == [b"S"]

    def _is_on_its_way_out(self) -> bool:
        """Say whether it has begun to end, and its parent cannot be told yet how."""
        seen = self._seen()
        return bool(seen) and seen[0] not in (b"Z", b"X") and int(seen[_FLAGS]) & _PF_EXITING != 0

    def _seen(self) -> list[bytes]:
        """Return the fields of /proc/PID/stat behind the name, see proc(5); none where there is no such file."""
        if sys.platform != "linux":
            return []  # the clock is wall-clock time there
        try:
            return Path(f"/proc/{self._pid}/stat").read_bytes().rpartition(b") ")[2].split()
        except OSError:  # /proc may be hidden: then the backstop has to do
            return []


def widen(pipe: int) -> None:
    """Let a pipe hold whole messages, where the system has room for that.

    Those that come in pieces, now more and now fewer, leave traces in the heap of a guest: see forkserver.heap.
    """
    if sys.platform == "linux":
        import fcntl  # here, because commands that grade nothing work on systems without it

        with contextlib.suppress(OSError):  # whoever has many pipes may not have more
            fcntl.fcntl(pipe, fcntl.F_SETPIPE_SZ, _PIPE)
