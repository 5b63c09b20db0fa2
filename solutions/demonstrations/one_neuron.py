"""The perceptron to project: how each mistake moves its line, and the task that no line can do."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from pictures import plane, student
from pictures.canvas import Picture, friendly, new
from pictures.perceptron import clouds
from pictures.theme import GREY, INK, ORANGE, PURPLE

_BOX = (-4.0, 4.0, -4.0, 4.0)
_XOR = np.array([-1, 1, 1, -1])
_perceptron = student("perceptron")

Line = tuple[np.ndarray, float]


def _lines(X: np.ndarray, y: np.ndarray) -> list[tuple[int, Line, Line]]:
    """Return each mistake of the training: the row that was wrong, the line before and the line after it."""
    w, b, found = np.zeros(2), 0.0, []
    for _ in range(20):
        before = len(found)
        for row, (x, label) in enumerate(zip(X, y, strict=True)):
            w_new, b_new = _perceptron.perceptron_update(w, b, x, int(label))
            if b_new != b or not np.array_equal(w_new, w):
                found.append((row, (w, b), (w_new, b_new)))
            w, b = w_new, b_new
        if len(found) == before:
            break
    return found


@friendly
def line_at_each_mistake() -> Picture:
    """Draw how the perceptron's line moves: eight mistakes one after the other, from no line to the right one."""
    X, y = clouds(0.5, 12, seed=31)
    picture = new(9.6, 5.4)
    for count, (axes, step) in enumerate(zip(picture.subplots(2, 4).flat, _lines(X, y), strict=False), 1):
        _draw(axes, X, y, step, 45)
        axes.set_title(f"mistake {count}", fontsize=14)
    picture.suptitle("The ringed example was wrong: the dashed line became the solid one", fontsize=15)
    return picture


def each_mistake() -> Iterator[Picture]:
    """Return a figure for each mistake, to be shown one after the other."""
    X, y = clouds(0.5, 12, seed=31)
    for count, step in enumerate(_lines(X, y), 1):
        yield _one(X, y, step, count)


@friendly
def _one(X: np.ndarray, y: np.ndarray, step: tuple[int, Line, Line], count: int) -> Picture:
    """Draw one mistake: the ringed example was wrong, and the dashed line became the solid one."""
    picture = new(9.6, 5.4)
    axes = picture.subplots()
    _draw(axes, X, y, step, 160)
    w, b = step[2]
    wrong = int(np.sum(y * (X @ w + b) <= 0))
    axes.set_title(f"mistake {count}: now {wrong} of {len(y)} are wrong", fontsize=18)
    return picture


def _draw(axes: plane.Axes, X: np.ndarray, y: np.ndarray, step: tuple[int, Line, Line], size: float) -> None:
    row, before, after = step
    plane.points(axes, X, y, size=size)
    plane.ring(axes, X[row], 4.5 * size)
    if not plane.line(axes, *before, _BOX, color=ORANGE, linestyle="--"):
        axes.text(0, -3.6, "before: no line", ha="center", color=ORANGE, weight="bold")
    plane.line(axes, *after, _BOX)
    plane.frame(axes, _BOX)
    axes.set(xlabel="", ylabel="", xticks=[], yticks=[])


@friendly
def xor() -> Picture:
    """Draw XOR: no straight line has both discs on one side and both squares on the other, but two lines have."""
    picture = new(9.6, 5.4)
    left, right = picture.subplots(1, 2)
    for w, b, colour, look in (
        ([1.0, 1.0], -0.5, GREY, "--"), ([1.0, -0.35], -0.35, PURPLE, "-."), ([-0.4, 1.0], -0.3, ORANGE, ":")
    ):  # fmt: skip
        plane.line(left, np.array(w), b, plane.SQUARE, color=colour, linestyle=look)
    left.set_title("one line: never all four", fontsize=17)
    places = plane.grid(plane.SQUARE)
    gates = [_perceptron.gate_weights(name) for name in ("OR", "NAND")]
    inside = np.all([places @ w + b > 0 for w, b in gates], axis=0)
    plane.sides(right, np.where(inside, 1.0, -1.0).reshape(101, 101), plane.SQUARE)
    for w, b in gates:
        plane.line(right, w, b, plane.SQUARE, color=INK)
    right.set_title("two lines: a hidden layer", fontsize=17)
    for axes in (left, right):
        plane.points(axes, plane.CORNERS, _XOR, size=320)
        plane.frame(axes, plane.SQUARE)
        axes.set(xticks=[0, 1], yticks=[0, 1])
    return picture
