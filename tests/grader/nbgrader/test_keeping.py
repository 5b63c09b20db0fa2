"""What is kept of a hand-in is what will be graded: its modules, and the student's own beside them."""

from __future__ import annotations

import json
import time

import pytest

from grader.intake import read_class
from grader.nbgrader.folder import CourseFolder
from grader.nbgrader.keeping import NOTEBOOK_BYTES, CollectedHandIn, grade_cells, keep
from grader.submission import Submission


@pytest.mark.parametrize("packed_as", ["helpers", "tools.sums", "tools.__init__"])
def test_own_modules_are_kept_and_found_again(tiny_course, tmp_path, packed_as):
    name = packed_as.removesuffix(".__init__")
    extras = {name: b"x = 1\n"} | ({"tools.more": b"y = 2\n"} if packed_as.endswith("__init__") else {})
    submission = Submission("ada", {"vectors": b"import helpers\n"}, extras=extras)
    target = tmp_path / "submitted" / "ada" / "all"

    keep(CollectedHandIn(submission, {}, b"s" * 32), target, "all", CourseFolder(tmp_path, tiny_course.root))

    (tmp_path / "submitted" / "hopper").mkdir()
    again = read_class(tmp_path / "submitted", tiny_course, "ada")[0]
    assert dict(again.extras) == extras
    assert again.sources == submission.sources


_CELL: dict[str, object] = {"cell_type": "code", "metadata": {}, "source": "", "outputs": [], "execution_count": None}
_MANY = NOTEBOOK_BYTES // 8


@pytest.mark.parametrize(
    "cells",
    [
        pytest.param([_CELL | {"outputs": [{}] * _MANY}], id="outputs"),
        pytest.param([_CELL | {"source": [1] * _MANY}], id="lines"),
        pytest.param([{}] * _MANY, id="cells"),
        pytest.param([_CELL] * 20_000, id="cells that are right"),
    ],
)
def test_a_notebook_of_many_small_faults_is_refused_at_the_first(cells):
    raw = json.dumps(
        {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 4}, separators=(",", ":")
    ).encode()
    assert len(raw) <= NOTEBOOK_BYTES
    start = time.process_time()

    with pytest.raises(ValueError, match=r"Validation|more than 10,000 cells"):
        grade_cells(raw)

    assert time.process_time() - start < 10  # nbformat words each fault: 0.6 ms each, half an hour in all


@pytest.mark.parametrize("minor", [4, 5, 6])
def test_a_notebook_without_ids_or_of_a_later_version_is_read(minor):
    cell = _CELL | {"metadata": {"nbgrader": {"grade": True, "grade_id": "area"}}}
    notebook = {"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": minor}

    assert len(grade_cells(json.dumps(notebook).encode())) == 1
