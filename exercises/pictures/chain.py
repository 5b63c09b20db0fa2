# A copy of the kit's solutions/lessons/pictures/chain.py, written by `grader build`: a change made here is lost.
"""The chain rule as a picture: speeds are multiplied on the way back, and what arrives by several ways adds up."""

from __future__ import annotations

from matplotlib.axes import Axes

from .canvas import Picture, friendly, new
from .theme import GREEN, INK, PALE, RED

_STEPS = (("x", "z", 0.5), ("z", "a", 2.0), ("a", "L", 3.0))  # from, to, how fast the second moves with the first


@friendly
def rule() -> Picture:
    """Draw the chain x, z, a, L: every step has a slope, and on the way back the slopes are multiplied."""
    picture = new(11, 4.4)
    axes = picture.subplots()
    places = {name: 3.2 * place for place, name in enumerate("xzaL")}
    gradient, arrives = 1.0, {"L": "1"}
    for start, _, slope in reversed(_STEPS):
        arrives[start] = f"{gradient:g} · {slope:g} = {gradient * slope:g}"
        gradient *= slope
    for start, end, slope in _STEPS:
        _arrow(axes, places[start] + 0.45, places[end] - 0.45, 0.28, GREEN)
        _arrow(axes, places[end] - 0.45, places[start] + 0.45, -0.28, RED)
        middle = (places[start] + places[end]) / 2
        axes.text(middle, 0.42, f"∂{end}/∂{start} = {slope:g}", ha="center", va="bottom", color=GREEN, fontsize=15)
        axes.text(middle, -0.42, f"times {slope:g}", ha="center", va="top", color=RED, fontsize=15)
    for name, x in places.items():
        box = {"boxstyle": "circle,pad=0.5", "facecolor": PALE, "edgecolor": INK}
        axes.text(x, 0, name, ha="center", va="center", fontsize=18, bbox=box)
        told = "∂L/∂L = 1" if name == "L" else f"∂L/∂{name}\n= {arrives[name]}"
        axes.text(x, -1.0, told, ha="center", va="top", color=RED, fontsize=15, weight="bold")
    axes.text(4.8, 1.35, "forward: each step has its own slope", ha="center", color=GREEN, fontsize=15)
    axes.text(4.8, -2.25, "backward: what arrives, times the slope of the step", ha="center", color=RED, fontsize=15)
    axes.set(xlim=(-1.3, 10.9), ylim=(-2.5, 1.7))
    axes.set_axis_off()
    return picture


def _arrow(axes: Axes, start: float, end: float, height: float, colour: str) -> None:
    look = {"arrowstyle": "-|>", "color": colour, "linewidth": 2.5, "mutation_scale": 20}
    axes.annotate("", (end, height), (start, height), arrowprops=look)
