# A copy of the kit's grader/handout/kit/watch.py, written by `grader build`: a change made here is lost.
"""Run again at every save: `pytest --watch`, with the standard library alone, on every system.

Each run is a process of its own, so that an endless loop, an exit or a crash ends the run and not the watching. Once
the exercise that is watched is right, the next one of the board is watched.
"""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from .course import Course
from .hints import next_hint
from .progress import Memory
from .verdict import State

_PAUSE = 0.3  # seconds between two looks at the files
_KEPT = ("-x", "-s", "-v", "-vv", "-q")  # what does not choose tests and stands by itself


class Watch:
    """One session of watching."""

    def __init__(self, folder: Path, course: Course, arguments: list[str]) -> None:
        """`arguments`: what was typed after `pytest`; what chooses tests is for the first run alone."""
        self._folder, self._course = folder, course
        self._first = [argument for argument in arguments if argument != "--watch"]
        self._kept = [argument for argument in self._first if argument in _KEPT]
        self._focus = ""  # the exercise to run, '' for what was asked for at first

    def run(self) -> int:
        """Watch until the student leaves; return the exit code."""
        print("watching your files: every save runs the tests again")
        with _keys() as pressed, contextlib.suppress(KeyboardInterrupt):
            seen = self._run()
            while True:
                key = pressed(_PAUSE)
                if key in ("q", "\x03", "\x04", "\x1b"):
                    break
                if key == "h":
                    self._show_hint()
                elif key in ("\r", "\n"):
                    seen = self._run()
                elif key == "a":
                    self._focus = ""
                    seen = self._run()
                elif self._saved() != seen:
                    seen = self._run()
        print("no longer watching")
        return 0

    def _run(self) -> dict[str, int]:
        """Run the tests once, and return the files as they were before: a save meanwhile runs them again."""
        seen = self._saved()
        chosen = ["-k", self._focus] if self._focus else self._first
        title = self._focus or " ".join(["pytest", *self._first])
        print(f"\n===== {time.strftime('%H:%M:%S')}  {title}", flush=True)
        colour = ["--color=yes"] if sys.stdout.isatty() else []
        kept = self._kept if self._focus else []
        command = [sys.executable, "-P", "-m", "pytest", *colour, *kept, *chosen]
        subprocess.run(command, cwd=self._folder, stdin=subprocess.DEVNULL, check=False)
        self._move_on()
        help_ = f"h: a hint for {self._focus}, a: run everything, Enter: run again, q: leave" if self._focus else ""
        print(f"\n  {help_ or 'Enter: run again, q: leave'}", flush=True)
        return seen

    def _move_on(self) -> None:
        """Watch what the board named last, unless the exercise that was watched is not right yet."""
        progress = Memory(self._course, self._folder).before
        done = {e.name for e, state in progress.states.items() if state is State.DONE}
        if progress.next and (not self._focus or self._focus in done):
            self._focus = progress.next

    def _show_hint(self) -> None:
        try:
            print(f"\n{next_hint(self._folder, self._focus)}", flush=True)
        except LookupError as error:
            print(f"\n  {error.args[0]}", flush=True)

    def _saved(self) -> dict[str, int]:
        """Return when each Python file of the folder was saved last."""
        times = {}
        with os.scandir(self._folder) as entries:
            for entry in entries:
                if entry.name.endswith(".py"):
                    with contextlib.suppress(OSError):  # an editor replaces the file at this moment
                        times[entry.name] = entry.stat().st_mtime_ns
        return times


class _Pressed:
    """The keys of a terminal, one at a time; without a terminal, what is written to the input."""

    def __call__(self, seconds: float) -> str:
        """Return the next key within some seconds, '' if there is none."""
        if sys.platform == "win32":
            return self._on_windows(seconds)
        import select

        if not select.select([sys.stdin], [], [], seconds)[0]:
            return ""
        return os.read(sys.stdin.fileno(), 1).decode("ascii", "ignore") or "q"  # the input has ended

    def _on_windows(self, seconds: float) -> str:
        import msvcrt

        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if msvcrt.kbhit():  # type: ignore[attr-defined,unused-ignore]  # known on Windows alone
                return str(msvcrt.getwch())  # type: ignore[attr-defined,unused-ignore]  # the same
            time.sleep(0.05)
        return ""


@contextlib.contextmanager
def _keys() -> Iterator[_Pressed]:
    """Let single keys through without Enter, and put the terminal back afterwards."""
    if sys.platform == "win32" or not sys.stdin.isatty():
        yield _Pressed()
        return
    import termios
    import tty

    before = termios.tcgetattr(sys.stdin)
    try:
        tty.setcbreak(sys.stdin)
        yield _Pressed()
    finally:
        termios.tcsetattr(sys.stdin, termios.TCSADRAIN, before)
