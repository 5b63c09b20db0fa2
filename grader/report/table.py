"""Marks as files that other programs read: spreadsheets, Moodle, Canvas, Gradescope.

Names and flags are hostile text: no cell may become a formula when a spreadsheet opens it, and none may carry
control characters.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable, Sequence
from enum import StrEnum
from pathlib import Path

from grader.files import export_to, make_private_folder, write_private
from grader.grade.marks import Row
from grader.grade.redaction import student_view
from grader.grade.results import Status
from grader.intake import result_file_name
from grader.report.cells import DIGITS, LONGEST, Cell, safe
from grader.report.letter import explained
from grader.text import clean


class Format(StrEnum):
    """What `grader export` can write."""

    CSV = "csv"
    TABLE = "table"
    MOODLE = "moodle"
    CANVAS = "canvas"
    GRADESCOPE = "gradescope"


def as_csv(rows: Sequence[Row]) -> str:
    """Return one line per student and piece of work, with what lateness cost and what to look at."""
    head = "student first_name last_name email work points bonus penalty total max needs_human flags".split()
    lines: list[list[Cell]] = [
        [
            *_who(row),
            row.work,
            *((row.points, row.bonus, row.penalty, row.total) if row.handed_in else ("", "", "", "")),
            row.most,
            "yes" if row.needs_human else "",
            "; ".join(row.flags),
        ]
        for row in rows
    ]
    return written([head, *lines])


def as_table(rows: Sequence[Row]) -> str:
    """Return one line per student, one column per exercise, and in the second line what each can give."""
    most: dict[tuple[str, str], float] = {}
    for row in rows:
        most |= {(f"{row.work}.{mark.module}", mark.exercise): mark.most for mark in row.marks}
    head: list[Cell] = ["student", "first_name", "last_name", "email", *(f"{m}.{e}" for m, e in most)]
    limits: list[Cell] = ["(maximum; 0 is a bonus)", "", "", "", *most.values()]
    lines = []
    for several in _by_student(rows):
        there = [row for row in several if row.handed_in]
        points = {(f"{row.work}.{m.module}", m.exercise): m.points for row in there for m in row.marks}
        lines.append([*_who(several[0]), *(points.get(column, "") for column in most)])
    return written([head, limits, *lines])


def as_moodle(rows: Sequence[Row]) -> str:
    """Return a file for Moodle's Grades > Import > CSV, with students identified by e-mail or ID number.

    Feedback stands beside every grade, because an import that maps one and not the other loses the other.
    """
    works = list(dict.fromkeys(row.work for row in rows))
    head: list[Cell] = ["Username", "ID number", "First name", "Last name", "Email address"]
    head += [title for work in works for title in (work, f"{work} feedback")]
    lines: list[list[Cell]] = []
    for several in _by_student(rows):
        person = several[0].person
        by_work = {row.work: row for row in several}
        line: list[Cell] = [person.id, person.number, person.first_name, person.last_name, person.email]
        for work in works:
            row = by_work.get(work)
            line += [row.total, _summary(row)] if row and row.handed_in else ["", ""]
        lines.append(line)
    return written([head, *lines])


def as_canvas(rows: Sequence[Row]) -> str:
    """Return a file for Canvas's Grades > Import; an unknown column asks there which assignment it is."""
    works = list(dict.fromkeys(row.work for row in rows))
    most = {row.work: row.most for row in rows}
    head: list[Cell] = ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", *works]
    points: list[Cell] = ["    Points Possible", "", "", "", "", *(most[work] for work in works)]
    lines: list[list[Cell]] = []
    for several in _by_student(rows):
        person = several[0].person
        totals = {row.work: row.total for row in several if row.handed_in}
        name = f"{person.last_name}, {person.first_name}" if person.last_name else person.id
        lines.append([name, person.number, "", person.id, person.section, *(totals.get(work, "") for work in works)])
    return written([head, points, *lines])


def as_gradescope(row: Row) -> str:
    """Return the results.json of one student: an entry per exercise, with what a student may see of it."""
    assert row.document is not None
    view = student_view(row.document())
    found = {e.name: e for e in view.exercises}
    tests = [
        {
            "name": f"{mark.module}: {mark.exercise}",
            "score": round(mark.points, DIGITS),
            "max_score": round(mark.most, DIGITS),
            "status": "passed" if found[mark.exercise].status is Status.PASSED else "failed",
            "output_format": "text",
            "output": explained(found[mark.exercise]),
            "visibility": "visible",
        }
        for mark in row.marks
    ]
    late = f"Late: {row.penalty:.4g} points were taken off." if row.penalty else ""
    notes = [late, *(clean(flag, LONGEST) for flag in view.flags)]
    whole = {
        "score": round(row.total, DIGITS),
        "output_format": "text",
        "output": "\n".join(note for note in notes if note),
        "visibility": "visible",
        "tests": tests,
    }
    return json.dumps(whole, indent=1, ensure_ascii=False) + "\n"


def write_marks(path: Path, text: str, form: Format) -> None:
    """Write an export, for its owner alone; what spreadsheets open starts with a byte order mark, or they guess.

    Raises:
        OSError: there is no such folder, it is one, or it cannot be written.
    """
    content = text.encode("utf-8-sig" if form in (Format.CSV, Format.TABLE) else "utf-8")
    with export_to(path) as file:
        file.write(content)


def write_gradescope(rows: Sequence[Row], folder: Path) -> list[Path]:
    """Write STUDENT/results.json for everyone who was graded (of several pieces of work: STUDENT/WORK/results.json)."""
    several = len({row.work for row in rows}) > 1
    written = []
    for row in rows:
        if row.document is None:
            continue
        target = folder / result_file_name(row.person.id) / (row.work if several else "") / "results.json"
        make_private_folder(target.parent)
        write_private(target, as_gradescope(row).encode("utf-8"))
        written.append(target)
    return written


WRITERS: dict[Format, Callable[[Sequence[Row]], str]] = {
    Format.CSV: as_csv,
    Format.TABLE: as_table,
    Format.MOODLE: as_moodle,
    Format.CANVAS: as_canvas,
}


def _by_student(rows: Sequence[Row]) -> Iterable[list[Row]]:
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(row.person.id, []).append(row)
    return found.values()


def _who(row: Row) -> list[Cell]:
    return [row.person.id, row.person.first_name, row.person.last_name, row.person.email]


def _summary(row: Row) -> str:
    late = f", {row.penalty:.4g} off for lateness" if row.penalty else ""
    bonus = f", {row.bonus:.4g} of them a bonus" if row.bonus else ""
    return f"{row.points:.4g} of {row.most:.4g} points{bonus}{late}"


def written(lines: Sequence[Sequence[Cell]]) -> str:
    """Return lines as CSV."""
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\n").writerows([safe(cell) for cell in line] for line in lines)
    return out.getvalue()
