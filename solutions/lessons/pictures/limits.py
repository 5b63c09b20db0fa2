"""What one line cannot do, how two lines do it, and three ways to learn what no line can do perfectly."""

from __future__ import annotations

from typing import Any

import numpy as np

from . import plane
from .canvas import Picture, friendly, new, note, panel
from .student_code import array, ask, number, parts
from .theme import BLUE, GREEN, GREY, INK, ORANGE, PURPLE, RED
from .trouble import Unfit

_XOR = np.array([-1, 1, 1, -1])
_AROUND = (-1.6, 1.6, -1.6, 1.6)
_BOX = (-4.0, 4.0, -4.0, 4.0)


@friendly
def one_line(perceptron: Any) -> Picture:
    """Draw XOR: on the left the training goes round in circles, on the right 3,600 lines, and none gets all four."""
    picture = new(10, 4.6)
    left, right = picture.subplots(1, 2, width_ratios=[4, 5])
    left.set_title("four mistakes, again and again")
    with panel(left):
        w, b = np.zeros(2), 0.0
        for row, look in enumerate(("-", "--", ":", "-.")):
            value = ask(perceptron, "perceptron_update", w, b, plane.CORNERS[row], int(_XOR[row]))
            w_new, b_new = parts(value, 2, "perceptron_update(...)")
            w, b = array(w_new, (2,), "w"), number(b_new, "b")
            colour = (BLUE, ORANGE, GREEN, PURPLE)[row]
            has_line = plane.line(left, w, b, _AROUND, color=colour, linestyle=look)
            told = f"after {row + 1}: w = ({w[0]:g}, {w[1]:g}), b = {b:g}" + ("" if has_line else ": no line")
            left.plot([], [], color=colour if has_line else "none", linestyle=look, label=told)
        plane.points(left, plane.CORNERS, _XOR, size=190)
        plane.frame(left, _AROUND)
        left.set(xticks=[0, 1], yticks=[0, 1])
        left.legend(loc="upper center", bbox_to_anchor=(0.5, -0.18), fontsize=11)
    right.set_title("many lines: at best 3 of 4")
    with panel(right):
        best = _accuracy_of_lines(perceptron)
        image = right.imshow(
            best, origin="lower", aspect="auto", extent=(0, 360, -1.5, 1.5), cmap="cividis", vmin=0, vmax=1
        )
        right.set(
            xlabel="direction of the arrow (degrees)", ylabel="distance from the middle", xticks=range(0, 361, 90)
        )
        picture.colorbar(image, ax=right, label="accuracy", ticks=[0, 0.25, 0.5, 0.75, 1])
        right.set_title(f"3,600 lines: the best has accuracy {best.max():g}")
    return picture


def _accuracy_of_lines(perceptron: Any) -> np.ndarray:
    """Return the accuracy on XOR of lines of every direction (columns) and distance (rows), by the student."""
    directions, distances = np.radians(np.arange(0, 360, 5)), np.linspace(-1.5, 1.5, 50)
    normals = np.column_stack([np.cos(directions), np.sin(directions)])
    middle = np.array([0.5, 0.5])
    reached = np.zeros((50, 72))
    for column, w in enumerate(normals):
        for row, distance in enumerate(distances):
            pred = ask(perceptron, "perceptron_predict", plane.CORNERS, w, -float(middle @ w) - distance)
            reached[row, column] = number(ask(perceptron, "accuracy", pred, _XOR), "accuracy(pred, y)")
    return reached


@friendly
def two_lines(perceptron: Any) -> Picture:
    """Draw XOR solved: two lines of hand-chosen gates cut out a band, and the network's answer at the corners."""
    answers = array(ask(perceptron, "xor_network", plane.CORNERS), (4,), "xor_network(X)")
    picture = new(10, 4.4)
    left, right = picture.subplots(1, 2, width_ratios=[1, 1])
    left.set_title("your network's answers")
    plane.points(left, plane.CORNERS, answers, size=300, label=True)
    for corner, answer, truth in zip(plane.CORNERS, answers, _XOR, strict=True):
        told = "right" if answer == truth else f"should be {truth:+d}"
        left.annotate(told, corner, xytext=(0, 20), textcoords="offset points", ha="center")
    plane.frame(left, plane.SQUARE)
    left.set(xticks=[0, 1], yticks=[0, 1])
    left.legend(loc="upper center", bbox_to_anchor=(0.5, -0.18), ncols=2)
    right.set_title("one way: OR and NAND, then AND")
    if not np.array_equal(answers, _XOR):
        right.set_title("one way")
        note(right, ["It appears here when your four answers are right."])
        return picture
    with panel(right):
        places = plane.grid(plane.SQUARE)
        total = np.zeros(len(places))
        for name, colour, look in (("OR", BLUE, "-"), ("NAND", GREEN, "--")):
            w, b = parts(ask(perceptron, "gate_weights", name), 2, f"gate_weights({name!r})")
            w, b = array(w, (2,), "w"), number(b, "b")
            plane.line(right, w, b, plane.SQUARE, color=colour, linestyle=look, linewidth=3.5)
            right.plot([], [], color=colour, linestyle=look, label=f"your {name} gate")
            total += np.sign(places @ w + b)
        plane.sides(right, np.where(total > 1, 1.0, -1.0).reshape(101, 101), plane.SQUARE)
        plane.points(right, plane.CORNERS, _XOR, size=190)
        plane.frame(right, plane.SQUARE)
        right.set(xticks=[0, 1], yticks=[0, 1])
        right.legend(loc="upper center", bbox_to_anchor=(0.5, -0.18), ncols=2)
    return picture


def _overlapping() -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(5)
    y = np.where(np.arange(40) % 2 == 0, 1, -1)
    return rng.normal(size=(40, 2)) * 1.2 + y[:, None] * np.array([0.7, 1.0]), y


@friendly
def climbing(perceptron: Any) -> Picture:
    """Draw Samuel's hill climbing: random changes are tried, and only those that help are kept."""
    X, y = _overlapping()
    deltas = np.random.default_rng(1).normal(size=(80, 3))
    start_w, start_b = np.array([-1.0, 0.5]), 0.0
    value = parts(ask(perceptron, "hill_climb", X, y, start_w, start_b, deltas), 3, "hill_climb(...)")
    w, b, history = array(value[0], (2,), "w"), number(value[1], "b"), array(value[2], (80,), "history")
    picture = new(10, 4.4)
    left, right = picture.subplots(1, 2, width_ratios=[2, 3])
    plane.points(left, X, y, size=60)
    plane.line(left, start_w, start_b, _BOX, color=ORANGE, linestyle="--")
    plane.line(left, w, b, _BOX)
    plane.frame(left, _BOX)
    left.set_title("dashed: the start; solid: the end")
    right.step(np.arange(1, 81), history, where="post", color=BLUE)
    right.set(xlabel="changes tried", ylabel="accuracy of what is held", ylim=(-0.05, 1.05))
    right.set_title(f"from random changes to accuracy {history[-1]:.2f}")
    right.grid(True)
    return picture


@friendly
def pocket(perceptron: Any) -> Picture:
    """Draw the last weights of a training that never settles beside the best ones kept in the pocket."""
    X, y = _overlapping()
    epochs = np.arange(1, 21)
    kept = [
        number(parts(ask(perceptron, "pocket_train", X, y, int(e)), 3, "pocket_train(...)")[2], "best_acc")
        for e in epochs
    ]
    picture = new(9, 4.2)
    axes = picture.subplots()
    axes.plot(epochs, kept, "o-", color=BLUE, label="pocket_train: the best weights so far")
    try:
        last = [_accuracy_after(perceptron, X, y, int(e)) for e in epochs]
        axes.plot(epochs, last, "s--", color=RED, label="perceptron_train: the weights it ends with")
    except NotImplementedError:
        axes.plot([], [], "s--", color=GREY, label="perceptron_train: not written yet")
    axes.set(xlabel="epochs of training", ylabel="accuracy", ylim=(0.4, 1.02), xticks=range(2, 21, 2))
    axes.set_title("two overlapping clouds: no line is perfect")
    axes.grid(True)
    axes.legend(loc="lower right")
    return picture


def _accuracy_after(perceptron: Any, X: np.ndarray, y: np.ndarray, epochs: int) -> float:
    w, b, _ = parts(ask(perceptron, "perceptron_train", X, y, epochs=epochs), 3, "perceptron_train(...)")
    return float(np.mean((X @ array(w, (2,), "w") + number(b, "b") > 0) == (y > 0)))


@friendly
def margin(perceptron: Any) -> Picture:
    """Draw how a wider gap between two clouds needs fewer mistakes, beside Novikoff's bound."""
    gaps = np.array([0.2, 0.3, 0.5, 0.8, 1.2, 1.8, 2.5])
    direction = np.array([0.6, 0.8])
    rng = np.random.default_rng(7)
    y = np.where(np.arange(40) % 2 == 0, 1, -1)
    across, along = rng.uniform(0, 1.5, 40), rng.uniform(-2.5, 2.5, 40)
    made, bounds = [], []
    for gap in gaps:
        X = (y * (across + gap / 2))[:, None] * direction + along[:, None] * np.array([-0.8, 0.6])
        w, b, mistakes = parts(ask(perceptron, "perceptron_train", X, y, epochs=2000), 3, "perceptron_train(...)")
        if np.min(y * (X @ array(w, (2,), "w") + number(b, "b"))) <= 0:
            raise Unfit("perceptron_train: these clouds can be divided, but its line does not: fix it first")
        made.append(int(np.sum(mistakes)))
        bounds.append(number(ask(perceptron, "margin_bound", X, y, direction, 0.0), "margin_bound(...)"))
    picture = new(9, 4.2)
    axes = picture.subplots()
    axes.loglog(gaps, bounds, "s--", color=RED, label="margin_bound: never more than this")
    axes.loglog(gaps, made, "o-", color=BLUE, label="mistakes that the training made")
    axes.set(
        xlabel="gap between the clouds", ylabel="mistakes in all", xticks=gaps, xticklabels=[f"{g:g}" for g in gaps]
    )
    axes.minorticks_off()
    axes.set_title("a wide gap is learned with few mistakes")
    axes.grid(True, color=INK, alpha=0.12)
    axes.legend()
    return picture
