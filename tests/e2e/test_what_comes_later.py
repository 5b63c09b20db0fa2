"""After the first marks: better work, marks by hand, lateness, and an author who changes the course."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime, timedelta

import pytest

from tests.e2e import geometry, hand_ins
from tests.e2e.term import Term

FULL = {"area": 20.0, "area_of_many": 40.0, "diagonal": 5.0, "volume": 40.0}
HALF = {"area": 20.0, "area_of_many": 20.0, "diagonal": 0.0, "volume": 40.0}
_NEW_TEST = '''

@pytest.mark.exercise("volume")
def test_of_nothing():
    """volume of a sheet is 0"""
    expect.close(solid.volume(2.0, 3.0, 0.0), 1.0)
'''


@pytest.fixture(scope="module")
def later(term: Term) -> Term:
    """The term after everything below has happened, in the order of a real one."""
    _marks_by_hand(term)
    _better_work(term)
    _due_date_is_set(term)
    return term


def _marks_by_hand(term: Term) -> None:
    script = f"""
from nbgrader.api import Gradebook
with Gradebook('sqlite:///gradebook.db') as gradebook:
    grade = gradebook.find_grade('area_of_many', 'plane', 'shapes', {term.id("judged")!r})
    grade.manual_score = 33.0
    grade.needs_manual_grade = False
    gradebook.find_comment('plane-code', 'plane', 'shapes', {term.id("judged")!r}).manual_comment = 'well argued'
    gradebook.db.commit()
"""
    term.instructor.run("python", "-c", script, cwd=term.course)
    term.nbgrader("autograde", "shapes", "--force", f"--student={term.id('judged')}")


def _better_work(term: Term) -> None:
    right = hand_ins.released(term.course / "release" / "shapes")
    term.put_inbound("again", right)
    term.nbgrader("collect", "shapes", "--update")
    term.nbgrader("autograde", "shapes")


def _due_date_is_set(term: Term) -> None:
    due = datetime.now(UTC) - timedelta(hours=26)
    geometry.write_course(term.base / "geometry", due.strftime("%Y-%m-%dT%H:%M:%SZ"))
    term.grader("build", "--nbgrader", ".")
    term.nbgrader("autograde", "shapes", "--force", f"--student={term.id('tardy')}")
    term.nbgrader("generate_feedback", "shapes", "--force", f"--student={term.id('tardy')}")


def test_better_work_gives_better_marks_and_nobody_else_is_graded_again(later: Term):
    said = later.said["autograde shapes"].said

    assert later.marks("again") == pytest.approx(FULL)
    assert f"Skipping existing assignment: {later.course}/autograded/{later.id('ada')}" in said


def test_a_mark_by_hand_survives(later: Term):
    rows = later.query(
        """select grade.auto_score, grade.manual_score, grade.needs_manual_grade from grade
           join submitted_notebook on submitted_notebook.id = grade.notebook_id
           join submitted_assignment on submitted_assignment.id = submitted_notebook.assignment_id
           where submitted_assignment.student_id = ? and grade.manual_score is not null""",
        later.id("judged"),
    )

    assert rows == [(pytest.approx(20.0), 33.0, 0)]


def test_lateness_costs_what_the_course_says_and_is_shown(later: Term):
    penalties = later.query(
        """select sum(submitted_notebook.late_submission_penalty) from submitted_notebook
           join submitted_assignment on submitted_assignment.id = submitted_notebook.assignment_id
           where submitted_assignment.student_id = ?""",
        later.id("tardy"),
    )

    assert penalties == [(pytest.approx(0.2 * 80.0),)]  # two days begun
    assert "Late submission penalty (Score: -8.0)" in later.feedback("tardy", "plane")


def test_lateness_and_marks_by_hand_are_in_every_export(later: Term):
    tardy = _line(later.grader("export", "csv", ".").said, later.id("tardy"))
    judged = _line(later.grader("export", "table", ".").said, later.id("judged"))
    later.nbgrader("export")
    nbgraders = _line((later.course / "grades.csv").read_text(), later.id("tardy"))

    assert [float(tardy[column]) for column in ("points", "penalty", "total")] == pytest.approx([80.0, 16.0, 64.0])
    assert float(judged["shapes.plane.area_of_many"]) == 33.0
    assert float(nbgraders["late_submission_penalty"]) == pytest.approx(16.0)
    assert float(nbgraders["score"]) == pytest.approx(64.0)
    assert "80 of 100 points, 16 off for lateness" in later.grader("export", "moodle", ".").said


def test_building_again_keeps_marks_penalties_hand_ins_and_the_release(later: Term):
    tables = ("grade", "comment", "submitted_notebook", "submitted_assignment", "student")
    rows = [later.query(f"select * from {table} order by id") for table in tables]
    folders = [later.course / name for name in ("release", "submitted", "autograded", "feedback", "results")]
    files = {path: path.read_bytes() for folder in folders for path in folder.rglob("*") if path.is_file()}

    later.grader("build", "--nbgrader", ".")

    assert [later.query(f"select * from {table} order by id") for table in tables] == rows
    assert all(path.read_bytes() == content for path, content in files.items())


def test_a_new_hidden_test_counts_at_the_next_grading(later: Term):
    hidden = later.base / "geometry" / "tests" / "hidden" / "test_solid.py"
    before = hidden.read_text()
    try:
        hidden.write_text(before + _NEW_TEST)
        later.nbgrader("autograde", "shapes", "--force", f"--student={later.id('missing_secret')}")
        assert later.marks("missing_secret")["volume"] == pytest.approx(20.0)
    finally:
        hidden.write_text(before)


def test_other_points_reach_the_gradebook_without_a_new_release(later: Term):
    _edit_course(later, "area, points: 1", "area, points: 4")
    try:
        said = later.grader("build", "--nbgrader", ".").said
        later.nbgrader("autograde", "shapes", "--force", f"--student={later.id('renamed_notebook')}")

        assert "points changed; the gradebook has them now" in said
        assert later.marks("renamed_notebook")["area"] == pytest.approx(40.0)
        later.nbgrader("generate_assignment", "shapes", "--force")
        assert (later.course / "release" / "shapes" / "plane.ipynb").exists()
    finally:
        _edit_course(later, "area, points: 4", "area, points: 1")
        later.grader("build", "--nbgrader", ".")


def test_points_that_were_changed_and_not_built_give_no_mark_and_the_cure(later: Term):
    before = later.marks("no_time")
    _edit_course(later, "area, points: 1", "area, points: 4")
    try:
        done = later.nbgrader("autograde", "shapes", "--force", f"--student={later.id('no_time')}", code=1)

        assert "plane.ipynb and course.yaml differ in area, area_of_many: run `grader build --nbgrader" in done.said
        assert later.marks("no_time") == before
    finally:
        _edit_course(later, "area, points: 4", "area, points: 1")


def test_an_exercise_cannot_come_once_hand_ins_were_graded_and_nothing_is_lost(later: Term):
    extra = "{name: volume, points: 1, tier: express, minutes: 3}"
    before = (later.course / "source" / "shapes" / "solid.ipynb").read_bytes()
    _edit_course(later, f"- {extra}", f"- {extra}\n      - {extra.replace('volume', 'surface')}")
    solution = later.base / "geometry" / "solutions" / "solid.py"
    solution.write_text(geometry.SOLID + geometry.SOLID.split('"""', 2)[2].replace("volume", "surface"))
    try:
        done = later.grader("build", "--nbgrader", ".", code=2)

        assert "solid.surface would come, but hand-ins of it were graded" in done.said
        assert "put new exercises into a module of a new assignment" in done.said
        assert (later.course / "release" / "shapes" / "solid.ipynb").exists()
        assert (later.course / "source" / "shapes" / "solid.ipynb").read_bytes() == before
    finally:
        _edit_course(later, f"\n      - {extra.replace('volume', 'surface')}", "")
        solution.write_text(geometry.SOLID)


def test_without_the_kits_configuration_stock_autograde_gives_nothing(later: Term):
    config = later.course / "nbgrader_config.py"
    kept = config.read_text()
    lines = [line for line in kept.splitlines() if "c.CourseDirectory" in line or "c.Exchange.root" in line]
    config.write_text("\n".join(["c = get_config()", *lines]))
    try:
        later.nbgrader("autograde", "shapes", "--force", f"--student={later.id('no_notebooks')}")
        assert set(later.marks("no_notebooks").values()) == {0.0}
    finally:
        config.write_text(kept)


def _line(table: str, student: str) -> dict[str, str]:
    rows = csv.DictReader(io.StringIO(table))
    return next(row for row in rows if student in (row.get("student"), row.get("student_id")))


def _edit_course(term: Term, old: str, new: str) -> None:
    path = term.base / "geometry" / "course.yaml"
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))
