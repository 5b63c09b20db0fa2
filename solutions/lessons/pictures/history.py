"""Five years in the history of neural networks, and what each step could do."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes

from .canvas import Picture, friendly, new
from .plane import CORNERS, points
from .theme import BLUE, GREEN, GREY, INK, PALE, RED

_XOR = np.array([-1, 1, 1, -1])
_STEPS = (
    ("1943", "McCulloch\nand Pitts", "a neuron is\na logic gate", "weights chosen\nby hand"),
    ("1958", "Rosenblatt", "it learns from\nits mistakes", "but it draws\none line only"),
    ("1969", "Minsky\nand Papert", "proof: one line\ncannot do XOR", "how can layers\nbe trained?"),
    (
        "1986",
        "Rumelhart,\nHinton, Williams",
        "backpropagation\ntrains layers",
        "small networks,\nslow computers",
    ),
    ("2012", "Krizhevsky,\nSutskever, Hinton", "1.2 million\nphotos", "8 layers, 60\nmillion weights"),
)


@friendly
def timeline() -> Picture:
    """Draw a timeline from 1943 to 2012: who, and what neural networks could do from then on."""
    picture = new(11, 5.6)
    grid = picture.subplots(2, len(_STEPS), height_ratios=[1.15, 1])
    drawings = (_gate, _line, _no_line, _band, _deep)
    for axes, below, draw, (year, who, can, but) in zip(grid[0], grid[1], drawings, _STEPS, strict=True):
        axes.set_title(f"{year}", fontsize=22, weight="bold", color=BLUE)
        draw(axes)
        axes.set(xlim=(-0.55, 1.55), ylim=(-0.55, 1.55), xticks=[], yticks=[], aspect="equal")
        axes.spines[:].set(visible=True, color=GREY)
        below.set_axis_off()
        below.set(xlim=(0, 1), ylim=(0, 1))
        below.axhline(1.0, color=GREY, linewidth=3)
        look = {"ha": "center", "va": "top", "fontsize": 13.5, "in_layout": False}  # or wide words make wide columns
        below.text(0.5, 0.9, who, weight="bold", **look)
        below.text(0.5, 0.58, can, color=GREEN, **look)
        below.text(0.5, 0.26, but, color=RED, **look)
    return picture


def _gate(axes: Axes) -> None:
    for height, name in ((0.95, "x1"), (0.05, "x2")):
        axes.annotate("", (0.5, 0.5), (-0.25, height), arrowprops={"arrowstyle": "-", "color": GREY, "linewidth": 2})
        axes.text(-0.3, height, name, ha="center", va="center", fontsize=14, backgroundcolor="#ffffff")
    axes.annotate("", (1.4, 0.5), (0.5, 0.5), arrowprops={"arrowstyle": "-|>", "color": GREY, "linewidth": 2})
    box = {"boxstyle": "round,pad=0.5", "facecolor": PALE, "edgecolor": INK}
    axes.text(0.5, 0.5, "AND", ha="center", va="center", fontsize=14, bbox=box)


def _line(axes: Axes) -> None:
    points(axes, CORNERS, np.array([-1, -1, -1, 1]), size=150)
    axes.plot([-0.5, 2.0], [2.0, -0.5], color=INK)


def _no_line(axes: Axes) -> None:
    points(axes, CORNERS, _XOR, size=150)
    for ends in (([-0.5, 1.5], [0.5, 0.5]), ([0.5, 0.5], [-0.5, 1.5]), ([-0.5, 1.4], [1.4, -0.5])):
        axes.plot(*ends, "--", color=GREY, linewidth=1.5)
    axes.text(0.5, 0.5, "?", ha="center", va="center", fontsize=30, weight="bold", color=RED)


def _band(axes: Axes) -> None:
    points(axes, CORNERS, _XOR, size=150)
    axes.plot([-0.5, 1.5], [1.0, -1.0], color=INK)
    axes.plot([-0.5, 2.0], [2.0, -0.5], color=INK)


def _deep(axes: Axes) -> None:
    for layer, (x, count) in enumerate(zip(np.linspace(-0.3, 1.3, 8), (4, 6, 6, 6, 5, 5, 5, 3), strict=True)):
        heights = np.linspace(0.5 - 0.17 * (count - 1), 0.5 + 0.17 * (count - 1), count)
        axes.plot(np.full(count, x), heights, "o", color=BLUE if layer else GREY, markersize=7)
