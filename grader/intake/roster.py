"""The class list, and whose hand-in it is when a learning platform, a repository or the student has named the files.

A name that fits nobody or more than one student is never guessed. On many platforms students choose how they are
called, and formgrader shows names as HTML: what would be markup is replaced by letters that look alike.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from grader.intake.headings import FULL_NAME, IDS, fields_of, is_of_canvas
from grader.intake.platforms import read_name, shorter_owners
from grader.intake.sheets import RosterError as RosterError
from grader.intake.sheets import read_sheet
from grader.intake.spellings import folded, is_beside_names, transliterated, unspoiled
from grader.text import clean

_COLUMNS = ("id", "first_name", "last_name", "email", "lms_user_id", "alias", "section")
_ID = re.compile(r"[\w][\w.@+' -]*")  # becomes the name of a folder and part of a shell command
_FORBIDDEN = "+"  # nbgrader separates the parts of a hand-in's name by it
_MARKUP = str.maketrans('<>&"', "‹›＆”")
_LONGEST = 200
# What GitHub and GitLab put behind a repository's name in archives: a branch, the number of a commit, or both.
_BRANCH = re.compile(r"-(?:main|master|feedback|develop|(?:main-|master-)?(?:(?=[a-f]*\d)[0-9a-f]{7}|[0-9a-f]{40}))$")
_WORD = re.compile(r"[^\W_]+(?:[.@'][^\W_]+)*")
_MOST_WORDS = 8
_NAME_BYTES = 255


@dataclass(frozen=True)
class Enrolled:
    """One line of the class list. `lms_user_id` is the number a learning platform puts into file names."""

    id: str
    first_name: str = ""
    last_name: str = ""
    email: str = ""
    lms_user_id: str = ""
    aliases: tuple[str, ...] = ()
    section: str = ""

    def names(self) -> Iterator[str]:
        """Return everything by which a platform may call this student."""
        yield from (self.id, self.email, self.email.partition("@")[0], *self.aliases)
        if self.first_name or self.last_name:
            yield f"{self.first_name} {self.last_name}"
            yield f"{self.last_name} {self.first_name}"


@dataclass(frozen=True)
class Roster:
    """The class list; empty where none was given."""

    students: tuple[Enrolled, ...] = ()
    _by_name: Mapping[str, frozenset[str]] = field(default_factory=dict)
    _by_number: Mapping[str, frozenset[str]] = field(default_factory=dict)
    _by_id: Mapping[str, Enrolled] = field(default_factory=dict)

    @classmethod
    def of(cls, students: Sequence[Enrolled]) -> Roster:
        """Make the class list of these students."""
        numbers: dict[str, frozenset[str]] = {}
        for student in students:
            if number := student.lms_user_id:
                numbers[number] = numbers.get(number, frozenset()) | {student.id}
        return cls(tuple(students), _index(students), numbers, {student.id: student for student in students})

    def find(self, name: str, number: str = "") -> str | None:
        """Return the id of the one student whom a platform calls so; None if it is nobody, or may be several.

        Args:
            number: the platform's number for the user. Where the roster knows it, it decides, unless the name
                is another student's.
        """
        named = frozenset({name}) if name in self._by_id else self._by_name.get(folded(name), frozenset())
        numbered = self._by_number.get(number, frozenset())
        ids = (named & numbered or named | numbered) if named else numbered
        return next(iter(ids)) if len(ids) == 1 else None

    def identify(self, name: str, number: str = "") -> str | None:
        """Return the one student whom a file, folder, repository or result belongs to, a spoiled name included."""
        if (known := self._identify(name, number)) is not None or not self.students:
            return known
        found = {known for other in unspoiled(name) if (known := self._identify(other, number)) is not None}
        return next(iter(found)) if len(found) == 1 else None

    def _identify(self, name: str, number: str) -> str | None:
        if (known := self.find(name, number)) is not None:
            return known
        owners = [_BRANCH.sub("", name)]
        if (known := self._all_of_one(f"{name} {number}")) is not None:
            return known
        if download := read_name(name) or read_name(name, folder=True):
            owners += [download.owner, *shorter_owners(download.owner)]
            number = number or download.number
        found = {known for owner in owners if (known := self.find(owner, number)) is not None}
        return next(iter(found)) if len(found) == 1 else None

    def _all_of_one(self, name: str) -> str | None:
        """Return the student whose names stand in a row here, such as "Lovelace, Ada(ada)" or "ada_Ada_Lovelace_312".

        Every word must belong to a name of this one student; numbers may be whatever a platform counts, and words such
        as "late" are nobody's.
        """
        words = _WORD.findall(unicodedata.normalize("NFC", name[:_NAME_BYTES]))
        if len(words) < 2 or len(words) > _MOST_WORDS:
            return None
        found = {student for student in self._covers(tuple(words)) if student}
        return next(iter(found)) if len(found) == 1 else None

    def _covers(self, words: tuple[str, ...]) -> set[str]:
        """Return each student ('' for nobody's words alone) to whom these words can belong from first to last."""
        if not words:
            return {""}
        students: set[str] = set()
        for size in range(1, len(words) + 1):
            rest = self._covers(words[size:])
            mine = {student} if (student := self.find(" ".join(words[:size]))) is not None else set()
            if size == 1 and words[0].isdecimal() and not mine:
                mine = set(self._by_number.get(words[0], ())) or {""}  # another student's number is no counter
            elif size == 1 and not mine and is_beside_names(words[0]):
                mine = {""}
            students |= {one or other for one in mine for other in rest if not one or not other or one == other}
        return students

    def enrolled(self, student: str) -> Enrolled | None:
        """Return the line of a student, by id."""
        return self._by_id.get(student)


def is_usable_id(text: str) -> bool:
    """May this be a student's id: a file name, and none that leads somewhere else?"""
    return bool(_ID.fullmatch(text)) and _FORBIDDEN not in text and text == text.strip() and len(text) <= 100


def read_roster(path: Path) -> Roster:
    """Read a class list: columns id, first_name, last_name, email, lms_user_id, alias, section, of which id must be.

    Args:
        path: a file of ours, or what a platform exports, in the language of its interface: see `headings`.

    Raises:
        RosterError: the file cannot be read, has other columns, or an id stands twice or cannot be used.
    """
    text, delimiter = read_sheet(path)
    reader = csv.reader(io.StringIO(text, newline=""), strict=True, delimiter=delimiter)
    try:
        (_, headings), *rows = [(reader.line_num, row) for row in reader if row] or [(1, [])]
    except csv.Error as error:
        raise RosterError(f"{path}: line {reader.line_num}: expected CSV, got: {error}") from error
    if not set(IDS).intersection(fields := fields_of(headings)):
        got = clean(", ".join(headings), _LONGEST) or "nothing"
        cure = "no column has ids (call the one with the addresses id): " if "email" in fields else ""
        raise RosterError(f"{path}: {cure}expected a first line with id, first_name, last_name, email; got {got}")
    lines = {line: _values(fields, row, f"{path}: line {line}") for line, row in rows}
    wanted = set(IDS if is_of_canvas(headings) else fields)
    lines = {line: values for line, values in lines.items() if wanted & values.keys()}
    id_field = _id_field(fields, list(lines.values()))
    students: dict[str, Enrolled] = {}
    for line, values in lines.items():
        student = _student(values, id_field, f"{path}: line {line}")
        if student.id in students:
            raise RosterError(f"{path}: line {line}: expected each id once, got {student.id!r} a second time")
        students[student.id] = student
    return Roster.of(list(students.values()))


def _values(fields: Sequence[str], row: Sequence[str], where: str) -> dict[str, str]:
    """Return what a line says, of two columns for the same the first that says something; another login is an alias."""
    values: dict[str, str] = {}
    for field_, value in zip(fields, row, strict=False):
        if not (value := value.strip().removeprefix("#" if field_ in IDS else "")):  # as Brightspace marks them
            continue
        if (first := values.setdefault(field_, value)) != value and field_ == "id":
            raise RosterError(f"{where}: expected one id, got {first!r} and {value!r} in two columns: take one out")
        if first != value and field_ in (*IDS, "alias"):
            values["alias"] = f"{values.get('alias', '')};{value}"
    return values


def _id_field(fields: Sequence[str], lines: Sequence[Mapping[str, str]]) -> str:
    """Return which column has the ids: the first of those there are that is filled in for everybody."""
    there = [name for name in IDS if name in fields]
    return next((name for name in there if all(name in values for values in lines)), there[0])


def _student(values: Mapping[str, str], id_field: str, where: str) -> Enrolled:
    facts = {name: values.get(name, "") for name in _COLUMNS} | {"id": values.get(id_field, "")}
    last, comma, first = values.get(FULL_NAME, "").partition(",")
    if comma and not facts["first_name"] and not facts["last_name"]:  # Lovelace, Ada
        facts |= {"first_name": first.strip(), "last_name": last.strip()}
    for name in ("first_name", "last_name", "email", "lms_user_id", "section"):
        facts[name] = clean(facts[name], _LONGEST).translate(_MARKUP)
    if not is_usable_id(facts["id"]):
        raise RosterError(f"{where}: expected an id of letters, digits and . - _ @, got {facts['id']!r}")
    others = [values[name] for name in (FULL_NAME, *IDS) if name in values and name != id_field]
    aliases = [alias.strip() for alias in facts.pop("alias").split(";") if alias.strip()]
    return Enrolled(**facts, aliases=(*aliases, *others))


def _index(students: Sequence[Enrolled]) -> dict[str, frozenset[str]]:
    index: dict[str, frozenset[str]] = {}
    for student in students:
        for name in student.names():
            if spelling := folded(name):
                index[spelling] = index.get(spelling, frozenset()) | {student.id}
    alike: dict[str, frozenset[str]] = {}
    for student in students:
        for spelling in {other for name in student.names() for other in transliterated(name)} - index.keys():
            alike[spelling] = alike.get(spelling, frozenset()) | {student.id}
    ids: dict[str, frozenset[str]] = {}
    for student in students:
        ids[folded(student.id)] = ids.get(folded(student.id), frozenset()) | {student.id}
    return {**alike, **index, **ids}  # what looks like an id is one: no name of somebody else puts it in doubt
