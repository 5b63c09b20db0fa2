"""The ten small exercises of the numpy warm-up: they grade themselves, and nobody counts them.

A cell hands its answer to `check`. What is wrong is said with a question; the right numbers are small enough to be
found on paper.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np


@dataclass(frozen=True)
class _Task:
    """One exercise: the right numbers, and what to ask whoever has others."""

    right: list[Any]
    question: str


_TASKS = {
    1: _Task([[0, 0, 0, 0]] * 3, "np.zeros takes one shape, a tuple: how many pairs of brackets are needed?"),
    2: _Task([15, 18, 21, 24], "a sum over axis 0 runs down the rows: what is left?"),
    3: _Task([2.5, 6.5, 10.5], "a mean over axis 1 runs along a row: what is left?"),
    4: _Task([[4], [8], [12]], "which argument of max keeps the axis, with length 1?"),
    5: _Task([3, 7, 11], "which operator multiplies a table with weights and adds up each row?"),
    6: _Task([[4, 2], [12, 2], [20, 2]], "(3, 4) @ (4, 2): which numbers must be equal, and which are left?"),
    7: _Task([[11, 2, 3, 3], [15, 6, 7, 7], [19, 10, 11, 11]], "numpy repeats b for every row: is there more to do?"),
    8: _Task([[-3, -2, -1, 0]] * 3, "(3, 4) - (3,) does not fit: what shape must the largest entries have?"),
    9: _Task([[9, 10, 11, 12], [1, 2, 3, 4]], "an array takes a list of row numbers in its square brackets: which?"),
    10: _Task([100, 2, 3, 4], "first = X[0] looks at X itself: what makes a copy?"),
}
_X = np.arange(1, 13).reshape(3, 4)
_solved: set[int] = set()


class Answer(str):
    """A sentence that a notebook shows without quotation marks."""

    def __repr__(self) -> str:
        return str(self)


def check(number: int, answer: Any, X: Any = None) -> Answer:
    """Say whether the answer to an exercise is right; X is the table of exercise 10, which must be as it was."""
    _solved.discard(number)
    task = _TASKS[number]
    fault = _fault(answer, np.array(task.right))
    if not fault and X is not None and not np.array_equal(X, _X):
        fault = "X itself has changed, its first row is now " + np.array2string(np.asarray(X)[0], separator=", ")
    if not fault:
        _solved.add(number)
        return Answer(f"Right. {len(_solved)} of {len(_TASKS)} are done.")
    if answer is ...:
        return Answer(fault)
    return Answer(f"Not yet: {fault}\nAsk yourself: {task.question}")


def _fault(answer: Any, right: np.ndarray) -> str:
    """Return what is wrong with an answer, "" if nothing is."""
    if answer is ...:
        return "Not written yet: put your answer in the place of the three dots, and run the cell again."
    if not isinstance(answer, np.ndarray):
        return f"expected an array, got a {type(answer).__name__}."
    if answer.dtype.kind not in "biuf":
        return f"expected numbers, got an array of {answer.dtype.name}."
    if answer.shape != right.shape:
        return f"expected an array of shape {right.shape}, got {answer.shape}."
    different = np.argwhere(~np.isclose(answer, right))
    if len(different):
        place = tuple(int(index) for index in different[0])
        where = ", ".join(map(str, place))
        return f"the shape is right, but entry [{where}] is {answer[place]:g} and should be {right[place]:g}."
    return ""
