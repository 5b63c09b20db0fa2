"""Note what a student's code uses on this machine and will not find while it is graded: own data, threads, programs.

All of it runs here, as it always does. Python tells of it at the moment it happens, so no line is judged by its looks.
"""

from __future__ import annotations

import contextlib
import functools
import os
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from types import FrameType
from typing import Any

from .course import FOLDER, read_course
from .traces import is_students

_PROGRAM, _DATABASE = "starts another program", "keeps a database on the disk"
_REFUSED = {
    "socket.__new__": "reaches for the network",
    **dict.fromkeys(
        "subprocess.Popen os.system os.fork os.forkpty os.exec os.posix_spawn os.startfile".split(), _PROGRAM
    ),
}
_MODULES = {  # which Python imports by itself where they are needed
    "dbm": _DATABASE,
    "multiprocessing.synchronize": "shares a lock with other programs",
    "multiprocessing.popen_spawn_posix": _PROGRAM,
    "multiprocessing.popen_spawn_win32": _PROGRAM,
    "multiprocessing.popen_forkserver": _PROGRAM,
}
_CODE = (".py", ".pyc", ".pyd", ".so")
_WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_TRUNC
_BY_THEMSELVES = (
    "ctypes",
    "platform",
    "uuid",
    "webbrowser",
)  # start a program by themselves, and do without where they may not
_OF_PROGRAMS = {"AppData", "Library", "site-packages"}


def hear(notes: list[str]) -> None:
    """Add a sentence to `notes` for each such line, from now on and until Python ends."""
    _ear().notes = notes


@contextlib.contextmanager
def unheard() -> Iterator[None]:
    """Let the kit itself do such a thing while a student's line runs."""
    _ear().is_deaf = True
    try:
        yield
    finally:
        _ear().is_deaf = False


@functools.cache
def _ear() -> _Ear:
    return _Ear()


class _Ear:
    """There is one in a run, because Python cannot be told to stop telling."""

    def __init__(self) -> None:
        self.notes: list[str] = []
        self.is_deaf = False
        self._written: set[Path] = set()
        self._data = {FOLDER / file for file in read_course().generated if file.startswith("data/")}
        sys.addaudithook(self._hear)
        start = threading.Thread.start

        def start_and_tell(thread: threading.Thread) -> None:
            self._tell("starts a thread, which nothing may do while grading: take that out")
            start(thread)

        threading.Thread.start = start_and_tell  # type: ignore  # before Python 3.12 no audit event tells of it

    def _hear(self, event: str, args: tuple[Any, ...]) -> None:
        if event == "open":
            self._hear_of_file(args[0], args[2])
            return
        what = _REFUSED.get(event) or (_MODULES.get(args[0]) if event == "import" else None)
        if event == "sqlite3.connect" and args[0] not in ("", ":memory:", b":memory:"):
            what = _DATABASE
        if what:
            self._tell(f"{what}, which nothing may do while grading: take that out")

    def _hear_of_file(self, path: Any, flags: int) -> None:
        if not isinstance(path, str | bytes | os.PathLike):
            return  # a number, of a file that is open
        file = Path(os.path.realpath(os.fsdecode(path)))
        if file.suffix in _CODE or _place() is None:
            return
        if flags & _WRITES:
            self._written.add(file)  # which can be read while grading as well
        elif file not in self._written and file not in self._data and _is_own(file) and file.is_file():
            self._tell(f"reads {file.name}, which is not there while grading: write what it needs of it into the code")

    def _tell(self, what: str) -> None:
        if (
            not self.is_deaf
            and (place := _place()) is not None
            and not any(note.startswith(f"{place} ") for note in self.notes)
        ):
            self.notes.append(f"{place} {what}")


def _place() -> str | None:
    """Return the student's line that runs at the moment, None if none does or what it called would do without."""
    frame: FrameType | None = sys._getframe()
    by_themselves = (*_BY_THEMSELVES, *read_course().stood_in)
    while frame is not None and not is_students(frame.f_code.co_filename):
        if str(frame.f_globals.get("__name__")).partition(".")[0] in by_themselves:
            return None
        frame = frame.f_back
    return None if frame is None else f"{Path(frame.f_code.co_filename).name} line {frame.f_lineno}"


def _is_own(file: Path) -> bool:
    """Say whether a person put a file there: in the exercises' folder, or at home and not with a program's own."""
    home = FOLDER if file.is_relative_to(FOLDER) else Path.home()
    if not file.is_relative_to(home) or (home != FOLDER and file.is_relative_to(sys.base_prefix)):
        return False
    return not any(part.startswith(".") or part in _OF_PROGRAMS for part in file.relative_to(home).parts)
