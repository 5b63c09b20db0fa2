# A copy of the kit's solutions/lessons/pictures/memory.py, written by `grader build`: a change made here is lost.
"""A curve that can learn its training points by heart: forty bumps, twelve points, and the student's own loss.

    prediction(x) = sum over k of w[k] * exp(-((x - centre[k]) / width)^2 / 2)
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from .own import array, ask, number, parts

STEPS = 1200
_MU = 0.9  # a heavy ball: as far as 12,000 plain steps
_CENTRES, _WIDTH = np.linspace(0, 1, 40), 0.05


@dataclass(frozen=True)
class Walk:
    """What was seen at some of the steps: losses without any penalty, and the weights."""

    steps: list[int]
    training: list[float]
    validation: list[float]
    weights: list[np.ndarray]


def bumps(x: np.ndarray) -> np.ndarray:
    """Return the height of each bump at each x, shape (len(x), 40)."""
    return np.exp(-(((x[:, None] - _CENTRES) / _WIDTH) ** 2) / 2)


def follow(loss: Any, reg: float) -> Walk:
    """Train the curve downhill, with momentum, on the student's mse_loss, and their l2_penalty if reg is not 0."""
    (x, target), (unseen, truth) = TRAINING, VALIDATION
    seen_bumps, unseen_bumps = bumps(x), bumps(unseen)
    w = velocity = np.zeros(len(_CENTRES))
    watched = {int(step) for step in np.geomspace(1, STEPS, 60)}
    walk = Walk([], [], [], [])
    for step in range(1, STEPS + 1):
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
        velocity = _MU * velocity + slope
        w = w - _RATE * velocity
    return walk


def _cost(loss: Any, pred: np.ndarray, target: np.ndarray) -> tuple[float, np.ndarray]:
    value, dpred = parts(ask(loss, "mse_loss", pred, target), 2, "mse_loss(pred, target)")
    return number(value, "the loss"), array(dpred, pred.shape, "dpred")


def _points() -> tuple[tuple[np.ndarray, np.ndarray], tuple[np.ndarray, np.ndarray]]:
    rng = np.random.default_rng(1)
    x = np.sort(rng.uniform(0, 1, 12))
    target = np.sin(2 * np.pi * x) + rng.normal(scale=0.35, size=12)
    unseen = rng.uniform(0, 1, 40)
    return (x, target), (unseen, np.sin(2 * np.pi * unseen) + rng.normal(scale=0.35, size=40))


TRAINING, VALIDATION = _points()
_RATE = 0.25 * len(TRAINING[0]) / np.linalg.norm(bumps(TRAINING[0]), 2) ** 2  # below 2 / the largest curvature
