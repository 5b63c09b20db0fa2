"""Say in plain words what Python and numpy say in words for experts."""

from __future__ import annotations

import builtins
import re
import sys
from types import FrameType

from .course import did_you_mean, read_facts
from .student import FOLDER

_CLOSE = 0.75  # with so many names to choose from, some are always a little alike

_MEANING = [  # a part of the message, and what it means
    (
        r"mismatch in its core dimension.*\(size (\d+) is different from (\d+)\)",
        r"@ cannot multiply these shapes: the axes that meet have the lengths \2 and \1, and must be equal",
    ),
    (
        r"shapes \S+ and \S+ not aligned: (\d+) \(dim \d+\) != (\d+) ",
        r"the axes that meet have the lengths \1 and \2, and must be equal",
    ),
    (
        r"could not be broadcast together",
        r"entry by entry, these shapes do not fit: which of the arrays has another shape than you think?",
    ),
    (
        r"truth value of an array with more than one element",
        r"if, and, or, max ... need one True or False, but this is a whole array of them: "
        r"which function of numpy decides entry by entry?",
    ),
    (
        r"inhomogeneous shape",
        r"parts of different shapes make no array: to return several things, put commas between them, no np.array",
    ),
    (
        r"only integer scalar arrays can be converted",
        r"an array stands where one whole number is expected: is the order of the arguments right?",
    ),
    (
        r"only (length-1|0-dimensional|size-1) arrays can be converted",
        r"an array stands where one number is expected: Python's math takes numbers, numpy's functions take arrays",
    ),
    (
        r"Cannot cast ufunc '\w+' output from .*float.* to .*int",
        r"an array of whole numbers cannot hold the result; += keeps the kind of an array, x = x + ... does not",
    ),
    (
        r"only integers, slices .* are valid indices",
        r"an index must be a whole number: // gives one, / does not",
    ),
    (
        r"NoneType",
        r"something is None here: an argument that may be None, or the result of a function without a return?",
    ),
]


def in_plain_words(error: BaseException, frame: FrameType | None) -> str:
    """Return what a student may need besides the message, '' if it speaks for itself.

    Args:
        frame: where the student's code was, for the names it could have meant.
    """
    if isinstance(error, NameError) and not isinstance(error, UnboundLocalError) and error.name and frame:
        return _about_name(error.name, frame)
    if isinstance(error, AttributeError) and error.name and error.obj is not None:
        names = {*dir(type(error.obj)), *getattr(error.obj, "__dict__", ())}
        return did_you_mean(error.name, sorted(names), _CLOSE).removeprefix(": ") or _by_message(error)
    return _by_message(error)


def _about_name(name: str, frame: FrameType) -> str:
    if name in ("np", "numpy"):
        return "is `import numpy as np` still at the top of the file?"
    known = {*frame.f_locals, *frame.f_globals, *dir(builtins)}
    if near := did_you_mean(name, sorted(key for key in known if not key.startswith("__")), _CLOSE):
        return near.removeprefix(": ")
    homes = [exercise.module for exercise in read_facts(FOLDER).exercises if exercise.name == name]
    if homes:
        return f"{name} is a function of {homes[0]}.py: is it imported here?"
    if name in sys.stdlib_module_names:
        return f"is there an `import {name}` at the top of the file?"
    numpy = frame.f_globals.get("np")
    return f"did you mean np.{name}?" if numpy is not None and hasattr(numpy, name) else ""


def _by_message(error: BaseException) -> str:
    text = str(error)
    for pattern, meaning in _MEANING:
        if found := re.search(pattern, text):
            return found.expand(meaning)
    return ""
