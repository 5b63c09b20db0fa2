"""Say whose each piece is: by the class list where there is one, else by the name it came under."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from grader.intake.hand_ins import HandIn
from grader.intake.names import shared_start
from grader.intake.pieces import Piece
from grader.intake.roster import Roster


@dataclass(frozen=True)
class Matched:
    """The hand-ins of a class by student, and the ids of those on the class list of whom there is none."""

    hand_ins: tuple[HandIn, ...]
    missing: tuple[str, ...] = ()


def match(pieces: Sequence[Piece], roster: Roster) -> Matched:
    """Join the pieces of each student."""
    # As GitHub Classroom calls repositories: fundamentals-ada, fundamentals-hopper.
    prefix = shared_start([piece.owner for piece in pieces], "-") if len(pieces) > 1 else ""
    groups: dict[tuple[str, bool], list[Piece]] = {}
    numbers: dict[str, set[str]] = {}
    for piece in pieces:
        numbers.setdefault(piece.owner, set()).add(piece.number or piece.hand_in)
    for piece in pieces:
        student = roster.identify(piece.owner, piece.number)
        if student is None and prefix:
            student = roster.identify(piece.owner.removeprefix(prefix), piece.number)
        if student is None and piece.hand_in:  # Moodle without names: everybody is Participant, with a number behind
            student = roster.find(f"{piece.owner} {piece.hand_in}")
        if student is not None:
            groups.setdefault((student, True), []).append(piece)
        else:
            number = piece.number or piece.hand_in
            name = f"{piece.owner} ({number})" if number and len(numbers[piece.owner]) > 1 else piece.owner
            groups.setdefault((name, False), []).append(piece)
    hand_ins = [HandIn(name, _in_order(group), is_known) for (name, is_known), group in groups.items()]
    hand_ins.sort(key=lambda hand_in: hand_in.student)
    handed_in = {name for name, is_known in groups if is_known}
    missing = tuple(student.id for student in roster.students if student.id not in handed_in)
    return Matched(tuple(hand_ins), missing)


def _in_order(pieces: Sequence[Piece]) -> tuple[Piece, ...]:
    """Return the pieces in the order in which they count, without texts typed beside files."""
    files = [piece for piece in pieces if not piece.is_typed] or list(pieces)
    return tuple(sorted(files, key=lambda piece: (piece.inside, piece.label)))
