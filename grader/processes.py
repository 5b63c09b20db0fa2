"""What a process of ours does to itself (end with its parent, bound its memory), and how long its parent lets it work.

Nothing of ours is ever interrupted in the middle: work that may take too long runs in a process that can be killed
from outside, by somebody who keeps no state that the killed one could have left half changed.
"""

from __future__ import annotations

import contextlib
import ctypes
import json
import mmap
import os
import select
import signal
import struct
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, NoReturn, TypeVar

_PR_SET_PDEATHSIG = 1
_ADDR_NO_RANDOMIZE, _ASK = 0x0040000, 0xFFFF_FFFF  # of personality(2)
_GLANCE = 0.1  # seconds between two looks at a process that is silent
_MOST_LOST = 3  # processes, for one list of items
_WALL_FACTOR = 10  # wall-clock time is a backstop: on a busy machine a process gets a small share of a core
_NO_TIME = "no time was left"
_Item = TypeVar("_Item")


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


def die_with_parent() -> None:
    """Ask the kernel to kill this process when the one that started it is gone."""
    if sys.platform == "linux":
        parent = os.getppid()
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
        if os.getppid() != parent:
            os._exit(1)


def limit_own_memory(more_mb: int) -> None:
    """Let this process of the grader's take at most so much more: a guest chooses what lent functions work on."""
    if sys.platform == "linux":
        import resource  # here, because commands that grade nothing work on systems without it

        pages = int(Path("/proc/self/statm").read_text().split()[0])
        most = pages * resource.getpagesize() + (more_mb << 20)
        resource.setrlimit(resource.RLIMIT_AS, (most, resource.getrlimit(resource.RLIMIT_AS)[1]))


@contextmanager
def fixed_addresses() -> Iterator[None]:
    """Let programs that are started inside have the same addresses in every run, where the kernel lets them.

    What a program does may depend on them, such as the order of a set of objects.
    """
    libc = ctypes.CDLL(None) if sys.platform == "linux" else None
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


class Watch:
    """How long a process of ours may take for what it does at the moment: it says so itself, to who may kill it.

    The two share a page of memory, so saying so costs no call. Make it before the fork.
    """

    _PAGE = struct.Struct("<ddQ")

    def __init__(self) -> None:
        self._page = mmap.mmap(-1, mmap.PAGESIZE)
        self._last: bytes = b""
        self.forget()

    def forget(self) -> None:
        """Let the next process start without any limit."""
        self._write((float("inf"), float("inf"), 0))

    def allow(self, cpu: float, wall: float, *, at_a_guests_order: bool = False) -> tuple[float, float, int]:
        """Let this process go on for so many seconds of CPU and of wall-clock time; return what held before."""
        before = self._read()
        self._write((time.process_time() + cpu, time.monotonic() + wall, int(at_a_guests_order)))
        return before

    def back_to(self, before: tuple[float, float, int]) -> None:
        """Let hold again what held before."""
        self._write(before)

    @property
    def is_at_a_guests_order(self) -> bool:
        """Was the process at work for a guest when it last said something?"""
        return bool(self._read()[2])

    def has_passed(self, pid: int) -> bool:
        """Say whether the process overran what it said last, seen twice in a row: it may just be writing."""
        seen = bytes(self._page[: self._PAGE.size])
        is_the_same, self._last = seen == self._last, seen
        cpu, wall, _ = self._PAGE.unpack(seen)
        return is_the_same and (cpu_seconds_of(pid) > cpu or time.monotonic() > wall)

    def _read(self) -> tuple[float, float, int]:
        cpu, wall, flag = self._PAGE.unpack_from(self._page)
        return cpu, wall, flag

    def _write(self, values: tuple[float, float, int]) -> None:
        self._page[: self._PAGE.size] = self._PAGE.pack(*values)


class Child:
    """A forked process of ours that reports lines of JSON while it works; iterate to read them.

    Args:
        work: is called in the child with a function that reports; whatever it raises ends the child with code 1.
        overruns: asked now and then with the child's pid; once it says yes, the child is killed.

    After the iteration `code` says how it ended (an exit code, or minus a signal), `was_killed` whether it overran.
    """

    def __init__(self, work: Callable[[Callable[[Any], None]], None], overruns: Callable[[int], bool]) -> None:
        self.code = 0
        self.was_killed = False
        self._overruns = overruns
        reading, writing = os.pipe()
        self._pid = os.fork()
        if self._pid == 0:
            _work_and_leave(work, reading, writing)
        os.close(writing)
        self._reading = reading

    def __iter__(self) -> Iterator[Any]:
        rest = b""
        has_ended = False
        try:
            while part := self._part():
                *lines, rest = (rest + part).split(b"\n")
                for line in lines:
                    yield json.loads(line)
            has_ended = not self.was_killed
        finally:
            os.close(self._reading)
            if not has_ended:
                os.kill(self._pid, signal.SIGKILL)  # not waited for yet, so the number is still its own
            self.code = os.waitstatus_to_exitcode(os.waitpid(self._pid, 0)[1])

    def _part(self) -> bytes:
        """Return what comes next; b"" at the end, or once the process has overrun."""
        while not select.select([self._reading], [], [], _GLANCE)[0]:
            if self._overruns(self._pid):
                self.was_killed = True
                return b""
        return os.read(self._reading, 1 << 16)


@dataclass(frozen=True)
class Lost:
    """No answer: the process that looked for it ended or took too long; `why` says which."""

    why: str


def each_in_a_child(
    items: Sequence[_Item], work: Callable[[_Item], Any], seconds: float, altogether: float = float("inf")
) -> Iterator[tuple[_Item, Any | Lost]]:
    """Do `work` on each item in another process; what comes of it is plain JSON.

    One process does all of them, one after the other. Where it ends, or needs more than `seconds` of CPU time for one
    item, that item is lost, and a fresh process goes on, a few times. After `altogether` seconds no item is begun.
    """
    left = list(items)
    for _ in range(_MOST_LOST):
        if not left:
            return
        watch = Watch()
        child = Child(partial(_do, tuple(left), work, watch, (seconds, altogether)), watch.has_passed)
        for answer in child:
            yield left.pop(0), Lost(answer["lost"]) if "lost" in answer else answer["value"]
        if left:
            yield left.pop(0), Lost("took too long" if child.was_killed else f"ended with {child.code}")
    for item in left:
        yield item, Lost(_NO_TIME)


def _do(
    items: Sequence[_Item],
    work: Callable[[_Item], Any],
    watch: Watch,
    limits: tuple[float, float],
    report: Callable[[Any], None],
) -> None:
    for item in items:
        watch.allow(limits[0], _WALL_FACTOR * limits[0])
        try:
            answer = {"value": work(item)} if time.process_time() < limits[1] else {"lost": _NO_TIME}
        except BaseException as error:  # SystemExit too: what a course's own code does here costs this item alone
            answer = {"lost": f"{type(error).__name__}: {error}"}
        report(answer)


def _work_and_leave(work: Callable[[Callable[[Any], None]], None], reading: int, writing: int) -> NoReturn:
    code = 1
    try:
        die_with_parent()
        os.close(reading)
        work(lambda answer: _write_all(writing, json.dumps(answer).encode() + b"\n"))
        code = 0
    finally:
        os._exit(code)


def _write_all(descriptor: int, content: bytes) -> None:
    rest = memoryview(content)
    while rest:
        rest = rest[os.write(descriptor, rest) :]
