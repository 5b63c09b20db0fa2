"""The folder of an nbgrader course that `grader build --nbgrader` made, and where things lie in it."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from grader.course.loading import load_course
from grader.course.model import Assignment, Course

FACTS = "grader.json"
CONFIG = "nbgrader_config.py"
ROSTER = "students.csv"
_VERSION = 1


class HandInError(Exception):
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
    """Did `grader build --nbgrader` make this folder?"""
    return (path / FACTS).is_file()


def open_course_folder(path: Path) -> CourseFolder:
    """Return the course folder at `path`.

    Raises:
        HandInError: it is none.
    """
    facts_file = path / FACTS
    try:
        facts = json.loads(facts_file.read_text(encoding="utf-8"))
        course_file = Path(facts["course"])
    except OSError as error:
        raise HandInError(
            f"{facts_file}: expected a folder made by `grader build --nbgrader`: {error.strerror}"
        ) from error
    except (ValueError, KeyError, TypeError) as error:
        raise HandInError(f"{facts_file}: damaged: run `grader build --nbgrader {path}` again") from error
    return CourseFolder(path.resolve(), course_file)


def note_course(folder: CourseFolder) -> None:
    """Write down which course the folder belongs to."""
    facts = {"version": _VERSION, "course": str(folder.course_file)}
    write_private(folder.root / FACTS, (json.dumps(facts, indent=1) + "\n").encode())


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


def write_private(path: Path, content: bytes) -> bool:
    """Replace a file in one step, readable by its owner alone; return whether anything changed."""
    try:
        if path.read_bytes() == content:
            return False
    except OSError:
        pass
    fresh = path.with_name(f".{path.name}.{os.getpid()}")
    fresh.touch(0o600)
    fresh.write_bytes(content)
    fresh.replace(path)
    return True


def _listed(assignments: Sequence[Assignment]) -> str:
    return ", ".join(assignment.name for assignment in assignments)
