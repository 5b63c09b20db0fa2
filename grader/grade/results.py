"""What a session found: how each hidden test ended, and which mistake explains an exercise."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from pydantic import ConfigDict

from grader.outcome import Outcome

_HAS_NONE = re.compile(r"\w{1,60}\.py has no \w")


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

    @property
    def has_no_function(self) -> bool:
        """Say whether the file that was handed in does not have what this tests (grader.sandbox.host.errors)."""
        return self.outcome is Outcome.FAILED and bool(_HAS_NONE.match(self.message))


@dataclass(frozen=True)
class Diagnosis:
    """Which catalogued mistake behaves exactly as the student's code does."""

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(extra="forbid")  # it stands in the grade document

    mistake: str
    hint: str


@dataclass(frozen=True)
class Counterexample:
    """A call on which the student's code is wrong, with what it gave and what is right.

    None of it comes from a hidden test, so a student may see it (grader.diagnosis.public_example).
    """

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(extra="forbid")

    call: str
    got: str
    want: str

    @property
    def sentence(self) -> str:
        """Return all of it on one line."""
        gives = self.got if self.got.startswith("raises ") else f"gives {self.got}"
        return f"{self.call}: your code {gives}, right is {self.want}"
