"""Read course.yaml: every complaint names the file, the key path, what was expected and what came."""

from __future__ import annotations

import tomllib
from collections.abc import Hashable
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError
from yaml.constructor import SafeConstructor

from grader.course.complaints import complaint, is_a_consequence, short
from grader.course.model import Course
from grader.files import is_by_us
from grader.outcome import MustAct
from grader.text import clean

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
    raw = _parsed(path)
    if not isinstance(raw, dict):
        raise CourseError(f"{path}: at $: expected keys such as name and modules, got {short(raw)}")
    if "root" in raw:
        raise CourseError(f"{path}: at $.root: expected no such key, got {short(raw['root'])}")
    try:
        return Course.model_validate({**raw, "root": path.parent.resolve()})
    except ValidationError as error:
        first, *others = sorted(error.errors(), key=is_a_consequence)
        more = f" (and {len(others)} more)" if others else ""
        raise CourseError(f"{path}: at {complaint(first)}{more}") from error


def _parsed(path: Path) -> Any:
    try:
        with path.open("rb") as file:
            raw = file.read(_MOST_BYTES + 1)
        if len(raw) > _MOST_BYTES:
            raise CourseError(f"{path}: expected a course.yaml, got more than {_MOST_BYTES:,} bytes")
    except OSError as error:
        raise CourseError(f"{path}: cannot be read: {error.strerror}") from error
    text = _text_of(raw, path)
    try:
        raw = _loaded(text)
    except yaml.YAMLError as error:
        raise CourseError(f"{path}: {_one_line(error, text)}") from error
    except (ValueError, RecursionError) as error:  # a number that is none, or brackets in brackets in brackets
        raise CourseError(f"{path}: expected YAML, got what it cannot read: {clean(str(error), 200)}") from error
    if raw is None:
        raise CourseError(f"{path}: at $: expected keys such as name and modules, got an empty file")
    return raw


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


def _loaded(text: str) -> Any:
    try:
        return yaml.load(text, Loader=_FastLoader)
    except yaml.YAMLError:
        return yaml.load(text, Loader=_Loader)  # it says best what is wrong


class _UniqueKeys(SafeConstructor):
    """A key that stands twice would silently lose its first value."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        seen = set()
        for key_node, _ in node.value:
            if key_node.tag == "tag:yaml.org,2002:merge":
                continue
            key = self.construct_object(key_node, deep=True)
            if isinstance(key, Hashable):  # the base class refuses the others
                if key in seen:
                    problem = f"expected each key once, got {key!r} twice"
                    raise yaml.constructor.ConstructorError(None, None, problem, key_node.start_mark)
                seen.add(key)
        return super().construct_mapping(node, deep)

    def construct_object(self, node: yaml.Node, deep: bool = False) -> Any:
        try:
            return super().construct_object(node, deep)
        except (ValueError, TypeError, LookupError, AttributeError) as error:  # as PyYAML meets !!bool x or !!float ''
            kind = str(node.tag).rpartition(":")[2]
            problem = f"expected {kind}, as its tag says, got {short(node.value)}"
            raise yaml.constructor.ConstructorError(None, None, problem, node.start_mark) from error

    def construct_yaml_timestamp(self, node: yaml.ScalarNode) -> date:
        try:
            return super().construct_yaml_timestamp(node)
        except ValueError as error:
            problem = f"expected a day and time that exist, got {node.value}: {error}"
            raise yaml.constructor.ConstructorError(None, None, problem, node.start_mark) from error


_UniqueKeys.add_constructor(  # type: ignore[type-var]  # the stubs know whole loaders alone
    "tag:yaml.org,2002:timestamp", _UniqueKeys.construct_yaml_timestamp
)


class _Loader(_UniqueKeys, yaml.SafeLoader):
    pass


class _FastLoader(_UniqueKeys, getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]  # if libyaml is there
    pass


def _one_line(error: yaml.YAMLError, text: str) -> str:
    if isinstance(error, yaml.reader.ReaderError):
        line = text.count("\n", 0, error.position) + 1
        return f"line {line}: expected text, got the control character {chr(error.character)!r}"
    mark = getattr(error, "problem_mark", None)
    where = f"line {mark.line + 1}, column {mark.column + 1}: " if mark else ""
    problem = (getattr(error, "problem", None) or str(error)).replace("\n", " ")
    words = next((ours for theirs, ours in _IN_WORDS.items() if theirs in problem), "")
    return where + (words.format(problem) if words else problem)


_IN_WORDS = {  # what PyYAML says, and what an author understands; {} stands for its own words
    "'\\t' that cannot start": "expected spaces in front of a line, got a tab: indent with spaces",
    "mapping values are not allowed": (
        "expected one key and its value on a line, got a second colon: put a text with a colon into quotation marks, "
        "and look whether the line is indented like those around it"
    ),
    "expected <block end>": (
        "expected a line that is indented like those around it, got another ({}): are there spaces too many or too "
        "few, or is a quotation mark left open above?"
    ),
    "expected ',' or": "{}: is a bracket left open, here or in a line above?",
    "unexpected end of stream": "expected a quotation mark or bracket to be closed, got the end of the file",
    "could not find expected ':'": "expected a colon after a key, got none: write `key: value` with a space",
    "found undefined alias": "{}: put a text with a * in front into quotation marks",
    "that cannot start any token": "{}: put a text that begins so into quotation marks",
}
