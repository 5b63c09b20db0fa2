"""Grade loss.py: losses, and the gradients that belong to them.

Each loss gets two verdicts on its gradient: "does not match your own loss", from central differences of the
student's own loss, and the loss itself, from the reference's values. A test with the student's own loss also
asks for a gradient that is not all zeros, and for a loss that depends on the right answers, so that a
constant or a sum earns nothing. Data keep 100 steps clear of every kink; the kinks have exact tests of their
own.

A purity test judges purity alone; but code that is wrong gets no marks for leaving arguments alone.
"""

from contextlib import contextmanager

import loss as hand_in
import numpy as np
import pytest

from grader import expect
from grader.values import OnCopies, on_copies
from solutions import loss as reference

loss = OnCopies(hand_in)

# No loss promises to be silent, only to be right: the values decide.
pytestmark = pytest.mark.filterwarnings("ignore")

KINDS = ["uint8", "int32", "int64"]
STEP = 1e-5  # of expect.gradient

WRITES = "which line writes into the array of the person who called you?"
MEMORY = "where does anything survive from one call to the next?"
SIZES = "which of the sizes did you write down instead of taking it from the array?"
REDUCTION = "by how many things do you divide, in the loss and in the gradient?"
LOST = "what is left of a probability that is rounded to 0, and do you need the probability?"
OWN_LOSS = "does not match your own loss"
SAME_FOR_ALL = "the loss is the same whatever the right answers are"
ANSWERS = "where do the right answers go into your loss?"
VIEWS = "does your code go by the axes of an array, or by the place of its numbers in memory?"
TINY = "is a margin that is violated by very little met, or violated?"


def _rows():
    return np.array([[0.0, 1, 2, 3], [1000, 1001, 1002, 1003], [-1000, -1001, -1002, -1003], [1000, -1000, 0, 999]])


def _numbers(seed, shape, scale=1.5):
    return np.random.default_rng(seed).normal(scale=scale, size=shape)


def _labels(seed, n, classes):
    return np.random.default_rng(seed).integers(0, classes, size=n)


def _clear(distances):
    """Assert that our own data stay 100 steps clear of a kink."""
    assert np.abs(distances).min() >= 100 * STEP, "the data come too near to a kink"


def _pair(result, gradient):
    value, slope = expect.parts(result, "loss", gradient)
    return expect.number(value, name="the loss"), slope


def _both(result, want, gradient, *, hint="", given=None):
    """Check loss and gradient; return them."""
    value, slope = _pair(result, gradient)
    expect.close(value, want[0], name="the loss", hint=hint, given=given)
    slope = expect.close(slope, want[1], name=gradient, hint=hint, given=given)
    return value, slope


def _own_slope(function, x, answers, *, gradient, hint="", **settings):
    """Check the gradient against the slope of the student's own loss."""
    _, slope = _pair(function(x, answers, **settings), gradient)

    def own_loss(z, answers=answers):
        return _pair(function(z, answers, **settings), gradient)[0]

    slope = expect.gradient(slope, own_loss, x, name=gradient, blame=OWN_LOSS, hint=hint)
    expect.that(bool(np.any(slope != 0)), f"{gradient} is 0 everywhere", hint=hint)
    expect.that(own_loss(x) != own_loss(x, np.roll(answers, 1)), SAME_FOR_ALL, hint=ANSWERS)


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


def _pure_loss(function, right, one, other, gradient, **settings):
    """Check the purity of a loss that returns a pair."""
    _pure(function, one, other, lambda got, *args: _both(got, right(*args, **settings), gradient), **settings)


def _fast(function, right, many, few, hint):
    """Fail what is slow for many classes and for few as well: that are loops over single numbers.

    A formula over all pairs of classes is slow for many classes alone, and a loop over the rows for few alone.
    """
    try:
        expect.fast(function, right, *many, hint=hint)
    except expect.Mismatch as slow:
        if "slower" not in slow.message:
            raise
        try:
            expect.fast(function, right, *few, times=30, hint=hint)
        except expect.Mismatch:
            raise slow from None


# one_hot


def _one_hot(y, classes):
    return np.eye(classes)[np.asarray(y, dtype=int)]


@pytest.mark.exercise("one_hot")
def test_one_hot_has_the_right_values():
    """one_hot has a 1 in the column of the label and 0 elsewhere"""
    y = _labels(1, 7, 4)

    hint = "which entry belongs to row i?"
    expect.close(loss.one_hot(y, 4), _one_hot(y, 4), given={"y": y, "num_classes": 4}, hint=hint)


@pytest.mark.exercise("one_hot")
@pytest.mark.parametrize("kind", KINDS)
def test_one_hot_takes_labels_of_any_integer_type(kind):
    """one_hot takes uint8, int32 and int64 labels"""
    y = np.array([3, 0, 1, 3, 2], dtype=kind)

    expect.close(loss.one_hot(y, 5), _one_hot(y, 5), given={"y": y, "num_classes": 5})
    y = np.array([200, 0, 255], dtype=kind)
    expect.close(loss.one_hot(y, 256), _one_hot(y, 256), given={"y": y, "num_classes": 256})
    if kind != "uint8":
        y = np.array([256, 3], dtype=kind)
        expect.close(loss.one_hot(y, 300), _one_hot(y, 300), given={"y": y, "num_classes": 300})


@pytest.mark.exercise("one_hot")
@pytest.mark.parametrize(("y", "classes"), [([0, 1, 0], 6), ([1], 2), ([0, 0], 2), ([2, 0, 1], 3), ([0, 2], 4)])
def test_one_hot_has_as_many_columns_as_classes(y, classes):
    """one_hot has num_classes columns, also where a class is missing, for n = 1 and for n = C"""
    y = np.array(y)

    hint = "what says how many columns there are: the labels, or num_classes?"
    given = {"y": y, "num_classes": classes}
    expect.close(loss.one_hot(y, classes), _one_hot(y, classes), given=given, hint=hint)


@pytest.mark.exercise("one_hot")
def test_one_hot_is_float64():
    """one_hot returns an array of type float64"""
    y = np.array([1, 0, 2])

    got = loss.one_hot(y, 3)

    expect.close(got, _one_hot(y, 3), given=y)
    kind = np.asarray(got).dtype
    expect.that(kind == np.float64, f"expected the type float64, got {kind}", hint="see Returns")


@pytest.mark.exercise("one_hot")
@pytest.mark.parametrize("label", [-1, 4, 9, -4, -5])
def test_one_hot_refuses_a_label_outside_the_classes(label):
    """one_hot raises ValueError for a label that is negative or not smaller than C"""
    hint = "what does numpy do with an index of -1, and what should happen?"
    for y in ([2, label, 3], [label, 0, 1, 2], [0, 1, label], [label], [0] * 1550 + [label]):
        expect.raises(ValueError, loss.one_hot, np.array(y), 4, because=f"no class is {label}", hint=hint)
    expect.close(
        loss.one_hot(np.array([3, 0]), 4), _one_hot([3, 0], 4), hint="which labels are the first and the last?"
    )


@pytest.mark.exercise("one_hot")
def test_one_hot_is_pure():
    """one_hot changes neither its argument nor anything else"""
    y = np.array([2, 0, 1, 2])

    _pure(hand_in.one_hot, (y, 3), (2 - y, 4), lambda got, *args: expect.close(got, _one_hot(*args)))


# mse_loss


def _mse_arguments(seed, shape=(5, 3)):
    return _numbers(seed, shape), _numbers(seed + 1000, shape)


@pytest.mark.exercise("mse_loss", weight=2)
def test_mse_loss_has_the_right_loss():
    """mse_loss is the mean of the squared differences over all elements"""
    pred, target = _mse_arguments(10)

    value, _ = _pair(loss.mse_loss(pred, target), "dpred")

    want = np.mean((pred - target) ** 2)
    given = {"pred": pred, "target": target}
    expect.close(value, want, name="the loss", hint="a mean over what?", given=given)
    value, _ = _pair(loss.mse_loss(1000 * pred, target), "dpred")
    want = np.mean((1000 * pred - target) ** 2)
    expect.close(value, want, name="the loss", hint="how large may a difference be?", given={"pred": 1000 * pred})


@pytest.mark.exercise("mse_loss", weight=2)
def test_mse_loss_has_the_right_gradient():
    """mse_loss returns the right gradient"""
    pred, target = _mse_arguments(11)

    _, dpred = _pair(loss.mse_loss(pred, target), "dpred")

    hint = "which factors come from the square, and which from the mean?"
    given = {"pred": pred, "target": target}
    expect.close(dpred, reference.mse_loss(pred, target)[1], name="dpred", hint=hint, given=given)


@pytest.mark.exercise("mse_loss")
def test_mse_loss_has_the_gradient_of_its_own_loss():
    """mse_loss returns the gradient of the loss that it returns"""
    pred, target = _mse_arguments(12)

    _own_slope(loss.mse_loss, pred, target, gradient="dpred", hint=REDUCTION)


@pytest.mark.exercise("mse_loss")
@pytest.mark.parametrize("shape", [(6,), (1,), (1, 4), (4, 1), (3, 3), (2, 3, 4)])
def test_mse_loss_takes_any_shape(shape):
    """mse_loss takes any shape: the mean goes over all elements"""
    pred, target = _mse_arguments(13, shape)

    given = {"pred": pred, "target": target}
    want = reference.mse_loss(pred, target)
    _both(loss.mse_loss(pred, target), want, "dpred", hint=REDUCTION, given=given)


@pytest.mark.exercise("mse_loss")
def test_mse_loss_takes_integers():
    """mse_loss gives the right values for integers, also beside floats"""
    pred, target = np.array([[3, -1], [0, 2], [5, 5]]), np.array([[1, 1], [0, -2], [4, 7]])

    for other in (target, target / 4):
        _both(loss.mse_loss(pred, other), reference.mse_loss(pred, other), "dpred")


@pytest.mark.exercise("mse_loss")
@pytest.mark.parametrize(
    ("one", "other"),
    [
        ((4, 1), (4,)),
        ((4,), (4, 1)),
        ((3, 2), (2,)),
        ((1,), (5,)),
        ((2, 3), (3, 2)),
        ((4, 1), (1, 4)),  # as many elements, and as many axes
        ((1, 5), (5, 1)),
        ((4, 3), (4, 1)),
        ((4, 3), (1, 3)),
        ((1, 3), (4, 3)),
        ((2, 1, 3), (2, 3, 1)),
        ((1,), (1, 1)),
    ],
)
def test_mse_loss_refuses_shapes_that_differ(one, other):
    """mse_loss raises ValueError where the shapes differ, also where numpy could broadcast"""
    pred, target = _mse_arguments(14, one)
    _both(loss.mse_loss(pred, target), reference.mse_loss(pred, target), "dpred")

    target = _numbers(15, other)
    hint = "which of shape, size and number of axes do you compare?"
    because = f"the shapes are {one} and {other}"
    expect.raises(ValueError, loss.mse_loss, pred, target, because=because, hint=hint)


@pytest.mark.exercise("mse_loss")
def test_mse_loss_of_a_perfect_prediction():
    """mse_loss of a prediction that is exactly right is 0, with a gradient of 0"""
    pred, _ = _mse_arguments(18, (3, 2))

    expect.close(expect.items(loss.mse_loss(pred, pred + 1.0), length=2)[0], 1.0, name="the loss of another one")
    _both(loss.mse_loss(pred, pred), (0.0, np.zeros((3, 2))), "dpred", hint="what is 0 divided by 0?")


@pytest.mark.exercise("mse_loss")
def test_mse_loss_takes_views():
    """mse_loss takes an array that is turned round, and every second row of one"""
    pred, target = _mse_arguments(19, (6, 4))

    want = reference.mse_loss(pred, target)
    _both(loss.mse_loss(np.asfortranarray(pred), target), want, "dpred", hint=VIEWS)
    want = reference.mse_loss(pred[::2].T.copy(), target[::-2].T.copy())
    _both(loss.mse_loss(pred[::2].T, target[::-2].T), want, "dpred", hint=VIEWS)


@pytest.mark.exercise("mse_loss")
def test_mse_loss_of_many_examples():
    """mse_loss is right for 1,550 examples: each of them counts, and all of them alike"""
    given = _mse_arguments(201, (1550,))

    want = reference.mse_loss(*given)
    _both(loss.mse_loss(*given), want, "dpred", hint="does every example count as much as any other?")


@pytest.mark.exercise("mse_loss")
def test_mse_loss_is_pure():
    """mse_loss changes neither its arguments nor anything else"""
    a, b = _mse_arguments(16), _mse_arguments(17)

    _pure_loss(hand_in.mse_loss, reference.mse_loss, a, b, "dpred")


# softmax_cross_entropy


def _scores(seed, n, classes):
    return _numbers(seed, (n, classes)), _labels(seed + 1000, n, classes)


@pytest.mark.exercise("softmax_cross_entropy", weight=2)
def test_softmax_cross_entropy_has_the_right_loss():
    """softmax_cross_entropy is minus the mean log-probability of the right classes"""
    logits, y = _scores(20, 6, 4)

    value, _ = _pair(loss.softmax_cross_entropy(logits, y), "dlogits")

    hint = "one number per batch: which mean, which logarithm?"
    want, _ = reference.softmax_cross_entropy(logits, y)
    expect.close(value, want, name="the loss", hint=hint, given={"logits": logits, "y": y})


@pytest.mark.exercise("softmax_cross_entropy", weight=2)
def test_softmax_cross_entropy_has_the_right_gradient():
    """softmax_cross_entropy returns the right gradient"""
    logits, y = _scores(21, 6, 4)

    _, dlogits = _pair(loss.softmax_cross_entropy(logits, y), "dlogits")

    hint = "which entries does the label change, and does the gradient carry the mean?"
    _, want = reference.softmax_cross_entropy(logits, y)
    given = {"logits": logits, "y": y}
    expect.close(dlogits, want, name="dlogits", hint=hint, given=given)


@pytest.mark.exercise("softmax_cross_entropy")
def test_softmax_cross_entropy_has_the_gradient_of_its_own_loss():
    """softmax_cross_entropy returns the gradient of the loss that it returns"""
    logits, y = _scores(22, 5, 3)

    _own_slope(loss.softmax_cross_entropy, logits, y, gradient="dlogits", hint=REDUCTION)


@pytest.mark.exercise("softmax_cross_entropy")
@pytest.mark.parametrize(("n", "classes"), [(3, 10), (5, 2), (1, 3), (4, 4)])
def test_softmax_cross_entropy_of_zero_scores_is_log_c(n, classes):
    """softmax_cross_entropy of scores that are all 0 is the natural logarithm of C"""
    logits, y = np.zeros((n, classes)), _labels(23, n, classes)

    want = np.log(classes), (1 / classes - _one_hot(y, classes)) / n
    hint = "by how many things do you divide, and which logarithm do you take?"
    result = loss.softmax_cross_entropy(logits, y)
    given = {"logits": logits, "y": y}
    _both(result, want, "dlogits", hint=hint, given=given)


@pytest.mark.exercise("softmax_cross_entropy")
def test_softmax_cross_entropy_of_a_confident_wrong_answer():
    """softmax_cross_entropy of [2000, 0, 0, 0] for class 1 is 2000"""
    logits, y = np.array([[2000.0, 0.0, 0.0, 0.0]]), np.array([1])

    want = 2000.0, [[1.0, -1.0, 0.0, 0.0]]
    result = loss.softmax_cross_entropy(logits, y)
    _both(result, want, "dlogits", hint=LOST, given=logits)


@pytest.mark.exercise("softmax_cross_entropy")
def test_softmax_cross_entropy_of_a_confident_right_answer():
    """softmax_cross_entropy of [20, 0, 0] for class 0 is as small as it should be"""
    logits, y = np.array([[20.0, 0.0, 0.0]]), np.array([0])

    hint = "the loss is tiny here, and not 0: do you add something as small to what you take the logarithm of?"
    want = reference.softmax_cross_entropy(logits, y)
    _both(loss.softmax_cross_entropy(logits, y), want, "dlogits", hint=hint, given=logits)


@pytest.mark.exercise("softmax_cross_entropy")
def test_softmax_cross_entropy_survives_large_scores():
    """softmax_cross_entropy is right for scores of 1000 and -1000 in one array, and in one row"""
    logits, y = _rows(), np.array([1, 0, 3, 1])

    want = reference.softmax_cross_entropy(logits, y)
    hint = "what may be subtracted from a row of scores, and from which rows?"
    _both(loss.softmax_cross_entropy(logits, y), want, "dlogits", hint=hint, given=logits)


@pytest.mark.exercise("softmax_cross_entropy")
@pytest.mark.parametrize(("n", "classes"), [(1, 5), (4, 2), (4, 4), (1, 2)])
def test_softmax_cross_entropy_works_for_small_and_square_shapes(n, classes):
    """softmax_cross_entropy works for one example, two classes, and n = C"""
    logits, y = _scores(24, n, classes)

    want = reference.softmax_cross_entropy(logits, y)
    given = {"logits": logits, "y": y}
    _both(loss.softmax_cross_entropy(logits, y), want, "dlogits", hint=SIZES, given=given)


@pytest.mark.exercise("softmax_cross_entropy")
@pytest.mark.parametrize("kind", KINDS)
def test_softmax_cross_entropy_takes_labels_of_any_integer_type(kind):
    """softmax_cross_entropy takes uint8, int32 and int64 labels"""
    logits, y = _scores(25, 260, 3)  # more rows than uint8 can count
    y = y.astype(kind)

    want = reference.softmax_cross_entropy(logits, y)
    _both(loss.softmax_cross_entropy(logits, y), want, "dlogits", given={"y": y})


@pytest.mark.exercise("softmax_cross_entropy")
def test_softmax_cross_entropy_works_without_the_last_class():
    """softmax_cross_entropy works for a batch in which the last class does not occur"""
    logits, y = _numbers(26, (5, 4)), np.array([0, 1, 1, 0, 2])

    want = reference.softmax_cross_entropy(logits, y)
    hint = "what says how many classes there are: this batch's labels, or the scores?"
    result = loss.softmax_cross_entropy(logits, y)
    _both(result, want, "dlogits", hint=hint, given={"logits": logits, "y": y})


@pytest.mark.exercise("softmax_cross_entropy")
def test_softmax_cross_entropy_takes_integer_scores():
    """softmax_cross_entropy gives the right values for integer scores"""
    logits, y = np.array([[3, -1, 0], [2, 2, 5]]), np.array([1, 2])

    want = reference.softmax_cross_entropy(logits.astype(float), y)
    _both(loss.softmax_cross_entropy(logits, y), want, "dlogits", given=logits)


@pytest.mark.exercise("softmax_cross_entropy")
def test_softmax_cross_entropy_takes_scores_that_look_like_probabilities():
    """softmax_cross_entropy takes its argument for scores, also where a row adds up to 1"""
    logits, y = np.array([[0.25, 0.75], [0.5, 0.5]]), np.array([0, 1])

    want = reference.softmax_cross_entropy(logits, y)
    _both(loss.softmax_cross_entropy(logits, y), want, "dlogits", hint="are the logits probabilities?", given=logits)


@pytest.mark.exercise("softmax_cross_entropy")
def test_softmax_cross_entropy_of_a_doubled_batch():
    """softmax_cross_entropy does not change when every example comes twice"""
    logits, y = _scores(27, 4, 3)
    value, dlogits = reference.softmax_cross_entropy(logits, y)

    twice = loss.softmax_cross_entropy(np.vstack([logits, logits]), np.append(y, y))

    want = value, np.vstack([dlogits, dlogits]) / 2
    _both(twice, want, "dlogits", hint=REDUCTION)


@pytest.mark.exercise("softmax_cross_entropy")
def test_softmax_cross_entropy_ignores_a_common_shift():
    """softmax_cross_entropy stays the same when a number is added to all scores of a row"""
    logits, y = _scores(28, 3, 4)
    want = reference.softmax_cross_entropy(logits, y)

    shifted = logits + np.array([[5.0], [-3.0], [900.0]])

    _both(loss.softmax_cross_entropy(shifted, y), want, "dlogits", hint="is the shift per row?")


@pytest.mark.exercise("softmax_cross_entropy")
def test_softmax_cross_entropy_of_many_examples():
    """softmax_cross_entropy is right for 1,550 examples: each of them counts, and all of them alike"""
    given = _scores(204, 1550, 3)

    want = reference.softmax_cross_entropy(*given)
    _both(loss.softmax_cross_entropy(*given), want, "dlogits", hint="does every example count as much as any other?")


@pytest.mark.exercise("softmax_cross_entropy")
def test_softmax_cross_entropy_is_pure():
    """softmax_cross_entropy changes neither its arguments nor anything else"""
    a, b = _scores(29, 5, 3), _scores(30, 5, 3)

    _pure_loss(hand_in.softmax_cross_entropy, reference.softmax_cross_entropy, a, b, "dlogits")


@pytest.mark.exercise("softmax_cross_entropy")
def test_softmax_cross_entropy_takes_views():
    """softmax_cross_entropy takes scores that are turned round, and every second row of them"""
    logits, y = _numbers(32, (4, 6)), np.array([1, 0, 3, 3, 2, 0])

    want = reference.softmax_cross_entropy(logits.T.copy(), y)
    _both(loss.softmax_cross_entropy(logits.T, y), want, "dlogits", hint=VIEWS)
    want = reference.softmax_cross_entropy(logits.T[::2].copy(), y[::2].copy())
    _both(loss.softmax_cross_entropy(logits.T[::2], y[::2]), want, "dlogits", hint=VIEWS)


@pytest.mark.exercise("softmax_cross_entropy")
def test_softmax_cross_entropy_works_on_the_whole_array_at_once():
    """softmax_cross_entropy has no loop over single numbers (100 times slower is too slow)"""
    logits, y = _scores(31, 150, 100)

    want = reference.softmax_cross_entropy(logits, y)
    _both(loss.softmax_cross_entropy(logits, y), want, "dlogits")
    few = _scores(33, 1000, 10)
    right = reference.softmax_cross_entropy
    _fast(hand_in.softmax_cross_entropy, right, (logits, y), few, "can one line treat all rows at once?")


# bce_with_logits


def _bce_arguments(seed, n=7):
    rng = np.random.default_rng(seed)
    return rng.normal(scale=2.0, size=n), rng.integers(0, 2, size=n).astype(float)


@pytest.mark.exercise("bce_with_logits", weight=2)
def test_bce_with_logits_has_the_right_loss():
    """bce_with_logits is the mean of the binary cross-entropies"""
    logits, y = _bce_arguments(40)

    value, _ = _pair(loss.bce_with_logits(logits, y), "dlogits")

    hint = "what should the loss be for y = 0, and what for y = 1?"
    want, _ = reference.bce_with_logits(logits, y)
    expect.close(value, want, name="the loss", hint=hint, given={"logits": logits, "y": y})


@pytest.mark.exercise("bce_with_logits", weight=2)
def test_bce_with_logits_has_the_right_gradient():
    """bce_with_logits returns the right gradient"""
    logits, y = _bce_arguments(41)

    _, dlogits = _pair(loss.bce_with_logits(logits, y), "dlogits")

    hint = "is this the slope in the scores, or in the probabilities? is it that of a mean?"
    _, want = reference.bce_with_logits(logits, y)
    given = {"logits": logits, "y": y}
    expect.close(dlogits, want, name="dlogits", hint=hint, given=given)


@pytest.mark.exercise("bce_with_logits")
def test_bce_with_logits_has_the_gradient_of_its_own_loss():
    """bce_with_logits returns the gradient of the loss that it returns"""
    logits, y = _bce_arguments(42)

    _own_slope(loss.bce_with_logits, logits, y, gradient="dlogits", hint=REDUCTION)


@pytest.mark.exercise("bce_with_logits")
def test_bce_with_logits_takes_soft_answers():
    """bce_with_logits takes answers between 0 and 1"""
    logits, y = _numbers(43, 6), np.array([0.1, 0.9, 0.5, 0.25, 1.0, 0.0])

    want = reference.bce_with_logits(logits, y)
    hint = "does every answer count with both terms?"
    result = loss.bce_with_logits(logits, y)
    _both(result, want, "dlogits", hint=hint, given={"logits": logits, "y": y})


@pytest.mark.exercise("bce_with_logits")
def test_bce_with_logits_of_zero_scores_is_log_2():
    """bce_with_logits of scores that are all 0 is the natural logarithm of 2"""
    y = np.array([1.0, 0.0, 1.0])

    want = np.log(2.0), (0.5 - y) / 3
    _both(loss.bce_with_logits(np.zeros(3), y), want, "dlogits", hint=REDUCTION)


@pytest.mark.exercise("bce_with_logits")
@pytest.mark.parametrize(
    ("logits", "y"),
    [
        ([800.0, -800.0], [0.0, 1.0]),
        ([800.0, -800.0, 2.0], [1.0, 0.0, 1.0]),
        ([40.0, -45.0], [0.0, 1.0]),
        ([20.0, -21.0], [1.0, 0.0]),  # right, and sure of it: the loss is tiny
    ],
)
def test_bce_with_logits_survives_large_scores(logits, y):
    """bce_with_logits is right for scores as large as 800 of either sign"""
    logits, y = np.array(logits), np.array(y)

    want = reference.bce_with_logits(logits, y)
    result = loss.bce_with_logits(logits, y)
    _both(result, want, "dlogits", hint=LOST, given={"logits": logits, "y": y})


@pytest.mark.exercise("bce_with_logits")
def test_bce_with_logits_works_for_one_example():
    """bce_with_logits works for a single example"""
    logits, y = np.array([1.25]), np.array([0.0])

    _both(loss.bce_with_logits(logits, y), reference.bce_with_logits(logits, y), "dlogits")


@pytest.mark.exercise("bce_with_logits")
def test_bce_with_logits_takes_integers():
    """bce_with_logits gives the right values for integer scores and answers"""
    logits, y = np.array([2, -1, 0, 3]), np.array([1, 1, 0, 0])

    want = reference.bce_with_logits(logits.astype(float), y.astype(float))
    _both(loss.bce_with_logits(logits, y), want, "dlogits", given={"logits": logits, "y": y})


@pytest.mark.exercise("bce_with_logits")
def test_bce_with_logits_of_a_doubled_batch():
    """bce_with_logits does not change when every example comes twice"""
    logits, y = _bce_arguments(46, 4)
    value, dlogits = reference.bce_with_logits(logits, y)

    twice = loss.bce_with_logits(np.append(logits, logits), np.append(y, y))

    _both(twice, (value, np.append(dlogits, dlogits) / 2), "dlogits", hint=REDUCTION)


@pytest.mark.exercise("bce_with_logits")
def test_bce_with_logits_of_many_examples():
    """bce_with_logits is right for 1,550 examples: each of them counts, and all of them alike"""
    given = _bce_arguments(202, 1550)

    want = reference.bce_with_logits(*given)
    _both(loss.bce_with_logits(*given), want, "dlogits", hint="does every example count as much as any other?")


@pytest.mark.exercise("bce_with_logits")
def test_bce_with_logits_is_pure():
    """bce_with_logits changes neither its arguments nor anything else"""
    a, b = _bce_arguments(47), _bce_arguments(48)

    _pure_loss(hand_in.bce_with_logits, reference.bce_with_logits, a, b, "dlogits")


@pytest.mark.exercise("bce_with_logits")
def test_bce_with_logits_takes_views():
    """bce_with_logits takes a column of a table, and an array turned round"""
    logits, y = _numbers(49, (5, 2)), np.array([1.0, 0.0, 1.0, 0.0, 0.0])

    want = reference.bce_with_logits(logits[:, 1].copy(), y[::-1].copy())
    _both(loss.bce_with_logits(logits[:, 1], y[::-1]), want, "dlogits", hint=VIEWS)


# hinge_loss


def _hinge_arguments(seed, n=8):
    rng = np.random.default_rng(seed)
    scores, y = rng.normal(scale=2.0, size=n), np.where(rng.random(n) < 0.5, -1.0, 1.0)
    margin = 1.0 - y * scores
    _clear(margin)
    assert n == 1 or margin.min() < 0 < margin.max(), "the data have only one kind of margin"
    return scores, y


@pytest.mark.exercise("hinge_loss", weight=2)
def test_hinge_loss_has_the_right_loss():
    """hinge_loss is the mean of max(0, 1 - y * score)"""
    scores, y = _hinge_arguments(50)

    value, _ = _pair(loss.hinge_loss(scores, y), "dscores")

    hint = "from which score on does a right answer cost nothing?"
    want, _ = reference.hinge_loss(scores, y)
    expect.close(value, want, name="the loss", hint=hint, given={"scores": scores, "y": y})


@pytest.mark.exercise("hinge_loss", weight=2)
def test_hinge_loss_has_the_right_gradient():
    """hinge_loss returns the right gradient"""
    scores, y = _hinge_arguments(51)

    _, dscores = _pair(loss.hinge_loss(scores, y), "dscores")

    hint = "which examples push at all, and does the gradient carry the mean?"
    _, want = reference.hinge_loss(scores, y)
    given = {"scores": scores, "y": y}
    expect.close(dscores, want, name="dscores", hint=hint, given=given)


@pytest.mark.exercise("hinge_loss")
def test_hinge_loss_has_the_gradient_of_its_own_loss():
    """hinge_loss returns the gradient of the loss that it returns"""
    scores, y = _hinge_arguments(52)
    _clear(y * scores)

    _own_slope(loss.hinge_loss, scores, y, gradient="dscores", hint=REDUCTION)


@pytest.mark.exercise("hinge_loss")
def test_hinge_loss_exactly_on_the_margin():
    """hinge_loss has the gradient 0 exactly on the margin"""
    scores, y = np.array([1.0, -1.0, 1.0, 0.0, -2.0]), np.array([1.0, -1.0, -1.0, 1.0, -1.0])

    want = 0.6, [0.0, 0.0, 0.2, -0.2, 0.0]
    hint = "what is the gradient where 1 - y * score is exactly 0?"
    result = loss.hinge_loss(scores, y)
    _both(result, want, "dscores", hint=hint, given={"scores": scores, "y": y})


@pytest.mark.exercise("hinge_loss")
@pytest.mark.parametrize("little", [2.0**-20, 2.0**-40, 2.0**-50])
def test_hinge_loss_just_beside_the_margin(little):
    """hinge_loss pushes just before the margin, however near to it, and not behind it"""
    scores, y = np.array([1 - little, 1 + little, little - 1, -1 - little]), np.array([1.0, 1.0, -1.0, -1.0])

    want = little / 2, [-0.25, 0.0, 0.25, 0.0]
    given = {"1 - y*scores": 1 - y * scores}
    _both(loss.hinge_loss(scores, y), want, "dscores", hint=TINY, given=given)


@pytest.mark.exercise("hinge_loss")
def test_hinge_loss_of_answers_that_are_all_right():
    """hinge_loss is 0, with a gradient of 0, where every margin is met"""
    scores, y = np.array([1.0, 5.0, -3.0]), np.array([1.0, 1.0, -1.0])

    expect.close(expect.items(loss.hinge_loss(0.0 * scores, y), length=2)[0], 1.0, name="the loss of scores of 0")
    _both(loss.hinge_loss(scores, y), (0.0, np.zeros(3)), "dscores", hint="what is a mean over no examples?")


@pytest.mark.exercise("hinge_loss")
@pytest.mark.parametrize(("score", "label"), [(0.25, 1.0), (0.25, -1.0), (-3.5, 1.0)])
def test_hinge_loss_works_for_one_example(score, label):
    """hinge_loss works for a single example"""
    scores, y = np.array([score]), np.array([label])

    _both(loss.hinge_loss(scores, y), reference.hinge_loss(scores, y), "dscores", given=scores)


@pytest.mark.exercise("hinge_loss")
@pytest.mark.parametrize("kind", ["int8", "int32", "int64"])
def test_hinge_loss_takes_integers(kind):
    """hinge_loss gives the right values for integer scores and labels"""
    scores, y = np.array([2, -1, 0, 300, 1]), np.array([1, 1, -1, -1, 1], dtype=kind)

    want = reference.hinge_loss(scores.astype(float), y.astype(float))
    _both(loss.hinge_loss(scores, y), want, "dscores", given={"scores": scores, "y": y})


@pytest.mark.exercise("hinge_loss")
def test_hinge_loss_of_a_doubled_batch():
    """hinge_loss does not change when every example comes twice"""
    scores, y = _hinge_arguments(53, 5)
    value, dscores = reference.hinge_loss(scores, y)

    twice = loss.hinge_loss(np.append(scores, scores), np.append(y, y))

    _both(twice, (value, np.append(dscores, dscores) / 2), "dscores", hint=REDUCTION)


@pytest.mark.exercise("hinge_loss")
def test_hinge_loss_of_many_examples():
    """hinge_loss is right for 1,550 examples: each of them counts, and all of them alike"""
    given = _numbers(203, 1550), np.where(np.arange(1550) % 3, 1.0, -1.0)

    want = reference.hinge_loss(*given)
    _both(loss.hinge_loss(*given), want, "dscores", hint="does every example count as much as any other?")


@pytest.mark.exercise("hinge_loss")
def test_hinge_loss_is_pure():
    """hinge_loss changes neither its arguments nor anything else"""
    a, b = _hinge_arguments(54), _hinge_arguments(55)

    _pure_loss(hand_in.hinge_loss, reference.hinge_loss, a, b, "dscores")


@pytest.mark.exercise("hinge_loss")
def test_hinge_loss_takes_views():
    """hinge_loss takes a column of a table, and an array turned round"""
    scores, y = _numbers(56, (5, 2)), np.array([1.0, -1.0, -1.0, 1.0, 1.0])

    want = reference.hinge_loss(scores[:, 0].copy(), y[::-1].copy())
    _both(loss.hinge_loss(scores[:, 0], y[::-1]), want, "dscores", hint=VIEWS)


# l2_penalty


def _params(seed):
    rng = np.random.default_rng(seed)
    shapes = {"W1": (3, 4), "b1": (4,), "W2": (4, 2), "b2": (2,), "W3": (2, 1), "b3": (1,)}
    return {name: rng.normal(size=shape) for name, shape in shapes.items()}


def _penalty(result, params, reg, hint=""):
    want, want_grads = reference.l2_penalty(params, reg)
    value, grads = expect.parts(result, "loss", "grads")
    value = expect.close(value, want, name="the loss", hint=hint)
    grads = expect.mapping(grads, *params, exact=True, name="grads")
    for name, right in want_grads.items():
        expect.close(grads[name], right, name=f"the gradient of {name}", hint=hint)
    return grads


@pytest.mark.exercise("l2_penalty")
def test_l2_penalty_has_the_right_loss():
    """l2_penalty is 0.5 * reg * the sum of the squares of all weights"""
    params = _params(60)

    value, _ = expect.parts(loss.l2_penalty(params, 0.3), "loss", "grads")

    hint = "which arrays count, and with which factor?"
    expect.close(value, reference.l2_penalty(params, 0.3)[0], name="the loss", hint=hint)


@pytest.mark.exercise("l2_penalty")
def test_l2_penalty_has_the_right_gradients():
    """l2_penalty returns the gradient reg * W for each weight array"""
    params = _params(61)

    _, grads = expect.parts(loss.l2_penalty(params, 0.3), "loss", "grads")

    grads = expect.mapping(grads, *params, name="grads")
    for name in ("W1", "W2", "W3"):
        hint = "what is the derivative of half a square?"
        expect.close(grads[name], 0.3 * params[name], name=f"the gradient of {name}", hint=hint)


@pytest.mark.exercise("l2_penalty")
def test_l2_penalty_leaves_the_biases_out():
    """l2_penalty costs nothing for biases: their gradients are zeros of their shapes"""
    params = _params(62)
    params["b2"] = params["b2"] + 100.0

    _penalty(loss.l2_penalty(params, 0.3), params, 0.3, "which keys are weights?")


@pytest.mark.exercise("l2_penalty")
def test_l2_penalty_has_the_gradient_of_its_own_loss():
    """l2_penalty returns the gradients of the loss that it returns"""
    params = _params(63)
    _clear(params["W2"])

    def own_loss(W, reg=0.7):
        value, _ = expect.parts(loss.l2_penalty({**params, "W2": W}, reg), "loss", "grads")
        return expect.number(value, name="the loss")

    _, grads = expect.parts(loss.l2_penalty(params, 0.7), "loss", "grads")
    grads = expect.mapping(grads, "W2", name="grads")
    hint = "do loss and gradient carry the same factor?"
    name = "the gradient of W2"
    slope = expect.gradient(grads["W2"], own_loss, params["W2"], name=name, blame=OWN_LOSS, hint=hint)
    expect.that(bool(np.any(slope != 0)), f"{name} is 0 everywhere", hint=hint)
    says_reg = own_loss(params["W2"]) != own_loss(params["W2"], reg=0.2)
    expect.that(says_reg, "the loss is the same whatever reg is", hint="where does reg go into your loss?")


@pytest.mark.exercise("l2_penalty")
def test_l2_penalty_goes_by_the_first_letter():
    """l2_penalty takes every array whose name starts with W for a weight, whatever follows"""
    names = ["beta", "W_out", "W", "b_out", "W12", "Wb", "Wide"]
    hint = "do you go through all the keys, and how do you know a weight?"

    _penalty_of(names, 64, hint)


@pytest.mark.exercise("l2_penalty")
def test_l2_penalty_leaves_out_whatever_starts_with_another_letter():
    """l2_penalty takes an array for a bias if its name starts with anything but a capital W"""
    names = ["w1", "W1", "bW", "B1", "gamma", "log_W", "1W", "shadow", "Bias"]
    hint = "which letter must come first, and is w the same as W?"

    _penalty_of(names, 68, hint)


def _penalty_of(names, seed, hint):
    """Check all arrays at once, and then each by itself: weights are matrices, and biases have any shape."""
    rng = np.random.default_rng(seed)
    params = {name: rng.normal(size=(3, 2) if k % 2 or name[0] == "W" else 4) for k, name in enumerate(names)}
    _penalty(loss.l2_penalty(params, 0.05), params, 0.05, hint)
    for name, array in params.items():
        _penalty(loss.l2_penalty({name: array}, 0.05), {name: array}, 0.05, hint)


@pytest.mark.exercise("l2_penalty")
@pytest.mark.parametrize("reg", [2.0, 1e-3])
def test_l2_penalty_uses_reg(reg):
    """l2_penalty grows with reg, and does not depend on the sizes of the arrays"""
    params = {"W1": np.array([[3.0, -1.0, 2.0]]), "b1": np.array([1.0, 1.0, 1.0])}

    _penalty(loss.l2_penalty(params, reg), params, reg, "is there a mean in this formula?")


@pytest.mark.exercise("l2_penalty")
def test_l2_penalty_of_no_strength():
    """l2_penalty is 0, with gradients of 0, for reg = 0, and right again afterwards"""
    params = _params(65)

    _penalty(loss.l2_penalty(params, 0.0), params, 0.0)
    _penalty(loss.l2_penalty(params, 0.1), params, 0.1, MEMORY)


@pytest.mark.exercise("l2_penalty")
def test_l2_penalty_takes_integers():
    """l2_penalty gives the right values for integers"""
    params = {"W1": np.array([[1, -2], [0, 3]]), "b1": np.array([5, 6])}

    _penalty(loss.l2_penalty(params, 0.1), params, 0.1)


@pytest.mark.exercise("l2_penalty")
def test_l2_penalty_is_pure():
    """l2_penalty changes neither params nor their arrays nor anything else"""
    _pure(hand_in.l2_penalty, (_params(66), 0.2), (_params(67), 0.3), _penalty)


@pytest.mark.exercise("l2_penalty")
def test_l2_penalty_takes_views():
    """l2_penalty takes matrices that are turned round, and every second row of them"""
    A, B = _numbers(69, (3, 4)), _numbers(70, (6, 2))
    params = {"W1": A.T, "b1": B[:, 1], "W2": B[::2]}

    _penalty(loss.l2_penalty(params, 0.3), {key: a.copy() for key, a in params.items()}, 0.3, VIEWS)


# svm_loss


def _svm_arguments(seed, n=6, classes=4, delta=1.0):
    scores, y = _scores(seed, n, classes)
    margins = scores - scores[np.arange(n), y][:, None]
    _clear(margins + delta)
    return scores, y


@pytest.mark.exercise("svm_loss", weight=2)
def test_svm_loss_has_the_right_loss():
    """svm_loss is the sum of the violated margins of the wrong classes, as a mean over examples"""
    scores, y = _svm_arguments(70)

    value, _ = _pair(loss.svm_loss(scores, y), "dscores")

    hint = "which classes count in a row, and by what do you divide?"
    want, _ = reference.svm_loss(scores, y)
    expect.close(value, want, name="the loss", hint=hint, given={"scores": scores, "y": y})
    value, _ = _pair(loss.svm_loss(1000 * scores, y, delta=700.0), "dscores")
    want, _ = reference.svm_loss(1000 * scores, y, delta=700.0)
    expect.close(value, want, name="the loss", hint=hint, given={"scores": 1000 * scores, "y": y, "delta": 700.0})


@pytest.mark.exercise("svm_loss", weight=2)
def test_svm_loss_has_the_right_gradient():
    """svm_loss returns the right gradient"""
    scores, y = _svm_arguments(71)

    _, dscores = _pair(loss.svm_loss(scores, y), "dscores")

    hint = "how often is the right class pushed when two margins of its row are violated?"
    _, want = reference.svm_loss(scores, y)
    given = {"scores": scores, "y": y}
    expect.close(dscores, want, name="dscores", hint=hint, given=given)


@pytest.mark.exercise("svm_loss")
def test_svm_loss_has_the_gradient_of_its_own_loss():
    """svm_loss returns the gradient of the loss that it returns"""
    scores, y = _svm_arguments(72)

    _own_slope(loss.svm_loss, scores, y, gradient="dscores", hint=REDUCTION)


@pytest.mark.exercise("svm_loss")
@pytest.mark.parametrize("delta", [0.25, 3.0])
def test_svm_loss_uses_delta(delta):
    """svm_loss uses the delta it is given"""
    scores, y = _svm_arguments(73, delta=delta)

    want = reference.svm_loss(scores, y, delta=delta)
    result = loss.svm_loss(scores, y, delta=delta)
    hint = "where does your code use delta?"
    _both(result, want, "dscores", hint=hint, given={"scores": scores, "y": y, "delta": delta})


@pytest.mark.exercise("svm_loss")
def test_svm_loss_exactly_on_the_margin():
    """svm_loss has the gradient 0 where a margin is exactly 0"""
    scores, y = np.array([[3.0, 2.0, 1.0], [0.0, 1.0, 2.0], [4.0, 0.0, 3.0]]), np.array([0, 2, 2])

    want = 2 / 3, np.array([[0.0, 0, 0], [0, 0, 0], [1, 0, -1]]) / 3
    hint = "what is the gradient where a margin is exactly 0?"
    result = loss.svm_loss(scores, y)
    _both(result, want, "dscores", hint=hint, given={"scores": scores, "y": y})


@pytest.mark.exercise("svm_loss")
@pytest.mark.parametrize("little", [2.0**-20, 2.0**-40, 2.0**-50])
def test_svm_loss_just_beside_the_margin(little):
    """svm_loss pushes where a margin is above 0, however little, and not where it is below"""
    scores, y = np.array([[0.0, little - 1, -1 - little], [1.0, 1.0, 2.0 - little]]), np.array([0, 2])

    want = 1.5 * little, np.array([[-1.0, 1.0, 0.0], [1.0, 1.0, -2.0]]) / 2
    _both(loss.svm_loss(scores, y), want, "dscores", hint=TINY, given={"scores": scores, "y": y})


@pytest.mark.exercise("svm_loss")
@pytest.mark.parametrize("delta", [1.0, 0.5])
def test_svm_loss_of_equal_scores(delta):
    """svm_loss of scores that are all equal is C - 1 times delta: a draw is no win"""
    y = np.array([0, 3, 1])

    want = 3 * delta, (1 - 4 * _one_hot(y, 4)) / 3
    result = loss.svm_loss(np.full((3, 4), 2.5), y, delta=delta)
    _both(result, want, "dscores", hint="how do you know the right class: by its column, or by its margin?")


@pytest.mark.exercise("svm_loss")
def test_svm_loss_of_answers_that_are_all_right():
    """svm_loss is 0, with a gradient of 0, where every margin is met"""
    scores, y = np.array([[9.0, 1.0, 2.0], [0.0, -3.0, 1.0]]), np.array([0, 2])

    expect.close(expect.items(loss.svm_loss(0.0 * scores, y), length=2)[0], 2.0, name="the loss of scores of 0")
    _both(loss.svm_loss(scores, y), (0.0, np.zeros((2, 3))), "dscores", hint="what is a mean over nothing?")


@pytest.mark.exercise("svm_loss")
@pytest.mark.parametrize(("n", "classes"), [(1, 5), (4, 2), (4, 4), (1, 2)])
def test_svm_loss_works_for_small_and_square_shapes(n, classes):
    """svm_loss works for one example, two classes, and n = C"""
    scores, y = _svm_arguments(74, n, classes)

    want = reference.svm_loss(scores, y, delta=1.5)
    result = loss.svm_loss(scores, y, delta=1.5)
    _both(result, want, "dscores", hint=SIZES, given={"scores": scores, "y": y})


@pytest.mark.exercise("svm_loss")
@pytest.mark.parametrize("kind", KINDS)
def test_svm_loss_takes_labels_of_any_integer_type(kind):
    """svm_loss takes uint8, int32 and int64 labels, also without the last class"""
    # more rows than uint8 can count
    scores, y = np.tile(_numbers(75, (5, 3)), (52, 1)), np.tile(np.array([0, 1, 1, 1, 0], dtype=kind), 52)
    _clear(scores - scores[np.arange(260), y][:, None] + 1.0)

    _both(loss.svm_loss(scores, y), reference.svm_loss(scores, y), "dscores", given={"y": y})


@pytest.mark.exercise("svm_loss")
def test_svm_loss_takes_integer_scores():
    """svm_loss gives the right values for integer scores"""
    scores, y = np.array([[3, -1, 0], [2, 2, 5], [1, 4, 0]]), np.array([1, 2, 0])

    want = reference.svm_loss(scores.astype(float), y, delta=2.5)
    _both(loss.svm_loss(scores, y, delta=2.5), want, "dscores", given=scores)


@pytest.mark.exercise("svm_loss")
def test_svm_loss_of_a_doubled_batch():
    """svm_loss does not change when every example comes twice"""
    scores, y = _svm_arguments(76, 4, 3)
    value, dscores = reference.svm_loss(scores, y)

    twice = loss.svm_loss(np.vstack([scores, scores]), np.append(y, y))

    _both(twice, (value, np.vstack([dscores, dscores]) / 2), "dscores", hint=REDUCTION)


@pytest.mark.exercise("svm_loss")
def test_svm_loss_of_many_examples():
    """svm_loss is right for 1,550 examples: each of them counts, and all of them alike"""
    given = _scores(205, 1550, 3)

    want = reference.svm_loss(*given)
    _both(loss.svm_loss(*given), want, "dscores", hint="does every example count as much as any other?")


@pytest.mark.exercise("svm_loss")
def test_svm_loss_is_pure():
    """svm_loss changes neither its arguments nor anything else"""
    a, b = _svm_arguments(77), _svm_arguments(78)

    _pure_loss(hand_in.svm_loss, reference.svm_loss, a, b, "dscores")


@pytest.mark.exercise("svm_loss")
def test_svm_loss_takes_views():
    """svm_loss takes scores that are turned round, and every second row of them"""
    scores, y = _numbers(79, (4, 6)), np.array([1, 0, 3, 3, 2, 0])

    _both(loss.svm_loss(scores.T, y), reference.svm_loss(scores.T.copy(), y), "dscores", hint=VIEWS)
    want = reference.svm_loss(scores.T[::2].copy(), y[::2].copy())
    _both(loss.svm_loss(scores.T[::2], y[::2]), want, "dscores", hint=VIEWS)


# huber_loss


def _huber_arguments(seed, shape=(5, 3), delta=1.0):
    pred, target = _mse_arguments(seed, shape)
    difference = np.abs(pred - target)
    _clear(difference - delta)
    return pred, target


@pytest.mark.exercise("huber_loss")
def test_huber_loss_has_the_right_loss():
    """huber_loss is a half square for small errors and a line for large ones"""
    pred, target = _huber_arguments(80)

    value, _ = _pair(loss.huber_loss(pred, target), "dpred")

    hint = "do the square and the line meet where one becomes the other? a mean over what?"
    want, _ = reference.huber_loss(pred, target)
    expect.close(value, want, name="the loss", hint=hint, given={"pred": pred, "target": target})
    value, _ = _pair(loss.huber_loss(1000 * pred, target, delta=700.0), "dpred")
    want, _ = reference.huber_loss(1000 * pred, target, delta=700.0)
    expect.close(value, want, name="the loss", hint=hint, given={"pred": 1000 * pred, "delta": 700.0})


@pytest.mark.exercise("huber_loss")
def test_huber_loss_has_the_right_gradient():
    """huber_loss returns the right gradient"""
    pred, target = _huber_arguments(81)

    _, dpred = _pair(loss.huber_loss(pred, target), "dpred")

    hint = "how steep is the line, and to which side?"
    given = {"pred": pred, "target": target}
    expect.close(dpred, reference.huber_loss(pred, target)[1], name="dpred", hint=hint, given=given)


@pytest.mark.exercise("huber_loss")
@pytest.mark.parametrize("delta", [1.0, 0.5])
def test_huber_loss_has_the_gradient_of_its_own_loss(delta):
    """huber_loss returns the gradient of the loss that it returns"""
    pred, target = _huber_arguments(82, delta=delta)

    _own_slope(loss.huber_loss, pred, target, gradient="dpred", hint=REDUCTION, delta=delta)


@pytest.mark.exercise("huber_loss")
@pytest.mark.parametrize("delta", [0.3, 2.5])
def test_huber_loss_uses_delta(delta):
    """huber_loss uses the delta it is given"""
    pred, target = _huber_arguments(83, delta=delta)

    want = reference.huber_loss(pred, target, delta=delta)
    result = loss.huber_loss(pred, target, delta=delta)
    hint = "in how many places of the formula does delta stand?"
    given = {"pred": pred, "target": target, "delta": delta}
    _both(result, want, "dpred", hint=hint, given=given)


@pytest.mark.exercise("huber_loss")
def test_huber_loss_where_square_and_line_meet():
    """huber_loss is right for errors of exactly 0 and exactly delta, of either sign"""
    pred, target = np.array([2.0, -2.0, 0.0, 5.0]), np.array([0.0, 0.0, 0.0, 1.0])

    want = reference.huber_loss(pred, target, delta=2.0)
    result = loss.huber_loss(pred, target, delta=2.0)
    hint = "what are cost and slope where |d| is exactly delta?"
    _both(result, want, "dpred", hint=hint, given={"pred": pred, "target": target})


@pytest.mark.exercise("huber_loss")
@pytest.mark.parametrize("shape", [(6,), (1,), (1, 4), (3, 3), (2, 3, 4)])
def test_huber_loss_takes_any_shape(shape):
    """huber_loss takes any shape: the mean goes over all elements"""
    pred, target = _huber_arguments(84, shape)

    given = {"pred": pred, "target": target}
    want = reference.huber_loss(pred, target)
    _both(loss.huber_loss(pred, target), want, "dpred", hint=REDUCTION, given=given)


@pytest.mark.exercise("huber_loss")
def test_huber_loss_takes_integers():
    """huber_loss gives the right values for integers, also beside floats"""
    pred, target = np.array([[3, -1], [0, 2]]), np.array([[1, 1], [0, -2]])

    for other in (target, target / 4):
        want = reference.huber_loss(pred, other, delta=2.5)
        _both(loss.huber_loss(pred, other, delta=2.5), want, "dpred")


@pytest.mark.exercise("huber_loss")
def test_huber_loss_of_many_examples():
    """huber_loss is right for 1,550 examples: each of them counts, and all of them alike"""
    given = _mse_arguments(206, (1550,))

    want = reference.huber_loss(*given)
    _both(loss.huber_loss(*given), want, "dpred", hint="does every example count as much as any other?")


@pytest.mark.exercise("huber_loss")
def test_huber_loss_is_pure():
    """huber_loss changes neither its arguments nor anything else"""
    a, b = _huber_arguments(85), _huber_arguments(86)

    _pure_loss(hand_in.huber_loss, reference.huber_loss, a, b, "dpred")


@pytest.mark.exercise("huber_loss")
def test_huber_loss_takes_views():
    """huber_loss takes an array that is turned round, and every second row of one"""
    pred, target = _mse_arguments(87, (6, 4))

    want = reference.huber_loss(pred, target)
    _both(loss.huber_loss(np.asfortranarray(pred), target), want, "dpred", hint=VIEWS)
    want = reference.huber_loss(pred[::2].T.copy(), target[::-2].T.copy())
    _both(loss.huber_loss(pred[::2].T, target[::-2].T), want, "dpred", hint=VIEWS)


# label_smoothing_ce


@pytest.mark.exercise("label_smoothing_ce")
def test_label_smoothing_ce_has_the_right_loss():
    """label_smoothing_ce is the cross-entropy against the softened labels, with eps = 0.1"""
    logits, y = _scores(90, 6, 4)

    value, _ = _pair(loss.label_smoothing_ce(logits, y), "dlogits")

    hint = "write down the softened row for one label: does it add up to 1?"
    want, _ = reference.label_smoothing_ce(logits, y)
    expect.close(value, want, name="the loss", hint=hint, given={"logits": logits, "y": y})


@pytest.mark.exercise("label_smoothing_ce")
def test_label_smoothing_ce_has_the_right_gradient():
    """label_smoothing_ce returns the right gradient"""
    logits, y = _scores(91, 6, 4)

    _, dlogits = _pair(loss.label_smoothing_ce(logits, y), "dlogits")

    hint = "what takes the place of the one-hot rows, and does the gradient carry the mean?"
    _, want = reference.label_smoothing_ce(logits, y)
    given = {"logits": logits, "y": y}
    expect.close(dlogits, want, name="dlogits", hint=hint, given=given)


@pytest.mark.exercise("label_smoothing_ce")
def test_label_smoothing_ce_has_the_gradient_of_its_own_loss():
    """label_smoothing_ce returns the gradient of the loss that it returns"""
    logits, y = _scores(92, 5, 3)

    settings = {"gradient": "dlogits", "hint": REDUCTION, "eps": 0.3}
    _own_slope(loss.label_smoothing_ce, logits, y, **settings)


@pytest.mark.exercise("label_smoothing_ce")
@pytest.mark.parametrize("eps", [0.0, 0.25, 0.8, 1.0])
def test_label_smoothing_ce_uses_eps(eps):
    """label_smoothing_ce uses the eps it is given; 0 makes it softmax_cross_entropy"""
    logits, y = _scores(93, 5, 3)

    want = reference.label_smoothing_ce(logits, y, eps=eps)
    result = loss.label_smoothing_ce(logits, y, eps=eps)
    hint = "where does your code use eps?"
    _both(result, want, "dlogits", hint=hint, given={"logits": logits, "y": y, "eps": eps})


@pytest.mark.exercise("label_smoothing_ce")
@pytest.mark.parametrize("classes", [10, 2])
def test_label_smoothing_ce_of_zero_scores_is_log_c(classes):
    """label_smoothing_ce of scores that are all 0 is the natural logarithm of C"""
    y = np.array([0, 1, 1])

    want = np.log(classes), (1 / classes - 0.9 * _one_hot(y, classes) - 0.1 / classes) / 3
    result = loss.label_smoothing_ce(np.zeros((3, classes)), y)
    _both(result, want, "dlogits", hint=REDUCTION)


@pytest.mark.exercise("label_smoothing_ce")
def test_label_smoothing_ce_survives_large_scores():
    """label_smoothing_ce is right for scores of 1000 and -1000 in one array"""
    logits, y = np.vstack([_rows(), [[2000.0, 0.0, 0.0, 0.0]]]), np.array([1, 0, 3, 1, 1])

    want = reference.label_smoothing_ce(logits, y)
    _both(loss.label_smoothing_ce(logits, y), want, "dlogits", hint=LOST, given={"logits": logits})


@pytest.mark.exercise("label_smoothing_ce")
@pytest.mark.parametrize(("n", "classes"), [(1, 5), (4, 2), (4, 4), (1, 2)])
def test_label_smoothing_ce_works_for_small_and_square_shapes(n, classes):
    """label_smoothing_ce works for one example, two classes, and n = C"""
    logits, y = _scores(94, n, classes)

    want = reference.label_smoothing_ce(logits, y)
    given = {"logits": logits, "y": y}
    _both(loss.label_smoothing_ce(logits, y), want, "dlogits", hint=SIZES, given=given)


@pytest.mark.exercise("label_smoothing_ce")
@pytest.mark.parametrize("kind", KINDS)
def test_label_smoothing_ce_takes_labels_of_any_integer_type(kind):
    """label_smoothing_ce takes uint8, int32 and int64 labels, also without the last class"""
    # more rows than uint8 can count
    logits, y = _numbers(95, (260, 3)), np.tile(np.array([0, 1, 1, 1, 0], dtype=kind), 52)

    want = reference.label_smoothing_ce(logits, y)
    _both(loss.label_smoothing_ce(logits, y), want, "dlogits", given={"y": y})


@pytest.mark.exercise("label_smoothing_ce")
def test_label_smoothing_ce_takes_integer_scores():
    """label_smoothing_ce gives the right values for integer scores"""
    logits, y = np.array([[3, -1, 0], [2, 2, 5]]), np.array([1, 2])

    want = reference.label_smoothing_ce(logits.astype(float), y)
    _both(loss.label_smoothing_ce(logits, y), want, "dlogits", given=logits)


@pytest.mark.exercise("label_smoothing_ce")
def test_label_smoothing_ce_of_many_examples():
    """label_smoothing_ce is right for 1,550 examples: each of them counts, and all of them alike"""
    given = _scores(207, 1550, 3)

    want = reference.label_smoothing_ce(*given)
    _both(loss.label_smoothing_ce(*given), want, "dlogits", hint="does every example count as much as any other?")


@pytest.mark.exercise("label_smoothing_ce")
def test_label_smoothing_ce_is_pure():
    """label_smoothing_ce changes neither its arguments nor anything else"""
    a, b = _scores(96, 5, 3), _scores(97, 5, 3)

    _pure_loss(hand_in.label_smoothing_ce, reference.label_smoothing_ce, a, b, "dlogits", eps=0.2)


@pytest.mark.exercise("label_smoothing_ce")
def test_label_smoothing_ce_takes_views():
    """label_smoothing_ce takes scores that are turned round, and every second row of them"""
    logits, y = _numbers(98, (4, 6)), np.array([1, 0, 3, 3, 2, 0])

    want = reference.label_smoothing_ce(logits.T.copy(), y)
    _both(loss.label_smoothing_ce(logits.T, y), want, "dlogits", hint=VIEWS)
    want = reference.label_smoothing_ce(logits.T[::2].copy(), y[::2].copy())
    _both(loss.label_smoothing_ce(logits.T[::2], y[::2]), want, "dlogits", hint=VIEWS)
