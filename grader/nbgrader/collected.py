"""Read collected hand-ins back for grading, with what was remarked about the originals when they came."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from grader.course.model import Course
from grader.intake import ClassIntake, SubmissionError, read_class
from grader.nbgrader.folder import CourseFolder
from grader.submission import Submission

REMARKS = "collect_remarks.json"


def hand_ins(folder: CourseFolder, course: Course, student: str | None = None) -> ClassIntake:
    """Read the collected hand-ins of the class, or of one student, with what was remarked when they came.

    Raises:
        SubmissionError: there are none.
    """
    submitted = folder.root / "submitted"
    if not submitted.is_dir():
        raise SubmissionError(f"{submitted}: no hand-ins yet: run `nbgrader collect` or `nbgrader zip_collect` first")
    found = read_class(folder.root, course, student)
    return ClassIntake(tuple(_with_remarks(s, folder, course) for s in found), found.remarks)


def _with_remarks(submission: Submission, folder: CourseFolder, course: Course) -> Submission:
    """Put what was remarked at collecting in the place of what intake sees in the tidy copy."""
    flags, refused, needs_human = [], dict(submission.refused), False
    is_all_collected = True
    for assignment in course.assignments:
        path = folder.submitted(submission.student, assignment.name)
        if not path.is_dir():
            continue
        remarks = read_remarks(path)
        if remarks is None:
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
        flags += submission.flags
        needs_human |= submission.needs_human
    known = {module.name for module in course.modules}
    refused = {module: why for module, why in refused.items() if module in known}
    return replace(submission, flags=tuple(flags), refused=refused, needs_human=needs_human)


@dataclass(frozen=True)
class Remarks:
    """What intake and collecting had to say about one hand-in."""

    flags: tuple[str, ...]
    refused: Mapping[str, str]
    needs_human: bool


def read_remarks(hand_in: Path) -> Remarks | None:
    """Return what was remarked when this hand-in was kept; None where it was put there by hand."""
    try:
        raw = json.loads((hand_in / REMARKS).read_text(encoding="utf-8"))
        refused = {str(module): str(why) for module, why in raw["refused"].items()}
        return Remarks(tuple(str(flag) for flag in raw["flags"]), refused, raw["needs_human"] is True)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None
