"""One student's hand-in, put together from the pieces in which it came: which counts, and what is said of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from grader.course.model import Course
from grader.intake.foreign_kinds import no_place
from grader.intake.handed_out import defines_at_top, is_untouched
from grader.intake.modules import read_work, refuse_all, with_flags
from grader.intake.names import listed, shown
from grader.intake.pieces import Piece
from grader.intake.platforms import is_sortable
from grader.intake.tree import MODULE_BYTES, Parts, Refused
from grader.intake.unpacked import Unpacked
from grader.submission import Submission

_MOST_REMARKS = 30  # on one hand-in, which has as many files as its student likes: the others are to be read as well
Beside = Callable[[Unpacked, Parts], None]  # called with a place and the folder in it from which modules were read


@dataclass(frozen=True)
class HandIn:
    """What there is of one student, not yet read. `is_known` says that the class list has them."""

    student: str
    pieces: tuple[Piece, ...]
    is_known: bool = True

    def read(self, course: Course, beside: Beside | None = None) -> Submission:
        """Read what counts: of several attempts the last, of several hand-ins the first that somebody worked on.

        Args:
            beside: is shown where the files lay, while they can be read.
        """
        late = any(piece.is_late for piece in self.pieces)
        submission = self._read(course, beside)
        if late:
            sentence = "the platform says LATE and not by how much: give the penalty by hand"
            submission = with_flags(submission, sentence, needs_human=True)
        if (more := len(submission.flags) - _MOST_REMARKS) > 0:
            flags = (*submission.flags[:_MOST_REMARKS], f"and {more:,} more remarks, which are left out here")
            submission = replace(submission, flags=flags, needs_human=True)
        return submission

    def _read(self, course: Course, beside: Beside | None) -> Submission:
        attempts = sorted((p for p in self.pieces if p.attempt), key=lambda piece: piece.attempt, reverse=True)
        if len(attempts) == len(self.pieces) > 1:
            return self._last_attempt(attempts, course, beside)
        chosen, work = self.pieces[0], None
        for piece in self.pieces:
            read = _read_piece(self.student, piece, course)
            if work is None or _worth(read) > _worth(work):
                chosen, work = piece, read
        assert work is not None
        if beside is not None:
            _show(chosen, self.student, course, beside)
        others = [piece for piece in self.pieces if piece is not chosen]
        if not others:
            return work
        # Of another assignment, perhaps. What lies under the student's own name takes nothing from where others lie:
        # a folder that is nobody's on the class list may be one student's, who has called a folder in it like this one.
        elsewhere = [piece for piece in others if chosen.inside and piece.inside not in ("", chosen.inside)]
        work, fetched = _with_missing(work, elsewhere, course)
        flags = [f"what it lacks was taken from the others: {', '.join(fetched)}"] if fetched else []
        return with_flags(work, _several(chosen, others, self.pieces), *flags, needs_human=True)

    def _last_attempt(self, attempts: Sequence[Piece], course: Course, beside: Beside | None) -> Submission:
        """Read the last attempt; a module that it lacks is taken from an earlier one, and a person is asked."""
        last, *earlier = attempts
        submission = _read_piece(self.student, last, course)
        if beside is not None:
            _show(last, self.student, course, beside)
        flags = [f"handed in {len(attempts)} times: the last counts, of {last.attempt}"]
        is_undone = _worth(submission) == 1 and any(_worth(_read_piece(self.student, p, course)) == 2 for p in earlier)
        if is_undone:
            flags.append("the last attempt is as it was handed out, and an earlier one is not: see which one counts")
        submission, fetched = _with_missing(submission, earlier, course)
        are_two = len({piece.hand_in for piece in attempts}) > 1
        is_in_doubt = not all(is_sortable(piece.attempt) for piece in attempts)
        if is_in_doubt:
            whens = listed([piece.attempt for piece in attempts])
            flags.append(f"the times of the attempts cannot be put in order ({whens}): see which one is the last")
        if are_two:
            flags.append("the platform has several numbers for them: see whether they are of one student")
        if fetched:
            flags.append(f"the last attempt does not have all: taken from earlier ones, {', '.join(fetched)}")
        return with_flags(submission, *flags, needs_human=bool(fetched) or are_two or is_in_doubt or is_undone)


def _read_piece(student: str, piece: Piece, course: Course) -> Submission:
    try:
        if piece.is_single_file:
            raise Refused(_called_otherwise(piece, course) or no_place(piece.label))
        with piece.opened() as (place, base):
            work = read_work(student, place, base, course)
    except Refused as refusal:
        return refuse_all(student, course, f"{shown(piece.label)} {refusal}")
    return with_flags(work.submission, *piece.flags, needs_human=piece.needs_human)


def _called_otherwise(piece: Piece, course: Course) -> str:
    """Return what is to be done with a Python file that has a person's name in place of a module's; else ''."""
    assert piece.folder is not None
    if not piece.label.lower().endswith(".py"):
        return ""
    content = piece.folder.place.read(piece.folder.path, MODULE_BYTES)
    found = {m.name: defines_at_top(content, [e.name for e in m.exercises]) for m in course.modules}
    module = max(found, key=lambda name: len(found[name]))
    if not found[module]:
        return ""
    return f"defines {listed(found[module])}: hand it in as {module}.py, in a folder or a zip"


def _with_missing(submission: Submission, others: Sequence[Piece], course: Course) -> tuple[Submission, list[str]]:
    """Return the submission with the modules that it lacks and others have, and which those are."""
    fetched = []
    for piece in others:
        missing = {m.name for m in course.modules} - submission.sources.keys()
        other = _read_piece(submission.student, piece, course)
        found = {name: source for name, source in other.sources.items() if name in missing}
        if found:
            submission = replace(
                submission,
                sources={**submission.sources, **found},
                refused={name: why for name, why in submission.refused.items() if name not in found},
                extras={**other.extras, **submission.extras},
            )
            fetched += [f"{name}.py of {piece.attempt or piece.shown}" for name in sorted(found)]
    return submission, fetched


def _show(piece: Piece, student: str, course: Course, beside: Beside) -> None:
    try:
        with piece.opened() as (place, base):
            work = read_work(student, place, base, course)
            beside(place, work.home)
    except Refused:
        return  # which reading it has said


def _worth(submission: Submission) -> int:
    """Return 2 for work, 1 for what is as it was handed out, 0 for nothing that can be read."""
    if not submission.sources:
        return 0
    return 1 if all(is_untouched(source) for source in submission.sources.values()) else 2


def _several(chosen: Piece, others: Sequence[Piece], all_pieces: Sequence[Piece]) -> str:
    if len({piece.owner for piece in all_pieces}) == 1:
        return f"graded {chosen.shown}, not {listed([p.shown for p in others])}, which was handed in as well"
    names = listed([piece.owner for piece in all_pieces])
    which = "first" if chosen is all_pieces[0] else f"one with work that can be read, {shown(chosen.label)},"
    return f"handed in {len(all_pieces)} times, as {names}: the {which} counts"
