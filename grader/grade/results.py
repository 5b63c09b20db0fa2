"""What grading found, as values: one per test, one per exercise, and the grade document of a student."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Any

from grader.outcome import Outcome

VERSION = 1


class Status(StrEnum):
    """How an exercise stands, all its tests taken together."""

    PASSED = "passed"
    PARTIAL = "partial"
    FAILED = "failed"
    NOT_STARTED = "not_started"
    ERROR = "error"


@dataclass(frozen=True)
class TestResult:
    """How one hidden test ended.

    `message` is the whole story, for the instructor; `hint` and `sentence` may be shown to the student.
    `our_fault` marks a failure of the suite or the kit, which a human must look at.
    """

    __test__ = False  # pytest would try to collect a class of this name

    exercise: str
    name: str
    sentence: str
    weight: float
    outcome: Outcome
    message: str = ""
    hint: str = ""
    our_fault: bool = False


@dataclass(frozen=True)
class Diagnosis:
    """Which catalogued mistake behaves exactly as the student's code does."""

    mistake: str
    hint: str


Grade = dict[str, Any]


def to_json(grade: Mapping[str, Any]) -> bytes:
    """Return the bytes of a grade document, equal for equal grades."""
    text = json.dumps(grade, indent=1, ensure_ascii=False) + "\n"
    return text.encode("utf-8", "backslashreplace")  # a name that is no Unicode: JSON escapes it the same way


def validate(grade: Any) -> None:
    """Check a grade document against the schema in this package.

    Raises:
        fastjsonschema.JsonSchemaException: it is none.
    """
    _validator()(grade)


@cache
def _validator() -> Any:
    import fastjsonschema  # here, because compiling takes a while, and a worker never needs it

    return fastjsonschema.compile(json.loads(files(__package__).joinpath("schema.json").read_text(encoding="utf-8")))
