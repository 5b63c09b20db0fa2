"""Write solutions/data/intermediates.npz: the right values of every step of a tiny network, from the solutions.

    python tests/lessons/intermediates.py

The students compare their own values with these (solutions/lessons/pictures/first_wrong.py) and see no
solution. The inputs are multiples of 1/2 and 1/4, so that the forward pass has no rounding and some
pre-activations are exactly 0, where relu has its kink.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import numpy as np

SOLUTIONS = Path(__file__).resolve().parents[2] / "solutions"
TARGET = SOLUTIONS / "data" / "intermediates.npz"
PARAMETERS = ("W1", "b1", "W2", "b2")


def inputs() -> dict[str, np.ndarray]:
    """Return 5 examples of 4 numbers, their classes, and a network with 6 hidden units and 3 classes."""
    rng = np.random.default_rng(2379)  # two zeros among the pre-activations, and no unit that is always off
    shapes = {"X": (5, 4), "W1": (4, 6), "b1": (6,), "W2": (6, 3), "b2": (3,)}
    whole = {name: rng.integers(-3, 4, size=shape) for name, shape in shapes.items()}
    return {name: number / (4 if name in ("W2", "b2") else 2) for name, number in whole.items()} | {
        "y": np.array([0, 2, 1, 2, 0])
    }


def values() -> dict[str, np.ndarray]:
    """Return the inputs and every value that depends on them, by name."""
    sys.path.insert(0, str(SOLUTIONS))
    from backward import affine_backward, relu_backward
    from forward import affine_forward, relu
    from hands_on import train
    from loss import softmax_cross_entropy

    given = inputs()
    X, y = given["X"], given["y"]
    z1, _ = affine_forward(X, given["W1"], given["b1"])
    a1 = relu(z1)
    z2, _ = affine_forward(a1, given["W2"], given["b2"])
    loss, dz2 = softmax_cross_entropy(z2, y)
    da1, dW2, db2 = affine_backward(dz2, (a1, given["W2"], given["b2"]))
    dz1 = relu_backward(da1, z1)
    _, dW1, db1 = affine_backward(dz1, (X, given["W1"], given["b1"]))
    found = {"z1": z1, "a1": a1, "z2": z2, "loss": loss, "dz2": dz2, "dW2": dW2, "db2": db2}
    found |= {"da1": da1, "dz1": dz1, "dW1": dW1, "db1": db1}
    start = {name: given[name] for name in PARAMETERS}
    for run, settings in RUNS.items():
        result = train(X, y, start, lr=0.1, seed=3, **settings)
        found |= {f"{run}_{name}": result["params"][name] for name in PARAMETERS}
        found[f"{run}_loss"] = result["loss"]
    return {name: np.asarray(value) for name, value in {**given, **found}.items()}


# The settings of the training runs; pictures/first_wrong.py repeats them with the student's train.
RUNS: dict[str, dict[str, Any]] = {
    "one_step": {"epochs": 1, "batch_size": 5},
    "one_epoch": {"epochs": 1, "batch_size": 2},
    "three_epochs": {"epochs": 3, "batch_size": 2},
    "penalty": {"epochs": 1, "batch_size": 2, "reg": 0.1},
}

if __name__ == "__main__":
    np.savez(TARGET, allow_pickle=False, **values())
