"""The warm-up grades itself: right answers are right, wrong ones get a question, and nothing ends in a traceback."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import numpy as np
import pytest

LESSON = Path(__file__).parents[2] / "solutions" / "lessons" / "warmup.md"
ANSWERS = {
    "table": "np.zeros((3, 4))",
    "columns": "X.sum(axis=0)",
    "means": "X.mean(axis=1)",
    "largest": "X.max(axis=1, keepdims=True)",
    "scores": "X @ w",
    "both": "X @ W",
    "shifted": "X + b",
    "below": "X - largest",
    "chosen": "X[[2, 0]]",
    "first": "X[0].copy(); first[0] = 100",
}


@pytest.fixture
def cells(solved, monkeypatch):
    """The cells of the warm-up, and the names they share."""
    monkeypatch.syspath_prepend(str(solved))
    for name in [name for name in sys.modules if name.partition(".")[0] in ("pictures", "kit")]:
        monkeypatch.delitem(sys.modules, name)
    text = LESSON.read_text(encoding="utf-8")
    return re.findall(r"```python\n(.*?)```", text, re.DOTALL), {}


def look(cell, space):
    """Run a cell and return what stands below it."""
    *lines, last = cell.strip().splitlines()
    exec("\n".join(lines), space)
    return repr(eval(last, space))


def test_there_are_ten_exercises_and_each_waits_for_its_answer(cells):
    (first, *exercises), space = cells
    look(first, space)

    assert len(exercises) == len(ANSWERS) == 10
    for cell in exercises:
        assert look(cell, space).startswith("Not written yet")


def test_the_right_answers_are_right_and_are_counted(cells):
    (first, *exercises), space = cells
    look(first, space)

    said = [look(cell.replace("...", answer), space) for cell, answer in zip(exercises, ANSWERS.values(), strict=True)]

    assert said == [f"Right. {count} of 10 are done." for count in range(1, 11)]


@pytest.mark.parametrize(
    ("number", "answer", "words"),
    [
        pytest.param(2, [15, 18, 21, 24], "expected an array, got a list.", id="a list"),
        pytest.param(2, np.array([10, 26, 42]), "expected an array of shape (4,), got (3,).", id="the other axis"),
        pytest.param(4, np.array([4, 8, 12]), "expected an array of shape (3, 1), got (3,).", id="the axis is gone"),
        pytest.param(5, np.array([3, 7, 12]), "entry [2] is 12 and should be 11.", id="a wrong number"),
        pytest.param(2, np.array(["a", "b", "c", "d"]), "expected numbers", id="words"),
        pytest.param(3, None, "expected an array, got a NoneType.", id="nothing"),
    ],
)
def test_a_wrong_answer_is_told_what_is_wrong_and_gets_a_question(cells, number, answer, words):
    look(cells[0][0], cells[1])

    said = str(cells[1]["pictures"].warmup.check(number, answer))

    assert said.startswith("Not yet: ")
    assert words in said
    assert said.endswith("?")


def test_a_view_that_changes_the_table_is_noticed(cells):
    (first, *exercises), space = cells
    look(first, space)

    said = look(exercises[-1].replace("...", "X[0]; first[0] = 100"), space)

    assert "X itself has changed, its first row is now [100,   2,   3,   4]" in said
