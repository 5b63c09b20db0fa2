"""A mark comes from a grade of the hand-in that lies there now, and a fault of ours is never a mark."""

from __future__ import annotations

import json
import logging
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from grader.grade.score import ungraded
from grader.intake import SubmissionError
from grader.nbgrader.autograding import grade_of, refuse_ungraded
from grader.nbgrader.folder import CourseFolder, HandInError, find_assignment, open_course_folder
from grader.sandbox.host.isolation import Isolation
from grader.submission import Submission
from tests.e2e import geometry

Run = Callable[..., str]


@pytest.fixture
def folder(course_folder: Path) -> CourseFolder:
    """The course folder with one collected hand-in, ada's."""
    kept = course_folder / "submitted" / "ada" / "shapes"
    kept.mkdir(parents=True)
    (kept / "plane.py").write_text(geometry.PLANE)
    return open_course_folder(course_folder)


def _points(folder: CourseFolder, student: str = "ada") -> float:
    graded = grade_of(
        folder,
        folder.course(),
        student,
        isolation=Isolation.JAIL,
        whole_class=False,
        log=logging.getLogger("test"),
    )
    points: float = graded.grade.points
    return points


def test_a_changed_hand_in_is_graded_again(folder: CourseFolder):
    assert _points(folder) == 60.0

    (folder.submitted("ada", "shapes") / "plane.py").write_text(geometry.HALF["plane.py"])

    assert _points(folder) == 40.0


def test_a_forged_result_is_not_believed(folder: CourseFolder):
    """Nobody but the instructor can write there; yet a result of another hand-in must not become a mark."""
    assert _points(folder) == 60.0
    result = folder.results / "ada.json"
    grade = json.loads(result.read_text())

    result.write_text(json.dumps({**grade, "points": 100.0, "student": "hopper"}))
    shutil.copytree(folder.submitted("ada", "shapes"), folder.submitted("hopper", "shapes"))

    assert _points(folder, "hopper") == 60.0


def test_a_student_of_whom_nothing_was_collected_is_named(folder: CourseFolder):
    with pytest.raises(SubmissionError, match="no hand-in of 'hopper'"):
        _points(folder, "hopper")


def test_a_fault_of_the_grader_is_refused_and_is_no_zero(folder: CourseFolder):
    submission = Submission("ada", sources={}, refused={})
    grade = ungraded(folder.course(), submission, "the disk is full", "landlock+seccomp", None)

    with pytest.raises(HandInError, match=r"ada could not be graded, by a fault of the grader: .*the disk is full"):
        refuse_ungraded(grade)


def test_an_unknown_assignment_is_refused_with_those_there_are(folder: CourseFolder):
    with pytest.raises(HandInError, match="'angles' is no assignment of geometry: it has shapes"):
        find_assignment(folder.course(), "angles")


def test_a_notebook_that_is_no_module_gives_no_mark(folder: CourseFolder, run_command: Run):
    name = "angles.ipynb"
    shutil.copy(folder.source("shapes") / "plane.ipynb", folder.source("shapes") / name)
    run_command(["nbgrader", "generate_assignment", "shapes", "--force"], folder.root)
    run_command(["grader", "build", "--nbgrader", "."], folder.root)
    shutil.copy(folder.root / "release" / "shapes" / name, folder.submitted("ada", "shapes") / name)

    said = run_command(["nbgrader", "autograde", "shapes"], folder.root, code=1)

    assert "angles.ipynb belongs to no module of shapes in geometry" in said


def test_a_master_notebook_that_is_gone_is_named_with_the_cure(folder: CourseFolder):
    (folder.source("shapes") / "plane.ipynb").unlink()

    with pytest.raises(HandInError, match=r"plane.ipynb: cannot be read: .*: run `grader build --nbgrader"):
        folder.master("shapes", "plane")


def test_a_folder_of_another_course_is_not_taken_over(folder: CourseFolder, tmp_path: Path, run_command: Run):
    other = geometry.write_course(tmp_path / "other")
    other.write_text(other.read_text().replace("name: geometry", "name: topology"))

    said = run_command(["grader", "build", "--nbgrader", str(folder.root), "--course", str(other)], code=2)

    assert "belongs to the course in" in said
    assert "expected another folder for topology" in said
