"""Say WHICH mistake was made: replay the recorded calls through the catalogue of wrong implementations.

A mistake is the diagnosis if it returns what the student's code returned in every recorded call, and differs from
the reference in at least one. Nothing of the student's runs here. In doubt there is no diagnosis.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from grader.course.model import Course
from grader.grade.results import Diagnosis
from grader.sandbox.student import Call


class Catalogue:
    """The known mistakes of a course, by exercise."""

    def __init__(self, course: Course, folder: Path) -> None:
        self._course = course

    def diagnose(self, exercise: str, calls: Sequence[Call]) -> Diagnosis | None:
        """Return the one catalogued mistake that explains all calls, or None."""
        return None
