"""The warm process: imports numpy once, then forks guests when it is told to, and ends them.

It holds no secret (it never imports the suites or the solutions) and reads nothing a guest could write. It is the
guests' parent, so it alone ends them: a process that was not yet waited for keeps its number, and no signal can
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

# Signals that a guest can bring upon itself: no call that sends one is allowed. Any other comes from outside, as from a
# kernel that is short of memory.
_OWN = frozenset(getattr(signal, f"SIG{name}") for name in "SEGV BUS FPE ILL TRAP ABRT SYS XCPU XFSZ PIPE".split())


def main() -> None:
    """Serve orders until the grader closes its end; the set-up comes as JSON on standard input."""
    try:
        setup = json.load(sys.stdin)
    except ValueError:  # who starts us was killed before it had written all of it
        return
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
        self._guests: set[int] = set()
        self._filling: list[Any] = []  # takes the holes of the heap
        sys.path[:] = [part for part in sys.path if part not in setup["import_from"]]
        access_times.note_all(setup["readable"])
        if setup["isolation"] == "jail":
            seclusion.hide_processes()  # where a kernel does not let us, SECURITY.md says what is left
        warmup.warm_up()
        warmup.tidy_heap()
        self._heap = heap
        orders.sendall(self._protocol.ANSWER.pack(self._protocol.OK, 0, os.getpid()))

    def _refuse(self, status: int, why: str) -> NoReturn:
        with contextlib.suppress(OSError):  # the grader may be gone already, for the same reason
            text = why.encode("utf-8", "backslashreplace")[:4096]
            self._orders.sendall(self._protocol.ANSWER.pack(status, 0, 0) + text)
        raise SystemExit(0)

    def serve(self) -> None:
        """Follow orders until nobody gives any.

        What this process frees meanwhile is taken in each guest, so every one finds the heap as the first one of all
        found it, whatever was graded before. Then objects lie at the same addresses, sets of them have the same order,
        and a hand-in has one grade document.
        """
        self._filling = [self._heap.fill_holes(), self._heap.take_what_was_freed()]
        gc.freeze()
        while self._serve_one():
            gc.collect()  # else the freed lists and tuples that Python keeps would become more and more
        for guest in tuple(self._guests):
            self._end(guest)

    def _serve_one(self) -> bool:
        """Do what the next order says; return whether there may be another."""
        try:
            order, descriptors, _, _ = socket.recv_fds(self._orders, self._protocol.ORDER.size, 2)
        except ConnectionError:
            return False
        if len(order) < self._protocol.ORDER.size:
            return False
        kind, number, pid = self._protocol.ORDER.unpack(order)
        status, value = self._protocol.OK, 0
        if kind in b"FT":
            value = self._fork(kind, descriptors)
        elif kind == b"E":
            status, value = self._end(pid)
        else:
            for guest in tuple(self._guests):
                self._end(guest)
        try:
            self._orders.sendall(self._protocol.ANSWER.pack(status, number, value))
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
        taken = self._heap.take_what_was_freed()  # noqa: F841  # kept until the guest ends
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

    def _end(self, pid: int) -> tuple[int, int]:
        if pid not in self._guests:
            return self._protocol.OK, 0
        ended, status = os.waitpid(pid, os.WNOHANG)
        if ended == 0:
            os.kill(pid, signal.SIGKILL)
            _, status = os.waitpid(pid, 0)
        self._guests.discard(pid)
        how = os.WTERMSIG(status) if os.WIFSIGNALED(status) else None
        is_ours = ended == 0 and how == signal.SIGKILL
        is_strange = how is not None and how not in _OWN and not is_ours
        return self._protocol.FROM_OUTSIDE if is_strange else self._protocol.OK, os.waitstatus_to_exitcode(status)


if __name__ == "__main__":
    main()
