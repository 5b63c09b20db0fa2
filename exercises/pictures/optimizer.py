# A copy of the kit's solutions/lessons/pictures/optimizer.py, written by `grader build`: a change made here is lost.
"""Pictures of the optimizer lesson: paths down into a valley, one for each rule, step by step."""

from __future__ import annotations

from typing import Any

import numpy as np
from matplotlib.axes import Axes

from . import valleys
from .canvas import Picture, friendly, new, panel
from .student_code import array, ask, number, parts
from .theme import BLUE, CYCLE, GREY, INK, ORANGE, PALE, RED, SKY
from .trouble import Unfit, trouble


@friendly
def two_friends(optimizer: Any) -> Picture:
    """Draw the walk of gradient_descent_1d down a parabola for three learning rates."""
    a, b, start, steps = 2.0, -4.0, -1.0, 14
    picture = new(13, 7.5)
    rows = picture.subplots(2, 3)
    for upper, lower, lr in zip(*rows, (0.03, 0.3, 1.05), strict=True):
        points = _walked(ask(optimizer, "gradient_descent_1d", a, b, start, lr, steps), steps)
        reach = max(4.0, 1.1 * float(np.max(np.abs(points - 2))))
        x = np.linspace(2 - reach, 2 + reach, 200)
        upper.plot(x, a / 2 * x**2 + b * x, color=GREY)
        upper.plot(points, a / 2 * points**2 + b * points, "o-", color=BLUE, linewidth=1.3, alpha=0.8)
        upper.plot(start, a / 2 * start**2 + b * start, "s", color=RED, markersize=12, label="start")
        upper.plot(2, a / 2 * 4 + b * 2, "*", color=ORANGE, markersize=18, markeredgecolor=INK, label="lake")
        upper.set(title=f"lr = {lr:g}   (2/a = {2 / a:g})", xlabel="x", ylabel="height f(x)")
        upper.legend(loc="upper center")
        lower.semilogy(np.maximum(np.abs(points - 2), 1e-16), "o-", color=BLUE)
        lower.axhline(abs(start - 2), color=RED, linestyle=":", label="distance at the start")
        lower.set(xlabel="step", ylabel="distance to the lake", ylim=(1e-6, 100), xticks=range(0, steps + 1, 2))
        lower.legend(loc="lower left")
    return picture


@friendly
def downhill(optimizer: Any) -> Picture:
    """Draw the path of sgd through a valley for three learning rates, seen from above."""
    picture = new(13, 4.4)
    curvature = np.array([1.0, 5.0])
    for axes, lr in zip(picture.subplots(1, 3, sharey=True), (0.03, 0.25, 0.41), strict=True):
        axes.set_title(f"sgd, lr = {lr:g}, 20 steps")
        with panel(axes):
            path = valleys.path(optimizer, "sgd", curvature, 20, {"lr": lr})
            valleys.rings(axes, curvature, (-5, 5), (-4, 4))
            axes.plot(*path.T, "o-", color=BLUE, linewidth=1.5, markersize=6)
            valleys.start_and_goal(axes)
            axes.set(xlabel="weight 1", xlim=(-5, 5), ylim=(-4, 4))
    picture.axes[0].set_ylabel("weight 2")
    return picture


@friendly
def batches(optimizer: Any) -> Picture:
    """Draw which of twelve examples comes in which batch, epoch after epoch."""
    X, y = np.arange(12)[:, None], 100 + np.arange(12)
    picture = new(9, 6)
    axes = picture.subplots()
    for column, seed in enumerate((None, 0, 1, 2, 3)):
        seen: dict[int, list[int]] = {example: [] for example in range(12)}
        pairs = ask(optimizer, "minibatches", X, y, 5, seed=seed)
        if not isinstance(pairs, (list, tuple)):
            raise Unfit(f"minibatches(X, y, 5): expected a list, got a {type(pairs).__name__}")
        for batch, pair in enumerate(pairs):
            rows, labels = parts(pair, 2, "a batch")
            rows = array(rows, (len(rows), 1), "Xb")[:, 0].astype(int)
            if not np.array_equal(array(labels, rows.shape, "yb"), rows + 100):
                raise Unfit(f"seed={seed}, batch {batch}: the labels do not belong to the rows of X")
            for row in rows:
                seen[int(row)].append(batch)
        for example, batch_numbers in seen.items():
            _square(axes, column, example, batch_numbers)
    axes.set(xlim=(-0.5, 4.5), ylim=(11.5, -0.5), ylabel="example", title="In which batch does each example come?")
    axes.set_xticks(range(5), ["seed=None", "seed=0", "seed=1", "seed=2", "seed=3"])
    axes.set_yticks(range(12))
    return picture


@friendly
def noise(optimizer: Any) -> Picture:
    """Draw two paths to the same goal: all examples in each step, or small batches (sgd and minibatches)."""
    rng = np.random.default_rng(5)
    X = rng.normal(size=(240, 2)) * np.array([1.0, 1.7])
    y = X @ np.array([1.5, -0.8]) + rng.normal(scale=0.9, size=240)
    picture = new(12.5, 5)
    left, right = picture.subplots(1, 2)
    w1, w2 = np.meshgrid(np.linspace(-2.6, 2.6, 60), np.linspace(-2.2, 2.2, 60))
    heights = np.mean((X[:, 0, None, None] * w1 + X[:, 1, None, None] * w2 - y[:, None, None]) ** 2, axis=0)
    left.contour(w1, w2, heights, 12, colors=GREY, linewidths=1)
    looks = ((240, BLUE, "o-", "all 240 examples in each step"), (16, ORANGE, ".-", "your batches of 16"))
    for size, colour, style, name in looks:
        w, state, path, ends = np.array([-2.0, 1.8]), None, [np.array([-2.0, 1.8])], [0]
        for epoch in range(8):
            for pair in ask(optimizer, "minibatches", X, y, size, seed=epoch):
                Xb, yb = parts(pair, 2, "a batch")
                w, state = valleys.step(optimizer, "sgd", w, 2 * Xb.T @ (Xb @ w - yb) / len(yb), state, {"lr": 0.04})
                path.append(w)
            ends.append(len(path) - 1)
        points = np.array(path)
        left.plot(*points.T, style, color=colour, linewidth=1.5, markersize=6, label=name)
        cost = [np.mean((X @ points[end] - y) ** 2) for end in ends]
        right.plot(cost, style, color=colour, markersize=10, label=f"{name}: {len(path) - 1} steps")
    left.plot(-2, 1.8, "s", color=RED, markersize=11)
    left.set(title="Two ways down", xlabel="weight 1", ylabel="weight 2")
    right.set(title="The same number of examples looked at", xlabel="epoch", ylabel="loss on all examples")
    right.set_ylim(0, None)
    right.legend()
    return picture


@friendly
def valley(optimizer: Any, *rules: str) -> Picture:
    """Draw the path of each rule through a narrow valley, and the height after each step.

    Args:
        optimizer: the student's module.
        rules: names of update rules; without any, the four of the core lesson.
    """
    curvature, steps = np.array([1.0, 60.0]), 60
    picture = new(13, 5)
    left, right = picture.subplots(1, 2, width_ratios=[1.35, 1])
    valleys.rings(left, curvature, (-5, 2), (-1.2, 1.2))
    failures = []
    for rule in rules or ("sgd", "momentum", "rmsprop", "adam"):
        colour, style, marker, settings = valleys.LOOKS[rule]
        try:
            path = valleys.path(optimizer, rule, curvature, steps, settings)
        except Exception as error:
            missing = "not written yet" if isinstance(error, NotImplementedError) else trouble(error)[0]
            left.plot([], [], color="none", label=f"{rule}: {missing}")
            picture.notes.append(f"{rule}: {missing}")
            failures.append(error)
            continue
        look = {"color": colour, "linestyle": style, "marker": marker}
        left.plot(*path.T, **look, linewidth=1.5, markersize=5, label=f"{rule}, lr = {settings['lr']:g}")
        right.semilogy(valleys.height(path, curvature) + 1e-12, **look, markevery=6, markersize=7)
    if not right.lines:
        raise failures[0]
    valleys.start_and_goal(left)
    left.set(title="Seen from above", xlabel="weight 1", ylabel="weight 2", xlim=(-5, 2), ylim=(-1.2, 1.2))
    left.legend(loc="upper right", frameon=True, framealpha=0.9)
    right.set(title="How high after each step", xlabel="step", ylabel="height (loss)", ylim=(1e-7, 100))
    return picture


@friendly
def schedules(optimizer: Any) -> Picture:
    """Draw the learning rate over the epochs, for step_decay and for cosine_schedule."""
    times = list(range(51))
    picture = new(12, 4.2)
    left, right = picture.subplots(1, 2, sharey=True)
    left.set_title("step_decay: drop 0.5, every 10")
    with panel(left):
        rates = [number(ask(optimizer, "step_decay", 0.8, t, drop=0.5, every=10), "step_decay") for t in times]
        left.plot(times, rates, "o", color=BLUE, markersize=6)
        left.set(xlabel="epoch", ylabel="learning rate", ylim=(0, 0.9))
    right.set_title("cosine_schedule: total 40")
    with panel(right):
        rates = [number(ask(optimizer, "cosine_schedule", 0.8, t, 40, lr_min=0.05), "the rate") for t in times]
        right.plot(times, rates, "o", color=ORANGE, markersize=6)
        right.axhline(0.05, color=GREY, linestyle=":", label="lr_min")
        right.set(xlabel="step", ylim=(0, 0.9))
        right.legend()
    return picture


@friendly
def shrink(optimizer: Any) -> Picture:
    """Draw what is left of a weight under adam and adamw when there is no gradient at all."""
    picture = new(9, 4.6)
    axes = picture.subplots()
    rules: list[tuple[str, dict[str, float], str, str]] = [
        ("adam", {}, GREY, "--"),
        ("adamw", {"weight_decay": 0.1}, BLUE, "-"),
        ("adamw", {"weight_decay": 0.5}, ORANGE, "-."),
    ]
    for name, extra, colour, style in rules:
        w, state, path = np.array([2.0]), None, [2.0]
        for _ in range(50):
            w, state = valleys.step(optimizer, name, w, np.zeros(1), state, {"lr": 0.1, **extra})
            path.append(w[0])
        decay = f", weight_decay = {extra['weight_decay']:g}" if extra else ""
        axes.plot(path, style, color=colour, label=name + decay)
    axes.set(title="No gradient, only decay", xlabel="step", ylabel="weight", ylim=(0, 2.2))
    axes.legend()
    return picture


@friendly
def clipping(optimizer: Any) -> Picture:
    """Draw gradients of two numbers before and after clip_grad_norm with max_norm 1."""
    picture = new(7, 6)
    axes = picture.subplots()
    turn = np.linspace(0, 2 * np.pi, 200)
    axes.plot(np.cos(turn), np.sin(turn), "--", color=GREY, label="max_norm = 1")
    for x, y in ((2.2, 1.0), (-1.6, 1.9), (0.4, 0.5), (-0.5, -2.0), (1.3, -1.1), (-0.7, -0.2)):
        got = ask(optimizer, "clip_grad_norm", {"W": np.array([[x]]), "b": np.array([y])}, 1.0)
        clipped, _ = parts(got, 2, "clip_grad_norm(grads, max_norm)")
        short = array(clipped["W"], (1, 1), 'clipped["W"]')[0, 0], array(clipped["b"], (1,), 'clipped["b"]')[0]
        axes.annotate("", (x, y), (0, 0), arrowprops={"arrowstyle": "->", "color": SKY, "linewidth": 2})
        axes.annotate("", short, (0, 0), arrowprops={"arrowstyle": "-|>", "color": BLUE, "linewidth": 4})
    axes.plot([], [], color=SKY, linewidth=2, label="gradient before")
    axes.plot([], [], color=BLUE, linewidth=4, label="after")
    axes.set(title="clip_grad_norm", xlabel="entry of W", ylabel="entry of b", xlim=(-2.6, 2.6), ylim=(-2.6, 2.6))
    axes.set_aspect("equal")
    axes.legend(loc="lower left")
    return picture


def _walked(points: Any, steps: int) -> np.ndarray:
    if not isinstance(points, (list, tuple, np.ndarray)):
        raise Unfit(f"gradient_descent_1d: expected a list of numbers, got a {type(points).__name__}")
    return array(points, (steps + 1,), "gradient_descent_1d(a, b, x0, lr, steps)")


def _square(axes: Axes, column: int, example: int, batch_numbers: list[int]) -> None:
    once = len(batch_numbers) == 1
    colour = CYCLE[batch_numbers[0] % len(CYCLE)] if once else PALE
    axes.fill_between([column - 0.46, column + 0.46], example - 0.44, example + 0.44, color=colour, alpha=0.4)
    text = f"batch {batch_numbers[0]}" if once else "missing" if not batch_numbers else f"{len(batch_numbers)} times"
    axes.text(column, example, text, ha="center", va="center", color=INK if once else RED, weight="bold")
