"""The courses of other subjects in examples/courses hold as they are."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from grader.authoring.build import build
from grader.authoring.check import check
from grader.course.loading import load_course
from grader.grading import Settings

COURSES = Path(__file__).parents[3] / "examples" / "courses"


def test_there_are_four():
    names = ["algorithms", "chance", "pictures", "tables"]
    assert sorted(path.parent.name for path in COURSES.glob("*/course.yaml")) == names


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "exercises", "mistakes"), [("algorithms", 8, 25), ("tables", 8, 25), ("pictures", 3, 9), ("chance", 5, 15)]
)
def test_a_course_of_another_subject_holds(tmp_path, name, exercises, mistakes):
    ignored = shutil.ignore_patterns("exercises", "__pycache__")
    root = Path(shutil.copytree(COURSES / name, tmp_path / name, ignore=ignored))
    course = load_course(root)
    build(course)

    proof = check(course, Settings(jobs=1))

    assert proof.complaints == []
    assert (proof.exercises, proof.mistakes, proof.caught, proof.alternatives) == (exercises, mistakes, mistakes, 1)
    assert proof.named_as_another == 0
