"""Valleys to walk in, seen from above: 1/2 * sum(curvature * w^2), and the path of a student's rule into one."""

from __future__ import annotations

from typing import Any

import numpy as np
from matplotlib.axes import Axes

from .student_code import array, ask, parts
from .theme import BLUE, GREEN, INK, ORANGE, PURPLE, RED

# Every rule in a colour, a dash and a marker of its own, with a learning rate that suits it in the narrow valley.
LOOKS: dict[str, tuple[str, str, str, dict[str, float]]] = {
    "sgd": (INK, "-", ".", {"lr": 0.032}),
    "momentum": (ORANGE, "-", "s", {"lr": 0.02, "mu": 0.8}),
    "nesterov": (PURPLE, "--", "D", {"lr": 0.02, "mu": 0.8}),
    "rmsprop": (GREEN, "-.", "^", {"lr": 0.12, "alpha": 0.9}),
    "adagrad": (RED, ":", "v", {"lr": 0.8}),
    "adam": (BLUE, "--", "o", {"lr": 0.3, "beta1": 0.8}),
}
START = np.array([-4.0, 0.8])


def step(
    optimizer: Any, rule: str, w: np.ndarray, dw: np.ndarray, state: Any, settings: dict[str, float]
) -> tuple[np.ndarray, Any]:
    """Call the student's rule once and return the new w, checked, and the new state as it came."""
    new_w, new_state = parts(ask(optimizer, rule, w, dw, state, **settings), 2, f"{rule}(w, dw, state)")
    return array(new_w, w.shape, "w_new"), new_state


def path(optimizer: Any, rule: str, curvature: np.ndarray, steps: int, settings: dict[str, float]) -> np.ndarray:
    """Return the places visited in the valley, until the path leaves the world."""
    w, state, places = START, None, [START]
    for _ in range(steps):
        w, state = step(optimizer, rule, w, curvature * w, state, settings)
        places.append(w)
        if not np.all(np.abs(w) < 1e6):
            break
    return np.array(places)


def height(places: np.ndarray, curvature: np.ndarray) -> np.ndarray:
    """Return the height of the valley at each place, the last axis being its two weights."""
    return np.asarray(np.sum(curvature * places**2, axis=-1) / 2)


def rings(axes: Axes, curvature: np.ndarray, xs: tuple[float, float], ys: tuple[float, float]) -> None:
    """Draw lines of equal height, near enough to each other at the bottom to see it."""
    grid = np.stack(np.meshgrid(np.linspace(*xs, 200), np.linspace(*ys, 200)), axis=-1)
    roots = np.sqrt(height(grid, curvature))
    axes.contourf(grid[..., 0], grid[..., 1], roots, 14, cmap="cividis_r", alpha=0.45)
    axes.contour(grid[..., 0], grid[..., 1], roots, 14, colors="white", linewidths=0.8, alpha=0.5)


def start_and_goal(axes: Axes) -> None:
    """Mark where every path begins and where it should end."""
    axes.plot(*START, "s", color=RED, markersize=12, markeredgecolor="white", zorder=5)
    axes.plot(0, 0, "*", color=ORANGE, markersize=20, markeredgecolor=INK, zorder=5)
