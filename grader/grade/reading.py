"""Read what `grader run` wrote: which results there are, and which of them belong together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from grader.grade.brief import Briefs
from grader.grade.document import Grade, NoGrade
from grader.outcome import MustAct
from grader.text import clean


class ResultsError(MustAct):
    """There are no results, or none that can be read; the message says why."""


@dataclass(frozen=True)
class Results:
    """The grade documents of a class: all of them in brief, and each whole when it is asked for, by its student."""

    briefs: tuple[Grade, ...]
    whole: Callable[[str], Grade]

    @classmethod
    def of(cls, grades: Iterable[Grade]) -> Results:
        """Return results that are in memory already."""
        every, briefs = tuple(grades), Briefs()
        by_student = {grade.student: grade for grade in every}
        return cls(tuple(briefs.of(grade) for grade in every), by_student.__getitem__)


def read_results(folder: Path) -> Results:
    """Return the grade documents in a folder of `grader run`, by student.

    Raises:
        ResultsError: there are none, or one of the files is no grade document.
    """
    paths = sorted(folder.glob("*.json")) if folder.is_dir() else []
    if not paths:
        raise ResultsError(f"{folder}: no results: expected what `grader run` wrote")
    found: dict[str, Path] = {}
    grades, briefs, seen = [], Briefs(), Counter[str]()
    for path in paths:
        grade = _grade(path)
        seen[grade.student] += 1  # names of other bytes can be written alike: one such name denies nobody a page
        name = grade.student if seen[grade.student] == 1 else f"{grade.student} ({seen[grade.student]})"
        found[name] = path
        grades.append(briefs.of(grade.model_copy(update={"student": name})))
    return Results(tuple(grades), lambda name: _grade(found[name]).model_copy(update={"student": name}))


def of_one_course(results: Results) -> tuple[Results, str]:
    """Return the results of the course and track that most have, and a sentence about those left out, '' for none."""
    grades = results.briefs
    kinds = Counter((grade.course, grade.track or "") for grade in grades)
    (course, track), _ = max(kinds.items(), key=lambda item: (item[1], not item[0][1]))
    kept = [grade for grade in grades if (grade.course, grade.track or "") == (course, track)]
    others = [clean(grade.student, 40) for grade in grades if (grade.course, grade.track or "") != (course, track)]
    if not others:
        return results, ""
    whole = f"the whole of {course}" if any(grade.course == course for grade in grades if grade.track) else course
    what = f"{course}, track {track}" if track else whole
    named = ", ".join(others[:5]) + (", ..." if len(others) > 5 else "")
    left_out = f"{len(others)} of {len(grades)} results are not of {what} and were left out: {named}"
    return replace(results, briefs=tuple(kept)), left_out


def _grade(path: Path) -> Grade:
    try:
        return Grade.from_json(path.read_bytes())
    except (OSError, NoGrade) as error:
        raise ResultsError(f"{path}: {error}: run `grader run` again") from error
