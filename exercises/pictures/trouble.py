# A copy of the kit's solutions/lessons/pictures/trouble.py, written by `grader build`: a change made here is lost.
"""Say in a few lines what kept a picture from being drawn, for the one who can fix it."""

from __future__ import annotations

import linecache
from pathlib import Path

from kit.student import Unusable
from kit.traces import describe, last_frame, lines_of
from kit.watchdog import TookTooLong

from .patience import clock

AGAIN = "Save the file, run this cell again."


class Unfit(Exception):
    """A student's function returned something that cannot be drawn; the message says what was expected."""


def trouble(error: BaseException) -> list[str]:
    """Return what went wrong in the student's code, where, and what to do next."""
    linecache.checkcache()
    if isinstance(error, Unusable):
        return [*error.lines, AGAIN]
    if isinstance(error, Unfit):
        return [str(error), AGAIN]
    frame = last_frame(error.__traceback__)
    if isinstance(error, NotImplementedError) and frame is not None:
        name = str(error).removesuffix(" is not written yet") or frame.f_code.co_name
        name = name.removesuffix(".__init__")
        file = Path(frame.f_code.co_filename).name
        return [f"This picture needs {name} from {file}.", "Write, save, and run this cell again."]
    if isinstance(error, TookTooLong):
        where = lines_of(error.__traceback__)
        return [f"no answer after {clock.seconds:g} seconds: an endless loop? It was in", *where, AGAIN]
    if isinstance(error, KeyboardInterrupt):
        return ["Stopped.", *lines_of(error.__traceback__)]
    if isinstance(error, SystemExit):
        return ["your code ends Python: take exit() or quit() out", *lines_of(error.__traceback__), AGAIN]
    if frame is None:
        return ["This cannot be drawn from what your functions returned:", describe(error)]
    return [describe(error), *lines_of(error.__traceback__), AGAIN]
