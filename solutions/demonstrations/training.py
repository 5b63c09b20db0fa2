"""Training to project: five optimizers in one valley, and the borders of a spiral while a network learns it."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from pictures import practice, student, valleys
from pictures.canvas import Picture, friendly, new
from pictures.hands_on import arms

_optimizer, _hands_on = student("optimizer"), student("hands_on")
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
