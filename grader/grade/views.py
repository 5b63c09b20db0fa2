"""Two views of a grade document: the instructor sees all of it, a student what the hidden tests may tell.

A student sees of a hidden test its sentence, its hint, how it ended, the diagnosis, and where their own code
raised what. Never an input or an expected value, and no text that code could have written after seeing one:
exception messages and printed text are how a submission would carry a hidden test out.
"""

from __future__ import annotations

import builtins
import re
from typing import Any

from grader.grade.results import Grade
from grader.sandbox.errors import Outcome, clean

_RAISED = re.compile(r"your code raised (\w{1,60})")
_PLACE = re.compile(r"\((\w{1,60}\.py) line (\d{1,5})\b")
_PRINTED = re.compile(r"(prints while it runs).*", re.DOTALL)
_ENDED = {
    Outcome.TIMEOUT: "your code did not answer in time: is a loop endless?",
    Outcome.CRASHED: "your code ended or crashed the whole Python process: does a recursion end?",
}


def student_view(grade: Grade) -> Grade:
    """Return the document as its student may see it: the same marks, sentences and hints, other messages."""
    modules = [
        {**module, "exercises": [_exercise(exercise, module["name"]) for exercise in module["exercises"]]}
        for module in grade["modules"]
    ]
    flags = [_PRINTED.sub(r"\1", flag) for flag in grade["flags"]]
    return {**grade, "flags": flags, "modules": modules}


def _exercise(exercise: dict[str, Any], module: str) -> dict[str, Any]:
    tests = [{**test, "message": _message(test, module)} for test in exercise["tests"]]
    return {**exercise, "tests": tests}


def _message(test: dict[str, Any], module: str) -> str:
    outcome, message = Outcome(test["outcome"]), test["message"]
    if outcome in _ENDED:
        return _ENDED[outcome]
    if outcome is Outcome.ERROR:
        # Nothing hidden exists yet when a file is read and imported.
        is_theirs = message.startswith((f"{module}.py", f"importing {module}.py"))
        return clean(message) if is_theirs else "the test itself failed: your instructor has been told"
    if outcome is Outcome.FAILED:
        return _failure(message, module)
    return ""


def _failure(message: str, module: str) -> str:
    if message.startswith(f"{module}.py has no "):
        return clean(message)
    raised = _RAISED.match(message)
    if raised is None:
        return ""
    kind = getattr(builtins, raised[1], None)
    is_builtin = isinstance(kind, type) and issubclass(kind, BaseException)
    places = _PLACE.findall(message)  # the last one is ours; what follows it is a line of the student's file
    where = f" ({places[-1][0]} line {places[-1][1]})" if places else ""
    return f"your code raised {raised[1] if is_builtin else 'an exception'}{where}"
