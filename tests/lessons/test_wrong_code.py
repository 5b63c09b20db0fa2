"""Wrong code is never drawn as if it were right: whatever kind of mistake, every picture of every lesson says so."""

from __future__ import annotations

import shutil

import pytest

from tests.lessons.notebooks import LESSONS, NEEDS_NOBODY, sources_of
from tests.lessons.reader import reading
from tests.lessons.wrong_code import KINDS, spoiled

OF_A_CLASS = "pictures.autograd.recorded(backward)"  # the kinds are those of functions
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


@pytest.mark.parametrize("kind", KINDS)
def test_every_picture_says_that_something_is_wrong(kind, course, solved, tmp_path):
    cells = [source.splitlines()[-1] for lesson in LESSONS for source in sources_of(solved, lesson)[1:]]
    needy = [cell for cell in cells if cell not in NEEDS_NOBODY and cell != OF_A_CLASS]

    with reading(folder_of(kind, course, solved, tmp_path)) as look:
        seen = {cell: look(cell, render=False) for cell in needy}

    silent = [cell for cell, found in seen.items() if not found.notes and not found.below]

    assert silent == []


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
