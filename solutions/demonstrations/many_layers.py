"""Layers to project: the six activations, a graph forward and backward, and why a slope is measured with 1e-5."""

from __future__ import annotations

import numpy as np
from pictures import graphs, shapes, student
from pictures.canvas import Picture, friendly, new
from pictures.forward import activation
from pictures.theme import BLUE, ORANGE, PURPLE

_forward, _backward = student("forward"), student("backward")
_NAMES = {
    "sigmoid": "sigmoid", "tanh": "tanh", "relu": "ReLU", "leaky_relu": "leaky ReLU: max(0.1x, x)", "maxout": "maxout",
    "elu": "ELU",
}  # fmt: skip


@friendly
def activations() -> Picture:
    """Draw the six classical activations, solid, and their slopes, dashed, from -4 to 4."""
    picture = new(9.6, 5.4)
    for axes, (name, title) in zip(picture.subplots(2, 3).flat, _NAMES.items(), strict=True):
        y = activation(_forward, name, shapes.X)
        shapes.slope(axes, np.gradient(y, shapes.X), "slope")
        shapes.curve(axes, y, "value")
        shapes.cross(axes, -1.3, 1.6 if name in ("sigmoid", "tanh") else 4.2)
        axes.set(title=title, xlabel="", xticks=[-4, -2, 0, 2, 4])
    picture.axes[0].legend(loc="upper left", fontsize=12, handlelength=1.5)
    return picture


@friendly
def graph_forward() -> Picture:
    """Draw a neuron and its loss as a graph of small steps: x = 2, w = 3, b = -1 and t = 1 give the loss 16."""
    picture = new(9.6, 5.4)
    axes = picture.subplots()
    graphs.draw_numbers(axes, _forward.graph_forward(graphs.NEURON, graphs.INPUTS), None)
    axes.set_title("forward: from left to right, one step at a time", fontsize=16)
    return picture


@friendly
def graph_backward() -> Picture:
    """Draw the same graph with the gradients below its arrows: from the loss, where it is 1, back to x, w and b."""
    values = _forward.graph_forward(graphs.NEURON, graphs.INPUTS)
    picture = new(9.6, 5.4)
    axes = picture.subplots()
    graphs.draw_numbers(axes, values, _backward.graph_backward(graphs.NEURON, values, "loss"))
    axes.set_title("backward: from right to left, times the slope of each step", fontsize=16)
    return picture


@friendly
def v_of_the_numerical_gradient() -> Picture:
    """Draw the error of a measured slope against the step h: a V with its lowest point between 1e-6 and 1e-5."""
    steps, right = 10.0 ** np.arange(0, -14.1, -0.5), float(np.cos(0.7))
    errors = []
    for h in steps:
        slope = _backward.numerical_gradient(lambda v: float(np.sin(v[0])), np.array([0.7]), h=h)[0]
        errors.append(max(abs(slope - right) / right, 1e-16))
    picture = new(9.6, 5.4)
    axes = picture.subplots()
    axes.loglog(steps, errors, "o-", color=BLUE, zorder=3)
    large, small = steps[steps > 1e-5], steps[steps < 2e-5]
    axes.loglog(large, large**2 / 6, color=ORANGE, linewidth=10, alpha=0.45, label="the curve bends: grows like h²")
    axes.loglog(small, 3e-17 / small, color=PURPLE, linewidth=10, alpha=0.45, label="rounding: grows like 1/h")
    axes.set(xlabel="step h", ylabel="relative error of the slope", ylim=(1e-13, 10))
    axes.set_title("too small is as bad as too large", fontsize=17)
    axes.grid(True)
    axes.legend(loc="upper center", fontsize=14)
    return picture
