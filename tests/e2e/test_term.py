"""The whole life-cycle, as the instructor and the students see it."""

from __future__ import annotations

import csv
import os
import stat

import pytest

from tests.e2e import geometry
from tests.e2e.term import Term

FULL = {"area": 20.0, "area_of_many": 40.0, "diagonal": 5.0, "volume": 40.0}


def test_the_course_folder_is_nobody_elses_business(term: Term):
    assert stat.S_IMODE(os.stat(term.course).st_mode) == 0o700
    assert stat.S_IMODE(os.stat(term.course / "gradebook.db").st_mode) & 0o077 == 0


def test_a_student_gets_the_stub_and_no_hidden_test(term: Term):
    fetched = {path.name for path in (term.people["ada"].home / "shapes").iterdir()}

    assert {"plane.py", "plane.ipynb", "solid.py", "test_plane.py", "kit"} <= fetched
    released = term.course / "release" / "shapes"
    assert str(geometry.SECRET) not in "".join(
        p.read_text("utf-8") for p in released.rglob("*.*") if p.is_file() and p.suffix != ".npz"
    )


def test_validate_tells_a_stub_from_a_solution(term: Term):
    assert "VALIDATION FAILED ON 3 CELL(S)" in term.said["validate stub"].said
    assert "Success! Your notebook passes all the tests." in term.said["validate right"].said


def test_marks_in_the_gradebook_are_the_kits(term: Term):
    for name in ("ada", "hopper", "injection", "symlinks"):
        kits = {e["name"]: e["points"] for m in term.result(name)["modules"] for e in m["exercises"]}
        assert term.marks(name) == pytest.approx(kits, abs=1e-3), name

    assert term.marks("ada") == pytest.approx(FULL)
    assert term.marks("hopper") == pytest.approx({"area": 20.0, "area_of_many": 20.0, "diagonal": 0.0, "volume": 40.0})


def test_the_maximum_is_the_cores_and_a_bonus_lies_above_it(term: Term):
    with (term.course / "grades.csv").open(newline="") as file:
        rows = {row["student_id"]: row for row in csv.DictReader(file)}

    assert float(rows[term.id("ada")]["max_score"]) == pytest.approx(100.0)
    assert float(rows[term.id("ada")]["score"]) == pytest.approx(105.0)


def test_autograde_reuses_what_grader_run_has_graded(term: Term):
    assert f"graded {term.id('ada')}" not in term.said["autograde shapes"].said


def test_feedback_reaches_the_student_and_explains_without_giving_the_test_away(term: Term):
    pages = list((term.people["ada"].home / "shapes" / "feedback").rglob("plane.html"))
    page = term.feedback("hopper", "plane")

    assert len(pages) == 1
    assert "area_of_many adds all areas" in page
    assert "your code raised ValueError (plane.py line 10" in page
    assert str(geometry.SECRET) not in page
    assert "leak 3.0" not in page.replace("leak {width}", "")
    assert "for the instructor" not in page


def test_the_instructor_sees_the_whole_message(term: Term):
    shown = (term.course / "autograded" / term.id("hopper") / "shapes" / "plane.ipynb").read_text("utf-8")

    assert "for the instructor" in shown
    assert "leak 3.0" in shown


def test_graders_see_the_students_file(term: Term):
    shown = (term.course / "autograded" / term.id("hopper") / "shapes" / "plane.ipynb").read_text("utf-8")

    assert "sizes[:-1]" in shown
