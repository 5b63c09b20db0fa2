"""Training runs of the hands-on lesson: the student's train, called again and again, with a look in between.

One call of train is one round of a few epochs; the next round goes on from its params (Adam's memory begins
anew with each round, which hardly matters).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, ClassVar

import numpy as np
from kit.course import FOLDER

from .student_code import array, ask, number, parts
from .trouble import Unfit

Params = dict[str, np.ndarray]
EPOCHS = 20


@dataclass(frozen=True)
class Data:
    """Examples to train with, and others that the network never sees while it trains."""

    X: np.ndarray
    y: np.ndarray
    X_unseen: np.ndarray
    y_unseen: np.ndarray


@dataclass(frozen=True)
class Look:
    """What was seen after some epochs."""

    epoch: int
    params: Params
    loss: float
    loss_unseen: float
    accuracy: float
    accuracy_unseen: float


def digits(examples: int | None = None) -> Data:
    """Return the digits, 64 numbers from 0 to 1 each; with a number only so many to train with."""
    with np.load(FOLDER / "data" / "digits.npz") as saved:
        X, y = saved["images"].reshape(-1, 64) / 16.0, saved["labels"].astype(int)
        train, test = saved["train"][:examples], saved["test"]
    return Data(X[train], y[train], X[test], y[test])


def spiral(points: int = 100, arms: int = 3) -> tuple[np.ndarray, np.ndarray]:
    """Return points on arms that wind around each other, and the arm of each point."""
    rng = np.random.default_rng(4)
    radius = np.linspace(0.05, 1, points)
    places = []
    for arm in range(arms):
        angle = 2 * np.pi * arm / arms + 5.5 * radius + rng.normal(scale=0.2, size=points)
        places.append(np.stack([radius * np.cos(angle), radius * np.sin(angle)], axis=1))
    return np.concatenate(places), np.repeat(np.arange(arms), points)


def start(sizes: Sequence[int], seed: int = 0) -> Params:
    """Return the random weights and the zero biases that a run begins with."""
    rng = np.random.default_rng(seed)
    params = {}
    for layer, (inputs, outputs) in enumerate(pairwise(sizes), 1):
        params[f"W{layer}"] = rng.normal(scale=np.sqrt(2 / inputs), size=(inputs, outputs))
        params[f"b{layer}"] = np.zeros(outputs)
    return params


def one_round(hands_on: Any, X: np.ndarray, y: np.ndarray, params: Params, **settings: Any) -> Params:
    """Call the student's train and return its params, checked."""
    result = ask(hands_on, "train", X, y, params, batch_size=32, **settings)
    if not isinstance(result, dict) or not isinstance(result.get("params"), dict):
        raise Unfit('train: expected a dict with the key "params", a dict as well')
    if result["params"].keys() != params.keys():
        raise Unfit(f"train: expected the params {', '.join(params)}, got {', '.join(map(str, result['params']))}")
    return {name: array(result["params"][name], params[name].shape, f"params[{name!r}]") for name in params}


def predicted(hands_on: Any, X: np.ndarray, params: Params) -> np.ndarray:
    """Return the classes that the student's predict names."""
    return array(ask(hands_on, "predict", X, params), (len(X),), "predict(X, params)").astype(int)


def follow(hands_on: Any, forward: Any, loss: Any, data: Data, rounds: int, epochs: int, **settings: Any) -> list[Look]:
    """Train a network of 64 hidden units for some rounds of some epochs, and look after every round."""
    params = start([64, 64, 10])
    looks = [look(hands_on, forward, loss, data, 0, params)]
    for done in range(0, rounds * epochs, epochs):
        params = one_round(hands_on, data.X, data.y, params, epochs=epochs, seed=done, **settings)
        looks.append(look(hands_on, forward, loss, data, done + epochs, params))
    return looks


def look(hands_on: Any, forward: Any, loss: Any, data: Data, epoch: int, params: Params) -> Look:
    """Look at a network: loss and accuracy on what it trains with and on what it has never seen."""
    seen, unseen = (data.X, data.y), (data.X_unseen, data.y_unseen)
    losses = [_cost(forward, loss, X, y, params) for X, y in (seen, unseen)]
    shares = [float(np.mean(predicted(hands_on, X, params) == y)) for X, y in (seen, unseen)]
    return Look(epoch, params, *losses, *shares)


def reader(hands_on: Any) -> list[Params]:
    """Return a network before it learns the digits and after every epoch, by the student's train.

    It is trained once for each version of train, so that all pictures of the lesson show the same network.
    """
    teach = hands_on.train
    if _Trained.by is not teach:
        data = digits()
        # Tiny weights, so that what is learned shows; biases above 0, so that no unit is off from the beginning.
        tiny = {name: 0.05 * value for name, value in start([64, 64, 10]).items()}
        tiny["b1"] = tiny["b1"] + 0.1
        stages = [tiny]
        for epoch in range(EPOCHS):
            stages.append(one_round(hands_on, data.X, data.y, stages[-1], epochs=1, lr=2e-3, seed=epoch))
        _Trained.stages, _Trained.by = stages, teach
    return _Trained.stages


class _Trained:
    """The network that was trained last, and the function that did it."""

    by: ClassVar[Callable[..., Any] | None] = None
    stages: ClassVar[list[Params]] = []


def _cost(forward: Any, loss: Any, X: np.ndarray, y: np.ndarray, params: Params) -> float:
    logits, _ = parts(ask(forward, "mlp_forward", X, params), 2, "mlp_forward(x, params)")
    return number(parts(ask(loss, "softmax_cross_entropy", logits, y), 2, "softmax_cross_entropy")[0], "the loss")
