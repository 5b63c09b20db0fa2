"""Where does it go wrong first? Your values of every step of a tiny network beside the right ones.

The right values come with the exercises (data/intermediates.npz: 5 examples, 4 inputs, 6 hidden units, 3 classes).
Each line of a table gets the RIGHT values of the steps before it, so one mistake spoils one line, and the first
line that is not right is where to look.

    python -m pictures.first_wrong        prints the tables without a notebook
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
from kit.student import FOLDER

from .canvas import BLUE, GREY, INK, ORANGE, PALE, RED, Picture, friendly, new, trouble
from .own import Unfit, array, ask, parts, student

Values = dict[str, np.ndarray]
Check = tuple[str, str, Callable[[], Any], tuple[str, ...], str]  # step, function, call, names, what to ask oneself

_CLOSE = 1e-6
_PARAMETERS = ("W1", "b1", "W2", "b2")


@dataclass(frozen=True)
class Row:
    """One line of a table: a value of the student's beside the right one."""

    step: str
    function: str
    exact: bool
    difference: float | None  # the largest one; None where there is nothing to compare
    trouble: str  # "" where a value of the right shape came back
    question: str  # what to ask oneself if this line is the first that is not right

    @property
    def close(self) -> bool:
        return self.difference is not None and self.difference <= _CLOSE


@friendly
def table(forward: Any, backward: Any, loss: Any) -> Picture:
    """Draw the table of the small functions, from z1 to db1, each with the right values of the steps before it."""
    return _drawn("Step by step", steps(forward, backward, loss))


@friendly
def network(forward: Any, backward: Any) -> Picture:
    """Draw the table of mlp_forward and mlp_backward, which do all the steps in one go."""
    return _drawn("The whole network at once", whole(forward, backward))


@friendly
def training(hands_on: Any) -> Picture:
    """Draw the table of short runs of train: one step, one epoch, three epochs, with a penalty."""
    return _drawn("Training the tiny network", runs(hands_on))


def steps(forward: Any, backward: Any, loss: Any) -> list[Row]:
    """Compare affine_forward, relu, softmax_cross_entropy, affine_backward and relu_backward."""
    v = _right_values()
    X, y, W1, b1, W2, b2 = (v[name] for name in ("X", "y", *_PARAMETERS[:2], *_PARAMETERS[2:]))
    second, first = (v["a1"], W2, b2), (X, W1, b1)
    cross = "softmax_cross_entropy"
    checks: list[Check] = [
        ("z1", "affine_forward", lambda: ask(forward, "affine_forward", X, W1, b1), ("z1", ""), "rows times weights, plus b?"),
        ("a1", "relu", lambda: (ask(forward, "relu", v["z1"]),), ("a1",), "what becomes of negative numbers?"),
        ("z2", "affine_forward", lambda: ask(forward, "affine_forward", *second), ("z2", ""), "does it work for any shape?"),
        ("loss", cross, lambda: ask(loss, cross, v["z2"], y), ("loss", ""), "mean over the examples? natural logarithm?"),
        ("dz2", cross, lambda: ask(loss, cross, v["z2"], y), ("", "dz2"), "p - onehot, and divided by n?"),
        ("dW2", "affine_backward", lambda: ask(backward, "affine_backward", v["dz2"], second), ("", "dW2", ""), "which of the two is transposed?"),
        ("db2", "affine_backward", lambda: ask(backward, "affine_backward", v["dz2"], second), ("", "", "db2"), "a sum over the rows, not a mean?"),
        ("da1", "affine_backward", lambda: ask(backward, "affine_backward", v["dz2"], second), ("da1", "", ""), "which weights does it flow back through?"),
        ("dz1", "relu_backward", lambda: (ask(backward, "relu_backward", v["da1"], v["z1"]),), ("dz1",), "the slope where z1 is 0?"),
        ("dW1", "affine_backward", lambda: ask(backward, "affine_backward", v["dz1"], first), ("", "dW1", ""), "the input of which layer?"),
        ("db1", "affine_backward", lambda: ask(backward, "affine_backward", v["dz1"], first), ("", "", "db1"), "one entry per hidden unit?"),
    ]
    return list(_compared(checks, v))
