"""The warm process: imports numpy once, then lets a fork of itself fork and end the guests of one hand-in.

It holds no secret (it never imports the suites or the solutions) and reads nothing a guest could write. The fork is
the guests' parent, so it alone ends them: a process that was not yet waited for keeps its number, and no signal can
hit a stranger.
"""

from __future__ import annotations

import contextlib
import fcntl
import gc
import importlib
import json
import os
import signal
import socket
import sys
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn

# What a guest may need later and cannot load from inside: C extensions that link to libraries of the
# system, modules that read files, and the standard library that students use most.
_PRELOADED = """
    numpy numpy.linalg numpy.random numpy.fft numpy.testing numpy.polynomial numpy.ma numpy.typing
    abc argparse bisect cmath collections contextlib copy ctypes dataclasses datetime decimal doctest enum fractions
    functools graphlib hashlib heapq inspect io itertools json logging math numbers operator os pathlib pickle
    pprint queue random re secrets shutil statistics string struct tempfile textwrap threading time timeit
    traceback types typing unittest uuid warnings weakref zipfile bz2 lzma zlib
    ssl sqlite3 curses readline
""".split()
_NEXT, _FAILED = 3, 1  # exit codes of a fork that leaves the next hand-in to the next one, and of one that cannot go on


def main() -> None:
    """Serve orders until the grader closes its end; the set-up comes as JSON on standard input."""
    setup = json.load(sys.stdin)
    os.dup2(os.open(os.devnull, os.O_RDWR), 0)
    orders = socket.socket(fileno=fcntl.fcntl(setup["socket"], fcntl.F_DUPFD_CLOEXEC, 10))
    for number in range(3, 10):  # a guest's pipes go to 3 and 4: keep everything else away from there
        os.dup2(0, number)
    sys.path[:0] = setup["import_from"]
    for name in _PRELOADED:
        with contextlib.suppress(ImportError):  # a Python may be built without curses or sqlite3
            importlib.import_module(name)
    with contextlib.suppress(BrokenPipeError, ConnectionResetError):  # the grader is gone already
        _ForkServer(setup, orders).serve()


class _ForkServer:
    def __init__(self, setup: dict[str, Any], orders: socket.socket) -> None:
        from grader.sandbox.forkserver import access_times, heap, seclusion, warmup
        from grader.sandbox.guest import answering, jail, selftest
        from grader.sandbox.wire import orders as protocol

        kind = jail.Jail if setup["isolation"] == "jail" else jail.NoJail
        self._orders, self._protocol = orders, protocol
        for package in setup["packages"]:
            try:
                importlib.import_module(package)
                if package == "matplotlib":
                    warmup.draw_once()
            except Exception as error:
                self._refuse(
                    self._protocol.NO_PACKAGE, f"{package} cannot be imported: {type(error).__name__}: {error}"
                )
        try:
            self._jail: Any = kind(setup["readable"], setup["memory_mb"], setup["cpu_seconds"])
        except jail.JailError as error:
            self._refuse(self._protocol.NO_JAIL, str(error))
        self._answering, self._selftest, self._setup = answering, selftest, setup
        self._die_with_parent = jail.die_with_parent
        self._guests: set[int] = set()
        self._pid = os.getpid()
        sys.path[:] = [part for part in sys.path if part not in setup["import_from"]]
        access_times.note_all(setup["readable"])
        if setup["isolation"] == "jail":
            seclusion.hide_processes()  # where a kernel does not let us, SECURITY.md says what is left
        warmup.warm_up()
        warmup.tidy_heap()
        self._heap, self._filling = heap, heap.fill_holes()
        gc.freeze()
        orders.sendall(self._protocol.ANSWER.pack(self._protocol.OK, 0, os.getpid()))

    def _refuse(self, status: int, why: str) -> NoReturn:
        with contextlib.suppress(OSError):  # the grader may be gone already, for the same reason
            text = why.encode("utf-8", "backslashreplace")[:4096]
            self._orders.sendall(self._protocol.ANSWER.pack(status, 0, 0) + text)
        raise SystemExit(0)

    def serve(self) -> None:
        """Let one fork after another serve the orders for one hand-in, until nobody gives any.

        This process itself does the same few things for each, and what they leave in the heap is taken (see heap): so
        every hand-in's first guest finds the heap as the first one of all found it, whatever was graded before. Then
        objects lie at the same addresses, sets of them have the same order, and a hand-in has one grade document.
        """
        while (code := self._in_a_fork(self._serve_one_hand_in)) == _NEXT:
            pass
        raise SystemExit(code)

    def _in_a_fork(self, work: Callable[[], int]) -> int:
        """Return what `work` returns in a fork of this process, which ends with it."""
        pid = os.fork()
        if pid == 0:
            try:
                self._die_with_parent()
                if os.getppid() != self._pid:  # it was killed before this could be asked for
                    os._exit(_FAILED)
                self._taken = self._heap.take_what_was_freed()
                os._exit(work())
            except BaseException:
                traceback.print_exc()
                os._exit(_FAILED)
        _, status = os.waitpid(pid, 0)
        return os.waitstatus_to_exitcode(status)

    def _serve_one_hand_in(self) -> int:
        while self._serve_one():
            if not self._guests:
                return _NEXT
        for guest in tuple(self._guests):
            self._end(guest)
        return 0

    def _serve_one(self) -> bool:
        """Do what the next order says; return whether there may be another."""
        try:
            order, descriptors, _, _ = socket.recv_fds(self._orders, self._protocol.ORDER.size, 2)
        except ConnectionError:
            return False
        if len(order) < self._protocol.ORDER.size:
            return False
        kind, number, pid = self._protocol.ORDER.unpack(order)
        value = 0
        if kind in b"FT":
            value = self._fork(kind, descriptors)
        elif kind == b"E":
            value = self._end(pid)
        else:
            for guest in tuple(self._guests):
                self._end(guest)
        try:
            self._orders.sendall(self._protocol.ANSWER.pack(self._protocol.OK, number, value))
        except ConnectionError:  # the grader was killed meanwhile: nobody is left to answer
            return False
        return True

    def _fork(self, kind: bytes, descriptors: list[int]) -> int:
        pid = os.fork()
        if pid == 0:
            try:
                self._become_a_guest(kind, descriptors)
            finally:
                os._exit(0)
        for descriptor in descriptors:
            os.close(descriptor)
        self._guests.add(pid)
        return pid

    def _become_a_guest(self, kind: bytes, descriptors: list[int]) -> None:
        requests, replies = self._protocol.REQUESTS, self._protocol.REPLIES
        os.dup2(descriptors[0], requests)
        os.dup2(descriptors[1], replies)
        nowhere = os.open(os.devnull, os.O_RDWR)
        for standard in (0, 1, 2):
            os.dup2(nowhere, standard)
        if self._setup["folder"] is not None:
            os.chdir(self._setup["folder"])
        if kind == b"T":
            os.write(replies, json.dumps(self._escapes()).encode())
        else:
            self._jail.lock_up()
            self._answering.serve(requests, replies)

    def _escapes(self) -> list[str]:
        try:
            return self._selftest.escapes(Path(self._setup["secret"]), self._setup["memory_mb"], self._jail.lock_up)
        except Exception as error:
            return [f"not be locked up ({error})"]

    def _end(self, pid: int) -> int:
        if pid not in self._guests:
            return 0
        ended, status = os.waitpid(pid, os.WNOHANG)
        if ended == 0:
            os.kill(pid, signal.SIGKILL)
            _, status = os.waitpid(pid, 0)
        self._guests.discard(pid)
        return os.waitstatus_to_exitcode(status)


if __name__ == "__main__":
    main()
