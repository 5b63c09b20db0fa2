"""Where a module earns nothing although it was worked on, a human is asked, and both sides read the same reason."""

from __future__ import annotations

import json
import platform
from importlib.metadata import version
from textwrap import dedent
from typing import Any

import pytest

from grader.grade.document import Grade
from grader.grade.redaction import student_view
from grader.submission import Submission

GRADED_WITH = f"it was graded with Python {platform.python_version()} and numpy {version('numpy')}"


@pytest.fixture(scope="module")
def graded(worker, solutions):
    """Grade the module `training` with these lines in front of its solution, or instead of it."""

    def _graded(before: str = "", **more: Any) -> Grade:
        sources = {
            "training": (dedent(before) + solutions["training"]).encode(),
            "vectors": solutions["vectors"].encode(),
        }
        sources |= {name: source.encode() for name, source in more.pop("sources", {}).items()}
        return worker.grade(Submission("ada", sources, **more))

    return _graded


def reason_of(grade: Grade) -> str | None:
    return grade.modules[1].reason


@pytest.mark.parametrize(
    ("before", "reason"),
    [
        pytest.param(
            "import scipy.stats\n",
            "training.py line 1 imports scipy, which is not there while grading: there are Python's own modules and "
            "numpy; take that import out",
            id="package",
        ),
        pytest.param(
            "%matplotlib inline\n", "training.py line 1 is a command of a notebook: take it out", id="notebook"
        ),
        pytest.param("get_ipython().magic('x')\n", "training.py line 1 is a command of a notebook", id="get_ipython"),
        pytest.param("<<<<<<< a\n=======\n>>>>>>> b\n", "training.py line 1 is a mark of git", id="conflict"),
        pytest.param("x = “a”\n", "training.py line 1 has the character “", id="quotes"),
        pytest.param("for x in y\n", "training.py line 1 is not Python yet: expected ':' (for x in y)", id="syntax"),
        pytest.param(
            "# coding: utf-9\n", "training.py is not Python yet: unknown encoding: utf-9", id="unknown encoding"
        ),
        pytest.param(
            "import sys\nsys.exit(1)\n", "training.py line 2 ends Python while the file is imported", id="exit"
        ),
        pytest.param("name = input('name')\n", "training.py line 1 asks for keyboard input while", id="input"),
        pytest.param("open('mine.csv')\n", "training.py line 1 wants a file that is not there", id="file"),
        pytest.param(
            "1 / 0\n", "training.py cannot be imported: ZeroDivisionError (training.py line 1: 1 / 0)", id="raises"
        ),
        pytest.param(
            "raise NotImplementedError\n", "training.py line 1 calls a function that is not written", id="stub"
        ),
        pytest.param(
            "from math import fma2\n", "training.py cannot be imported: ImportError (training.py line 1", id="import"
        ),
        pytest.param(
            "from collections import Mapping\n",
            f"training.py line 1 may need Python 3.9 or older: {GRADED_WITH} (from collections import Mapping)",
            id="older Python",
        ),
        pytest.param("import numpy\nnumpy.float_\n", "training.py line 2 may need an older numpy", id="older numpy"),
        pytest.param(
            "import subprocess\nsubprocess.run(['pip'])\n",
            "training.py line 2 asks for what nothing may do while grading",
            id="program",
        ),
        pytest.param(
            "import threading\nthreading.Thread(target=print).start()\n",
            "training.py line 2 starts a thread, which nothing may do while grading: take that out (threading",
            id="thread",
        ),
        pytest.param(
            "import urllib.request\nurllib.request.urlopen('http://127.0.0.1:9')\n",
            "training.py line 2 reaches for the network",
            id="network",
        ),
        pytest.param(
            "import numpy\nnumpy.ones(3).tofile('x')\n", "training.py line 2 needs a file on a disk", id="array file"
        ),
        pytest.param(
            "import sqlite3\nsqlite3.connect('x').execute('create table t(a)')\n",
            "training.py line 2 needs a file on a disk",
            id="database",
        ),
        pytest.param(
            "import pathlib\npathlib.Path.walk2\n", "training.py cannot be imported: AttributeError (tr", id="no method"
        ),
        pytest.param(
            "import os\nos.fork()\n", "training.py line 2 asks for what nothing may do while grading", id="fork"
        ),
        pytest.param(
            "from scipy.stats import (\n    norm,\n)\n", "training.py line 1 imports scipy, which is", id="over lines"
        ),
        pytest.param("while True: pass\n", "training.py does not come to its end when it is imported", id="endless"),
    ],
)
def test_a_module_that_cannot_be_imported_has_a_reason(graded, before, reason):
    grade = graded(before)

    assert (reason_of(grade) or "").startswith(reason)
    assert reason_of(grade) in grade.flags
    assert grade.needs_human
    for exercise in student_view(grade).modules[1].exercises:
        assert exercise.tests[0].message == reason_of(grade)


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        pytest.param("", "training.py is empty: hand in the one with your work", id="0 bytes"),
        pytest.param(
            "def other(x): return x\n", "training.py defines none of its exercises, such as quadruple", id="other"
        ),
        pytest.param(
            "def mean(x):\n    raise NotImplementedError\n    return x.mean()\n",
            "training.py line 2 still raises NotImplementedError before your code of mean is reached: take",
            id="below raise",
        ),
        pytest.param(
            "def mean(x):\n    return x.mean()\n\ndef mean(x):\n    raise NotImplementedError\n",
            "training.py defines mean twice, and Python takes the last one, on line 4",
            id="twice",
        ),
        pytest.param(
            "def mean(x):\n    return x\n\ndef largest(x):\n    raise NotImplementedError\n",
            "training.py was worked on, but no test of it passes yet: begin with quadruple",
            id="wrong",
        ),
        pytest.param(
            "def mean(x):\n    raise NotImplementedError\ndef largest(x):\n    raise NotImplementedError\n"
            "def quadruple(x):\n    raise NotImplementedError\ndef helper(x):\n    return x\n",
            "training.py was changed, but every exercise in it still raises NotImplementedError",
            id="begun",
        ),
    ],
)
def test_a_module_of_which_nothing_passes_has_a_reason(graded, source, reason):
    grade = graded(sources={"training": source})

    assert (reason_of(grade) or "").startswith(reason)
    assert grade.needs_human


def test_code_that_is_not_reached_is_no_exercise_that_was_not_started(graded):
    grade = graded(sources={"training": "def mean(x):\n    raise NotImplementedError\n    return x.mean()\n"})

    mean = student_view(grade).exercise("mean")
    assert mean.status == "failed"
    assert "still raises NotImplementedError before your code of mean is reached" in mean.tests[0].message


@pytest.mark.parametrize(
    "body",
    [
        pytest.param("    raise NotImplementedError\n    return x.mean()\n", id="below the raise"),
        pytest.param("    y = x.mean()\n    raise NotImplementedError\n", id="above the raise"),
        pytest.param("    raise NotImplementedError(x.mean())\n", id="inside the raise"),
        pytest.param("    return x.mean()\n\ndef mean(x):\n    raise NotImplementedError\n", id="twice"),
    ],
)
def test_every_way_in_which_a_stub_is_in_the_way_is_told_to_the_student_too(graded, body):
    grade = graded(sources={"training": f"def mean(x):\n{body}"})

    assert reason_of(grade)
    assert student_view(grade).exercise("mean").tests[0].message == reason_of(grade)


def test_a_function_inside_another_is_told_to_the_student_too(graded, solutions):
    training = solutions["training"].replace("def mean(x):", "class A:\n  def mean(x):")

    grade = graded(sources={"training": training})

    assert grade.modules[1].points > 0
    message = student_view(grade).exercise("mean").tests[0].message
    assert message.endswith("has mean inside A: move all of it to the left margin")


def test_an_untouched_stub_and_a_missing_file_are_no_reason_to_look(graded, stubs, worker, solutions):
    assert reason_of(graded(sources={"training": stubs["training"]})) is None
    assert not graded(sources={"training": stubs["training"]}).needs_human
    assert not worker.grade(Submission("ada", {"vectors": solutions["vectors"].encode()})).needs_human


def test_a_module_of_ones_own_that_was_left_out_for_its_name_is_the_reason(graded):
    left_out = "statistics.py is named like Python's own module statistics and was left out: give it another name"

    grade = graded("from statistics import of_my_own\n", flags=(left_out,))

    assert str(reason_of(grade)).endswith(f"(training.py line 1: from statistics import of_my_own): {left_out}")


def test_where_nothing_of_the_exercises_came_the_reason_names_what_did(worker):
    grade = worker.grade(Submission("ada", {}, flags=("ignored 1 other file: photo.png",), needs_human=True))

    assert reason_of(grade) == "no file of the exercises was handed in: ignored 1 other file: photo.png"
    assert student_view(grade).modules[1].reason == reason_of(grade)


def test_what_intake_refused_is_the_reason_for_both(worker, solutions):
    refused = {"training": "training (1).py is not named training.py: rename it and hand it in again"}

    grade = worker.grade(Submission("ada", {"vectors": solutions["vectors"].encode()}, refused))

    assert reason_of(grade) == refused["training"]
    assert student_view(grade).exercise("mean").tests[0].message == refused["training"]
    assert grade.needs_human


def test_work_that_lies_elsewhere_is_the_reason(worker, stubs):
    flag = "training.py is as it was handed out, but notes.ipynb defines mean: only training.py is graded"

    grade = worker.grade(Submission("ada", {"training": stubs["training"].encode()}, flags=(flag,), needs_human=True))

    assert reason_of(grade) == flag
    assert grade.flags.count(flag) == 1


def test_files_that_import_each_other_and_cannot_be_begun_with_ask_a_human(graded, solutions):
    vectors = f"from helpers import half\n{solutions['vectors']}"
    helpers = b"from vectors import double\n\n\ndef half(x):\n    return double(x) / 4\n"

    grade = graded(sources={"vectors": vectors}, extras={"helpers": helpers})

    assert grade.modules[0].reason == (
        "helpers.py line 1 imports from vectors.py, which waits for helpers.py in turn: "
        "import it inside the function that needs it (from vectors import double)"
    )
    assert grade.needs_human


def test_files_that_import_each_other_earn_their_marks_where_one_can_be_begun_with(graded, solutions):
    vectors = f"from training import mean\n{solutions['vectors']}"

    assert graded("import vectors\n", sources={"vectors": vectors}).points == graded().points


def test_one_call_for_another_numpy_asks_a_human_though_the_rest_earns_marks(graded, solutions):
    grade = graded(sources={"training": solutions["training"].replace("np.mean(x)", "np.mean(np.float_(x))")})

    assert grade.modules[1].points > 0
    assert grade.needs_human
    assert f"may need an older numpy: {GRADED_WITH}" in grade.flags[0]


def test_the_versions_stand_in_the_document_and_equal_hand_ins_get_equal_bytes(graded):
    first, second = graded("1 / 0\n").to_json(), graded("1 / 0\n").to_json()

    assert first == second
    assert json.loads(first)["versions"] == {"python": platform.python_version(), "numpy": version("numpy")}


def test_a_document_without_the_new_keys_is_still_read(graded):
    raw = json.loads(graded().to_json())
    del raw["versions"]

    assert Grade.from_json(json.dumps(raw).encode()).versions is None
    assert "reason" not in raw["modules"][0]


def test_a_guest_chooses_no_word_of_a_reason(graded):
    grade = graded("class Secret(Exception): pass\nraise Secret('the hidden test compares with 42')\n")

    reason = reason_of(grade)
    assert reason is not None
    assert "42" not in reason.replace("training.py line 2: raise Secret('the hidden test compares with 42')", "")
    assert "an exception" in reason
