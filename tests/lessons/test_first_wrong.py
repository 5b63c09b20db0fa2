"""The table of intermediates: it names the first step that is wrong, and no other."""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from grader.authoring.build import build
from grader.course.loading import load_course

ROOT = Path(__file__).parents[2]

RIGHT = ["All steps are right."] * 3

NO_MEAN = """
_right = softmax_cross_entropy
def softmax_cross_entropy(logits, y):
    value, dlogits = _right(logits, y)
    return value, dlogits * len(y)
"""
MEAN_OF_ROWS = """
_right = affine_backward
def affine_backward(dout, cache):
    dx, dW, db = _right(dout, cache)
    return dx, dW, db / len(dout)
"""
RELU_AT_THE_END = """
_right = mlp_forward
def mlp_forward(x, params):
    logits, caches = _right(x, params)
    return relu(logits), caches
"""
ONE_SEED = """
_right = minibatches
def minibatches(X, y, batch_size, seed):
    return _right(X, y, batch_size, seed=3)
"""


@pytest.fixture(scope="module")
def handout(tmp_path_factory):
    """The built folder of the course with the solutions in place of the stubs; not for changing."""
    folder = tmp_path_factory.mktemp("handout") / "exercises"
    course = load_course(ROOT)
    build(course, folder)
    shutil.copytree(folder, folder.with_name("stubs"))
    for module in course.modules:
        shutil.copy(ROOT / "solutions" / f"{module.name}.py", folder)
    return folder


@pytest.fixture
def verdicts(handout, tmp_path):
    """Say what stands below the three tables once a piece of code has been added to one of the student's files."""

    def verdicts(file: str = "forward", code: str = "") -> list[str]:
        folder = tmp_path / "exercises"
        shutil.copytree(handout, folder)
        with open(folder / f"{file}.py", "a", encoding="utf-8", newline="\n") as opened:
            opened.write(code)
        return _last_lines(folder)

    return verdicts


def _last_lines(folder: Path) -> list[str]:
    run = subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "pictures.first_wrong"],
        cwd=folder,
        env={**os.environ, "MPLBACKEND": "Agg", "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        encoding="utf-8",
        timeout=60,
    )
    assert run.returncode == 0, run.stderr
    return [table.splitlines()[-1] for table in run.stdout.strip().split("\n\n")]


def test_the_values_that_travel_are_those_of_the_solutions():
    spec = importlib.util.spec_from_file_location("intermediates", Path(__file__).with_name("intermediates.py"))
    assert spec is not None
    assert spec.loader is not None
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)

    right = script.values()

    with np.load(script.TARGET) as saved:
        assert set(saved) == set(right)
        for name, value in right.items():
            np.testing.assert_allclose(saved[name], value, rtol=1e-9, atol=1e-12, err_msg=name)


def test_the_solutions_are_right_in_every_line(verdicts):
    assert verdicts() == RIGHT


@pytest.mark.parametrize(
    ("file", "code", "table", "verdict"),
    [
        pytest.param("forward", "def relu(x): return abs(x)", 0, "Look here first: a1, by relu.", id="relu"),
        pytest.param("loss", NO_MEAN, 0, "Look here first: dz2, by softmax_cross_entropy.", id="1/n"),
        pytest.param("backward", MEAN_OF_ROWS, 0, "Look here first: db2, by affine_backward.", id="db"),
        pytest.param(
            "backward",
            "def relu_backward(d, x): return d * (x >= 0)",
            0,
            "Look here first: dz1, by relu_backward.",
            id="kink",
        ),
        pytest.param("forward", RELU_AT_THE_END, 1, "Look here first: z2, by mlp_forward.", id="last relu"),
        pytest.param("hands_on", ONE_SEED, 2, "Look here first: three epochs: loss, by train.", id="seed"),
        pytest.param("forward", "def relu(x): return x.oops", 0, "in relu:  def relu(x): return x.oops", id="raises"),
        pytest.param("forward", "def relu(x): return x[0]", 0, "a1: expected shape (5, 6), got (6,)", id="shape"),
        pytest.param("backward", "def mlp_backward(*a): return {}", 1, "expected grads['W2'], there is none", id="key"),
    ],
)
def test_the_first_wrong_step_is_named(verdicts, file, code, table, verdict):
    assert verdict in verdicts(file, f"\n{code}\n")[table]


def test_what_is_not_written_yet_is_next(handout):
    found = _last_lines(handout.with_name("stubs"))

    assert [line.split(" is ")[0] for line in found] == ["Next: affine_forward", "Next: mlp_forward", "Next: train"]
