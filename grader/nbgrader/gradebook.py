"""Read marks out of nbgrader's gradebook: a person's marks where there are any, and what lateness cost."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

from nbgrader.api import Gradebook, MissingEntry
from sqlalchemy.exc import DatabaseError

from grader.course.model import Course
from grader.grade.document import Grade, NoGrade
from grader.grade.marks import Mark, Person, Row
from grader.intake import result_file_name
from grader.nbgrader.folder import CourseFolder, HandInError
from grader.text import clean


@contextlib.contextmanager
def opened_gradebook(path: Path, course_id: str = "default_course") -> Iterator[Any]:
    """Open a gradebook.

    Raises:
        HandInError: another program holds it, or it is damaged.
    """
    try:
        with Gradebook(f"sqlite:///{path}", course_id) as gradebook:
            yield gradebook
    except DatabaseError as error:
        if "locked" in str(error.orig):
            raise HandInError(f"{path}: held by another program, such as formgrader: wait, or close it") from error
        raise HandInError(f"{path}: cannot be read ({clean(str(error.orig), 100)}): put a copy of it back") from error


def gradebook_rows(folder: CourseFolder, course: Course) -> list[Row]:
    """Return a row for each student and assignment that was generated; who handed nothing in has no marks.

    Raises:
        HandInError: nothing was generated yet.
    """
    path = folder.root / "gradebook.db"
    if not path.is_file():
        raise HandInError(f"{path}: no gradebook: run `grader build --nbgrader {folder.root}`")
    rows = []
    with opened_gradebook(path, course.name) as gradebook:
        for name in (assignment.name for assignment in course.assignments):
            try:
                assignment = gradebook.find_assignment(name)
            except MissingEntry:
                continue
            if assignment.notebooks:
                rows += [_row(gradebook, student, assignment, folder, course) for student in gradebook.students]
    if not rows:
        raise HandInError(f"{folder.root}: no marks yet: run `nbgrader generate_assignment` and what follows it")
    return sorted(rows, key=lambda row: (row.work, row.person.id))


def _row(gradebook: Any, student: Any, assignment: Any, folder: CourseFolder, course: Course) -> Row:
    who = Person(
        student.id,
        student.first_name or "",
        student.last_name or "",
        student.email or "",
        getattr(student, "lms_user_id", "") or "",
    )
    order = {e.name: (m.name, position) for m in course.modules for position, e in enumerate(m.exercises)}
    empty = [(n.name, c.name, float(c.max_score)) for n in assignment.notebooks for c in n.grade_cells]
    handed_in = True
    try:
        submission = gradebook.find_submission(assignment.name, student.id)
    except MissingEntry:
        given: dict[str, tuple[float, float | None]] = {}
        penalty = 0.0
        comments: tuple[tuple[str, str], ...] = ()
        handed_in = False
    else:
        given = {grade.name: _given(grade) for n in submission.notebooks for grade in n.grades}
        penalty = sum(float(n.late_submission_penalty or 0.0) for n in submission.notebooks)
        comments = tuple(
            (n.name, c.manual_comment) for n in submission.notebooks for c in n.comments if c.manual_comment
        )
    document = _document(folder, student.id) if given else None
    modules = {module.name: place for place, module in enumerate(course.modules)}
    marks = sorted(
        (
            Mark(notebook, cell, points, most, by_tests)
            for notebook, cell, most in empty
            for points, by_tests in [given.get(cell, (0.0, None))]
        ),
        key=lambda mark: (modules.get(mark.module, len(modules)), order.get(mark.exercise, ("", 0))[1]),
    )
    return Row(
        who,
        assignment.name,
        tuple(marks),
        points=sum(mark.points for mark in marks),
        bonus=sum(mark.points for mark in marks if not mark.most),
        most=sum(mark.most for mark in marks),
        penalty=penalty,
        document=partial(_read, folder, student.id) if document else None,
        remarks=document.flags if document else (),
        needs_human=document is not None and document.needs_human,
        handed_in=handed_in,
        comments=comments,
    )


def _given(grade: Any) -> tuple[float, float | None]:
    """Return the marks of one grade cell, and what the tests gave where a person gave something else."""
    by_tests = float(grade.auto_score or 0.0)
    is_by_hand = grade.manual_score is not None or bool(grade.extra_credit)
    points = float(grade.score or 0.0)
    return points, by_tests if is_by_hand and points != by_tests else None


def _document(folder: CourseFolder, student: str) -> Grade | None:
    with contextlib.suppress(OSError, NoGrade):
        return _read(folder, student)
    return None


def _read(folder: CourseFolder, student: str) -> Grade:
    return Grade.from_json((folder.results / f"{result_file_name(student)}.json").read_bytes())
