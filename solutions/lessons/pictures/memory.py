"""A curve that can learn its training points by heart: forty bumps, twelve points, and the student's own loss.

prediction(x) = sum over k of w[k] * exp(-((x - centre[k]) / width)^2 / 2)
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from .canvas import Picture, friendly, new
from .student_code import array, ask, number, parts
from .theme import BLUE, GREEN, GREY, INK, PURPLE, RED

_STEPS = 1200
_CENTRES, _WIDTH = np.linspace(0, 1, 40), 0.06


@friendly
def memorizing(loss: Any) -> Picture:
    """Draw the training and the validation loss of a curve that learns its points by heart."""
    walk = _follow(loss, reg=0.0)
    best = int(np.argmin(walk.validation))
    picture = new(12, 4.8)
    left, right = picture.subplots(1, 2)
    left.loglog(walk.steps, walk.training, color=BLUE, label="training: the 12 points")
    left.loglog(walk.steps, walk.validation, "--", color=RED, label="validation: never seen")
    left.axvline(walk.steps[best], color=GREY, linestyle=":", linewidth=2)
    left.annotate("best here", (walk.steps[best], walk.validation[best]), (8, -22), textcoords="offset points")
    left.set(title="It gets better and better at what it has seen", xlabel="step", ylabel="your mse_loss")
    left.legend()
    grid = np.linspace(0, 1, 300)
    right.plot(*_VALIDATION, ".", color=GREY, alpha=0.6, label="validation")
    right.plot(*_TRAINING, "o", color=INK, label="training")
    right.plot(grid, _bumps(grid) @ walk.weights[best], color=GREEN, label=f"step {walk.steps[best]}: the best")
    right.plot(grid, _bumps(grid) @ walk.weights[-1], "--", color=RED, label=f"step {_STEPS}: by heart")
    right.set(title="The curve at two moments", xlabel="input x", ylabel="prediction", ylim=(-2.3, 3.4))
    right.legend(ncols=2, loc="upper right")
    return picture


@friendly
def penalty(loss: Any) -> Picture:
    """Draw what a price for large weights does to the training and to the validation loss."""
    strengths = np.array([1e-5, 1e-4, 1e-3, 1e-2, 1e-1, 1.0])
    walks = [_follow(loss, reg=strength) for strength in strengths]
    picture = new(12, 4.8)
    left, right = picture.subplots(1, 2)
    left.loglog(strengths, [walk.training[-1] for walk in walks], "o-", color=BLUE, label="training")
    left.loglog(strengths, [walk.validation[-1] for walk in walks], "s--", color=RED, label="validation")
    left.set(title="After the last step", xlabel="strength  reg", ylabel="your mse_loss")
    left.legend()
    best = int(np.argmin([walk.validation[-1] for walk in walks]))
    grid = np.linspace(0, 1, 300)
    right.plot(*_TRAINING, "o", color=INK)
    for index, colour, style in ((0, RED, "--"), (best, GREEN, "-"), (len(walks) - 1, PURPLE, "-.")):
        name = f"reg = {strengths[index]:g}"
        right.plot(grid, _bumps(grid) @ walks[index].weights[-1], style, color=colour, label=name)
    right.set(title="Little, good and too much", xlabel="input x", ylabel="prediction", ylim=(-2.3, 3.4))
    right.legend()
    return picture


@dataclass(frozen=True)
class _Walk:
    """What was seen at some of the steps: losses without any penalty, and the weights."""

    steps: list[int]
    training: list[float]
    validation: list[float]
    weights: list[np.ndarray]


def _bumps(x: np.ndarray) -> np.ndarray:
    """Return the height of each bump at each x, shape (len(x), 40)."""
    return np.exp(-(((x[:, None] - _CENTRES) / _WIDTH) ** 2) / 2)


def _follow(loss: Any, reg: float) -> _Walk:
    """Train the curve downhill on the student's mse_loss, and their l2_penalty if reg is not 0."""
    (x, target), (unseen, truth) = _TRAINING, _VALIDATION
    seen_bumps, unseen_bumps = _bumps(x), _bumps(unseen)
    w = np.zeros(len(_CENTRES))
    watched = {int(step) for step in np.geomspace(1, _STEPS, 60)}
    walk = _Walk([], [], [], [])
    for step in range(1, _STEPS + 1):
        value, dpred = _cost(loss, seen_bumps @ w, target)
        slope = seen_bumps.T @ dpred
        if reg > 0:
            _, extra = parts(ask(loss, "l2_penalty", {"W1": w[:, None]}, reg), 2, "l2_penalty(params, reg)")
            slope = slope + array(extra["W1"], (len(w), 1), 'grads["W1"]')[:, 0]
        if step in watched:
            walk.steps.append(step)
            walk.training.append(value)
            walk.validation.append(_cost(loss, unseen_bumps @ w, truth)[0])
            walk.weights.append(w)
        w = w - _RATE * slope
    return walk


def _cost(loss: Any, pred: np.ndarray, target: np.ndarray) -> tuple[float, np.ndarray]:
    value, dpred = parts(ask(loss, "mse_loss", pred, target), 2, "mse_loss(pred, target)")
    return number(value, "the loss"), array(dpred, pred.shape, "dpred")


def _points() -> tuple[tuple[np.ndarray, np.ndarray], tuple[np.ndarray, np.ndarray]]:
    rng = np.random.default_rng(11)
    x = np.sort(rng.uniform(0, 1, 12))
    target = np.sin(2 * np.pi * x) + rng.normal(scale=0.35, size=12)
    unseen = rng.uniform(0, 1, 40)
    return (x, target), (unseen, np.sin(2 * np.pi * unseen) + rng.normal(scale=0.35, size=40))


_TRAINING, _VALIDATION = _points()
# 1 / the largest curvature: with this rate no step can raise the training loss.
_RATE = 0.5 * len(_TRAINING[0]) / np.linalg.norm(_bumps(_TRAINING[0]), 2) ** 2
