"""`import variant` on the grader's side: in suites, solutions and mistakes it means the student who is graded."""

from __future__ import annotations

import sys
import types
from collections.abc import Callable
from functools import partial
from typing import Any

from grader.course.model import Course, did_you_mean
from grader.course.variants import MODULE, Numbers, has_variants, key_of, numbers_of

_current: dict[str, Numbers] = {}  # of whom is graded in this process


def install(course: Course) -> Callable[[str], Numbers] | None:
    """Place it in sys.modules, before code of a course with variants is imported; return who has which."""
    if not has_variants(course):
        return None
    sys.modules[MODULE] = _Variant(MODULE)
    return partial(numbers_of, course, key_of(course))


def is_for(numbers: Numbers) -> None:
    """Let `variant` hold these numbers from now on, in this process."""
    _current["numbers"] = numbers


class _Variant(types.ModuleType):
    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)  # the import system probes for these
        return _OfExercise(name)


class _OfExercise:
    """The numbers of one exercise; which they are shows when one is asked for."""

    def __init__(self, exercise: str) -> None:
        self._exercise = exercise

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        where = f"{MODULE}.{self._exercise}"
        if "numbers" not in _current:
            raise RuntimeError(f"{where}.{name} was asked for while nobody is graded: ask inside of a function or test")
        numbers = _current["numbers"]
        if self._exercise not in numbers:
            near = did_you_mean(self._exercise, numbers)
            raise AttributeError(f"course.yaml has no exercise {self._exercise!r} with a variant{near}")
        known = vars(numbers[self._exercise])
        if name not in known:
            raise AttributeError(f"{where} has no {name!r}{did_you_mean(name, known)}; it has {', '.join(known)}")
        return known[name]
