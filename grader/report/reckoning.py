"""What a gradebook makes of grades: marks that a person gave, their comments, and what lateness cost."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from grader.grade.document import Grade, GradedModule
from grader.grade.marks import Mark, Row
from grader.grade.reading import Results

_DIGITS = 4
_SAME = 0.01  # a gradebook rounds: a mark less than this away is the same
_Marks = Mapping[tuple[str, str], Mark]  # by module and exercise


@dataclass(frozen=True)
class Reckoning:
    """One student's marks, from what the tests gave to what counts; all of it with the bonus.

    `changed` are the marks that a person gave, `comments` what they wrote, each with its module.
    """

    by_tests: float
    by_hand: float
    penalty: float
    total: float
    changed: tuple[Mark, ...] = ()
    comments: tuple[tuple[str, str], ...] = ()

    @property
    def is_plain(self) -> bool:
        """Did nobody change or write anything, and does nothing go off for lateness?"""
        return not (self.changed or self.penalty or self.comments)

    def without_words(self) -> Reckoning:
        """Return the same without comments, which may name people."""
        return replace(self, comments=())


def reckoned(results: Results, rows: Iterable[Row]) -> tuple[Results, dict[str, Reckoning], int]:
    """Return the results with the marks that people gave, each student's reckoning, and how many marks are out of step.

    A mark is out of step if what the gradebook has of the tests is not what the results have: one of them is older.

    Args:
        rows: of a gradebook, one for each student and piece of work.
    """
    of_student: dict[str, list[Row]] = {}
    for row in rows:
        if row.handed_in:
            of_student.setdefault(row.person.id, []).append(row)
    briefs, reckonings, out_of_step = [], {}, 0
    for grade in results.briefs:
        theirs = of_student.get(grade.student)
        if theirs:
            marks = _marks(theirs)
            out_of_step += _out_of_step(grade, marks)
            before = grade.points + grade.bonus
            grade = _with_marks(grade, marks)
            changed = tuple(mark for mark in marks.values() if mark.by_tests is not None)
            penalty = sum(row.penalty for row in theirs)
            now = grade.points + grade.bonus
            reckonings[grade.student] = Reckoning(
                by_tests=before,
                by_hand=round(now - before, _DIGITS),
                penalty=penalty,
                total=max(0.0, now - penalty),
                changed=changed,
                comments=tuple(comment for row in theirs for comment in row.comments),
            )
        briefs.append(grade)

    def whole(student: str) -> Grade:
        return _with_marks(results.whole(student), _marks(of_student.get(student, ())))

    return Results(tuple(briefs), whole), reckonings, out_of_step


def _marks(rows: Iterable[Row]) -> _Marks:
    return {(mark.module, mark.exercise): mark for row in rows for mark in row.marks}


def _out_of_step(grade: Grade, marks: _Marks) -> int:
    return sum(
        abs((mark.points if mark.by_tests is None else mark.by_tests) - exercise.points) > _SAME
        for module in grade.modules
        for exercise in module.exercises
        if (mark := marks.get((module.name, exercise.name)))
    )


def _with_marks(grade: Grade, marks: _Marks) -> Grade:
    """Return the grade with the marks that people gave; what the tests said of each exercise stays."""
    if all(mark.by_tests is None for mark in marks.values()):
        return grade
    modules = tuple(_module(module, marks) for module in grade.modules)
    bonus = sum(e.points for module in modules for e in module.exercises if e.is_bonus)
    points = sum(module.points for module in modules)
    return grade.model_copy(
        update={"modules": modules, "points": round(points, _DIGITS), "bonus": round(bonus, _DIGITS)}
    )


def _module(module: GradedModule, marks: _Marks) -> GradedModule:
    given = {
        e.name: mark.points
        for e in module.exercises
        if (mark := marks.get((module.name, e.name))) and mark.by_tests is not None
    }
    if not given:
        return module
    exercises = tuple(e.model_copy(update={"points": given.get(e.name, e.points)}) for e in module.exercises)
    points = sum(e.points for e in exercises if not e.is_bonus)
    return module.model_copy(update={"exercises": exercises, "points": round(points, _DIGITS)})
