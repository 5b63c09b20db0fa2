"""Marks ready to leave the kit: one row per student, whatever they come from and wherever they go."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

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
    cost. `document` reads the grade the marks were made from, where there is one, and `remarks` are its flags: a class
    of whole grades is more than memory holds. `comments` are what a person wrote, each with the module. Who handed
    nothing in has no marks, which is not the same as 0.
    """

    person: Person
    work: str
    marks: tuple[Mark, ...]
    points: float
    bonus: float
    most: float
    penalty: float = 0.0
    document: Callable[[], Grade] | None = None
    remarks: tuple[str, ...] = ()
    needs_human: bool = False
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
        return self.remarks if self.handed_in else ("nothing was handed in",)

    def without_bonus(self) -> Row:
        """Return the marks of the core alone."""
        core = tuple(mark for mark in self.marks if mark.most)
        return replace(self, marks=core, points=self.points - self.bonus, bonus=0.0)

    def capped(self) -> Row:
        """Return the same marks with a total of at most the maximum, for platforms that refuse more."""
        return replace(self, is_capped=True)


def row_of(grade: Grade, person: Person, document: Callable[[], Grade] | None = None) -> Row:
    """Return the row of a grade document; `document` reads it again, where it is not to be kept."""
    return Row(
        person,
        grade.course,
        tuple(
            _mark(module.name, e.name, e.points, 0.0 if e.is_bonus else e.max_points)
            for module in grade.modules
            for e in module.exercises
        ),
        grade.points + grade.bonus,
        grade.bonus,
        grade.max_points,
        document=document or (lambda: grade),
        remarks=grade.flags,
        needs_human=grade.needs_human,
    )


def no_show(work: Row, person: Person) -> Row:
    """Return the row of somebody who handed nothing in, where others did: `work` is one of their rows."""
    return Row(person, work.work, (), 0.0, 0.0, work.most, handed_in=False)


@lru_cache(maxsize=1 << 16)  # equal marks are one object: a class has many rows, and few different marks
def _mark(module: str, exercise: str, points: float, most: float) -> Mark:
    return Mark(module, exercise, points, most)
