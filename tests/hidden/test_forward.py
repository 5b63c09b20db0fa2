"""Grade forward.py: activations, layers, graphs and the first weights.

A purity test judges purity alone; but code that is wrong gets no marks for leaving arguments alone.
Infinities and empty arrays are never tested.
"""

from contextlib import contextmanager
from itertools import pairwise, product

import forward as hand_in
import numpy as np
import pytest

from grader import expect
from grader.values import OnCopies, on_copies
from solutions import forward as reference

forward = OnCopies(hand_in)

# Warnings decide in the `no_warnings` tests alone; elsewhere the values do.
pytestmark = pytest.mark.filterwarnings("ignore")

SHAPES = [(7,), (1,), (2,), (1, 5), (4, 1), (3, 3), (2, 3, 4), (2, 1, 2, 3), (50, 31)]

WRITES = "which line writes into the array of the person who called you?"
NANS = "what does each line of your code do with an entry that is NaN?"
MEMORY = "where does anything survive from one call to the next?"
SIZES = "which of the sizes did you write down instead of taking it from the array?"
VIEWS = "does your code go by the axes of an array, or by the place of its numbers in memory?"
TYPES = "of what type is the array into which the results go?"


def _large():
    return np.array([-1e300, -1e4, -800.0, -50.0, -1.0, 0.0, 1.0, 50.0, 800.0, 1e4, 1e300, 709.0])


def _line():
    """Return numbers from -40 to 40, and some that are nearly 0: nothing between may be cut off or rounded."""
    near = np.array([1e-2, 5e-3, 9.99e-4, 1e-4, 1e-6, 1e-9])
    return np.concatenate([np.linspace(-40.0, 40.0, 161), near, -near]).reshape(-1, 173)


def _rows():
    return np.array([[0.0, 1, 2, 3], [1000, 1001, 1002, 1003], [-1000, -1001, -1002, -1003], [1000, -1000, 0, 999]])


def _integers():
    return np.array([[-3, -1, 0], [1, 2, 4]])


def _numbers(seed, shape, scale=2.0):
    return np.random.default_rng(seed).normal(scale=scale, size=shape)


def _any_shape(function, expected, seed, hint=SIZES):
    for k, shape in enumerate(SHAPES):
        x = _numbers(seed + k, shape)
        expect.close(function(x), expected(x), given=x, hint=hint)


def _line_of(function, expected, hint=""):
    x = _line()
    expect.close(function(x), expected(x), given=x, hint=hint)


def _views(function, expected):
    """Check an array that is turned round, and parts of one; they go as they are, not as copies."""
    x = _numbers(7, (6, 4))
    for view in (x.T, x[::2], x[:, 1], x[::-1, ::-1], _numbers(8, (2, 3, 4)).transpose(2, 0, 1)):
        expect.close(function(view), expected(view.copy()), given="a view of an array", hint=VIEWS)


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


def _pure_elementwise(function, right, seed):
    """Check the purity of a function of one array, with a few numbers and with one alone."""
    for shape in ((3, 5), (1,)):
        x = _numbers(seed, shape)
        _pure(function, (x,), (-x,), lambda got, x: expect.close(got, right(x)))
    flat = _numbers(seed, (3, 5)).ravel()  # the same numbers in another shape
    with _elsewhere("nothing was changed, but the next call, with other arguments, gives a wrong result", MEMORY):
        expect.close(on_copies(function)(flat), right(flat))


def _fast(function, right, many, few, hint):
    """Fail what is slow for many classes and for few as well: that are loops over single numbers.

    A formula over all pairs of classes is slow for many classes alone, and a loop over the rows for few alone.
    """
    try:
        expect.fast(function, right, many, hint=hint)
    except expect.Mismatch as slow:
        if "slower" not in slow.message:
            raise
        try:
            expect.fast(function, right, few, times=30, hint=hint)
        except expect.Mismatch:
            raise slow from None


# relu


@pytest.mark.exercise("relu")
def test_relu_has_the_right_values():
    """relu keeps positive numbers, tiny and huge ones too, and zeroes negative ones"""
    x = np.concatenate([_numbers(1, 20), [1e-300, -1e-300, 1e300, -1e300]]).reshape(6, 4)

    expect.close(forward.relu(x), reference.relu(x), given=x, hint="what becomes of each sign?")
    expect.close(forward.relu(x * 1e-9), reference.relu(x * 1e-9), given=x * 1e-9, atol=0.0)


@pytest.mark.exercise("relu")
def test_relu_takes_any_shape():
    """relu takes any shape with at least one axis and returns the same shape"""
    _any_shape(forward.relu, reference.relu, 10, "do you compare two arrays, or reduce an axis?")


@pytest.mark.exercise("relu")
def test_relu_takes_integers():
    """relu gives the right values for integers"""
    expect.close(forward.relu(_integers()), np.maximum(_integers(), 0), given=_integers())


@pytest.mark.exercise("relu")
def test_relu_of_zero_is_zero():
    """relu of 0 is 0, and relu of relu is relu"""
    x = np.array([0.0, -0.0, 3.0, -2.0])

    once = expect.close(forward.relu(x), [0.0, 0.0, 3.0, 0.0], given=x)
    expect.close(forward.relu(once), once, given=once)


@pytest.mark.exercise("relu")
def test_relu_keeps_nan():
    """relu leaves NaN as NaN"""
    x = np.array([[1.5, np.nan], [np.nan, -1.5]])

    expect.close(forward.relu(x), [[1.5, np.nan], [np.nan, 0.0]], given=x, hint=NANS)


@pytest.mark.exercise("relu")
def test_relu_takes_views():
    """relu takes an array that is turned round, and parts of one"""
    _views(forward.relu, reference.relu)


@pytest.mark.exercise("relu")
def test_relu_is_pure():
    """relu changes neither its argument nor anything else"""
    _pure_elementwise(hand_in.relu, reference.relu, 16)


@pytest.mark.exercise("relu")
def test_relu_works_on_the_whole_array_at_once():
    """relu has no loop over single numbers (100 times slower than numpy is too slow)"""
    x = _numbers(17, (40, 1000))

    expect.close(forward.relu(x), reference.relu(x), given=x)
    expect.fast(hand_in.relu, reference.relu, x, hint="which numpy function takes whole arrays?")


# leaky_relu: alpha stays within 0..1, where max(alpha * x, x) is right as well


@pytest.mark.exercise("leaky_relu")
def test_leaky_relu_has_the_right_values():
    """leaky_relu has the slope 0.1 for negative numbers unless told otherwise"""
    x = np.append(_numbers(20, 23), 0.0).reshape(6, 4)

    hint = "what is the default of alpha in the signature, and what does alpha do?"
    expect.close(forward.leaky_relu(x), reference.leaky_relu(x), given=x, hint=hint)


@pytest.mark.exercise("leaky_relu")
@pytest.mark.parametrize("alphas", [[0.3], [0.01], [0.75], [0.0, 1.0]], ids=str)
def test_leaky_relu_uses_alpha(alphas):
    """leaky_relu uses the alpha it is given, 0 and 1 included"""
    x = _numbers(21, (4, 3))

    hint = "where does your code use alpha?"
    for alpha in alphas:  # 1 never alone: x itself would be right
        got = forward.leaky_relu(x, alpha=alpha)
        expect.close(got, reference.leaky_relu(x, alpha=alpha), given=x, hint=hint)


@pytest.mark.exercise("leaky_relu")
def test_leaky_relu_takes_any_shape():
    """leaky_relu takes any shape with at least one axis and returns the same shape"""
    _any_shape(forward.leaky_relu, reference.leaky_relu, 22)


@pytest.mark.exercise("leaky_relu")
def test_leaky_relu_takes_integers():
    """leaky_relu gives the right values for integers"""
    hint = "can an array of integers hold 0.1?"
    expect.close(forward.leaky_relu(_integers()), [[-0.3, -0.1, 0], [1, 2, 4]], hint=hint)


@pytest.mark.exercise("leaky_relu")
def test_leaky_relu_keeps_nan():
    """leaky_relu leaves NaN as NaN"""
    x = np.array([[np.nan, 2.0, -2.0]])

    expect.close(forward.leaky_relu(x), [[np.nan, 2.0, -0.2]], given=x, hint=NANS)


@pytest.mark.exercise("leaky_relu")
def test_leaky_relu_takes_views():
    """leaky_relu takes an array that is turned round, and parts of one"""
    _views(forward.leaky_relu, reference.leaky_relu)


@pytest.mark.exercise("leaky_relu")
def test_leaky_relu_is_pure():
    """leaky_relu changes neither its argument nor anything else"""
    x = _numbers(28, (3, 5))

    _pure(hand_in.leaky_relu, (x,), (-x,), lambda got, x: expect.close(got, reference.leaky_relu(x, 0.25)), alpha=0.25)


# sigmoid


@pytest.mark.exercise("sigmoid")
def test_sigmoid_has_the_right_values():
    """sigmoid has the right values"""
    x = _numbers(30, (5, 4), scale=4.0)

    expect.close(forward.sigmoid(x), reference.sigmoid(x), given=x)


@pytest.mark.exercise("sigmoid")
def test_sigmoid_is_right_all_along_the_line():
    """sigmoid is right for every number from -40 to 40, near 0 as well"""
    _line_of(forward.sigmoid, reference.sigmoid, "where does your code change from one formula to another, or round?")


@pytest.mark.exercise("sigmoid")
def test_sigmoid_takes_any_shape():
    """sigmoid takes any shape with at least one axis and returns the same shape"""
    _any_shape(forward.sigmoid, reference.sigmoid, 31)


@pytest.mark.exercise("sigmoid")
def test_sigmoid_takes_integers():
    """sigmoid gives the right values for integers, 0 included"""
    want = reference.sigmoid(_integers().astype(float))

    hint = "of what type is the array into which the results go?"
    expect.close(forward.sigmoid(_integers()), want, given=_integers(), hint=hint)


@pytest.mark.exercise("sigmoid")
def test_sigmoid_is_right_for_large_numbers():
    """sigmoid is right for large numbers of either sign, 1e300 included"""
    hint = "what is e^800 in floating point, and what is infinity divided by infinity?"

    expect.close(forward.sigmoid(_large()), reference.sigmoid(_large()), given="large numbers", hint=hint)


@pytest.mark.exercise("sigmoid")
def test_sigmoid_does_not_warn():
    """sigmoid does not warn for large numbers of either sign, 1e300 included"""
    with expect.no_warnings(hint="which of e^x and e^-x is at most 1 here? does it see every x?"):
        got = forward.sigmoid(_large().reshape(3, 4))
    expect.close(got, reference.sigmoid(_large()).reshape(3, 4))


@pytest.mark.exercise("sigmoid")
def test_sigmoid_is_symmetric():
    """sigmoid of -x is 1 - sigmoid of x"""
    x = _numbers(36, (3, 4))

    up = expect.close(forward.sigmoid(x), reference.sigmoid(x), given=x)
    expect.close(forward.sigmoid(-x), 1.0 - up, given=-x, hint="is one of your branches off?")


@pytest.mark.exercise("sigmoid")
def test_sigmoid_keeps_nan():
    """sigmoid leaves NaN as NaN"""
    x = np.array([[np.nan, 0.0, np.nan]])

    expect.close(forward.sigmoid(x), [[np.nan, 0.5, np.nan]], given=x, hint=NANS)


@pytest.mark.exercise("sigmoid")
def test_sigmoid_takes_views():
    """sigmoid takes an array that is turned round, and parts of one"""
    _views(forward.sigmoid, reference.sigmoid)


@pytest.mark.exercise("sigmoid")
def test_sigmoid_is_pure():
    """sigmoid changes neither its argument nor anything else"""
    _pure_elementwise(hand_in.sigmoid, reference.sigmoid, 37)


# tanh


@pytest.mark.exercise("tanh")
def test_tanh_has_the_right_values():
    """tanh has the right values"""
    x = _numbers(40, (5, 4))

    expect.close(forward.tanh(x), np.tanh(x), given=x)


@pytest.mark.exercise("tanh")
def test_tanh_is_right_all_along_the_line():
    """tanh is right for every number from -40 to 40, near 0 as well"""
    _line_of(forward.tanh, np.tanh, "where does your code change from one formula to another, or round?")


@pytest.mark.exercise("tanh")
def test_tanh_takes_any_shape():
    """tanh takes any shape with at least one axis and returns the same shape"""
    _any_shape(forward.tanh, np.tanh, 41)


@pytest.mark.exercise("tanh")
def test_tanh_takes_integers():
    """tanh gives the right values for integers"""
    expect.close(forward.tanh(_integers()), np.tanh(_integers()), given=_integers())


@pytest.mark.exercise("tanh")
def test_tanh_is_right_for_large_numbers():
    """tanh is right for large numbers of either sign, 1e300 included"""
    hint = "what is infinity divided by infinity?"

    expect.close(forward.tanh(_large()), np.tanh(_large()), given="large numbers", hint=hint)


@pytest.mark.exercise("tanh")
def test_tanh_does_not_warn():
    """tanh does not warn for large numbers of either sign, 1e300 included"""
    with expect.no_warnings(hint="which power of e is too large for a float?"):
        got = forward.tanh(_large().reshape(3, 4))
    expect.close(got, np.tanh(_large()).reshape(3, 4))


@pytest.mark.exercise("tanh")
def test_tanh_is_odd():
    """tanh of -x is minus tanh of x"""
    x = _numbers(46, (3, 4))

    up = expect.close(forward.tanh(x), np.tanh(x), given=x)
    expect.close(forward.tanh(-x), -up, given=-x)


@pytest.mark.exercise("tanh")
def test_tanh_keeps_nan():
    """tanh leaves NaN as NaN"""
    x = np.array([[np.nan, -1.25, np.nan]])

    expect.close(forward.tanh(x), [[np.nan, np.tanh(-1.25), np.nan]], given=x, hint=NANS)


@pytest.mark.exercise("tanh")
def test_tanh_takes_views():
    """tanh takes an array that is turned round, and parts of one"""
    _views(forward.tanh, np.tanh)


@pytest.mark.exercise("tanh")
def test_tanh_is_pure():
    """tanh changes neither its argument nor anything else"""
    _pure_elementwise(hand_in.tanh, np.tanh, 47)


# elu


@pytest.mark.exercise("elu")
def test_elu_has_the_right_values():
    """elu has the right values for alpha = 1, its default"""
    x = np.append(_numbers(50, 19), 0.0).reshape(5, 4)

    expect.close(forward.elu(x), reference.elu(x), given=x)


@pytest.mark.exercise("elu")
@pytest.mark.parametrize("alpha", [0.3, 2.5])
def test_elu_uses_alpha(alpha):
    """elu uses the alpha it is given, also where it is larger than 1"""
    x = np.append(_numbers(51, 11), 0.0).reshape(4, 3)

    got = forward.elu(x, alpha=alpha)

    hint = "what exactly does alpha multiply, and what should elu be at 0?"
    expect.close(got, reference.elu(x, alpha=alpha), given=x, hint=hint)


@pytest.mark.exercise("elu")
def test_elu_is_right_all_along_the_line():
    """elu is right for every number from -40 to 40, near 0 as well"""
    _line_of(forward.elu, reference.elu, "where does your code change from one formula to another, or round?")


@pytest.mark.exercise("elu")
def test_elu_takes_any_shape():
    """elu takes any shape with at least one axis and returns the same shape"""
    _any_shape(forward.elu, reference.elu, 52)


@pytest.mark.exercise("elu")
def test_elu_takes_integers():
    """elu gives the right values for integers"""
    want = reference.elu(_integers().astype(float))

    hint = "of what type is the array into which the results go?"
    expect.close(forward.elu(_integers()), want, given=_integers(), hint=hint)


@pytest.mark.exercise("elu")
def test_elu_is_right_for_large_numbers():
    """elu is right for large numbers of either sign, 1e300 included"""
    hint = "what happens to the positive entries on the way?"

    expect.close(forward.elu(_large()), reference.elu(_large()), given="large numbers", hint=hint)


@pytest.mark.exercise("elu")
def test_elu_does_not_warn():
    """elu does not warn for large numbers of either sign, 1e300 included"""
    with expect.no_warnings(hint="does e^x get to see the positive entries too?"):
        got = forward.elu(_large().reshape(3, 4), alpha=0.5)
    expect.close(got, reference.elu(_large(), alpha=0.5).reshape(3, 4))


@pytest.mark.exercise("elu")
def test_elu_keeps_nan():
    """elu leaves NaN as NaN"""
    x = np.array([[np.nan, -2.0, np.nan]])

    expect.close(forward.elu(x), [[np.nan, reference.elu(x)[0, 1], np.nan]], given=x, hint=NANS)


@pytest.mark.exercise("elu")
def test_elu_takes_views():
    """elu takes an array that is turned round, and parts of one"""
    _views(forward.elu, reference.elu)


@pytest.mark.exercise("elu")
def test_elu_is_pure():
    """elu changes neither its argument nor anything else"""
    _pure_elementwise(hand_in.elu, reference.elu, 57)


# maxout


def _maxout_arguments(seed, n, d, h):
    rng = np.random.default_rng(seed)
    shapes = ((n, d), (d, h), (h,), (d, h), (h,))
    return tuple(rng.normal(size=shape) for shape in shapes)


@pytest.mark.exercise("maxout")
def test_maxout_has_the_right_values():
    """maxout is the larger of the two pieces, each with its own weights and bias"""
    arguments = _maxout_arguments(60, 6, 5, 4)

    hint = "write down both pieces: which bias belongs to which?"
    expect.close(forward.maxout(*arguments), reference.maxout(*arguments), hint=hint)
    x, W1, b1, W2, b2 = arguments
    for biases in ((0 * b1, b2), (b1, 0 * b2)):
        arguments = x, W1, biases[0], W2, biases[1]
        expect.close(forward.maxout(*arguments), reference.maxout(*arguments), hint="one bias is 0: whose is it?")


@pytest.mark.exercise("maxout")
@pytest.mark.parametrize(("n", "d", "h"), [(1, 3, 2), (4, 1, 2), (3, 2, 1), (3, 3, 3), (1, 1, 1)])
def test_maxout_works_for_small_and_square_shapes(n, d, h):
    """maxout works for one example, one input, one output and square shapes"""
    arguments = _maxout_arguments(61, n, d, h)

    expect.close(forward.maxout(*arguments), reference.maxout(*arguments), hint=SIZES)


@pytest.mark.exercise("maxout")
def test_maxout_may_be_negative():
    """maxout is negative where both pieces are"""
    x, W1, b1, W2, b2 = _maxout_arguments(62, 4, 3, 5)
    want = reference.maxout(x, W1, b1 - 50, W2, b2 - 51)

    hint = "which function here is the activation?"
    expect.close(forward.maxout(x, W1, b1 - 50, W2, b2 - 51), want, hint=hint)


@pytest.mark.exercise("maxout")
def test_maxout_is_symmetric_in_its_pieces():
    """maxout stays the same when the two pieces change places"""
    x, W1, b1, W2, b2 = _maxout_arguments(63, 5, 3, 4)

    got = expect.close(forward.maxout(x, W1, b1, W2, b2), reference.maxout(x, W1, b1, W2, b2))
    expect.close(forward.maxout(x, W2, b2, W1, b1), got, hint="do both pieces use their own?")


@pytest.mark.exercise("maxout")
def test_maxout_takes_integers():
    """maxout gives the right values for integers"""
    x, W1, b1, W2, b2 = (np.rint(3 * a).astype(int) for a in _maxout_arguments(64, 4, 3, 2))

    expect.close(forward.maxout(x, W1, b1, W2, b2), reference.maxout(x, W1, b1, W2, b2))
    for mixed in ((x, W1 + 0.5, b1 + 0.25, W2 - 0.5, b2), (x, W1, b1 + 0.5, W2, b2 + 0.25), (x + 0.5, W1, b1, W2, b2)):
        expect.close(forward.maxout(*mixed), reference.maxout(*mixed), hint=TYPES)


@pytest.mark.exercise("maxout")
def test_maxout_takes_views():
    """maxout takes arrays that are turned round, and parts of them"""
    x, W1, b1, W2, b2 = _maxout_arguments(67, 6, 4, 3)
    want = reference.maxout(x, W1, b1, W2, b2)

    turned = (np.asfortranarray(x), W1.T.copy().T, b1[::-1].copy()[::-1], np.asfortranarray(W2), b2)
    expect.close(forward.maxout(*turned), want, hint=VIEWS)
    expect.close(forward.maxout(x[::2], W1, b1, W2, b2), want[::2], hint=VIEWS)


@pytest.mark.exercise("maxout")
def test_maxout_is_pure():
    """maxout changes neither its arguments nor anything else"""
    for n in (4, 1):
        one, other = _maxout_arguments(65, n, 3, 2), _maxout_arguments(66, n, 3, 2)
        _pure(hand_in.maxout, one, other, lambda got, *args: expect.close(got, reference.maxout(*args)))


# softmax


@pytest.mark.exercise("softmax")
def test_softmax_has_the_right_values():
    """softmax turns each row of scores into probabilities"""
    x = _numbers(70, (6, 5))

    hint = "over which axis must the result add up to 1?"
    expect.close(forward.softmax(x), reference.softmax(x), given=x, hint=hint)


@pytest.mark.exercise("softmax")
@pytest.mark.parametrize("shape", [(4, 4), (1, 3), (5, 2), (1, 2)])
def test_softmax_works_for_small_and_square_shapes(shape):
    """softmax works for one example, two classes, and as many examples as classes"""
    x = _numbers(71, shape)

    hint = "an array of shape (n,) lines up with the columns: what lines up with the rows?"
    expect.close(forward.softmax(x), reference.softmax(x), given=x, hint=hint)


@pytest.mark.exercise("softmax")
@pytest.mark.parametrize(
    "shape", [(5,), (2, 3, 4), (3, 3, 3), (2, 1, 3), (1, 2, 3), (1, 1, 2), (2, 3, 1, 4), (2, 2, 2, 2)]
)
def test_softmax_works_along_the_last_axis(shape):
    """softmax works along the last axis, however many axes there are"""
    x = _numbers(72, shape)

    hint = "which axis is the last one of an array with three axes, or with one?"
    expect.close(forward.softmax(x), reference.softmax(x), given=x, hint=hint)


@pytest.mark.exercise("softmax")
def test_softmax_survives_large_scores():
    """softmax is right for scores of 1000 and -1000 in one array, and in one row"""
    hint = "what may be subtracted from a row without changing its softmax, and from which rows?"

    x = _rows()
    expect.close(forward.softmax(x), reference.softmax(x), given=x, hint=hint)
    expect.close(forward.softmax(x[2]), reference.softmax(x[2]), given=x[2], hint=hint)


@pytest.mark.exercise("softmax")
def test_softmax_does_not_warn():
    """softmax does not warn for finite scores of either sign, 1e300 included"""
    large = _large()
    # an overflow is told by the row with 1e300; scores that are all as large have no digits left for a logarithm
    x = np.vstack([large, large / 1e300, np.full(12, -1e4), np.full(12, 1e4)])

    with expect.no_warnings(hint="how large may a number be before e^x is too large?"):
        got = forward.softmax(x)
    expect.close(got, reference.softmax(x))


@pytest.mark.exercise("softmax")
def test_softmax_ignores_a_common_shift():
    """softmax stays the same when a number is added to all scores of a row"""
    x = _numbers(74, (4, 3))

    got = expect.close(forward.softmax(x), reference.softmax(x), given=x)
    expect.close(forward.softmax(x + np.array([[5.0], [-3.0], [800.0], [0.0]])), got)


@pytest.mark.exercise("softmax")
def test_softmax_follows_a_permutation_of_the_classes():
    """softmax permutes with its scores, and each row adds up to 1"""
    x, order = _numbers(75, (3, 5)), [3, 0, 4, 1, 2]

    got = expect.close(forward.softmax(x), reference.softmax(x), given=x)
    expect.close(forward.softmax(x[:, order]), got[:, order])
    expect.close(got.sum(axis=1), np.ones(3), name="the sum of each row")


@pytest.mark.exercise("softmax")
def test_softmax_takes_integers():
    """softmax gives the right values for integers"""
    want = reference.softmax(_integers().astype(float))

    expect.close(forward.softmax(_integers()), want, given=_integers())


@pytest.mark.exercise("softmax")
def test_softmax_takes_views():
    """softmax takes an array that is turned round, and parts of one"""
    _views(forward.softmax, reference.softmax)


@pytest.mark.exercise("softmax")
def test_softmax_is_pure():
    """softmax changes neither its argument nor anything else"""
    _pure_elementwise(hand_in.softmax, reference.softmax, 77)


@pytest.mark.exercise("softmax")
def test_softmax_works_on_the_whole_array_at_once():
    """softmax has no loop over single numbers (100 times slower than numpy is too slow)"""
    x, few = _numbers(78, (150, 100)), _numbers(79, (1000, 10))  # small: fresh pages cost more than the work

    expect.close(forward.softmax(x), reference.softmax(x), given=x)
    _fast(hand_in.softmax, reference.softmax, x, few, "can one line treat all rows at once?")


# affine_forward


def _affine_arguments(seed, n, d, h):
    rng = np.random.default_rng(seed)
    return rng.normal(size=(n, d)), rng.normal(size=(d, h)), rng.normal(size=h)


def _affine_output(result, x, W, b, hint=""):
    out, _ = expect.parts(result, "out", "cache")
    given = {"x": x, "W": W, "b": b}
    return expect.close(out, x @ W + b, name="out", given=given, hint=hint)


@pytest.mark.exercise("affine_forward")
def test_affine_forward_has_the_right_values():
    """affine_forward is a weighted sum plus the bias"""
    x, W, b = _affine_arguments(80, 6, 5, 4)

    hint = "what should come out where x is all zeros?"
    _affine_output(forward.affine_forward(x, W, b), x, W, b, hint)


@pytest.mark.exercise("affine_forward")
@pytest.mark.parametrize(("n", "d", "h"), [(1, 3, 2), (4, 1, 2), (3, 2, 1), (3, 5, 3), (3, 3, 3), (1, 1, 1)])
def test_affine_forward_works_for_small_and_square_shapes(n, d, h):
    """affine_forward works for one example, one input, one output and square shapes"""
    x, W, b = _affine_arguments(81, n, d, h)

    hint = "to which axis of the output does the bias belong?"
    _affine_output(forward.affine_forward(x, W, b), x, W, b, hint)


@pytest.mark.exercise("affine_forward")
def test_affine_forward_of_zeros_is_the_bias():
    """affine_forward of an example that is all zeros is the bias"""
    x, W, b = _affine_arguments(82, 3, 4, 2)

    _affine_output(forward.affine_forward(0 * x, W, b), 0 * x, W, b, "where is the bias added?")


@pytest.mark.exercise("affine_forward")
def test_affine_forward_returns_the_cache():
    """affine_forward returns its arguments (x, W, b) as the cache"""
    x, W, b = _affine_arguments(83, 4, 3, 2)

    result = forward.affine_forward(x, W, b)

    _affine_output(result, x, W, b)
    _, cache = expect.parts(result, "out", "cache")
    hint = "what does the backward step need: what went in, or what came out?"
    for name, got, want in zip("xWb", expect.parts(cache, *"xWb"), (x, W, b), strict=True):
        expect.close(got, want, name=f"{name} of the cache", hint=hint)


@pytest.mark.exercise("affine_forward")
def test_affine_forward_takes_integers():
    """affine_forward gives the right values for integers"""
    x, W, b = (np.rint(3 * a).astype(int) for a in _affine_arguments(84, 4, 3, 2))

    _affine_output(forward.affine_forward(x, W, b), x, W, b)
    for mixed in ((x, W, b + 0.5), (x, W + 0.25, b), (x + 0.5, W, b)):
        _affine_output(forward.affine_forward(*mixed), *mixed, TYPES)


@pytest.mark.exercise("affine_forward")
def test_affine_forward_treats_equal_examples_alike():
    """affine_forward gives equal rows equal outputs, each in its own place"""
    x, W, b = _affine_arguments(87, 3, 4, 2)
    x = x[[0, 1, 0, 0, 2, 1]]

    _affine_output(forward.affine_forward(x, W, b), x, W, b, "what happens to a row that comes twice?")


@pytest.mark.exercise("affine_forward")
def test_affine_forward_takes_views():
    """affine_forward takes arrays that are turned round, and parts of them"""
    x, W, b = _affine_arguments(88, 6, 4, 3)

    _affine_output(forward.affine_forward(np.asfortranarray(x), W.T.copy().T, b), x, W, b, VIEWS)
    _affine_output(forward.affine_forward(x[::2], W[:, ::-1], b[::-1]), x[::2], W[:, ::-1], b[::-1], VIEWS)


@pytest.mark.exercise("affine_forward")
def test_affine_forward_is_pure():
    """affine_forward changes neither its arguments nor anything else"""
    for n in (4, 1):
        one, other = _affine_arguments(85, n, 3, 2), _affine_arguments(89, n, 3, 2)
        _pure(hand_in.affine_forward, one, other, _affine_output)


@pytest.mark.exercise("affine_forward")
def test_affine_forward_works_on_the_whole_array_at_once():
    """affine_forward has no loop over single numbers (100 times slower than numpy is too slow)"""
    x, W, b = _affine_arguments(86, 250, 20, 30)

    _affine_output(forward.affine_forward(x, W, b), x, W, b)
    hint = "which single operation of numpy holds all three loops?"
    expect.fast(hand_in.affine_forward, reference.affine_forward, x, W, b, hint=hint)


# mlp_forward


def _mlp(seed, sizes):
    rng = np.random.default_rng(seed)
    params = {}
    for layer, (d, h) in enumerate(pairwise(sizes), 1):
        params[f"W{layer}"] = rng.normal(size=(d, h)) / np.sqrt(d)
        params[f"b{layer}"] = rng.normal(scale=0.5, size=h)
    return params


def _network(result, x, params, hint=""):
    """Check logits and caches; return the logits."""
    want, want_caches = reference.mlp_forward(x, params)
    logits, caches = expect.parts(result, "logits", "caches")
    logits = expect.close(logits, want, name="the logits", given={"x": x}, hint=hint)
    caches = expect.items(caches, length=len(want_caches), name="caches")
    for layer, (got, right) in enumerate(zip(caches, want_caches, strict=True), 1):
        cache = expect.mapping(got, "x", "z", name=f"the cache of layer {layer}")
        which = f"of layer {layer} in caches"
        expect.close(cache["x"], right["x"], name=f"x {which}", hint="what goes into this layer?")
        hint_z = "is this the sum before the activation, or after it?"
        expect.close(cache["z"], right["z"], name=f"z {which}", hint=hint_z)
    return logits


def _logits(result, x, params, hint=""):
    logits, _ = expect.parts(result, "logits", "caches")
    want, _ = reference.mlp_forward(x, params)
    return expect.close(logits, want, name="the logits", given={"x": x}, hint=hint)


@pytest.mark.exercise("mlp_forward", weight=2)
def test_mlp_forward_has_the_right_logits():
    """mlp_forward computes the logits of a network with two hidden layers"""
    x, params = _numbers(90, (6, 5)), _mlp(91, (5, 7, 4, 3))

    hint = "after which layers does the activation come?"
    _logits(forward.mlp_forward(x, params), x, params, hint)


@pytest.mark.exercise("mlp_forward", weight=2)
def test_mlp_forward_remembers_every_layer():
    """mlp_forward returns, layer by layer, the input x and the sum z before the activation"""
    x, params = _numbers(92, (5, 4)), _mlp(93, (4, 6, 3, 2))

    _network(forward.mlp_forward(x, params), x, params)


@pytest.mark.exercise("mlp_forward")
def test_mlp_forward_has_no_activation_after_the_last_layer():
    """mlp_forward gives negative logits where the last sum is negative"""
    x, params = _numbers(94, (6, 3)), _mlp(95, (3, 5, 2))
    params["b2"] = params["b2"] - 20.0

    _logits(forward.mlp_forward(x, params), x, params, "may a logit be negative?")


@pytest.mark.exercise("mlp_forward")
def test_mlp_forward_with_a_single_layer():
    """mlp_forward of a network without hidden layers is that one layer; biases may all be 0"""
    x, params = _numbers(96, (4, 3)), _mlp(97, (3, 2))

    _network(forward.mlp_forward(x, params), x, params, "which layer is the last one here?")
    unbiased = {key: 0 * a if key[0] == "b" else a for key, a in params.items()}
    _network(forward.mlp_forward(x, unbiased), x, unbiased, "every b is 0 before training: what remains of z?")


@pytest.mark.exercise("mlp_forward")
@pytest.mark.parametrize(("n", "sizes"), [(1, (3, 4, 2)), (4, (1, 1, 2)), (3, (3, 3, 3)), (2, (2, 5, 1))])
def test_mlp_forward_works_for_small_and_square_shapes(n, sizes):
    """mlp_forward works for one example, layers of one unit and square shapes"""
    x, params = _numbers(98, (n, sizes[0])), _mlp(99, sizes)

    _network(forward.mlp_forward(x, params), x, params, SIZES)


@pytest.mark.exercise("mlp_forward")
def test_mlp_forward_works_for_many_layers():
    """mlp_forward works for eleven layers, in the order of their numbers"""
    x, params = _numbers(100, (3, 2)), _mlp(101, (2,) + (4,) * 10 + (3,))

    hint = 'which comes first when texts are sorted, "W10" or "W2"?'
    _network(forward.mlp_forward(x, params), x, params, hint)


@pytest.mark.exercise("mlp_forward")
def test_mlp_forward_goes_by_the_names_of_the_layers():
    """mlp_forward goes by the keys of params, not by their order in the dict"""
    x, params = _numbers(102, (4, 3)), _mlp(103, (3, 3, 3, 3))
    mixed = {key: params[key] for key in ("b3", "W2", "b1", "W3", "b2", "W1")}

    _network(forward.mlp_forward(x, mixed), x, params, "how do you find the weights of a layer?")


@pytest.mark.exercise("mlp_forward")
def test_mlp_forward_treats_each_example_by_itself():
    """mlp_forward gives an example the same logits alone and in a batch"""
    x, params = _numbers(104, (5, 3)), _mlp(105, (3, 4, 2))

    whole = _logits(forward.mlp_forward(x, params), x, params)
    alone = _logits(forward.mlp_forward(x[2:3], params), x[2:3], params)
    expect.close(alone, whole[2:3], name="the logits of one example")
    many = x[np.arange(307) % 5]
    _network(forward.mlp_forward(many, params), many, params, "how many of the rows does your code look at?")


@pytest.mark.exercise("mlp_forward")
def test_mlp_forward_takes_integers():
    """mlp_forward gives the right values for integers"""
    x = _integers()
    params = {key: np.rint(3 * a).astype(int) for key, a in _mlp(106, (3, 4, 2)).items()}

    _network(forward.mlp_forward(x, params), x, params)
    halves = {key: a + 0.5 if key[0] == "b" else a for key, a in params.items()}
    _network(forward.mlp_forward(x, halves), x, halves, TYPES)


@pytest.mark.exercise("mlp_forward")
def test_mlp_forward_takes_views():
    """mlp_forward takes arrays that are turned round, and parts of them"""
    x, params = _numbers(118, (6, 3)), _mlp(119, (3, 4, 2))
    turned = {key: np.asfortranarray(a) for key, a in params.items()}

    _network(forward.mlp_forward(x[::2], turned), x[::2].copy(), params, VIEWS)
    _network(forward.mlp_forward(np.asfortranarray(x), turned), x, params, VIEWS)


@pytest.mark.exercise("mlp_forward")
def test_mlp_forward_is_pure():
    """mlp_forward changes neither x nor params nor anything else"""
    for n in (5, 1):
        one, other = (_numbers(107, (n, 3)), _mlp(108, (3, 4, 2))), (_numbers(109, (n, 3)), _mlp(110, (3, 4, 2)))
        _pure(hand_in.mlp_forward, one, other, _network)


# graph_forward

BINARY = ("add", "sub", "mul", "div")
UNARY = ("neg", "exp", "log", "tanh", "sigmoid", "relu", "square")


def _node(name, op, *args):
    return {"id": name, "op": op, "args": list(args)}


def _input(*names):
    return [{"id": name, "op": "input"} for name in names]


def _const(name, value):
    return {"id": name, "op": "const", "value": value}


def _formula():
    """Return a graph with all kinds of nodes: two inputs, a diamond, an unused node, a constant."""
    return [
        *_input("x", "y"),
        _const("c", -1.5),
        _node("p", "mul", "x", "y"),
        _node("q", "sub", "p", "c"),
        _node("left", "tanh", "q"),
        _node("right", "square", "q"),
        _node("top", "add", "left", "right"),
        _node("ratio", "div", "top", "y"),
        _node("out", "neg", "ratio"),
        _node("unused", "exp", "left"),
    ]


_OF_EVERY_NODE = "every node has a value, and its id says in the dict which one"


def _all_values(got, graph, inputs, hint=""):
    want = reference.graph_forward(graph, inputs)
    got = expect.mapping(got, *want, exact=True, name="the values", hint=_OF_EVERY_NODE)
    for name, value in want.items():
        expect.close(got[name], value, name=f"the value of node {name!r}", hint=hint)
    return got


@pytest.mark.exercise("graph_forward")
@pytest.mark.parametrize("op", BINARY)
def test_graph_forward_knows_operations_of_two(op):
    """graph_forward knows add, sub, mul and div, with the arguments in their order"""
    graph = [*_input("u", "v"), _node("w", op, "u", "v"), _node("r", op, "v", "u")]
    inputs = {"u": 0.75, "v": -2.5}

    got = forward.graph_forward(graph, inputs)

    _all_values(got, graph, inputs, "which argument comes first in a difference or a quotient?")


@pytest.mark.exercise("graph_forward")
@pytest.mark.parametrize("op", UNARY)
def test_graph_forward_knows_operations_of_one(op):
    """graph_forward knows neg, exp, log, tanh, sigmoid, relu and square"""
    graph = [*_input("u", "v"), _node("w", op, "v"), _node("z", op, "u")]
    inputs = {"u": 1.75, "v": 1e-5 if op == "log" else -0.6}

    _all_values(forward.graph_forward(graph, inputs), graph, inputs, f"what is {op} of a number?")
    if op != "log":
        inputs = {"u": 0.0, "v": -3.0}
        _all_values(forward.graph_forward(graph, inputs), graph, inputs, f"what is {op} of 0, and of -3?")


@pytest.mark.exercise("graph_forward")
def test_graph_forward_gives_a_value_for_every_node():
    """graph_forward gives the value of every node: inputs, constants and unused nodes too"""
    graph, inputs = _formula(), {"x": 1.2, "y": -0.7}

    got = forward.graph_forward(graph, inputs)

    _all_values(got, graph, inputs, "which nodes does your loop leave out?")


@pytest.mark.exercise("graph_forward", weight=4)
def test_graph_forward_works_in_any_order():
    """graph_forward does not depend on the order of the list"""
    graph, inputs = _formula(), {"x": -0.4, "y": 2.2}
    hint = "what if a node stands before the nodes it needs?"
    orders = [np.random.default_rng(seed).permutation(len(graph)).tolist() for seed in range(110, 116)]

    for order in (*orders, range(len(graph))[::-1]):
        _all_values(forward.graph_forward([graph[i] for i in order], inputs), graph, inputs, hint)
    chain = [*_input("n0"), *(_node(f"n{i}", "neg", f"n{i - 1}") for i in range(1, 40))]  # needs its last node first
    _all_values(forward.graph_forward(chain[::-1], {"n0": 1.5}), chain, {"n0": 1.5}, hint)


@pytest.mark.exercise("graph_forward", weight=2)
def test_graph_forward_takes_zero_for_a_value():
    """graph_forward takes 0 for a value like any other: an input, a constant or a result of 0"""
    graph = [
        *_input("x", "y"),
        _const("c", 0.0),
        _node("p", "mul", "x", "y"),
        _node("q", "add", "c", "p"),
        _node("r", "relu", "y"),
        _node("d", "sub", "y", "y"),
        _node("e", "exp", "d"),
        _node("out", "add", "e", "r"),
    ]
    hint = "does your code take a value of 0 for a value that is missing?"
    for inputs in ({"x": 0.0, "y": -2.0}, {"x": 0.0, "y": 0.0}, {"x": 0, "y": 3}):
        for nodes in (graph, graph[::-1]):
            _all_values(forward.graph_forward(nodes, inputs), graph, inputs, hint)


@pytest.mark.exercise("graph_forward")
def test_graph_forward_needs_neither_inputs_nor_operations():
    """graph_forward works for a graph without inputs, and for one of inputs alone"""
    graph = [_node("y", "square", "c"), _const("c", 3.0)]
    _all_values(forward.graph_forward(graph, {}), graph, {}, "what if there are no inputs?")
    graph = _input("b", "a")
    _all_values(forward.graph_forward(graph, {"a": 1.0, "b": 2.0}), graph, {"a": 1.0, "b": 2.0}, "what if that is all?")


@pytest.mark.exercise("graph_forward")
def test_graph_forward_takes_whole_numbers():
    """graph_forward takes whole numbers as inputs and constants, and divides them as numbers"""
    graph = [*_input("a", "b"), _const("c", 2), _node("q", "div", "a", "b"), _node("r", "div", "c", "q")]

    _all_values(forward.graph_forward(graph, {"a": 7, "b": 2}), graph, {"a": 7, "b": 2}, "what is 7 divided by 2?")


@pytest.mark.exercise("graph_forward")
def test_graph_forward_uses_a_node_many_times():
    """graph_forward works where a node is used twice or three times"""
    graph = [
        *_input("a"),
        _node("b", "add", "a", "a"),
        _node("c", "add", "b", "b"),
        _node("d", "mul", "c", "a"),
        _node("e", "sub", "d", "a"),
    ]
    inputs = {"a": 1.5}

    _all_values(forward.graph_forward(graph, inputs), graph, inputs)
    _all_values(forward.graph_forward(graph[::-1], inputs), graph, inputs)


@pytest.mark.exercise("graph_forward")
def test_graph_forward_computes_each_node_once():
    """graph_forward computes each node once: 60 nodes that each add the one before to itself are no work"""
    graph = [*_input("n0"), *(_node(f"n{i}", "add", f"n{i - 1}", f"n{i - 1}") for i in range(1, 61))]

    hint = "how often does your code compute the first node, if each node asks for the one before twice?"
    _all_values(forward.graph_forward(graph[::-1], {"n0": 0.75}), graph, {"n0": 0.75}, hint)


@pytest.mark.exercise("graph_forward")
def test_graph_forward_takes_any_names():
    """graph_forward takes any text as the id of a node, names of operations too"""
    graph = [
        *_input("mul", "b a"),
        _const("exp", 3.0),
        _node("add", "mul", "mul", "exp"),
        _node("input", "sub", "add", "b a"),
        _node("0", "neg", "input"),
        _node("", "square", "0"),
    ]
    inputs = {"mul": 2.0, "b a": 0.5}

    hint = 'do you ask for the "op" of a node, or for its "id"?'
    _all_values(forward.graph_forward(graph, inputs), graph, inputs, hint)
    for op in (*BINARY, *UNARY):  # as an input, and as a node that uses it
        graph = [*_input(op), _node("neg" if op != "neg" else "add", "square", op)]
        _all_values(forward.graph_forward(graph, {op: 3.0}), graph, {op: 3.0}, hint)


@pytest.mark.exercise("graph_forward", weight=2)
def test_graph_forward_survives_a_long_chain():
    """graph_forward survives a chain of 3,000 nodes"""
    chain = [*_input("n0"), _const("step", 0.125)]
    chain += [_node(f"n{i}", "add", f"n{i - 1}", "step") for i in range(1, 3000)]
    # its end first: as deep as can be for a recursion, but two passes over the list are enough
    got = forward.graph_forward([chain[-1], *chain[:-1]], {"n0": 0.5})  # nobody needs the chain any more: no copy

    wanted = [0, 1, 1498, 1499, 1500, 2998, 2999]
    hint = "how deep does your code call itself?"
    got = expect.mapping(got, "step", *(f"n{i}" for i in wanted), name="the values", hint=_OF_EVERY_NODE)
    for i in wanted:
        expect.close(got[f"n{i}"], 0.5 + 0.125 * i, name=f"the value of node 'n{i}'", hint=hint)
    expect.that(len(got) == 3001, f"expected the values of 3001 nodes, got {len(got)}", hint=hint)


@pytest.mark.exercise("graph_forward")
def test_graph_forward_is_pure():
    """graph_forward changes neither the graph nor the inputs nor anything else"""
    one, other = (_formula()[::-1], {"x": 0.9, "y": 1.1}), (_formula()[1:] + _formula()[:1], {"x": -3.0, "y": 2.0})
    other[0][1]["value"] = 2.5  # the same names, and another constant

    hint = "which line writes into the graph or the inputs?"
    _pure(hand_in.graph_forward, one, other, _all_values, hint=hint)


# init_mlp: any normal or uniform draw with the right variance must pass, whatever its generator.
#
# A layer below has N >= 20,000 weights. The variance of a sample misses the true one by a relative
# standard deviation of sqrt(2/N) = 1.0 % for a normal draw and sqrt(0.8/N) = 0.6 % for a uniform
# one, so 10 % is ten standard deviations: a right draw fails once in 10^22 seeds. The nearest wrong
# variance (fan_in and fan_out confused, a factor 2 or 3 or a root forgotten) is off by 33 % and
# more in one of the layers. The mean of a sample has a standard deviation of 0.7 % of the spread:
# 10 % is fourteen of them. The correlation of two independent layers with N numbers has a standard
# deviation of 1/sqrt(N) <= 1.1 % (N >= 8,000), and shared draws give 100 %: the bound of 30 % is
# more than 25 standard deviations away from either. The skewness of a normal draw is 0 with a standard
# deviation of sqrt(6/N) = 1.7 %, that of a one-sided draw (exponential) is 2.
SPREAD = 0.10
CENTRE = 0.10
SKEW = 0.25
SHARED = 0.30
WIDE = [200, 100, 300]  # N = 20,000 and 30,000; fan_in, fan_out and their sum all differ


def _drawn(sizes, **settings):
    """Draw a network whose statistics count, after one so small that its numbers can be looked at one by one."""
    few = [7, 5, 4, 6][: len(sizes)]
    _params(forward.init_mlp(few, **settings), few)
    return forward.init_mlp(sizes, **settings)


def _weights(params, sizes, layer):
    key = f"W{layer}"
    params = expect.mapping(params, key, name="params")
    return expect.array(params[key], (sizes[layer - 1], sizes[layer]), name=key)


def _params(value, sizes):
    """Check keys, shapes and biases; return the params."""
    names = [f"{kind}{layer}" for layer in range(1, len(sizes)) for kind in "Wb"]
    params = expect.mapping(value, *names, exact=True, name="params")
    for layer in range(1, len(sizes)):
        _weights(params, sizes, layer)
        expect.close(params[f"b{layer}"], np.zeros(sizes[layer]), name=f"b{layer}")
    return params


def _right_variance(params, sizes, variance_of):
    for layer in range(1, len(sizes)):
        W = _weights(params, sizes, layer)
        want = variance_of(sizes[layer - 1], sizes[layer])
        hint = "by what do you multiply the random numbers: a variance, or its square root?"
        text = f"expected a variance near {want:.4g} for W{layer}, got {W.var():.4g}"
        expect.that(bool(abs(W.var() / want - 1) <= SPREAD), text, hint=hint)


@pytest.mark.exercise("init_mlp")
@pytest.mark.parametrize("sizes", [[4, 3], (5, 4, 3, 2), [1, 1], [3, 3, 3], [2] * 12])
def test_init_mlp_has_the_right_names_and_shapes(sizes):
    """init_mlp returns W and b for each layer, with the right shapes, and biases of 0"""
    params = _params(forward.init_mlp(sizes, seed=5), sizes)

    W = _weights(params, sizes, 1)
    expect.that(bool(np.all(W != 0)), "W1 has an entry that is exactly 0", hint="what learns then?")


@pytest.mark.exercise("init_mlp", weight=3)
def test_init_mlp_draws_he_by_default():
    """init_mlp draws weights with the variance 2/fan_in by default"""
    params = _drawn(WIDE)

    _right_variance(params, WIDE, lambda fan_in, fan_out: 2 / fan_in)


@pytest.mark.exercise("init_mlp", weight=3)
@pytest.mark.parametrize(
    ("scheme", "variance_of"),
    [
        pytest.param("he", lambda fan_in, fan_out: 2 / fan_in, id="he"),
        pytest.param("xavier", lambda fan_in, fan_out: 2 / (fan_in + fan_out), id="xavier"),
    ],
)
def test_init_mlp_draws_with_the_variance_of_the_scheme(scheme, variance_of):
    """init_mlp draws weights with the variance of the scheme it is given"""
    params = _drawn(WIDE, seed=6, scheme=scheme)

    _right_variance(params, WIDE, variance_of)


@pytest.mark.exercise("init_mlp")
def test_init_mlp_draws_around_zero():
    """init_mlp draws weights of both signs around 0"""
    params = _drawn(WIDE, seed=7)

    for layer in (1, 2):
        W = _weights(params, WIDE, layer)
        text = f"expected a mean near 0 for W{layer}, got {W.mean():.4g}"
        expect.that(bool(abs(W.mean()) < CENTRE * W.std()), text, hint="where does the draw begin?")
        skew = np.mean((W - W.mean()) ** 3) / W.std() ** 3
        text = f"expected as many weights of W{layer} far above 0 as far below"
        expect.that(bool(abs(skew) < SKEW), text, hint="is your draw normal or uniform?")


@pytest.mark.exercise("init_mlp")
def test_init_mlp_draws_every_weight_by_itself():
    """init_mlp draws every weight by itself"""
    W = _weights(_drawn(WIDE, seed=8), WIDE, 1)

    # float32 draws have 2^24 values, so about 12 of 20,000 numbers may meet another
    different = len(np.unique(np.abs(W)))
    text = f"only {different} of the {W.size} weights in W1 are different"
    expect.that(different > 0.9 * W.size, text, hint="which size do you pass to the generator?")


@pytest.mark.exercise("init_mlp")
@pytest.mark.parametrize("sizes", [[100, 100, 100, 100], [100, 80, 120, 90]])
def test_init_mlp_shares_no_draws_between_layers(sizes):
    """init_mlp draws each layer anew: no two layers hold the same random numbers"""
    params = _params(_drawn(sizes, seed=9), sizes)

    layers = [_weights(params, sizes, layer) for layer in (1, 2, 3)]
    for first, second in ((0, 1), (1, 2), (0, 2)):
        for one, two in product((layers[first], layers[first].T), (layers[second], layers[second].T)):
            size = min(one.size, two.size)
            a, b = one.ravel()[:size], two.ravel()[:size]
            shared = abs(np.mean((a - a.mean()) * (b - b.mean())))
            hint = "how many generators do you make, and from which seeds?"
            text = f"W{first + 1} and W{second + 1} hold the same random numbers"
            expect.that(bool(shared < SHARED * a.std() * b.std()), text, hint=hint)


@pytest.mark.exercise("init_mlp")
def test_init_mlp_depends_on_the_seed():
    """init_mlp gives the same weights for the same seed, and others for another seed"""
    sizes = [6, 5, 4]

    first, other, again = (_params(forward.init_mlp(sizes, seed=seed), sizes) for seed in (11, 12, 11))

    for key in first:
        hint = "where do your random numbers begin?"
        expect.whole(again[key], first[key], name=f"{key} of the second call", hint=hint)
    for layer in (1, 2):
        differ = np.mean(_weights(first, sizes, layer) != _weights(other, sizes, layer))
        text = f"W{layer} is the same for two seeds"
        expect.that(bool(differ > 0.9), text, hint="where does your code use the seed?")


@pytest.mark.exercise("init_mlp")
def test_init_mlp_is_pure():
    """init_mlp changes neither the sizes nor the global random generator"""
    hint = "is there a generator of your own, or do you use the one that everybody shares?"
    _pure(hand_in.init_mlp, ([6, 5, 4],), ([3, 2],), _params, hint=hint, seed=13)


@pytest.mark.exercise("init_mlp")
def test_init_mlp_has_the_defaults_it_promises():
    """init_mlp has the defaults seed=0 and scheme="he", and 0 is a seed like any other"""
    sizes = [6, 5, 4]
    default, again = (_params(forward.init_mlp(sizes), sizes) for _ in range(2))
    seed_0 = _params(forward.init_mlp(sizes, seed=0, scheme="he"), sizes)

    for key in default:
        for other, name in ((again, "a second call"), (seed_0, 'seed=0, scheme="he"')):
            text = f"{key} of the defaults, and of {name}"
            expect.whole(other[key], default[key], name=text, hint="is 0 a seed in your code?")


# logsumexp


def _lse(x):
    return reference.logsumexp(x)


@pytest.mark.exercise("logsumexp")
def test_logsumexp_has_the_right_values():
    """logsumexp has the right values, one per row"""
    x = _numbers(120, (6, 5))

    expect.close(forward.logsumexp(x), _lse(x), given=x, hint="how many numbers come out of a row?")


@pytest.mark.exercise("logsumexp")
@pytest.mark.parametrize(
    "shape",
    [(5,), (4, 4), (1, 3), (5, 2), (2, 3, 4), (3, 3, 3), (2, 1, 3), (1, 2, 3), (3, 1, 2), (1, 1, 4), (2, 1, 3, 4)],
)
def test_logsumexp_works_along_the_last_axis(shape):
    """logsumexp removes the last axis, however many axes there are"""
    x = _numbers(121, shape)

    hint = "which axis should be gone, and is it?"
    expect.close(forward.logsumexp(x), _lse(x), given=x, hint=hint)


@pytest.mark.exercise("logsumexp")
def test_logsumexp_survives_large_scores():
    """logsumexp is right for scores of 1000 and -1000 in one array, and in one row"""
    hint = "what may be subtracted first and added back afterwards, and for which rows?"

    x = np.vstack([_rows(), [[3000.0, -3000.0, 0.0, 1.0], [-3000.0, 3000.0, 0.0, 1.0], [-2e4, -20001.0, -2e4, -2e4]]])
    expect.close(forward.logsumexp(x), _lse(x), given=x, hint=hint)


@pytest.mark.exercise("logsumexp")
def test_logsumexp_takes_integers():
    """logsumexp gives the right values for integers"""
    expect.close(forward.logsumexp(_integers()), _lse(_integers().astype(float)), given=_integers())


@pytest.mark.exercise("logsumexp")
def test_logsumexp_adds_what_little_the_smaller_scores_add():
    """logsumexp is right for every difference of two scores from -40 to 40"""
    x = np.stack([np.linspace(-40.0, 40.0, 161), np.zeros(161)], axis=1)

    hint = "from which difference on may one say that the largest score is all?"
    expect.close(forward.logsumexp(x / 2), _lse(x / 2), given=x / 2, hint=hint)
    expect.close(forward.logsumexp(x), _lse(x), given=x, hint=hint)


@pytest.mark.exercise("logsumexp")
def test_logsumexp_follows_a_common_shift():
    """logsumexp grows by c when c is added to all scores of a row"""
    x, c = _numbers(124, (3, 4)), np.array([5.0, -3.0, 300.0])

    got = expect.close(forward.logsumexp(x), _lse(x), given=x)
    expect.close(forward.logsumexp(x + c[:, None]), got + c)


@pytest.mark.exercise("logsumexp")
def test_logsumexp_takes_views():
    """logsumexp takes an array that is turned round, and parts of one"""
    _views(forward.logsumexp, _lse)


@pytest.mark.exercise("logsumexp")
def test_logsumexp_is_pure():
    """logsumexp changes neither its argument nor anything else"""
    _pure_elementwise(hand_in.logsumexp, _lse, 125)


# log_softmax


@pytest.mark.exercise("log_softmax")
def test_log_softmax_has_the_right_values():
    """log_softmax has the right values"""
    x = _numbers(130, (6, 5))

    expect.close(forward.log_softmax(x), reference.log_softmax(x), given=x)


@pytest.mark.exercise("log_softmax")
@pytest.mark.parametrize(
    "shape",
    [(5,), (4, 4), (1, 3), (5, 2), (2, 3, 4), (3, 3, 3), (2, 1, 3), (1, 2, 3), (3, 1, 2), (1, 1, 4), (2, 1, 3, 4)],
)
def test_log_softmax_works_along_the_last_axis(shape):
    """log_softmax works along the last axis, however many axes there are"""
    x = _numbers(131, shape)

    hint = "an array of shape (n,) lines up with the columns: what lines up with the rows?"
    expect.close(forward.log_softmax(x), reference.log_softmax(x), given=x, hint=hint)


@pytest.mark.exercise("log_softmax")
def test_log_softmax_survives_large_scores():
    """log_softmax is right for scores of 1000 and -1000 in one array, and in one row"""
    hint = "what may be subtracted from a row first, and from which rows?"

    x = _rows()
    expect.close(forward.log_softmax(x), reference.log_softmax(x), given=x, hint=hint)


@pytest.mark.exercise("log_softmax")
def test_log_softmax_is_right_where_a_class_is_nearly_sure():
    """log_softmax is right for every difference of two scores from -40 to 40"""
    x = np.stack([np.linspace(-40.0, 40.0, 161), np.zeros(161)], axis=1)

    hint = "where does your code change from one formula to another, or round?"
    expect.close(forward.log_softmax(x), reference.log_softmax(x), given=x, hint=hint)


@pytest.mark.exercise("log_softmax")
def test_log_softmax_is_finite_where_the_probability_is_not_there():
    """log_softmax is right where the probability itself is rounded to 0"""
    x = np.array([[3000.0, 0.0, -500.0], [0.0, -1.0, 900.0]])

    hint = "does your code take the logarithm of a probability?"
    expect.close(forward.log_softmax(x), reference.log_softmax(x), given=x, hint=hint)


@pytest.mark.exercise("log_softmax")
def test_log_softmax_takes_integers():
    """log_softmax gives the right values for integers"""
    want = reference.log_softmax(_integers().astype(float))

    expect.close(forward.log_softmax(_integers()), want, given=_integers())


@pytest.mark.exercise("log_softmax")
def test_log_softmax_takes_views():
    """log_softmax takes an array that is turned round, and parts of one"""
    _views(forward.log_softmax, reference.log_softmax)


@pytest.mark.exercise("log_softmax")
def test_log_softmax_is_pure():
    """log_softmax changes neither its argument nor anything else"""
    _pure_elementwise(hand_in.log_softmax, reference.log_softmax, 135)


# gelu


@pytest.mark.exercise("gelu")
def test_gelu_has_the_right_values():
    """gelu has the values of its tanh form"""
    x = _numbers(140, (5, 4))

    hint = "compare the formula term by term: which constant multiplies which power of x?"
    expect.close(forward.gelu(x), reference.gelu(x), given=x, hint=hint)


@pytest.mark.exercise("gelu")
def test_gelu_is_right_all_along_the_line():
    """gelu is right for every number from -40 to 40, near 0 as well"""
    _line_of(forward.gelu, reference.gelu, "where does your code change from one formula to another, or round?")


@pytest.mark.exercise("gelu")
def test_gelu_takes_any_shape():
    """gelu takes any shape with at least one axis and returns the same shape"""
    _any_shape(forward.gelu, reference.gelu, 141)


@pytest.mark.exercise("gelu")
def test_gelu_takes_integers():
    """gelu gives the right values for integers, also where the cube is large"""
    x = np.array([[-3, -1, 0], [1, 2, 2000]])

    hint = "can an array of integers hold 0.84? And how large a cube can it hold?"
    expect.close(forward.gelu(x), reference.gelu(x.astype(float)), given=x, hint=hint)


@pytest.mark.exercise("gelu")
def test_gelu_does_not_warn():
    """gelu is right and does not warn for finite numbers as large as 10000 of either sign"""
    with expect.no_warnings(hint="which power of e is too large for a float?"):
        got = forward.gelu(_large()[1:-2].reshape(3, 3))
    expect.close(got, reference.gelu(_large()[1:-2]).reshape(3, 3))


@pytest.mark.exercise("gelu")
def test_gelu_keeps_nan():
    """gelu leaves NaN as NaN"""
    x = np.array([[np.nan, -1.25, np.nan]])

    expect.close(forward.gelu(x), [[np.nan, reference.gelu(x)[0, 1], np.nan]], given=x, hint=NANS)


@pytest.mark.exercise("gelu")
def test_gelu_takes_views():
    """gelu takes an array that is turned round, and parts of one"""
    _views(forward.gelu, reference.gelu)


@pytest.mark.exercise("gelu")
def test_gelu_is_pure():
    """gelu changes neither its argument nor anything else"""
    _pure_elementwise(hand_in.gelu, reference.gelu, 146)


# silu


@pytest.mark.exercise("silu")
def test_silu_has_the_right_values():
    """silu has the right values"""
    x = _numbers(150, (5, 4))

    expect.close(forward.silu(x), reference.silu(x), given=x, hint="what multiplies the sigmoid?")


@pytest.mark.exercise("silu")
def test_silu_is_right_all_along_the_line():
    """silu is right for every number from -40 to 40, near 0 as well"""
    _line_of(forward.silu, reference.silu, "where does your code change from one formula to another, or round?")


@pytest.mark.exercise("silu")
def test_silu_takes_any_shape():
    """silu takes any shape with at least one axis and returns the same shape"""
    _any_shape(forward.silu, reference.silu, 151)


@pytest.mark.exercise("silu")
def test_silu_takes_integers():
    """silu gives the right values for integers"""
    want = reference.silu(_integers().astype(float))

    expect.close(forward.silu(_integers()), want, given=_integers())


@pytest.mark.exercise("silu")
def test_silu_is_right_for_large_numbers():
    """silu is right for large numbers of either sign, 1e300 included"""
    hint = "what is infinity divided by infinity?"

    expect.close(forward.silu(_large()), reference.silu(_large()), given="large numbers", hint=hint)


@pytest.mark.exercise("silu")
def test_silu_does_not_warn():
    """silu does not warn for large numbers of either sign, 1e300 included"""
    with expect.no_warnings(hint="which of e^x and e^-x is at most 1 here?"):
        got = forward.silu(_large().reshape(3, 4))
    expect.close(got, reference.silu(_large()).reshape(3, 4))


@pytest.mark.exercise("silu")
def test_silu_keeps_nan():
    """silu leaves NaN as NaN"""
    x = np.array([[np.nan, -1.25, np.nan]])

    expect.close(forward.silu(x), [[np.nan, reference.silu(x)[0, 1], np.nan]], given=x, hint=NANS)


@pytest.mark.exercise("silu")
def test_silu_takes_views():
    """silu takes an array that is turned round, and parts of one"""
    _views(forward.silu, reference.silu)


@pytest.mark.exercise("silu")
def test_silu_is_pure():
    """silu changes neither its argument nor anything else"""
    _pure_elementwise(hand_in.silu, reference.silu, 156)


# softplus


@pytest.mark.exercise("softplus")
def test_softplus_has_the_right_values():
    """softplus has the right values, small ones and middling ones"""
    x = np.concatenate([_numbers(160, 12), np.linspace(-16.0, 18.0, 12)]).reshape(6, 4)

    expect.close(forward.softplus(x), reference.softplus(x), given=x)


@pytest.mark.exercise("softplus")
def test_softplus_is_right_all_along_the_line():
    """softplus is right for every number from -40 to 40, near 0 as well"""
    _line_of(forward.softplus, reference.softplus, "where does your code change from one formula to another, or round?")


@pytest.mark.exercise("softplus")
def test_softplus_takes_any_shape():
    """softplus takes any shape with at least one axis and returns the same shape"""
    _any_shape(forward.softplus, reference.softplus, 161)


@pytest.mark.exercise("softplus")
def test_softplus_takes_integers():
    """softplus gives the right values for integers"""
    want = reference.softplus(_integers().astype(float))

    expect.close(forward.softplus(_integers()), want, given=_integers())


@pytest.mark.exercise("softplus")
def test_softplus_is_right_for_large_numbers():
    """softplus is right for large numbers of either sign, 1e300 included"""
    hint = "what is softplus of a large number, roughly?"

    expect.close(forward.softplus(_large()), reference.softplus(_large()), given="large numbers", hint=hint)


@pytest.mark.exercise("softplus")
def test_softplus_does_not_warn():
    """softplus does not warn for large numbers of either sign, 1e300 included"""
    with expect.no_warnings(hint="which form of the formula has no large power of e?"):
        got = forward.softplus(_large().reshape(3, 4))
    expect.close(got, reference.softplus(_large()).reshape(3, 4))


@pytest.mark.exercise("softplus")
def test_softplus_keeps_nan():
    """softplus leaves NaN as NaN"""
    x = np.array([[np.nan, 1.25, np.nan]])

    expect.close(forward.softplus(x), [[np.nan, reference.softplus(x)[0, 1], np.nan]], given=x, hint=NANS)


@pytest.mark.exercise("softplus")
def test_softplus_takes_views():
    """softplus takes an array that is turned round, and parts of one"""
    _views(forward.softplus, reference.softplus)


@pytest.mark.exercise("softplus")
def test_softplus_is_pure():
    """softplus changes neither its argument nor anything else"""
    _pure_elementwise(hand_in.softplus, reference.softplus, 166)
