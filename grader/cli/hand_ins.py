"""Open the hand-ins at a path: those of an nbgrader course of ours, or any others."""

from __future__ import annotations

from contextlib import AbstractContextManager
from pathlib import Path

from grader.cli.arguments import complain
from grader.course.model import Course
from grader.intake import ClassIntake, open_class
from grader.intake.roster import Roster
from grader.nbgrader.collected import open_hand_ins
from grader.nbgrader.folder import CourseFolder, doubt_about, is_course_folder, open_course_folder
from grader.text import clean


def own_course_folder(hand_ins: Path) -> CourseFolder | None:
    """Return the nbgrader course at this path if we made it; a hand-in that only says so stays a hand-in."""
    if not is_course_folder(hand_ins):
        return None
    if doubt := doubt_about(hand_ins):
        complain(
            f"{clean(str(hand_ins))}: read as hand-ins, not as an nbgrader course, because it {doubt}; if it is your "
            f"course, run `grader build --nbgrader` on it with --course FILE"
        )
        return None
    return open_course_folder(hand_ins)


def opened(
    path: Path, folder: CourseFolder | None, course: Course, student: str | None, roster: Roster
) -> AbstractContextManager[ClassIntake]:
    """Open the hand-ins at a path, which is that of `folder` where it is an nbgrader course of ours."""
    return open_hand_ins(folder, course, student) if folder else open_class(path, course, student, roster)
