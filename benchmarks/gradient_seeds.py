"""Draw 500 nets and inputs, and see whether any gradient check raises a false alarm.

Every gradient check of the hidden suites compares by expect.gradient; here the same comparison runs on fresh random
inputs, on the reference and on the right alternatives. Inputs nearer than 100 steps to a kink are moved, as the
suites choose theirs.

    python benchmarks/gradient_seeds.py [SEEDS]      # exit 1 after a false alarm
"""

from __future__ import annotations

import importlib
import itertools
import sys
import time
import types
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

_ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(_ROOT))

from grader.handout import expect  # noqa: E402  # found only from here on

_MODULES = "forward backward loss".split()
_H = 1e-5
_KINK = 100 * _H
Check = Callable[[types.ModuleType, types.ModuleType, types.ModuleType, np.random.Generator], None]


def main(arguments: list[str]) -> int:
    """Run all checks for so many seeds on each implementation; return the exit code."""
    seeds = int(arguments[0]) if arguments else 500
    folders = [_ROOT / "solutions", *sorted((_ROOT / "tests" / "alternatives").iterdir())]
    alarms = []
    for folder in (f for f in folders if all((f / f"{name}.py").is_file() for name in _MODULES)):
        modules = _load(folder)
        start = time.process_time()
        for number, (name, check) in enumerate(_CHECKS.items()):
            for seed in range(seeds):
                try:
                    check(*modules, np.random.default_rng([seed, number]))
                except expect.Mismatch as alarm:
                    alarms.append(f"{folder.name}: {name}, seed {seed}: {alarm}")
        seconds = time.process_time() - start
        print(f"{folder.name}: {seeds} seeds x {len(_CHECKS)} gradients, {seconds:.0f} s", flush=True)
    print(*alarms, f"{len(alarms)} false alarms", sep="\n")
    return 1 if alarms else 0


def _load(folder: Path) -> tuple[Any, Any, Any]:
    """Import the modules of one folder afresh, with each other as siblings."""
    for name in [*_MODULES, "perceptron", "optimizer", "hands_on"]:
        sys.modules.pop(name, None)
    sys.path.insert(0, str(folder))
    try:
        forward, backward, loss = (importlib.import_module(name) for name in _MODULES)
    finally:
        sys.path.remove(str(folder))
    return forward, backward, loss


def _away(x: np.ndarray, kink: float = 0.0) -> np.ndarray:
    """Move what lies too near a kink."""
    near = np.abs(x - kink) < _KINK
    return np.where(near, x + 2 * _KINK, x)


def _shapes(rng: np.random.Generator) -> tuple[int, int, int]:
    n, d, h = rng.integers(1, 7, size=3)
    return int(n), int(d), int(h)


def _element_wise(activation: str, cache_is_the_output: bool, **settings: float) -> Check:
    def check(forward: Any, backward: Any, loss: Any, rng: np.random.Generator) -> None:
        function = getattr(forward, activation)
        x = _away(rng.normal(scale=rng.choice([0.1, 1.0, 5.0, 30.0]), size=_shapes(rng)[:2]))
        dout = rng.normal(size=x.shape)
        cache = function(x.copy(), **settings) if cache_is_the_output else x.copy()
        got = getattr(backward, f"{activation}_backward")(dout.copy(), cache, **settings)
        expect.gradient(got, lambda z: np.sum(dout * function(z, **settings)), x)

    return check


def _softmax(forward: Any, backward: Any, loss: Any, rng: np.random.Generator) -> None:
    s = rng.normal(scale=rng.choice([0.1, 1.0, 5.0]), size=_shapes(rng)[:2])
    dout = rng.normal(size=s.shape)
    got = backward.softmax_backward(dout.copy(), forward.softmax(s.copy()))
    expect.gradient(got, lambda z: np.sum(dout * forward.softmax(z)), s)


def _affine(forward: Any, backward: Any, loss: Any, rng: np.random.Generator) -> None:
    n, d, h = _shapes(rng)
    x, W, b = rng.normal(size=(n, d)), rng.normal(size=(d, h)), rng.normal(size=h)
    dout = rng.normal(size=(n, h))
    dx, dW, db = backward.affine_backward(dout.copy(), (x.copy(), W.copy(), b.copy()))
    expect.gradient(dx, lambda z: np.sum(dout * forward.affine_forward(z, W, b)[0]), x, name="dx")
    expect.gradient(dW, lambda z: np.sum(dout * forward.affine_forward(x, z, b)[0]), W, name="dW")
    expect.gradient(db, lambda z: np.sum(dout * forward.affine_forward(x, W, z)[0]), b, name="db")


def _mlp(forward: Any, backward: Any, loss: Any, rng: np.random.Generator) -> None:
    params, X = _network(rng)
    logits, caches = forward.mlp_forward(X.copy(), {k: v.copy() for k, v in params.items()})
    dout = rng.normal(size=np.shape(logits))
    grads = backward.mlp_backward(dout.copy(), caches, {k: v.copy() for k, v in params.items()})
    for name in params:

        def value(z: np.ndarray, name: str = name) -> Any:
            return np.sum(dout * forward.mlp_forward(X, {**params, name: z})[0])

        expect.gradient(grads[name], value, params[name], name=name)


def _network(rng: np.random.Generator) -> tuple[dict[str, np.ndarray], np.ndarray]:
    """Draw until every pre-activation keeps its distance from the kink."""
    while True:
        sizes = [int(k) for k in rng.integers(1, 7, size=rng.integers(2, 5))]
        X = rng.normal(size=(int(rng.integers(1, 6)), sizes[0]))
        params: dict[str, np.ndarray] = {}
        for layer, (d, h) in enumerate(itertools.pairwise(sizes), 1):
            params[f"W{layer}"], params[f"b{layer}"] = rng.normal(size=(d, h)), rng.normal(size=h)
        a, nearest = X, np.inf
        for layer in range(1, len(sizes)):
            z = a @ params[f"W{layer}"] + params[f"b{layer}"]
            nearest = min(nearest, np.abs(z).min()) if layer < len(sizes) - 1 else nearest
            a = np.maximum(z, 0)
        if nearest > _KINK * 5:
            return params, X


def _maxout(forward: Any, backward: Any, loss: Any, rng: np.random.Generator) -> None:
    while True:
        n, d, h = _shapes(rng)
        args = [rng.normal(size=size) for size in ((n, d), (d, h), (h,), (d, h), (h,))]
        x, W1, b1, W2, b2 = args
        if np.abs(x @ W1 + b1 - x @ W2 - b2).min() > _KINK * 5:
            break
    dout = rng.normal(size=(n, h))
    grads = backward.maxout_backward(dout.copy(), tuple(part.copy() for part in args))
    for i, got in enumerate(grads):

        def value(z: np.ndarray, i: int = i) -> Any:
            return np.sum(dout * forward.maxout(*args[:i], z, *args[i + 1 :]))

        expect.gradient(got, value, args[i], name="dx dW1 db1 dW2 db2".split()[i])


def _loss_of(name: str, labels: str, **settings: float) -> Check:
    def check(forward: Any, backward: Any, loss: Any, rng: np.random.Generator) -> None:
        function = getattr(loss, name)
        x, y = _example(rng, labels)
        _, got = function(x.copy(), y.copy(), **settings)
        expect.gradient(got, lambda z: function(z, y, **settings)[0], x)

    return check


def _example(rng: np.random.Generator, labels: str) -> tuple[np.ndarray, np.ndarray]:
    """Draw scores and labels whose margins and differences keep their distance from the kinks at 0 and at 1."""
    n, c, _ = _shapes(rng)
    while True:
        x = rng.normal(scale=2.0, size=(n, c + 1) if labels == "classes" else n)
        if labels == "classes":
            y = rng.integers(0, c + 1, size=n)
            margins = x - x[np.arange(n), y][:, None] + 1
        else:
            y = {
                "numbers": rng.normal(size=n),
                "signs": rng.choice([-1, 1], size=n),
                "bits": rng.integers(0, 2, size=n),
            }[labels]
            margins = np.concatenate([1 - y * x, np.abs(x - y) - 1])
        if np.abs(margins).min() > _KINK * 5:
            return x, y


def _l2(forward: Any, backward: Any, loss: Any, rng: np.random.Generator) -> None:
    params, _ = _network(rng)
    reg = float(rng.choice([0.01, 0.5, 3.0]))
    _, grads = loss.l2_penalty({k: v.copy() for k, v in params.items()}, reg)
    for name in params:

        def value(z: np.ndarray, name: str = name) -> Any:
            return loss.l2_penalty({**params, name: z}, reg)[0]

        expect.gradient(grads[name], value, params[name], name=name)


_CHECKS: dict[str, Check] = {
    "relu": _element_wise("relu", False),
    "sigmoid": _element_wise("sigmoid", True),
    "tanh": _element_wise("tanh", True),
    "leaky_relu": _element_wise("leaky_relu", False, alpha=0.2),
    "elu": _element_wise("elu", False, alpha=1.5),
    "softmax": _softmax,
    "affine": _affine,
    "maxout": _maxout,
    "mlp": _mlp,
    "mse": _loss_of("mse_loss", "numbers"),
    "cross-entropy": _loss_of("softmax_cross_entropy", "classes"),
    "bce": _loss_of("bce_with_logits", "bits"),
    "hinge": _loss_of("hinge_loss", "signs"),
    "svm": _loss_of("svm_loss", "classes"),
    "huber": _loss_of("huber_loss", "numbers"),
    "label smoothing": _loss_of("label_smoothing_ce", "classes"),
    "l2": _l2,
}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
