"""Smooth relatives: of ReLU (GELU, SiLU, softplus) and of the maximum (log-sum-exp, log-softmax)."""

from __future__ import annotations

from typing import Any

import numpy as np

from . import shapes
from .canvas import Picture, friendly, new, panel
from .student_code import array, ask
from .theme import BLUE, GREEN, GREY, INK, ORANGE


@friendly
def hinges(forward: Any) -> Picture:
    """Draw the three smooth versions of ReLU over the points of their right shape."""
    picture = new(10, 3.5)
    for axes, name in zip(picture.subplots(1, 3), ("gelu", "silu", "softplus"), strict=True):
        axes.set_title(name)
        with panel(axes):
            y = array(ask(forward, name, shapes.X), shapes.X.shape, f"{name}(x)")
            axes.plot([-4, 0, 4], [0, 0, 4], color=GREY, linewidth=1.2, label="ReLU")
            shapes.target(axes, shapes.VALUES[name])
            shapes.slope(axes, np.gradient(y, shapes.X), "its slope")
            shapes.curve(axes, y, "yours")
            shapes.cross(axes, -0.9, 4.3)
            axes.legend(loc="upper left", fontsize=11, handlelength=1.6)
    return picture


@friendly
def maximum(forward: Any) -> Picture:
    """Draw log-sum-exp of (x, 0) beside the maximum, and the log-probabilities of both classes."""
    x = np.linspace(-6, 6, 121)
    rows = np.column_stack([x, np.zeros(121)])
    picture = new(10, 4)
    left, right = picture.subplots(1, 2)
    left.set_title("logsumexp of the scores x and 0")
    with panel(left):
        left.plot(x, np.maximum(x, 0), "--", color=INK, label="the larger score")
        left.plot(x, array(ask(forward, "logsumexp", rows), (121,), "logsumexp(x)"), color=BLUE, label="yours")
        left.set(xlabel="x", ylabel="a smooth maximum")
        left.legend()
    right.set_title("log_softmax of the scores x and 0")
    with panel(right):
        shares = array(ask(forward, "log_softmax", rows), (121, 2), "log_softmax(x)")
        right.plot(x, shares[:, 0], color=ORANGE, label="class with score x")
        right.plot(x, shares[:, 1], "--", color=GREEN, label="class with score 0")
        right.set(xlabel="x", ylabel="log of the probability", ylim=(-6.5, 1.4))
        right.axhline(0, color=GREY, linewidth=0.8)
        right.legend(loc="upper center", ncols=2, fontsize=11)
    return picture
