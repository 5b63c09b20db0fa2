"""Pictures of the hands-on session: the digits, how training goes, and what the network has learned."""

from __future__ import annotations

from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import ListedColormap

from . import practice
from .canvas import Picture, friendly, new, panel
from .student_code import array, ask, parts
from .theme import BLUE, GREEN, GREY, INK, MINUS_PLUS, ORANGE, RED, SHARES

_ARMS = [BLUE, ORANGE, GREEN]


@friendly
def digits() -> Picture:
    """Draw some of the digits with their labels."""
    data = practice.digits()
    picture = new(11, 4.2)
    for axes, image, label in zip(picture.subplots(3, 10).flat, data.X, data.y, strict=False):
        _image(axes, image, str(label), INK)
    picture.suptitle("30 of the 1,437 training digits and what they are meant to be")
    return picture


@friendly
def guesses(hands_on: Any) -> Picture:
    """Draw what an untrained network takes some digits for."""
    data = practice.digits()
    pred = practice.predicted(hands_on, data.X_unseen, practice.start([64, 64, 10]))
    picture = new(11, 3.2)
    for axes, image, said, label in zip(picture.subplots(2, 10).flat, data.X_unseen, pred, data.y_unseen, strict=False):
        _image(axes, image, f"{said}" + (" ✓" if said == label else ""), BLUE if said == label else RED)
    right = np.mean(pred == data.y_unseen)
    picture.suptitle(f"Untrained: {100 * right:.0f} % of the test digits are right, by luck")
    return picture


@friendly
def loss_curve(hands_on: Any, forward: Any, loss: Any) -> Picture:
    """Draw loss and accuracy, on the training digits and on the test digits, epoch after epoch."""
    data, stages = practice.digits(), practice.reader(hands_on)
    looks = [practice.look(hands_on, forward, loss, data, epoch, params) for epoch, params in enumerate(stages)]
    epochs = [look.epoch for look in looks]
    picture = new(12, 4.8)
    left, right = picture.subplots(1, 2)
    left.semilogy(epochs, [look.loss for look in looks], "o-", color=BLUE, label="training")
    left.semilogy(epochs, [look.loss_unseen for look in looks], "s--", color=RED, label="test: never seen")
    left.set(title="How poorly does it perform?", xlabel="epoch", ylabel="cross-entropy loss")
    right.plot(epochs, [100 * look.accuracy for look in looks], "o-", color=BLUE, label="training")
    right.plot(epochs, [100 * look.accuracy_unseen for look in looks], "s--", color=RED, label="test")
    right.set(title=f"Test: {100 * looks[-1].accuracy_unseen:.1f} % right", xlabel="epoch", ylabel="right answers (%)")
    right.set_ylim(0, 102)
    left.set_xticks(range(0, 21, 5))
    right.set_xticks(range(0, 21, 5))
    left.legend()
    right.legend(loc="lower right")
    return picture


@friendly
def memorizing(hands_on: Any, forward: Any, loss: Any) -> Picture:
    """Draw the losses of a network that has only 100 digits to learn from, without and with a penalty."""
    picture = new(12, 4.8)
    data = practice.digits(100)
    for axes, reg in zip(picture.subplots(1, 2), (0.0, 0.02), strict=True):
        axes.set_title(f"reg = {reg:g}")
        with panel(axes):  # a reg needs l2_penalty, which not everybody has written
            looks = practice.follow(hands_on, forward, loss, data, rounds=25, epochs=3, lr=1e-2, reg=reg)
            epochs, unseen = [look.epoch for look in looks], [look.loss_unseen for look in looks]
            best = int(np.argmin(unseen))
            axes.semilogy(epochs, [max(look.loss, 1e-5) for look in looks], color=BLUE, label="training: 100 digits")
            axes.semilogy(epochs, unseen, "--", color=RED, label="test: never seen")
            axes.plot(epochs[best], unseen[best], "o", color=RED, markersize=12, label=f"lowest: epoch {epochs[best]}")
            title = f"reg = {reg:g}: {100 * looks[-1].accuracy_unseen:.0f} % of the test digits right"
            axes.set(title=title, xlabel="epoch", ylabel="cross-entropy loss", ylim=(1e-4, 10))
            axes.legend(loc="lower right", bbox_to_anchor=(1, 0.12))
    return picture


@friendly
def weights(hands_on: Any) -> Picture:
    """Draw the 64 weights of each of the 64 hidden units as an image, after training."""
    W1 = practice.reader(hands_on)[-1]["W1"]
    sheet = np.full((8 * 9 + 1, 8 * 9 + 1), np.nan)
    for unit, column in enumerate(W1.T):
        row, place = divmod(unit, 8)
        sheet[1 + 9 * row : 9 + 9 * row, 1 + 9 * place : 9 + 9 * place] = column.reshape(8, 8)
    reach = float(np.quantile(np.abs(W1), 0.99)) or 1.0
    picture = new(8.5, 7.5)
    axes = picture.subplots()
    shown = axes.imshow(sheet, cmap=MINUS_PLUS, vmin=-reach, vmax=reach)
    axes.set_facecolor(GREY)
    axes.set(title="64 hidden units, and what each looks for", xticks=[], yticks=[])
    picture.colorbar(shown, ax=axes, label="weight of the pixel", shrink=0.8)
    return picture


@friendly
def misread(hands_on: Any, forward: Any) -> Picture:
    """Draw the test digits that the network misreads, the ones it is most sure of first."""
    data, params = practice.digits(), practice.reader(hands_on)[-1]
    pred = practice.predicted(hands_on, data.X_unseen, params)
    logits = parts(ask(forward, "mlp_forward", data.X_unseen, params), 2, "mlp_forward(x, params)")[0]
    scores = array(logits, (len(pred), 10), "the logits")
    rows = np.arange(len(pred))
    lead = scores[rows, np.clip(pred, 0, 9)] - scores[rows, data.y_unseen]
    wrong = [row for row in np.argsort(-lead) if pred[row] != data.y_unseen[row]]
    rows_of_images = 1 if len(wrong) <= 7 else 2
    picture = new(11, 0.8 + 1.9 * rows_of_images)
    grid = picture.subplots(rows_of_images, 7, squeeze=False)
    for axes in grid.flat:
        axes.set_axis_off()
    for axes, row in zip(grid.flat, wrong, strict=False):
        _image(axes, data.X_unseen[row], f"is {data.y_unseen[row]}, read {pred[row]}", RED)
    right = 100 * (1 - len(wrong) / len(pred))
    picture.suptitle(f"{len(wrong)} of {len(pred)} test digits misread ({right:.1f} % right)")
    return picture


@friendly
def confusion(hands_on: Any) -> Picture:
    """Draw the student's confusion matrix of the test digits."""
    data, params = practice.digits(), practice.reader(hands_on)[-1]
    pred = practice.predicted(hands_on, data.X_unseen, params)
    got = ask(hands_on, "confusion_matrix", data.y_unseen, pred, 10)
    counts = array(got, (10, 10), "confusion_matrix(y, pred, 10)")
    picture = new(7.5, 6.8)
    axes = picture.subplots()
    axes.imshow(np.sqrt(counts), cmap=SHARES)
    for (row, column), count in np.ndenumerate(counts):
        if count:
            colour = "white" if count > counts.max() / 3 else RED
            axes.text(column, row, f"{count:g}", ha="center", va="center", color=colour, weight="bold")
    axes.set(title="What was taken for what?", xlabel="read as", ylabel="is", xticks=range(10), yticks=range(10))
    return picture


@friendly
def xor(hands_on: Any) -> Picture:
    """Draw the plane as the network of solve_xor sees it."""
    params = ask(hands_on, "solve_xor")
    picture = new(6.5, 5.5)
    axes = picture.subplots()
    _regions(axes, hands_on, params, (-0.5, 1.5), 2)
    corners = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
    pred = practice.predicted(hands_on, corners, params)
    for corner, said, truth in zip(corners, pred, (0, 1, 1, 0), strict=True):
        axes.plot(*corner, "os"[truth], color=_ARMS[truth], markersize=18, markeredgecolor=INK, markeredgewidth=2)
        text, colour = ("right", INK) if said == truth else ("WRONG", RED)
        axes.annotate(text, corner, (0, 16), textcoords="offset points", ha="center", color=colour)
    axes.set(title="XOR: squares where the inputs differ", xlabel="input 1", ylabel="input 2")
    axes.set(xticks=[0, 1], yticks=[0, 1])
    return picture


@friendly
def spiral(hands_on: Any) -> Picture:
    """Draw the borders between the arms of a spiral while the student's train is at work."""
    X, y = practice.spiral()
    params, done = practice.start([2, 100, 3], seed=1), 0
    picture = new(12, 8.2)
    for axes, epoch in zip(picture.subplots(2, 3).flat, (0, 5, 15, 40, 100, 200), strict=True):
        if epoch > done:
            params = practice.one_round(hands_on, X, y, params, epochs=epoch - done, lr=1e-2, seed=done)
            done = epoch
        arms(axes, hands_on, params, X, y, f"epoch {epoch}")
    return picture


@friendly
def solved_spiral(hands_on: Any) -> Picture:
    """Draw the borders of the network that solve_spiral returns."""
    X, y = practice.spiral()
    params = ask(hands_on, "solve_spiral", X, y)
    picture = new(6.5, 6)
    arms(picture.subplots(), hands_on, params, X, y, "solve_spiral")
    return picture


def _image(axes: Axes, pixels: np.ndarray, title: str, colour: str) -> None:
    axes.imshow(pixels.reshape(8, 8), cmap="Greys", vmin=0, vmax=1)
    axes.set_axis_off()
    axes.set_title(title, color=colour, fontsize=13)


def arms(axes: Axes, hands_on: Any, params: Any, X: np.ndarray, y: np.ndarray, title: str, size: float = 5) -> None:
    """Draw the arms of the spiral and what the network takes each place of the plane for."""
    _regions(axes, hands_on, params, (-1.3, 1.3), 3)
    for arm, (colour, marker) in enumerate(zip(_ARMS, "os^", strict=True)):
        axes.plot(*X[y == arm].T, marker, color=colour, markersize=size, markeredgecolor=INK, markeredgewidth=0.5)
    right = np.mean(practice.predicted(hands_on, X, params) == y)
    axes.set(title=f"{title}: {100 * right:.0f} % right", xlabel="x1", ylabel="x2")
    axes.set(xticks=[-1, 0, 1], yticks=[-1, 0, 1])
    axes.set_aspect("equal")


def _regions(axes: Axes, hands_on: Any, params: Any, reach: tuple[float, float], classes: int) -> None:
    """Colour the plane by the class that the student's predict names."""
    line = np.linspace(*reach, 120)
    x1, x2 = np.meshgrid(line, line)
    said = practice.predicted(hands_on, np.stack([x1.ravel(), x2.ravel()], axis=1), params).reshape(x1.shape)
    colours = ListedColormap(_ARMS[:classes])
    axes.imshow(said, extent=(*reach, *reach), origin="lower", cmap=colours, alpha=0.35, vmin=0, vmax=classes - 1)
