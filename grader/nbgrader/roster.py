"""The class list, students.csv, and whose hand-in it is when a learning platform has named the files.

A name that fits nobody or more than one student is never guessed. On many platforms students choose how they are
called, and formgrader shows names as HTML: what would be markup is replaced by letters that look alike.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from grader.nbgrader.folder import HandInError
from grader.text import clean

_COLUMNS = ("id", "first_name", "last_name", "email", "lms_user_id", "alias")
_ID = re.compile(r"[\w][\w.@+' -]*")  # becomes the name of a folder and part of a shell command
_FORBIDDEN = "+"  # nbgrader separates the parts of a hand-in's name by it
_MOST_BYTES = 10 << 20
_MARKUP = str.maketrans('<>&"', "‹›＆”")
_LONGEST = 200


@dataclass(frozen=True)
class Enrolled:
    """One line of the class list. `lms_user_id` is the number a learning platform puts into file names."""

    id: str
    first_name: str = ""
    last_name: str = ""
    email: str = ""
    lms_user_id: str = ""
    aliases: tuple[str, ...] = ()

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

    def find(self, name: str, number: str = "") -> str | None:
        """Return the id of the one student whom a platform calls so; None if it is nobody, or may be several.

        Args:
            number: the platform's number for the user. Where the roster knows it, it decides, unless the name
                is another student's.
        """
        named = self._by_name.get(_folded(name), frozenset())
        numbered = {student.id for student in self.students if number and student.lms_user_id == number}
        ids = (named & numbered or named | numbered) if named else numbered
        return next(iter(ids)) if len(ids) == 1 else None

    def has(self, student: str) -> bool:
        """Is this the id of a student on the list?"""
        return any(known.id == student for known in self.students)


def is_usable_id(text: str) -> bool:
    """May this be a student's id: a file name, and none that leads somewhere else?"""
    return bool(_ID.fullmatch(text)) and _FORBIDDEN not in text and text == text.strip() and len(text) <= 100


def read_roster(path: Path) -> Roster:
    """Read a class list with the columns id, first_name, last_name, email, lms_user_id and alias; id must be there.

    Raises:
        HandInError: the file cannot be read, has other columns, or an id stands twice or cannot be used.
    """
    students: list[Enrolled] = []
    reader = csv.DictReader(io.StringIO(_text(path), newline=""), restkey="", strict=True)
    try:
        rows = list(reader)
    except csv.Error as error:
        raise HandInError(f"{path}: line {reader.line_num}: expected CSV, got: {error}") from error
    names = [_column(name) for name in reader.fieldnames or []]
    if "id" not in names:
        raise HandInError(
            f"{path}: expected a first line with id, first_name, last_name, email; got {names or 'nothing'}"
        )
    for line, row in enumerate(rows, start=2):
        values = {_column(key): (value or "").strip() for key, value in row.items() if isinstance(value, str | None)}
        if not any(values.values()):
            continue
        students.append(_student(values, f"{path}: line {line}"))
        if any(other.id == students[-1].id for other in students[:-1]):
            raise HandInError(f"{path}: line {line}: expected each id once, got {students[-1].id!r} a second time")
    return Roster(tuple(students), _index(students))


def _text(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return file.read(_MOST_BYTES).decode("utf-8-sig")
    except OSError as error:
        raise HandInError(f"{path}: cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise HandInError(f"{path}: expected UTF-8 text: save the class list as CSV UTF-8") from error


def _column(name: str | None) -> str:
    return (name or "").strip().casefold().replace(" ", "_").replace("-", "_")


def _student(values: Mapping[str, str], where: str) -> Enrolled:
    facts = {name: values.get(name, "") for name in _COLUMNS}
    for name in ("first_name", "last_name", "email", "lms_user_id"):
        facts[name] = clean(facts[name], _LONGEST).translate(_MARKUP)
    if not is_usable_id(facts["id"]):
        raise HandInError(f"{where}: expected an id of letters, digits and . - _ @, got {facts['id']!r}")
    aliases = tuple(alias.strip() for alias in facts.pop("alias").split(";") if alias.strip())
    return Enrolled(**facts, aliases=aliases)


def _index(students: list[Enrolled]) -> dict[str, frozenset[str]]:
    index: dict[str, frozenset[str]] = {}
    for student in students:
        for name in student.names():
            if folded := _folded(name):
                index[folded] = index.get(folded, frozenset()) | {student.id}
    for student in students:
        index[_folded(student.id)] = frozenset({student.id})  # an id is never in doubt
    return index


def _folded(name: str) -> str:
    """Return a name as platforms may write it: without case, accents, spaces and punctuation."""
    plain = unicodedata.normalize("NFKD", name).casefold()
    return "".join(letter for letter in plain if letter.isalnum())
