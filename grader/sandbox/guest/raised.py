"""Say in plain values what a student's code raised: types, message, and the student's own lines. Runs in the jail."""

from __future__ import annotations

import linecache
import os
import traceback
from typing import Any

from grader.sandbox.guest.imports import StudentFinder
from grader.sandbox.guest.surroundings import without_home

MOST_TEXT = 500
_MOST_FRAMES = 4


def raised(error: BaseException, finder: StudentFinder) -> dict[str, Any]:
    """Return the reply to a request that ended with an exception."""
    return {
        "reply": "raised",
        "types": [kind.__name__ for kind in type(error).__mro__][:20],
        "message": _text(error),
        "frames": _student_frames(error, finder)[-_MOST_FRAMES:],
        "module": finder.failed,
        "unwritten": _innermost(error) if isinstance(error, NotImplementedError) else None,
    }


def cannot_return(error: BaseException) -> dict[str, Any]:
    """Return what says that a value cannot leave the guest."""
    return {
        "types": ["ValueError", "Exception"],
        "message": f"the returned value {_text(error)}",
        "frames": [],
        "module": None,
        "unwritten": None,
        "printed": 0,
        "output": "",
        "reseeded": False,
    }


def _student_frames(error: BaseException, finder: StudentFinder) -> list[list[Any]]:
    found = []
    for place in traceback.extract_tb(error.__traceback__)[-200:]:
        if place.filename in finder.files:
            found.append([os.path.basename(place.filename), place.lineno or 0, place.name, place.line or ""])
    if isinstance(error, SyntaxError) and error.filename in finder.files and error.lineno:
        code = linecache.getline(error.filename, error.lineno)  # error.text would be the stub's line on disk
        found.append([os.path.basename(error.filename), error.lineno, "", code.strip()])
    return found


def _innermost(error: BaseException) -> str:
    """Return the qualified name of the function that raised, such as softmax or Value.backward."""
    trace, name = error.__traceback__, ""
    while trace is not None:
        name, trace = trace.tb_frame.f_code.co_qualname, trace.tb_next
    return name


def _text(error: BaseException) -> str:
    try:
        return without_home(str(error)[: 2 * MOST_TEXT])[:MOST_TEXT]
    except BaseException:  # a student's own __str__ may raise anything
        return "(its message cannot be shown)"
