"""The grade document: what is known about one student's hand-in, as typed values and as JSON.

results/<student>.json is written and read through `Grade` alone. The class also writes the JSON Schema beside this
file: `python -m grader.grade.document` prints it, and a test holds the two together.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_serializer

from grader.course.model import Tier
from grader.grade.results import Counterexample, Diagnosis, Status
from grader.outcome import Outcome

VERSION: Literal[1] = 1
IsolationLabel = Literal["landlock+seccomp", "process"]


_NOT_PRINTABLE = re.compile(r"[^\n\x20-\x7e]")  # which Python then looks at one by one


class NoGrade(ValueError):
    """These bytes are no grade document; the message says where they differ."""


def unicode_of(text: str) -> str:
    """Return a text as a document holds it: what is no Unicode, as bytes of another encoding in a name, escaped."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


def _held(text: Any) -> Any:
    return unicode_of(text) if isinstance(text, str) else text


Text = Annotated[str, BeforeValidator(_held)]
Points = Annotated[float, Field(strict=True, ge=0, allow_inf_nan=False)]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=False)


class GradedTest(_Part):
    """One hidden test. `message` is for the instructor; `sentence` and `hint` may be shown to the student."""

    name: Text
    sentence: Text
    weight: Annotated[float, Field(strict=True, gt=0, allow_inf_nan=False)]
    outcome: Outcome
    message: Text
    hint: Text


class GradedExercise(_Part):
    """One exercise: its marks, and the mistake that explains its failures where exactly one does.

    `counterexample` shows a wrong answer on an input that no hidden test has.
    """

    name: Text
    tier: Tier
    status: Status
    points: Points
    max_points: Points
    diagnosis: Diagnosis | None
    tests: Annotated[tuple[GradedTest, ...], Field(min_length=1)]
    counterexample: Counterexample | None = None

    @model_serializer(mode="wrap")
    def _without_an_empty_counterexample(self, handler: Any) -> dict[str, Any]:
        return _without_nothing(handler(self), "counterexample")

    @property
    def is_bonus(self) -> bool:
        """Do its points lie above the maximum?"""
        return self.tier is Tier.STRETCH


class GradedModule(_Part):
    """One file: the marks of its core exercises, and the digest of what was handed in (null: nothing was).

    `reason` says why a file that was worked on earns nothing; instructor and student read the same.
    """

    name: Text
    points: Points
    max_points: Points
    sha256: Annotated[str, Field(pattern="^[0-9a-f]{64}$")] | None
    exercises: tuple[GradedExercise, ...]
    reason: Text | None = None

    @model_serializer(mode="wrap")
    def _without_an_empty_reason(self, handler: Any) -> dict[str, Any]:
        return _without_nothing(handler(self), "reason")


class Grade(_Part):
    """The grade document of one student, version 1. `versions` names the Python and numpy that ran the hand-in."""

    version: Literal[1]
    student: Annotated[Text, Field(min_length=1)]
    course: Text
    track: Text | None = None
    isolation: IsolationLabel
    versions: dict[str, Text] | None = None
    points: Points
    max_points: Points
    bonus: Points
    max_bonus: Points
    needs_human: bool
    flags: tuple[Text, ...]
    modules: tuple[GradedModule, ...]

    @classmethod
    def from_json(cls, content: bytes) -> Grade:
        """Read a document.

        Raises:
            NoGrade: it is none.
        """
        try:
            return cls.model_validate_json(content)
        except ValidationError as error:
            first = error.errors(include_url=False)[0]
            where = ".".join(map(str, first["loc"]))
            raise NoGrade(f"expected a grade document: {f'at {where}: ' if where else ''}{first['msg']}") from None

    def to_json(self) -> bytes:
        """Return the bytes of the document, equal for equal grades."""
        text = json.dumps(self.model_dump(mode="json"), indent=1, ensure_ascii=False) + "\n"
        return _NOT_PRINTABLE.sub(_escaped, text).encode("utf-8")

    @property
    def exercises(self) -> Iterator[GradedExercise]:
        """Return all exercises, in the order of the course."""
        return (exercise for module in self.modules for exercise in module.exercises)

    @property
    def tests(self) -> Iterator[GradedTest]:
        """Return all hidden tests, in the order of the course."""
        return (test for exercise in self.exercises for test in exercise.tests)

    def exercise(self, name: str) -> GradedExercise:
        """Return one exercise, by name."""
        return next(exercise for exercise in self.exercises if exercise.name == name)

    @model_serializer(mode="wrap")
    def _without_an_empty_track(self, handler: Any) -> dict[str, Any]:
        return _without_nothing(handler(self), "track", "versions")


def _without_nothing(whole: dict[str, Any], *names: str) -> dict[str, Any]:
    return {name: value for name, value in whole.items() if value is not None or name not in names}


def _escaped(found: re.Match[str]) -> str:
    """Return a letter as it is, and as JSON's escape what would act on a terminal that shows the file."""
    return found[0] if found[0].isprintable() else json.dumps(found[0])[1:-1]


def schema() -> str:
    """Return the JSON Schema of a grade document, as it stands in schema.json."""
    return json.dumps(Grade.model_json_schema(mode="validation"), indent=2) + "\n"


if __name__ == "__main__":
    print(schema(), end="")
