"""Find the marks to export: in an nbgrader course, or in a folder of results."""

from __future__ import annotations

from pathlib import Path

from grader.grade.document import Grade, NoGrade
from grader.grade.marks import Person, Row, row_of
from grader.intake.roster import Roster, read_roster
from grader.nbgrader.folder import HandInError, believed_course_folder, is_course_folder


def rows_of(source: Path, roster_file: Path | None = None) -> list[Row]:
    """Return the marks in a folder.

    Args:
        source: an nbgrader course, whose gradebook has marks by hand and penalties too, or results of `grader run`.
        roster_file: a class list, for the names of students in results.

    Raises:
        HandInError: there are no marks.
        ImportError: it is an nbgrader course, and nbgrader is not installed.
    """
    if is_course_folder(source):
        from grader.nbgrader.gradebook import gradebook_rows

        folder = believed_course_folder(source)
        return gradebook_rows(folder, folder.course())
    roster = read_roster(roster_file) if roster_file else Roster()
    paths = sorted(source.glob("*.json")) if source.is_dir() else []
    if not paths:
        raise HandInError(f"{source}: no results: expected what `grader run` wrote, or an nbgrader course")
    return [_row(path, roster) for path in paths]


def _row(path: Path, roster: Roster) -> Row:
    try:
        grade = Grade.from_json(path.read_bytes())
    except (OSError, NoGrade) as error:
        raise HandInError(f"{path}: {error}: run `grader run` again") from error
    known = next((s for s in roster.students if s.id == grade.student), None)
    person = Person(grade.student)
    if known:
        person = Person(grade.student, known.first_name, known.last_name, known.email, known.lms_user_id)
    return row_of(grade, person)
