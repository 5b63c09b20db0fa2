"""Grade hands_on.py: training step by step against the reference, then the digits and the spiral.

An accuracy alone is no proof: most planted bugs still read 96 % of the digits with Adam. So the trained
parameters are compared one by one after few steps, on small data, and only then the two large runs count.
Those are short on purpose: large steps for few epochs read the digits just as well, and leave a training that
ignores which units were off further behind than a long one does.
"""

from itertools import pairwise
from pathlib import Path

import hands_on as hand_in
import numpy as np
import optimizer
import pytest

from grader import expect
from grader.values import OnCopies
from solutions import hands_on as reference

hands_on = OnCopies(hand_in)

_DATA = Path(__file__).parents[2] / "solutions" / "data"


_MEMORY = "what does your function remember from one call to the next?"


def _pure(function, args, right, hint, **settings):
    """Check that a call changes no argument; but what is wrong anyway gets no marks for that."""
    got = expect.pure(function, *args, hint=hint, **settings)
    _counts_if(right, got)


def _counts_if(right, got):
    try:
        right(got)
    except expect.Mismatch:
        text = "nothing was changed, but the result is wrong: this test counts for right results only"
        expect.that(False, text, hint="what do the other tests say about the result?")


def _network(seed, *sizes):
    rng = np.random.default_rng(seed)
    params = {}
    for layer, (d, h) in enumerate(pairwise(sizes), 1):
        params[f"W{layer}"] = rng.normal(scale=np.sqrt(2.0 / d), size=(d, h))
        params[f"b{layer}"] = rng.normal(scale=0.1, size=h)
    return params


def _task(seed, n, d, classes):
    rng = np.random.default_rng(seed)
    return rng.normal(size=(n, d)), rng.integers(0, classes, size=n)


def _spiral(seed, per_arm=100):
    rng = np.random.default_rng(seed)
    X, y = [], np.repeat(np.arange(3), per_arm)
    for arm in range(3):
        r = np.linspace(0.05, 1.0, per_arm)
        angle = 4.0 * (arm + np.linspace(0.0, 1.0, per_arm)) + 0.2 * rng.normal(size=per_arm)
        X.append(np.stack([r * np.sin(angle), r * np.cos(angle)], axis=1))
    return np.concatenate(X), y


def _other_spiral(seed, angle, names, per_arm=100):
    """A spiral that is turned and has other names for its arms: no network fits it that was trained at home."""
    X, y = _spiral(seed, per_arm)
    turn = np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
    return X @ turn, np.array(names)[y]


def _digits():
    """The digits with their pixels in another order and other names: no network reads them that was trained at home."""
    rng = np.random.default_rng(61)
    pixels, names = rng.permutation(64), rng.permutation(10)
    with np.load(_DATA / "digits.npz") as data:
        X, y = data["images"].reshape(-1, 64)[:, pixels] / 16.0, names[data["labels"]]
        return X[data["train"]], y[data["train"]], X[data["test"]], y[data["test"]]


_DIGITS = _digits()  # read when the suite is collected, not once more for every hand-in


def _logits(X, params):
    layers = len(params) // 2
    for layer in range(1, layers + 1):
        X = X @ params[f"W{layer}"] + params[f"b{layer}"]
        if layer < layers:
            X = np.maximum(X, 0)
    return X


def _accuracy(X, y, params):
    return float(np.mean(np.argmax(_logits(X, params), axis=1) == y))


def _trained(got, start, hint=""):
    """The trained parameters of a result of train, with the names and shapes of the start."""
    result = expect.mapping(got, "params", "loss", "accuracy", name="the result", hint="three things, each by its name")
    params = expect.mapping(result["params"], *start, name="params", hint="the same names as at the start")
    return {name: expect.array(params[name], value.shape, name=name, hint=hint) for name, value in start.items()}


def _numbers(values, length, name):
    rows = expect.items(values, length=length, name=name, hint="one number for each epoch: how many epochs were there?")
    hint = "a mean of numbers is a number"
    return [expect.number(value, name=f"{name} of epoch {epoch}", hint=hint) for epoch, value in enumerate(rows)]


def _parity(X, y, start, hint="", **settings):
    """The student's trained parameters are those of the reference.

    The order of the batches matters in the tests of batches, epochs and settings only; all others take the
    whole set as one batch, so that they say nothing about a shuffle. Any order is right that the hand-in's own
    minibatches may give.
    """
    _, got, want = _compared(X, y, start, settings)
    for name in sorted(start):
        given = {"X": X.shape, "epochs": 1, "batch_size": 7, "lr": 0.05, **settings}
        expect.close(got[name], want["params"][name], name=name, given=given, hint=hint, rtol=1e-6, atol=1e-8)


def _compared(X, y, start, settings):
    """The student's result, its trained parameters, and what the reference returns for the same batches."""
    settings = {"epochs": 1, "batch_size": 7, "lr": 0.05, **settings}
    result = hands_on.train(X, y, start, **settings)
    got = _trained(result, start)
    want = reference.train(X, y, start, **settings)
    if not all(np.allclose(got[name], want["params"][name], rtol=1e-6, atol=1e-8) for name in start):
        want = _in_the_order_of_the_hand_in(X, y, start, settings) or want
    return result, got, want


def _reports(name, X, y, start, hint, **settings):
    """One of the two lists is that of the reference, number by number."""
    result, _, want = _compared(X, y, start, settings)
    got = _numbers(result[name], settings["epochs"], name)
    expect.close(np.array(got), want[name], name=name, given=settings, hint=hint, rtol=1e-6, atol=1e-8)


def _in_the_order_of_the_hand_in(X, y, start, settings):
    """Train as the reference does, with the batches in the hand-in's own order; None if it deals out no right ones."""
    first = settings.get("seed", 0)
    seeds = range(first, first + settings["epochs"])
    try:
        dealt = {seed: _dealt(X, y, settings["batch_size"], seed) for seed in seeds}
    except Exception:  # whatever is wrong with its minibatches, their own tests say so
        return None
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reference, "minibatches", lambda X, y, batch_size, seed: dealt[seed])
        return reference.train(X, y, start, **settings)


def _dealt(X, y, batch_size, seed):
    """The hand-in's batches, made of our own rows: every row once, with its own label."""
    batches = expect.items(optimizer.minibatches(X.copy(), y.copy(), batch_size, seed=seed))
    sizes = [min(batch_size, len(X) - first) for first in range(0, len(X), batch_size)]
    order = []
    for batch, size in zip(batches, sizes, strict=True):
        rows, labels = expect.parts(batch, "X", "y")
        rows = expect.array(rows, (size, X.shape[1]))
        places = [int(np.flatnonzero((row == X).all(axis=1))[0]) for row in rows]
        expect.whole(labels, y[places])
        order.append(places)
    expect.whole(np.sort(np.concatenate(order)), np.arange(len(X)))
    return [(X[places], y[places]) for places in order]


# train


@pytest.mark.exercise("train", weight=3)
def test_train_for_one_epoch():
    """train ends one epoch with the right value of every single weight and bias"""
    X, y = _task(1, 24, 4, 3)
    hint = "forward, loss, backward, update: do all parameters, all batches and the last, smaller batch take part?"
    _parity(X, y, _network(2, 4, 6, 3), hint)


@pytest.mark.exercise("train", weight=2)
def test_train_for_three_epochs():
    """train ends three epochs with the right value of every single weight and bias"""
    X, y = _task(3, 20, 4, 3)
    hint = "after one epoch, which order do the batches come in, and what has Adam remembered?"
    _parity(X, y, _network(4, 4, 5, 3), hint, epochs=3, seed=7)


@pytest.mark.exercise("train")
def test_train_for_a_single_step():
    """train makes the right first step where one batch holds all the data"""
    X, y = _task(5, 6, 3, 2)
    hint = "one batch, one step: which function hands what to which?"
    _parity(X, y, _network(6, 3, 4, 2), hint, batch_size=6)
    _parity(X, y, _network(7, 3, 4, 2), hint, batch_size=50)
    _parity(X[:1, :1], y[:1], _network(7, 1, 4, 2), hint, batch_size=1)  # n = 1 and d = 1, as in the docstring


@pytest.mark.exercise("train")
def test_train_listens_to_its_settings():
    """train uses the learning rate, the batch size and the seed that it is given"""
    X, y = _task(8, 15, 3, 3)
    start = _network(9, 3, 5, 3)
    hint = "which numbers in your code come from the call, and which did you write down yourself?"
    _parity(X, y, start, hint, lr=0.003, batch_size=4, seed=11)
    _parity(X, y, start, hint, lr=0.2, batch_size=1, seed=12)
    _parity(X, y, start, hint, lr=0.0, batch_size=4, seed=0)


@pytest.mark.exercise("train")
def test_train_with_a_penalty():
    """train adds the gradient of the L2 penalty to that of the loss where reg > 0"""
    X, y = _task(10, 18, 4, 3)
    hint = "with reg > 0 the loss has two terms. Has the gradient of each parameter two terms as well?"
    _parity(X, y, _network(11, 4, 5, 3), hint, reg=0.3, epochs=3, batch_size=18)
    _parity(X, y, _network(11, 4, 5, 5, 3), hint, reg=1e-3, epochs=2, batch_size=18)


@pytest.mark.exercise("train")
def test_train_of_other_depths():
    """train takes networks of one layer, of three, of four and of eleven"""
    X, y = _task(12, 16, 3, 3)
    hint = "does your code know how many layers there are, or does it count the parameters it gets?"
    _parity(X, y, _network(13, 3, 3), hint, epochs=3, batch_size=16)
    _parity(X, y, _network(14, 3, 5, 4, 3), hint, epochs=3, batch_size=16)
    _parity(X, y, _network(15, 3, 4, 5, 4, 3), hint, epochs=3, batch_size=16)
    _parity(X, y, _network(30, *[3] * 12), hint, epochs=2, batch_size=16, lr=0.01)


@pytest.mark.exercise("train")
def test_train_of_whole_numbers():
    """train takes whole numbers in X and in the params it starts from"""
    X, y = np.array([[1, 2], [3, -1], [0, 2], [-2, 1]]), np.array([0, 1, 2, 1])
    start = {"W1": np.array([[1, 0, -1], [2, 1, 0]]), "b1": np.array([0, 1, 0])}
    hint = "can an array of whole numbers hold what a step of 0.1 makes of it?"
    _parity(X, y, start, hint, epochs=2, batch_size=4, lr=0.1)


@pytest.mark.exercise("train")
def test_train_where_classes_are_missing():
    """train takes labels of small integer types, and data in which the last classes do not occur"""
    X, y = _task(16, 17, 3, 2)
    hint = "where does the number of classes stand: in the labels, or in the network?"
    _parity(X, y.astype(np.uint8), _network(17, 3, 5, 4), hint, epochs=3, batch_size=17)


@pytest.mark.exercise("train", weight=2)
def test_train_reports_the_mean_of_the_batch_losses():
    """train reports for each epoch the mean of the losses of its batches, the smaller last batch like any other"""
    X, y = _task(18, 11, 3, 3)
    hint = "11 examples in batches of 4: how many losses has an epoch, when is each calculated, and what is their mean?"
    _reports("loss", X, y, _network(19, 3, 5, 3), hint, epochs=3, batch_size=4, lr=0.1, seed=2)
    _reports("loss", X, y, _network(19, 3, 5, 3), hint, epochs=2, batch_size=4, lr=0.1, seed=2, reg=0.2)


@pytest.mark.exercise("train", weight=2)
def test_train_reports_the_accuracy_after_every_epoch():
    """train reports for each epoch the share of all of X that the network gets right after it"""
    X, y = _task(26, 23, 3, 3)
    hint = "accuracy: of which network, the one before or after the epoch? On which examples, those of a batch or all?"
    _reports("accuracy", X, y, _network(27, 3, 6, 3), hint, epochs=5, batch_size=6, lr=0.05, seed=4)


@pytest.mark.exercise("train")
def test_train_goes_on_where_the_loss_rises():
    """train makes as many epochs as it is asked for, also where a large learning rate makes the loss rise"""
    X, y = _task(26, 12, 3, 3)
    start, settings = _network(27, 3, 4, 3), {"epochs": 5, "batch_size": 12, "lr": 1.5}
    assert np.diff(reference.train(X, y, start, **settings)["loss"]).max() > 0
    hint = "who decides how long the training takes? What does the docstring say of stopping early?"
    _reports("loss", X, y, start, hint, **settings)


@pytest.mark.exercise("train")
def test_train_goes_on_where_all_is_right():
    """train makes as many epochs as it is asked for, also where all answers are right or the weights do not move"""
    X, y = np.array([[2.0, 1.0], [1.0, 2.0], [-1.0, -2.0], [-2.0, -1.0]]), np.array([0, 0, 1, 1])
    start, settings = _network(31, 2, 3, 2), {"epochs": 6, "batch_size": 4, "lr": 0.5}
    assert reference.train(X, y, start, **settings)["accuracy"][-3:] == [1.0] * 3
    hint = "who decides how long the training takes? Is there nothing to learn where all answers are right?"
    _reports("loss", X, y, start, hint, **settings)
    _reports("accuracy", X, y, start, hint, **settings)
    _reports("loss", X, y, start, hint, **{**settings, "lr": 0.0})


@pytest.mark.exercise("train")
def test_train_ends_where_the_last_epoch_ends():
    """train returns the weights after the last of twelve epochs, also where the network was better before"""
    X, y = _task(77, 12, 3, 3)
    start, settings = _network(27, 3, 4, 3), {"epochs": 12, "batch_size": 12, "lr": 0.3}
    want = reference.train(X, y, start, **settings)
    assert want["accuracy"][-1] < max(want["accuracy"])
    assert want["loss"][-1] > min(want["loss"])
    hint = "whose weights are these, those of the last epoch? Is lr the same in all of them?"
    _parity(X, y, start, hint, **settings)


@pytest.mark.exercise("train")
def test_train_reports_the_loss_with_its_penalty():
    """train reports the loss with the penalty that belongs to it"""
    X, y = _task(28, 12, 3, 4)
    start = _network(29, 3, 5, 4)
    want = reference.train(X, y, start, epochs=1, batch_size=12, lr=0.0, reg=0.5)["loss"]  # lr=0: the start stays

    result = hands_on.train(X, y, start, epochs=1, batch_size=12, lr=0.0, reg=0.5)

    loss = _numbers(expect.mapping(result, "loss")["loss"], 1, "loss")
    expect.close(loss[0], want[0], name="loss[0]", given={"lr": 0.0, "reg": 0.5}, hint="which two terms has the loss?")


@pytest.mark.exercise("train")
def test_train_leaves_its_arguments():
    """train gives the right result and changes neither X nor y nor the params it starts from"""
    X, y = _task(20, 12, 3, 3)
    start = _network(21, 3, 4, 3)

    want = reference.train(X, y, start, epochs=3, batch_size=12, lr=0.05)["params"]
    shapes = {name: np.zeros(value.shape) for name, value in start.items()}

    def right(result):
        trained = _trained(result, shapes)
        for name in sorted(shapes):
            expect.close(trained[name], want[name], name=name, rtol=1e-6, atol=1e-8)

    hint = "do you train the params of the caller or a copy? Do you shuffle X itself?"
    _pure(hand_in.train, (X, y, start), right, hint, epochs=3, batch_size=12, lr=0.05)


@pytest.mark.exercise("train")
def test_train_gives_the_same_again():
    """train gives the same result again after another training"""
    X, y = _task(22, 12, 3, 3)
    start, other = _network(23, 3, 4, 3), _network(24, 3, 4, 3)
    settings = {"epochs": 3, "batch_size": 12, "lr": 0.05}

    def right(result, *given):
        trained, want = _trained(result, start), reference.train(*given, **settings)
        for name in sorted(start):
            expect.close(trained[name], want["params"][name], name=name, rtol=1e-6, atol=1e-8)
        _numbers(result["loss"], 3, "loss")
        _numbers(result["accuracy"], 3, "accuracy")

    _counts_if(lambda result: right(result, X, y, start), hands_on.train(X, y, start, **settings))
    for given in ((X, y, other), (X[::-1], y, start), (X, (y + 1) % 3, start), (X, y, start)):
        try:
            right(hands_on.train(*given, **settings), *given)
        except expect.Mismatch:
            hint = "what does Adam remember from an earlier training? Where do your lists begin?"
            expect.that(False, "a later call gives a wrong result", hint=hint)


@pytest.mark.exercise("train", weight=2)
def test_train_reads_digits():
    """train makes a 64-64-10 network read at least 95 % of digits it has never seen"""
    X, y, X_test, y_test = _DIGITS
    start = {name: value * (name[0] == "W") for name, value in _network(3, 64, 64, 10).items()}
    params = _trained(hands_on.train(X, y, start, epochs=10, batch_size=64, lr=5e-3), start)

    reached = _accuracy(X_test, y_test, params)
    hint = "look at the tests of single steps first: a bug there is easier to see"
    expect.that(reached >= 0.95, f"expected at least 95 % of the test digits, got {100 * reached:.1f} %", hint=hint)


@pytest.mark.exercise("train", weight=2)
def test_train_learns_the_spiral():
    """train makes a 2-100-3 network tell 97 % of the points of a spiral apart"""
    X, y = _other_spiral(0, 1.7, (2, 1, 0))
    start = {name: value * (name[0] == "W") for name, value in _network(1, 2, 100, 3).items()}
    params = _trained(hands_on.train(X, y, start, epochs=30, batch_size=25, lr=3e-2), start)

    reached = _accuracy(X, y, params)
    hint = "do all layers learn, weights and biases? Does the gradient stop at units that were off?"
    expect.that(reached >= 0.97, f"expected at least 97 % of the points, got {100 * reached:.1f} %", hint=hint)


# predict


def _predicts(X, params, hint=""):
    want = np.argmax(_logits(X, params), axis=1)
    expect.whole(hands_on.predict(X, params), want, hint=hint, given={"X": X}, name="the classes")


@pytest.mark.exercise("predict")
def test_predict_takes_the_largest_logit():
    """predict names the class with the largest logit of each row"""
    hint = "one class per example: along which axis is the largest logit, and is it the logit or its place you want?"
    _predicts(_task(31, 40, 4, 2)[0], _network(32, 4, 6, 5), hint)
    _predicts(_task(31, 307, 4, 2)[0], _network(32, 4, 6, 5), "how many rows has X? Does each get a class?")


@pytest.mark.exercise("predict")
def test_predict_of_negative_logits():
    """predict works where all logits are negative, and for two classes"""
    params = _network(33, 3, 5, 2)
    X = np.concatenate([_task(34, 15, 3, 2)[0], np.zeros((1, 3))])
    params["b2"] = params["b2"] - 100.0
    assert _logits(X, params).max() < 0
    _predicts(X, params, "must a logit be positive to be the largest one?")


@pytest.mark.exercise("predict")
def test_predict_of_large_logits():
    """predict works for logits of any size, also for thousands and for tiny differences"""
    params = {"W1": np.eye(3), "b1": np.array([500.0, -2500.0, -2500.0])}
    _predicts(np.array([[50.0, 3100.0, 3150.0]]), params, "the logits are 550, 600 and 650: are they cut off anywhere?")
    params = {"W1": np.array([[1.0, 2.0, -1.0, 3.0]]), "b1": np.zeros(4)}
    hint = "must a logit become a probability to be compared? What is e^3000, and what is e^-3000?"
    _predicts(np.array([[1000.0], [-1000.0], [3000.0], [-2000.0], [800.0]]), params, hint)
    params = {"W1": np.eye(3), "b1": np.array([500.0, -2500.0, -2500.0])}
    _predicts(np.array([[0.0, 3000.0 + 2.0**-30, 3000.0], [0.0, 3000.0, 3000.5], [1.0, 3000.0, 3000.0]]), params, hint)


@pytest.mark.exercise("predict")
@pytest.mark.parametrize(
    ("n", "sizes"), [(1, (3, 4, 3)), (5, (3, 5)), (4, (2, 3, 5, 4)), (6, (1, 6, 6)), (20, (3,) * 12)], ids=str
)
def test_predict_of_small_shapes(n, sizes):
    """predict gives shape (n,), for a single example, for networks of one layer, of three and of eleven"""
    params = _network(35, *sizes)
    X = _task(36, n, sizes[0], 2)[0]
    _predicts(X, params, "one class for every row of X: which shape is that?")
    _predicts(-2 * X, params)


@pytest.mark.exercise("predict")
def test_predict_of_whole_numbers():
    """predict takes whole numbers"""
    params = {"W1": np.array([[2, -1, 0], [1, 3, -4]]), "b1": np.array([0, -1, 2])}
    _predicts(np.array([[1, 1], [3, -1], [-5, -2], [0, 0]]), params)


@pytest.mark.exercise("predict")
def test_predict_leaves_its_arguments():
    """predict changes neither X nor params, and gives the same again"""
    X, params = _task(37, 8, 3, 2)[0], _network(38, 3, 3, 3)
    want = np.argmax(_logits(X, params), axis=1)

    hint = "which of your lines writes into X?"
    _pure(hand_in.predict, (X, params), lambda got: expect.whole(got, want), hint)
    for given in ((-X, params), (X, _network(39, 3, 3, 3)), (X, params)):
        want = np.argmax(_logits(*given), axis=1)
        expect.whole(hands_on.predict(*given), want, name="the classes of a later call", hint=_MEMORY)


# confusion_matrix


def _counts(y, pred, classes, hint=""):
    want = np.zeros((classes, classes))
    for truth, guess in zip(y, pred, strict=True):
        want[truth, guess] += 1
    got = hands_on.confusion_matrix(np.array(y), np.array(pred), classes)
    expect.whole(got, want, hint=hint, given={"y": np.array(y), "pred": np.array(pred)}, name="the matrix")


@pytest.mark.exercise("confusion_matrix")
def test_confusion_matrix_counts():
    """confusion_matrix counts every pair of truth and prediction"""
    rng = np.random.default_rng(41)
    y = rng.integers(0, 4, size=60)
    pred = np.where(rng.random(60) < 0.6, y, rng.integers(0, 4, size=60))
    _counts(y, pred, 4, "is the truth the row or the column? Does the same pair count twice if it comes twice?")


@pytest.mark.exercise("confusion_matrix")
def test_confusion_matrix_has_the_truth_in_its_rows():
    """confusion_matrix has the truth in its rows and the prediction in its columns"""
    _counts([0, 0, 0, 1], [1, 1, 2, 2], 3, "a 0 that was taken for a 1: in which row, and in which column?")


@pytest.mark.exercise("confusion_matrix")
def test_confusion_matrix_counts_the_same_pair_again():
    """confusion_matrix counts a pair as often as it occurs"""
    _counts([1] * 7 + [0], [0] * 7 + [0], 2, "M[[1, 1], [0, 0]] += 1: how often is 1 added?")
    y, pred = np.array([1] * 300 + [0], dtype=np.uint8), np.array([0] * 300 + [0], dtype=np.uint8)
    _counts(y, pred, 2, "how far can a number of type uint8 count?")
    y = np.zeros(70_000, dtype=np.int64)
    got = hands_on.confusion_matrix(y, y, 1)
    expect.whole(got, [[70_000]], hint="how far can a number of your type count?", name="the matrix")


@pytest.mark.exercise("confusion_matrix")
def test_confusion_matrix_of_missing_classes():
    """confusion_matrix has num_classes rows and columns, also where classes are missing"""
    hint = "where does the number of classes come from: the argument, or what happens to occur?"
    _counts([1, 3, 3], [3, 1, 3], 6, hint)
    _counts([2], [0], 3, hint)
    _counts([0, 0], [0, 0], 1, hint)
    _counts([299, 0], [200, 150], 300, hint)


@pytest.mark.exercise("confusion_matrix")
@pytest.mark.parametrize("dtype", [np.uint8, np.int8, np.int32, np.int64], ids=["uint8", "int8", "int32", "int64"])
def test_confusion_matrix_of_any_integer_type(dtype):
    """confusion_matrix takes labels of any integer type, also with many classes"""
    y, pred = np.array([29, 0, 17, 29, 12], dtype=dtype), np.array([28, 1, 17, 28, 29], dtype=dtype)
    _counts(y, pred, 30, "how large a number can a uint8 hold?")
    _counts(y, pred.astype(np.int64), 31, "the two arrays may be of different types")


@pytest.mark.exercise("confusion_matrix")
def test_confusion_matrix_leaves_its_arguments():
    """confusion_matrix changes neither y nor pred, and counts from 0 again at the next call"""
    y, pred = np.array([0, 2, 1, 2]), np.array([2, 2, 1, 0])
    want = [[0, 0, 1], [0, 1, 0], [1, 0, 1]]

    hint = "which of your lines writes into y?"
    _pure(hand_in.confusion_matrix, (y, pred, 3), lambda got: expect.whole(got, want), hint)
    for truth, guess in ((pred, pred), (y, y), (y, pred)):
        want = np.zeros((3, 3))
        np.add.at(want, (truth, guess), 1)
        got = hands_on.confusion_matrix(truth, guess, 3)
        expect.whole(got, want, name="the matrix of a later call", hint="where do the counts start?")


# solve_xor and solve_spiral


def _solution(value, inputs, classes):
    """Check that `value` is a network for mlp_forward with so many inputs and logits; return its params."""
    hint = "return the params of the network alone: a dict with W1, b1, W2, b2 and so on"
    params = expect.mapping(value, "W1", "b1", name="params", hint=hint)
    layers = len(params) // 2
    names = [f"{kind}{layer}" for layer in range(1, layers + 1) for kind in "Wb"]
    params = expect.mapping(params, *names, name="params", hint=hint, exact=True)
    width = inputs
    for layer in range(1, layers + 1):
        W = expect.array(params[f"W{layer}"], name=f"W{layer}")
        expect.that(W.ndim == 2, f"expected W{layer} to have two axes, got {W.ndim}", hint=hint)
        fits = W.shape[0] == width
        expect.that(fits, f"expected W{layer} of shape ({width}, ...), got {W.shape}", hint="W is (inputs, outputs)")
        width = W.shape[1]
        params[f"W{layer}"] = W
        params[f"b{layer}"] = expect.array(params[f"b{layer}"], (width,), name=f"b{layer}")
    expect.that(width == classes, f"expected {classes} logits, got {width}", hint="one logit for each class")
    return params


def _solves_xor(got):
    params = _solution(got, 2, 2)
    X = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
    logits = _logits(X, params)
    right = np.where([False, True, True, False], logits[:, 1] > logits[:, 0], logits[:, 0] > logits[:, 1])

    hint = "ask your network at all four points, and look at the hidden units. If it is trained: did it get stuck?"
    text = f"expected the larger logit in the right place at all 4 points, got {int(right.sum())}"
    expect.that(bool(right.all()), text, hint=hint)


@pytest.mark.exercise("solve_xor", weight=3)
def test_solve_xor_at_all_four_points():
    """solve_xor returns a network that names class 1 exactly where the two inputs differ"""
    _solves_xor(hands_on.solve_xor())


@pytest.mark.exercise("solve_xor")
def test_solve_xor_is_pure():
    """solve_xor leaves the global random generator alone, and gives a right network every time"""
    for _ in range(2):
        _pure(hand_in.solve_xor, (), _solves_xor, "which generator could be yours alone?")


@pytest.mark.exercise("solve_spiral", weight=3)
def test_solve_spiral_reaches_97_percent():
    """solve_spiral returns a network that tells at least 97 % of the given points apart"""
    X, y = _other_spiral(5, 0.9, (2, 0, 1))
    params = _solution(hands_on.solve_spiral(X, y), 2, 3)

    reached = _accuracy(X, y, params)
    hint = "how does the loss develop? More hidden units, another learning rate, more epochs: what helps?"
    expect.that(reached >= 0.97, f"expected at least 97 % of the points, got {100 * reached:.1f} %", hint=hint)


@pytest.mark.exercise("solve_spiral")
def test_solve_spiral_is_pure():
    """solve_spiral changes neither X nor y, and leaves the global random generator alone"""
    X, y = _other_spiral(6, 2.5, (1, 0, 2), per_arm=20)

    def learned_something(got):
        reached = _accuracy(X, y, _solution(got, 2, 3))
        expect.that(reached >= 0.8, f"expected a network that learns a short spiral, got {100 * reached:.1f} %")

    _pure(hand_in.solve_spiral, (X.copy(), y.copy()), learned_something, "which generator could be yours alone?")
