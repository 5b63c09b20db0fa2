"""Work in a process of its own: how long it may take, what comes of it, and that it is killed where it takes too long.

Nothing of ours is ever interrupted in the middle: work that may take too long runs in a process that can be killed
from outside, by somebody who keeps no state that the killed one could have left half changed.
"""

from __future__ import annotations

import json
import mmap
import os
import select
import signal
import struct
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import IO, Any, NoReturn, TypeVar

from grader.processes import cpu_seconds_of, die_with_parent

_GLANCE = 0.1  # seconds between two looks at a process that is silent
_MOST_LOST = 3  # processes, for one list of items
_WALL_FACTOR = 10  # wall-clock time is a backstop: on a busy machine a process gets a small share of a core
_NO_TIME = "no time was left"
_Item = TypeVar("_Item")


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
    """A forked process of ours that reports lines of JSON while it works; iterate to wait for it and to read them.

    They lie in memory that both share: to report costs no switch to another process, and what was reported is there
    however the child ends.

    Args:
        work: is called in the child with a function that reports; whatever it raises ends the child with code 1.
        overruns: asked now and then with the child's pid; once it says yes, the child is killed.

    With the first line `code` says how it ended (an exit code, or minus a signal), `was_killed` whether it overran.
    """

    def __init__(self, work: Callable[[Callable[[Any], None]], None], overruns: Callable[[int], bool]) -> None:
        self.code = 0
        self.was_killed = False
        self._overruns = overruns
        self._reports = _memory_file()
        reading, writing = os.pipe()
        self._pid = os.fork()
        if self._pid == 0:
            os.close(reading)
            _work_and_leave(work, self._reports)
        os.close(writing)
        self._ends = reading  # it ends when nobody holds its other end any more

    def __iter__(self) -> Iterator[Any]:
        with self._reports:
            try:
                self._wait()
            except BaseException:
                self._kill()
                raise
            finally:
                os.close(self._ends)
                self.code = os.waitstatus_to_exitcode(os.waitpid(self._pid, 0)[1])
            self._reports.seek(0)
            for line in self._reports:
                if line.endswith(b"\n"):  # else it was killed in the middle
                    yield json.loads(line)

    def _wait(self) -> None:
        while not select.select([self._ends], [], [], _GLANCE)[0]:
            if self._overruns(self._pid):
                self.was_killed = True
                self._kill()
                return

    def _kill(self) -> None:
        os.kill(self._pid, signal.SIGKILL)  # not waited for yet, so the number is still its own


@dataclass(frozen=True)
class Lost:
    """No answer: the process that looked for it ended or took too long; `why` says which."""

    why: str

    @property
    def was_begun(self) -> bool:
        """Did a process work on it, and may have ended in the middle of something?"""
        return self.why != _NO_TIME


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


def _work_and_leave(work: Callable[[Callable[[Any], None]], None], reports: IO[bytes]) -> NoReturn:
    code = 1
    try:
        die_with_parent()
        work(lambda answer: _report(reports, answer))
        code = 0
    finally:
        os._exit(code)


def _report(reports: IO[bytes], answer: Any) -> None:
    rest = memoryview(json.dumps(answer).encode() + b"\n")
    while rest:
        rest = rest[os.write(reports.fileno(), rest) :]


def _memory_file() -> IO[bytes]:
    """Return an empty file without a name, in memory where the system has such files."""
    if hasattr(os, "memfd_create"):
        return os.fdopen(os.memfd_create("reports"), "w+b")
    return tempfile.TemporaryFile()
