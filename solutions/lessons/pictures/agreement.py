"""Do a loss and its gradient belong together? Every loss of the student's against its own differences.

slope of L at x  =  (L(x + h) - L(x - h)) / 2h,  nearly
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from .canvas import Picture, friendly, new
from .student_code import array, ask, number, parts
from .theme import BLUE, GREY, ORANGE, PALE, RED
from .trouble import trouble

_H = 1e-5


@friendly
def slopes(loss: Any) -> Picture:
    """Draw how far the gradient of every loss is from the change of that loss."""
    picture = new(10, 4.8)
    axes = picture.subplots()
    cases = _cases(loss)
    for row, (name, (call, point)) in enumerate(cases.items()):
        axes.axhline(row, color=PALE, linewidth=1)
        try:
            wrong = _disagreement(name, call, point)
        except Exception as error:
            sentence = "not written yet" if isinstance(error, NotImplementedError) else trouble(error)[0]
            axes.text(3e-13, row, sentence, va="center", color=GREY, parse_math=False)
            picture.notes.append(f"{name}: {sentence}")
        else:
            good = wrong < 1e-6
            axes.plot(max(wrong, 3e-13), row, "o" if good else "X", color=BLUE if good else RED, markersize=13)
    axes.axvspan(1e-6, 10, color=ORANGE, alpha=0.18)
    axes.text(3e-3, -0.9, "do not belong together", ha="center", va="center")
    axes.set_xscale("log")
    axes.set(xlim=(1e-13, 10), ylim=(len(cases) - 0.5, -1.4), xlabel="largest relative difference")
    axes.set_yticks(range(len(cases)), list(cases))
    axes.set_title("Your gradient against the change of your loss")
    return picture


def _cases(loss: Any) -> dict[str, tuple[Callable[[np.ndarray], Any], np.ndarray]]:
    rng = np.random.default_rng(11)
    table, other, row = rng.normal(size=(4, 3)), rng.normal(size=(4, 3)), rng.normal(size=5)
    classes, signs = np.array([0, 2, 1, 2]), np.array([1, -1, -1, 1, 1])
    return {
        "mse_loss": (lambda p: ask(loss, "mse_loss", p, other), table),
        "softmax_cross_entropy": (lambda z: ask(loss, "softmax_cross_entropy", z, classes), table),
        "bce_with_logits": (lambda z: ask(loss, "bce_with_logits", z, (signs + 1) / 2), row),
        "hinge_loss": (lambda s: ask(loss, "hinge_loss", s, signs), row),
        "svm_loss": (lambda s: ask(loss, "svm_loss", s, classes), table),
        "huber_loss": (lambda p: ask(loss, "huber_loss", p, other), table),
        "label_smoothing_ce": (lambda z: ask(loss, "label_smoothing_ce", z, classes), table),
    }


def _disagreement(name: str, call: Callable[[np.ndarray], Any], point: np.ndarray) -> float:
    slope = array(parts(call(point), 2, name)[1], point.shape, "the gradient")
    change = np.zeros_like(point)
    for place in np.ndindex(point.shape):
        step = np.zeros_like(point)
        step[place] = _H
        up, down = (number(parts(call(point + sign * step), 2, name)[0], "the loss") for sign in (1, -1))
        change[place] = (up - down) / (2 * _H)
    return float(np.max(np.abs(slope - change)) / max(np.max(np.abs(slope)), np.max(np.abs(change)), 1e-12))
