"""What a process of ours does to itself, such as end with its parent or bound its memory, and what it has used."""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

with contextlib.suppress(ImportError):  # commands that grade nothing work on systems without it
    import resource

_PR_SET_PDEATHSIG = 1
_ADDR_NO_RANDOMIZE, _ASK = 0x0040000, 0xFFFF_FFFF  # of personality(2)


def cores() -> int:
    """Return how many processes can work at once here."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def keep_on_one_core(pid: int, number: int) -> None:
    """Let a process, and what it will start, share one of our cores: the `number`th, counted round and round.

    Two processes that only ever wait for each other gain nothing from a second core, and pay for being woken on it.
    """
    if hasattr(os, "sched_setaffinity"):
        ours = sorted(os.sched_getaffinity(0))
        with contextlib.suppress(OSError):  # it has ended already, or may not be moved: it works all the same
            os.sched_setaffinity(pid, {ours[number % len(ours)]})


def wait_for_children() -> None:
    """Let this process, and those that it starts, hear how a child ended.

    A service that ignores SIGCHLD hands that on to every program it starts. There an ended child leaves no exit code,
    and waiting for one fails.
    """
    if hasattr(signal, "SIGCHLD"):
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)


def die_with_parent() -> None:
    """Ask the kernel to kill this process when the one that started it is gone."""
    if sys.platform == "linux":
        parent = os.getppid()
        _libc().prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
        if os.getppid() != parent:
            os._exit(1)


@cache  # what is loaded before a fork, no child has to load
def _libc() -> ctypes.CDLL:
    return ctypes.CDLL(None)


def limit_own_memory(more_mb: int) -> None:
    """Let this process of the grader's take at most so much more: a guest chooses what lent functions work on."""
    if sys.platform == "linux":
        pages = int(Path("/proc/self/statm").read_text().split()[0])
        most = pages * resource.getpagesize() + (more_mb << 20)
        resource.setrlimit(resource.RLIMIT_AS, (most, resource.getrlimit(resource.RLIMIT_AS)[1]))


@contextmanager
def fixed_addresses() -> Iterator[None]:
    """Let programs that are started inside have the same addresses in every run, where the kernel lets them.

    What a program does may depend on them, such as the order of a set of objects.
    """
    libc = _libc() if sys.platform == "linux" else None
    before = libc.personality(_ASK) if libc else -1
    if libc and before != -1:
        libc.personality(before | _ADDR_NO_RANDOMIZE)
    try:
        yield
    finally:
        if libc and before != -1:
            libc.personality(before)


def cpu_seconds_of(pid: int) -> float:
    """Return the CPU time that a process has used, as the kernel counts it; elsewhere than on Linux, wall-clock time.

    Raises:
        OSError: there is no such process.
    """
    if sys.platform != "linux":
        return time.perf_counter()
    clock_of_process = (~pid << 3) | 2  # CPUCLOCK_SCHED of a process, see clock_getcpuclockid(3)
    return time.clock_gettime(clock_of_process)
