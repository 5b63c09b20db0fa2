"""Pictures of the loss lesson: what a mistake costs, and which way the gradient points."""

from __future__ import annotations

from typing import Any

import numpy as np

from .agreement import slopes as slopes
from .canvas import Picture, friendly, new, panel
from .memory import memorizing as memorizing
from .memory import penalty as penalty
from .student_code import array, ask, number, parts
from .theme import BLUE, GREEN, GREY, INK, ORANGE, PALE, RED, SHARES


@friendly
def line(loss: Any) -> Picture:
    """Draw mse_loss as a surface over all straight lines through some points, with its gradient as arrows."""
    x = np.linspace(-1, 1, 9)
    target = 0.8 * x + 0.5 + np.random.default_rng(3).normal(scale=0.2, size=9)
    tilts, offsets = np.linspace(-1.4, 3, 45), np.linspace(-1.6, 2.6, 43)

    def cost(slope: float, offset: float) -> tuple[float, np.ndarray]:
        value, dpred = parts(ask(loss, "mse_loss", slope * x + offset, target), 2, "mse_loss(pred, target)")
        return number(value, "the loss"), array(dpred, x.shape, "dpred")

    surface = np.array([[cost(slope, offset)[0] for slope in tilts] for offset in offsets])
    picture = new(12, 5)
    left, right = picture.subplots(1, 2)
    lines = [(-0.8, 1.2, RED, "--", "line A"), (2.2, 0.0, ORANGE, "-.", "line B"), (0.8, 0.5, BLUE, "-", "line C")]
    left.plot(x, target, "o", color=INK, label="targets")
    for slope, offset, colour, style, name in lines:
        value = cost(slope, offset)[0]
        left.plot(x, slope * x + offset, style, color=colour, label=f"{name}: loss {value:.2f}")
        right.plot(slope, offset, "o", color=colour, markeredgecolor="white", markersize=13, zorder=4)
        box = {"facecolor": "white", "edgecolor": "none", "pad": 1.5}
        right.annotate(name, (slope, offset), (0, 14), textcoords="offset points", ha="center", zorder=5, bbox=box)
    left.set(title="Three lines and what they cost", xlabel="input x", ylabel="prediction")
    left.set_xticks([-1, -0.5, 0, 0.5, 1])
    left.legend()
    filled = right.contourf(tilts, offsets, surface, 14, cmap="cividis_r")
    picture.colorbar(filled, ax=right, label="your mse_loss")
    for slope in tilts[3::6]:
        for offset in offsets[3::6]:
            dpred = cost(slope, offset)[1]
            down = -0.16 * np.array([np.sum(dpred * x), np.sum(dpred)])
            right.annotate("", (slope + down[0], offset + down[1]), (slope, offset), arrowprops=_arrow("white"))
    right.set(title="Every line is one place; arrows: against your gradient", xlabel="slope", ylabel="intercept")
    return picture


@friendly
def robust(loss: Any) -> Picture:
    """Draw the cost of one error and its slope, for the square and for huber_loss."""
    error = np.linspace(-4, 4, 161)
    picture = new(12, 4.6)
    costs, slopes = picture.subplots(1, 2)
    costs.plot(error, error**2 / 2, "--", color=GREY, label="half the square")
    slopes.plot(error, error, "--", color=GREY)
    for delta, colour, style in ((1.0, BLUE, "-"), (2.0, ORANGE, "-.")):
        cost, slope = _one_by_one(loss, "huber_loss", error, np.zeros(1), delta=delta)
        costs.plot(error, cost, style, color=colour, label=f"your huber_loss, delta = {delta:g}")
        slopes.plot(error, slope, style, color=colour)
    costs.set(title="What one error costs", xlabel="error  (prediction - target)", ylabel="loss", ylim=(-0.3, 8.3))
    slopes.set(title="How hard it pulls: the gradient", xlabel="error  (prediction - target)", ylabel="gradient")
    costs.legend(loc="upper center")
    return picture


@friendly
def columns(loss: Any) -> Picture:
    """Draw the table that one_hot makes of a few labels."""
    labels = np.array([2, 0, 3, 2, 1])
    table = array(ask(loss, "one_hot", labels, 4), (5, 4), "one_hot([2, 0, 3, 2, 1], 4)")
    picture = new(6, 4.6)
    axes = picture.subplots()
    axes.imshow(table, cmap=SHARES, vmin=0, vmax=1.2, aspect="auto")
    for (row, column), value in np.ndenumerate(table):
        axes.text(column, row, f"{value:g}", ha="center", va="center", color="white" if value > 0.7 else INK)
    axes.set(title="one_hot: a column for each class", xlabel="class", ylabel="example")
    axes.set_xticks(range(4))
    axes.set_yticks(range(5), [f"y = {label}" for label in labels])
    return picture


@friendly
def surprise(loss: Any) -> Picture:
    """Draw softmax_cross_entropy against the probability of the right class, and its gradient for one example."""
    p = np.linspace(0.01, 0.99, 60)
    mine = []
    for share in p:
        logits = np.log([[share, 1 - share]])
        value, _ = parts(ask(loss, "softmax_cross_entropy", logits, np.array([0])), 2, "softmax_cross_entropy")
        mine.append(number(value, "the loss"))
    picture = new(12, 4.6)
    left, right = picture.subplots(1, 2)
    left.plot(p, -np.log(p), color=PALE, linewidth=9, label="-log p")
    left.plot(p, mine, color=BLUE, label="your loss")
    left.set(title="How surprised by the truth?", xlabel="probability p of the right class", ylabel="loss")
    left.legend()
    right.set_title("Which way to push the scores")
    with panel(right):
        logits = np.array([[1.0, 2.0, 0.5]])
        _, dlogits = parts(ask(loss, "softmax_cross_entropy", logits, np.array([2])), 2, "softmax_cross_entropy")
        slope = array(dlogits, (1, 3), "dlogits")[0]
        said = np.exp(logits[0]) / np.exp(logits[0]).sum()
        names = [f"class {k}\nsays {100 * said[k]:.0f} %" + ("\n(the truth)" if k == 2 else "") for k in range(3)]
        bars = right.bar(names, slope, color=[ORANGE if value > 0 else BLUE for value in slope], edgecolor=INK)
        right.bar_label(bars, [f"{value:+.2f}" for value in slope], padding=3)
        right.axhline(0, color=INK, linewidth=1)
        right.set(ylabel="your gradient", ylim=(min(0, slope.min()) - 0.2, max(0, slope.max()) + 0.2))
    return picture


@friendly
def yes_or_no(loss: Any) -> Picture:
    """Draw bce_with_logits and its gradient against the score, and where the naive formula ends."""
    z = np.linspace(-20, 60, 161)
    picture = new(12, 4.6)
    left, right = picture.subplots(1, 2)
    for y, colour, style in ((0.0, BLUE, "-"), (1.0, ORANGE, "-."), (0.3, GREEN, ":")):
        value, slope = _one_by_one(loss, "bce_with_logits", z, np.array([y]))
        left.plot(z, value, style, color=colour, label=f"your loss, y = {y:g}")
        right.plot(z, slope, style, color=colour, label=f"y = {y:g}")
    with np.errstate(all="ignore"):
        p = 1 / (1 + np.exp(-z))
        naive = -np.log(1 - p)
    left.plot(z, np.where(np.isfinite(naive), naive, np.nan), "--", color=INK, linewidth=1.5, label="-log(1 - p)")
    end = z[np.isfinite(naive)][-1]
    left.annotate("ends here", (end, naive[np.isfinite(naive)][-1]), (end + 8, 22), arrowprops=_arrow(INK))
    left.set(title="The loss for a yes/no question", xlabel="score z", ylabel="loss")
    right.set(title="Its gradient: p - y", xlabel="score z", ylabel="gradient", xlim=(-10, 10))
    left.legend()
    right.legend()
    return picture


@friendly
def margin(loss: Any) -> Picture:
    """Draw hinge_loss against the staircase of counted mistakes, and its gradient."""
    score = np.linspace(-2.5, 2.5, 201)
    value, slope = _one_by_one(loss, "hinge_loss", score, np.array([1]))
    picture = new(12, 4.6)
    left, right = picture.subplots(1, 2)
    left.plot(score, score <= 0, color=GREY, drawstyle="steps-mid", linestyle="--", label="a mistake (0 or 1)")
    left.plot(score, value, color=BLUE, label="your hinge_loss")
    left.axvspan(1, 2.5, color=PALE, label="right, and far enough")
    left.set(title="y = +1: what a score costs", xlabel="score s", ylabel="loss")
    right.plot(score, slope, color=BLUE)
    right.axvspan(1, 2.5, color=PALE)
    right.set(title="Its gradient: push, or leave alone", xlabel="score s", ylabel="gradient", ylim=(-1.2, 0.2))
    left.legend()
    return picture


@friendly
def podium(loss: Any) -> Picture:
    """Draw the scores of one example, the margin that svm_loss wants, and how it pushes."""
    picture = new(12, 4.6)
    for axes, scores in zip(picture.subplots(1, 2, sharey=True), ([3.0, 2.5, 1.0], [3.0, 2.5, 2.8]), strict=True):
        with panel(axes):
            row = np.array([scores])
            value, dscores = parts(ask(loss, "svm_loss", row, np.array([0])), 2, "svm_loss(scores, y)")
            push = -array(dscores, (1, 3), "dscores")[0]
            names = ["class 0\n(the truth)", "class 1", "class 2"]
            axes.bar(names, scores, color=[BLUE, PALE, PALE], edgecolor=INK)
            axes.axhspan(scores[0] - 1, scores[0], color=ORANGE, alpha=0.25, label="too close: within the margin")
            for k in np.flatnonzero(push):
                axes.annotate("", (k, scores[k] + 0.5 * push[k]), (k, scores[k]), arrowprops=_arrow(INK))
                axes.text(k + 0.08, scores[k] + 0.25 * push[k], f"{push[k]:+g}", va="center")
            axes.set(title=f"Scores {scores}: loss {number(value, 'the loss'):.2f}", ylim=(0, 5.2))
            axes.legend(loc="upper right")
    picture.axes[0].set_ylabel("score;  arrows: against your gradient")
    return picture


@friendly
def too_sure(loss: Any) -> Picture:
    """Draw label_smoothing_ce against the lead of the right class: with smoothing there is a best one."""
    lead = np.linspace(-2, 10, 121)
    picture = new(9, 4.8)
    axes = picture.subplots()
    for eps, colour, style in ((0.0, GREY, "--"), (0.05, BLUE, "-"), (0.2, ORANGE, "-.")):
        value = []
        for score in lead:
            got = ask(loss, "label_smoothing_ce", np.array([[score, 0.0]]), np.array([0]), eps=eps)
            value.append(number(parts(got, 2, "label_smoothing_ce(logits, y)")[0], "the loss"))
        low = int(np.argmin(value))
        lowest = f"lowest at {lead[low]:.1f}" if low < len(lead) - 1 else "falls for ever"
        axes.plot(lead, value, style, color=colour, label=f"eps = {eps:g}: {lowest}")
        axes.plot(lead[low], value[low], "o" if low < len(lead) - 1 else ">", color=colour)
    axes.set(title="How far ahead should the right class be?", ylabel="your loss")
    axes.set_xlabel("score of the right class - score of the other")
    axes.legend()
    return picture


def _one_by_one(
    loss: Any, name: str, points: np.ndarray, target: np.ndarray, **settings: float
) -> tuple[list[float], list[float]]:
    """Return the loss and its gradient for every point alone, so that no mean mixes them."""
    values, slopes = [], []
    for point in points:
        value, slope = parts(ask(loss, name, np.array([point]), target, **settings), 2, name)
        values.append(number(value, "the loss"))
        slopes.append(float(array(slope, (1,), "the gradient")[0]))
    return values, slopes


def _arrow(colour: str) -> dict[str, Any]:
    return {"arrowstyle": "-|>", "color": colour, "linewidth": 2, "mutation_scale": 18, "shrinkA": 0, "shrinkB": 0}
