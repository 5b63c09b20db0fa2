# A copy of the kit's solutions/lessons/pictures/autograd.py, written by `grader build`: a change made here is lost.
"""The stretch of backward propagation: softmax's table of slopes, broadcasting undone, a class that records itself."""

from __future__ import annotations

from typing import Any

import numpy as np

from .canvas import Picture, friendly, new
from .forward import table
from .student_code import array, ask, number
from .theme import BLUE, GREEN, GREY, INK, MINUS_PLUS, ORANGE


@friendly
def softmax_slopes(backward: Any) -> Picture:
    """Draw how every probability changes with every score: softmax_backward asked for one output at a time."""
    s = np.array([0.1, 0.2, 0.3, 0.4])
    rows = np.array([array(ask(backward, "softmax_backward", one, s), (4,), "softmax_backward") for one in np.eye(4)])
    picture = new(8, 4.6)
    axes = picture.subplots()
    image = axes.imshow(rows, cmap=MINUS_PLUS, vmin=-0.3, vmax=0.3)
    for (row, column), value in np.ndenumerate(rows):
        axes.text(column, row, f"{value:.2f}", ha="center", va="center", fontsize=14)
    names = [f"{share:g}" for share in s]
    axes.set_xticks(range(4), [f"score {k + 1}" for k in range(4)])
    axes.set_yticks(range(4), [f"probability {k + 1}\n(now {name})" for k, name in enumerate(names)])
    axes.set_title("push one score up: who rises, who falls?")
    picture.colorbar(image, ax=axes, label="slope")
    return picture


@friendly
def unbroadcast(backward: Any) -> Picture:
    """Draw one gradient and what remains of it for arrays that numpy had repeated."""
    grad = np.array([[1.0, 2.0, 0.0], [0.0, -1.0, 3.0], [2.0, 0.0, 1.0], [0.0, 1.0, -2.0]])
    shapes: list[tuple[int, ...]] = [(3,), (4, 1), (1, 3), (1, 1)]
    picture = new(10, 3.2)
    slots = picture.subplots(1, 5, width_ratios=[3, 3, 1.4, 3, 1.4])
    table(slots[0], grad, "grad")
    for axes, shape in zip(slots[1:], shapes, strict=True):
        table(axes, array(ask(backward, "unbroadcast", grad, shape), shape, f"unbroadcast(grad, {shape})"), "for")
    return picture


@friendly
def recorded(backward: Any) -> Picture:
    """Draw y = x*tanh(x) - x**2/4 from Values, and the slopes that their backward() finds."""
    at = np.linspace(-3.0, 3.0, 61)
    heights, slopes = [], []
    for x in at:
        value = backward.Value(float(x))
        y = value * value.tanh() - value**2 / 4
        y.backward()
        heights.append(number(y.data, "y.data"))
        slopes.append(number(value.grad, "x.grad"))
    picture = new(9, 4.4)
    axes = picture.subplots()
    axes.axhline(0, color=GREY, linewidth=0.8)
    axes.plot(at, heights, color=BLUE, label="y.data")
    axes.plot(at, np.gradient(heights, at), color=GREEN, linewidth=8, alpha=0.35, label="the slope seen in the picture")
    axes.plot(at, slopes, "--", color=ORANGE, label="x.grad after y.backward()")
    axes.set(xlabel="x", ylabel="y and its slope")
    axes.set_title("y = x · tanh(x) − x² / 4, recorded and differentiated")
    axes.legend()
    return picture


@friendly
def curvature(backward: Any) -> Picture:
    """Draw a curve and its second derivative: above zero in a valley, below on a hill."""
    at = np.linspace(-2.6, 2.6, 105)

    def f(x: float) -> float:
        return x**4 / 8 - x**2

    bend = [number(ask(backward, "second_derivative", f, float(x)), "second_derivative(f, x)") for x in at]
    picture = new(9, 4.4)
    axes = picture.subplots()
    axes.plot(at, [f(x) for x in at], color=BLUE, label="f")
    axes.plot(at, bend, "--", color=ORANGE, label="your second_derivative")
    axes.axhline(0, color=GREY, linewidth=0.8)
    low, high = axes.get_ylim()
    axes.fill_between(at, low, high, where=np.array(bend) < 0, color=INK, alpha=0.07, label="a hill: below 0")
    axes.set(xlabel="x", ylabel="f and its curvature", ylim=(low, high))
    axes.legend(loc="upper center")
    return picture
