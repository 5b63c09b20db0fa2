"""Read the hand-ins of a class, one after another.

One student's damaged hand-in never stops the others: it becomes a submission that says what is wrong.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import overload

from grader.course.model import Course
from grader.intake.archives import Archive
from grader.intake.folders import Folder
from grader.intake.layout import HandIn, find_hand_ins
from grader.intake.names import listed, owner_of_archive, shown
from grader.intake.tree import MOST_CLASS_ENTRIES, Refused, Tree
from grader.submission import Submission

_PATH_SHOWN = 300  # characters of the instructor's own path


class SubmissionError(Exception):
    """Nothing can be graded; whoever gave the path must act, and the message says how."""


@dataclass(frozen=True)
class ClassIntake(Sequence[Submission]):
    """The hand-ins of a class, sorted by student; `remarks` are about the folder or zip they came in."""

    submissions: tuple[Submission, ...]
    remarks: tuple[str, ...] = ()

    @overload
    def __getitem__(self, index: int) -> Submission: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Submission, ...]: ...
    def __getitem__(self, index: int | slice) -> Submission | tuple[Submission, ...]:
        return self.submissions[index]

    def __len__(self) -> int:
        return len(self.submissions)


def read_class(path: Path, course: Course, student: str | None = None) -> ClassIntake:
    """Read the hand-ins in a folder or zip, of a whole class or of one student.

    Args:
        path: a folder with a folder or a zip per student, the same as one zip, one student's folder or zip,
            nbgrader's submitted/ folder, or the folder of a whole nbgrader course.
        course: says which files count; every other file is ignored and listed.
        student: read this one's hand-in alone.

    Raises:
        SubmissionError: there is no such path, no hand-in in it, or none of that student.
    """
    where = shown(str(path), most=_PATH_SHOWN)
    with _opened(path, where) as place:
        is_zip = isinstance(place, Archive)
        title = path.resolve().name if not is_zip else owner_of_archive(path.name) or path.name
        try:
            found, remarks = find_hand_ins(place, title, course)
        except Refused as refusal:
            raise SubmissionError(f"{where} {refusal}") from refusal
        if not found:
            raise SubmissionError(
                f"{where}: no hand-ins in it: expected a folder or a zip for each student, "
                f"or one student's files such as {course.modules[0].name}.py"
            )
        if student is not None:
            found = [_find_student(student, found, where)]
        submissions = tuple(hand_in.read() for hand_in in sorted(found, key=lambda hand_in: hand_in.student))
        return ClassIntake(submissions, (*remarks, *place.remarks))


@contextmanager
def _opened(path: Path, where: str) -> Iterator[Tree]:
    try:
        if path.is_dir():
            with Folder(path) as folder:
                yield folder
        elif not path.exists():
            raise SubmissionError(f"{where}: no such file or folder")
        elif not path.is_file() or path.suffix.lower() != ".zip":
            raise SubmissionError(f"{where}: expected a folder or a zip of hand-ins: give the folder this file is in")
        else:
            with path.open("rb") as file:
                yield Archive(file, MOST_CLASS_ENTRIES)
    except Refused as refusal:
        raise SubmissionError(f"{where} {refusal}") from refusal
    except OSError as error:
        raise SubmissionError(f"{where}: cannot be read: {error.strerror}") from error


def _find_student(student: str, found: list[HandIn], where: str) -> HandIn:
    for hand_in in found:
        if hand_in.student == student:
            return hand_in
    names = [hand_in.student for hand_in in found]
    near = difflib.get_close_matches(student, names, n=1)
    hint = f"did you mean {shown(near[0])!r}?" if near else f"there are {listed(sorted(names))}"
    raise SubmissionError(f"{where}: no hand-in of {shown(student)!r}; {hint}")
