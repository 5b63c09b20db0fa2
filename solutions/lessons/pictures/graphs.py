"""Computational graphs, drawn with the values and gradients that the student's functions found."""

from __future__ import annotations

from typing import Any

import numpy as np
from matplotlib.axes import Axes

from .canvas import Picture, friendly, new
from .student_code import ask, number
from .theme import BLUE, GREEN, GREY, INK, PALE, RED
from .trouble import Unfit

# loss = (relu(w*x + b) - t)^2: one neuron, its target, its loss. Not in order, as in the exercises.
NEURON: list[dict[str, Any]] = [
    {"id": "loss", "op": "square", "args": ["e"]},
    {"id": "e", "op": "sub", "args": ["a", "t"]},
    {"id": "a", "op": "relu", "args": ["z"]},
    {"id": "z", "op": "add", "args": ["p", "b"]},
    {"id": "p", "op": "mul", "args": ["w", "x"]},
    {"id": "x", "op": "input"},
    {"id": "w", "op": "input"},
    {"id": "b", "op": "input"},
    {"id": "t", "op": "const", "value": 1.0},
]
INPUTS = {"x": 2.0, "w": 3.0, "b": -1.0}
_PLACES = {
    "x": (0, 3.4), "w": (0, 1.4), "p": (1.7, 2.5), "b": (1.7, 0.6), "z": (3.4, 1.9), "a": (5.1, 1.9),
    "t": (5.1, 0.2), "e": (6.8, 1.5), "loss": (8.5, 1.5),
}  # fmt: skip
_VALUES = {"x": 2, "w": 3, "p": 6, "b": -1, "z": 5, "a": 5, "t": 1, "e": 4, "loss": 16}
_GRADIENTS = {"x": 24, "w": 16, "p": 8, "b": 8, "z": 8, "a": 8, "t": -8, "e": 8, "loss": 1}

# y = a*b + a: two ways lead from a to y.
TWO_WAYS: list[dict[str, Any]] = [
    {"id": "y", "op": "add", "args": ["m", "a"]},
    {"id": "m", "op": "mul", "args": ["a", "b"]},
    {"id": "b", "op": "input"},
    {"id": "a", "op": "input"},
]
_TWO_PLACES = {"a": (0, 2.9), "b": (0, 0.8), "m": (2, 1.3), "y": (4, 2.2)}
_TWO_ARROWS = {  # how far along the arrow the words stand, and what it brings back: dout times its own slope
    ("a", "y"): (0.55, "1 · 1 = 1"), ("a", "m"): (0.5, "1 · b = 4"), ("b", "m"): (0.5, "1 · a = 3"),
    ("m", "y"): (0.5, "1 · 1 = 1"),
}  # fmt: skip
_TWO_VALUES = {"a": 3.0, "b": 4.0, "m": 12.0, "y": 15.0}
_TWO_GRADIENTS = {"a": 5, "b": 3, "m": 1, "y": 1}
_SYMBOLS = {"add": "+", "sub": "−", "mul": "×", "square": "$(\\cdot)^2$", "relu": "relu"}


@friendly
def values(forward: Any) -> Picture:
    """Draw a neuron with its loss as a graph, and the value that every node got."""
    found = _numbers(ask(forward, "graph_forward", NEURON, INPUTS), _VALUES, "graph_forward(graph, inputs)")
    picture = new(10, 4)
    axes = picture.subplots()
    draw_numbers(axes, found, None)
    axes.set_title("loss = (relu(w·x + b) − t)²: green numbers flow from left to right")
    return picture


@friendly
def gradients(backward: Any) -> Picture:
    """Draw the same graph with the gradients: how fast the loss changes with each number."""
    found = _numbers(ask(backward, "graph_backward", NEURON, _as_floats(_VALUES), "loss"), _GRADIENTS, "graph_backward")
    picture = new(10, 4)
    axes = picture.subplots()
    draw_numbers(axes, _as_floats(_VALUES), found)
    axes.set_title("green, above: values, from left to right; orange, below: gradients, from right to left")
    return picture


@friendly
def two_ways(backward: Any) -> Picture:
    """Draw y = a·b + a with what every arrow brings back: the gradient of a is the sum over its two arrows."""
    found = _numbers(ask(backward, "graph_backward", TWO_WAYS, _TWO_VALUES, "y"), _TWO_GRADIENTS, "graph_backward")
    picture = new(9, 4.4)
    axes = picture.subplots()
    _draw(axes, TWO_WAYS, _TWO_PLACES)
    for (start, end), (along, brings) in _TWO_ARROWS.items():
        (x0, y0), (x1, y1) = _TWO_PLACES[start], _TWO_PLACES[end]
        box = {"facecolor": "white", "edgecolor": "none", "pad": 1.0}
        spot = (x0 + along * (x1 - x0), y0 + along * (y1 - y0))
        axes.text(*spot, brings, color=RED, fontsize=14, ha="center", va="center", bbox=box)
    for name, (x, y) in _TWO_PLACES.items():
        at = (x + 0.75, y) if name == "y" else (x + 0.6, y - 0.4) if name == "m" else (x - 0.55, y)
        _label(axes, at, _TWO_VALUES[name], _TWO_VALUES[name], above=True)
        _label(axes, at, found[name], _TWO_GRADIENTS[name], above=False)
    axes.text(0.1, 3.55, "a hears by two arrows: what do they bring together?", color=RED, fontsize=14)
    axes.set(xlim=(-1.0, 5.2), ylim=(0.2, 3.9))
    axes.set_title("y = a·b + a: on each arrow what it brings back")
    return picture


@friendly
def order(backward: Any) -> Picture:
    """Draw the nodes in the student's order: every arrow should point to the right."""
    names = ask(backward, "topo_sort", NEURON)
    expected = sorted(node["id"] for node in NEURON)
    if not isinstance(names, (list, tuple, np.ndarray)) or sorted(map(str, names)) != expected:
        raise Unfit(f"topo_sort(graph): expected each of {', '.join(expected)} once, got {names!r}")
    at = {str(name): float(place) for place, name in enumerate(names)}
    picture = new(10, 3.4)
    axes = picture.subplots()
    back = 0
    for arg, user in _arrows(NEURON):
        start, end = at[arg], at[user]
        back += start > end
        look = {"arrowstyle": "-|>", "linewidth": 2, "shrinkA": 17, "shrinkB": 17}
        bend = "arc3,rad=-0.45" if start < end else "arc3,rad=0.7"
        colour = BLUE if start < end else RED
        axes.annotate("", (end, 0), (start, 0), arrowprops={**look, "color": colour, "connectionstyle": bend})
    for name, place in at.items():
        _node(axes, (place, 0), name)
    axes.set(xlim=(-0.6, len(at) - 0.4), ylim=(-2.2 if back else -0.5, 2.0))
    axes.set_axis_off()
    axes.set_title("every arrow points to the right" if not back else f"{back} arrows point back: who came too early?")
    return picture


def draw_numbers(axes: Axes, found: dict[str, float], slopes: dict[str, float] | None) -> None:
    """Draw the graph of one neuron with a value above each arrow, and with a gradient below it if there are any."""
    _draw(axes, NEURON, _PLACES)
    for name, spot in _spots(NEURON, _PLACES).items():
        _label(axes, spot, found[name], _VALUES[name], above=True)
        if slopes is not None:
            _label(axes, spot, slopes[name], _GRADIENTS[name], above=False)


def _draw(axes: Axes, graph: list[dict[str, Any]], places: dict[str, tuple[float, float]]) -> None:
    look = {"arrowstyle": "-|>", "color": GREY, "linewidth": 2, "shrinkA": 20, "shrinkB": 24}
    for start, end in _arrows(graph):
        axes.annotate("", places[end], places[start], arrowprops=look)
    for node in graph:
        _node(axes, places[node["id"]], _SYMBOLS.get(node["op"], node["id"]), pale=bool(node.get("args")))
        if node.get("args"):
            x, y = places[node["id"]]
            axes.text(x, y - 0.5, node["id"], ha="center", va="center", color=INK, fontsize=12, style="italic")
    right, top = (max(place[i] for place in places.values()) for i in (0, 1))
    axes.set(xlim=(-0.8, right + 1.0), ylim=(0, top + 0.6))
    axes.set_axis_off()


def _node(axes: Axes, place: tuple[float, float], text: str, pale: bool = True) -> None:
    box = {"boxstyle": "circle,pad=0.35", "facecolor": PALE if pale else "white", "edgecolor": INK}
    axes.text(*place, text, ha="center", va="center", bbox=box, fontsize=14 if len(text) < 3 or "$" in text else 11)


def _label(axes: Axes, place: tuple[float, float], value: float, right: float, *, above: bool) -> None:
    """Write a value above its arrow or a gradient below it."""
    told = f"{value:.4g}" if abs(value - right) <= 1e-9 * max(1.0, abs(right)) else f"{value:.4g}: look again"
    look = {"facecolor": "white", "edgecolor": "none", "pad": 1.0}
    axes.text(
        place[0], place[1] + (0.27 if above else -0.27), told, color=GREEN if above else RED, fontsize=14,
        fontweight="bold", ha="center", va="center", bbox=look,
    )  # fmt: skip


def _spots(graph: list[dict[str, Any]], places: dict[str, tuple[float, float]]) -> dict[str, tuple[float, float]]:
    """Return where a node's numbers stand: on its arrow, or at the node itself if it has none or more than one."""
    spots = {}
    for name, (x, y) in places.items():
        ends = [places[end] for start, end in _arrows(graph) if start == name]
        if len(ends) == 1:
            spots[name] = (x + 0.47 * (ends[0][0] - x), y + 0.47 * (ends[0][1] - y))
        else:
            spots[name] = (x - 0.5, y) if ends else (x + 0.6, y)
    return spots


def _arrows(graph: list[dict[str, Any]]) -> list[tuple[str, str]]:
    return [(arg, node["id"]) for node in graph for arg in node.get("args", ())]


def _numbers(value: Any, names: dict[str, Any], what: str) -> dict[str, float]:
    if not isinstance(value, dict) or not set(names) <= set(value):
        missing = sorted(set(names) - set(value)) if isinstance(value, dict) else sorted(names)
        raise Unfit(f"{what}: expected a dict with every node; missing: {', '.join(missing)}")
    return {name: number(value[name], f"the entry {name!r} of {what}") for name in names}


def _as_floats(numbers: dict[str, int]) -> dict[str, float]:
    return {name: float(value) for name, value in numbers.items()}
