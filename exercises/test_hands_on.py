"""Examples for hands_on.py. They use your own five modules. Run one exercise: pytest -k train"""

from itertools import pairwise
from pathlib import Path

import expect
import hands_on
import numpy as np
import pytest


def _network(*sizes):
    rng = np.random.default_rng(42)
    params = {}
    for layer, (d, h) in enumerate(pairwise(sizes), 1):
        params[f"W{layer}"] = rng.normal(scale=np.sqrt(2 / d), size=(d, h))
        params[f"b{layer}"] = np.zeros(h)
    return params


def _digits():
    here = Path(__file__).parent
    folder = here / "data" if (here / "data").is_dir() else here.parents[1] / "solutions" / "data"
    with np.load(folder / "digits.npz") as digits:
        X, y = digits["images"].reshape(-1, 64) / 16.0, digits["labels"]
        return X[digits["train"]], y[digits["train"]], X[digits["test"]], y[digits["test"]]


# train


def test_train_makes_the_first_step():
    params = {"W1": np.zeros((1, 2)), "b1": np.zeros(2)}
    got = hands_on.train(np.array([[1.0]]), np.array([0]), params, epochs=1, batch_size=1, lr=0.1)
    result = expect.mapping(got, "params", "loss", "accuracy")
    trained = expect.mapping(result["params"], "W1", "b1", name="params")
    expect.close(trained["W1"], [[0.1, -0.1]], rtol=1e-6, name="W1", hint="which of the four steps is missing?")
    expect.close(trained["b1"], [0.1, -0.1], rtol=1e-6, name="b1", hint="do biases learn?")
    loss = expect.items(result["loss"], length=1, name="loss")
    expect.close(loss[0], np.log(2), name="loss")
    accuracy = expect.items(result["accuracy"], length=1, name="accuracy")
    expect.close(accuracy[0], 1.0, name="accuracy", hint="it is the accuracy after the epoch")


def test_train_two_epochs_are_two_seeds():
    X, y, start = np.array([[1.0, 0.0], [0.0, 1.0], [1.0, 1.0]]), np.array([0, 1, 1]), _network(2, 3, 2)
    first = expect.mapping(hands_on.train(X, y, start, epochs=2, batch_size=2, lr=0.1, seed=5), "params")["params"]
    again = expect.mapping(hands_on.train(X, y, start, epochs=2, batch_size=2, lr=0.1, seed=5), "params")["params"]
    other = expect.mapping(hands_on.train(X, y, start, epochs=2, batch_size=2, lr=0.1, seed=8), "params")["params"]
    W, same, different = (expect.array(params["W1"], (2, 3), name="W1") for params in (first, again, other))
    expect.same(W, same, name="W1", hint="an equal seed gives an equal run")
    expect.that(not np.array_equal(W, different), "another seed gives the same run", hint="do you hand the seed on?")


def test_train_leaves_the_start_alone():
    X, y = np.array([[1.0, 0.0], [0.0, 1.0]]), np.array([0, 1])
    got = expect.pure(hands_on.train, X, y, _network(2, 4, 2), epochs=3, batch_size=1, lr=0.1)
    expect.items(expect.mapping(got, "loss")["loss"], length=3, name="loss")


def test_train_reads_digits():
    X, y, X_test, y_test = _digits()
    got = hands_on.train(X, y, _network(64, 32, 10), epochs=5, batch_size=32, lr=5e-3)
    params = expect.mapping(got, "params", "loss", "accuracy")["params"]
    pred = expect.array(hands_on.predict(X_test, params), y_test.shape, name="the classes")
    right = np.mean(pred == y_test)
    expect.that(right > 0.9, f"expected more than 90 % of the digits, got {100 * right:.1f} %")


# predict


@pytest.fixture
def one_layer(monkeypatch):
    """Stands in for your mlp_forward, so that predict can be tried before it: right for one layer."""
    monkeypatch.setattr(hands_on, "mlp_forward", lambda X, params: (X @ params["W1"] + params["b1"], []), raising=False)


def test_predict_takes_the_largest_logit(one_layer):
    params = {"W1": np.array([[1.0, 3.0, 2.0], [5.0, 0.0, 0.0]]), "b1": np.zeros(3)}
    expect.whole(hands_on.predict(np.array([[1.0, 0.0], [0.0, 1.0]]), params), [1, 0])


def test_predict_of_one_example(one_layer):
    params = {"W1": np.array([[1.0, 3.0, 2.0]]), "b1": np.array([0.0, -9.0, 0.0])}
    expect.whole(hands_on.predict(np.array([[1.0]]), params), [2], hint="one class for every row of X")


# confusion_matrix


def test_confusion_matrix_has_the_truth_in_its_rows():
    got = hands_on.confusion_matrix(np.array([0, 0, 0, 1]), np.array([0, 1, 1, 1]), 2)
    expect.whole(got, [[1, 2], [0, 1]])


def test_confusion_matrix_of_missing_classes():
    got = hands_on.confusion_matrix(np.array([1], dtype=np.uint8), np.array([1], dtype=np.uint8), 3)
    expect.whole(got, [[0, 0, 0], [0, 1, 0], [0, 0, 0]])


# solve_xor


def test_solve_xor():
    params = expect.mapping(hands_on.solve_xor(), "W1", "b1")
    corners = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
    expect.whole(hands_on.predict(corners, params), [0, 1, 1, 0])


# solve_spiral


def test_solve_spiral_starts_with_a_small_one():
    angle = np.linspace(0, 2, 20)
    X = np.concatenate([np.c_[np.cos(angle + turn), np.sin(angle + turn)] * angle[:, None] / 2 for turn in (0, 2, 4)])
    y = np.repeat([0, 1, 2], 20)
    params = expect.mapping(hands_on.solve_spiral(X, y), "W1", "b1")
    pred = expect.array(hands_on.predict(X, params), (60,), name="the classes")
    expect.that(np.mean(pred == y) >= 0.9, "expected at least 90 % of a short spiral")
