"""Grade perceptron.py: one neuron, its training rule, and what it cannot learn.

A score of exactly 0 is a case of its own, so all other data keep clear of it: lattice data with a
learning rate that is a power of two compute exactly in any order of operations; other data are
checked here to stay away from 0 on the whole way. A score that is not 0 has a sign, however small it
is: tiny scores here are single products or sums that come out exactly.

A purity test judges purity alone; but code that is wrong gets no marks for leaving arguments alone.
"""

from contextlib import contextmanager

import numpy as np
import perceptron as hand_in
import pytest

from grader import expect
from grader.values import OnCopies, on_copies
from solutions import perceptron as reference

perceptron = OnCopies(hand_in)

CLEAR = 1e-3  # no score of our non-lattice data comes closer to 0
VIEWS = "does your code go by the axes of X, or by the place of its numbers in memory?"
TINY = (2.0**-20, 2.0**-40, 2.0**-200, 2.0**-1000)

WRITES = "which line writes into what the caller gave you?"
MEMORY = "where does anything survive from one call to the next?"


def _corners():
    return np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])


def _truth(gate):
    table = {"AND": [-1, -1, -1, 1], "OR": [-1, 1, 1, 1], "XOR": [-1, 1, 1, -1]}
    table |= {f"N{name}": [-label for label in labels] for name, labels in table.items()}
    return np.array(table[gate])


def _pure(function, one, other, check, *, hint=WRITES, **settings):
    """Check that a call changes no argument and leaves no trace in the next; `check` gets a result and its arguments.

    Each argument in turn gives way to the one of `other`: whoever keeps results may know a call by some of them.
    """
    first = expect.pure(function, *one, hint=hint, **settings)
    with _elsewhere("nothing was changed, but the result is wrong: this test counts for right results only"):
        check(first, *one)
    for position, value in enumerate(other):
        mixed = (*one[:position], value, *one[position + 1 :])
        with _elsewhere("nothing was changed, but the next call, with other arguments, gives a wrong result", MEMORY):
            check(on_copies(function)(*mixed, **settings), *mixed)
    with _elsewhere("the result of a call depends on the calls before or after it", MEMORY):
        check(first, *one)  # it may live in an array that was written again
        check(on_copies(function)(*one, **settings), *one)


@contextmanager
def _elsewhere(text, hint=""):
    """Say of a wrong value that it is not what is judged here."""
    try:
        yield
    except expect.Mismatch:
        expect.that(False, text, hint=hint or text)


def _scores(n, d, seed):
    """Return X (n, d), w (d,) and b with every score clear of 0 and both signs present."""
    rng = np.random.default_rng(seed)
    X, w, b = rng.normal(size=(n, d)), rng.normal(size=d), float(rng.normal())
    scores = X @ w + b
    assert np.abs(scores).min() > CLEAR, f"seed {seed} has a score near 0"
    assert n == 1 or scores.min() < 0 < scores.max(), f"seed {seed} has one sign only"
    return X, w, b


def _noisy_classes(n, d, seed, flipped):
    """Return data that a line separates but for `flipped` labels, clear of 0 throughout training."""
    rng = np.random.default_rng(seed)
    X = rng.normal(size=(n, d))
    y = np.where(X @ rng.normal(size=d) + 0.4 > 0, 1, -1)
    y[:flipped] *= -1
    return X, y


def _assert_clear(X, y, epochs, lr):
    """Assert that training meets no score near 0 but the first, on the way and over all of X."""
    w, b = np.zeros(X.shape[1]), 0.0
    for _ in range(epochs):
        for x_i, y_i in zip(X, y, strict=True):
            if y_i * (x_i @ w + b) <= 0:
                w, b = w + lr * y_i * x_i, b + lr * y_i
                assert np.abs(X @ w + b).min() > 1e-9, "a score near 0"


def _lattice(n, d, seed, low=-2, high=3):
    """Return small whole numbers and labels, for which training meets scores of exactly 0."""
    rng = np.random.default_rng(seed)
    X = rng.integers(low, high, size=(n, d)).astype(float)
    return X, np.where(rng.random(n) < 0.5, 1, -1)


def _same_training(result, want, *, only=("w", "b", "mistakes"), hint="", given=None):
    """Compare (w, b, mistakes) with the reference's, or only some of the three."""
    w, b, mistakes = expect.parts(result, "w", "b", "mistakes")
    if "mistakes" in only:
        counts = [expect.number(count, name="a count of mistakes") for count in expect.items(mistakes, name="mistakes")]
        expect.that(
            len(counts) == len(want[2]),
            f"expected {len(want[2])} epochs in mistakes, got {len(counts)}",
            hint=hint,
            given=given,
        )
        expect.whole(np.array(counts), want[2], name="mistakes", hint=hint, given=given)
    if "w" in only:
        expect.close(w, want[0], name="w", hint=hint, given=given)
    if "b" in only:
        expect.close(b, want[1], name="b", hint=hint, given=given)


# linear_score


@pytest.mark.exercise("linear_score", weight=2)
def test_linear_score_weighs_every_input():
    """linear_score adds up weight times input, and the bias, for every example"""
    X, w, b = _scores(7, 3, seed=3)

    expect.close(
        perceptron.linear_score(X, w, b),
        reference.linear_score(X, w, b),
        given={"X": X, "w": w},
        hint="which axis of X runs over the weights?",
    )
    X, w = np.array([[3e8, -1.0], [0.25, 2e-9]]), np.array([1e3, 2.0])
    expect.close(perceptron.linear_score(X, w, -1.0), [3e11 - 3.0, 249.0], given={"X": X, "w": w})


@pytest.mark.exercise("linear_score")
def test_linear_score_of_zeros_is_the_bias():
    """linear_score of an example that is all zeros is the bias, added once, also if it is 0"""
    w = np.array([0.3, -1.2, 4.0, 2.0])

    for b in (2.75, -0.5, 0.0):
        got = perceptron.linear_score(np.zeros((3, 4)), w, b)
        expect.close(got, np.full(3, b), given={"b": b}, hint="how often is b added?")
    expect.close(perceptron.linear_score(np.ones((1, 4)), w, 0), [5.1], given={"b": 0}, hint="what if b is 0?")


@pytest.mark.exercise("linear_score")
def test_linear_score_works_for_as_many_examples_as_inputs():
    """linear_score does not mix up rows and columns when X is square, nor when there are many examples"""
    X, w, b = _scores(4, 4, seed=4)

    expect.close(perceptron.linear_score(X, w, b), reference.linear_score(X, w, b), hint="rows are examples")
    X, w, b = _scores(4, 2, seed=4)
    X = X[np.arange(307) % 4]
    expect.close(perceptron.linear_score(X, w, b), reference.linear_score(X, w, b), hint="rows are examples")


@pytest.mark.exercise("linear_score")
def test_linear_score_works_for_one_example_and_for_one_input():
    """linear_score has shape (n,) for a single example and for a single input, too"""
    for n, d, seed in ((1, 5, 3), (6, 1, 4), (1, 1, 5)):
        X, w, b = _scores(n, d, seed)
        expect.close(perceptron.linear_score(X, w, b), reference.linear_score(X, w, b), given={"X": X})


@pytest.mark.exercise("linear_score")
def test_linear_score_works_for_integers():
    """linear_score gives the right values for integer inputs"""
    X, w = np.array([[3, -1, 2], [0, 4, -7]]), np.array([2, 5, -1])

    expect.close(perceptron.linear_score(X, w, 0.5), np.array([-0.5, 27.5]), given={"X": X, "w": w})


@pytest.mark.exercise("linear_score")
def test_linear_score_takes_views():
    """linear_score takes a transposed array, and every second row of one"""
    A, w, b = _scores(6, 3, seed=9)
    want = reference.linear_score(A, w, b)

    expect.close(perceptron.linear_score(A.T.copy().T, w, b), want, given={"X": A}, hint=VIEWS)
    expect.close(perceptron.linear_score(A[::2], w, b), want[::2], hint=VIEWS)
    expect.close(perceptron.linear_score(A[::-1, ::-1], w[::-1], b), want[::-1], hint=VIEWS)


@pytest.mark.exercise("linear_score")
def test_linear_score_is_pure():
    """linear_score changes none of its arguments and gives the same result every time"""
    A, B = _scores(5, 2, seed=7), _scores(5, 2, seed=8)

    _pure(hand_in.linear_score, A, B, lambda got, *args: expect.close(got, reference.linear_score(*args)))


# perceptron_predict


@pytest.mark.exercise("perceptron_predict", weight=2)
def test_perceptron_predict_follows_the_sign_of_the_score():
    """perceptron_predict answers +1 for a positive score and -1 for a negative one"""
    X, w, b = _scores(12, 3, seed=11)

    expect.whole(
        perceptron.perceptron_predict(X, w, b),
        reference.perceptron_predict(X, w, b),
        given={"X": X, "w": w},
        hint="which two answers are there?",
    )


@pytest.mark.exercise("perceptron_predict", weight=2)
def test_perceptron_predict_answers_a_tie_with_minus_one():
    """perceptron_predict answers -1 where the score is exactly 0"""
    X, w = (
        np.array([[1.0, 2.0], [3.0, 1.0], [-1.0, 3.0], [5.0, 0.0], [0.0, 0.0]]),
        np.array([1.0, 2.0]),
    )

    got = perceptron.perceptron_predict(X, w, -5.0)  # the scores are 0, 0, 0, 0, -5
    expect.whole(got, np.array([-1, -1, -1, -1, -1]), hint="is 0 larger than 0?")
    got = perceptron.perceptron_predict(X, np.zeros(2), 0.0)
    expect.whole(got, np.full(5, -1), hint="what should a neuron that has learned nothing answer?")


@pytest.mark.exercise("perceptron_predict")
def test_perceptron_predict_uses_the_bias():
    """perceptron_predict moves its border with the bias"""
    X, w = np.array([[0.5], [1.75], [2.0], [3.5]]), np.array([1.0])

    for b, want in ((-1.0, [-1, 1, 1, 1]), (-3.0, [-1, -1, -1, 1]), (1.0, [1, 1, 1, 1])):
        got = perceptron.perceptron_predict(X, w, b)
        expect.whole(got, want, given={"b": b}, hint="where does the score change its sign?")
    for b in (5.0, -5.0):  # zero weights: the bias alone decides
        got = perceptron.perceptron_predict(X, np.zeros(1), b)
        expect.whole(got, np.full(4, np.sign(b)), given={"b": b}, hint="what is the score if w is 0?")


@pytest.mark.exercise("perceptron_predict")
def test_perceptron_predict_does_not_care_how_large_a_score_is():
    """perceptron_predict gives the same answers for weights and bias that are many times smaller or larger"""
    X, w, b = _scores(9, 2, seed=12)

    for scale in (1e-3, 1e3, 1e-30, 1e30):
        got = perceptron.perceptron_predict(X, scale * w, scale * b)
        expect.whole(
            got,
            reference.perceptron_predict(X, w, b),
            hint="which number is a score compared with?",
        )


@pytest.mark.exercise("perceptron_predict")
def test_perceptron_predict_looks_at_the_sign_of_a_tiny_score():
    """perceptron_predict answers +1 for every score above 0, however small, and -1 for every one below"""
    for tiny in TINY:
        X = np.array([[tiny], [-tiny], [0.0]])
        got = perceptron.perceptron_predict(X, np.array([1.0]), 0.0)
        expect.whole(got, [1, -1, -1], given=X, hint="is a tiny score exactly 0?")
    for border in (1.0, 1 + 2.0**-30):  # the scores are 2^-40, -2^-40 and 0, exactly
        X = np.array([[border + 2.0**-40], [border - 2.0**-40], [border]])
        got = perceptron.perceptron_predict(X, np.array([1.0]), -border)
        expect.whole(got, [1, -1, -1], given="scores of 2^-40, -2^-40 and 0", hint="is a tiny score exactly 0?")


@pytest.mark.exercise("perceptron_predict")
def test_perceptron_predict_answers_many_examples():
    """perceptron_predict answers every one of many examples, also where X is turned round like A.T"""
    X, w, b = _scores(9, 2, seed=12)
    X = X[np.arange(1550) % 9]

    hint = "how many of the rows does your code look at?"
    expect.whole(perceptron.perceptron_predict(X, w, b), reference.perceptron_predict(X, w, b), hint=hint)
    X = X[:7]
    got = perceptron.perceptron_predict(np.asfortranarray(X), w, b)
    expect.whole(got, reference.perceptron_predict(X, w, b), given={"X": X}, hint=VIEWS)


@pytest.mark.exercise("perceptron_predict")
def test_perceptron_predict_works_for_one_example_and_for_integers():
    """perceptron_predict has shape (n,) for one example, too, and takes integers"""
    X, w, b = _scores(1, 4, seed=13)
    expect.whole(
        perceptron.perceptron_predict(X, w, b),
        reference.perceptron_predict(X, w, b),
        given={"X": X},
    )
    expect.whole(
        perceptron.perceptron_predict(-X, w, -b),
        -reference.perceptron_predict(X, w, b),
        given={"X": -X},
    )

    X, w = np.array([[2, 1], [-3, 1], [0, 1]]), np.array([2, -1])
    expect.whole(perceptron.perceptron_predict(X, w, 1), np.array([1, -1, -1]), given={"X": X, "w": w})


@pytest.mark.exercise("perceptron_predict")
def test_perceptron_predict_is_pure():
    """perceptron_predict changes none of its arguments and gives the same result every time"""
    A, B = _scores(6, 2, seed=14), _scores(6, 2, seed=15)

    _pure(hand_in.perceptron_predict, A, B, lambda got, *args: expect.whole(got, reference.perceptron_predict(*args)))


# accuracy


@pytest.mark.exercise("accuracy", weight=2)
def test_accuracy_is_a_share():
    """accuracy is the share of right predictions, neither rounded nor a percentage"""
    y = np.array([1, -1, 1, 1, -1, -1, 1, -1, -1])
    pred = np.array([1, 1, 1, -1, -1, -1, -1, -1, 1])

    got = perceptron.accuracy(pred, y)
    expect.close(got, 5 / 9, given={"n": 9}, hint="how many are right, and out of how many?")


@pytest.mark.exercise("accuracy")
def test_accuracy_goes_from_zero_to_one():
    """accuracy is 1 if every prediction is right and 0 if every one is wrong, for many examples as well"""
    for y in (np.array([1, 1, -1, 1, -1, 1]), np.where(np.arange(1550) % 3, 1, -1)):
        expect.close(perceptron.accuracy(y.copy(), y), 1.0)
        expect.close(perceptron.accuracy(-y, y), 0.0)
    pred = np.where(np.arange(1550) < 1400, y, -y)
    expect.close(perceptron.accuracy(pred, y), 1400 / 1550, given={"n": 1550}, hint="how many are right, of all?")


@pytest.mark.exercise("accuracy")
def test_accuracy_counts_both_classes():
    """accuracy counts right answers of -1 like right answers of +1"""
    y = np.array([-1, -1, -1, -1, 1])

    expect.close(perceptron.accuracy(np.full(5, -1), y), 0.8, hint="is a right -1 counted?")
    expect.close(perceptron.accuracy(np.full(5, 1), y), 0.2)


@pytest.mark.exercise("accuracy")
def test_accuracy_works_for_any_labels():
    """accuracy works for class numbers 0, 1, 2, ... as well as for -1 and +1"""
    hint = "what if a label is neither -1 nor +1?"
    cases = (
        ([0, 3, 2, 9, 0, 7, 4, 4], [0, 2, 2, 9, 1, 7, 4, 3], 0.625),
        ([0, 0, 0, 0], [0, 1, 0, 0], 0.75),
        ([-5, 100, 101, 1000, 1001], [5, 100, 100, 1001, 1001], 0.4),
        ([256, 1, 65536, 2], [0, 1, 0, 2], 0.5),
        ([3, 2, 9, 7, 4, 4], [2, 2, 9, 7, 4, 3], 2 / 3),  # no 0 and no 1 among them
        ([10**6, 10**6], [10**6 + 1, 10**6], 0.5),
    )
    results = [perceptron.accuracy(np.array(pred), np.array(y)) for y, pred, _ in cases]
    for (y, pred, want), got in zip(cases, results, strict=True):
        expect.close(got, want, given={"pred": pred, "y": y}, hint=hint)


@pytest.mark.exercise("accuracy")
def test_accuracy_compares_place_by_place():
    """accuracy compares each prediction with the label of the same example"""
    y, pred = np.array([1, 1, -1, -1, 1]), np.array([-1, -1, 1, 1, 1])

    expect.close(perceptron.accuracy(pred, y), 0.2, hint="does the order of the labels matter?")
    expect.close(perceptron.accuracy(y[::-1].copy(), y), 0.6, hint="does the order of the labels matter?")


@pytest.mark.exercise("accuracy")
def test_accuracy_works_for_one_example_and_for_mixed_number_types():
    """accuracy works for a single example, and for 1.0 against 1"""
    expect.close(perceptron.accuracy(np.array([1]), np.array([1])), 1.0)
    expect.close(perceptron.accuracy(np.array([1]), np.array([-1])), 0.0)
    pred, y = np.array([1.0, -1.0, 1.0, -1.0]), np.array([1, -1, -1, -1])
    expect.close(perceptron.accuracy(pred, y), 0.75)


@pytest.mark.exercise("accuracy")
def test_accuracy_is_pure():
    """accuracy changes none of its arguments and gives the same result every time"""
    A = np.array([1, -1, 1]), np.array([1, 1, -1])
    B = np.array([1, -1, -1]), np.array([1, -1, 1])

    _pure(hand_in.accuracy, A, B, lambda got, *args: expect.close(got, reference.accuracy(*args)))


# gate_weights: graded by what the weights do


def _gate(name):
    """Return the scores of a gate at the corners, after checking its answers: a score of 0 is answered with -1."""
    w, b = expect.parts(expect.pure(hand_in.gate_weights, name), "w", "b")
    w = expect.array(w, (2,), name="w", hint="one weight for each of the two inputs?")
    b = expect.number(b, name="b")
    expect.that(bool(np.isfinite(b)), f"expected b to be a finite number, got {b}")
    scores = _corners() @ w + b
    for corner, score, want in zip(_corners().astype(int).tolist(), scores, _truth(name), strict=True):
        expect.that(
            (score > 0) == (want > 0),
            f"{name} of {tuple(corner)} should be {want:+d}, and the score w.x + b is {score:.4g}",
            hint="draw the square: on which side of your line is this corner?",
        )
    return scores


@pytest.mark.exercise("gate_weights")
def test_gate_weights_make_and():
    """gate_weights makes AND: only (1,1) is true"""
    _gate("AND")


@pytest.mark.exercise("gate_weights")
def test_gate_weights_make_or():
    """gate_weights makes OR: only (0,0) is false"""
    _gate("OR")


@pytest.mark.exercise("gate_weights")
def test_gate_weights_make_nand():
    """gate_weights makes NAND: only (1,1) is false"""
    _gate("NAND")


@pytest.mark.exercise("gate_weights")
def test_gate_weights_make_nor():
    """gate_weights makes NOR: only (0,0) is true"""
    _gate("NOR")


@pytest.mark.exercise("gate_weights")
def test_gate_weights_keep_clear_of_the_border():
    """gate_weights keeps every score of every gate at least 0.1 away from 0"""
    for name in ("AND", "OR", "NAND", "NOR"):
        nearest = float(np.abs(_gate(name)).min())
        expect.that(
            nearest >= 0.1 - 1e-9,  # weights such as 0.2, 0.2, -0.3 miss 0.1 by a rounding error
            f"{name}: expected every score at least 0.1 away from 0, got {nearest:.4g}",
            hint="could the line run through the middle of the gap?",
        )


# perceptron_update


def _updated(result, w, b, *, hint="", given=None):
    got_w, got_b = expect.parts(result, "w", "b")
    expect.close(got_w, w, name="w", hint=hint, given=given)
    expect.close(got_b, b, name="b", hint=hint, given=given)


@pytest.mark.exercise("perceptron_update", weight=2)
def test_perceptron_update_learns_from_a_mistake():
    """perceptron_update adds lr*y*x to w and lr*y to b after a mistake, for both labels"""
    w, x, b = np.array([0.7, -1.1, 2.0]), np.array([1.5, 0.5, -0.25]), 0.3  # score 0.3

    given = {"w": w, "b": b, "x": x, "y": -1, "lr": 0.7}
    _updated(perceptron.perceptron_update(w, b, x, -1, lr=0.7), w - 0.7 * x, b - 0.7, given=given)
    given = {"w": -w, "b": -b, "x": x, "y": 1, "lr": 0.7}
    _updated(
        perceptron.perceptron_update(-w, -b, x, 1, lr=0.7),
        -w + 0.7 * x,
        -b + 0.7,
        given=given,
    )


@pytest.mark.exercise("perceptron_update")
def test_perceptron_update_leaves_right_answers_alone():
    """perceptron_update changes nothing after a right answer, however small the score"""
    w, x = np.array([2.0, -1.0]), np.array([1.0, 1.5])  # w.x = 0.5

    hint = "does the perceptron learn when it was right?"
    _updated(perceptron.perceptron_update(w, 0.25, x, 1, lr=3.0), w, 0.25, hint=hint)
    _updated(perceptron.perceptron_update(w, -0.75, x, -1, lr=3.0), w, -0.75, hint=hint)
    _updated(perceptron.perceptron_update(w, 4.0, x, 1, lr=3.0), w, 4.0, hint=hint)


@pytest.mark.exercise("perceptron_update", weight=2)
def test_perceptron_update_counts_a_tie_as_a_mistake():
    """perceptron_update learns from a score of exactly 0, for both labels"""
    w, b, x = np.array([2.0, -1.0]), -3.0, np.array([2.0, 1.0])

    hint = "is y*0 <= 0?"
    plus, minus = (perceptron.perceptron_update(w, b, x, y, lr=0.5) for y in (1, -1))
    _updated(plus, w + 0.5 * x, -2.5, hint=hint)
    _updated(minus, w - 0.5 * x, -3.5, hint=hint)
    zero = np.zeros(2)  # of this example only the bias can learn
    for y in (1, -1):
        _updated(perceptron.perceptron_update(w, 0.0, zero, y), w, y, given={"x": zero, "y": y}, hint=hint)


@pytest.mark.exercise("perceptron_update")
def test_perceptron_update_looks_at_the_sign_of_a_tiny_score():
    """perceptron_update takes a score for right if its sign is, however small it is"""
    hint = "is a tiny score exactly 0?"
    for tiny in TINY:
        w, x = np.array([tiny, 1.0]), np.array([1.0, 0.0])
        for y in (1, -1):
            given = {"w": y * w, "x": x, "y": y}
            _updated(perceptron.perceptron_update(y * w, 0.0, x, y), y * w, 0.0, given=given, hint=hint)
            given = {"w": -y * w, "x": x, "y": y}
            _updated(perceptron.perceptron_update(-y * w, 0.0, x, y), y * x - y * w, y, given=given, hint=hint)
    for little in (2.0**-40, -(2.0**-40)):  # what is left of large terms is tiny as well
        w, x, b = np.array([1 + little]), np.array([1.0]), -1.0
        want = (w, b) if little > 0 else (w + x, 0.0)
        _updated(perceptron.perceptron_update(w, b, x, 1), *want, given={"w.x + b": little}, hint=hint)


@pytest.mark.exercise("perceptron_update")
def test_perceptron_update_looks_at_the_bias():
    """perceptron_update includes the bias when it decides whether there was a mistake"""
    w, x = np.array([1.0, 1.0]), np.array([1.0, 2.0])  # w.x = 3
    zero = np.zeros(2)  # here the bias is the whole score
    _updated(perceptron.perceptron_update(zero, 0.5, x, 1), zero, 0.5, hint="what is the score if w is 0?")
    _updated(perceptron.perceptron_update(zero, -0.5, x, -1), zero, -0.5, hint="what is the score if w is 0?")
    _updated(perceptron.perceptron_update(zero, -0.5, x, 1), x, 0.5, hint="what is the score if w is 0?")

    hint = "is the score w.x, or is there more to it?"
    _updated(perceptron.perceptron_update(w, -4.0, x, 1), w + x, -3.0, hint=hint)
    _updated(perceptron.perceptron_update(w, -4.0, x, -1), w, -4.0, hint=hint)
    _updated(perceptron.perceptron_update(w, 4.0, -x, -1), w + x, 3.0, hint="does y multiply the whole score?")


@pytest.mark.exercise("perceptron_update")
def test_perceptron_update_steps_by_one_unless_told_otherwise():
    """perceptron_update uses lr = 1 if no lr is given, and any other lr for both w and b"""
    w, x = np.array([0.5, 0.5, 0.5]), np.array([-3.0, 1.0, 0.5])  # w.x = -0.75

    _updated(perceptron.perceptron_update(w, 0.0, x, 1), w + x, 1.0)
    _updated(
        perceptron.perceptron_update(w, 0.0, x, 1, lr=0.01),
        w + 0.01 * x,
        0.01,
        given={"lr": 0.01},
    )


@pytest.mark.exercise("perceptron_update")
def test_perceptron_update_works_for_integers_and_for_one_input():
    """perceptron_update cuts nothing off when the weights are integers, and works for d = 1"""
    w, x = np.array([1, -2, 0]), np.array([1, 1, 2])

    _updated(perceptron.perceptron_update(w, 0, x, 1, lr=0.25), [1.25, -1.75, 0.5], 0.25)
    _updated(perceptron.perceptron_update(np.array([3.0]), 1.0, np.array([0.5]), -1.0), [2.5], 0.0)


@pytest.mark.exercise("perceptron_update")
def test_perceptron_update_is_pure():
    """perceptron_update changes none of its arguments and gives the same result every time"""
    w, x = np.array([1.0, 2.0]), np.array([1.0, -1.5])
    wrong, right = (w.copy(), 0.5, x.copy(), 1), (2 * w, 0.75, 3 * x, -1)

    def check(got, *args):
        _updated(got, *reference.perceptron_update(*args))

    _pure(hand_in.perceptron_update, wrong, right, check, hint="what does += do to w?")
    _pure(hand_in.perceptron_update, right, wrong, check, hint="what does += do to w?")


# perceptron_train


@pytest.mark.exercise("perceptron_train", weight=2)
def test_perceptron_train_reaches_the_right_weights():
    """perceptron_train ends with the weights and bias of the perceptron rule"""
    X, y = _noisy_classes(25, 4, seed=29, flipped=0)
    _assert_clear(X, y, 30, 0.3)
    want = reference.perceptron_train(X, y, epochs=30, lr=0.3)

    _same_training(
        perceptron.perceptron_train(X, y, epochs=30, lr=0.3),
        want,
        only=("w", "b"),
        given={"X": X, "lr": 0.3},
        hint="does each example, in the order given, meet the weights that the one before it has left?",
    )


@pytest.mark.exercise("perceptron_train", weight=2)
def test_perceptron_train_counts_the_mistakes_of_each_epoch():
    """perceptron_train reports the mistakes made during each epoch"""
    X, y = _noisy_classes(25, 4, seed=29, flipped=0)
    want = reference.perceptron_train(X, y, epochs=30, lr=0.3)
    assert len(want[2]) > 3, "the data should take some epochs"

    _same_training(
        perceptron.perceptron_train(X, y, epochs=30, lr=0.3),
        want,
        only=("mistakes",),
        given={"X": X, "lr": 0.3},
        hint="when is the count set to 0, and when is it written down?",
    )


@pytest.mark.exercise("perceptron_train", weight=2)
def test_perceptron_train_counts_ties_as_mistakes():
    """perceptron_train learns from every score of exactly 0, whatever the label"""
    X, y = _lattice(14, 2, seed=22)

    _same_training(
        perceptron.perceptron_train(X, y, epochs=6, lr=0.5),
        reference.perceptron_train(X, y, epochs=6, lr=0.5),
        given={"X": X, "lr": 0.5},
        hint="at w = 0 and b = 0, every score is 0: is that a mistake for y = -1, too?",
    )


@pytest.mark.exercise("perceptron_train")
def test_perceptron_train_learns_the_gates():
    """perceptron_train learns AND and NAND in 9 epochs, OR in 6, and then stops"""
    for name, epochs in (("AND", 9), ("OR", 6), ("NAND", 9)):
        result = perceptron.perceptron_train(_corners(), _truth(name))
        want = reference.perceptron_train(_corners(), _truth(name))
        assert len(want[2]) == epochs, f"{name} takes {epochs} epochs"
        _same_training(
            result,
            want,
            given={"gate": name},
            hint="after which epoch is there nothing left to do?",
        )


@pytest.mark.exercise("perceptron_train")
def test_perceptron_train_never_learns_xor():
    """perceptron_train makes 4 mistakes in every epoch of XOR, and stops after the last epoch allowed"""
    hint = "how many epochs were asked for?"
    for epochs in (11, 150):
        result = perceptron.perceptron_train(_corners(), _truth("XOR"), epochs=epochs)
        _same_training(result, (np.zeros(2), 0.0, [4] * epochs), given={"epochs": epochs}, hint=hint)
    result = perceptron.perceptron_train(_corners(), _truth("XOR"))
    _same_training(result, (np.zeros(2), 0.0, [4] * 100), hint="how many epochs are there by default?")


@pytest.mark.exercise("perceptron_train")
def test_perceptron_train_stops_at_the_last_epoch_allowed():
    """perceptron_train runs one epoch if one is allowed, and never more than allowed"""
    y = _truth("OR")  # takes 6 epochs, and the last one has no mistake
    for epochs in (1, 2, 5, 6, 7):
        want = reference.perceptron_train(_corners(), y, epochs=epochs)
        result = perceptron.perceptron_train(_corners(), y, epochs=epochs)
        _same_training(result, want, given={"epochs": epochs}, hint="how many epochs were asked for?")


@pytest.mark.exercise("perceptron_train")
def test_perceptron_train_visits_rows_in_order():
    """perceptron_train visits the rows in the order given: reversed rows give another result"""
    X, y = _lattice(10, 3, seed=23)
    want = reference.perceptron_train(X, y, epochs=4)
    backwards = reference.perceptron_train(X[::-1], y[::-1], epochs=4)
    assert not np.array_equal(want[0], backwards[0]), "the order should matter"

    hint = "are the rows shuffled or sorted?"
    _same_training(perceptron.perceptron_train(X, y, epochs=4), want, hint=hint)
    _same_training(perceptron.perceptron_train(X[::-1], y[::-1], epochs=4), backwards, hint=hint)


@pytest.mark.exercise("perceptron_train")
def test_perceptron_train_scales_with_the_learning_rate():
    """perceptron_train with a small or a large lr makes the same mistakes, and its weights scale with lr"""
    X, y = _lattice(12, 2, seed=24)
    w, b, mistakes = reference.perceptron_train(X, y, epochs=5)

    for lr in (4.0, 0.125):
        result = perceptron.perceptron_train(X, y, epochs=5, lr=lr)
        _same_training(result, (lr * w, lr * b, mistakes), given={"lr": lr}, hint="is lr used for b, too?")
    for lr in TINY:
        result = perceptron.perceptron_train(X, y, epochs=5, lr=lr)
        hint = "the scores are tiny: are they exactly 0?"
        _same_training(result, (w, b, mistakes), only=("mistakes",), given={"lr": lr}, hint=hint)
        got_w, got_b, _ = expect.parts(result, "w", "b", "mistakes")
        expect.close(expect.array(got_w, name="w") / lr, w, name="w / lr", given={"lr": lr}, hint=hint)
        expect.close(expect.number(got_b, name="b") / lr, b, name="b / lr", given={"lr": lr}, hint=hint)


@pytest.mark.exercise("perceptron_train")
def test_perceptron_train_works_for_integer_examples():
    """perceptron_train learns fractions of integer examples when lr is a fraction"""
    X, y = _lattice(12, 3, seed=25)
    want = reference.perceptron_train(X, y, epochs=5, lr=0.25)

    result = perceptron.perceptron_train(X.astype(np.int64), y, epochs=5, lr=0.25)

    _same_training(result, want, hint="which number type do your weights have at the start?")


@pytest.mark.exercise("perceptron_train")
def test_perceptron_train_works_for_one_example_and_for_one_input():
    """perceptron_train works for one example, one input, labels that are floats, and an X turned round like A.T"""
    X = np.array([[2.0, -1.0, 0.5]])
    _same_training(perceptron.perceptron_train(X, np.array([-1])), (-X[0], -1.0, [1, 0]))

    X, y = np.array([[1.0], [2.0], [4.0], [5.0]]), np.array([-1.0, -1.0, 1.0, 1.0])
    _same_training(perceptron.perceptron_train(X, y), reference.perceptron_train(X, y))

    X, y = _lattice(12, 3, seed=27)
    want = reference.perceptron_train(X, y, epochs=4)
    _same_training(perceptron.perceptron_train(np.asfortranarray(X), y, epochs=4), want, hint=VIEWS)


@pytest.mark.exercise("perceptron_train")
def test_perceptron_train_is_pure():
    """perceptron_train changes none of its arguments and starts from zero every time"""
    X, y = _lattice(8, 2, seed=26)

    def check(got, *args):
        _same_training(got, reference.perceptron_train(*args, epochs=3))

    _pure(hand_in.perceptron_train, (X, y), (X[::-1].copy(), -y), check, epochs=3)


# xor_network


@pytest.mark.exercise("xor_network", weight=2)
def test_xor_network_knows_the_four_corners():
    """xor_network answers -1, +1, +1, -1 for (0,0), (0,1), (1,0), (1,1)"""
    expect.whole(
        perceptron.xor_network(_corners()),
        _truth("XOR"),
        given={"X": _corners()},
        hint="which of its three gates is wrong?",
    )


@pytest.mark.exercise("xor_network")
def test_xor_network_takes_corners_in_any_order():
    """xor_network answers row by row, whatever the order and number of the rows, also of a turned array"""
    rows = np.array([3, 1, 1, 0, 2, 3, 0, 2, 2, 1, 3])

    expect.whole(
        perceptron.xor_network(_corners()[rows]),
        _truth("XOR")[rows],
        hint="does an answer depend on its own row only?",
    )
    turned = np.asfortranarray(_corners()[rows])
    expect.whole(perceptron.xor_network(turned), _truth("XOR")[rows], given={"X": turned}, hint=VIEWS)
    rows = np.arange(1550) % 4
    expect.whole(perceptron.xor_network(_corners()[rows]), _truth("XOR")[rows], hint="how many rows do you look at?")
    for pair in ([0, 0], [1, 2], [2, 0], [2, 3], [3, 1], [1, 1]):  # square, and not always symmetric
        X = _corners()[pair]
        hint = "does an answer depend on its own row only?"
        expect.whole(perceptron.xor_network(X), _truth("XOR")[pair], given={"X": X}, hint=hint)


@pytest.mark.exercise("xor_network")
def test_xor_network_takes_one_corner_alone():
    """xor_network has shape (1,) for one corner"""
    for corner, want in zip(_corners(), _truth("XOR"), strict=True):
        expect.whole(perceptron.xor_network(corner[None, :]), [want], given={"X": corner[None, :]})


@pytest.mark.exercise("xor_network")
def test_xor_network_takes_integers():
    """xor_network takes corners written as integers"""
    X = np.array([[1, 0], [1, 1], [0, 1], [0, 0], [0, 1]])

    expect.whole(perceptron.xor_network(X), [1, -1, 1, -1, 1])


@pytest.mark.exercise("xor_network")
def test_xor_network_is_pure():
    """xor_network does not change X, and gives the same result every time"""
    A, B = _corners()[[2, 0, 3]], _corners()[[0, 1, 1]]

    _pure(hand_in.xor_network, (A,), (B,), lambda got, X: expect.whole(got, reference.xor_network(X)))


# hill_climb


def _climbed(result, want, *, only=("w", "b", "history"), hint="", given=None):
    w, b, history = expect.parts(result, "w", "b", "history")
    if "history" in only:
        heights = [expect.number(height, name="an accuracy") for height in expect.items(history, name="history")]
        expect.that(
            len(heights) == len(want[2]),
            f"expected {len(want[2])} entries in history, one for each delta, got {len(heights)}",
            hint=hint,
            given=given,
        )
        expect.close(np.array(heights), want[2], name="history", hint=hint, given=given)
    if "w" in only:
        expect.close(w, want[0], name="w", hint=hint, given=given)
    if "b" in only:
        expect.close(b, want[1], name="b", hint=hint, given=given)


def _hill(n, d, k, seed):
    """Return (X, y, w, b, deltas) for which some deltas help, some harm and some change nothing."""
    rng = np.random.default_rng(seed)
    X = rng.normal(size=(n, d))
    y = np.where(X @ rng.normal(size=d) + 0.3 > 0, 1, -1)
    w, b, deltas = rng.normal(size=d), float(rng.normal()), 0.7 * rng.normal(size=(k, d + 1))
    history = reference.hill_climb(X, y, w, b, deltas)[2]
    assert 2 < len(set(history)) < k, f"seed {seed} is too easy"
    return X, y, w, b, deltas


@pytest.mark.exercise("hill_climb", weight=2)
def test_hill_climb_ends_with_the_right_weights():
    """hill_climb holds the start plus every delta that helped"""
    data = _hill(20, 3, 12, seed=42)

    _climbed(
        perceptron.hill_climb(*data),
        reference.hill_climb(*data),
        only=("w", "b"),
        given={"X": data[0], "deltas": data[4]},
        hint="what is each delta added to?",
    )


@pytest.mark.exercise("hill_climb", weight=2)
def test_hill_climb_reports_the_accuracy_held():
    """hill_climb reports, after each delta, the accuracy of the weights it holds"""
    data = _hill(20, 3, 12, seed=42)

    _climbed(
        perceptron.hill_climb(*data),
        reference.hill_climb(*data),
        only=("history",),
        hint="if a delta is dropped, which accuracy is held?",
    )


@pytest.mark.exercise("hill_climb")
def test_hill_climb_drops_a_delta_that_changes_nothing():
    """hill_climb keeps a delta only if the accuracy strictly rises"""
    X, y = np.array([[1.0], [2.0], [-2.0], [-3.0]]), np.array([1, 1, 1, -1])
    deltas = np.array([[1.0, 0.0], [0.0, 0.5], [-3.0, 0.0], [0.0, 2.5]])

    result = perceptron.hill_climb(X, y, np.array([1.0]), 0.0, deltas)

    _climbed(
        result,
        ([1.0], 2.5, [0.75, 0.75, 0.75, 1.0]),
        hint="the accuracy stays equal: is that a rise?",
    )


@pytest.mark.exercise("hill_climb")
def test_hill_climb_keeps_every_rise():
    """hill_climb keeps a delta that makes one example out of 500 right"""
    X, y = np.arange(-249.5, 250.5)[:, None], np.ones(500)
    deltas = np.array([[0.0, 1.0], [0.0, -1.0], [0.0, 2.0]])  # each step of 1 moves the border past one example

    result = perceptron.hill_climb(X, y, np.array([1.0]), 0.0, deltas)

    _climbed(result, ([1.0], 3.0, [0.502, 0.502, 0.506]), hint="how large must a rise be?")


@pytest.mark.exercise("hill_climb")
def test_hill_climb_uses_the_last_entry_for_the_bias():
    """hill_climb adds the last entry of a delta to b and the others to w"""
    X, y = np.array([[1.0, 0.0], [3.0, 2.0]]), np.array([-1, 1])

    result = perceptron.hill_climb(X, y, np.array([1.0, 0.0]), 0.5, np.array([[0.25, 0.75, -2.5]]))

    _climbed(result, ([1.25, 0.75], -2.0, [1.0]), hint="which entry of a delta belongs to b?")
    X, y = np.array([[1.0], [3.0], [5.0]]), np.array([-1, -1, 1])
    deltas = np.array([[0.5, -2.0], [0.25, -4.0]])  # as many deltas as entries in each
    result = perceptron.hill_climb(X, y, np.array([1.0]), 0.0, deltas)
    _climbed(result, ([1.75], -6.0, [2 / 3, 1.0]), hint="is a delta a row or a column?")


@pytest.mark.exercise("hill_climb")
def test_hill_climb_counts_a_tie_as_minus_one():
    """hill_climb measures accuracy with the rule that a score of exactly 0 means -1"""
    X, y = np.array([[1.0], [2.0], [3.0]]), np.array([-1, 1, 1])
    deltas = np.array([[0.0, 1.0], [1.0, -1.0]])  # the scores are -1, 0, 1, then 0, 1, 2, then 0, 2, 4

    result = perceptron.hill_climb(X, y, np.array([1.0]), -2.0, deltas)

    _climbed(result, ([1.0], -1.0, [1.0, 1.0]), hint="which label does a score of 0 get?")
    X, y = np.array([[2.0**-40], [-(2.0**-40)]]), np.array([1, -1])  # tiny is not 0
    result = perceptron.hill_climb(X, y, np.array([-1.0]), 0.0, np.array([[2.0, 0.0], [0.5, 1.0]]))
    _climbed(result, ([1.0], 0.0, [1.0, 1.0]), hint="is a tiny score exactly 0?")


@pytest.mark.exercise("hill_climb")
def test_hill_climb_stays_where_nothing_helps():
    """hill_climb returns the start if no delta helps, with one entry of history per delta"""
    X, y = np.array([[1.0, 1.0], [2.0, -1.0], [-2.0, 0.5]]), np.array([1, 1, -1])
    w, deltas = (
        np.array([1.0, 0.25]),
        np.array([[-2.0, 0.0, 0.0], [0.0, 0.5, 0.0], [0.0, 0.0, 5.0]]),
    )

    _climbed(perceptron.hill_climb(X, y, w, 0.25, deltas), (w, 0.25, [1.0, 1.0, 1.0]))


@pytest.mark.exercise("hill_climb")
def test_hill_climb_works_for_integers_and_for_one_input():
    """hill_climb adds fractions to integer weights, and works for d = 1"""
    X, y = np.array([[1], [3], [4]]), np.array([-1, 1, 1])

    result = perceptron.hill_climb(
        X,
        y,
        np.array([1]),
        0,
        np.array([[0.5, 0.0], [-0.5, -0.75], [0.0, -0.5]]),
    )

    _climbed(result, ([0.5], -0.75, [2 / 3, 1.0, 1.0]), given={"X": X}, hint="does w stay an integer?")


@pytest.mark.exercise("hill_climb")
def test_hill_climb_works_for_one_example():
    """hill_climb works for a single example, and for a single delta"""
    X, y, w = np.array([[2.0]]), np.array([-1]), np.array([1.0])

    for deltas, want in ([[-2.0, 0.0], [0.0, -1.0]], ([-1.0], 0.0, [1.0, 1.0])), ([[-0.5, 1.0]], ([1.0], 0.0, [0.0])):
        _climbed(perceptron.hill_climb(X, y, w, 0.0, np.array(deltas)), want, given={"X": X, "deltas": deltas})


@pytest.mark.exercise("hill_climb")
def test_hill_climb_is_pure():
    """hill_climb changes none of its arguments and gives the same result every time"""
    A, B = _hill(15, 2, 9, seed=45), _hill(15, 2, 9, seed=47)

    def check(got, *args):
        _climbed(got, reference.hill_climb(*args))

    _pure(hand_in.hill_climb, A, B, check, hint="what does += do to the w you were given?")


# pocket_train


def _pocketed(result, want, *, only=("w", "b", "best_acc"), hint="", given=None):
    w, b, best_acc = expect.parts(result, "w", "b", "best_acc")
    if "best_acc" in only:
        expect.close(best_acc, want[2], name="best_acc", hint=hint, given=given)
    if "w" in only:
        expect.close(w, want[0], name="w", hint=hint, given=given)
    if "b" in only:
        expect.close(b, want[1], name="b", hint=hint, given=given)


def _before_the_best(X, y, epochs, lr):
    """Return the best accuracy but one on the way."""
    w, b, best = np.zeros(X.shape[1]), 0.0, [-1.0]
    for _ in range(epochs):
        for x_i, y_i in zip(X, y, strict=True):
            if y_i * (x_i @ w + b) <= 0:
                w, b = w + lr * y_i * x_i, b + lr * y_i
                reached = reference.accuracy(reference.perceptron_predict(X, w, b), y)
                best += [reached] if reached > best[-1] else []
    return best[-2]


@pytest.mark.exercise("pocket_train", weight=2)
def test_pocket_train_returns_the_best_weights():
    """pocket_train returns the weights and bias with the best accuracy on the way"""
    X, y = _noisy_classes(30, 3, seed=53, flipped=4)
    _assert_clear(X, y, 6, 0.7)
    want = reference.pocket_train(X, y, epochs=6, lr=0.7)
    last = reference.perceptron_train(X, y, epochs=6, lr=0.7)
    assert np.abs(want[0] - last[0]).max() > 0.1, "the last weights should not be the best"

    _pocketed(
        perceptron.pocket_train(X, y, epochs=6, lr=0.7),
        want,
        only=("w", "b"),
        given={"X": X, "lr": 0.7},
        hint="when are the weights looked at: after each update, or later?",
    )


@pytest.mark.exercise("pocket_train")
def test_pocket_train_returns_the_best_accuracy():
    """pocket_train returns the accuracy of the remembered weights on all examples"""
    X, y = _noisy_classes(30, 3, seed=53, flipped=5)
    _assert_clear(X, y, 5, 1.0)

    result = perceptron.pocket_train(X, y, epochs=5)

    _pocketed(result, reference.pocket_train(X, y, epochs=5), only=("best_acc",), given={"X": X})


@pytest.mark.exercise("pocket_train")
def test_pocket_train_keeps_the_first_of_equals():
    """pocket_train keeps the first of several equally good weights"""
    X, y = np.array([[1.0], [-2.0], [3.0], [2.0]]), np.array([1, 1, -1, -1])
    want = reference.pocket_train(X, y, epochs=5)

    result = perceptron.pocket_train(X, y, epochs=5)

    _pocketed(result, want, given={"X": X}, hint="is an equal accuracy better?")


@pytest.mark.exercise("pocket_train")
def test_pocket_train_keeps_what_is_better_by_one_example():
    """pocket_train keeps weights that are better by one example out of many"""
    X, y = _noisy_classes(300, 2, seed=103, flipped=20)
    _assert_clear(X, y, 2, 0.5)
    want = reference.pocket_train(X, y, epochs=2, lr=0.5)
    before = _before_the_best(X, y, epochs=2, lr=0.5)
    assert 0 < want[2] - before < 0.004, "the best should be better by one example"

    result = perceptron.pocket_train(X, y, epochs=2, lr=0.5)

    _pocketed(result, want, given={"X": X}, hint="by how much must an accuracy be better?")


@pytest.mark.exercise("pocket_train")
def test_pocket_train_never_keeps_the_start():
    """pocket_train considers the weights after each update, never the zero weights at the start"""
    X = np.array([[0.0, 2.0], [1.0, -1.0], [-2.0, 2.0], [-2.0, -1.0], [2.0, 2.0]])
    y = np.array([1, -1, -1, -1, -1])
    want = reference.pocket_train(X, y, epochs=1)
    assert want[2] < reference.accuracy(np.full(5, -1), y), "the zero weights should be better"

    result = perceptron.pocket_train(X, y, epochs=1)

    _pocketed(result, want, given={"X": X}, hint="are the zero weights a result of learning?")


@pytest.mark.exercise("pocket_train", weight=2)
def test_pocket_train_counts_ties_as_training_and_prediction_do():
    """pocket_train learns from a score of exactly 0, and counts it as -1 when it measures accuracy"""
    X, y = _lattice(12, 2, seed=53)
    want = reference.pocket_train(X, y, epochs=4, lr=0.5)

    result = perceptron.pocket_train(X, y, epochs=4, lr=0.5)

    _pocketed(result, want, given={"X": X}, hint="the two rules differ: which one stands where?")


@pytest.mark.exercise("pocket_train")
def test_pocket_train_agrees_with_plain_training_on_separable_data():
    """pocket_train ends where perceptron_train ends if a line separates the classes"""
    X, y = _noisy_classes(20, 2, seed=54, flipped=0)
    _assert_clear(X, y, 50, 1.0)
    w, b, mistakes = reference.perceptron_train(X, y, epochs=50)
    assert mistakes[-1] == 0, "the data should be separable"

    _pocketed(perceptron.pocket_train(X, y, epochs=50), (w, b, 1.0))


@pytest.mark.exercise("pocket_train")
def test_pocket_train_goes_on_after_an_epoch_with_a_single_mistake():
    """pocket_train goes on as long as an epoch makes any mistake at all"""
    X = np.array([[1.0, -1.0], [-1.0, 3.0], [-1.0, -2.0], [3.0, -3.0]])
    y = np.array([-1, -1, -1, 1])
    want = reference.pocket_train(X, y, epochs=6)
    assert 1 in reference.perceptron_train(X, y, epochs=6)[2][:-2], "an epoch should make a single mistake"

    result = perceptron.pocket_train(X, y, epochs=6)

    _pocketed(result, want, given={"X": X}, hint="which number of mistakes means that all is learned?")


@pytest.mark.exercise("pocket_train")
def test_pocket_train_stops_after_the_epochs_asked_for():
    """pocket_train runs as many epochs as asked for: a later epoch may be better"""
    X, y = _lattice(12, 3, seed=70)
    wants = [reference.pocket_train(X, y, epochs=epochs) for epochs in (1, 2, 12)]
    assert wants[0][2] < wants[1][2] < wants[2][2], "more epochs should be better"

    for epochs, want in zip((1, 2, 12), wants, strict=True):
        _pocketed(perceptron.pocket_train(X, y, epochs=epochs), want, given={"epochs": epochs})


@pytest.mark.exercise("pocket_train")
def test_pocket_train_works_for_integer_examples_and_any_lr():
    """pocket_train learns fractions of integer examples when lr is a fraction"""
    X, y = _lattice(10, 2, seed=56)
    w, b, best_acc = reference.pocket_train(X, y, epochs=3)

    result = perceptron.pocket_train(X.astype(np.int64), y, epochs=3, lr=0.25)

    _pocketed(result, (0.25 * w, 0.25 * b, best_acc), given={"lr": 0.25})
    for lr in TINY:
        result = perceptron.pocket_train(X, y, epochs=3, lr=lr)
        hint = "the scores are tiny: are they exactly 0?"
        got_w, got_b, _ = expect.parts(result, "w", "b", "best_acc")
        _pocketed(result, (w, b, best_acc), only=("best_acc",), given={"lr": lr}, hint=hint)
        expect.close(expect.array(got_w, name="w") / lr, w, name="w / lr", given={"lr": lr}, hint=hint)
        expect.close(expect.number(got_b, name="b") / lr, b, name="b / lr", given={"lr": lr}, hint=hint)


@pytest.mark.exercise("pocket_train")
def test_pocket_train_works_for_one_example_and_for_one_class():
    """pocket_train works for one example, for one class only, and for an X turned round like A.T"""
    for X, y in (np.array([[2.0, -1.0]]), np.array([-1])), (np.array([[1.0], [-2.0]]), np.array([1, 1])):
        want = reference.pocket_train(X, y, epochs=3)
        _pocketed(perceptron.pocket_train(X, y, epochs=3), want, given={"X": X, "y": y})
    X, y = _lattice(9, 3, seed=59)
    got = perceptron.pocket_train(np.asfortranarray(X), y, epochs=3)
    _pocketed(got, reference.pocket_train(X, y, epochs=3), given={"X": X, "y": y}, hint=VIEWS)


@pytest.mark.exercise("pocket_train")
def test_pocket_train_is_pure():
    """pocket_train changes none of its arguments and starts afresh every time"""
    A, B = _lattice(9, 2, seed=57), _lattice(9, 2, seed=58)

    def check(got, *args):
        _pocketed(got, reference.pocket_train(*args, epochs=3))

    _pure(hand_in.pocket_train, A, B, check, epochs=3)


# margin_bound


def _separated(n, d, seed):
    """Return (X, y, w, b): labels from the sign of the score, no example nearer than 0.2 to the border."""
    rng = np.random.default_rng(seed)
    X, w, b = rng.normal(size=(4 * n, d)), rng.normal(size=d), float(rng.normal())
    X = X[np.abs(X @ w + b) > 0.2][:n]
    assert len(X) == n, f"seed {seed} has too few examples"
    return X, np.where(X @ w + b > 0, 1, -1), w, b


@pytest.mark.exercise("margin_bound", weight=2)
def test_margin_bound_matches_the_theorem():
    """margin_bound is (R/gamma)^2, as in Novikoff's theorem"""
    data = _separated(15, 3, seed=61)
    assert len(set(data[1].tolist())) == 2, "both classes should be there"

    expect.close(
        perceptron.margin_bound(*data),
        reference.margin_bound(*data),
        given={"X": data[0], "w": data[2]},
        hint="which of R and gamma is off? Compute both by hand for the two points of the docstring",
    )


@pytest.mark.exercise("margin_bound")
def test_margin_bound_counts_the_input_of_the_bias():
    """margin_bound lengthens every example by the input 1 of the bias"""
    X, y = np.array([[0.1, 0.0], [0.0, -0.1]]), np.array([1, -1])

    got = perceptron.margin_bound(X, y, np.array([1.0, 1.0]), 0.0)

    expect.close(got, 1.01 / (0.1 / np.sqrt(2)) ** 2, given={"X": X}, hint="how long is (x, 1)?")


@pytest.mark.exercise("margin_bound")
def test_margin_bound_counts_the_bias_as_a_weight():
    """margin_bound divides by the length of (w, b), not of w alone"""
    X, y = np.array([[3.0, 0.0], [6.0, 0.0]]), np.array([-1, 1])

    got = perceptron.margin_bound(X, y, np.array([1.0, 0.0]), -4.0)

    expect.close(got, 37 / (1 / np.sqrt(17)) ** 2, given={"X": X}, hint="is b one of the weights here?")


@pytest.mark.exercise("margin_bound")
def test_margin_bound_does_not_depend_on_the_length_of_the_weights():
    """margin_bound is the same for (w, b) and any positive multiple of it"""
    X, y, w, b = _separated(12, 4, seed=62)
    want = reference.margin_bound(X, y, w, b)

    for scale in (0.01, 7.0):
        got = perceptron.margin_bound(X, y, scale * w, scale * b)
        expect.close(got, want, given={"scale": scale}, hint="what must the margin be divided by?")


@pytest.mark.exercise("margin_bound")
def test_margin_bound_does_not_depend_on_how_often_an_example_appears():
    """margin_bound is the same when every example appears twice, or one 300 times: only the extremes count"""
    X, y, w, b = _separated(9, 2, seed=63)

    margins = y * (X @ w + b)
    ordinary = next(i for i in np.argsort((X**2).sum(axis=1)) if i != np.argmin(margins))  # not one of the extremes
    for rows in ([*range(9)] * 2, [ordinary] * 300 + [*range(9)]):
        got = perceptron.margin_bound(X[rows], y[rows], w, b)
        want = reference.margin_bound(X, y, w, b)
        expect.close(got, want, given={"n": len(rows)}, hint="largest and smallest of all, or sums and means?")


@pytest.mark.exercise("margin_bound")
def test_margin_bound_uses_the_labels():
    """margin_bound measures the margin of both classes, also where one is nearer to the border"""
    X, w = np.array([[5.0], [9.0], [1.0]]), np.array([2.0])

    got = perceptron.margin_bound(X, np.array([1, 1, -1]), w, -5.0)  # the margins are 5, 13, 3
    expect.close(got, 82 / (3 / np.sqrt(29)) ** 2, hint="which example is nearest to the border?")
    got = perceptron.margin_bound(-X, np.array([1, 1, -1]), -w, -9.5)  # 0.5, 8.5, 7.5
    expect.close(got, 82 / (0.5 / np.sqrt(94.25)) ** 2)
    X = np.array([[1.0], [-1e-5]])  # a very narrow gap means very many mistakes
    got = perceptron.margin_bound(X, np.array([1, -1]), np.array([1.0]), 0.0)
    expect.close(got, 2e10, given={"X": X}, hint="how narrow may the gap be?")


@pytest.mark.exercise("margin_bound")
def test_margin_bound_works_for_one_example_and_for_integers():
    """margin_bound works for a single example, for integers, and for an X turned round like A.T"""
    X, y, w = np.array([[3, -4]]), np.array([-1]), np.array([-2, 1])

    got = perceptron.margin_bound(X, y, w, 2)

    expect.close(got, 26 / (8 / 3) ** 2, given={"X": X, "y": y, "w": w})

    got = perceptron.margin_bound(X, y, w, 1.5)

    hint = "can an array of integers hold b?"
    expect.close(got, 26 * 7.25 / 8.5**2, given={"X": X, "y": y, "w": w, "b": 1.5}, hint=hint)

    X, y, w, b = _separated(7, 3, seed=65)
    got = perceptron.margin_bound(np.asfortranarray(X), y, w, b)
    expect.close(got, reference.margin_bound(X, y, w, b), given={"X": X}, hint=VIEWS)


@pytest.mark.exercise("margin_bound")
def test_margin_bound_is_pure():
    """margin_bound changes none of its arguments and gives the same result every time"""
    X, y, w, b = _separated(6, 2, seed=64)
    other = 1.5 * X, y, 2.0 * w, b * 0.9  # they separate the data, too

    _pure(
        hand_in.margin_bound,
        (X, y, w, b),
        other,
        lambda got, *args: expect.close(got, reference.margin_bound(*args)),
    )
