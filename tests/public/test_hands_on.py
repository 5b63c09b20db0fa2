"""Examples for hands_on.py. They use your own five modules. Run one exercise: pytest -k train"""

from itertools import pairwise
from pathlib import Path

import expect
import forward
import hands_on
import numpy as np
import optimizer
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


def _three_equal_examples(**settings):
    """Train on the example x = 1 of class 0, three times, in batches of 2: the order of the batches plays no part."""
    params = {"W1": np.zeros((1, 2)), "b1": np.zeros(2)}
    X, y = np.ones((3, 1)), np.zeros(3, dtype=int)
    return expect.mapping(hands_on.train(X, y, params, batch_size=2, **settings), "params", "loss", "accuracy")


def test_train_reports_the_mean_of_the_batch_losses():
    result = _three_equal_examples(epochs=1, lr=0.1)
    losses = [np.log(2), np.log(1 + np.exp(-0.4))]  # the first step makes the logits 0.2 and -0.2
    loss = expect.items(result["loss"], length=1, name="loss")
    hint = "an epoch of two batches: which two losses are there, and do both count the same?"
    expect.close(loss[0], np.mean(losses), rtol=1e-6, name="loss", hint=hint)


def test_train_adds_the_penalty_to_loss_and_gradient():
    params = {"W1": np.array([[1.0, 2.0]]), "b1": np.zeros(2)}
    X, y = np.array([[0.0], [0.0]]), np.array([0, 1])  # here the cross-entropy has no gradient
    try:
        result = hands_on.train(X, y, params, epochs=1, batch_size=2, lr=0.1, reg=0.5)
    except NotImplementedError as missing:
        if "l2_penalty" in str(missing):  # not on every track
            pytest.skip(str(missing))
        raise
    result = expect.mapping(result, "params", "loss", "accuracy")
    losses = expect.items(result["loss"], length=1, name="loss")
    expect.close(losses[0], np.log(2) + 0.25 * (1 + 4), name="loss", hint="which two terms does the loss have?")
    trained = expect.mapping(result["params"], "W1", "b1", name="params")
    expect.close(trained["W1"], [[0.9, 1.9]], rtol=1e-6, name="W1", hint="which two terms does the gradient have?")
    expect.close(trained["b1"], [0.0, 0.0], name="b1", hint="does the penalty pull on biases?")


def test_train_measures_the_accuracy_on_all_of_X():
    params = {"W1": np.zeros((1, 2)), "b1": np.array([0.0, 1.0])}  # this network says 1, and lr = 0 leaves it alone
    got = hands_on.train(np.ones((3, 1)), np.array([1, 0, 1]), params, epochs=2, batch_size=2, lr=0.0)
    accuracy = expect.items(expect.mapping(got, "accuracy")["accuracy"], length=2, name="accuracy")
    for share in accuracy:
        expect.close(share, 2 / 3, name="accuracy", hint="on how many examples do you measure it?")


def test_train_measures_the_accuracy_after_each_epoch():
    params = {"W1": np.zeros((1, 2)), "b1": np.array([0.15, 0.0])}  # the class is 1: it takes two steps to see that
    got = hands_on.train(np.zeros((1, 1)), np.array([1]), params, epochs=3, batch_size=1, lr=0.05)
    accuracy = expect.items(expect.mapping(got, "accuracy")["accuracy"], length=3, name="accuracy")
    for share, want in zip(accuracy, [0.0, 1.0, 1.0], strict=True):
        expect.close(share, want, name="accuracy", hint="before or after the epoch?")


def test_train_deals_the_data_out_anew_in_every_epoch(monkeypatch):
    seeds, deal = [], optimizer.minibatches

    def watched(X, y, batch_size, seed=None):
        seeds.append(seed)
        return deal(X, y, batch_size, seed=seed)

    for module in (optimizer, hands_on):
        monkeypatch.setattr(module, "minibatches", watched, raising=False)
    _three_equal_examples(epochs=3, lr=0.1, seed=7)
    hint = "the epochs are 0, 1 and 2. Which seed has each of them?"
    expect.that(seeds in ([7, 8, 9], []), f"the seeds are {seeds}, should be [7, 8, 9]", hint=hint)


def test_train_remembers_the_optimizer_states():
    result = _three_equal_examples(epochs=2, lr=0.1)
    trained = expect.mapping(result["params"], "W1", "b1", name="params")
    hint = "one state for each parameter, from the first batch to the last: when do you set it to None?"
    expect.close(trained["W1"], [[0.388840198, -0.388840198]], rtol=1e-6, name="W1 after 4 steps", hint=hint)


def test_train_two_epochs_are_two_seeds():
    X, y, start = np.array([[1.0, 0.0], [0.0, 1.0], [1.0, 1.0]]), np.array([0, 1, 1]), _network(2, 3, 2)

    def trained(seed):
        got = hands_on.train(X, y, start, epochs=2, batch_size=2, lr=0.1, seed=seed)
        return expect.array(expect.mapping(got, "params")["params"]["W1"], (2, 3), name="W1")

    W = trained(5)
    expect.close(trained(5), W, name="W1 of a second run", hint="an equal seed gives an equal run")
    # in `permutation` each of these gives the order of 5 in the first epoch, and not in the second;
    # a shuffle of one's own may do so for one of them, but hardly for all
    others = [trained(seed) for seed in (8, 12, 22, 28, 70)]
    expect.that(
        not all(np.array_equal(W, other) for other in others),
        "another seed gives the same run",
        hint="does the seed reach minibatches, and do all batches of an epoch count?",
    )


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
    expect.that(right > 0.9, f"{100 * right:.1f} % of the digits are right, should be more than 90 %")


# predict


@pytest.fixture
def one_layer(monkeypatch):
    """Stands in for your mlp_forward, so that predict can be tried before it: right for one layer."""
    monkeypatch.setattr(hands_on, "mlp_forward", lambda X, params: (X @ params["W1"] + params["b1"], []), raising=False)


def test_predict_takes_the_largest_logit(one_layer):
    params = {"W1": np.array([[1.0, 3.0, 2.0], [5.0, 0.0, 0.0]]), "b1": np.zeros(3)}
    expect.whole(hands_on.predict(np.array([[1.0, 0.0], [0.0, 1.0]]), params), [1, 0], hint="which class has it?")


def test_predict_of_one_example(one_layer):
    params = {"W1": np.array([[1.0, 3.0, 2.0]]), "b1": np.array([0.0, -9.0, 0.0])}
    expect.whole(hands_on.predict(np.array([[1.0]]), params), [2], hint="one class for every row of X")


def test_predict_of_large_logits(one_layer):
    params = {"W1": np.array([[800.0, 1000.0]]), "b1": np.zeros(2)}
    got = hands_on.predict(np.array([[1.0], [-1.0]]), params)
    expect.whole(got, [1, 0], hint="what is e^1000? Do you need it?")


# confusion_matrix


def test_confusion_matrix_has_the_truth_in_its_rows():
    got = hands_on.confusion_matrix(np.array([0, 0, 0, 1]), np.array([0, 1, 1, 1]), 2)
    expect.whole(got, [[1, 2], [0, 1]], hint="the pair 0, 1 comes twice: are both counted?")


def test_confusion_matrix_of_missing_classes():
    got = hands_on.confusion_matrix(np.array([1], dtype=np.uint8), np.array([1], dtype=np.uint8), 3)
    expect.whole(got, [[0, 0, 0], [0, 1, 0], [0, 0, 0]])


def test_confusion_matrix_counts_beyond_255():
    y = np.zeros(300, dtype=np.uint8)
    expect.whole(hands_on.confusion_matrix(y, y, 2), [[300, 0], [0, 0]])


# solve_xor


def test_solve_xor():
    params = expect.mapping(hands_on.solve_xor(), "W1", "b1")
    corners = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
    expect.whole(hands_on.predict(corners, params), [0, 1, 1, 0])


def test_solve_xor_has_no_ties():
    params = expect.mapping(hands_on.solve_xor(), "W1", "b1")
    corners = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
    logits = expect.array(forward.mlp_forward(corners, params)[0], (4, 2), name="the logits")
    lead = (logits[:, 1] - logits[:, 0]) * np.array([-1, 1, 1, -1])
    expect.that(bool((lead > 0).all()), "at some point both logits are equal, or the wrong one is larger")


# solve_spiral


def test_solve_spiral_starts_with_a_small_one():
    angle = np.linspace(0, 2, 20)
    X = np.concatenate([np.c_[np.cos(angle + turn), np.sin(angle + turn)] * angle[:, None] / 2 for turn in (0, 2, 4)])
    y = np.repeat([0, 1, 2], 20)
    params = expect.mapping(hands_on.solve_spiral(X, y), "W1", "b1")
    pred = expect.array(hands_on.predict(X, params), (60,), name="the classes")
    expect.that(np.mean(pred == y) >= 0.9, "expected at least 90 % of a short spiral")
