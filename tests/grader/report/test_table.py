from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest

from grader.grade.document import Grade
from grader.grade.marks import Person, row_of
from grader.report.table import WRITERS, Format, write_gradescope
from tests.grader.documents import as_grade


def _grade(student: str, **changes: Any) -> Grade:
    test = {"name": "test_it", "sentence": "area multiplies", "weight": 1, "hint": "which sides?"}
    failed = test | {"outcome": "failed", "message": "expected 7351.0625, got 4 (for 2.0)"}
    passed = test | {"outcome": "passed", "message": ""}
    document = {
        "version": 1, "student": student, "course": "geometry", "isolation": "landlock+seccomp",
        "points": 30.0, "max_points": 60.0, "bonus": 5.0, "max_bonus": 5.0, "needs_human": False, "flags": [],
        "modules": [
            {
                "name": "plane", "points": 30.0, "max_points": 60.0, "sha256": None,
                "exercises": [
                    {"name": "area", "tier": "core", "status": "partial", "points": 30.0, "max_points": 60.0,
                     "diagnosis": None, "tests": [passed, failed]},
                    {"name": "diagonal", "tier": "stretch", "status": "passed", "points": 5.0, "max_points": 5.0,
                     "diagnosis": None, "tests": [passed]},
                ],
            }
        ],
    } | changes  # fmt: skip
    return as_grade(document)


ADA = row_of(_grade("ada"), Person("ada", "Ada", "Lovelace", "ada@example.org", "101"))


def _table(form: Format, *rows: Any) -> list[list[str]]:
    return list(csv.reader(io.StringIO(WRITERS[form](rows))))


@pytest.mark.parametrize(
    ("form", "lines"),
    [
        pytest.param(
            Format.CSV,
            [
                "student first_name last_name email work points bonus penalty total max needs_human flags".split(),
                ["ada", "Ada", "Lovelace", "ada@example.org", "geometry", "35", "5", "0", "35", "60", "", ""],
            ],
            id="csv",
        ),
        pytest.param(
            Format.TABLE,
            [
                ["student", "first_name", "last_name", "email", "geometry.plane.area", "geometry.plane.diagonal"],
                ["(maximum; 0 is a bonus)", "", "", "", "60", "0"],
                ["ada", "Ada", "Lovelace", "ada@example.org", "30", "5"],
            ],
            id="table",
        ),
        pytest.param(
            Format.MOODLE,
            [
                ["Username", "ID number", "First name", "Last name", "Email address", "geometry", "geometry feedback"],
                ["ada", "101", "Ada", "Lovelace", "ada@example.org", "35", "35 of 60 points, 5 of them a bonus"],
            ],
            id="moodle",
        ),
        pytest.param(
            Format.CANVAS,
            [
                ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", "geometry"],
                ["    Points Possible", "", "", "", "", "60"],
                ["Lovelace, Ada", "101", "", "ada", "", "35"],
            ],
            id="canvas",
        ),
    ],
)
def test_marks_are_written_the_way_a_program_reads_them(form: Format, lines: list[list[str]]):
    assert _table(form, ADA) == lines


@pytest.mark.parametrize("form", WRITERS)
@pytest.mark.parametrize("comma", [",", ";"])  # by the language of the spreadsheet that opens the file
@pytest.mark.parametrize(
    "name",
    [
        "=1+1",
        "+1",
        "-1",
        "@SUM(A1)",
        "\t=1+1",
        "\r=1",
        " =1+1",
        "|calc",
        "%0A=1",
        "\uff1d1+1",
        "a;=1+1",
        'a; "=1+1',
        '"=1',
    ],
)
def test_no_name_becomes_a_formula(form: Format, name: str, comma: str):
    row = row_of(_grade(name, flags=[name]), Person(name, name, name, name, name))

    cells = [cell for line in csv.reader(io.StringIO(WRITERS[form]([row])), delimiter=comma) for cell in line]

    assert not any(cell.lstrip(' "').startswith(tuple("=+-@|%\uff1d")) for cell in cells)
    assert not any(ord(letter) < 32 for cell in cells for letter in cell)


def test_late_marks_never_fall_below_zero():
    from dataclasses import replace

    assert replace(ADA, penalty=100.0).total == 0.0


def test_gradescope_gets_a_file_per_student_without_hidden_inputs(tmp_path: Path):
    (path,) = write_gradescope([ADA], tmp_path)

    whole = json.loads(path.read_text("utf-8"))
    assert path == tmp_path / "ada" / "results.json"
    assert whole["score"] == 35.0
    assert [(t["name"], t["score"], t["max_score"]) for t in whole["tests"]] == [
        ("plane: area", 30.0, 60.0),
        ("plane: diagonal", 5.0, 0.0),
    ]
    assert "which sides?" in whole["tests"][0]["output"]
    assert "7351" not in path.read_text("utf-8")


def test_a_students_name_is_no_way_out_of_the_folder(tmp_path: Path):
    (path,) = write_gradescope([row_of(_grade("../../ada"), Person("../../ada"))], tmp_path / "inner")

    assert path.resolve().is_relative_to(tmp_path / "inner")
