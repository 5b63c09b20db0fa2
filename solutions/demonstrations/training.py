"""Training to project: five optimizers in one valley, and the borders of a spiral while a network learns it."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from matplotlib.gridspec import GridSpec
from pictures import hands_on, loss, practice, student, valleys
from pictures.canvas import Picture, friendly, new
from pictures.hands_on import arms

_forward, _loss, _optimizer, _hands_on = map(student, ("forward", "loss", "optimizer", "hands_on"))
_FIVE = ("sgd", "momentum", "nesterov", "rmsprop", "adam")
_EPOCHS = (0, 1, 2, 3, 5, 8, 12, 16, 20, 25, 30, 40, 50, 65, 80, 100, 150, 200)


@friendly
def valley() -> Picture:
    """Draw the paths of five optimizers through one narrow valley, seen from above, and their height at each step."""
    curvature = np.array([1.0, 60.0])
    picture = new(9.6, 5.4)
    above, below = picture.subplots(2, 1, height_ratios=[1.25, 1])
    valleys.rings(above, curvature, (-5, 1.2), (-1.2, 1.2))
    for rule in _FIVE:
        colour, style, marker, settings = valleys.LOOKS[rule]
        path = valleys.path(_optimizer, rule, curvature, 60, settings)
        look = {"color": colour, "linestyle": style, "marker": marker}
        above.plot(*path.T, **look, linewidth=1.5, markersize=4)
        heights = valleys.height(path, curvature) + 1e-12
        below.semilogy(heights, **look, markevery=6, markersize=7, label=f"{rule}, lr {settings['lr']:g}")
    valleys.start_and_goal(above)
    above.set(xlim=(-5, 1.2), ylim=(-1.2, 1.2), title="a narrow valley from above", xticks=[], yticks=[])
    below.set(xlabel="step", ylabel="height", ylim=(1e-7, 100))
    below.legend(loc="center left", bbox_to_anchor=(1.0, 0.5), fontsize=12)
    return picture


def surface() -> Picture:
    """Return the lesson's picture of the loss of every straight line, without its left half."""
    picture = _half(loss.line(_loss), 1, "against the gradient, into the valley")
    picture.axes[1].set_ylabel("loss")
    return picture


def surprise() -> Picture:
    """Return the lesson's picture of the gradient of one example, without its left half."""
    picture = _half(loss.surprise(_loss), 1, "how each score should change")
    picture.axes[0].set_ylabel("gradient")
    return picture


def memorizing() -> Picture:
    """Return the lesson's picture of the losses of a curve that learns its points by heart, without its right half."""
    picture = _half(loss.memorizing(_loss), 0, "the one falls, the other turns around")
    picture.axes[0].set_ylabel("loss")
    picture.axes[0].legend(loc="lower left", fontsize=13, frameon=False)
    return picture


def _half(picture: Picture, keep: int, title: str) -> Picture:
    """Return a picture of two panels with one of them alone."""
    kept, other = picture.axes[keep], picture.axes[1 - keep]
    other.remove()
    kept.set_subplotspec(GridSpec(1, 1, figure=picture)[0])
    kept.set_title(title, fontsize=17)
    return picture


def units() -> Picture:
    """Return the lesson's picture of what each hidden unit looks for."""
    return hands_on.weights(_hands_on)


def misread() -> Picture:
    """Return the lesson's picture of the digits that the network misreads."""
    return hands_on.misread(_hands_on, _forward)


def by_heart() -> Picture:
    """Return the lesson's picture of a network that has only 100 digits to learn from, without its right half."""
    picture = _half(hands_on.memorizing(_hands_on, _forward, _loss), 0, "100 digits, learned by heart")
    picture.axes[0].legend(loc="center right", fontsize=13, frameon=False)
    return picture


def confusion() -> Picture:
    """Return the lesson's picture of what is taken for what."""
    return hands_on.confusion(_hands_on)


def learning() -> Picture:
    """Return the lesson's picture of how the network learns to read."""
    return hands_on.loss_curve(_hands_on, _forward, _loss)


@friendly
def spiral() -> Picture:
    """Draw the borders between three arms of a spiral after 0, 5, 15, 40, 100 and 200 epochs of training."""
    X, y = practice.spiral()
    picture = new(9.6, 5.4)
    stages = _stages((0, 5, 15, 40, 100, 200))
    for axes, (epoch, params) in zip(picture.subplots(2, 3).flat, stages, strict=True):
        arms(axes, _hands_on, params, X, y, f"epoch {epoch}", size=3)
        axes.set(xlabel="", ylabel="", xticks=[], yticks=[])
    return picture


def spiral_while_it_trains() -> Iterator[Picture]:
    """Return a figure for each moment of the training, the last one after 200 epochs."""
    for epoch, params in _stages(_EPOCHS):
        yield _moment(epoch, params)


@friendly
def _moment(epoch: int, params: practice.Params) -> Picture:
    """Draw the borders between three arms of a spiral at one moment of the training."""
    X, y = practice.spiral()
    picture = new(9.6, 5.4)
    axes = picture.subplots()
    arms(axes, _hands_on, params, X, y, f"epoch {epoch}")
    axes.set(xlabel="", ylabel="", xticks=[], yticks=[])
    return picture


def _stages(epochs: tuple[int, ...]) -> Iterator[tuple[int, practice.Params]]:
    X, y = practice.spiral()
    params, done = practice.start([2, 100, 3], seed=1), 0
    for epoch in epochs:
        if epoch > done:
            params = practice.one_round(_hands_on, X, y, params, epochs=epoch - done, lr=1e-2, seed=done)
            done = epoch
        yield epoch, params
