"""Find the marks to export: in an nbgrader course, or in a folder of results."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from grader.grade.marks import Person, Row, no_show, row_of
from grader.grade.reading import of_one_course, read_results
from grader.intake.names import listed
from grader.intake.roster import Enrolled, Roster, read_roster
from grader.nbgrader.folder import (
    ROSTER,
    CourseFolder,
    believed_course_folder,
    is_course_folder,
    open_course_folder,
)


@dataclass(frozen=True)
class Export:
    """The rows to write, and one sentence for everything that a person should know about them."""

    rows: tuple[Row, ...]
    remarks: tuple[str, ...] = ()


def rows_of(source: Path, roster_file: Path | None = None) -> Export:
    """Return the marks in a folder.

    Args:
        source: an nbgrader course, whose gradebook has marks by hand and penalties too, or results of `grader run`.
        roster_file: a class list: a row for everybody on it, by id, and their names.

    Raises:
        ResultsError: there are no marks.
        RosterError: the class list cannot be used.
    """
    roster = read_roster(roster_file) if roster_file else Roster()
    if is_course_folder(source):
        from grader.nbgrader.gradebook import gradebook_rows

        has_marks = (source / "gradebook.db").is_file()  # what is in it is believed only where the folder is
        folder = believed_course_folder(source) if has_marks else open_course_folder(source)
        enrolled = roster if roster_file else _own_list(folder)
        return Export(tuple(_as_enrolled(row, enrolled) for row in gradebook_rows(folder, folder.course())))
    results, left_out = of_one_course(read_results(source))
    rows = [row_of(g, Person(g.student), partial(results.whole, g.student)) for g in results.briefs]
    export = _matched(rows, roster)
    return replace(export, remarks=(left_out, *export.remarks)) if left_out else export


def _own_list(folder: CourseFolder) -> Roster:
    path = folder.root / ROSTER
    return read_roster(path) if path.is_file() else Roster()


def _as_enrolled(row: Row, roster: Roster) -> Row:
    """Take names, numbers and section from the class list, which knows more than the gradebook can hold."""
    who = roster.enrolled(row.person.id)
    return replace(row, person=_person(who)) if who else row


def _matched(results: list[Row], roster: Roster) -> Export:
    """Put the class list's names to results, as collecting does; nobody on it is left out, and nobody else either.

    Of two results of one student the one under the student's own id counts, and both are named.
    """
    if not roster.students:
        return Export(tuple(results))
    found: dict[str, list[Row]] = {}
    unknown = []
    for row in results:
        student = roster.identify(row.person.id)
        if student is None:
            unknown.append(row)
        else:
            found.setdefault(student, []).append(row)
    remarks, rows, missing = [], [], []
    for who in roster.students:
        several = found.get(who.id, [])
        several = [r for r in several if r.person.id == who.id] + [r for r in several if r.person.id != who.id]
        if not several:
            missing.append(who.id)
            rows.append(no_show(results[0], _person(who)))
            continue
        rows.append(replace(several[0], person=_person(who)))
        if len(several) > 1:
            names = listed([row.person.id for row in several])
            remarks.append(f"{who.id} has {len(several)} results, {names}: the first was taken")
    rows += unknown
    if unknown:
        names = listed([row.person.id for row in unknown])
        remarks.append(f"nobody on the class list, or more than one, is {names}: put it into the column alias")
    if missing:
        remarks.append(f"nothing from {len(missing)} of {len(roster.students)} students: {listed(missing)}")
    return Export(tuple(rows), tuple(remarks))


def _person(who: Enrolled) -> Person:
    return Person(who.id, who.first_name, who.last_name, who.email, who.lms_user_id, who.section)
