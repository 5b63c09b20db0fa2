"""Wrong code is never drawn as if it were right: whatever kind of mistake, every picture of every lesson says so."""

from __future__ import annotations

import shutil
import subprocess
import sys
from xml.etree import ElementTree

import pytest

from tests.at_home import environment
from tests.lessons.notebooks import LESSONS, NEEDS_NOBODY, sources_of
from tests.lessons.reader import reading
from tests.lessons.wrong_code import KINDS, spoiled

LOOPS = {
    "a loop": "while True: pass",
    "a loop that catches": "while True:\n        try: x = x * 1\n        except Exception: pass",
    "a wait": "import time\n    time.sleep(1000)",
}


def folder_of(kind, course, solved, place):
    """Return a folder in which every function of every file is wrong in one way."""
    folder = shutil.copytree(solved, place / "exercises")
    for module in course.modules:
        right = (solved / f"{module.name}.py").read_text(encoding="utf-8")
        (folder / f"{module.name}.py").write_text(spoiled(right, module, kind), encoding="utf-8")
    return folder


def not_right(folder, course, place):
    """Return the exercises of which pytest says that they are not right yet."""
    names = [exercise.name for module in course.modules for exercise in module.exercises]
    report = place / "report.xml"
    command = [sys.executable, "-m", "pytest", "-q", "--tb=no", f"--junitxml={report}"]
    subprocess.run(command, cwd=folder, env=environment(), capture_output=True, timeout=120)
    failed = [case.get("name", "") for case in ElementTree.parse(report).iter("testcase") if len(case)]
    return {max((n for n in names if title.startswith(f"test_{n}")), key=len, default="") for title in failed}


@pytest.mark.parametrize("kind", KINDS)
def test_a_picture_says_what_pytest_says(kind, course, solved, tmp_path):
    cells = [source.splitlines()[-1] for lesson in LESSONS for source in sources_of(solved, lesson)[1:]]
    folder = folder_of(kind, course, solved, tmp_path)
    wrong = not_right(folder, course, tmp_path)

    with reading(folder) as look:
        seen = {cell: look(cell, render=False) for cell in cells if cell not in NEEDS_NOBODY}

    doubtful = {cell for cell, found in seen.items() if wrong & set(found.used)}
    assert {cell for cell in doubtful if not seen[cell].notes and not seen[cell].below} == set()
    assert {cell for cell, found in seen.items() if found.below and cell not in doubtful} == set()
    assert len(doubtful) > 30


@pytest.mark.parametrize("body", LOOPS.values(), ids=LOOPS)
def test_code_that_does_not_come_back_is_stopped_and_its_line_named(body, stubs, tmp_path):
    folder = shutil.copytree(stubs, tmp_path / "exercises")
    stub = 'raise NotImplementedError("relu is not written yet")'
    text = (stubs / "forward.py").read_text(encoding="utf-8")
    cell = "pictures.forward.activations(forward, 'relu')"

    with reading(folder, seconds=0.5) as look:
        seen = look(cell, forward=text.replace(stub, body))
        fixed = look(cell, forward=text.replace(stub, "return np.maximum(x, 0)"))

    assert seen.notes[0] == "no answer after 0.5 seconds: an endless loop? It was in"
    assert seen.notes[1].startswith("forward.py, line 4")
    assert fixed.notes == []


def test_a_file_that_loops_while_it_is_imported_is_stopped(stubs, tmp_path):
    folder = shutil.copytree(stubs, tmp_path / "exercises")

    with reading(folder, seconds=0.5) as look:
        seen = look("pictures.forward.layer(forward)", forward="while True:\n    pass\n")

    assert seen.notes[0] == "forward.py had not been imported after 0.5 seconds: an endless loop?"


@pytest.mark.parametrize(
    ("file", "body", "cell", "sentence"),
    [
        pytest.param(
            "perceptron", "return np.where(X @ w + b > 0, 1, 0)", "pictures.perceptron.halves(perceptron)",
            "perceptron_predict is not right yet: ", id="answers of 0 and 1",
        ),
        pytest.param(
            "perceptron", "return np.sum(pred == y)", "pictures.perceptron.effectiveness(perceptron)",
            "accuracy is not right yet: ", id="accuracy as a count",
        ),
        pytest.param(
            "perceptron", "return list(X @ w + b)", "pictures.perceptron.neuron(perceptron)",
            "linear_score is not right yet: ", id="a list",
        ),
    ],
)  # fmt: skip
def test_what_looks_right_but_is_not_is_named_below_the_picture(file, body, cell, sentence, course, solved, tmp_path):
    name = sentence.split()[0]
    wrong = f"\ndef {name}({'pred, y' if name == 'accuracy' else 'X, w, b'}):\n    {body}\n"
    text = (solved / f"{file}.py").read_text(encoding="utf-8")

    with reading(shutil.copytree(solved, tmp_path / "exercises")) as look:
        right, seen = look(cell), look(cell, **{file: text + wrong})

    assert right.below == []
    assert [line for line in seen.below if line.startswith(sentence)] != []
    assert seen.cut_off == []


def test_what_pytest_lets_pass_is_not_doubted(solved, tmp_path):
    loose = """
import warnings
def relu(x):
    print("here")
    warnings.warn("old", DeprecationWarning)
    return np.maximum(x, 0)
"""
    text = (solved / "forward.py").read_text(encoding="utf-8")

    with reading(shutil.copytree(solved, tmp_path / "exercises")) as look:
        seen = look("pictures.forward.activations(forward, 'relu')", forward=text + loose)

    assert seen.notes == []
    assert [line for line in seen.below if "not right yet" in line] == []
