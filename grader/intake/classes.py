"""Read the hand-ins of a class, one after another, each when its turn comes.

One student's damaged hand-in never stops the others: it becomes a submission that says what is wrong.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import overload

from grader.course.model import Course
from grader.intake.archives import Archive
from grader.intake.folders import open_folder
from grader.intake.hand_ins import HandIn
from grader.intake.layout import Layout, own_piece
from grader.intake.matching import Matched, match
from grader.intake.names import PATH_SHOWN, is_opened, listed, owner_of_archive, shown
from grader.intake.one_of_a_class import is_one_of_a_class
from grader.intake.pieces import File, Piece
from grader.intake.roster import Roster
from grader.intake.tree import MOST_CLASS_ENTRIES, Kind, Refused, Tree
from grader.outcome import MustAct
from grader.submission import Submission


class SubmissionError(MustAct):
    """Nothing can be graded; whoever gave the path must act, and the message says how."""


@dataclass(frozen=True)
class Unread(Sequence[Submission]):
    """Hand-ins of which each is read when it is asked for, and none is kept.

    Args:
        finish: makes of what was read what counts.
    """

    hand_ins: Sequence[HandIn]
    course: Course
    finish: Callable[[Submission], Submission] = lambda submission: submission

    @property
    def students(self) -> list[str]:
        """Return whose they are, without reading any."""
        return [hand_in.student for hand_in in self.hand_ins]

    @overload
    def __getitem__(self, index: int) -> Submission: ...
    @overload
    def __getitem__(self, index: slice) -> Unread: ...
    def __getitem__(self, index: int | slice) -> Submission | Unread:
        if isinstance(index, slice):
            return replace(self, hand_ins=self.hand_ins[index])
        return self.finish(self.hand_ins[index].read(self.course))

    def __len__(self) -> int:
        return len(self.hand_ins)


@dataclass(frozen=True)
class ClassIntake(Sequence[Submission]):
    """The hand-ins of a class, sorted by student; `remarks` are about the folder or zip they came in.

    `missing` are on the class list and handed nothing in; `unknown` handed in and are not on it.
    """

    submissions: Sequence[Submission]
    remarks: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()

    @overload
    def __getitem__(self, index: int) -> Submission: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Submission]: ...
    def __getitem__(self, index: int | slice) -> Submission | Sequence[Submission]:
        return self.submissions[index]

    def __len__(self) -> int:
        return len(self.submissions)

    @property
    def students(self) -> list[str]:
        """Return whose hand-ins these are."""
        of = self.submissions
        return of.students if isinstance(of, Unread) else [submission.student for submission in of]

    def read(self) -> ClassIntake:
        """Return the same with every hand-in read, for as long as it is wanted."""
        return replace(self, submissions=tuple(self.submissions))


class SourcesByStudent(Mapping[str, Mapping[str, bytes]]):
    """The files of each student, by module; read when they are asked for."""

    def __init__(self, intake: ClassIntake) -> None:
        self._intake = intake
        self._places = {student: place for place, student in enumerate(intake.students)}

    def __getitem__(self, student: str) -> Mapping[str, bytes]:
        return self._intake[self._places[student]].modules()

    def __iter__(self) -> Iterator[str]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)


def read_class(path: Path, course: Course, student: str | None = None, roster: Roster | None = None) -> ClassIntake:
    """Return what `open_class` yields, with every hand-in read."""
    with open_class(path, course, student, roster) as found:
        return found.read()


@contextmanager
def open_class(
    path: Path, course: Course, student: str | None = None, roster: Roster | None = None
) -> Iterator[ClassIntake]:
    """Yield the hand-ins in a folder or zip, of a whole class or of one student, which can be read meanwhile.

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
            hand_ins = [_find_student(student, hand_ins, roster, shown(str(path), most=PATH_SHOWN))]
        unknown = tuple(h.student for h in hand_ins if not h.is_known) if roster.students else ()
        yield ClassIntake(Unread(hand_ins, course), remarks, matched.missing if student is None else (), unknown)


@contextmanager
def open_tidy_class(
    folder: Path, course: Course, finish: Callable[[Submission], Submission], student: str | None = None
) -> Iterator[Unread]:
    """Yield the hand-ins of a folder that is known to hold a folder for each student, as nbgrader's submitted/ does.

    Args:
        finish: see `Unread`.
        student: this one's hand-in alone, without a look at the others.

    Raises:
        SubmissionError: there is none, or none of that student.
    """
    where = shown(str(folder), most=PATH_SHOWN)
    with opened_place(folder, where) as place:
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
        yield Unread(found, course, finish)


@contextmanager
def found_hand_ins(path: Path, course: Course, roster: Roster) -> Iterator[tuple[Matched, tuple[str, ...]]]:
    """Yield the hand-ins at a path, which can be read meanwhile, and remarks about the path.

    Raises:
        SubmissionError: there is no such path, or no hand-in in it.
        Undecided: it may be a class or one student's.
    """
    where = shown(str(path), most=PATH_SHOWN)
    with ExitStack() as keep, opened_place(path, where) as place:
        is_zip = isinstance(place, Archive)
        title = path.resolve().name if not is_zip else owner_of_archive(path.name) or path.name
        layout = Layout(course, roster, keep)
        try:
            pieces = layout.find(place, title)
        except Refused as refusal:
            raise SubmissionError(f"{where} {refusal}") from refusal
        if is_one_of_a_class(path, {piece.owner for piece in pieces}, course, roster):
            pieces, layout.remarks = [own_piece(title, place)], []
        if not pieces:
            remarks = f" ({'; '.join(layout.remarks)})" if layout.remarks else ""
            raise SubmissionError(
                f"{where}: no hand-ins in it: expected a folder or a zip for each student, "
                f"or one student's files such as {course.modules[0].name}.py{remarks}"
            )
        yield match(pieces, roster), (*layout.remarks, *place.remarks)


@contextmanager
def opened_place(path: Path, where: str) -> Iterator[Tree]:
    """Yield a folder or zip as a place.

    Raises:
        SubmissionError: it is neither, or cannot be read.
    """
    with ExitStack() as keep:
        try:
            place: Tree
            if path.is_dir():
                place = keep.enter_context(open_folder(path))
            elif not path.exists():
                raise SubmissionError(f"{where}: no such file or folder")
            elif not path.is_file() or not is_opened(path.name):
                is_packed = path.is_file() and owner_of_archive(path.name) is not None
                cure = "unpack it, and give the folder" if is_packed else "give the folder this file is in"
                raise SubmissionError(f"{where}: expected a folder or a zip of hand-ins: {cure}")
            else:
                place = keep.enter_context(Archive(path.open("rb"), MOST_CLASS_ENTRIES))
        except Refused as refusal:
            raise SubmissionError(f"{where} {refusal}") from refusal
        except OSError as error:
            raise SubmissionError(f"{where}: cannot be read: {error.strerror}") from error
        yield place  # what fails meanwhile need not be this place's fault


def _find_student(student: str, found: list[HandIn], roster: Roster, where: str) -> HandIn:
    by_name = {hand_in.student: hand_in for hand_in in found}
    if chosen := by_name.get(student) or by_name.get(roster.identify(student) or ""):
        return chosen
    near = difflib.get_close_matches(student, by_name, n=1)
    hint = f"did you mean {shown(near[0])!r}?" if near else f"there are {listed(sorted(by_name))}"
    raise SubmissionError(f"{where}: no hand-in of {shown(student)!r}; {hint}")
