"""The grade of one collected hand-in: taken from the results of `grader run`, or made on the spot.

Both share one store in the course folder, keyed by everything a grade depends on: a mark is never from another
hand-in, suite or course than the ones that lie there now.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from grader.course.model import Course
from grader.grade.document import Grade, unicode_of
from grader.grade.runs import How
from grader.grade.score import fault_of
from grader.grade.store import Store
from grader.grading import Settings, course_files, grade_class
from grader.nbgrader.collected import hand_ins, open_hand_ins
from grader.nbgrader.folder import CourseFolder, HandInError
from grader.processes import cores
from grader.sandbox.host.isolation import Isolation
from grader.submission import Submission


@dataclass(frozen=True)
class Graded:
    """A grade document, and the hand-in it was made from."""

    grade: Grade
    submission: Submission


_last: dict[Path, tuple[tuple[object, ...], Graded]] = {}  # of each course folder: nbgrader asks once per notebook
_class_was_graded: set[Path] = set()


def grade_of(
    folder: CourseFolder, course: Course, student: str, *, isolation: Isolation, whole_class: bool, log: logging.Logger
) -> Graded:
    """Return the grade of a student.

    Args:
        whole_class: grade everybody who has no grade yet, on all cores, when the first one is missing.

    Raises:
        CourseError, SandboxError, StoreError: as `grade_class`.
        SubmissionError: nothing of this student was collected.
        HandInError: the grader could not grade this hand-in; that is no mark, and no zero.
    """
    settings = Settings(isolation, jobs=cores())
    submission = hand_ins(folder, course, student)[0]
    asked = (student, submission.content_key(), settings, _stamp(course))
    known = _last.get(folder.root)
    if known is None or known[0] != asked:
        grade = _graded(folder, course, submission, settings, whole_class=whole_class, log=log)
        known = _last[folder.root] = (asked, Graded(grade, submission))
    return known[1]


def _graded(
    folder: CourseFolder,
    course: Course,
    submission: Submission,
    settings: Settings,
    *,
    whole_class: bool,
    log: logging.Logger,
) -> Grade:
    store = Store(folder.results)
    passed = []

    def report(grade: Grade, how: How) -> None:
        if how is How.GRADED:
            log.info("graded %s: %.4g of %.4g points", grade.student, grade.points, grade.max_points)
        if grade.student == unicode_of(submission.student):
            passed.append(grade)

    with ExitStack() as keep:
        wanted: Sequence[Submission] = [submission]
        if whole_class and folder.root not in _class_was_graded:
            _class_was_graded.add(folder.root)
            wanted = keep.enter_context(open_hand_ins(folder, course))
        keep.enter_context(store.locked())
        grade_class(course, wanted, store, settings, report)
    return passed[0]


def refuse_ungraded(grade: Grade) -> None:
    """Refuse a document that only says the grader itself failed.

    Raises:
        HandInError: so that nbgrader records no mark and names the student.
    """
    if (fault := fault_of(grade)) is not None:
        raise HandInError(f"{grade.student} could not be graded, by a fault of the grader: {fault}")


def _stamp(course: Course) -> tuple[object, ...]:
    """Return what changes when any file changes that a grade depends on, at the price of looking at dates only."""
    return tuple((str(path), path.stat().st_mtime_ns) for path in [course.root / "course.yaml", *course_files(course)])
