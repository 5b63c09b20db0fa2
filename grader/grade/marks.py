"""Marks ready to leave the kit: one row per student, whatever they come from and wherever they go."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from grader.grade.document import Grade


@dataclass(frozen=True)
class Person:
    """Who a row is about, as a class list knows them. `number` is a learning platform's for the user."""

    id: str
    first_name: str = ""
    last_name: str = ""
    email: str = ""
    number: str = ""
    section: str = ""


@dataclass(frozen=True)
class Mark:
    """What one exercise gave. `most` is 0 for a bonus, which lies above the maximum.

    `by_tests` is what the hidden tests gave, where a person gave `points` instead.
    """

    module: str
    exercise: str
    points: float
    most: float
    by_tests: float | None = None


@dataclass(frozen=True)
class Row:
    """One student's marks in one piece of work.

    `points` are before lateness and with the bonus, `most` is the maximum without it, `penalty` is what lateness
    cost. `document` is the grade the marks were made from, where there is one. Who handed nothing in has no marks,
    which is not the same as 0. `comments` are what a person wrote, each with the module.
    """

    person: Person
    work: str
    marks: tuple[Mark, ...]
    points: float
    bonus: float
    most: float
    penalty: float = 0.0
    document: Grade | None = None
    handed_in: bool = True
    is_capped: bool = False
    comments: tuple[tuple[str, str], ...] = ()

    @property
    def total(self) -> float:
        """Return what counts."""
        whole = max(0.0, self.points - self.penalty)
        return min(whole, self.most) if self.is_capped else whole

    @property
    def flags(self) -> Sequence[str]:
        """Return what the instructor should know."""
        if not self.handed_in:
            return ("nothing was handed in",)
        return self.document.flags if self.document else ()

    def without_bonus(self) -> Row:
        """Return the marks of the core alone."""
        core = tuple(mark for mark in self.marks if mark.most)
        return replace(self, marks=core, points=self.points - self.bonus, bonus=0.0)

    def capped(self) -> Row:
        """Return the same marks with a total of at most the maximum, for platforms that refuse more."""
        return replace(self, is_capped=True)

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


def no_show(work: Grade, person: Person) -> Row:
    """Return the row of somebody who handed nothing in, where others did: `work` is one of their grades."""
    return Row(person, work.course, (), 0.0, 0.0, work.max_points, handed_in=False)
