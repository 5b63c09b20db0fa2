"""The pictures of backward propagation: slopes measured and calculated, and the two beside each other."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from . import shapes
from .canvas import Picture, friendly, new, panel
from .forward import activation, table
from .student_code import array, ask, number, parts
from .theme import BLUE, CYCLE, GREEN, GREY, INK, ORANGE, PURPLE, RED
from .trouble import Unfit

_RANGES = {
    "relu": (-0.3, 1.3),
    "leaky_relu": (-0.3, 1.3),
    "sigmoid": (-0.1, 0.4),
    "tanh": (-0.3, 1.3),
    "elu": (-0.3, 1.3),
    "maxout": (-0.8, 1.3),
}


def _wave(x: np.ndarray) -> float:
    """A curve whose slope is easy to see: x^3/4 - x."""
    return float(np.sum(x**3 / 4 - x))


@friendly
def secants(backward: Any) -> Picture:
    """Draw the lines whose slopes numerical_gradient measures, for steps that become smaller."""
    at, x = 1.0, np.linspace(-2.2, 3.2, 200)
    picture = new(9, 4.4)
    axes = picture.subplots()
    axes.plot(x, x**3 / 4 - x, color=GREY, linewidth=4, alpha=0.5)
    for h, colour, style in ((2.0, ORANGE, "--"), (1.0, GREEN, "-."), (0.01, BLUE, "-")):
        slope = array(ask(backward, "numerical_gradient", _wave, np.array([at]), h=h), (1,), "numerical_gradient")[0]
        ends = np.array([at - h, at + h])
        heights = ends**3 / 4 - ends
        reach = max(h, 1.2)
        middle = float(np.mean(heights))
        line = np.array([at - reach, at + reach])
        axes.plot(line, middle + slope * (line - at), style, color=colour, label=f"h = {h:g}: slope {slope:.4g}")
        axes.plot(ends, heights, "o", color=colour)
    axes.set(xlabel="x", ylabel="f(x)", ylim=(-2, 4.5))
    axes.set_title("looking to both sides of x = 1 (the slope there is -0.25)")
    axes.legend(loc="upper left")
    axes.grid(True)
    return picture


@friendly
def error_against_h(backward: Any) -> Picture:
    """Draw the V: a large step measures another slope, a tiny one drowns in rounding."""
    x, steps = np.array([0.7]), 10.0 ** np.arange(0, -14.1, -0.5)
    right = float(np.cos(0.7))
    errors = []
    for h in steps:
        slope = array(ask(backward, "numerical_gradient", lambda v: float(np.sin(v[0])), x, h=h), (1,), "gradient")[0]
        errors.append(max(abs(slope - right) / right, 1e-16))
    picture = new(9, 4.6)
    axes = picture.subplots()
    axes.loglog(steps, errors, "o-", color=BLUE, label="your numerical_gradient", zorder=3)
    large, small = steps[steps > 1e-5], steps[steps < 2e-5]
    wide = {"linewidth": 9, "alpha": 0.4, "zorder": 1}
    axes.loglog(large, large**2 / 6, color=ORANGE, label="grows like h²: the curve bends", **wide)
    axes.loglog(small, 3e-17 / small, color=PURPLE, label="grows like 1/h: rounding", **wide)
    best = int(np.argmin(errors))
    told = f"best here: h = {steps[best]:.0e}"
    axes.annotate(told, (steps[best], errors[best]), xytext=(0, -28), textcoords="offset points", ha="center")
    axes.set(xlabel="step h", ylabel="relative error of the slope", ylim=(1e-15, 10))
    axes.set_title("the slope of sin at 0.7, measured with steps of many sizes")
    axes.grid(True)
    axes.legend(loc="upper center")
    return picture


def slope_of(backward: Any, name: str, x: np.ndarray) -> np.ndarray:
    """Return what the student's NAME_backward makes of a gradient of 1 at every x."""
    dout = np.ones_like(x)
    if name == "maxout":
        cache = (x[:, None], *shapes.MAXOUT)
        value = parts(ask(backward, "maxout_backward", dout[:, None], cache), 5, "maxout_backward(dout, cache)")
        return array(value[0], (len(x), 1), "dx of maxout_backward")[:, 0]
    cache = {"sigmoid": 0.5 + 0.5 * np.tanh(x / 2), "tanh": np.tanh(x)}.get(name, x)
    return array(ask(backward, f"{name}_backward", dout, cache), x.shape, f"{name}_backward(dout, cache)")


@friendly
def slopes(backward: Any, *names: str) -> Picture:
    """Draw what each backward function makes of a gradient of 1, over the points of the right slope."""
    chosen = names or tuple(_RANGES)
    rows = 1 if len(chosen) <= 3 else 2
    picture = new(10 if len(chosen) > 1 else 5.5, 3.4 * rows)
    for axes, name in zip(picture.subplots(rows, -(-len(chosen) // rows), squeeze=False).flat, chosen, strict=True):
        axes.set_title(f"{name}_backward")
        with panel(axes):
            y = slope_of(backward, name, shapes.X)
            shapes.target(axes, shapes.SLOPES[name])
            shapes.curve(axes, np.where(np.abs(np.diff(y, append=y[-1])) > 0.3, np.nan, y), "yours")
            shapes.cross(axes, *_RANGES[name])
            axes.legend(loc="upper left", fontsize=11, handlelength=1.6)
    return picture


@friendly
def vanishing(backward: Any) -> Picture:
    """Draw what is left of a gradient of 1 on its way back through 12 activations in a row."""
    picture = new(9, 4.2)
    axes = picture.subplots()
    routes = (
        ("relu_backward, x = 1", "relu_backward", 1.0, BLUE, "o-"),
        ("sigmoid_backward, s = 0.5 (its best)", "sigmoid_backward", 0.5, ORANGE, "s--"),
        ("sigmoid_backward, s = 0.95", "sigmoid_backward", 0.95, RED, "D:"),
    )
    for label, name, cache, colour, style in routes:
        sizes, dout = [1.0], np.array([1.0])
        for _ in range(12):
            dout = array(ask(backward, name, dout, np.array([cache])), (1,), f"{name}(dout, cache)")
            sizes.append(max(abs(float(dout[0])), 1e-20))
        axes.semilogy(range(13), sizes, style, color=colour, label=label)
    axes.set(xlabel="activations passed on the way back", ylabel="size of the gradient", ylim=(1e-18, 100))
    axes.set_title("the vanishing gradient")
    axes.grid(True)
    axes.legend(loc="lower left")
    return picture


@friendly
def layer(backward: Any) -> Picture:
    """Draw the gradients of one layer as tables: each has the shape of the thing it belongs to."""
    x = np.array([[1.0, 2.0], [0.0, -1.0], [3.0, 0.0], [1.0, 1.0]])
    W, b = np.array([[1.0, 0.0, 2.0], [-1.0, 2.0, 0.0]]), np.zeros(3)
    dout = np.array([[1.0, 0.0, 0.0], [0.0, 2.0, -1.0], [-1.0, 1.0, 0.0], [0.0, 0.0, 1.0]])
    value = parts(ask(backward, "affine_backward", dout, (x, W, b)), 3, "affine_backward(dout, cache)")
    dx, dW, db = (array(v, t.shape, n) for v, t, n in zip(value, (x, W, b), ("dx", "dW", "db"), strict=True))
    picture = new(10, 5.2)
    top, bottom = picture.subplots(2, 4)
    for axes, part, title in zip(top, (x, W, b, dout), ("x", "W", "b", "dout"), strict=True):
        table(axes, part, title)
    for axes, part, title in zip(bottom[:3], (dx, dW, db), ("dx", "dW", "db"), strict=True):
        table(axes, part, title)
    bottom[3].set_axis_off()
    picture.suptitle("above: what the layer was given; below: what your function sends back, of the same shapes")
    return picture


@friendly
def network_check(backward: Any, forward: Any) -> Picture:
    """Draw every number of mlp_backward against the slope that numerical_gradient measures in mlp_forward."""
    rng = np.random.default_rng(2)
    x, dout = rng.normal(size=(5, 3)), rng.normal(size=(5, 2))
    params = {"W1": rng.normal(size=(3, 4)), "b1": rng.normal(size=4), "W2": rng.normal(size=(4, 2)), "b2": np.zeros(2)}
    caches = parts(ask(forward, "mlp_forward", x, params), 2, "mlp_forward(x, params)")[1]
    grads = ask(backward, "mlp_backward", dout, caches, params)
    if not isinstance(grads, dict) or set(grads) != set(params):
        raise Unfit("mlp_backward(dout, caches, params): expected a dict with the keys of params")
    picture = new(8, 5)
    axes = picture.subplots()
    for (name, value), marker, colour in zip(params.items(), "osD^", CYCLE, strict=False):
        mine = array(grads[name], value.shape, f"grads[{name!r}]")
        measured = _measured(backward, lambda v, name=name: _score(forward, x, {**params, name: v}, dout), value)
        axes.plot(measured.ravel(), mine.ravel(), marker, color=colour, label=name, alpha=0.8)
    axes.axline((0, 0), slope=1, color=GREY, linewidth=1.2, zorder=0)
    axes.set(xlabel="measured by your numerical_gradient", ylabel="calculated by your mlp_backward")
    axes.set_title("every point should lie on the line")
    axes.legend()
    axes.grid(True)
    return picture


def _score(forward: Any, x: np.ndarray, params: dict[str, np.ndarray], dout: np.ndarray) -> float:
    logits = parts(ask(forward, "mlp_forward", x, params), 2, "mlp_forward(x, params)")[0]
    return float(np.sum(array(logits, dout.shape, "logits") * dout))


def _measured(backward: Any, f: Callable[[np.ndarray], float], at: np.ndarray) -> np.ndarray:
    return array(backward.numerical_gradient(f, at.copy()), at.shape, "numerical_gradient(f, x)")


@friendly
def gradient_check(backward: Any, forward: Any) -> Picture:
    """Draw the relative error of each backward function against the measured slope, on a scale from right to wrong."""
    rng = np.random.default_rng(6)
    x, dout = rng.normal(size=(4, 3)), rng.normal(size=(4, 3))
    names = ("relu", "sigmoid", "tanh", "leaky_relu", "elu")
    picture = new(9.5, 4)
    axes = picture.subplots()
    axes.axvspan(1e-13, 1e-6, color=GREEN, alpha=0.15)
    axes.axvspan(1e-2, 10, color=RED, alpha=0.15)
    for row, name in enumerate(names):
        try:
            cache = activation(forward, name, x) if name in ("sigmoid", "tanh") else x
            mine = array(ask(backward, f"{name}_backward", dout, cache), x.shape, f"{name}_backward(dout, cache)")
            measured = _measured(backward, lambda v, name=name: float(np.sum(activation(forward, name, v) * dout)), x)
            error = number(ask(backward, "rel_error", mine, measured), "rel_error(a, n)")
        except NotImplementedError as missing:
            axes.text(1e-12, row, str(missing), va="center", color=GREY)
            picture.notes.append(str(missing))
            continue
        axes.plot(np.clip(error, 1e-13, 10), row, "o", color=BLUE, markersize=13)
        axes.text(np.clip(error, 1e-13, 10) * 2, row, f" {error:.0e}", va="center")
    axes.set_xscale("log")
    axes.set(xlim=(1e-13, 10), ylim=(4.6, -0.9), xlabel="relative error against the measured slope")
    axes.set_yticks(range(5), [f"{name}_backward" for name in names])
    axes.text(1e-9, -0.55, "almost surely right", ha="center", color=INK)
    axes.text(0.3, -0.55, "... wrong", ha="center", color=INK)
    return picture
