"""Measure what runs in the fork server and in guests, under `coverage run` alone (CONTRIBUTING.md has the command).

The fork server starts without site-packages and with an environment of ours, and a guest may write nothing: coverage
reaches neither. As a plugin of coverage, this file stands in for the fork server's program in each process that
coverage measures; as that program, it starts coverage, and notes which way guests went through our code in memory that
they share with the fork server, which writes it down. Nothing in grader/ knows of it.
"""

from __future__ import annotations

import mmap
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import FrameType
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
SANDBOX = ROOT / "grader" / "sandbox"
_MAIN = str(SANDBOX / "forkserver" / "main.py")
_IN_GUESTS = [
    *SANDBOX.glob("guest/*.py"),
    *SANDBOX.glob("wire/*.py"),
    Path(_MAIN),
    ROOT / "grader" / "handout" / "expect.py",
]
_CONFIG, _LIBRARY = "COVERAGE_PROCESS_CONFIG", "COVERAGE_LIBRARY"


def coverage_init(registry: Any, options: Any) -> None:
    """Start this file wherever a fork server is started: coverage calls this in each process that it measures."""
    import coverage

    start: Callable[..., None] = subprocess.Popen.__init__
    library = str(Path(coverage.__file__).parents[1])

    def start_measured(process: Any, args: Any, *more: Any, **settings: Any) -> None:
        if isinstance(args, list) and args[-1] == _MAIN:
            args = [*args[:-1], __file__]
            settings["env"] = {**settings["env"], _CONFIG: os.environ[_CONFIG], _LIBRARY: library}
        start(process, args, *more, **settings)

    setattr(subprocess.Popen, "__init__", start_measured)  # noqa: B010  # the type checker's notion of it is narrower


class Ways:
    """Which lines followed which, in memory that outlives a guest."""

    def __init__(self, files: list[Path]) -> None:
        self._sizes = {str(file): len(file.read_bytes().splitlines()) + 1 for file in files}
        self._starts, end = {}, 0
        for file, size in self._sizes.items():
            self._starts[file] = end
            end += (2 * size) ** 2
        self._page = mmap.mmap(-1, end)

    def trace(self, frame: FrameType, event: str, arg: Any) -> Callable[..., Any] | None:
        """Note each step of a function of ours, as coverage counts them: it is entered from and left to -first."""
        file, first = frame.f_code.co_filename, frame.f_code.co_firstlineno
        if file not in self._starts:
            return None
        start, size = self._starts[file], self._sizes[file]
        before = -first

        def step(frame: FrameType, event: str, arg: Any) -> Callable[..., Any]:
            nonlocal before
            if event in ("line", "return"):
                now = frame.f_lineno if event == "line" else -first
                self._page[start + (before + size) * 2 * size + now + size] = 1
                before = now
            return step

        return step

    def seen(self) -> Iterator[tuple[str, set[tuple[int, int]]]]:
        """Return the steps in each file."""
        for file, start in self._starts.items():
            width = 2 * self._sizes[file]
            part = self._page[start : start + width**2]
            at = [number for number, byte in enumerate(part) if byte]
            yield file, {(n // width - width // 2, n % width - width // 2) for n in at}


def main() -> None:
    """Be the fork server, measured."""
    path, leave = list(sys.path), os._exit
    sys.path[:0] = [str(ROOT), os.environ[_LIBRARY]]
    import coverage

    measuring = coverage.process_startup()
    from grader.sandbox.forkserver import main as program

    sys.path[:] = path
    ways = Ways(_IN_GUESTS)
    become_a_guest = program._ForkServer._become_a_guest

    def become_a_measured_guest(*order: Any) -> None:
        os._exit = leave  # a guest cannot save what coverage has seen
        sys.settrace(ways.trace)
        become_a_guest(*order)

    setattr(program._ForkServer, "_become_a_guest", become_a_measured_guest)  # noqa: B010  # as above
    try:
        program.main()
    finally:
        assert measuring is not None
        data = coverage.CoverageData(measuring.config.data_file, suffix=True)
        data.add_arcs(dict(ways.seen()))
        data.write()


if __name__ == "__main__":
    main()
