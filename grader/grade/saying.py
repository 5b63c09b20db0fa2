"""Read what a guest said that its code raised: of that, only what cannot carry a message of its own.

Messages, names and printed text are how a submission would carry a hidden test out. What is left to choose is one of
Python's own exceptions and one of the lines of the files that were handed in.
"""

from __future__ import annotations

import builtins
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from grader.text import clean

_RAISED = re.compile(r"(?:your code raised|(\w{1,60}\.py) cannot be imported:) (\w{1,60})(?:: (.*))?", re.DOTALL)
_IN_MODULES = frozenset({"UnsupportedOperation", "URLError", "OperationalError", "BdbQuit"})  # io, urllib, sqlite3, bdb
_PLACE = re.compile(r"\((\w{1,60}\.py) line (\d{1,7})\b")


@dataclass(frozen=True)
class Said:
    """One exception.

    `module` is the file that cannot be imported, '' for a call. `kind` is one of Python's own exceptions, else "an
    exception". `file`, `line` and `code` are a place in the hand-in; '' and 0 where there is none. `text` is all the
    guest said, and only for the instructor.
    """

    module: str
    kind: str
    file: str
    line: int
    code: str
    text: str

    @property
    def place(self) -> str:
        """Return the place for the end of a sentence, '' if there is none."""
        return f" ({self.file} line {self.line}: {self.code})" if self.file else ""


def read(message: str, files: Mapping[str, bytes]) -> Said | None:
    """Return what this message of a test says, None if it says something else.

    Args:
        files: the hand-in, file name -> content; lines are quoted from there and never from the message.
    """
    raised = _RAISED.match(message)
    if not raised:
        return None
    kind = raised[2] if _is_pythons(raised[2]) else "an exception"
    file, line, code = _place(message, files)
    return Said(raised[1] or "", kind, file, line, code, raised[3] or "")


def _place(message: str, files: Mapping[str, bytes]) -> tuple[str, int, str]:
    places = _PLACE.findall(message)  # the last one is ours; what stands before it may look like one
    if not places:
        return "", 0, ""
    file, number = places[-1][0], int(places[-1][1])
    lines = _lines(files.get(file, b""))
    return (file, number, clean(lines[number - 1], 80)) if 1 <= number <= len(lines) else ("", 0, "")


@lru_cache(maxsize=16)  # a file is asked for line by line, once for each test that fails: split it once
def _lines(source: bytes) -> list[str]:
    return source.decode("utf-8", "replace").split("\n")


def _is_pythons(name: str) -> bool:
    if name in _IN_MODULES:
        return True
    kind = getattr(builtins, name, None)
    return isinstance(kind, type) and issubclass(kind, BaseException)
