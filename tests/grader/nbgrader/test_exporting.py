"""Marks leave the kit: from results or a gradebook, with the names of a class list, and never as a formula."""

from __future__ import annotations

import contextlib
import csv
import io
import json
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from grader.nbgrader.exporting import rows_of
from grader.nbgrader.folder import HandInError
from tests.e2e import geometry
from tests.grader.class_list import ROSTER

Run = Callable[..., str]
FORMULAS = ["=HYPERLINK(1)", "+1+1", "-1", "@SUM(1)"]


@pytest.fixture(scope="module")
def graded(generated: Path, tmp_path_factory: pytest.TempPathFactory, run_command: Run) -> Path:
    """The course folder after ada was graded; her names are formulas. Not for changing."""
    target = Path(shutil.copytree(generated, tmp_path_factory.mktemp("exporting") / "nbgrader"))
    config = target / "nbgrader_config.py"
    config.write_text(config.read_text().replace(str(generated), str(target)))
    roster = target / "more.csv"
    roster.write_text(f"id,first_name,last_name,email\nada,{FORMULAS[0]},{FORMULAS[1]},{FORMULAS[3]}\n")
    run_command(["grader", "build", "--nbgrader", ".", "--roster", str(roster)], target)
    kept = target / "submitted" / "ada" / "shapes"
    kept.mkdir(parents=True)
    (kept / "plane.py").write_text(geometry.HALF["plane.py"])
    (kept / "=1+1.txt").write_text("")
    run_command(["grader", "build", "--nbgrader", "."], target)
    run_command(["nbgrader", "autograde", "shapes"], target)
    return target


@pytest.mark.parametrize("form", ["csv", "table", "moodle", "canvas"])
def test_no_cell_of_an_export_is_a_formula(graded: Path, run_command: Run, form: str):
    lines = list(csv.reader(io.StringIO(run_command(["grader", "export", form, "."], graded))))

    (mine,) = [line for line in lines if "ada" in line]
    assert any(FORMULAS[1] in cell for cell in mine)
    for line in lines:
        assert not [cell for cell in line if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]


def test_a_gradebook_that_another_program_holds_is_one_sentence(graded: Path):
    with contextlib.closing(sqlite3.connect(graded / "gradebook.db", isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")

        with pytest.raises(HandInError, match=r"gradebook\.db: held by another program, such as formgrader: wait, or"):
            rows_of(graded)


def test_a_gradebook_that_is_damaged_is_one_sentence(graded: Path):
    gradebook = graded / "gradebook.db"
    content = gradebook.read_bytes()
    gradebook.write_bytes(b"no database" * 100)
    try:
        with pytest.raises(HandInError, match=r"gradebook\.db: cannot be read \(file is not a database\): put a copy"):
            rows_of(graded)
    finally:
        gradebook.write_bytes(content)


def test_marks_of_results_and_of_the_gradebook_agree(graded: Path):
    of_gradebook = {row.person.id: row for row in rows_of(graded).rows}["ada"]
    (of_results,) = rows_of(graded / "results").rows

    assert of_gradebook.total == pytest.approx(of_results.total) == pytest.approx(40.0)
    assert {m.exercise: m.points for m in of_gradebook.marks} == pytest.approx(
        {m.exercise: m.points for m in of_results.marks}
    )


def test_gradescope_gets_one_file_for_each_student_who_was_graded(graded: Path, tmp_path: Path, run_command: Run):
    run_command(["grader", "export", "gradescope", ".", "--to", str(tmp_path)], graded)

    (file,) = tmp_path.rglob("results.json")
    whole = json.loads(file.read_text())
    assert whole["score"] == pytest.approx(40.0)
    assert str(geometry.SECRET) not in file.read_text()


def test_results_get_their_names_from_a_class_list(graded: Path, roster_file: Path):
    export = rows_of(graded / "results", roster_file)
    row = {row.person.id: row for row in export.rows}["ada"]

    assert (row.person.last_name, row.person.number) == ("Lovelace", "101")
    assert [row.person.id for row in export.rows if not row.handed_in] == (
        ["hopper", "rosenblatt", "minsky", "samuel", "widrow", "smith.j", "smith.k"]
    )
    assert export.remarks == ("nothing from 7 of 8 students: hopper, rosenblatt, minsky, samuel, widrow, ...",)


def test_a_gradebooks_rows_get_number_and_section_from_the_list_that_lies_beside_it(graded: Path, roster_file: Path):
    [own] = [row for row in rows_of(graded).rows if row.person.id == "hopper"]
    [with_list] = [row for row in rows_of(graded, roster_file).rows if row.person.id == "hopper"]

    assert own.person.number == with_list.person.number == "102"


def test_a_student_without_a_hand_in_has_no_marks_which_is_not_0(graded: Path):
    row = {row.person.id: row for row in rows_of(graded).rows}["hopper"]

    assert (row.handed_in, row.flags, row.most) == (False, ("nothing was handed in",), 100.0)


@pytest.mark.parametrize(
    "name",
    [
        "Ada Lovelace",
        "LOVELACE, ada",
        "Ada Lovelace_11_assignsubmission_file",
        "ada@example.org",
        "lovelaceada_101_2_x.py",
    ],
)
def test_results_match_the_class_list_as_collecting_does(
    graded: Path, roster_file: Path, tmp_path: Path, name: str, run_command: Run
):
    document = json.loads((graded / "results" / "ada.json").read_text())
    for student in (name, "stranger"):
        (tmp_path / f"{student}.json").write_text(json.dumps({**document, "student": student}))

    said = run_command(["grader", "export", "csv", str(tmp_path), "--roster", str(roster_file)])

    rows = list(csv.DictReader(line for line in said.splitlines() if not line.startswith("grader: ")))
    assert [row["student"] for row in rows] == [*(s.split(",")[0] for s in ROSTER.split("\n")[1:-1]), "stranger"]
    assert (rows[0]["email"], rows[0]["points"] != "", rows[1]["points"]) == ("ada@example.org", True, "")
    assert "grader: nobody on the class list, or more than one, is stranger" in said
    assert "grader: nothing from 7 of 8 students" in said


@pytest.mark.parametrize(
    ("files", "complaint"),
    [
        pytest.param({}, "no results: expected what `grader run` wrote", id="nothing"),
        pytest.param({"ada.json": "{"}, "ada.json: expected a grade document: Invalid JSON", id="damaged"),
        pytest.param({"ada.json": "[]"}, "ada.json: expected a grade document", id="a list"),
        pytest.param({"ada.json": '{"student": "ada"}'}, "ada.json: expected a grade document", id="another document"),
        pytest.param({"grader.json": "{"}, "grader.json: damaged: run `grader build --nbgrader", id="damaged facts"),
        pytest.param({"grader.json": '{"course": "/nowhere/course.yaml"}'}, "course.yaml", id="the course is gone"),
    ],
)
def test_what_holds_no_marks_is_refused_with_the_cure(tmp_path: Path, files: dict[str, str], complaint: str):
    for name, text in files.items():
        (tmp_path / name).write_text(text)

    with pytest.raises(Exception, match=complaint) as caught:
        rows_of(tmp_path)

    assert type(caught.value).__name__ in ("HandInError", "CourseError", "ResultsError")


def test_a_course_without_a_gradebook_or_marks_says_what_to_run(tmp_path: Path, geometry_root: Path):
    (tmp_path / "grader.json").write_text(json.dumps({"course": str(geometry_root / "course.yaml")}))

    with pytest.raises(HandInError, match="no gradebook: run `grader build --nbgrader"):
        rows_of(tmp_path)


def test_a_course_of_which_nothing_was_generated_says_what_to_run(
    tmp_path: Path, geometry_root: Path, run_command: Run
):
    run_command(["grader", "build", "--nbgrader", str(tmp_path / "new"), "--course", str(geometry_root)])

    with pytest.raises(HandInError, match="no marks yet: run `nbgrader generate_assignment`"):
        rows_of(tmp_path / "new")
