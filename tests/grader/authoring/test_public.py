"""Which exercises the students' own tests cover."""

from __future__ import annotations

from pathlib import Path

import pytest

from grader.authoring.public import exercises_tested
from grader.course.loading import load_course


@pytest.mark.parametrize(
    ("suite", "tested"),
    [
        pytest.param("def test_area_of_a_square(): pass", {"area"}, id="by the beginning of its name"),
        pytest.param("def test_area_of_many_things(): pass", {"area_of_many"}, id="the longest name that fits"),
        pytest.param("def test_area(): pass", {"area"}, id="the whole name"),
        pytest.param("def test_areas(): pass", set(), id="a part of a word is none"),
        pytest.param("def test_tortoise_starts(): pass", {"Tortoise"}, id="capitals do not count"),
        pytest.param('@pytest.mark.exercise("walk")\ndef test_measures(): pass', {"walk"}, id="by its mark"),
        pytest.param("def test_nothing_of_these(): pass", set(), id="no exercise"),
        pytest.param("area = 1\n\n\ndef area_helper(): pass", set(), id="no test"),
    ],
)
def test_a_test_belongs_to_the_exercise_it_is_named_after(course_root: Path, suite: str, tested: set[str]):
    course = load_course(course_root)
    for module in course.modules:
        (course_root / "tests" / "public" / f"test_{module.name}.py").write_text(suite, encoding="utf-8")

    assert {name for module in course.modules for name in exercises_tested(course, module)} == tested


def test_a_module_without_a_suite_has_no_tested_exercise(course_root: Path):
    course = load_course(course_root)
    (course_root / "tests" / "public" / "test_plane.py").unlink()

    assert exercises_tested(course, course.module("plane")) == set()
