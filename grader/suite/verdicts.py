"""How one hidden test ended, told apart by the exception that ended it.

A Mismatch of `expect` is a failure, a StudentError of the sandbox what it says, and anything else a fault of ours and
never a plain zero.
"""

from __future__ import annotations

import re
import traceback
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from grader.course.loading import CourseError
from grader.course.model import did_you_mean
from grader.grade.results import TestResult
from grader.handout.expect import Mismatch
from grader.outcome import OUR_FAULT, Outcome
from grader.sandbox.host.errors import StudentError, StudentRaised
from grader.sandbox.host.remote import RemoteObject
from grader.text import clean

_HEAVIEST = 1000  # beyond it, the other tests of an exercise would be worth nothing
_COMPARED = re.compile(r"assert (?P<got>.+?) == (?P<want>.+)")


@cache  # asked several times for each test
def exercise_of(item: pytest.Item) -> tuple[str, float]:
    """Return which exercise a test gives marks for, and its weight; raises CourseError where its mark is none."""
    mark = item.get_closest_marker("exercise")
    if mark is None or len(mark.args) != 1:
        others = [f"@pytest.mark.{mark.name}" for mark in item.iter_markers() if mark.name != "parametrize"]
        got = ", ".join(others) or "none"
        raise CourseError(f"{item.nodeid}: expected a mark such as @pytest.mark.exercise('softmax'), got {got}")
    for keyword in mark.kwargs.keys() - {"weight"}:
        near = did_you_mean(keyword, ["weight"])
        raise CourseError(f"{item.nodeid}: expected no keyword of the mark but weight, got {keyword}{near}")
    weight = mark.kwargs.get("weight", 1)
    if not isinstance(weight, int | float) or not 0 < weight <= _HEAVIEST:
        raise CourseError(f"{item.nodeid}: expected a weight greater than 0 and at most {_HEAVIEST}, got {weight!r}")
    return str(mark.args[0]), float(weight)


def result_of(item: pytest.Item, error: BaseException) -> TestResult:
    """Return the result of a test that this error ended."""
    exercise, _ = exercise_of(item)
    match error:
        case Mismatch():
            return ended_as(item, Outcome.FAILED, error.message, error.hint)
        case StudentRaised(unwritten=str(name)):
            if name.split(".")[0] == exercise:
                return ended_as(item, Outcome.NOT_STARTED)
            return ended_as(item, Outcome.FAILED, f"{exercise} needs {name}, which is not written yet")
        case StudentError():
            return ended_as(item, error.outcome, str(error))
        case pytest.fail.Exception() | AssertionError():
            return ended_as(item, Outcome.FAILED, _in_words(str(error).partition("\n")[0]))
        case ValueError() if "truth value of" in str(error):  # numpy's and pandas' words
            text = (
                "this hidden test compares many values with ==, which has no answer: its author should write "
                "expect.close, or expect.equal for tables and lists"
            )
            return ended_as(item, Outcome.ERROR, text, our_fault=True)
        case _:
            text = f"{OUR_FAULT}: {type(error).__name__}: {error}{_meant(error)}{_place(item, error)}"
            return ended_as(item, Outcome.ERROR, text, our_fault=True)


def _meant(error: BaseException) -> str:
    """Say what a name of the suite's may have been meant to be; Python says it in tracebacks alone."""
    if isinstance(error, AttributeError) and error.name and not isinstance(error.obj, RemoteObject):
        return did_you_mean(error.name, dir(error.obj))
    if name := getattr(error, "argname", None):  # of pytest's FixtureLookupError, whose own text is a tuple
        return f": no fixture is called {name!r}"
    return ""


def _place(item: pytest.Item, error: BaseException) -> str:
    """Say on which line of the course's own files it was raised, or called what raised it."""
    course = item.path.parents[2]
    for frame, line in reversed(list(traceback.walk_tb(error.__traceback__))):
        file = Path(frame.f_code.co_filename)
        if any(file.is_relative_to(course / folder) for folder in ("tests", "solutions")):
            return f" ({file.relative_to(course).as_posix()} line {line})"
    return ""


def _in_words(message: str) -> str:
    """Say as a sentence what pytest makes of `assert got == want`."""
    compared = _COMPARED.fullmatch(message)
    return f"the result is {compared['got']}, should be {compared['want']}" if compared else message


def ended_as(
    item: pytest.Item, outcome: Outcome, message: str = "", hint: str = "", our_fault: bool = False
) -> TestResult:
    """Return the result of a test, with the sentence that its docstring begins with."""
    exercise, weight = exercise_of(item)
    function: Any = getattr(item, "function", None)
    sentence = (getattr(function, "__doc__", None) or item.name).strip().partition("\n")[0]
    return TestResult(exercise, item.name, sentence, weight, outcome, clean(message, 1000), hint, our_fault)
