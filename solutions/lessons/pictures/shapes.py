"""The right shapes of the activations and of their slopes, as points a curve must pass through.

They are numbers, rounded to what an eye can see, and no formulas: a picture may show where a curve has to go,
not how to get there.
"""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes

from .theme import BLUE, GREY, ORANGE, SKY

X = np.linspace(-4.0, 4.0, 401)
_AT = np.array([-4.0, -3.0, -2.0, -1.0, 0.0, 1.0, 2.0, 3.0, 4.0])
VALUES = {
    "relu": [0, 0, 0, 0, 0, 1, 2, 3, 4],
    "leaky_relu": [-0.4, -0.3, -0.2, -0.1, 0, 1, 2, 3, 4],
    "sigmoid": [0.018, 0.047, 0.119, 0.269, 0.5, 0.731, 0.881, 0.953, 0.982],
    "tanh": [-0.999, -0.995, -0.964, -0.762, 0, 0.762, 0.964, 0.995, 0.999],
    "elu": [-0.982, -0.950, -0.865, -0.632, 0, 1, 2, 3, 4],
    "maxout": [2, 1.5, 1, 0.5, 0, 1, 2, 3, 4],
    "gelu": [0, -0.004, -0.045, -0.159, 0, 0.841, 1.955, 2.996, 4],
    "silu": [-0.072, -0.142, -0.238, -0.269, 0, 0.731, 1.762, 2.858, 3.928],
    "softplus": [0.018, 0.049, 0.127, 0.313, 0.693, 1.313, 2.127, 3.049, 4.018],
}
SLOPES = {
    "relu": [0, 0, 0, 0, 0, 1, 1, 1, 1],
    "leaky_relu": [0.1, 0.1, 0.1, 0.1, 0.1, 1, 1, 1, 1],
    "sigmoid": [0.018, 0.045, 0.105, 0.197, 0.25, 0.197, 0.105, 0.045, 0.018],
    "tanh": [0.001, 0.010, 0.071, 0.420, 1, 0.420, 0.071, 0.010, 0.001],
    "elu": [0.018, 0.050, 0.135, 0.368, 1, 1, 1, 1, 1],
    "maxout": [-0.5, -0.5, -0.5, -0.5, 1, 1, 1, 1, 1],
}
# One input, one unit: the larger one of x and -x/2.
MAXOUT = (np.array([[1.0]]), np.array([0.0]), np.array([[-0.5]]), np.array([0.0]))


def target(axes: Axes, points: list[float]) -> None:
    """Draw the points of a right shape, large and pale, below everything else."""
    axes.plot(_AT, points, "o", color=SKY, alpha=0.45, markersize=15, markeredgewidth=0, zorder=1, label="right values")


def curve(axes: Axes, y: np.ndarray, name: str) -> None:
    """Draw the student's curve."""
    axes.plot(X, y, color=BLUE, zorder=3, label=name)


def slope(axes: Axes, y: np.ndarray, name: str) -> None:
    """Draw a derivative; where it jumps, the line is cut."""
    y = np.where(np.abs(np.diff(y, append=y[-1])) > 0.3, np.nan, y)
    axes.plot(X, y, color=ORANGE, linestyle="--", zorder=2, label=name)


def cross(axes: Axes, low: float, high: float) -> None:
    """Put both axes through 0, as on a blackboard."""
    axes.axhline(0, color=GREY, linewidth=0.8, zorder=0)
    axes.axvline(0, color=GREY, linewidth=0.8, zorder=0)
    axes.set(xlim=(-4.3, 4.3), ylim=(low, high), xlabel="x")
