"""The folder of an nbgrader course that `grader build --nbgrader` made, and where things lie in it."""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from grader.course.loading import load_course
from grader.course.model import Assignment, Course
from grader.files import is_by_us, is_by_us_alone, make_private_folder, write_private
from grader.outcome import MustAct

FACTS = "grader.json"
CONFIG = "nbgrader_config.py"
ROSTER = "students.csv"
_VERSION = 1
_MOST_BYTES = 64 << 10
_KEY = Path(".local", "state", "fundamentals-grader", "key")  # of the account that builds; no hand-in holds it


class HandInError(MustAct):
    """The instructor must act; the message says what and how."""


@dataclass(frozen=True)
class CourseFolder:
    """An nbgrader course folder and the course.yaml that it was made from."""

    root: Path
    course_file: Path

    @property
    def results(self) -> Path:
        """Return where grades lie that `grader run` and `nbgrader autograde` share."""
        return self.root / "results"

    def source(self, assignment: str) -> Path:
        """Return the folder with the master copy of an assignment."""
        return self.root / "source" / assignment

    def submitted(self, student: str, assignment: str) -> Path:
        """Return where nbgrader expects the hand-in of a student."""
        return self.root / "submitted" / student / assignment

    def master(self, assignment: str, module: str) -> bytes:
        """Return the notebook that stands in for whatever a student did to theirs.

        Raises:
            HandInError: it is gone.
        """
        path = self.source(assignment) / f"{module}.ipynb"
        try:
            return path.read_bytes()
        except OSError as error:
            rebuild = f"run `grader build --nbgrader {self.root}`"
            raise HandInError(f"{path}: cannot be read: {error.strerror}: {rebuild}") from error

    def course(self) -> Course:
        """Read the course.

        Raises:
            CourseError: its course.yaml is gone or wrong.
        """
        try:
            status = self.course_file.stat()
        except OSError:
            return load_course(self.course_file)  # says what is wrong
        return _loaded(self.course_file, status.st_mtime_ns, status.st_size)


@lru_cache(maxsize=1)  # nbgrader asks for each notebook of each student
def _loaded(path: Path, changed_ns: int, size: int) -> Course:
    return load_course(path)


def is_course_folder(path: Path) -> bool:
    """Does this folder say that `grader build --nbgrader` made it? A hand-in may say so, too: see `doubt_about`."""
    return (path / FACTS).is_file()


def doubt_about(path: Path) -> str | None:
    """Return why a folder that says so may be none of ours; None: it is.

    What stands in a course folder decides which code runs and whose hand-ins are whose, so it is believed only where
    this account made it itself: the seal cannot be written by whoever only delivers files.
    """
    try:
        folder = open_course_folder(path)
        if not is_by_us(folder.root) or not is_by_us(path / FACTS):
            return "belongs to another user"
        if not is_by_us_alone(folder.root) or not is_by_us_alone(path / FACTS):
            return "can be written by other users"
        seal = str(_facts(path).get("seal", "")).encode("utf-8", "replace")
    except HandInError as error:
        return f"says so in a way that cannot be read ({error})"
    if not hmac.compare_digest(seal, _seal(folder.course_file)):
        return "was not made by `grader build --nbgrader` of this account"
    return None


def believed_course_folder(path: Path) -> CourseFolder:
    """Return the course folder at `path`.

    Raises:
        HandInError: it is none, or none of ours.
    """
    folder = open_course_folder(path)
    if doubt := doubt_about(path):
        raise HandInError(
            f"{path}: {doubt}: if it is yours, run `grader build --nbgrader {path} --course FILE` with your course.yaml"
        )
    return folder


def open_course_folder(path: Path) -> CourseFolder:
    """Return the course folder at `path`, whoever made it.

    Raises:
        HandInError: it is none.
    """
    facts = _facts(path)
    if not isinstance(facts.get("course"), str):
        raise HandInError(f"{path / FACTS}: damaged: run `grader build --nbgrader {path}` again")
    return CourseFolder(path.resolve(), Path(facts["course"]))


def _facts(path: Path) -> dict[str, Any]:
    facts_file = path / FACTS
    try:
        with facts_file.open("rb") as file:
            facts = json.loads(file.read(_MOST_BYTES))
    except OSError as error:
        raise HandInError(
            f"{facts_file}: expected a folder made by `grader build --nbgrader`: {error.strerror}"
        ) from error
    except (ValueError, RecursionError) as error:
        raise HandInError(f"{facts_file}: damaged: run `grader build --nbgrader {path}` again") from error
    return facts if isinstance(facts, dict) else {}


def note_course(folder: CourseFolder) -> None:
    """Write down which course the folder belongs to, and that this account says so."""
    seal = _seal(folder.course_file, make_key=True).decode()
    facts = {"version": _VERSION, "course": str(folder.course_file), "seal": seal}
    write_private(folder.root / FACTS, (json.dumps(facts, indent=1) + "\n").encode())


def _seal(course_file: Path, *, make_key: bool = False) -> bytes:
    """Return what only this account can write about a course; nothing equals it where there is no key."""
    key_file = _home() / _KEY
    try:
        if make_key and not key_file.exists():
            make_private_folder(key_file.parent)
            write_private(key_file, secrets.token_hex(32).encode())
        key = key_file.read_bytes()
    except OSError:
        key = secrets.token_bytes(32)
    return hmac.new(key, os.fsencode(course_file), hashlib.sha256).hexdigest().encode()


def _home() -> Path:
    """Return the account's home, whatever the environment calls so."""
    try:
        import pwd

        return Path(pwd.getpwuid(os.getuid()).pw_dir)
    except (ImportError, KeyError):  # Windows, or a container's nameless user
        return Path.home()


def folder_of(part: Any) -> CourseFolder:
    """Return the course folder that a configurable part of nbgrader works for.

    Args:
        part: an exchange, converter, preprocessor or plugin: it, or what it is a part of, has a `coursedir`.
    """
    while getattr(part, "coursedir", None) is None:
        part = part.parent
    return open_course_folder(Path(part.coursedir.root))


def part_of_course(course: Course, assignment: str) -> Course:
    """Return the course cut down to the modules of one assignment.

    Raises:
        HandInError: the course has no such assignment.
    """
    names = find_assignment(course, assignment).modules
    modules = [module for module in course.modules if module.name in names]
    return course.model_copy(update={"modules": modules})


def find_assignment(course: Course, name: str) -> Assignment:
    """Return an assignment of the course.

    Raises:
        HandInError: the course has no such assignment.
    """
    for assignment in course.assignments:
        if assignment.name == name:
            return assignment
    raise HandInError(f"{name!r} is no assignment of {course.name}: it has {_listed(course.assignments)}")


def _listed(assignments: Sequence[Assignment]) -> str:
    return ", ".join(assignment.name for assignment in assignments)


def need_nbgrader() -> None:
    """Refuse to go on without the extra that brings nbgrader.

    Raises:
        HandInError: it is not installed.
    """
    if find_spec("nbgrader") is None:
        raise HandInError("nbgrader is not installed: pip install 'fundamentals-grader[nbgrader]'")
