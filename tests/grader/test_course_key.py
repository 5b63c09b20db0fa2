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
        pytest.param("tests/public/test_vectors.py", True, id="the tests that examples are made from"),
        pytest.param("tests/alternatives/vectors.py", True, id="right answers in another style"),
        pytest.param("exercises/data/towns.json", True, id="the data that a hand-in reads"),
        pytest.param("tests/hidden/lessons/expected.csv", True, id="data of a suite, in a folder of another's name"),
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


def test_a_file_that_was_moved_changes_the_key(own_course):
    (own_course / "tests/hidden/a").mkdir()
    (own_course / "tests/hidden/b").mkdir()
    (own_course / "tests/hidden/a/x.csv").write_text("1")
    before = key_of(own_course)

    (own_course / "tests/hidden/a/x.csv").rename(own_course / "tests/hidden/b/x.csv")

    assert key_of(own_course) != before


@pytest.mark.parametrize(
    ("before", "after", "depends"),
    [
        pytest.param("minutes: 1}", "minutes: 1, seconds: 1.5}", True, id="the time of a call"),
        pytest.param("seconds_per_hand_in: 25", "seconds_per_hand_in: 99", True, id="the time of a hand-in"),
        pytest.param("modules:", "packages: [numpy, pytest]\nmodules:", True, id="a package"),
        pytest.param("builds_on: [vectors]", "builds_on: []", True, id="what a module builds on"),
        pytest.param("      - {name: mean, points: 1, tier: core, minutes: 1}\n", "", True, id="an exercise less"),
        pytest.param("name: largest, points: 1", "name: largest, points: 0.000000001", True, id="no marks at all"),
        pytest.param("points: 2", "points: 2.5", False, id="points"),
        pytest.param("weight: 60", "weight: 50", False, id="a weight"),
        pytest.param("tier: core", "tier: express", False, id="a tier"),
        pytest.param("title: ", "title: Very ", False, id="a title"),
        pytest.param("minutes: 1}", "minutes: 9}", False, id="minutes"),
        pytest.param("modules: [vectors, training]", "modules: [training]", False, id="what is collected together"),
    ],
)
def test_of_the_course_the_key_holds_what_a_session_reads(own_course, before, after, depends):
    path = own_course / "course.yaml"
    key = key_of(own_course)
    assert before in path.read_text()

    path.write_text(path.read_text().replace(before, after, 1))

    assert (key_of(own_course) != key) is depends


def test_another_version_of_a_package_of_the_course_changes_the_key(own_course, monkeypatch):
    course = load_course(own_course)
    before = course_key(course, Settings())

    monkeypatch.setattr("grader.workers.toolchain.version", lambda name: "99")

    assert course_key(course, Settings()) != before
