"""Put marks into the gradebook that Canvas exports: its own columns, its own lines, and one column with our marks.

Canvas finds a student by the columns in front, ID first, and an assignment by the number behind its title, so both are
handed back as they came. Whom we have no mark for keeps the cell that was there: an import changes nothing of theirs.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from grader.grade.marks import Person, Row
from grader.intake.names import listed, shown
from grader.intake.roster import Enrolled, Roster, RosterError
from grader.intake.sheets import read_sheet
from grader.outcome import MustAct
from grader.report.cells import safe

_IN_FRONT = ("Student", "ID", "SIS User ID", "SIS Login ID", "Integration ID", "Root Account", "Section")
_NUMBER = re.compile(r" \((\d+)\)\Z")
_POINTS = "Points Possible"
_Lines = list[list[str]]


@dataclass(frozen=True)
class Merged:
    """The file to import, and one sentence for everything that a person should know about it."""

    text: str
    remarks: tuple[str, ...]


def merge(path: Path, rows: Sequence[Row], column: str | None) -> Merged:
    """Put the marks of a class into a copy of Canvas's export, cut down to what its import needs.

    Args:
        column: the assignment's title in Canvas, with or without its number, or the number; None: it is called as
            the work is here.

    Raises:
        MustAct: it is no export of Canvas's, or does not have the column.
    """
    text, delimiter = read_sheet(path)
    try:
        head, *lines = [line for line in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter) if any(line)]
    except (csv.Error, ValueError) as error:
        raise RosterError(f"{path}: expected what Canvas exports, got: {error}") from error
    if head[:1] != ["Student"] or "ID" not in head or "Section" not in head:
        raise MustAct(f"{path}: expected what Canvas exports, with the columns Student, ID, ... Section")
    lines = [line + [""] * (len(head) - len(line)) for line in lines]
    works = list(dict.fromkeys(row.work for row in rows))
    if column is not None and len(works) > 1:
        raise MustAct(f"--column: the marks are of several works ({listed(works)}): expected those of one")
    columns = {work: _column(head, work if column is None else column, path) for work in works}
    remarks = [*_of_points(lines, columns, rows), *_fill(head, lines, columns, rows, path)]
    wanted = [place for place, title in enumerate(head) if title in _IN_FRONT or place in columns.values()]
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=delimiter, lineterminator="\n")
    writer.writerow([head[place] for place in wanted])
    for line in lines:
        writer.writerow([line[place] if place else safe(line[place]) for place in wanted])  # names are hostile text
    return Merged(out.getvalue(), tuple(remarks))


def _column(head: Sequence[str], name: str, path: Path) -> int:
    """Return the place of the one column of this name."""
    found, known = [], []
    for place, title in enumerate(head):
        number = _NUMBER.search(title)
        if number is None:
            continue  # a sum of Canvas's own, which it does not read back
        known.append(title)
        if name.strip().casefold() in (title.casefold(), _NUMBER.sub("", title).casefold(), number[1]):
            found.append(place)
    if len(found) != 1:
        which = "none" if not found else "several"
        there = listed(known) or "no assignment"
        raise MustAct(f"{path}: {which} of its columns is called {name!r}: name one with --column; it has {there}")
    return found[0]


def _is_student(line: Sequence[str]) -> bool:
    """Is this a student's line, and not one with the points possible or how grades are posted?"""
    return bool(line[0].strip()) and line[0].strip() != _POINTS


def _of_points(lines: _Lines, columns: Mapping[str, int], rows: Sequence[Row]) -> list[str]:
    """Return what is to be said where Canvas has another maximum: it takes marks as they are."""
    most = {row.work: row.most for row in rows}
    remarks = []
    for line in lines:
        for work, place in columns.items():
            if line[0].strip() == _POINTS and line[place].replace(",", ".") not in _spelled(most[work]):
                remarks.append(
                    f"Canvas gives {shown(line[place]) or 'nothing'} for it, and the marks are out of {most[work]:g}: "
                    "change the points of the assignment in Canvas first"
                )
    return remarks


def _spelled(points: float) -> tuple[str, ...]:
    return f"{points:g}", f"{points:.1f}", f"{points:.2f}"


def _fill(head: list[str], lines: _Lines, columns: Mapping[str, int], rows: Sequence[Row], path: Path) -> list[str]:
    """Write each mark into its student's line; return what did not fit."""
    students = {str(number): line for number, line in enumerate(lines) if _is_student(line)}
    theirs = Roster.of([_enrolled(key, dict(zip(head, line, strict=False))) for key, line in students.items()])
    taken: dict[tuple[str, str], str] = {}
    strangers, twice = [], []
    for row in rows:
        if not row.handed_in:
            continue
        key = _line_of(row.person, theirs)
        if key is None:
            strangers.append(row.person.id)
        elif (key, row.work) in taken:
            twice.append(f"{row.person.id} and {taken[key, row.work]}")
        else:
            taken[key, row.work] = row.person.id
            students[key][columns[row.work]] = str(safe(row.total))
    remarks = []
    if strangers:
        remarks.append(f"nobody in {path}, or more than one, is {listed(strangers)}: not written")
    if twice:
        remarks.append(f"one line of {path} for two results, of which the first was written: {listed(twice)}")
    left = [students[key][0] for key in students if not any(key == k for k, _ in taken)]
    if left:
        remarks.append(f"nothing from {len(left)} of {len(students)} in {path}, whose cells stay: {listed(left)}")
    return remarks


def _enrolled(key: str, line: Mapping[str, str]) -> Enrolled:
    """Return a line of Canvas's as one of a class list, under a key that is nobody's name."""
    last, _, first = line["Student"].partition(", ")
    login, sis = line.get("SIS Login ID", ""), line.get("SIS User ID", "")
    names = (login, sis, line["Student"])
    return Enrolled(f"line {key}", first, last, login, line["ID"], tuple(name for name in names if name))


def _line_of(person: Person, theirs: Roster) -> str | None:
    """Return the line of a student; by the first of number, id, e-mail and name that tells."""
    full = f"{person.first_name} {person.last_name}".strip()
    if person.number and (known := theirs.find("", person.number)):
        return known.removeprefix("line ")
    for name in (person.id, person.email, full):
        if name and (known := theirs.identify(name)):
            return known.removeprefix("line ")
    return None
