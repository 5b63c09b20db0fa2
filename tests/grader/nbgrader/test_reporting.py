"""A report of an nbgrader course: the gradebook's marks by hand, people's comments, and what lateness cost."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from nbgrader.api import Gradebook

from grader.course.loading import load_course
from grader.nbgrader.exporting import rows_of
from tests.e2e import geometry

Run = Callable[..., str]
DUE, TOO_LATE = "2026-01-10T12:00:00Z", "2026-01-12 09:00:00.000000 UTC"  # the second day has begun: 20 percent
ROSTER = "id,first_name,last_name\nada,Ada,Lovelace\nhopper,Grace,Hopper\nminsky,Marvin,Minsky\n"


@pytest.fixture(scope="module")
def judged(tmp_path_factory: pytest.TempPathFactory, run_command: Run) -> Path:
    """An nbgrader course: ada is half right, hopper late and given a mark by hand, minsky handed nothing in."""
    base = tmp_path_factory.mktemp("judged")
    geometry.write_course(base / "geometry", DUE)
    (base / "students.csv").write_text(ROSTER)
    target = base / "nbgrader"
    roster = ["--roster", str(base / "students.csv")]
    run_command(["grader", "build", "--nbgrader", str(target), *roster, "--course", str(base / "geometry")])
    run_command(["nbgrader", "generate_assignment", "shapes"], target)
    for student in ("ada", "hopper"):
        kept = target / "submitted" / student / "shapes"
        kept.mkdir(parents=True)
        for name, text in geometry.HALF.items():
            (kept / name).write_text(text)
    (target / "submitted" / "hopper" / "shapes" / "timestamp.txt").write_text(TOO_LATE)
    run_command(["grader", "build", "--nbgrader", "."], target)  # puts the notebooks beside the files
    run_command(["nbgrader", "autograde", "shapes"], target)
    with Gradebook(f"sqlite:///{target / 'gradebook.db'}", "geometry") as gradebook:
        grade = gradebook.find_grade("area_of_many", "plane", "shapes", "hopper")
        grade.manual_score, grade.needs_manual_grade = 33.0, False
        comment = gradebook.find_comment("plane-code", "plane", "shapes", "hopper")
        comment.manual_comment = "well <b>argued</b> in class"
        gradebook.db.commit()
    run_command(["nbgrader", "autograde", "shapes", "--force", "--student=hopper"], target)
    return target


@pytest.fixture(scope="module")
def report(judged: Path, run_command: Run) -> Path:
    said = run_command(["grader", "report", "nbgrader", "--out", "report"], judged.parent)
    assert said == "5 pages: open report/index.html\n"
    return judged.parent / "report"


def shown(page: Path) -> str:
    """Return what a reader sees of a page, in one line."""
    text = re.sub(r"<style>.*?</style>|<script>.*?</script>|<[^>]*>", " ", page.read_text(), flags=re.DOTALL)
    return " ".join(html.unescape(text).split())


def test_the_class_page_says_who_has_a_mark_by_hand_and_who_was_late(report: Path):
    page = shown(report / "index.html")

    assert "Marks are the gradebook's, with what people changed by hand, before what lateness cost" in page
    table = page.partition("what was changed")[2].partition("Since the run")[0].partition("Students")[0]
    assert table.split(";")[0].split() == (
        "Grace Hopper 80 +13 −18.6 74.4 plane.area_of_many: 20 → 33".split()
    )  # 80 by the tests and 13 by hand; 20 percent of 93 off
    assert "plane: “well <b>argued</b> in class”" in page
    assert "Ada Lovelace" not in table


def test_the_students_page_says_what_each_mark_is(report: Path):
    page = shown(report / "students" / "hopper.html")

    assert "93 of 100 points in geometry" in page
    assert "80 by the tests, +13 by hand, −18.6 for being late: 74.4 count ." in page
    assert "plane.area_of_many: a person gave 33, the tests 20" in page
    assert "a person wrote of plane.py: well <b>argued</b> in class" in page
    assert "33 of 40, given by hand" in page
    assert "by hand" not in shown(report / "students" / "ada.html")


def test_what_counts_is_what_an_export_of_the_gradebook_has(judged: Path, report: Path):
    of_export = {row.person.id: row.total for row in rows_of(judged).rows}

    assert of_export["hopper"] == pytest.approx(74.4)
    assert f"{of_export['hopper']:.4g} count" in shown(report / "students" / "hopper.html")


def test_names_and_own_lines_come_from_the_course_itself(report: Path):
    page = (report / "students" / "ada.html").read_text()

    assert "<h1>Ada Lovelace</h1>" in page
    assert "plane.py line 10: raise ValueError(" in page


def test_without_names_no_comment_is_shown(judged: Path, run_command: Run):
    run_command(["grader", "report", "nbgrader", "--pseudonyms", "--out", "hidden"], judged.parent)

    pages = " ".join(shown(page) for page in (judged.parent / "hidden").rglob("*.html"))
    assert "a person gave 33, the tests 20" in pages
    assert not re.search("hopper|grace|argued", pages, re.IGNORECASE)


def test_marks_that_are_out_of_step_are_said(judged: Path, run_command: Run):
    result = judged / "results" / "ada.json"
    before = result.read_text()
    mark = '"points": 40.0,\n     "max_points": 40.0'
    result.write_text(before.replace(mark, mark.replace("40", "4", 1), 1))
    assert result.read_text() != before

    said = run_command(["grader", "report", "nbgrader", "--out", "stale"], judged.parent)

    result.write_text(before)
    assert "nbgrader/results disagree about 1 mark of the tests: run `nbgrader autograde` again" in said


def test_the_maximum_is_that_of_the_course(judged: Path):
    course = load_course(judged.parent / "geometry")

    assert {row.most for row in rows_of(judged).rows} == {sum(m.weight for m in course.modules)}
