"""Under which names a learning platform takes feedback back: those that it gave to the hand-ins in its download.

Moodle reads name and number in front of a file, Canvas the number of the user and of one file that they handed in.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from grader.course.model import Course
from grader.intake.classes import found_hand_ins
from grader.intake.hand_ins import HandIn
from grader.intake.pieces import Piece
from grader.intake.platforms import is_of_canvas, moodle_prefix
from grader.intake.roster import Roster


@dataclass(frozen=True)
class ReturnNames:
    """The names of one student's hand-in. `moodle` go in front of a file's name; `canvas` are by the student's own."""

    moodle: tuple[str, ...]
    canvas: Mapping[str, str]


def return_names(download: Path, course: Course, roster: Roster) -> dict[str, ReturnNames]:
    """Return the names in a platform's download, by student as `read_class` calls them.

    Raises:
        SubmissionError: there is no such path, or no hand-in in it.
    """
    with found_hand_ins(download, course, roster) as (matched, _):
        return {hand_in.student: _names(hand_in) for hand_in in matched.hand_ins}


def _names(hand_in: HandIn) -> ReturnNames:
    names = [name for piece in hand_in.pieces for name in _given(piece)]
    prefixes = [prefix for name in names if (prefix := moodle_prefix(name))]
    files = [file for piece in hand_in.pieces for file in piece.files.items()]
    canvas = {own: file.path[-1] for own, file in files if is_of_canvas(file.path[-1])}
    return ReturnNames(tuple(dict.fromkeys(prefixes)), canvas)


def _given(piece: Piece) -> list[str]:
    """Return what a piece is called in the download: its folder, or each of its files."""
    return [piece.label] if piece.folder else [file.path[-1] for file in piece.files.values()]
