"""Marks ready to leave the kit: one row per student, whatever they come from and wherever they go."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from grader.grade.document import Grade


@dataclass(frozen=True)
class Person:
    """Who a row is about, as a class list knows them. `number` is a learning platform's for the user."""

    id: str
    first_name: str = ""
    last_name: str = ""
    email: str = ""
    number: str = ""


@dataclass(frozen=True)
class Mark:
    """What one exercise gave. `most` is 0 for a bonus, which lies above the maximum."""

    module: str
    exercise: str
    points: float
    most: float


@dataclass(frozen=True)
class Row:
    """One student's marks in one piece of work.

    `points` are before lateness and with the bonus, `most` is the maximum without it, `penalty` is what lateness
    cost. `document` is the grade the marks were made from, where there is one.
    """

    person: Person
    work: str
    marks: tuple[Mark, ...]
    points: float
    bonus: float
    most: float
    penalty: float = 0.0
    document: Grade | None = None

    @property
    def total(self) -> float:
        """Return what counts."""
        return max(0.0, self.points - self.penalty)

    @property
    def flags(self) -> Sequence[str]:
        """Return what the instructor should know."""
        return self.document.flags if self.document else ()

    @property
    def needs_human(self) -> bool:
        """Should somebody look at this hand-in?"""
        return bool(self.document and self.document.needs_human)


def row_of(grade: Grade, person: Person) -> Row:
    """Return the row of a grade document."""
    marks = tuple(
        Mark(module.name, e.name, e.points, 0.0 if e.is_bonus else e.max_points)
        for module in grade.modules
        for e in module.exercises
    )
    return Row(person, grade.course, marks, grade.points + grade.bonus, grade.bonus, grade.max_points, document=grade)
