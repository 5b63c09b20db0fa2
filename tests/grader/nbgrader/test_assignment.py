from __future__ import annotations

import json
import subprocess
import sys
import warnings
from pathlib import Path

import nbformat
import pytest

from grader.authoring.build import build
from grader.authoring.stubs import stub
from grader.course.loading import load_course
from grader.nbgrader.assignment import notebook
from grader.nbgrader.keeping import notebook_remarks
from tests import at_home


@pytest.fixture(scope="module")
def plane(geometry_root: Path) -> bytes:
    course = load_course(geometry_root)
    module = course.module("plane")
    return notebook(module, stub(geometry_root / "solutions" / "plane.py", module), course.title)


def _cells(raw: bytes) -> dict[str, dict]:
    cells = json.loads(raw)["cells"]
    return {c["metadata"]["nbgrader"]["grade_id"]: c for c in cells if c["metadata"].get("nbgrader", {}).get("grade")}


def test_a_notebook_is_valid_and_the_same_every_time(geometry_root: Path, plane: bytes):
    course = load_course(geometry_root)
    module = course.module("plane")
    again = notebook(module, stub(geometry_root / "solutions" / "plane.py", module), course.title)

    assert again == plane
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        nbformat.validate(nbformat.reads(plane.decode(), as_version=4))


def test_one_locked_grade_cell_for_each_exercise_and_its_points(plane: bytes):
    facts = {name: cell["metadata"]["nbgrader"] for name, cell in _cells(plane).items()}

    assert {name: fact["points"] for name, fact in facts.items()} == {
        "area": 20.0,
        "area_of_many": 40.0,
        "diagonal": 0.0,
    }
    assert all(fact["locked"] and not fact["solution"] for fact in facts.values())


def test_a_lesson_becomes_the_body_and_the_grade_cells_follow(geometry_root: Path, plane: bytes):
    course = load_course(geometry_root)
    module = course.module("plane")
    source = "# A story\n\n## `area`\n\nof area"
    lesson = [{"cell_type": "markdown", "id": "lesson-0", "metadata": {}, "source": source}]

    raw = notebook(module, stub(geometry_root / "solutions" / "plane.py", module), course.title, lesson)

    shown = json.loads(raw)["cells"][0]["source"]
    assert shown == "# A story\n\n## Exercise: `area`\n\nof area", "a heading with a grade cell's id hides its mark"
    assert list(_cells(raw)) == list(_cells(plane))


@pytest.mark.parametrize("name", ["area", "area_of_many", "diagonal"])
def test_a_grade_cell_refuses_to_run_under_stock_autograde(plane: bytes, name: str, tmp_path: Path):
    done = _run_cell(plane, name, tmp_path, NBGRADER_EXECUTION="autograde")

    assert done.returncode == 1
    assert b"RuntimeError: no marks here" in done.stderr


def test_a_grade_cell_runs_the_examples_of_its_exercise_alone(geometry_root: Path, plane: bytes, tmp_path: Path):
    build(load_course(geometry_root), tmp_path)
    file = tmp_path / "plane.py"
    file.write_text(
        file.read_text().replace('raise NotImplementedError("area is not written yet")', "return width * height")
    )

    assert _run_cell(plane, "area", tmp_path, NBGRADER_EXECUTION="validate").returncode == 0
    not_done = _run_cell(plane, "area_of_many", tmp_path)
    assert not_done.returncode == 1
    assert b"area_of_many is not done yet" in not_done.stderr


def _run_cell(raw: bytes, name: str, folder: Path, **environment: str) -> subprocess.CompletedProcess[bytes]:
    code = _cells(raw)[name]["source"]
    return subprocess.run(
        [sys.executable, "-c", code],
        cwd=folder,
        env=at_home.environment(**environment),
        capture_output=True,
        timeout=60,
        check=False,
    )


@pytest.mark.parametrize(
    "raw",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b"\xff\xfe{}", id="not UTF-8"),
        pytest.param(b"[" * 100_000, id="nested beyond the parser"),
        pytest.param(b"[]", id="a list"),
        pytest.param(b'{"cells": 1, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}', id="cells are no list"),
        pytest.param(b'{"nbformat": 99, "nbformat_minor": 0, "cells": [], "metadata": {}}', id="from the future"),
        pytest.param(b'{"metadata": {"x": ' + b"9" * 5000 + b"}}", id="a number without end"),
    ],
)
def test_what_nbgrader_could_not_read_is_no_notebook(plane: bytes, raw: bytes):
    with pytest.raises(ValueError):
        notebook_remarks(raw, plane)
