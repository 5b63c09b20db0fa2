# A copy of the kit's solutions/lessons/pictures/friends.py, written by `grader build`: a change made here is lost.
"""The story of the two friends, drawn: the same valley and the same fog, one short step and one long one."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from matplotlib.axes import Axes

from .canvas import Picture, friendly, new
from .theme import BLUE, GREEN, GREY, INK, ORANGE, PALE, SKY

_WALKS = (
    ("Ada: short steps", 0.12, 9, GREEN, "each step is shorter,\nand she arrives"),
    ("Samuel: long steps", 1.06, 6, ORANGE, "each step is longer,\nand he climbs out of the valley"),
)  # learning rate for the valley x² (in units of 1/2 its curvature), steps


@friendly
def story() -> Picture:
    """Draw Ada and Samuel in the valley: her short steps lead down to the lake, his long ones out of it."""
    picture = new(12, 4.8)
    for axes, (title, rate, steps, colour, told) in zip(picture.subplots(1, 2, sharey=True), _WALKS, strict=True):
        x = np.linspace(-2.6, 2.6, 300)
        axes.fill_between(x, -1.2, x**2, color=PALE, zorder=0)
        axes.plot(x, x**2, color=GREY, linewidth=3)
        lake = np.linspace(-0.45, 0.45, 50)
        axes.fill_between(lake, lake**2, 0.45**2, color=SKY, zorder=1)
        factor = 1 - 2 * rate
        places = (-2.0 if rate < 0.5 else -1.35) * factor ** np.arange(steps + 1)
        _steps(axes, places, colour, leap=rate > 0.5)
        _person(axes, places[0], places[0] ** 2, colour)
        axes.text(0, -0.75, "lake", ha="center", color=BLUE, fontsize=14)
        axes.set(title=title, xlim=(-2.6, 2.6), ylim=(-1.2, 8.8), xticks=[], yticks=[])
        axes.text(0, 8.8, told, ha="center", va="top", fontsize=15)
        axes.spines[:].set_visible(False)
    return picture


def _steps(axes: Axes, places: np.ndarray, colour: str, *, leap: bool) -> None:
    axes.plot(places, places**2, "o", color=colour, markersize=8, zorder=3)
    for start, end in pairwise(places):
        bend = -0.35 if end > start else 0.35
        if leap or abs(end - start) > 0.15:
            look = {"arrowstyle": "-|>", "color": colour, "linewidth": 2, "connectionstyle": f"arc3,rad={bend}"}
            axes.annotate("", (end, end**2), (start, start**2), arrowprops={**look, "shrinkA": 4, "shrinkB": 4})


def _person(axes: Axes, x: float, y: float, colour: str) -> None:
    """Draw somebody who stands at a place."""
    look = {"color": INK, "linewidth": 3, "solid_capstyle": "round", "zorder": 4}
    axes.plot([x - 0.12, x, x + 0.12], [y, y + 0.55, y], **look)
    axes.plot([x, x], [y + 0.55, y + 1.15], **look)
    axes.plot([x - 0.2, x, x + 0.2], [y + 0.7, y + 1.0, y + 0.7], **look)
    axes.plot(x, y + 1.42, "o", color=colour, markersize=17, markeredgecolor=INK, markeredgewidth=2, zorder=5)
