# A copy of the kit's solutions/lessons/pictures/forward.py, written by `grader build`: a change made here is lost.
"""The pictures of forward propagation: a layer, the activations, softmax, and what a second layer adds."""

from __future__ import annotations

from typing import Any

import numpy as np
from matplotlib.axes import Axes

from . import plane, shapes
from .canvas import Picture, friendly, new, panel
from .student_code import array, ask, parts
from .theme import BLUE, CYCLE, GREY, INK, MINUS_PLUS, ORANGE, PALE, SKY
from .trouble import Unfit

_RANGES = {
    "relu": (-1.4, 4.3),
    "leaky_relu": (-1.4, 4.3),
    "sigmoid": (-0.3, 1.3),
    "tanh": (-1.3, 1.3),
    "elu": (-1.4, 4.3),
    "maxout": (-1.4, 4.3),
}


_SIGMOID = ([-6, -4, -2, 0, 2, 4, 6], [0.002, 0.018, 0.119, 0.5, 0.881, 0.982, 0.998])


def table(axes: Axes, numbers: np.ndarray, title: str, limit: float = 6) -> None:
    """Draw a small array as a table of coloured cells: orange below 0, blue above."""
    cells = np.atleast_2d(numbers)
    axes.imshow(cells, cmap=MINUS_PLUS, vmin=-limit, vmax=limit, alpha=0.7)
    for (row, column), value in np.ndenumerate(cells):
        axes.text(column, row, f"{value:.3g}", ha="center", va="center", fontsize=14)
    axes.set_title(f"{title}\n{np.shape(numbers)}")
    axes.set(xticks=[], yticks=[])
    axes.spines[:].set(visible=True, color=GREY)
    rows, columns = cells.shape
    axes.hlines(np.arange(rows - 1) + 0.5, -0.5, columns - 0.5, color=PALE, linewidth=1)
    axes.vlines(np.arange(columns - 1) + 0.5, -0.5, rows - 0.5, color=PALE, linewidth=1)


@friendly
def layer(forward: Any) -> Picture:
    """Draw one layer as tables of numbers: three examples, two inputs, four units."""
    x = np.array([[1.0, 2.0], [0.0, -1.0], [3.0, 0.0]])
    W, b = np.array([[1.0, 0.0, -1.0, 2.0], [0.0, 1.0, 1.0, -1.0]]), np.array([0.0, 1.0, 0.0, -2.0])
    picture = new(10, 2.7)
    slots = picture.subplots(1, 4, width_ratios=[2, 4, 4, 4])
    for axes, value, title in zip(slots[:3], (x, W, b), ("x", "W", "b"), strict=True):
        table(axes, value, title)
    with panel(slots[3]):
        out, _ = parts(ask(forward, "affine_forward", x, W, b), 2, "affine_forward(x, W, b)")
        table(slots[3], array(out, (3, 4), "out"), "out")
    for right, sign in zip(slots[1:], "@+=", strict=True):
        right.text(-0.14, 0.5, sign, transform=right.transAxes, fontsize=22, va="center", ha="center")
    return picture


def activation(forward: Any, name: str, x: np.ndarray) -> np.ndarray:
    """Return the student's activation of numbers in one row; maxout gets its two pieces."""
    if name == "maxout":
        return array(ask(forward, name, x[:, None], *shapes.MAXOUT), (len(x), 1), "maxout(x, W1, b1, W2, b2)")[:, 0]
    return array(ask(forward, name, x), x.shape, f"{name}(x)")


@friendly
def activations(forward: Any, *names: str) -> Picture:
    """Draw the six activations (or those named) with their derivatives, over the points of the right shape."""
    chosen = names or tuple(_RANGES)
    rows = 1 if len(chosen) <= 3 else 2
    picture = new(10 if len(chosen) > 1 else 5.5, 3.5 * rows)
    for axes, name in zip(picture.subplots(rows, -(-len(chosen) // rows), squeeze=False).flat, chosen, strict=True):
        axes.set_title(name)
        with panel(axes):
            y = activation(forward, name, shapes.X)
            shapes.target(axes, shapes.VALUES[name])
            shapes.slope(axes, np.gradient(y, shapes.X), "its slope")
            shapes.curve(axes, y, "yours")
            shapes.cross(axes, *_RANGES[name])
            axes.legend(loc="upper left", fontsize=11, handlelength=1.6)
    return picture


@friendly
def far_out(forward: Any) -> Picture:
    """Draw the sigmoid near 0, from -6 to 6, and far out, where it must stay between 0 and 1 without a warning."""
    picture = new(11, 3.8)
    near, far = picture.subplots(1, 2, sharey=True)
    for axes, reach in ((near, 6.0), (far, 1000.0)):
        x = np.linspace(-reach, reach, 401)
        y = activation(forward, "sigmoid", x)
        axes.plot(x, y, color=BLUE, zorder=3, label="your sigmoid")
        for height in (0, 1):
            axes.axhline(height, color=GREY, linewidth=0.8)
        lost = int(np.sum(~np.isfinite(y)))
        told = f"{lost} of 401 values are no numbers" if lost else "a number everywhere"
        axes.set(xlabel="x", ylim=(-0.1, 1.15), xlim=(-1.05 * reach, 1.05 * reach), title=f"±{reach:g}: {told}")
    near.plot(*_SIGMOID, "o", color=SKY, alpha=0.45, markersize=15, markeredgewidth=0, label="right values")
    near.set_ylabel("sigmoid(x)")
    near.legend(loc="upper left", fontsize=11)
    return picture


@friendly
def softmax(forward: Any) -> Picture:
    """Draw the probabilities for three rows of scores; the third row is the first one plus 1000."""
    scores = np.array([[1.0, 2.0, 4.0], [-1.0, -1.0, -1.0], [1001.0, 1002.0, 1004.0]])
    shares = array(ask(forward, "softmax", scores), (3, 3), "softmax(x)")
    picture = new(10, 3.6)
    for axes, row, share in zip(picture.subplots(1, 3, sharey=True), scores, shares, strict=True):
        bars = axes.bar(["A", "B", "C"], np.nan_to_num(share), color=CYCLE[:3])
        axes.bar_label(bars, [f"{value:.2f}" for value in share], fontsize=13)
        axes.set_title("scores " + ", ".join(f"{value:g}" for value in row))
        axes.set(xlabel=f"class (sum {np.sum(share):.3g})", ylim=(0, 1.1))
    picture.axes[0].set_ylabel("probability")
    return picture


def _network(forward: Any, x: np.ndarray, params: dict[str, np.ndarray]) -> tuple[np.ndarray, list[np.ndarray]]:
    """Return the student's logits, and what each layer receives as its input."""
    value, caches = parts(ask(forward, "mlp_forward", x, params), 2, "mlp_forward(x, params)")
    layers = len(params) // 2
    if not isinstance(caches, (list, tuple)) or len(caches) != layers or not all("x" in cache for cache in caches):
        raise Unfit(f'mlp_forward(x, params): expected caches to be a list of {layers} dicts, each with "x" and "z"')
    classes = len(params[f"b{layers}"])
    widths = [len(params[f"W{number + 1}"]) for number in range(layers)]
    inputs = [array(c["x"], (len(x), width), 'caches[..]["x"]') for c, width in zip(caches, widths, strict=True)]
    return array(value, (len(x), classes), "logits"), inputs


@friendly
def hinges(forward: Any) -> Picture:
    """Draw a curve built from three bent lines: what the hidden layer of a network with one input hands on."""
    x = shapes.X[:, None]
    params = {
        "W1": np.array([[1.0, 1.0, -1.0]]),
        "b1": np.array([1.0, -1.0, -2.0]),
        "W2": np.array([[1.0], [-2.0], [1.5]]),
        "b2": np.array([-0.5]),
    }
    out, inputs = _network(forward, x, params)
    picture = new(10, 4)
    left, right = picture.subplots(1, 2)
    for unit, style in enumerate(("-", "--", "-.")):
        left.plot(shapes.X, inputs[1][:, unit], style, color=CYCLE[unit], label=f"unit {unit + 1}")
    left.set_title("the hidden layer: three hinges")
    right.plot(shapes.X, out[:, 0], color=INK)
    right.set_title("their weighted sum: three bends")
    for axes in (left, right):
        shapes.cross(axes, -3, 5.5)
    left.legend(loc="upper center")
    left.set_ylabel("input of layer 2")
    right.set_ylabel("output of the network")
    return picture


@friendly
def folded(forward: Any) -> Picture:
    """Draw points on a line that no single cut divides, and where the hidden layer moves them: there, one line does."""
    x = np.linspace(-3.0, 3.0, 13)
    y = np.where(np.abs(x) < 1.2, 1, -1)
    params = {
        "W1": np.array([[1.0, -1.0]]),
        "b1": np.zeros(2),
        "W2": np.array([[-1.0], [-1.0]]),
        "b2": np.array([1.25]),
    }
    out, inputs = _network(forward, x[:, None], params)
    picture = new(10, 4.2)
    left, right = picture.subplots(1, 2)
    left.axhline(0, color=GREY, linewidth=1, zorder=0)
    plane.points(left, np.column_stack([x, np.zeros(13)]), y, label=True)
    left.plot(x, out[:, 0], color=INK, label="output: yes above 0")
    left.set(xlabel="x", ylabel="output of the network", ylim=(-2.6, 3.4), xlim=(-3.4, 3.4))
    left.legend(loc="upper center", fontsize=11)
    left.set_title("the input: no single cut divides it")
    box = (-0.4, 3.4, -0.4, 3.4)
    plane.line(right, params["W2"][:, 0], 1.25, box)
    plane.points(right, inputs[1], y)
    plane.frame(right, box, ("hidden unit 1", "hidden unit 2"))
    right.set_title("folded at 0: one line divides it")
    return picture


@friendly
def tower(forward: Any) -> Picture:
    """Draw the spread of numbers on their way through 12 layers: first weights too small, too large, by init_mlp."""
    x = np.random.default_rng(3).normal(size=(200, 64))
    sizes = [64] * 13
    drawn = ask(forward, "init_mlp", sizes, seed=0, scheme="he")
    if not isinstance(drawn, dict) or len(drawn) != 24:
        raise Unfit("init_mlp(sizes): expected a dict with W1, b1, ..., W12, b12")
    picture = new(9, 4.4)
    axes = picture.subplots()
    settings = (("half of it", 0.5, ORANGE, "s--"), ("init_mlp", 1.0, BLUE, "o-"), ("twice as much", 2.0, INK, "D:"))
    for name, factor, colour, style in settings:
        params = {k: factor * array(v, np.shape(v), k) for k, v in drawn.items()}
        _, inputs = _network(forward, x, params)
        axes.semilogy(range(12), [max(np.std(value), 1e-12) for value in inputs], style, color=colour, label=name)
    axes.set(xlabel="hidden layer (0: the input)", ylabel="spread of its numbers", xticks=range(12))
    axes.set_title("first weights of the right size keep the signal alive")
    axes.grid(True)
    axes.legend()
    return picture
