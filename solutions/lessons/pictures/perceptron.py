"""The perceptron's pictures: its line, how each mistake moves it, and the plane it cannot divide."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from kit.course import FOLDER

from . import plane
from .canvas import Picture, friendly, new, panel
from .student_code import array, ask, number, parts
from .theme import BLUE, GREEN, GREY, INK, ORANGE, PALE, PURPLE, RED, SHARES

TRUTH = {"AND": [-1, -1, -1, 1], "OR": [-1, 1, 1, 1], "NAND": [1, 1, 1, -1], "NOR": [1, -1, -1, -1]}
_XOR = np.array([-1, 1, 1, -1])
_BOX = (-4.0, 4.0, -4.0, 4.0)
_EPOCHS = 15


def clouds(gap: float, count: int = 12, seed: int = 4) -> tuple[np.ndarray, np.ndarray]:
    """Return two clouds on the two sides of a slanted line, at least gap/2 away from it (minus: they overlap)."""
    rng = np.random.default_rng(seed)
    y = np.where(np.arange(count) % 2 == 0, 1, -1)
    across, along = rng.uniform(gap / 2, gap / 2 + 2, count), rng.uniform(-2.5, 2.5, count)
    normal, line = np.array([0.6, 0.8]), np.array([-0.8, 0.6])
    return y[:, None] * across[:, None] * normal + along[:, None] * line + 0.5 * normal, y


def _iris(species: int) -> tuple[np.ndarray, np.ndarray]:
    """Return the flowers, and +1 for this species; shuffled, since in the file they are sorted by species."""
    with np.load(FOLDER / "data" / "iris.npz") as data:
        features, labels = data["features"], data["labels"]
    order = np.random.default_rng(0).permutation(len(labels))
    return features[order], np.where(labels[order] == species, 1, -1)


def _weights(value: Any, what: str) -> tuple[np.ndarray, float]:
    w, b = parts(value, 2, what)
    return array(w, (2,), f"w of {what}"), number(b, f"b of {what}")


@friendly
def neuron(perceptron: Any) -> Picture:
    """Draw one neuron at work: three inputs, their weights, the score, the answer."""
    x, w, b = np.array([[2.0, -1.0, 3.0]]), np.array([0.5, 2.0, 1.0]), -1.5
    score = float(array(ask(perceptron, "linear_score", x, w, b), (1,), "linear_score(X, w, b)")[0])
    picture = new(9, 4)
    axes = picture.subplots()
    axes.set(xlim=(0, 10), ylim=(0, 4))
    axes.set_axis_off()
    for row, (value, weight) in enumerate(zip(x[0], w, strict=True)):
        up = 3.4 - 1.0 * row
        axes.annotate("", (4.0, 2.0), (1.3, up), arrowprops={"arrowstyle": "-|>", "color": GREY, "linewidth": 2})
        _bubble(axes, 0.9, up, f"{value:g}", PALE)
        told, half = f"$w_{row + 1}$ = {weight:g}", up + (2 - up) * 0.4
        axes.text(2.5, half, told, color=BLUE, ha="center", va="center", backgroundcolor="white", fontsize=14)
        axes.text(0.2, up, f"$x_{row + 1}$", ha="center", va="center")
    axes.annotate("", (4.3, 1.6), (4.3, 0.5), arrowprops={"arrowstyle": "-|>", "color": GREY, "linewidth": 2})
    axes.text(4.3, 0.2, f"b = {b:g}", color=GREEN, ha="center", fontsize=14)
    _bubble(axes, 4.3, 2.0, r"$\Sigma$", "white")
    axes.annotate("", (7.9, 2.0), (4.8, 2.0), arrowprops={"arrowstyle": "-|>", "color": GREY, "linewidth": 2})
    axes.text(6.3, 2.2, f"score = {score:g}", ha="center", fontsize=14)
    axes.text(8.6, 2.7, "answer", ha="center")
    _bubble(axes, 8.6, 2.0, _answer(perceptron, x, w, b), PALE, wide=True)
    return picture


def _answer(perceptron: Any, x: np.ndarray, w: np.ndarray, b: float) -> str:
    """Return the neuron's answer in words; not written yet is an answer of its own."""
    try:
        answer = array(ask(perceptron, "perceptron_predict", x, w, b), (1,), "perceptron_predict(X, w, b)")[0]
    except NotImplementedError:
        return "perceptron_predict\nis next"
    return f"{answer:+g}"


def _bubble(axes: Any, x: float, y: float, text: str, colour: str, wide: bool = False) -> None:
    box = {"boxstyle": "round,pad=0.5" if wide else "circle,pad=0.45", "facecolor": colour, "edgecolor": INK}
    axes.text(x, y, text, ha="center", va="center", bbox=box, fontsize=15 if len(text) < 4 else 12)


@friendly
def halves(perceptron: Any) -> Picture:
    """Draw the plane coloured by the score of one neuron, and by its answers, with the examples on top."""
    w, b, box = np.array([1.0, 2.0]), -1.0, _BOX
    X, y = clouds(1.0)
    picture = new(10, 4.8)
    left, right = picture.subplots(1, 2)
    places = plane.grid(box)
    left.set_title("linear_score: how far, and on which side")
    with panel(left):
        score = array(ask(perceptron, "linear_score", places, w, b), (len(places),), "linear_score(X, w, b)")
        image = plane.halves(left, score.reshape(101, 101), box)
        plane.line(left, w, b, box)
        picture.colorbar(image, ax=left, label="score")
        plane.frame(left, box)
    right.set_title("perceptron_predict: yes or no")
    with panel(right):
        answer = array(ask(perceptron, "perceptron_predict", places, w, b), (len(places),), "perceptron_predict(...)")
        plane.sides(right, answer.reshape(101, 101), box)
        plane.line(right, w, b, box)
        plane.points(right, X, y, label=True)
        plane.frame(right, box)
        right.legend(loc="upper right", frameon=True)
    return picture


@friendly
def effectiveness(perceptron: Any) -> Picture:
    """Draw a line that is turned once around, and at every angle the share of right answers."""
    X, y = clouds(0.6, 24)
    angles = np.radians(np.arange(0, 361, 5))
    reached = []
    for angle in angles:
        w = np.array([np.cos(angle), np.sin(angle)])
        pred = ask(perceptron, "perceptron_predict", X, w, -0.5)
        reached.append(number(ask(perceptron, "accuracy", np.asarray(pred), y), "accuracy(pred, y)"))
    picture = new(10, 4.4)
    left, right = picture.subplots(1, 2, width_ratios=[2, 3])
    best, worst = int(np.argmax(reached)), int(np.argmin(reached))
    for at, colour, style in ((best, GREEN, "-"), (worst, PURPLE, "--")):
        plane.line(left, np.array([np.cos(angles[at]), np.sin(angles[at])]), -0.5, _BOX, color=colour, linestyle=style)
        right.plot(
            np.degrees(angles[at]), reached[at], "o" if at == best else "D", color=colour, markersize=13, zorder=3
        )
    plane.points(left, X, y, size=70)
    plane.frame(left, _BOX)
    left.set_title("the best line, the worst line")
    right.plot(np.degrees(angles), reached, color=INK, zorder=2)
    right.set(
        xlabel="direction of the weights (degrees)", ylabel="accuracy", ylim=(-0.05, 1.05), xticks=range(0, 361, 90)
    )
    right.set_title("the effectiveness of each weight assignment")
    right.grid(True)
    return picture


@friendly
def gates(perceptron: Any) -> Picture:
    """Draw the line of each gate over the corners that it should divide."""
    picture = new(10, 3.3)
    for axes, (name, truth) in zip(picture.subplots(1, 4), TRUTH.items(), strict=True):
        axes.set_title(name)
        with panel(axes):
            w, b = _weights(ask(perceptron, "gate_weights", name), f"gate_weights({name!r})")
            places = plane.grid(plane.SQUARE)
            plane.sides(axes, np.sign(places @ w + b).reshape(101, 101), plane.SQUARE)
            plane.points(axes, plane.CORNERS, np.array(truth), size=170)
            plane.line(axes, w, b, plane.SQUARE) or plane.no_line(axes)
            wrong = int(np.sum((plane.CORNERS @ w + b) * truth <= 0))
            axes.set_title(f"{name}: {'all right' if wrong == 0 else f'{wrong} wrong'}")
            plane.frame(axes, plane.SQUARE)
            axes.set(xticks=[0, 1], yticks=[0, 1])
    return picture


def _visits(perceptron: Any, X: np.ndarray, y: np.ndarray, epochs: int) -> Iterator[tuple[int, np.ndarray, float]]:
    """Train by the student's perceptron_update; yield (row, w, b) after every change."""
    w, b = np.zeros(2), 0.0
    for _ in range(epochs):
        changed = False
        for row, (x_i, y_i) in enumerate(zip(X, y, strict=True)):
            w_new, b_new = _weights(ask(perceptron, "perceptron_update", w, b, x_i, int(y_i)), "perceptron_update(...)")
            if not np.array_equal(w_new, w) or b_new != b:
                changed = True
                yield row, w_new, b_new
            w, b = w_new, b_new
        if not changed:
            return


@friendly
def each_mistake(perceptron: Any) -> Picture:
    """Draw the line after each mistake: the ring is the example that moved it."""
    X, y = clouds(0.5, 12, seed=31)
    made = list(_visits(perceptron, X, y, epochs=20))
    steps = list(zip([None, *made], made, strict=False))
    shown, cut = steps[:7], len(steps) > 8
    shown += steps[-1:] if len(steps) > 7 else []
    picture = new(10, 5.4)
    for number_of, axes in enumerate(picture.subplots(2, 4).flat):
        if number_of >= len(shown):
            axes.set_axis_off()
            continue
        before, (row, w, b) = shown[number_of]
        plane.points(axes, X, y, size=45)
        plane.ring(axes, X[row], 200)
        if before is None or not plane.line(axes, *before[1:], _BOX, color=ORANGE, linestyle="--", linewidth=2):
            axes.text(0, -3.6, "before: w = 0, no line", ha="center", color=ORANGE, fontsize=12, weight="bold")
        plane.line(axes, w, b, _BOX) or plane.no_line(axes)
        wrong = int(np.sum(y * (X @ w + b) <= 0))
        count = len(steps) if cut and number_of == 7 else number_of + 1
        axes.set_title(f"mistake {count}: {wrong} wrong now", fontsize=12)
        plane.frame(axes, _BOX)
        axes.set(xlabel="", ylabel="", xticks=[], yticks=[])
    picture.suptitle("The ringed example was wrong: the dashed line became the solid one", fontsize=13)
    return picture


@friendly
def training(perceptron: Any) -> Picture:
    """Draw the mistakes of every epoch as a table: of four gates, and of two kinds of iris against the rest."""
    tasks = {name: (plane.CORNERS, np.array(TRUTH[name])) for name in ("AND", "OR", "NAND")}
    tasks |= {"XOR": (plane.CORNERS, _XOR), "setosa": _iris(0), "versicolor": _iris(1)}
    picture = new(12, 4.6)
    axes = picture.subplots()
    with panel(axes):
        for row, (X, y) in enumerate(tasks.values()):
            value = ask(perceptron, "perceptron_train", X, y, epochs=_EPOCHS)
            mistakes = parts(value, 3, "perceptron_train(...)")[2]
            counts = array(mistakes, (len(mistakes),), "mistakes")[:_EPOCHS]
            _mistakes(axes, row, counts / len(y), counts)
            ends = len(counts) and counts[-1] == 0
            told = f"learned: no mistake in epoch {len(counts)}" if ends else "still mistakes"
            axes.text(_EPOCHS + 0.7, row, told, va="center", color=GREEN if ends else RED)
        axes.set_yticks(range(len(tasks)), [f"{name}, {len(y)} rows" for name, (_, y) in tasks.items()])
        axes.set_xticks(range(1, _EPOCHS + 1))
        axes.set(xlim=(0.4, _EPOCHS + 7), ylim=(len(tasks) - 0.4, -0.6), xlabel="epoch")
        axes.spines[:].set_visible(False)
        axes.tick_params(length=0)
        axes.set_title("mistakes in every epoch")
    return picture


def _mistakes(axes: Any, row: int, shares: np.ndarray, counts: np.ndarray) -> None:
    """Draw one row of the table: the more of the examples were wrong, the darker."""
    shades = np.clip(shares, 0, 1)[None, :]
    axes.imshow(shades, cmap=SHARES, vmin=0, vmax=1.2, extent=(0.5, len(counts) + 0.5, row + 0.42, row - 0.42))
    for epoch, count in enumerate(counts, 1):
        colour = "white" if shares[epoch - 1] > 0.5 else INK
        axes.text(epoch, row, f"{count:g}", ha="center", va="center", color=colour)
    axes.set_aspect("auto")
