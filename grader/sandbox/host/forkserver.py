"""The grader's side of the jail: start a warm process, see that its jail holds, get guests from it."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Self

from grader.processes import fixed_addresses
from grader.sandbox.host import limits, smoke_test
from grader.sandbox.host.channel import Channel, GuestEnded, GuestTimedOut, widen
from grader.sandbox.host.confinement import confine, readable_paths
from grader.sandbox.host.isolation import REPEATABLE, ForkServerLost, Isolation, SandboxError
from grader.sandbox.host.meter import Meter
from grader.sandbox.host.packages import import_paths, place_of
from grader.sandbox.wire import frames, orders

_PROGRAM = Path(frames.__file__).parents[1] / "forkserver" / "main.py"  # run, never imported: it is another process
_DATA = "data"  # of the students' folder: all of it that guests may read
_PATIENCE = 60.0  # seconds: an order takes milliseconds, and the start half a second, where nothing swaps
_CURE_OF_A_PACKAGE = "install it anew, or take it out of packages in course.yaml"
_CURE = "grade on another one, or with --isolation process to trust every submission"


class ForkServer:
    """Owns one warm process, which begins to import at once; nobody may ask it for guests before it is `ready`.

    Args:
        public_folder: what students get; guests begin there and read its data. Whatever else lies in it, they may not:
            model answers for self-study, results, the hand-ins of others.

    Raises:
        SandboxError: a package is not installed, or this process may use too little.
    """

    def __init__(
        self,
        *,
        isolation: Isolation,
        packages: Sequence[str],
        public_folder: Path | None,
        secret_folder: Path,
        memory_mb: int,
        cpu_seconds: int,
    ) -> None:
        if complaint := limits.lacking(memory_mb, cpu_seconds):
            raise SandboxError(complaint)
        self._time_to_import = _PATIENCE * (1 + len(packages))  # on a machine that is busy with others
        try:
            places = [place_of(name) for name in packages]
        except ModuleNotFoundError as missing:
            raise SandboxError(str(missing)) from None
        self.isolation = isolation
        self._secret = secret_folder
        self._readable = readable_paths(places, [public_folder / _DATA] if public_folder else [])
        self._setup = {
            "isolation": isolation,
            "import_from": import_paths(places),
            "packages": list(packages),
            "readable": self._readable,
            "memory_mb": memory_mb,
            "cpu_seconds": cpu_seconds,
            "folder": None if public_folder is None else str(public_folder),
            "secret": str(secret_folder),
        }
        self._start()

    def ready(self) -> Self:
        """Wait until it has imported everything and its jail is proven; return this very object.

        Raises:
            SandboxError: the kernel cannot jail (and `isolation` asks for it), a guest could escape, or none works.
        """
        try:
            self._socket.settimeout(self._time_to_import)
            status, _, _ = self._answer()
            if status != orders.OK:
                cure = _CURE if status == orders.NO_JAIL else _CURE_OF_A_PACKAGE
                raise SandboxError(f"{self._socket.recv(4096).decode('utf-8', 'replace')}: {cure}")
            self._socket.settimeout(_PATIENCE)
            if self.isolation is Isolation.JAIL:
                self._refuse_escapes()
            self._refuse_broken_guests()
        except BaseException:
            self.close()
            raise
        return self

    def replace(self) -> None:
        """End this process with its guests, and own another: somebody may have been killed in the middle of an order.

        Raises:
            SandboxError: as `ready` does.
        """
        self.close()
        self._start()
        self.ready()

    def fork(self) -> Channel:
        """Return a fresh guest."""
        return self._fork(b"F")

    def end(self, pid: int) -> int:
        """Kill a guest if it still runs; return its exit code, or minus the signal that ended it.

        Raises:
            ForkServerLost: somebody else has killed it, as a kernel does that is short of memory: what it was to answer
                is nobody's fault here, and is asked again.
        """
        return self._order(b"E", pid)

    def end_all(self) -> None:
        """Kill whatever guests are left."""
        self._order(b"C", 0)

    def confine(self) -> None:
        """Take from this process, which works for a guest, all files that its guests cannot read, and all writing."""
        if self.isolation is Isolation.JAIL:
            confine(self._readable, self._secret)

    def close(self) -> None:
        """End the fork server and its guests: at its own end, or by SIGKILL, which they do not outlive either."""
        self._socket.close()
        try:
            self._process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def _start(self) -> None:
        self._socket, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_STREAM)
        with theirs, fixed_addresses():
            self._process = subprocess.Popen(  # -s -S -P: no site, no user folder, no script folder
                [sys.executable, "-s", "-S", "-P", "-B", str(_PROGRAM)],
                stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL,
                env={**REPEATABLE, "PATH": os.defpath},
                cwd="/",
                pass_fds=[theirs.fileno()],
            )
            setup = json.dumps({**self._setup, "socket": theirs.fileno()}).encode()
        assert self._process.stdin is not None
        # Not in argv, which every user of this machine can read. If it has ended already, `ready` asks why.
        with contextlib.suppress(BrokenPipeError), self._process.stdin as pipe:
            pipe.write(setup)

    def _fork(self, kind: bytes) -> Channel:
        requests_read, requests_write = os.pipe()
        replies_read, replies_write = os.pipe()
        for end in (requests_write, replies_write):
            widen(end)
        try:
            pid = self._order(kind, 0, requests_read, replies_write)
        except BaseException:
            os.close(requests_write)
            os.close(replies_read)
            raise
        finally:
            os.close(requests_read)
            os.close(replies_write)
        return Channel(self.end, pid, requests_write, replies_read)

    def _order(self, kind: bytes, pid: int, *descriptors: int) -> int:
        # Nobody else's, whoever has given orders here before; a smaller int takes another block of a guest's heap.
        number = 1 << 63 | int.from_bytes(os.urandom(8))
        try:
            socket.send_fds(self._socket, [orders.ORDER.pack(kind, number, pid)], descriptors)
        except OSError as error:
            raise ForkServerLost(f"the fork server cannot be asked: {error}") from None
        status, answered, value = self._answer()
        if answered != number:
            raise ForkServerLost("the fork server answers another order than the one it was given")
        if status == orders.FROM_OUTSIDE:
            raise ForkServerLost(f"a guest was ended from outside, by signal {-value}: is there enough memory?")
        return value

    def _answer(self) -> tuple[int, int, int]:
        answer = b""
        while len(answer) < orders.ANSWER.size:
            try:
                part = self._socket.recv(orders.ANSWER.size - len(answer))
            except OSError as error:  # it was silent for too long, too
                raise ForkServerLost(f"the fork server does not answer: {error}") from None
            if not part:
                raise ForkServerLost(f"the fork server ended with exit code {self._process.poll()}")
            answer += part
        status, number, value = orders.ANSWER.unpack(answer)
        return status, number, value

    def _refuse_escapes(self) -> None:
        guest = self._fork(b"T")
        try:
            found = json.loads(guest.read_rest(seconds=20))
        except (GuestTimedOut, ValueError):  # nothing, or half an answer
            raise SandboxError(
                f"the jail cannot be proven on this machine, the trial did not answer: {_CURE}"
            ) from None
        finally:
            guest.end()
        if found:
            raise SandboxError(f"the jail does not hold on this machine, a guest could {', '.join(found[:5])}: {_CURE}")

    def _refuse_broken_guests(self) -> None:
        guest = self.fork()
        meter = Meter(30, time.monotonic() + 30)  # it takes 5 milliseconds; this is for a machine that swaps
        try:
            fault = smoke_test.fault_of(lambda frame: guest.send(frame, meter), lambda: guest.receive(meter))
        except (GuestTimedOut, GuestEnded):
            fault = "it did not answer"
        finally:
            code = guest.end()
        if fault:
            ended = f", it ended with {code}" if code not in (0, -signal.SIGKILL) else ""
            raise SandboxError(
                f"a guest cannot run code that is right ({fault}{ended}): run `grader doctor`, and see whether "
                "memory_mb in course.yaml is enough"
            )
