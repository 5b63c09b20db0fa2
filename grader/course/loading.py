"""Read course.yaml: every complaint names the file, the key path, what was expected and what came."""

from __future__ import annotations

import tomllib
from itertools import pairwise
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from grader.course.complaints import complaint, is_a_consequence, place_of, short
from grader.course.model import Course
from grader.course.yaml_text import NoYaml, line_of, loaded
from grader.files import is_by_us
from grader.outcome import MustAct

FILE_NAME = "course.yaml"
_MOST_BYTES = 4 << 20
COURSES_INSIDE = Path("examples", "courses")  # where a course may bring others along


class CourseError(MustAct):
    """The course's author must act; the message says where and how."""


def find_course(start: Path, never_in: Path | None = None) -> Path:
    """Return the course.yaml of `start` or of its nearest parent folder.

    A course is code that runs with the rights of the caller, so one that somebody else may have put in the way is not
    taken: one in or below the hand-ins, of another user, or inside a folder of another course.

    Args:
        never_in: the hand-ins.

    Raises:
        CourseError: there is none, or none that can be believed without being named.
    """
    start = start.resolve()
    barred = never_in.resolve() if never_in is not None else None
    found = [folder for folder in (start, *start.parents) if (folder / FILE_NAME).is_file()]
    if barred is not None:
        among, found = found, [folder for folder in found if not folder.is_relative_to(barred)]
        if among and not found:
            file = among[0] / FILE_NAME
            raise CourseError(
                f"{file}: lies in the folder of the hand-ins, {barred}, where anybody may have put it: name a folder "
                f"that holds nothing but hand-ins, or give --course {file} if it is yours"
            )
    if not found:
        raise CourseError(f"no {FILE_NAME} in {start} or above it: run this inside a course, or give --course")
    nearest = found[0]
    name_it = f"give --course {nearest / FILE_NAME} if it is yours"
    for inner, outer in pairwise(found):
        if not inner.is_relative_to(outer / COURSES_INSIDE):
            raise CourseError(f"{nearest / FILE_NAME}: lies inside another course, {outer}, like a hand-in: {name_it}")
    if not is_by_us(nearest / FILE_NAME):
        raise CourseError(f"{nearest / FILE_NAME}: belongs to another user, whose code would run: {name_it}")
    return nearest / FILE_NAME


def load_course(path: Path) -> Course:
    """Read and check a course.

    Args:
        path: the course.yaml, or the folder it is in.

    Raises:
        CourseError: the file cannot be read, is no YAML, or breaks the schema.
    """
    if path.is_dir():
        path = path / FILE_NAME
    raw, text = _parsed(path)
    if not isinstance(raw, dict):
        raise CourseError(f"{path}: at $: expected keys such as name and modules, got {short(raw)}")
    if "root" in raw:
        raise CourseError(f"{path}: at $.root: expected no such key, got {short(raw['root'])}")
    try:
        return Course.model_validate({**raw, "root": path.parent.resolve()})
    except ValidationError as error:
        first, *others = sorted(error.errors(), key=is_a_consequence)
        more = f" (and {len(others)} more)" if others else ""
        line = f"line {line_of(place_of(first), text)}: "
        raise CourseError(f"{path}: {line}at {complaint(first)}{more}") from error


def _parsed(path: Path) -> tuple[Any, str]:
    try:
        with path.open("rb") as file:
            raw = file.read(_MOST_BYTES + 1)
        if len(raw) > _MOST_BYTES:
            raise CourseError(f"{path}: expected a course.yaml, got more than {_MOST_BYTES:,} bytes")
    except OSError as error:
        raise CourseError(f"{path}: cannot be read: {error.strerror}") from error
    text = _text_of(raw, path)
    try:
        raw = loaded(text)
    except NoYaml as error:
        raise CourseError(f"{path}: {error}") from error
    if raw is None:
        raise CourseError(f"{path}: at $: expected keys such as name and modules, got an empty file")
    return raw, text


def read_text(path: Path, why: str = "") -> str:
    """Return a text file of a course, its lines ending as everywhere.

    Args:
        why: what it is for, where it must be there and is not.

    Raises:
        CourseError: it cannot be read, or is no UTF-8.
    """
    try:
        return _text_of(path.read_bytes(), path).replace("\r\n", "\n")
    except OSError as error:
        raise CourseError(f"{path}: cannot be read: {error.strerror}{why and f': {why}'}") from error


def read_toml(path: Path) -> dict[str, Any]:
    """Return what a TOML file of a course holds.

    Raises:
        CourseError: it cannot be read, or is no TOML.
    """
    try:
        return tomllib.loads(read_text(path))
    except tomllib.TOMLDecodeError as error:
        quotes = "are there quotation marks around each text?"
        raise CourseError(f"{path}: expected TOML, got: {error}: {quotes}") from error


def _text_of(raw: bytes, path: Path) -> str:
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        byte, line = raw[error.start], raw.count(b"\n", 0, error.start) + 1
        text = f"expected UTF-8 text, got byte 0x{byte:02x} in line {line}: save it as UTF-8"
        raise CourseError(f"{path}: {text}") from error
