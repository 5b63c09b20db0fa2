# A copy of the kit's grader/handout/kit/explain.py, written by `grader build`: a change made here is lost.
"""Say in plain words what Python and numpy say in words for experts."""

from __future__ import annotations

import builtins
import re
import sys
from collections.abc import Iterable

from .course import did_you_mean, read_course
from .meanings import MEANINGS, Row, keys_of
from .scene import Scene

_CLOSE = 0.75  # with so many names to choose from, some are always a little alike


def in_plain_words(error: BaseException, scene: Scene) -> str:
    """Return what a student may need besides the message, '' if it speaks for itself."""
    if isinstance(error, NameError) and not isinstance(error, UnboundLocalError) and error.name:
        return about_name(error.name, scene)
    if isinstance(error, KeyError) and error.args:
        return _first([(r"(.*)", keys_of)], repr(error.args[0]), scene)
    said = _first(MEANINGS, str(error), scene)
    if isinstance(error, AttributeError) and error.name and error.obj is not None and not said:
        names = {*dir(type(error.obj)), *getattr(error.obj, "__dict__", ())}
        return did_you_mean(error.name, sorted(names), _CLOSE).removeprefix(": ")
    return said


def about_name(name: str, scene: Scene) -> str:
    """Return what a name that Python does not know may be."""
    if name in ("np", "numpy"):
        if "numpy" in scene.known:
            return "numpy is imported under its own name here: import numpy as np"
        return "is `import numpy as np` still at the top of the file?"
    if name.casefold() in ("true", "false", "none", "null"):
        return f"in Python it is {'None' if name.casefold() in ('none', 'null') else name.capitalize()}"
    if any(exercise.module == name for exercise in read_course().exercises):
        return f"is there an `import {name}` at the top of the file?"
    known = {*scene.local, *scene.known, *dir(builtins)}
    if near := did_you_mean(name, sorted(key for key in known if not key.startswith("__")), _CLOSE):
        return near.removeprefix(": ")
    homes = [exercise.module for exercise in read_course().exercises if exercise.name == name]
    if homes:
        return f"{name} is a function of {homes[0]}.py: is it imported here?"
    if name in sys.stdlib_module_names:
        return f"is there an `import {name}` at the top of the file?"
    numpy = scene.known.get("np")
    if numpy is not None and hasattr(numpy, name):
        return f"did you mean np.{name}?"
    return "nothing in this file has that name: is it spelled right, or is an import missing?"


def _first(rows: Iterable[Row], text: str, scene: Scene) -> str:
    for pattern, meaning in rows:
        if found := re.search(pattern, text):
            words = found.expand(meaning) if isinstance(meaning, str) else meaning(found, scene)
            if words:
                return str(words)
    return ""
