"""Load the course that was found without being named, unless it may be a hand-in: its code would run as the caller.

Who has gone into a hand-in, to look at it, and grades it or its neighbour from there, would run the code of whoever
handed it in. What cannot be told apart from that must be named with --course.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from itertools import islice
from pathlib import Path

from grader.course.loading import FILE_NAME, CourseError, find_course, load_course
from grader.course.model import Course
from grader.intake.classes import SubmissionError, opened_place
from grader.intake.folders import open_folder
from grader.intake.kinds import archives_in, folders_in, listed_at, modules_in
from grader.intake.names import listed, shown
from grader.intake.tree import Parts

_OURS = Path(__file__).resolve().parents[2]
_NEIGHBOURS = 500  # looked at beside a course
_DEEPEST = 4  # folders around the modules of one hand-in
_NEAR = 2  # folders between a class and a course in a hand-in, or what is graded


def load_found_course(start: Path, never_in: Path | None = None) -> Course:
    """Load the course that `find_course` finds; the one that came with this program is believed anywhere.

    Raises:
        CourseError: as `find_course` and `load_course`, or the course may be a hand-in itself.
    """
    file = find_course(start, never_in)
    course = load_course(file)
    hand_ins = never_in.resolve() if never_in is not None else None
    courses = [course, *_that_came_with_us(course)]
    for root in (course.root, *(above for above in course.root.parents if (above / FILE_NAME).is_file())):
        if root in Path(__file__).resolve().parents:
            break
        if doubt := _doubt_about(root, courses, hand_ins):
            raise CourseError(f"{file}: {doubt}: give --course {file} if it is yours")
    return course


def _that_came_with_us(found: Course) -> list[Course]:
    """Return the course of this program: its modules, too, tell a class, for a hand-in calls its own what it likes."""
    file = _OURS / FILE_NAME
    if found.root == _OURS or not file.is_file():
        return []
    try:
        return [load_course(file)]
    except CourseError:  # somebody is at work on it
        return []


def _doubt_about(root: Path, courses: Sequence[Course], hand_ins: Path | None) -> str | None:
    """Return why the folder of a course may be a hand-in; None: nothing says so."""
    with open_folder(root) as place:
        listing = place.listing(())
    for course in courses:
        if own := modules_in(listing, course):
            return f"lies beside {listed(own)}, like a hand-in"
        is_beside = hand_ins is not None and not hand_ins.is_relative_to(root) and _is_near(root, hand_ins)
        if hand_ins is not None and is_beside and _holds_modules(hand_ins, course):
            return f"lies beside {shown(hand_ins.name)}, like a hand-in of the same class"
        neighbours = [path.name for path in _neighbours(root) if _is_one_hand_in(path, course)]
        if len(neighbours) > 1:
            return f"lies beside {listed(sorted(neighbours))}, like a hand-in of the same class"
    return None


def _is_near(root: Path, hand_ins: Path) -> bool:
    """Is there a folder a few steps above both, as that of a class is above two hand-ins?"""
    above = Path(os.path.commonpath([root, hand_ins]))
    return all(len(path.relative_to(above).parts) <= _NEAR for path in (root, hand_ins))


def _holds_modules(path: Path, course: Course) -> bool:
    try:
        with opened_place(path, "") as place:
            return bool(modules_in(listed_at(place, ()), course))
    except SubmissionError:
        return False


def _neighbours(root: Path) -> list[Path]:
    try:
        return [path for path in islice(root.parent.iterdir(), _NEIGHBOURS) if path != root and not path.is_symlink()]
    except OSError:
        return []


def _is_one_hand_in(path: Path, course: Course) -> bool:
    """Do modules lie here, or in the only folder?"""
    base: Parts = ()
    try:
        with opened_place(path, "") as place:
            while len(base) <= _DEEPEST:
                listing = listed_at(place, base)
                if modules_in(listing, course):
                    return True
                folders = folders_in(listing)
                if len(folders) != 1 or archives_in(listing):
                    return False
                base = (*base, folders[0])
    except SubmissionError:
        pass
    return False
