"""Read collected hand-ins back for grading, with what was remarked about the originals when they came."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial

from grader.course.model import Course
from grader.intake import ClassIntake, SubmissionError
from grader.intake.classes import open_tidy_class
from grader.intake.roster import read_roster
from grader.nbgrader.folder import ROSTER, CourseFolder
from grader.nbgrader.remarks import read_remarks
from grader.submission import Submission


def hand_ins(folder: CourseFolder, course: Course, student: str | None = None) -> ClassIntake:
    """Return what `open_hand_ins` yields, with every hand-in read."""
    with open_hand_ins(folder, course, student) as found:
        return found.read()


@contextmanager
def open_hand_ins(folder: CourseFolder, course: Course, student: str | None = None) -> Iterator[ClassIntake]:
    """Yield the collected hand-ins of the class, or of one student, with what was remarked when they came.

    Raises:
        SubmissionError: there are none.
    """
    submitted = folder.root / "submitted"
    if not submitted.is_dir():
        raise SubmissionError(f"{submitted}: no hand-ins yet: run `nbgrader collect` or `nbgrader zip_collect` first")
    with open_tidy_class(submitted, course, partial(_with_remarks, folder, course), student) as found:
        yield ClassIntake(found, missing=_missing(folder, found.students) if student is None else ())


def _missing(folder: CourseFolder, students: Collection[str]) -> tuple[str, ...]:
    """Return who is on the class list and has handed nothing in."""
    if not (folder.root / ROSTER).is_file():
        return ()
    there = set(students)
    return tuple(student.id for student in read_roster(folder.root / ROSTER).students if student.id not in there)


def _with_remarks(folder: CourseFolder, course: Course, submission: Submission) -> Submission:
    """Put what was remarked at collecting in the place of what intake sees in the tidy copy."""
    flags, refused, needs_human = [], dict(submission.refused), False
    is_all_collected = any(folder.submitted(submission.student, a.name).is_dir() for a in course.assignments)
    for assignment in course.assignments:
        path = folder.submitted(submission.student, assignment.name)
        if not path.is_dir():
            continue
        remarks = read_remarks(folder, assignment.name, submission.student)
        if remarks is None or not remarks.are_about(submission, assignment.modules):
            is_all_collected = False
            continue
        several = len(course.assignments) > 1
        flags += [f"{assignment.name}: {flag}" if several else flag for flag in remarks.flags]
        needs_human |= remarks.needs_human
        for module in assignment.modules:
            refused.pop(module, None)
            if module in remarks.refused and module not in submission.sources:
                refused[module] = remarks.refused[module]
    if not is_all_collected:
        flags += [flag for flag in submission.flags if flag not in flags]
        needs_human |= submission.needs_human
    known = {module.name for module in course.modules}
    refused = {module: why for module, why in refused.items() if module in known}
    return replace(submission, flags=tuple(flags), refused=refused, needs_human=needs_human)
