"""Grade optimizer.py: the rules that turn gradients into steps.

One step proves little: at the default eps it separates eps inside the root from eps outside by 1.5e-8
only, and a rule that forgets its state is right at step 1. So the rules are followed for eight steps
with gradients of very different sizes, a large eps, and a learning rate that is cut half-way.
"""

from contextlib import contextmanager

import numpy as np
import optimizer as hand_in
import pytest

from grader import expect
from grader.values import OnCopies, on_copies
from solutions import optimizer as reference

optimizer = OnCopies(hand_in)

STEP, COSINE = ("lr0", "epoch"), ("lr0", "step", "total")  # names of the arguments by position
SCALES = (1.0, 0.1, 0.01, 1.0, 0.1, 0.01, 1.0, 0.1)  # of the gradients of a chain


MEMORY = "does your code keep anything outside the state it returns?"


def _gradients(shape, seed):
    rng = np.random.default_rng(seed)
    return rng.normal(size=shape), [scale * rng.normal(size=shape) for scale in SCALES]


def _turned(a):
    """The same numbers in another order of the memory, as W.T and W[::-1] have them."""
    return a[::-1].T.copy().T[::-1]


def _pure(function, args, right, *, hint, **settings):
    """Check that a call changes no argument; but what is wrong anyway gets no marks for that."""
    got = expect.pure(function, *args, hint=hint, **settings)
    _counts_if(right, got)


def _counts_if(right, got):
    text = "nothing was changed, but the result is wrong: this test counts for right results only"
    with _elsewhere(text, "what do the other tests say about the result?"):
        right(got)


@contextmanager
def _elsewhere(text, hint):
    """Say of a wrong value that it is not what is judged here."""
    try:
        yield
    except expect.Mismatch:
        expect.that(False, text, hint=hint)


def _fresh(function, first, second, right, **settings):
    """Check that calls in between leave no trace; `right` gets a result and its arguments.

    Each argument in turn gives way to the one of `second`: whoever keeps results may know a call by some of them.
    """
    for position, value in enumerate(second):
        mixed = (*first[:position], value, *first[position + 1 :])
        with _elsewhere("the next call, with other arguments, gives a wrong result", MEMORY):
            right(on_copies(function)(*mixed, **settings), *mixed)
    with _elsewhere("the same call gives another result the second time", MEMORY):
        right(on_copies(function)(*first, **settings), *first)


def _checked(result, want, keys, *, after="", hint="", given=None):
    """Compare (w, state) with the reference's, and return what the student's rule returned."""
    w, state = expect.parts(result, "w", "state")
    checked = expect.close(w, want[0], name=f"w{after}", hint=hint, given=given)
    if keys:
        held = expect.mapping(state, *keys, name=f"the state{after}")
        for key in keys:
            same_number = expect.whole if key == "t" else expect.close
            same_number(held[key], want[1][key], name=f"state[{key!r}]{after}", hint=hint, given=given)
    else:
        expect.that(state is None or isinstance(state, dict), "expected the state to be a dict or None")
    return checked, state


def _follow(rule, expected, keys, *, seed, hint, **settings):
    """Take eight steps, the learning rate cut by ten after the fourth; compare w after each."""
    w, gradients = _gradients((3, 2), seed)
    state, want, want_state = None, w, None
    for number, dw in enumerate(gradients, 1):
        lr = 0.1 if number <= 4 else 0.01
        got, state = expect.parts(rule(w, dw, state, lr=lr, **settings), "w", "state")
        want, want_state = expected(want, dw, want_state, lr=lr, **settings)
        w = expect.close(got, want, name=f"w after step {number}", hint=hint, given={"lr": lr, **settings})
        if keys:
            state = expect.mapping(state, *keys, name="the state")
    views = "does your code go by the axes of an array, or by the place of its numbers in memory?"
    got, _ = expect.parts(rule(_turned(w), _turned(dw), state, lr=lr, **settings), "w", "state")
    want, _ = expected(want, dw, want_state, lr=lr, **settings)
    expect.close(got, want, name="w after one step more, all arrays turned round like W.T", hint=views)


def _steps_of_one(rule, expected, keys, shapes, seed, **settings):
    """Take one step from None for each shape, with views, too."""
    for shape in shapes:
        w, gradients = _gradients(shape, seed)
        want = expected(w, gradients[0], None, **settings)
        for w_given, dw in ((w, gradients[0]), (_turned(w), _turned(gradients[0]))):
            _checked(rule(w_given, dw, None, **settings), want, keys, given={"w": w, "dw": gradients[0]})


def _integers(rule, expected, keys, **settings):
    """Take two steps with integer parameters and gradients, and one with a gradient of fractions."""
    w, gradients = np.array([5, -3, 2]), (np.array([1, -2, 4]), np.array([3, 1, -1]))
    hint = "which number type has your state, or your result?"
    want = expected(w.astype(float), gradients[0].astype(float), None, **settings)
    _, state = _checked(rule(w, gradients[0], None, **settings), want, keys, hint=hint)
    want = expected(w.astype(float), gradients[1].astype(float), want[1], **settings)
    _checked(rule(w, gradients[1], state, **settings), want, keys, after=" at step 2", hint=hint)
    want = expected(w.astype(float), gradients[0] / 8, None, **settings)
    _checked(rule(w, gradients[0] / 8, None, **settings), want, keys, after=" beside fractions", hint=hint)


def _pure_and_fresh(rule, expected, keys, seed, **settings):
    """Call without a state, for other data in between, and again: the first answer must come back."""
    (w, gradients), (other, others) = _gradients((4,), seed), _gradients((4,), seed + 1)

    def right(result, w, dw):
        _checked(result, expected(w, dw, **settings), keys)

    first = w, gradients[0]
    hint = "which of your lines writes into an argument?"
    given = [array.copy() for array in first]
    _pure(rule, given, lambda result: right(result, *first), hint=hint, **settings)
    odd, odds = _gradients((2, 3), seed + 2)
    on_copies(rule)(odd, odds[0], **settings)  # whoever keeps something may stumble here already
    _fresh(rule, first, (other, others[0]), right, **settings)


def _keeps_state(rule, expected, keys, state, **settings):
    """Go on from a given state: the result is right, and the state stays as it is."""
    w, dw = np.array([0.5, -1.0, 2.0, 3.0]), np.array([-0.3, 0.8, 0.05, 4e6])
    state = {key: np.append(value, 0.0) if key != "t" else value for key, value in state.items()}
    want = expected(w, dw, state, **settings)
    given = {"dw": dw, "state": state}
    hint = "what does this step start from?"
    _checked(on_copies(rule)(w, dw, state, **settings), want, keys, hint=hint, given=given)
    hint = "is the dict you return a new one, with new arrays?"
    _pure(rule, (w, dw, state), lambda result: _checked(result, want, keys), hint=hint, **settings)


def _settings_of_zero(rule, expected, keys, state, *names, **others):
    """Set one number after the other to 0: it is a number like any other."""
    w, dw = np.array([0.5, -1.0, 2.0]), np.array([-0.3, 0.8, 0.05])
    for name in names:
        settings = {**others, name: 0.0}
        hint = f"{name} is 0 here. Is 0 true or false in an if, or in an or?"
        for old in (None, state):
            want = expected(w, dw, old, **settings)
            _checked(rule(w, dw, old, **settings), want, keys, hint=hint, given={"dw": dw, **settings})


# sgd


@pytest.mark.exercise("sgd", weight=2)
def test_sgd_steps_downhill():
    """sgd subtracts lr times the gradient"""
    w, gradients = _gradients((5,), seed=1)
    gradients[0][-1] = 1e6

    for lr in (0.3, 0.07):
        want = w - lr * gradients[0]
        _checked(
            optimizer.sgd(w, gradients[0], None, lr=lr),
            (want, {}),
            (),
            given={"w": w, "dw": gradients[0], "lr": lr},
            hint="which way does the loss fall?",
        )


@pytest.mark.exercise("sgd", weight=2)
def test_sgd_adds_weight_decay_to_the_gradient():
    """sgd with weight decay steps along dw + weight_decay*w"""
    w, gradients = _gradients((4,), seed=2)

    _checked(
        optimizer.sgd(w, gradients[0], None, lr=0.2, weight_decay=0.35),
        reference.sgd(w, gradients[0], None, lr=0.2, weight_decay=0.35),
        (),
        given={"w": w, "lr": 0.2, "weight_decay": 0.35},
        hint="is the decay multiplied by lr as well?",
    )


@pytest.mark.exercise("sgd")
def test_sgd_without_a_gradient_only_decays():
    """sgd leaves w alone where the gradient is 0, but for the decay, which shrinks w"""
    w = np.array([2.0, -4.0, 0.5])

    _checked(optimizer.sgd(w, np.zeros(3), None, lr=0.5), (w, {}), ())
    result = optimizer.sgd(w, np.zeros(3), None, lr=0.5, weight_decay=0.25)
    _checked(
        result,
        (0.875 * w, {}),
        (),
        given={"w": w},
        hint="does decay make weights smaller or larger?",
    )


@pytest.mark.exercise("sgd")
def test_sgd_with_settings_of_zero():
    """sgd takes lr = 0 and weight_decay = 0 at their word"""
    _settings_of_zero(optimizer.sgd, reference.sgd, (), {}, "lr", "weight_decay", lr=0.5, weight_decay=0.25)
    w, dw = np.array([300.0, -2.0]), np.array([40.0, 1e3])
    _checked(optimizer.sgd(w, dw, None, lr=0.0, weight_decay=0.5), (w, {}), (), given={"lr": 0.0, "w": w})


@pytest.mark.exercise("sgd")
def test_sgd_has_the_defaults_it_promises():
    """sgd uses lr = 0.01 and no weight decay unless told otherwise"""
    w, gradients = _gradients((3,), seed=3)

    _checked(optimizer.sgd(w, gradients[0]), (w - 0.01 * gradients[0], {}), ())


@pytest.mark.exercise("sgd")
def test_sgd_goes_on_from_its_own_state():
    """sgd accepts the state it has returned, and remembers nothing"""
    _follow(
        optimizer.sgd,
        reference.sgd,
        (),
        seed=4,
        hint="does the step before play a part?",
        weight_decay=0.1,
    )


@pytest.mark.exercise("sgd")
def test_sgd_works_for_integers_and_for_any_shape():
    """sgd cuts nothing off for integers, and keeps the shape of w"""
    w, dw = np.array([[1, -2], [3, 0]]), np.array([[1, 1], [-1, 5]])
    want = np.array([[0.75, -2.25], [3.25, -1.25]])
    _checked(optimizer.sgd(w, dw, None, lr=0.25), (want, {}), ())
    _steps_of_one(optimizer.sgd, reference.sgd, (), [(1,), (1, 1), (3, 3), (2, 3, 2)], seed=5, lr=0.4, weight_decay=0.1)


@pytest.mark.exercise("sgd", weight=2)
def test_sgd_is_pure():
    """sgd changes neither w nor dw nor the state, and gives the same result every time"""
    _pure_and_fresh(hand_in.sgd, reference.sgd, (), seed=6, lr=0.3, weight_decay=0.2)
    _keeps_state(hand_in.sgd, reference.sgd, (), {}, lr=0.3)


# gradient_descent_1d


def _walk(result, want, *, hint="", given=None):
    points = expect.items(result, name="the list of points")
    values = [expect.number(point, name="a point") for point in points]
    expect.that(
        len(values) == len(want),
        f"expected {len(want)} points, the start and one per step, got {len(values)}",
        hint="which points does the walk have: the start, one after each step, and no other?",
        given=given,
    )
    expect.close(values[0], want[0], name="the first point", hint="where does the walk begin?", given=given)
    expect.close(np.array(values), want, name="the list of points", hint=hint, given=given)


@pytest.mark.exercise("gradient_descent_1d", weight=2)
def test_gradient_descent_1d_follows_the_slope():
    """gradient_descent_1d steps by lr times the slope a*x + b"""
    given = {"a": 1.7, "b": -0.6, "x0": 3.2, "lr": 0.15, "steps": 9}

    _walk(
        optimizer.gradient_descent_1d(1.7, -0.6, 3.2, lr=0.15, steps=9),
        reference.gradient_descent_1d(1.7, -0.6, 3.2, 0.15, 9),
        given=given,
        hint="what is the slope of a/2*x^2 + b*x?",
    )


@pytest.mark.exercise("gradient_descent_1d")
def test_gradient_descent_1d_lists_the_start_and_every_step():
    """gradient_descent_1d lists steps + 1 points; without a step, only the start"""
    _walk(optimizer.gradient_descent_1d(1.0, 2.0, -5.5, lr=0.3, steps=0), [-5.5])
    _walk(optimizer.gradient_descent_1d(1.0, 2.0, -5.5, lr=0.5, steps=1), [-5.5, -3.75])


@pytest.mark.exercise("gradient_descent_1d")
def test_gradient_descent_1d_reaches_the_minimum_in_one_step():
    """gradient_descent_1d with lr = 1/a jumps to the minimum -b/a, and stays there"""
    got = optimizer.gradient_descent_1d(4.0, -3.0, 10.0, lr=0.25, steps=3)

    _walk(got, [10.0, 0.75, 0.75, 0.75], given={"a": 4.0, "b": -3.0, "x0": 10.0, "lr": 0.25})


@pytest.mark.exercise("gradient_descent_1d")
def test_gradient_descent_1d_may_diverge():
    """gradient_descent_1d with lr > 2/a jumps further and further out"""
    got = optimizer.gradient_descent_1d(2.0, 2.0, 0.0, lr=1.25, steps=5)

    _walk(got, -1.0 + (-1.5) ** np.arange(6), given={"a": 2.0, "b": 2.0, "lr": 1.25})
    got = optimizer.gradient_descent_1d(2.0, 0.0, 1.0, lr=1.5, steps=200)
    _walk(
        got, (-2.0) ** np.arange(201), given={"a": 2.0, "lr": 1.5, "steps": 200}, hint="do you stop, or cut anything?"
    )


@pytest.mark.exercise("gradient_descent_1d")
def test_gradient_descent_1d_goes_on_to_the_last_step():
    """gradient_descent_1d takes every step, however short: with a tiny lr, at the minimum, and with lr = 0"""
    hint = "how many points does the docstring ask for, wherever the walk has got to?"
    got = optimizer.gradient_descent_1d(2.0, 0.0, 1.0, lr=0.25, steps=60)
    _walk(got, 0.5 ** np.arange(61), given={"a": 2.0, "lr": 0.25, "steps": 60}, hint=hint)
    _walk(optimizer.gradient_descent_1d(2.0, 0.0, 0.0, lr=0.25, steps=3), [0.0] * 4, hint=hint)
    _walk(optimizer.gradient_descent_1d(2.0, 1.0, 5.0, lr=0.0, steps=3), [5.0] * 4, hint=hint)
    _walk(optimizer.gradient_descent_1d(2.0, 1.0, 0.0, lr=2.0**-20, steps=1), [0.0, -(2.0**-20)], hint=hint)


@pytest.mark.exercise("gradient_descent_1d")
def test_gradient_descent_1d_works_for_integers():
    """gradient_descent_1d takes whole numbers, too"""
    _walk(optimizer.gradient_descent_1d(3, 1, 2, lr=0.5, steps=4), [2.0, -1.5, 0.25, -0.625, -0.1875])


# minibatches: the docstring promises an order for seed=None only, any shuffle is right otherwise


def _data(n, d=2):
    """Return X and y in which label i belongs to the row [i, i + 0.25, i + 0.5, ...]."""
    y = np.arange(n)
    return y[:, None] + 0.25 * np.arange(d), y


def _batches(result, sizes, d=2, *, hint=""):
    """Check the form of the batches, and return [(Xb, yb)] as float arrays."""
    batches = expect.items(result, length=len(sizes), name="the list of batches", hint=hint)
    checked = []
    for number, (batch, size) in enumerate(zip(batches, sizes, strict=True), 1):
        Xb, yb = expect.parts(batch, "Xb", "yb")
        Xb = expect.array(Xb, (size, d), name=f"Xb of batch {number}", hint=hint)
        checked.append((Xb, expect.array(yb, (size,), name=f"yb of batch {number}", hint=hint)))
    return checked


def _labels(batches):
    return np.concatenate([yb for _, yb in batches])


@pytest.mark.exercise("minibatches", weight=2)
def test_minibatches_without_a_seed_keep_the_order():
    """minibatches without a seed cuts X and y in their order, the last batch smaller"""
    X, y = (part[5 * np.arange(13) % 13] for part in _data(13))  # no order but their own: not that of the labels

    got = _batches(
        optimizer.minibatches(X, y, 5),
        [5, 5, 3],
        hint="what happens to the last few examples?",
    )

    for number, (Xb, yb) in enumerate(got):
        rows = slice(5 * number, 5 * number + 5)
        expect.close(Xb, X[rows], name=f"Xb of batch {number + 1}", hint="there is no seed: is anything shuffled?")
        expect.whole(yb, y[rows], name=f"yb of batch {number + 1}")


@pytest.mark.exercise("minibatches", weight=2)
def test_minibatches_visit_every_example_once():
    """minibatches with a seed contains every example exactly once"""
    X, y = _data(23)

    for seed in (4, 5):
        got = _batches(optimizer.minibatches(X, y, 5, seed=seed), [5, 5, 5, 5, 3])
        expect.whole(
            np.sort(_labels(got)),
            y,
            name="all labels, sorted",
            hint="is any example drawn twice, or never?",
        )
        expect.that(not np.array_equal(_labels(got), y), "the seed did not change the order of the examples")


@pytest.mark.exercise("minibatches", weight=2)
def test_minibatches_keep_rows_and_labels_together():
    """minibatches with a seed keeps each row of X with its own label"""
    X, y = _data(17, d=3)

    got = _batches(optimizer.minibatches(X, y, 4, seed=8), [4, 4, 4, 4, 1], d=3)

    expect.that(not np.array_equal(_labels(got), y), "the seed did not change the order of the examples")
    for number, (Xb, yb) in enumerate(got, 1):
        want = yb[:, None] + 0.25 * np.arange(3)
        expect.close(Xb, want, name=f"Xb of batch {number}", hint="how many shuffles are there, one or two?")


@pytest.mark.exercise("minibatches")
def test_minibatches_repeat_for_the_same_seed():
    """minibatches gives the same batches for the same seed, and shuffles the one batch that holds all examples, too"""
    X, y = _data(19)

    first, again = (_batches(optimizer.minibatches(X, y, 7, seed=12), [7, 7, 5]) for _ in range(2))

    expect.whole(
        _labels(again),
        _labels(first),
        name="yb of the second call",
        hint="what is the seed used for?",
    )
    expect.that(not np.array_equal(_labels(first), y), "the seed did not change the order of the examples")
    X, y = _data(307)
    got = _labels(_batches(optimizer.minibatches(X, y, 307, seed=12), [307]))
    expect.whole(np.sort(got), y, name="all labels of one batch of 307, sorted")
    hint = "all examples fit into one batch here: does your code come as far as the shuffle?"
    expect.that(not np.array_equal(got, y), "in a single batch the seed left the examples in their order", hint=hint)


@pytest.mark.exercise("minibatches")
def test_minibatches_differ_for_another_seed():
    """minibatches gives another order for another seed"""
    X, y = _data(29)

    orders = [_labels(_batches(optimizer.minibatches(X, y, 10, seed=s), [10, 10, 9])) for s in (1, 2, 99)]

    for a, b in ((0, 1), (0, 2), (1, 2)):
        expect.that(
            not np.array_equal(orders[a], orders[b]),
            "two different seeds gave the same order of the examples",
            hint="is the seed used as it is given?",
        )


@pytest.mark.exercise("minibatches")
def test_minibatches_take_zero_for_a_seed():
    """minibatches with seed=0 shuffles like with any other seed"""
    X, y = _data(21)

    got = _labels(_batches(optimizer.minibatches(X, y, 8, seed=0), [8, 8, 5]))

    expect.whole(np.sort(got), y, name="all labels, sorted")
    hint = "is 0 true or false in an if?"
    expect.that(not np.array_equal(got, y), "seed=0 left the examples in their order", hint=hint)


@pytest.mark.exercise("minibatches")
def test_minibatches_mix_examples_across_batches():
    """minibatches with a seed shuffles all examples, not only the batches or inside a batch"""
    X, y = _data(30)

    for seed in (2, 3):
        got = _batches(optimizer.minibatches(X, y, 6, seed=seed), [6] * 5)
        spread = [float(np.ptp(yb)) for _, yb in got]
        expect.whole(np.sort(_labels(got)), y, name="all labels, sorted")
        expect.that(
            max(spread) > 5,
            "every batch holds neighbouring examples only",
            hint="what exactly is put into a random order?",
        )


@pytest.mark.exercise("minibatches")
def test_minibatches_take_any_batch_size():
    """minibatches has no empty batch when the size divides n, and one batch when it exceeds n"""
    X, y = _data(6, d=1)

    for size, sizes in ((3, [3, 3]), (6, [6]), (10, [6]), (1, [1] * 6), (5, [5, 1])):
        got = _batches(
            optimizer.minibatches(X, y, size),
            sizes,
            d=1,
            hint="which batches remain at the end?",
        )
        expect.whole(_labels(got), y, name="all labels", given={"n": 6, "batch_size": size})
        shuffled = _batches(
            optimizer.minibatches(X, y, size, seed=9), sizes, d=1, hint="which batches remain at the end?"
        )
        expect.whole(np.sort(_labels(shuffled)), y, name="all labels, sorted", given={"n": 6, "batch_size": size})
    got = _batches(optimizer.minibatches(X[:1], y[:1], 4, seed=0), [1], d=1)
    expect.whole(_labels(got), [0], name="the label of a single example")


@pytest.mark.exercise("minibatches")
def test_minibatches_of_equal_rows():
    """minibatches keeps examples apart that have equal rows, or equal labels"""
    X, y = np.array([[1.0, 2.0]] * 6 + [[3.0, 4.0]] * 3), np.array([0, 1, 2, 3, 0, 1, 2, 2, 2])

    got = _batches(optimizer.minibatches(X, y, 4, seed=3), [4, 4, 1])

    pairs = sorted((*row, label) for Xb, yb in got for row, label in zip(Xb, yb, strict=True))
    want = sorted((*row, label) for row, label in zip(X, y, strict=True))
    expect.close(
        np.array(pairs), want, name="all examples (row and label), sorted", hint="how do you find a row's label?"
    )


@pytest.mark.exercise("minibatches")
def test_minibatches_of_views():
    """minibatches takes views, such as every second row of a larger X, and labels that are broken numbers"""
    X, y = _data(12)

    got = _batches(optimizer.minibatches(X[::2], y[::2] / 8, 4), [4, 2])
    expect.close(_labels(got), y[::2] / 8, name="all labels")
    got = _batches(optimizer.minibatches(_turned(X), _turned(y), 5, seed=2), [5, 5, 2])
    for number, (Xb, yb) in enumerate(got, 1):
        expect.close(Xb, yb[:, None] + 0.25 * np.arange(2), name=f"Xb of batch {number}")


@pytest.mark.exercise("minibatches")
def test_minibatches_are_pure():
    """minibatches changes neither X nor y nor the global random state"""
    X, y = _data(11)

    def right(result):
        got = _batches(result, [4, 4, 3])
        expect.whole(np.sort(_labels(got)), np.arange(11), name="all labels, sorted")

    for seed in (6, None):
        hint = "which generator does your shuffle use, and what does it shuffle?"
        _pure(hand_in.minibatches, (X, y, 4), right, hint=hint, seed=seed)


# momentum


@pytest.mark.exercise("momentum")
def test_momentum_starts_like_plain_descent():
    """momentum steps by lr*dw at first, and its velocity is dw"""
    _steps_of_one(
        hand_in.momentum,
        reference.momentum,
        ("v",),
        [(4,), (2, 3), (1,), (3, 3), (2, 1, 3)],
        11,
        lr=0.2,
        mu=0.7,
    )


@pytest.mark.exercise("momentum")
def test_momentum_remembers_its_velocity():
    """momentum adds mu times the old velocity at the second step"""
    w, gradients = _gradients((4,), seed=12)
    got = expect.parts(optimizer.momentum(w, gradients[0], None, lr=0.1, mu=0.6), "w", "state")
    first = expect.close(got[0], w - 0.1 * gradients[0], name="w after step 1")
    state = expect.mapping(got[1], "v", name="the state")

    second, _ = expect.parts(optimizer.momentum(first, gradients[1], state, lr=0.1, mu=0.6), "w", "state")

    want = first - 0.1 * (0.6 * gradients[0] + gradients[1])
    expect.close(second, want, name="w after step 2", hint="what does the state hold after step 1?")


@pytest.mark.exercise("momentum", weight=2)
def test_momentum_follows_the_rule_for_eight_steps():
    """momentum follows v = mu*v + dw, w - lr*v over eight steps, the lr cut half-way"""
    _follow(
        optimizer.momentum,
        reference.momentum,
        ("v",),
        seed=13,
        mu=0.8,
        hint="where does lr enter, in the velocity or in the step? And is dw added in full?",
    )


@pytest.mark.exercise("momentum", weight=2)
def test_momentum_goes_on_from_a_given_state():
    """momentum goes on from a given velocity, and returns the new velocity"""
    _keeps_state(
        hand_in.momentum,
        reference.momentum,
        ("v",),
        {"v": np.array([2.0, 0.5, -1.5])},
        lr=0.05,
        mu=0.75,
    )


@pytest.mark.exercise("momentum")
def test_momentum_rolls_on_without_a_gradient():
    """momentum keeps rolling where the gradient is 0, and stands still if it never moved"""
    w, state = np.array([1.0, -1.0]), {"v": np.array([4.0, -2.0])}

    result = optimizer.momentum(w, np.zeros(2), state, lr=0.5, mu=0.5)
    _checked(
        result,
        ([0.0, -0.5], {"v": np.array([2.0, -1.0])}),
        ("v",),
        given={"dw": np.zeros(2), "v": state["v"]},
    )
    _checked(optimizer.momentum(w, np.zeros(2), None, lr=0.5), (w, {"v": np.zeros(2)}), ("v",))


@pytest.mark.exercise("momentum")
def test_momentum_with_settings_of_zero():
    """momentum takes lr = 0 and mu = 0 at their word"""
    state = {"v": np.array([2.0, 0.5, -1.5])}
    _settings_of_zero(optimizer.momentum, reference.momentum, ("v",), state, "lr", "mu", lr=0.5, mu=0.6)


@pytest.mark.exercise("momentum")
def test_momentum_has_the_defaults_it_promises():
    """momentum uses lr = 0.01 and mu = 0.9 unless told otherwise"""
    w, dw, state = np.array([1.0, 2.0]), np.array([3.0, -1.0]), {"v": np.array([-5.0, 10.0])}

    _checked(
        optimizer.momentum(w, dw, state),
        (w - 0.01 * (0.9 * state["v"] + dw), {"v": [-1.5, 8.0]}),
        ("v",),
    )


@pytest.mark.exercise("momentum")
def test_momentum_works_for_integers():
    """momentum cuts nothing off when w and dw are integers"""
    _integers(optimizer.momentum, reference.momentum, ("v",), lr=0.25, mu=0.5)


@pytest.mark.exercise("momentum")
def test_momentum_is_pure():
    """momentum changes none of its arguments, and starts afresh without a state"""
    _pure_and_fresh(hand_in.momentum, reference.momentum, ("v",), seed=14, lr=0.3, mu=0.4)


# rmsprop


@pytest.mark.exercise("rmsprop")
def test_rmsprop_takes_the_right_first_step():
    """rmsprop divides the first step by the root of (1 - alpha)*dw^2"""
    _steps_of_one(
        hand_in.rmsprop,
        reference.rmsprop,
        ("s",),
        [(4,), (2, 3), (1,), (3, 3), (2, 1, 3)],
        21,
        lr=0.05,
        alpha=0.9,
    )


@pytest.mark.exercise("rmsprop", weight=2)
def test_rmsprop_follows_the_rule_for_eight_steps():
    """rmsprop follows its formula over eight steps with small and large gradients and eps = 0.001"""
    _follow(
        optimizer.rmsprop,
        reference.rmsprop,
        ("s",),
        seed=22,
        alpha=0.85,
        eps=1e-3,
        hint="which factor belongs to the old average? Does eps stand inside or outside the root?",
    )


@pytest.mark.exercise("rmsprop", weight=2)
def test_rmsprop_goes_on_from_a_given_state():
    """rmsprop goes on from a given average, and returns the new average"""
    state = {"s": np.array([0.3, 2.0, 0.0001])}
    _keeps_state(hand_in.rmsprop, reference.rmsprop, ("s",), state, lr=0.05, alpha=0.6, eps=1e-3)


@pytest.mark.exercise("rmsprop")
def test_rmsprop_stands_still_without_a_gradient():
    """rmsprop leaves w alone where the gradient is 0, without dividing by 0"""
    w, dw = np.array([1.0, -2.0, 3.0]), np.array([0.0, 2.0, 0.0])

    result = optimizer.rmsprop(w, dw, None, lr=0.1, alpha=0.75, eps=1e-3)

    want = (np.array([1.0, -2.0 - 0.2 / 1.001, 3.0]), {"s": np.array([0.0, 1.0, 0.0])})
    _checked(result, want, ("s",), given={"dw": dw}, hint="what is added to the root, and when?")


@pytest.mark.exercise("rmsprop")
def test_rmsprop_with_settings_of_zero():
    """rmsprop takes lr = 0, alpha = 0 and eps = 0 at their word"""
    state = {"s": np.array([0.3, 2.0, 0.0001])}
    _settings_of_zero(
        optimizer.rmsprop, reference.rmsprop, ("s",), state, "lr", "alpha", "eps", lr=0.5, alpha=0.6, eps=0.01
    )


@pytest.mark.exercise("rmsprop")
def test_rmsprop_has_the_defaults_it_promises():
    """rmsprop uses lr = 0.01, alpha = 0.99 and eps = 1e-8 unless told otherwise"""
    w, dw, state = np.array([1.0, 2.0]), np.array([3.0, -1.0]), {"s": np.array([4.0, 0.5])}
    _checked(optimizer.rmsprop(w, dw, state), reference.rmsprop(w, dw, state), ("s",))

    w, dw = np.zeros(2), np.array([1e-7, -3e-8])
    hint = "how large are the root and eps for so small a gradient?"
    _checked(
        optimizer.rmsprop(w, dw, None, lr=1.0),
        reference.rmsprop(w, dw, None, lr=1.0),
        ("s",),
        hint=hint,
    )


@pytest.mark.exercise("rmsprop")
def test_rmsprop_works_for_integers():
    """rmsprop cuts nothing off when w and dw are integers"""
    _integers(optimizer.rmsprop, reference.rmsprop, ("s",), lr=0.25, alpha=0.5, eps=1e-3)


@pytest.mark.exercise("rmsprop")
def test_rmsprop_is_pure():
    """rmsprop changes none of its arguments, and starts afresh without a state"""
    _pure_and_fresh(hand_in.rmsprop, reference.rmsprop, ("s",), seed=23, lr=0.3, alpha=0.8, eps=1e-3)


# adam

ADAM = ("m", "v", "t")


def _adam_state():
    return {"m": np.array([0.4, -0.1, 0.02]), "v": np.array([0.3, 0.05, 0.0001]), "t": 3}


@pytest.mark.exercise("adam")
def test_adam_takes_a_first_step_of_length_lr():
    """adam first steps by lr against the sign of the gradient, however large the gradient is"""
    w, dw = np.array([1.0, 2.0, -3.0, 0.0]), np.array([250.0, -0.04, 1.5, -7e3])

    w_new, _ = expect.parts(optimizer.adam(w, dw, None, lr=0.05), "w", "state")

    want = reference.adam(w, dw, None, lr=0.05)[0]
    expect.close(
        w_new,
        want,
        name="w",
        given={"dw": dw, "lr": 0.05},
        hint="what are m and v divided by at t = 1?",
    )


@pytest.mark.exercise("adam", weight=3)
def test_adam_follows_the_rule_for_eight_steps():
    """adam follows the algorithm over eight steps with small and large gradients and eps = 0.001"""
    _follow(
        optimizer.adam,
        reference.adam,
        ADAM,
        seed=31,
        beta1=0.8,
        beta2=0.95,
        eps=1e-3,
        hint="at which step does it go wrong? Which t, m and v does that step start from?",
    )


@pytest.mark.exercise("adam", weight=2)
def test_adam_goes_on_from_a_given_state():
    """adam goes on from given m, v and t, and returns the new ones"""
    settings = {"lr": 0.05, "beta1": 0.7, "beta2": 0.9, "eps": 1e-3}
    _keeps_state(hand_in.adam, reference.adam, ADAM, _adam_state(), **settings)


@pytest.mark.exercise("adam")
def test_adam_returns_raw_averages_and_counts_steps():
    """adam returns the averages m and v without correction, and t = 1 after the first step"""
    _steps_of_one(
        hand_in.adam,
        reference.adam,
        ADAM,
        [(4,), (2, 3), (1,), (3, 3), (2, 1, 3)],
        32,
        beta1=0.6,
        beta2=0.7,
    )


@pytest.mark.exercise("adam")
def test_adam_copes_with_zero_gradients():
    """adam stands still where every gradient was 0, and rolls on where only the last one is 0"""
    w, settings = np.array([1.0, -2.0, 3.0]), {"lr": 0.1, "beta1": 0.5, "beta2": 0.75, "eps": 1e-3}

    result = optimizer.adam(w, np.zeros(3), None, **settings)
    _checked(
        result,
        (w, {"m": np.zeros(3), "v": np.zeros(3), "t": 1}),
        ADAM,
        hint="what does eps protect?",
    )
    result = optimizer.adam(w, np.zeros(3), _adam_state(), **settings)
    _checked(result, reference.adam(w, np.zeros(3), _adam_state(), **settings), ADAM)


@pytest.mark.exercise("adam", weight=2)
def test_adam_corrects_at_every_step():
    """adam divides by 1 - beta^t at every step, the second as the hundredth and the five-thousandth"""
    w, dw, keep = np.array([0.5, -1.0, 2.0]), np.array([-0.3, 0.8, 0.05]), _adam_state()
    for t in (1, 2, 8, 9, 10, 19, 49, 99, 999, 4999):
        state = {**keep, "t": t}
        hint = f"this is step {t + 1}. Until which step do you correct m and v, and with which t?"
        settings = {"beta1": 0.99}
        result = optimizer.adam(w, dw, state, lr=0.1, **settings)
        want = reference.adam(w, dw, state, lr=0.1, **settings)
        _checked(result, want, ADAM, hint=hint, given={"t": t})


@pytest.mark.exercise("adam")
def test_adam_with_settings_of_zero():
    """adam takes lr, beta1, beta2 and eps of 0 at their word"""
    state = _adam_state()
    _settings_of_zero(
        optimizer.adam,
        reference.adam,
        ADAM,
        state,
        "lr",
        "beta1",
        "beta2",
        "eps",
        lr=0.5,
        beta1=0.6,
        beta2=0.8,
        eps=0.01,
    )
    w, dw = np.zeros(2), np.array([1e-12, -3e-12])  # tiny, and with eps = 0 worth a whole step all the same
    want = reference.adam(w, dw, None, lr=0.5, eps=0.0)
    hint = "dw is tiny here. Is it 0?"
    _checked(optimizer.adam(w, dw, None, lr=0.5, eps=0.0), want, ADAM, hint=hint, given={"dw": dw, "eps": 0.0})


@pytest.mark.exercise("adam")
def test_adam_has_the_defaults_it_promises():
    """adam uses lr = 0.001, beta1 = 0.9, beta2 = 0.999 and eps = 1e-8 unless told otherwise"""
    w, dw = np.array([1.0, 2.0, 0.0]), np.array([3.0, -1.0, 0.5])
    _checked(optimizer.adam(w, dw, _adam_state()), reference.adam(w, dw, _adam_state()), ADAM)

    w, dw = np.zeros(2), np.array([1e-8, -4e-8])
    hint = "how large are the root and eps for so small a gradient?"
    _checked(
        optimizer.adam(w, dw, None, lr=1.0),
        reference.adam(w, dw, None, lr=1.0),
        ADAM,
        hint=hint,
    )


@pytest.mark.exercise("adam")
def test_adam_keeps_two_parameters_apart():
    """adam does not mix up two parameters of equal shape that are stepped in turn"""
    (w, gradients), (other, others) = _gradients((3,), seed=33), _gradients((3,), seed=34)
    states, wants = [None, None], [None, None]
    for step in range(3):
        for which, (start, dws) in enumerate(((w, gradients), (other, others))):
            wants[which] = reference.adam(start, dws[step], wants[which] and wants[which][1], eps=1e-3)
            result = optimizer.adam(start, dws[step], states[which], eps=1e-3)
            hint = "where does your code keep what it remembers?"
            _, states[which] = _checked(result, wants[which], ADAM, after=f" at step {step + 1}", hint=hint)


@pytest.mark.exercise("adam")
def test_adam_works_for_integers():
    """adam cuts nothing off when w and dw are integers"""
    _integers(optimizer.adam, reference.adam, ADAM, lr=0.25, beta1=0.5, beta2=0.75, eps=1e-3)


@pytest.mark.exercise("adam")
def test_adam_is_pure():
    """adam changes none of its arguments, and starts afresh without a state"""
    _pure_and_fresh(hand_in.adam, reference.adam, ADAM, seed=35, lr=0.3, beta1=0.8, eps=1e-3)


# step_decay


def _rates(function, names, cases, hint=""):
    """Compare one rate for each case (args, settings, rate); `names` are those of the arguments.

    Rates may be tiny, so they are compared digit by digit; only a 0 may be off by a rounding of the largest number.
    """
    for args, settings, want in cases:
        given = {**dict(zip(names, args, strict=True)), **settings}
        largest = max(abs(number) for number in (args[0], *settings.values()))
        expect.close(function(*args, **settings), want, given=given, hint=hint, atol=1e-15 * largest)


@pytest.mark.exercise("step_decay", weight=2)
def test_step_decay_is_constant_inside_a_block():
    """step_decay keeps the rate inside a block of epochs, and drops it at the first epoch of the next"""
    settings = {"drop": 0.3, "every": 4}
    rates = [0.6, 0.6, 0.6, 0.6, 0.18, 0.18, 0.18, 0.18, 0.054]

    _rates(
        optimizer.step_decay,
        STEP,
        [((0.6, epoch), settings, rate) for epoch, rate in enumerate(rates)],
    )


@pytest.mark.exercise("step_decay")
def test_step_decay_has_the_defaults_it_promises():
    """step_decay halves the rate every 10 epochs unless told otherwise"""
    cases = [
        ((0.4, 9), {}, 0.4),
        ((0.4, 10), {}, 0.2),
        ((0.4, 19), {}, 0.2),
        ((0.4, 47), {}, 0.025),
    ]

    _rates(optimizer.step_decay, STEP, cases)


@pytest.mark.exercise("step_decay")
def test_step_decay_can_drop_every_epoch():
    """step_decay with every = 1 drops the rate at every epoch"""
    _rates(
        optimizer.step_decay,
        STEP,
        [((3, epoch), {"drop": 0.7, "every": 1}, 3 * 0.7**epoch) for epoch in (0, 1, 2, 7)],
    )


@pytest.mark.exercise("step_decay")
def test_step_decay_goes_on_for_ever():
    """step_decay drops again at the end of every block, from any lr0, whatever the drop and whatever came before"""
    hint = "do you round the rate, or keep it from becoming too small? Which numbers does your code treat as special?"
    cases = [
        ((1e-3, 95), {"drop": 0.1}, 1e-12),
        ((0.5, 100_000), {"drop": 0.5, "every": 5000}, 0.5**21),
        ((0.25, 7), {"drop": 1.0, "every": 2}, 0.25),
        ((0.0, 3), {}, 0.0),
    ]
    _rates(optimizer.step_decay, STEP, cases, hint)
    whole = "how many whole blocks are over? Is 49 times 1/49 exactly 1 for a computer?"
    _rates(optimizer.step_decay, STEP, [((1.0, 49), {"every": 49}, 0.5)], whole)
    blocks = [((1.0, epoch), {"every": 3}, 0.5 ** (epoch // 3)) for epoch in (*range(30), *range(29, -1, -1))]
    _rates(optimizer.step_decay, STEP, blocks, hint)


# nesterov


@pytest.mark.exercise("nesterov")
def test_nesterov_looks_ahead_from_the_first_step():
    """nesterov steps by lr*(1 + mu)*dw at first, and its velocity is dw"""
    _steps_of_one(
        hand_in.nesterov,
        reference.nesterov,
        ("v",),
        [(4,), (2, 3), (1,), (3, 3), (2, 1, 3)],
        41,
        lr=0.2,
        mu=0.7,
    )


@pytest.mark.exercise("nesterov", weight=2)
def test_nesterov_follows_the_rule_for_eight_steps():
    """nesterov follows v = mu*v + dw, w - lr*(dw + mu*v) over eight steps, the lr cut half-way"""
    _follow(
        optimizer.nesterov,
        reference.nesterov,
        ("v",),
        seed=42,
        mu=0.8,
        hint="which velocity stands in the step, the old or the new one? Where does lr enter?",
    )


@pytest.mark.exercise("nesterov", weight=2)
def test_nesterov_goes_on_from_a_given_state():
    """nesterov goes on from a given velocity, and returns the new velocity"""
    _keeps_state(
        hand_in.nesterov,
        reference.nesterov,
        ("v",),
        {"v": np.array([2.0, 0.5, -1.5])},
        lr=0.05,
        mu=0.75,
    )


@pytest.mark.exercise("nesterov")
def test_nesterov_rolls_on_without_a_gradient():
    """nesterov keeps rolling where the gradient is 0, and stands still if it never moved"""
    w, state = np.array([1.0, -1.0]), {"v": np.array([4.0, -2.0])}

    result = optimizer.nesterov(w, np.zeros(2), state, lr=0.5, mu=0.5)
    _checked(
        result,
        ([0.5, -0.75], {"v": np.array([2.0, -1.0])}),
        ("v",),
        given={"dw": np.zeros(2), "v": state["v"]},
    )
    _checked(optimizer.nesterov(w, np.zeros(2), None, lr=0.5), (w, {"v": np.zeros(2)}), ("v",))


@pytest.mark.exercise("nesterov")
def test_nesterov_with_settings_of_zero():
    """nesterov takes lr = 0 and mu = 0 at their word"""
    state = {"v": np.array([2.0, 0.5, -1.5])}
    _settings_of_zero(optimizer.nesterov, reference.nesterov, ("v",), state, "lr", "mu", lr=0.5, mu=0.6)


@pytest.mark.exercise("nesterov")
def test_nesterov_has_the_defaults_it_promises():
    """nesterov uses lr = 0.01 and mu = 0.9 unless told otherwise"""
    w, dw, state = np.array([1.0, 2.0]), np.array([3.0, -1.0]), {"v": np.array([-5.0, 10.0])}

    _checked(
        optimizer.nesterov(w, dw, state),
        reference.nesterov(w, dw, state, lr=0.01, mu=0.9),
        ("v",),
    )


@pytest.mark.exercise("nesterov")
def test_nesterov_works_for_integers():
    """nesterov cuts nothing off when w and dw are integers"""
    _integers(optimizer.nesterov, reference.nesterov, ("v",), lr=0.25, mu=0.5)


@pytest.mark.exercise("nesterov")
def test_nesterov_is_pure():
    """nesterov changes none of its arguments, and starts afresh without a state"""
    _pure_and_fresh(hand_in.nesterov, reference.nesterov, ("v",), seed=43, lr=0.3, mu=0.4)


# adagrad


@pytest.mark.exercise("adagrad")
def test_adagrad_takes_a_first_step_of_length_lr():
    """adagrad first steps by (nearly) lr against the sign of the gradient, and its sum is dw^2"""
    _steps_of_one(optimizer.adagrad, reference.adagrad, ("s",), [(4,), (2, 3), (1,), (3, 3), (2, 1, 3)], 51, lr=0.2)


@pytest.mark.exercise("adagrad", weight=2)
def test_adagrad_follows_the_rule_for_eight_steps():
    """adagrad follows its formula over eight steps with small and large gradients and eps = 0.001"""
    _follow(
        optimizer.adagrad,
        reference.adagrad,
        ("s",),
        seed=52,
        eps=1e-3,
        hint="does s remember every gradient? Does eps stand inside or outside the root?",
    )


@pytest.mark.exercise("adagrad", weight=2)
def test_adagrad_goes_on_from_a_given_state():
    """adagrad goes on from a given sum, and returns the new sum"""
    state = {"s": np.array([0.3, 2.0, 0.0001])}
    _keeps_state(hand_in.adagrad, reference.adagrad, ("s",), state, lr=0.05, eps=1e-3)


@pytest.mark.exercise("adagrad")
def test_adagrad_stands_still_without_a_gradient():
    """adagrad leaves w alone where the gradient is 0, without dividing by 0"""
    w, dw = np.array([1.0, -2.0, 3.0]), np.array([0.0, 2.0, 0.0])

    result = optimizer.adagrad(w, dw, None, lr=0.1, eps=1e-3)

    want = (np.array([1.0, -2.0 - 0.2 / 2.001, 3.0]), {"s": np.array([0.0, 4.0, 0.0])})
    _checked(result, want, ("s",), given={"dw": dw}, hint="what is added to the root, and when?")


@pytest.mark.exercise("adagrad")
def test_adagrad_with_settings_of_zero():
    """adagrad takes lr = 0 and eps = 0 at their word"""
    state = {"s": np.array([0.3, 2.0, 0.0001])}
    _settings_of_zero(optimizer.adagrad, reference.adagrad, ("s",), state, "lr", "eps", lr=0.5, eps=0.01)
    w, dw = np.zeros(2), np.array([1e-6, -2e-6])  # so small that any eps but 0 would show
    want = reference.adagrad(w, dw, None, lr=0.5, eps=0.0)
    _checked(optimizer.adagrad(w, dw, None, lr=0.5, eps=0.0), want, ("s",), given={"dw": dw, "eps": 0.0})


@pytest.mark.exercise("adagrad")
def test_adagrad_has_the_defaults_it_promises():
    """adagrad uses lr = 0.01 and eps = 1e-10 unless told otherwise"""
    w, dw, state = np.array([1.0, 2.0]), np.array([3.0, -1.0]), {"s": np.array([4.0, 0.5])}
    _checked(optimizer.adagrad(w, dw, state), reference.adagrad(w, dw, state, lr=0.01), ("s",))

    w, dw = np.zeros(2), np.array([1e-10, -4e-10])
    hint = "how large are the root and eps for so small a gradient?"
    _checked(
        optimizer.adagrad(w, dw, None, lr=1.0),
        reference.adagrad(w, dw, None, lr=1.0),
        ("s",),
        hint=hint,
    )


@pytest.mark.exercise("adagrad")
def test_adagrad_works_for_integers():
    """adagrad cuts nothing off when w and dw are integers"""
    _integers(optimizer.adagrad, reference.adagrad, ("s",), lr=0.25, eps=1e-3)


@pytest.mark.exercise("adagrad")
def test_adagrad_is_pure():
    """adagrad changes none of its arguments, and starts afresh without a state"""
    _pure_and_fresh(hand_in.adagrad, reference.adagrad, ("s",), seed=53, lr=0.3, eps=1e-3)


# adamw


@pytest.mark.exercise("adamw", weight=2)
def test_adamw_follows_the_rule_for_eight_steps():
    """adamw follows the algorithm over eight steps with small and large gradients and eps = 0.001"""
    _follow(
        optimizer.adamw,
        reference.adamw,
        ADAM,
        seed=61,
        beta1=0.8,
        beta2=0.95,
        eps=1e-3,
        weight_decay=0.3,
        hint="is the decay kept out of m and v, and is it multiplied by lr?",
    )


@pytest.mark.exercise("adamw")
def test_adamw_without_decay_is_adam():
    """adamw with weight_decay = 0 steps exactly as Adam"""
    w, gradients = _gradients((2, 3), seed=62)
    settings = {"lr": 0.1, "beta1": 0.7, "beta2": 0.9, "eps": 1e-3}

    want = reference.adam(w, gradients[0], None, **settings)
    _, state = _checked(optimizer.adamw(w, gradients[0], None, weight_decay=0.0, **settings), want, ADAM)
    want = reference.adam(w, gradients[1], want[1], **settings)
    result = optimizer.adamw(w, gradients[1], state, weight_decay=0.0, **settings)
    _checked(result, want, ADAM, after=" at step 2")


@pytest.mark.exercise("adamw")
def test_adamw_without_a_gradient_only_shrinks():
    """adamw without a gradient multiplies w by 1 - lr*weight_decay, and m and v stay 0"""
    w = np.array([3.0, -0.2, 0.0])

    result = optimizer.adamw(w, np.zeros(3), None, lr=0.25, weight_decay=0.4)

    want = (0.9 * w, {"m": np.zeros(3), "v": np.zeros(3), "t": 1})
    _checked(result, want, ADAM, given={"w": w}, hint="does the decay pass through m and v?")


@pytest.mark.exercise("adamw", weight=2)
def test_adamw_goes_on_from_a_given_state():
    """adamw goes on from given m, v and t, and returns the new ones"""
    settings = {"lr": 0.05, "beta1": 0.7, "beta2": 0.9, "eps": 1e-3, "weight_decay": 0.6}
    _keeps_state(hand_in.adamw, reference.adamw, ADAM, _adam_state(), **settings)


@pytest.mark.exercise("adamw", weight=2)
def test_adamw_corrects_at_every_step():
    """adamw divides by 1 - beta^t at every step, the second as the hundredth and the five-thousandth"""
    w, dw, keep = np.array([0.5, -1.0, 2.0]), np.array([-0.3, 0.8, 0.05]), _adam_state()
    for t in (1, 2, 8, 9, 10, 19, 49, 99, 999, 4999):
        state = {**keep, "t": t}
        hint = f"this is step {t + 1}. Until which step do you correct m and v, and with which t?"
        settings = {"beta1": 0.99, "weight_decay": 0.3}
        result = optimizer.adamw(w, dw, state, lr=0.1, **settings)
        want = reference.adamw(w, dw, state, lr=0.1, **settings)
        _checked(result, want, ADAM, hint=hint, given={"t": t})


@pytest.mark.exercise("adamw")
def test_adamw_with_settings_of_zero():
    """adamw takes lr, beta1, beta2, eps and weight_decay of 0 at their word"""
    state = _adam_state()
    _settings_of_zero(
        optimizer.adamw,
        reference.adamw,
        ADAM,
        state,
        "lr",
        "beta1",
        "beta2",
        "eps",
        "weight_decay",
        lr=0.5,
        beta1=0.6,
        beta2=0.8,
        eps=0.01,
        weight_decay=0.25,
    )
    w, dw = np.zeros(2), np.array([1e-12, -3e-12])  # tiny, and with eps = 0 worth a whole step all the same
    want = reference.adamw(w, dw, None, lr=0.5, eps=0.0)
    hint = "dw is tiny here. Is it 0?"
    _checked(optimizer.adamw(w, dw, None, lr=0.5, eps=0.0), want, ADAM, hint=hint, given={"dw": dw, "eps": 0.0})


@pytest.mark.exercise("adamw")
def test_adamw_has_the_defaults_it_promises():
    """adamw uses Adam's defaults, and weight_decay = 0.01, unless told otherwise"""
    w, dw = np.array([100.0, 20.0, -300.0]), np.array([3.0, -1.0, 0.5])
    _checked(optimizer.adamw(w, dw, _adam_state()), reference.adamw(w, dw, _adam_state()), ADAM)

    w, dw = np.zeros(2), np.array([1e-8, -4e-8])
    hint = "how large are the root and eps for so small a gradient?"
    _checked(
        optimizer.adamw(w, dw, None, lr=1.0),
        reference.adamw(w, dw, None, lr=1.0),
        ADAM,
        hint=hint,
    )


@pytest.mark.exercise("adamw")
def test_adamw_works_for_integers_and_any_shape():
    """adamw cuts nothing off for integers, and keeps the shape of w"""
    _integers(
        optimizer.adamw,
        reference.adamw,
        ADAM,
        lr=0.25,
        beta1=0.5,
        beta2=0.75,
        eps=1e-3,
        weight_decay=0.5,
    )
    _steps_of_one(
        hand_in.adamw,
        reference.adamw,
        ADAM,
        [(2, 3), (1,), (2, 1, 3)],
        63,
        beta1=0.6,
        weight_decay=0.2,
    )


@pytest.mark.exercise("adamw")
def test_adamw_is_pure():
    """adamw changes none of its arguments, and starts afresh without a state"""
    _pure_and_fresh(hand_in.adamw, reference.adamw, ADAM, seed=64, lr=0.3, eps=1e-3, weight_decay=0.1)


# clip_grad_norm: norms are at least 20, but where the 1e-6 of the formula is the point


def _long_gradients(seed):
    rng = np.random.default_rng(seed)
    grads = {
        "W1": 13.0 * rng.normal(size=(3, 4)),
        "b1": 2.0 * rng.normal(size=4),
        "K": rng.normal(size=(2, 2, 3)),
    }
    assert 20 < np.sqrt(sum((g**2).sum() for g in grads.values())) < 80
    return grads


def _clipped(result, want, *, only="both", hint="", given=None):
    grads, total = expect.parts(result, "grads", "total_norm")
    if only in ("both", "total_norm"):
        expect.close(total, want[1], name="total_norm", hint=hint, given=given)
    if only in ("both", "grads"):
        grads = expect.mapping(grads, *want[0], exact=True, name="the gradients")
        for key, value in want[0].items():
            expect.close(grads[key], value, name=f"grads[{key!r}]", hint=hint, given=given)


@pytest.mark.exercise("clip_grad_norm", weight=2)
def test_clip_grad_norm_scales_all_arrays_alike():
    """clip_grad_norm multiplies all arrays by one factor, so that the direction stays"""
    grads = _long_gradients(71)

    _clipped(
        optimizer.clip_grad_norm(grads, 4.0),
        reference.clip_grad_norm(grads, 4.0),
        only="grads",
        given={"max_norm": 4.0},
        hint="how many norms are there: one, or one for each array?",
    )


@pytest.mark.exercise("clip_grad_norm", weight=2)
def test_clip_grad_norm_reports_the_norm_before_clipping():
    """clip_grad_norm returns the length of all gradients together, before clipping"""
    grads = _long_gradients(72)

    for max_norm in (3.0, 1e3):
        _clipped(
            optimizer.clip_grad_norm(grads, max_norm),
            reference.clip_grad_norm(grads, max_norm),
            only="total_norm",
            given={"max_norm": max_norm},
            hint="the length of a vector: which powers, which root?",
        )


@pytest.mark.exercise("clip_grad_norm")
def test_clip_grad_norm_leaves_short_gradients_alone():
    """clip_grad_norm never makes gradients longer"""
    grads = _long_gradients(73)

    for max_norm in (90.0, 1e6):
        _clipped(
            optimizer.clip_grad_norm(grads, max_norm),
            (grads, reference.clip_grad_norm(grads, 1.0)[1]),
        )


@pytest.mark.exercise("clip_grad_norm")
def test_clip_grad_norm_adds_a_millionth_to_the_norm():
    """clip_grad_norm uses max_norm / (total_norm + 1e-6), which matters for tiny gradients"""
    grads = {"W": np.array([[3e-6, 0.0]]), "b": np.array([-4e-6])}

    got = optimizer.clip_grad_norm(grads, 3e-6)

    clipped, total = expect.parts(got, "grads", "total_norm")
    expect.close(1e6 * expect.number(total, name="total_norm"), 5.0, name="total_norm in millionths")
    _in_millionths(clipped, [[1.5, 0.0]], [-2.0], "what is the norm increased by?")


def _in_millionths(clipped, W, b, hint):
    clipped = expect.mapping(clipped, "W", "b", exact=True, name="the gradients")
    for key, value in (("W", np.array(W)), ("b", np.array(b))):
        tiny = 1e6 * expect.array(clipped[key], value.shape, name=f"grads[{key!r}]")
        expect.close(tiny, value, name=f"grads[{key!r}] in millionths", hint=hint)


@pytest.mark.exercise("clip_grad_norm")
@pytest.mark.parametrize(("max_norm", "scale"), [(5e-6, 5 / 6), (5.5e-6, 5.5 / 6), (6e-6, 1.0), (6.5e-6, 1.0)])
def test_clip_grad_norm_at_the_limit(max_norm, scale):
    """clip_grad_norm's factor is max_norm / (total_norm + 1e-6) up to 1, also where the norm is just max_norm"""
    grads = {"W": np.array([[3e-6, 0.0]]), "b": np.array([-4e-6])}

    clipped, _ = expect.parts(optimizer.clip_grad_norm(grads, max_norm), "grads", "total_norm")

    hint = "total_norm is 5e-6. What is the factor, and what do you compare before you use it?"
    _in_millionths(clipped, [[3 * scale, 0.0]], [-4 * scale], hint)


@pytest.mark.exercise("clip_grad_norm")
def test_clip_grad_norm_takes_any_names_and_views():
    """clip_grad_norm takes gradients under any names, of one number or many, and views such as W.T"""
    rng = np.random.default_rng(76)
    grads = {
        "z": 30 * rng.normal(size=(3, 3)),
        "": rng.normal(size=1),
        "b10": rng.normal(size=(2, 3)),
        "W": np.zeros(4),
    }
    given = {name: _turned(g) for name, g in grads.items()}

    _clipped(
        optimizer.clip_grad_norm(given, 7.0), reference.clip_grad_norm(grads, 7.0), hint="do all arrays take part?"
    )


@pytest.mark.exercise("clip_grad_norm")
def test_clip_grad_norm_copes_with_zero_gradients():
    """clip_grad_norm returns zeros for gradients that are all zero"""
    grads = {"W": np.zeros((2, 3)), "b": np.zeros(3)}

    _clipped(optimizer.clip_grad_norm(grads, 5.0), (grads, 0.0), hint="is anything divided by 0?")


@pytest.mark.exercise("clip_grad_norm")
def test_clip_grad_norm_works_for_one_array_and_for_integers():
    """clip_grad_norm works for a single array, and cuts nothing off for integers"""
    grads = {"only": np.array([[24, -18], [0, 40]])}

    got = optimizer.clip_grad_norm(grads, 25.0)

    _clipped(got, ({"only": np.array([[12.0, -9.0], [0.0, 20.0]]) * 50.0 / (50.0 + 1e-6)}, 50.0))


@pytest.mark.exercise("clip_grad_norm")
def test_clip_grad_norm_is_pure():
    """clip_grad_norm changes neither the dict nor its arrays, and gives the same result every time"""

    def right(result, grads, max_norm):
        _clipped(result, reference.clip_grad_norm(grads, max_norm))

    hint = "what does *= do to an array of the caller?"
    for max_norm in (2.0, 1e3):
        _pure(
            hand_in.clip_grad_norm,
            (_long_gradients(74), max_norm),
            lambda result, max_norm=max_norm: right(result, _long_gradients(74), max_norm),
            hint=hint,
        )
    _fresh(optimizer.clip_grad_norm, (_long_gradients(74), 2.0), (_long_gradients(75), 5.0), right)


# cosine_schedule


@pytest.mark.exercise("cosine_schedule", weight=2)
def test_cosine_schedule_follows_half_a_wave():
    """cosine_schedule falls from lr0 to 0 along half a wave of the cosine"""
    cases = [((0.4, step, 8), {}, reference.cosine_schedule(0.4, step, 8)) for step in range(9)]

    _rates(optimizer.cosine_schedule, COSINE, cases)


@pytest.mark.exercise("cosine_schedule", weight=2)
def test_cosine_schedule_ends_at_lr_min():
    """cosine_schedule starts at lr0 and ends at lr_min"""
    rates = {0: 0.5, 4: 0.425, 6: 0.35, 8: 0.275, 12: 0.2}

    _rates(
        optimizer.cosine_schedule,
        COSINE,
        [((0.4, 2, 8), {"lr_min": 0.0}, 0.1 * (2 + np.sqrt(2)))]  # 0 is a number, too
        + [((0.5, step, 12), {"lr_min": 0.2}, rate) for step, rate in rates.items()],
    )


@pytest.mark.exercise("cosine_schedule")
def test_cosine_schedule_stays_down_after_the_end():
    """cosine_schedule stays at lr_min after the last step"""
    cases = [((0.7, step, 10), {"lr_min": 0.1}, 0.1) for step in (10, 11, 15, 20, 37)]

    _rates(optimizer.cosine_schedule, COSINE, cases)


@pytest.mark.exercise("cosine_schedule")
def test_cosine_schedule_works_for_whole_numbers_and_for_one_step():
    """cosine_schedule takes whole numbers, and a fall of a single step"""
    cases = [((2, 0, 1), {}, 2.0), ((2, 1, 1), {}, 0.0), ((4, 1, 3), {"lr_min": 2}, 3.5)]

    _rates(optimizer.cosine_schedule, COSINE, cases)


@pytest.mark.exercise("cosine_schedule")
def test_cosine_schedule_of_tiny_rates():
    """cosine_schedule is right for rates of any size, and where lr0 = lr_min"""
    cases = [((1e-6, step, 1000), {}, reference.cosine_schedule(1e-6, step, 1000)) for step in (1, 250, 500, 900)]
    cases += [((1e-9, 3, 4), {"lr_min": 1e-10}, reference.cosine_schedule(1e-9, 3, 4, 1e-10))]
    cases += [((0.3, step, 7), {"lr_min": 0.3}, 0.3) for step in (0, 3, 7, 9)]

    _rates(optimizer.cosine_schedule, COSINE, cases, "do you round the rate, or keep it from becoming too small?")
