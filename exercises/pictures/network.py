# A copy of the kit's solutions/lessons/pictures/network.py, written by `grader build`: a change made here is lost.
"""The network as a diagram: layers of units, every unit of one layer joined to every unit of the next."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from matplotlib.axes import Axes

from .canvas import Picture, friendly, new
from .theme import BLUE, GREEN, GREY, INK, ORANGE, PALE

_MOST = 5  # units of a layer that are drawn; of a larger one the first and the last ones


@friendly
def layers(*sizes: int) -> Picture:
    """Draw a network as layers of units, with the name and the shape of everything that flows or is learned."""
    sizes = sizes or (3, 4, 2)
    picture = new(11, 5.2)
    axes = picture.subplots()
    across = np.linspace(0, 10, len(sizes))
    columns = [_heights(size) for size in sizes]
    for (x0, left), (x1, right) in pairwise(zip(across, columns, strict=True)):
        for low in left:
            for high in right:
                axes.plot([x0, x1], [low, high], color=GREY, linewidth=0.8, alpha=0.6, zorder=1)
    for layer, (x, heights, size) in enumerate(zip(across, columns, sizes, strict=True)):
        last = layer == len(sizes) - 1
        _units(axes, x, heights, size, PALE if layer == 0 else "#ffffff", ORANGE if 0 < layer < len(sizes) - 1 else INK)
        name = "x" if layer == 0 else f"z{layer} = logits" if last else f"a{layer} = relu(z{layer})"
        axes.text(x, -3.1, f"{name}\n(n, {size})", ha="center", va="top", fontsize=14)
    for layer, ((x0, x1), (inputs, units)) in enumerate(zip(pairwise(across), pairwise(sizes), strict=True), 1):
        told = f"$W_{layer}$ ({inputs}, {units})\n$b_{layer}$ ({units},)"
        axes.text((x0 + x1) / 2, 3.2, told, ha="center", va="center", color=BLUE, fontsize=14)
    axes.annotate("", (10.6, -4.85), (-0.6, -4.85), arrowprops={"arrowstyle": "-|>", "color": GREEN, "linewidth": 2})
    axes.text(5, -4.8, "forward", ha="center", va="bottom", color=GREEN, fontsize=14)
    axes.set(xlim=(-1.6, 11.6), ylim=(-5.1, 3.9))
    axes.set_axis_off()
    return picture


def _heights(size: int) -> np.ndarray:
    """Return where the units stand that are drawn, from above to below."""
    if size > _MOST:
        return np.array([2.3, 1.15, -1.15, -2.3])
    return 1.15 * (np.arange(size)[::-1] - (size - 1) / 2)


def _units(axes: Axes, x: float, heights: np.ndarray, size: int, fill: str, edge: str) -> None:
    axes.scatter(np.full(len(heights), x), heights, s=900, c=fill, edgecolors=edge, linewidths=2.5, zorder=2)
    if size > len(heights):
        axes.text(x, 0, "⋮", ha="center", va="center", fontsize=26)
