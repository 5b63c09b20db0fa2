# A copy of the kit's solutions/lessons/pictures/plane.py, written by `grader build`: a change made here is lost.
"""Points, lines and halves of a plane: what one neuron with two inputs looks like."""

from __future__ import annotations

from typing import Any

import numpy as np
from matplotlib.axes import Axes

from .theme import BLUE, GREY, INK, MINUS_PLUS, RED

CORNERS = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
SQUARE = (-0.5, 1.5, -0.5, 1.5)
Box = tuple[float, float, float, float]  # left, right, bottom, top


def frame(axes: Axes, box: Box, names: tuple[str, str] = ("$x_1$", "$x_2$")) -> None:
    """Draw this part of the plane, as wide as it is high per unit."""
    axes.set(xlim=box[:2], ylim=box[2:], xlabel=names[0], ylabel=names[1], aspect="equal")


def points(axes: Axes, X: np.ndarray, y: np.ndarray, size: float = 110, label: bool = False) -> None:
    """Draw examples: a blue disc for +1, an orange square for -1."""
    for value, colour, marker, name in ((1, BLUE, "o", "+1"), (-1, RED, "s", "-1")):
        chosen = np.asarray(y) == value
        at = X[chosen]
        axes.scatter(
            *(at[:, 0], at[:, 1]), s=size, c=colour, marker=marker, edgecolors="white", linewidths=1.2, zorder=3,
            label=f"y = {name}" if label else None,
        )  # fmt: skip


def ring(axes: Axes, x: np.ndarray, size: float = 420) -> None:
    """Put a ring around one example."""
    axes.scatter([x[0]], [x[1]], s=size, facecolors="none", edgecolors=INK, linewidths=2.5, zorder=4)


def line(axes: Axes, w: np.ndarray, b: float, box: Box, **look: Any) -> bool:
    """Draw where w.x + b = 0, with an arrow to the side of +1; return False if there is no such line."""
    length = float(np.hypot(*w))
    if length < 1e-12:
        return False
    foot = -b * w / length**2 + _shift_to_box(w, b, box)
    along, reach = np.array([-w[1], w[0]]) / length, 4 * max(box[1] - box[0], box[3] - box[2])
    ends = np.array([foot - reach * along, foot + reach * along])
    style = {"color": INK, "linewidth": 2.5, **look}
    axes.plot(ends[:, 0], ends[:, 1], zorder=2, scalex=False, scaley=False, **style)
    tip = foot + 0.13 * (box[1] - box[0]) * w / length
    axes.annotate(
        "", tip, foot, annotation_clip=True, arrowprops={"arrowstyle": "-|>", "color": style["color"], "linewidth": 2}
    )
    return True


def halves(axes: Axes, score: np.ndarray, box: Box) -> Any:
    """Colour the plane by the sign and size of a score given on a square grid; return the image."""
    limit = max(float(np.max(np.abs(score))), 1e-12)
    return axes.imshow(
        score, origin="lower", extent=box, cmap=MINUS_PLUS, vmin=-limit, vmax=limit, alpha=0.6, aspect="equal",
        interpolation="bilinear",
    )  # fmt: skip


def sides(axes: Axes, answers: np.ndarray, box: Box) -> None:
    """Colour the plane by answers of -1 and +1 given on a square grid."""
    image = halves(axes, answers, box)
    image.set(clim=(-1.7, 1.7), interpolation="nearest")


def grid(box: Box, steps: int = 101) -> np.ndarray:
    """Return the points of a square grid over the box, shape (steps * steps, 2), row by row from below."""
    across, up = np.meshgrid(np.linspace(*box[:2], steps), np.linspace(*box[2:], steps))
    return np.column_stack([across.ravel(), up.ravel()])


def no_line(axes: Axes) -> None:
    """Say that the weights are all zero."""
    axes.text(0.5, 0.5, "w = 0: no line", transform=axes.transAxes, ha="center", color=GREY)


def _shift_to_box(w: np.ndarray, b: float, box: Box) -> np.ndarray:
    """Move the arrow's foot along the line to the place nearest to the middle of the box."""
    middle = np.array([(box[0] + box[1]) / 2, (box[2] + box[3]) / 2])
    along = np.array([-w[1], w[0]]) / np.hypot(*w)
    foot = -b * w / (w @ w)
    return along * float((middle - foot) @ along)
