"""A class of three in a course of two exercises, with whatever names and messages a test wants."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from grader.grade.document import Grade
from tests.grader.documents import as_grade

ClassMaker = Callable[..., list[Grade]]
_HINT = "which sides?"


def _exercise(name: str, tier: str, status: str, outcomes: str, message: str) -> dict[str, Any]:
    ends = {"p": "passed", "f": "failed", "n": "not_started", "e": "error"}
    tests = [
        {
            "name": f"test_{number}",
            "sentence": f"{name} does thing {number}",
            "weight": 1,
            "outcome": ends[letter],
            "message": message if letter in "fe" else "",
            "hint": _HINT if letter == "f" else "",
        }
        for number, letter in enumerate(outcomes)
    ]
    return {
        "name": name, "tier": tier, "status": status, "points": 1.0, "max_points": 3.0,
        "diagnosis": None, "tests": tests,
    }  # fmt: skip


@pytest.fixture
def make_class() -> ClassMaker:
    """Return grade documents: ada is done, hopper and boole are stuck at `area`, boole's `diagonal` cannot be used."""

    def _make_class(message: str = "expected 7351.0625, got 4", **changes: Any) -> list[Grade]:
        area = [("passed", "pp"), ("partial", "pf"), ("failed", "ff")]
        diagonal = [("passed", "p"), ("not_started", "n"), ("error", "e")]
        grades: list[dict[str, Any]] = []
        for student, of_area, of_diagonal in zip(("ada", "hopper", "boole"), area, diagonal, strict=True):
            modules = [
                ("plane", _exercise("area", "core", *of_area, message)),
                ("space", _exercise("diagonal", "stretch", *of_diagonal, message)),
            ]
            grades.append(
                {
                    "version": 1, "student": student, "course": "geometry", "isolation": "landlock+seccomp",
                    "points": 30.0, "max_points": 60.0, "bonus": 1.0, "max_bonus": 3.0,
                    "needs_human": False, "flags": [],
                    "modules": [
                        {"name": name, "points": 1.0, "max_points": 3.0, "sha256": None, "exercises": [exercise]}
                        for name, exercise in modules
                    ],
                }
            )  # fmt: skip
        mistake = {"mistake": "sides_added", "hint": "What do two sides make: a sum or a product?"}
        for grade in grades[1:]:
            grade["modules"][0]["exercises"][0]["diagnosis"] = mistake
        grades[-1] |= changes
        return [as_grade(grade) for grade in grades]

    return _make_class
