"""A grade is made anew when anything changes that it depends on, and not when a lesson does."""

from __future__ import annotations

from pathlib import Path

import pytest

from grader.course.loading import load_course
from grader.grading import Settings, course_key


def key_of(course: Path) -> str:
    return course_key(load_course(course), Settings())


@pytest.mark.parametrize(
    ("file", "depends"),
    [
        pytest.param("solutions/vectors.py", True, id="the reference"),
        pytest.param("tests/hidden/test_vectors.py", True, id="a suite"),
        pytest.param("tests/hidden/expected.csv", True, id="data of a suite"),
        pytest.param("solutions/data/towns.json", True, id="data of the course"),
        pytest.param("tests/mistakes/vectors.py", True, id="the mistakes"),
        pytest.param("tests/alternatives/vectors.py", True, id="right answers in another style"),
        pytest.param("solutions/lessons/vectors.md", False, id="a lesson"),
        pytest.param("solutions/__pycache__/vectors.pyc", False, id="what Python keeps"),
    ],
)
def test_a_changed_file_changes_the_key_where_a_grade_depends_on_it(own_course, file, depends):
    before = key_of(own_course)
    path = own_course / file
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes((path.read_bytes() if path.is_file() else b"") + b"\n# changed\n")

    assert (key_of(own_course) != before) is depends


def test_another_version_of_a_package_of_the_course_changes_the_key(own_course, monkeypatch):
    course = load_course(own_course)
    before = course_key(course, Settings())

    monkeypatch.setattr("grader.workers.toolchain.version", lambda name: "99")

    assert course_key(course, Settings()) != before
