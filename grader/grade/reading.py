"""Read what `grader run` wrote: which results there are, and which of them belong together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from grader.grade.document import Grade, NoGrade
from grader.outcome import MustAct
from grader.text import clean


class ResultsError(MustAct):
    """There are no results, or none that can be read; the message says why."""


def read_results(folder: Path) -> list[Grade]:
    """Return the grade documents in a folder of `grader run`, by student.

    Raises:
        ResultsError: there are none, or one of the files is no grade document.
    """
    paths = sorted(folder.glob("*.json")) if folder.is_dir() else []
    if not paths:
        raise ResultsError(f"{folder}: no results: expected what `grader run` wrote")
    grades: list[Grade] = []
    seen: Counter[str] = Counter()
    for grade in map(_grade, paths):
        seen[grade.student] += 1  # names of other bytes can be written alike: one such name denies nobody a page
        name = grade.student if seen[grade.student] == 1 else f"{grade.student} ({seen[grade.student]})"
        grades.append(grade.model_copy(update={"student": name}))
    return grades


def of_one_course(grades: Sequence[Grade]) -> tuple[list[Grade], str]:
    """Return the results of the course and track that most have, and a sentence about those left out, '' for none."""
    kinds = Counter((grade.course, grade.track or "") for grade in grades)
    (course, track), _ = max(kinds.items(), key=lambda item: (item[1], not item[0][1]))
    kept = [grade for grade in grades if (grade.course, grade.track or "") == (course, track)]
    others = [clean(grade.student, 40) for grade in grades if (grade.course, grade.track or "") != (course, track)]
    if not others:
        return kept, ""
    whole = f"the whole of {course}" if any(grade.course == course for grade in grades if grade.track) else course
    what = f"{course}, track {track}" if track else whole
    named = ", ".join(others[:5]) + (", ..." if len(others) > 5 else "")
    return kept, f"{len(others)} of {len(grades)} results are not of {what} and were left out: {named}"


def _grade(path: Path) -> Grade:
    try:
        return Grade.from_json(path.read_bytes())
    except (OSError, NoGrade) as error:
        raise ResultsError(f"{path}: {error}: run `grader run` again") from error
