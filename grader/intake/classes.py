"""Read the hand-ins of a class, one after another.

One student's damaged hand-in never stops the others: it becomes a submission that says what is wrong.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import overload

from grader.course.model import Course
from grader.intake.archives import Archive
from grader.intake.folders import open_folder
from grader.intake.hand_ins import HandIn
from grader.intake.layout import Layout
from grader.intake.matching import Matched, match
from grader.intake.names import listed, owner_of_archive, shown
from grader.intake.pieces import File, Piece
from grader.intake.roster import Roster
from grader.intake.tree import MOST_CLASS_ENTRIES, Kind, Refused, Tree
from grader.outcome import MustAct
from grader.submission import Submission

_PATH_SHOWN = 300  # characters of the instructor's own path


class SubmissionError(MustAct):
    """Nothing can be graded; whoever gave the path must act, and the message says how."""


@dataclass(frozen=True)
class ClassIntake(Sequence[Submission]):
    """The hand-ins of a class, sorted by student; `remarks` are about the folder or zip they came in.

    `missing` are on the class list and handed nothing in; `unknown` handed in and are not on it.
    """

    submissions: tuple[Submission, ...]
    remarks: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()

    @overload
    def __getitem__(self, index: int) -> Submission: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Submission, ...]: ...
    def __getitem__(self, index: int | slice) -> Submission | tuple[Submission, ...]:
        return self.submissions[index]

    def __len__(self) -> int:
        return len(self.submissions)


def read_class(path: Path, course: Course, student: str | None = None, roster: Roster | None = None) -> ClassIntake:
    """Read the hand-ins in a folder or zip, of a whole class or of one student.

    Args:
        path: a folder with a folder or a zip per student, the same as one zip, one student's folder or zip, what a
            learning platform lets instructors download, nbgrader's submitted/ folder, or the folder of a whole
            nbgrader course.
        course: says which files count; every other file is ignored and listed.
        student: read this one's hand-in alone.
        roster: the class list; a hand-in is then called by its student's id.

    Raises:
        SubmissionError: there is no such path, no hand-in in it, or none of that student.
    """
    roster = roster or Roster()
    with found_hand_ins(path, course, roster) as (matched, remarks):
        hand_ins = list(matched.hand_ins)
        if student is not None:
            hand_ins = [_find_student(student, hand_ins, roster, shown(str(path), most=_PATH_SHOWN))]
        submissions = tuple(hand_in.read(course) for hand_in in hand_ins)
    unknown = tuple(h.student for h in hand_ins if not h.is_known) if roster.students else ()
    return ClassIntake(submissions, remarks, matched.missing if student is None else (), unknown)


def read_tidy_class(folder: Path, course: Course, student: str | None = None) -> ClassIntake:
    """Read a folder that is known to hold a folder for each student, as nbgrader's submitted/ does.

    Args:
        student: read this one's hand-in alone, without a look at the others.

    Raises:
        SubmissionError: there is none, or none of that student.
    """
    where = shown(str(folder), most=_PATH_SHOWN)
    with _opened(folder, where) as place:
        wanted = [student] if student is not None else []
        listing = place.listing((), wanted, most=0 if wanted else MOST_CLASS_ENTRIES)
        kinds = (Kind.FOLDER, Kind.LINK)  # a link is refused with a sentence
        names = [name for name in wanted or listing.entries if listing.entries.get(name) in kinds and name[0] != "."]
        found = [HandIn(n, (Piece(n, n, folder=File(place, (n,), listing.entries[n])),)) for n in sorted(names)]
        if student is not None and not found:
            listing = place.listing((), most=MOST_CLASS_ENTRIES)
            everybody = [HandIn(name, ()) for name in listing.entries]
            found = [_find_student(student, everybody, Roster(), where)]
        if not found:
            raise SubmissionError(f"{where}: no hand-ins in it: expected a folder for each student")
        return ClassIntake(tuple(hand_in.read(course) for hand_in in found))


@contextmanager
def found_hand_ins(path: Path, course: Course, roster: Roster) -> Iterator[tuple[Matched, tuple[str, ...]]]:
    """Yield the hand-ins at a path, which can be read meanwhile, and remarks about the path.

    Raises:
        SubmissionError: there is no such path, or no hand-in in it.
    """
    where = shown(str(path), most=_PATH_SHOWN)
    with ExitStack() as keep, _opened(path, where) as place:
        is_zip = isinstance(place, Archive)
        title = path.resolve().name if not is_zip else owner_of_archive(path.name) or path.name
        layout = Layout(course, roster, keep)
        try:
            pieces = layout.find(place, title)
        except Refused as refusal:
            raise SubmissionError(f"{where} {refusal}") from refusal
        if not pieces:
            remarks = f" ({'; '.join(layout.remarks)})" if layout.remarks else ""
            raise SubmissionError(
                f"{where}: no hand-ins in it: expected a folder or a zip for each student, "
                f"or one student's files such as {course.modules[0].name}.py{remarks}"
            )
        yield match(pieces, roster), (*layout.remarks, *place.remarks)


@contextmanager
def _opened(path: Path, where: str) -> Iterator[Tree]:
    try:
        if path.is_dir():
            with open_folder(path) as folder:
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


def _find_student(student: str, found: list[HandIn], roster: Roster, where: str) -> HandIn:
    by_name = {hand_in.student: hand_in for hand_in in found}
    if chosen := by_name.get(student) or by_name.get(roster.identify(student) or ""):
        return chosen
    near = difflib.get_close_matches(student, by_name, n=1)
    hint = f"did you mean {shown(near[0])!r}?" if near else f"there are {listed(sorted(by_name))}"
    raise SubmissionError(f"{where}: no hand-in of {shown(student)!r}; {hint}")
