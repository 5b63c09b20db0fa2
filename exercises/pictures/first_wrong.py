# A copy of the kit's solutions/lessons/pictures/first_wrong.py, written by `grader build`: a change made here is lost.
"""Where does it go wrong first? Your values of every step of a tiny network beside the right ones.

The right values come with the exercises (data/intermediates.npz: 5 examples, 4 inputs, 6 hidden units, 3 classes).
Each line of a table gets the RIGHT values of the steps before it, so a mistake in one function spoils only the lines
of that function, and the first line that is not right is where to look. Without a notebook:
python -m pictures.first_wrong
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from kit.course import FOLDER

from .comparison_table import Row, compared, text
from .student_code import array, ask, parts, student
from .trouble import Unfit

_PARAMETERS = ("W1", "b1", "W2", "b2")
_RUNS: dict[str, tuple[str, dict[str, Any], str]] = {
    "one_step": ("one step", {"epochs": 1, "batch_size": 5}, "forward, loss, backward, then adam?"),
    "one_epoch": ("one epoch", {"epochs": 1, "batch_size": 2}, "do Adam's states live on?"),
    "three_epochs": ("three epochs", {"epochs": 3, "batch_size": 2}, "is the seed seed + epoch?"),
    "penalty": ("with reg", {"epochs": 1, "batch_size": 2, "reg": 0.1}, "are the penalty's gradients added?"),
}

Pick = Callable[[Any], Any]
_Line = tuple[str, Any, str, tuple[Any, ...], Pick, str]  # step, module, function, arguments, which value, question


def steps(forward: Any, backward: Any, loss: Any) -> list[Row]:
    """Compare affine_forward, relu, softmax_cross_entropy, affine_backward and relu_backward, in this order."""
    right = _right_values()
    X, y, W1, b1, W2, b2, z1, a1, z2, dz2, da1, dz1 = (
        right[name] for name in "X y W1 b1 W2 b2 z1 a1 z2 dz2 da1 dz1".split()
    )
    layer1, layer2 = (X, W1, b1), (a1, W2, b2)
    out = _part(0, 2, "affine_forward")
    value, slope = _part(0, 2, "softmax_cross_entropy"), _part(1, 2, "softmax_cross_entropy")
    dx, dW, db = (_part(place, 3, "affine_backward") for place in range(3))
    lines: list[_Line] = [
        ("z1", forward, "affine_forward", layer1, out, "rows times weights, plus b?"),
        ("a1", forward, "relu", (z1,), _itself, "what becomes of negative numbers?"),
        ("z2", forward, "affine_forward", layer2, out, "does it work for every shape?"),
        ("loss", loss, "softmax_cross_entropy", (z2, y), value, "a mean? the natural logarithm?"),
        ("dz2", loss, "softmax_cross_entropy", (z2, y), slope, "p minus one-hot, divided by n?"),
        ("dW2", backward, "affine_backward", (dz2, layer2), dW, "which of the two is transposed?"),
        ("db2", backward, "affine_backward", (dz2, layer2), db, "a sum over the rows, not a mean?"),
        ("da1", backward, "affine_backward", (dz2, layer2), dx, "through which weights does it flow?"),
        ("dz1", backward, "relu_backward", (da1, z1), _itself, "what is the slope where z1 is 0?"),
        ("dW1", backward, "affine_backward", (dz1, layer1), dW, "the input of which layer?"),
        ("db1", backward, "affine_backward", (dz1, layer1), db, "one entry for each hidden unit?"),
    ]
    return _compared(lines, right)


def whole(forward: Any, backward: Any) -> list[Row]:
    """Compare what mlp_forward leaves in its caches, its logits, and all gradients of mlp_backward."""
    right = _right_values()
    params = {name: right[name] for name in _PARAMETERS}
    caches = [{"x": right["X"], "z": right["z1"]}, {"x": right["a1"], "z": right["z2"]}]
    forth, back = (right["X"], params), (right["dz2"], caches, params)
    lines: list[_Line] = [
        ("z1", forward, "mlp_forward", forth, _cached(0, "z"), "the cache holds z before the relu?"),
        ("a1", forward, "mlp_forward", forth, _cached(1, "x"), "is there a relu between the layers?"),
        ("z2", forward, "mlp_forward", forth, _part(0, 2, "mlp_forward"), "no relu after the last layer?"),
        ("dW2", backward, "mlp_backward", back, _named("W2"), "the last layer comes first: no relu"),
        ("db2", backward, "mlp_backward", back, _named("b2"), "is anything divided by n twice?"),
        ("dW1", backward, "mlp_backward", back, _named("W1"), "through the relu of which z?"),
        ("db1", backward, "mlp_backward", back, _named("b1"), "which dout reaches the first layer?"),
    ]
    return _compared(lines, right)


def runs(hands_on: Any) -> list[Row]:
    """Compare the losses and the parameters after short runs of train."""
    right = _right_values()
    params = {name: right[name] for name in _PARAMETERS}
    rows = []
    for run, (title, settings, question) in _RUNS.items():
        for name in ("loss", *_PARAMETERS) if run == "one_step" else ("loss", "params"):
            names = _PARAMETERS if name == "params" else (name,)
            truth = np.concatenate([right[f"{run}_{each}"].ravel() for each in names])
            args = right["X"], right["y"], params
            call = _call(hands_on, "train", args, _trained(name, right), lr=0.1, seed=3, **settings)
            rows.append(compared(f"{title}: {name}", "train", truth, call, question))
    return rows


def _right_values() -> dict[str, np.ndarray]:
    with np.load(FOLDER / "data" / "intermediates.npz") as saved:
        return dict(saved)


def _compared(lines: list[_Line], right: dict[str, np.ndarray]) -> list[Row]:
    return [
        compared(step, function, right[step], _call(owner, function, args, pick), question)
        for step, owner, function, args, pick, question in lines
    ]


def _call(owner: Any, name: str, args: tuple[Any, ...], pick: Pick, **settings: Any) -> Callable[[], Any]:
    return lambda: pick(ask(owner, name, *args, **settings))


def _itself(value: Any) -> Any:
    return value


def _part(place: int, count: int, what: str) -> Pick:
    return lambda value: parts(value, count, what)[place]


def _cached(layer: int, name: str) -> Pick:
    return lambda value: _reach(parts(value, 2, "mlp_forward")[1], "caches", layer, name)


def _named(name: str) -> Pick:
    return lambda grads: _reach(grads, "grads", name)


def _trained(name: str, right: dict[str, np.ndarray]) -> Pick:
    """Return what picks the losses, one parameter or all parameters of train's result, as a flat array."""

    def flat(result: Any) -> np.ndarray:
        if name == "loss":
            return np.ravel(_reach(result, "result", "loss"))
        names = _PARAMETERS if name == "params" else (name,)
        found = [array(_reach(result, "result", "params", each), right[each].shape, each) for each in names]
        return np.concatenate([value.ravel() for value in found])

    return flat


def _reach(value: Any, what: str, *keys: str | int) -> Any:
    for key in keys:
        what = f"{what}[{key!r}]"
        try:
            value = value[key]
        except (KeyError, IndexError, TypeError):
            raise Unfit(f"expected {what}, there is none") from None
    return value


def _print_all() -> None:
    forward, backward, loss, hands_on = (student(name) for name in ("forward", "backward", "loss", "hands_on"))
    print(text("step by step", steps(forward, backward, loss)), end="\n\n")
    print(text("all at once", whole(forward, backward)), end="\n\n")
    print(text("training", runs(hands_on)))


if __name__ == "__main__":
    _print_all()
