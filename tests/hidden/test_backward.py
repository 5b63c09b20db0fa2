"""Grade backward.py: each gradient against its formula, against numerical slopes, and at its kinks.

Caches are made here or by the reference's rules, so a backward function is graded on its own. Every
pre-activation and every difference of two pieces is at least 0.01 (1000 steps of the numerical gradient)
away from its kink, except in the tests that are about the kink.
"""

import math
from contextlib import contextmanager
from itertools import pairwise

import backward as hand_in
import numpy as np
import pytest

from grader import expect
from grader.values import OnCopies
from solutions import backward as reference

backward = OnCopies(hand_in)


def _normal(seed, *shape):
    return np.random.default_rng(seed).normal(size=shape)


def _off_zero(seed, *shape):
    x = _normal(seed, *shape)
    x = x + 0.1 * np.sign(x)
    assert np.abs(x).min() > 0.05
    return x


def _sigmoid(x):
    return 1.0 / (1.0 + np.exp(-x))


def _softmax(x):
    e = np.exp(x - x.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)


def _elu(x, alpha):
    return np.where(x > 0, x, alpha * np.expm1(np.minimum(x, 0)))


WRITES = "which of your lines writes into an argument?"
MEMORY = "what does your function remember from one call to the next?"


def _pure(function, args, right, hint=WRITES):
    """Check that a call changes no argument; but what is wrong anyway gets no marks for that."""
    got = expect.pure(function, *args, hint=hint)
    _counts_if(right, got)


def _right_again(function, first, second, right):
    """Check that calls in between leave no trace; `right` gets a result and its arguments.

    Each argument in turn gives way to the one of `second`: whoever keeps results may know a call by some of them.
    """
    once = function(*first)
    _counts_if(lambda got: right(got, *first), once)
    for position, value in enumerate(second):
        mixed = (*first[:position], value, *first[position + 1 :])
        with _elsewhere("the next call, with other arguments, gives a wrong result", MEMORY):
            right(function(*mixed), *mixed)
    with _elsewhere("the same call gives another result the second time", MEMORY):
        right(function(*first), *first)


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


_SHAPES = [(7,), (1, 1), (5, 1), (1, 4), (3, 3), (3, 4, 2), (2, 3, 2, 150)]
_TINY = 2.0**-1000  # not 0


def _turned(a):
    """The same numbers in another order of the memory, as X.T and X[::-1] have them."""
    return a[::-1].T.copy().T[::-1]


def _orders(*arrays):
    """The arrays as they are, and as views."""
    return arrays, tuple(_turned(a) for a in arrays)


# numerical_gradient


def _watched(f, shape, strange):
    """f, but a point of another shape is written down instead of calculated with."""

    def watched(point):
        if not isinstance(point, np.ndarray) or point.shape != shape:
            strange.append(expect.describe(point))
            return math.nan
        return float(f(np.asarray(point, dtype=np.float64)))

    return watched


def _numerical(f, x, want, *, hint="", rtol=1e-6, atol=1e-8, **settings):
    strange = []
    got = backward.numerical_gradient(_watched(f, x.shape, strange), x.copy(order="K"), **settings)
    expect.that(
        not strange,
        f"f was called with {'' if not strange else strange[0]} instead of an array of x's shape {x.shape}",
        hint="f wants the whole x, with one of its entries moved. What did you hand it?",
    )
    return expect.close(got, want, rtol=rtol, atol=atol, given=x, hint=hint, name="the gradient")


@pytest.mark.exercise("numerical_gradient")
def test_numerical_gradient_of_a_matrix_function():
    """numerical_gradient measures the gradient of a cubic function of a (3, 4) matrix"""
    x, c = _normal(11, 3, 4), _normal(12, 3, 4)

    _numerical(lambda p: np.sum(c * p**3), x, 3 * c * x**2)


@pytest.mark.exercise("numerical_gradient")
def test_numerical_gradient_moves_one_entry_at_a_time():
    """numerical_gradient moves one entry at a time, also where the entries influence each other"""
    x = np.array([0.7, -1.2, 0.4])
    want = [x[1] * math.cos(x[0] * x[1]), x[0] * math.cos(x[0] * x[1]) + x[2] ** 2, 2 * x[1] * x[2]]

    hint = "when entry i moves, where are the other entries? Are those before i back in their place?"
    _numerical(lambda p: math.sin(p[0] * p[1]) + p[1] * p[2] ** 2, x, want, hint=hint)


@pytest.mark.exercise("numerical_gradient")
def test_numerical_gradient_looks_to_both_sides():
    """numerical_gradient is exact for a parabola even with the large step h=0.5, as it looks left and right"""
    x = _normal(13, 5)

    hint = "a step to one side only has an error of about h. What if you step to the left as well?"
    _numerical(lambda p: np.sum((p - 0.3) ** 2), x, 2 * (x - 0.3), hint=hint, h=0.5)


@pytest.mark.exercise("numerical_gradient")
def test_numerical_gradient_uses_the_step_it_is_given():
    """numerical_gradient takes steps of the size h that it is given"""
    x = np.array([0.5, -1.5, 3.0, -20.0])

    hint = "which step did you take: the h you were given? And how far apart are the two points?"
    _numerical(lambda p: np.sum(p**3), x, 3 * x**2 + 0.25**2, hint=hint, h=0.25)
    _numerical(lambda p: np.sum(p**3), x, 3 * x**2 + 1, hint=hint, h=1)


@pytest.mark.exercise("numerical_gradient")
def test_numerical_gradient_has_the_default_it_promises():
    """numerical_gradient takes the step 1e-5 unless told otherwise, also for entries that are 0"""
    x, c = np.zeros((2, 2)), np.array([[2.0, -3.0], [0.5, 0.0]])

    hint = "which step do you take if nobody names one? (For p^3 the central difference at 0 is exactly h^2.)"
    _numerical(lambda p: np.sum(1e10 * p**3 + c * p), x, c + 1.0, hint=hint)


@pytest.mark.exercise("numerical_gradient")
def test_numerical_gradient_is_precise_with_the_default_step():
    """numerical_gradient agrees with the exact gradient to 8 digits without being told a step"""
    x = 0.5 * _normal(15, 3, 2)

    hint = "what is your step if nobody names one? Too large bends, too small drowns in rounding"
    _numerical(lambda p: np.sum(np.exp(p)), x, np.exp(x), rtol=1e-8, hint=hint)


@pytest.mark.exercise("numerical_gradient")
def test_numerical_gradient_gives_x_back_bit_for_bit():
    """numerical_gradient leaves every bit of x as it was"""
    x = np.array([[0.1, 1 / 3, 1e-3], [12345.678, -0.7, 2.0]])
    shape = x.shape

    hint = "(x + h) - h is not always x. Did you keep the old value, or work on a copy?"
    want = np.cos(x)
    _pure(
        hand_in.numerical_gradient,
        (lambda p: float(np.sum(np.sin(p))) if np.shape(p) == shape else math.nan, x),
        lambda got: expect.close(got, want, rtol=1e-3, atol=1e-3, name="the gradient"),
        hint,
    )


@pytest.mark.exercise("numerical_gradient")
def test_numerical_gradient_at_whole_numbers():
    """numerical_gradient works at a point of whole numbers (an integer array)"""
    x = np.array([[1, -2], [3, 0], [2, 5]])

    hint = "what becomes of 1 + 0.00001 when it is written into an array of whole numbers?"
    _numerical(lambda p: np.sum(p**2) + p[0, 0] * p[2, 1], x, 2.0 * x + [[5, 0], [0, 0], [0, 1]], hint=hint)


@pytest.mark.exercise("numerical_gradient")
@pytest.mark.parametrize("shape", [(1,), (1, 1), (2, 3), (2, 1, 3)], ids=str)
def test_numerical_gradient_of_any_shape(shape):
    """numerical_gradient has the shape of x, for one axis as for three, and takes views such as x.T"""
    x, c = _normal(16, *shape), _normal(17, *shape)

    for point in (x, _turned(x)):
        _numerical(lambda p: np.sum(c * p * p) + 3.0, point, 2 * c * x, atol=1e-3)  # of form, not of digits


@pytest.mark.exercise("numerical_gradient")
def test_numerical_gradient_gives_the_same_again():
    """numerical_gradient gives the same result again after another call"""
    x, other = _normal(18, 3), _normal(19, 3)

    def squares(p):
        return float(np.sum(np.square(p)))

    def cubes(p):
        return float(np.sum(np.power(p, 3)))

    def right(got, f, x):
        expect.close(got, 2 * x if f is squares else 3 * x**2, rtol=1e-3, atol=1e-3)

    _right_again(backward.numerical_gradient, (squares, x), (cubes, other), right)


# rel_error


def _rel(a, n, want, hint=""):
    got = expect.number(backward.rel_error(np.array(a), np.array(n)), hint="one number says how far apart they are")
    expect.close(got, want, rtol=1e-9, atol=1e-15, hint=hint, given={"a": np.array(a), "n": np.array(n)})


@pytest.mark.exercise("rel_error")
def test_rel_error_of_two_matrices():
    """rel_error divides the largest difference by the largest number of both arrays"""
    a, n = _normal(21, 3, 4), _normal(22, 3, 4)

    _rel(a, n, np.abs(a - n).max() / max(np.abs(a).max(), np.abs(n).max()))
    hint = "does your code go by the axes of an array, or by the place of its numbers in memory?"
    _rel(_turned(a), n, np.abs(a - n).max() / max(np.abs(a).max(), np.abs(n).max()), hint)


@pytest.mark.exercise("rel_error")
def test_rel_error_takes_the_larger_scale():
    """rel_error takes its scale from whichever array has the larger numbers, whatever their sign and size"""
    hint = "which of the two arrays holds the largest number here, and what is its sign?"
    _rel([0.5, -8.0], [1.0, 2.0], 10 / 8, hint)
    _rel([1.0, 2.0], [0.5, -8.0], 10 / 8, hint)
    _rel([1.0, 3.0], [2.0, 4.0], 1 / 4, hint)
    _rel([2.0, 4.0], [1.0, 3.0], 1 / 4, hint)
    _rel([2e-9, 4e-9], [1e-9, 3e-9], 1 / 4, hint)
    _rel([1.0, 4e9], [1.0, 4e9 + 2], 2 / (4e9 + 2), hint)


@pytest.mark.exercise("rel_error")
def test_rel_error_looks_at_whole_arrays():
    """rel_error compares with the largest number of the arrays, not entry by entry"""
    _rel([1e-9, 2.0, 4.0], [3e-9, 2.0, 4.2], 0.2 / 4.2, "is a tiny entry next to large ones worth an alarm?")


@pytest.mark.exercise("rel_error")
def test_rel_error_of_zeros_and_tiny_numbers():
    """rel_error is 0 for two gradients of zeros, and never divides by less than 1e-12"""
    hint = "what do you divide by when both arrays are all 0?"
    with expect.no_warnings(hint):
        _rel([0.0, 0.0], [0.0, 0.0], 0.0, hint)
        _rel([2e-13, 0.0], [0.0, 0.0], 0.2, hint)
        _rel([2e-12, 0.0], [0.0, 0.0], 1.0, hint)


@pytest.mark.exercise("rel_error")
def test_rel_error_of_whole_numbers():
    """rel_error takes whole numbers and any number of axes"""
    _rel([[[1, 2], [3, -4]]], [[[1, 2], [4, -4]]], 0.25)
    _rel([-3], [3], 2.0)
    _rel([[3, 0], [0, 4]], [[3, 0], [0, 4]], 0.0)


@pytest.mark.exercise("rel_error")
@pytest.mark.parametrize(
    ("a", "n"),
    [
        ((3,), (3, 1)),
        ((3,), (1, 3)),
        ((2, 3), (3,)),
        ((4,), (1,)),
        ((3, 2), (2, 3)),
        ((1, 4), (4, 1)),
        ((2, 1, 3), (1, 2, 3)),
        ((4, 3), (4, 1)),
        ((4, 3), (1, 3)),
    ],
    ids=str,
)
def test_rel_error_refuses_other_shapes(a, n):
    """rel_error works for equal shapes and raises a ValueError for different ones"""
    _rel(np.full(a, 2.0), np.full(a, 4.0), 0.5)

    hint = "numpy would stretch one array to fit the other. Would you notice?"
    because = f"the shapes {a} and {n} differ"
    expect.raises(ValueError, backward.rel_error, np.ones(a), np.ones(n), because=because, hint=hint)
    expect.raises(ValueError, backward.rel_error, np.ones(n), np.zeros(a), because=because, hint=hint)


@pytest.mark.exercise("rel_error")
def test_rel_error_leaves_its_arguments():
    """rel_error does not change the arrays that it compares, and gives the same again"""
    a, n = np.array([-1.0, 2.5, -3.0]), np.array([1.5, -2.0, 4.0])

    _pure(hand_in.rel_error, (a, n), lambda got: expect.close(got, 7 / 4))
    _right_again(backward.rel_error, (a, n), (n, a), lambda got, a, n: expect.close(got, reference.rel_error(a, n)))


# relu_backward


@pytest.mark.exercise("relu_backward")
def test_relu_backward_passes_or_stops():
    """relu_backward passes dout where x > 0 and stops it where x < 0"""
    dout, x = _normal(31, 6, 5), _off_zero(32, 6, 5)

    hint = "who decides whether a unit was on: the gradient that arrives, or the x that went in?"
    got = backward.relu_backward(dout, x)
    expect.close(got, np.where(x > 0, dout, 0), given={"dout": dout, "x": x}, hint=hint, name="dx")


@pytest.mark.exercise("relu_backward")
def test_relu_backward_is_the_slope_of_relu():
    """relu_backward matches the numerical slope of relu"""
    dout, x = _normal(33, 4, 3), _off_zero(34, 4, 3)

    expect.gradient(
        backward.relu_backward(dout, x),
        lambda p: np.sum(dout * np.maximum(p, 0)),
        x,
        name="dx",
        blame="does not match the slope of relu",
    )


@pytest.mark.exercise("relu_backward")
def test_relu_backward_at_zero():
    """relu_backward has slope 0 where x is exactly 0"""
    dout, x = np.array([[3.0, -5.0, 7.0], [2.0, -4.0, 8.0]]), np.array([[0.0, -0.0, 1e-8], [-1e-8, 3.0, 0.0]])

    hint = "is a unit with x = 0 on or off? Look at the docstring, and at your comparison"
    got = backward.relu_backward(dout, x)
    expect.close(got, [[0, 0, 7], [0, -4, 0]], given={"dout": dout, "x": x}, hint=hint, name="dx")


@pytest.mark.exercise("relu_backward")
def test_relu_backward_close_to_zero():
    """relu_backward passes dout where x is tiny but larger than 0, and stops it where x is a tiny bit below"""
    dout, x = np.array([3.0, -5.0, 7.0, 2.0]), np.array([_TINY, -_TINY, 1e-13, -1e-13])

    hint = "is a tiny x exactly 0?"
    expect.close(backward.relu_backward(dout, x), [3, 0, 7, 0], given={"dout": dout, "x": x}, hint=hint, name="dx")


@pytest.mark.exercise("relu_backward")
@pytest.mark.parametrize("shape", _SHAPES, ids=str)
def test_relu_backward_of_any_shape(shape):
    """relu_backward takes arrays with any number of axes, and views such as x.T"""
    dout, x = _off_zero(35, *shape), _off_zero(36, *shape)

    for sign in (1, -1):
        for arguments in _orders(dout, sign * x):
            got = backward.relu_backward(*arguments)
            expect.close(got, np.where(sign * x > 0, dout, 0), given={"dout": dout, "x": sign * x}, name="dx")


@pytest.mark.exercise("relu_backward")
def test_relu_backward_of_whole_numbers():
    """relu_backward gives the right values for whole numbers"""
    dout, x = np.array([4, -5, 6, 7]), np.array([2, 3, -1, 0])

    expect.close(backward.relu_backward(dout, x), [4, -5, 0, 0], given={"dout": dout, "x": x}, name="dx")
    expect.close(backward.relu_backward(dout / 8, x), [0.5, -0.625, 0, 0], given={"dout": dout / 8, "x": x}, name="dx")


@pytest.mark.exercise("relu_backward")
def test_relu_backward_leaves_its_arguments():
    """relu_backward changes neither dout nor x"""
    dout, x = _normal(37, 4, 3), _off_zero(38, 4, 3)

    hint = "dx = dout gives the same array a second name. Who else is still using it?"
    want = reference.relu_backward(dout, x)
    _pure(hand_in.relu_backward, (dout, x), lambda got: expect.close(got, want, name="dx"), hint)


@pytest.mark.exercise("relu_backward")
def test_relu_backward_gives_the_same_again():
    """relu_backward gives the same result again after another call"""
    first, second = (_normal(39, 3, 2), _off_zero(40, 3, 2)), (_normal(41, 3, 2), _off_zero(42, 3, 2))
    _right_again(
        backward.relu_backward, first, second, lambda got, *args: expect.close(got, reference.relu_backward(*args))
    )


# sigmoid_backward


@pytest.mark.exercise("sigmoid_backward")
def test_sigmoid_backward_value():
    """sigmoid_backward multiplies dout by s * (1 - s), s being the cache"""
    dout, s = _normal(51, 6, 5), _sigmoid(2 * _normal(52, 6, 5))

    hint = "the cache is the output s, already squashed. What is ds/dx, written with s alone?"
    got = backward.sigmoid_backward(dout, s)
    expect.close(got, dout * s * (1 - s), given={"dout": dout, "s": s}, hint=hint, name="dx")


@pytest.mark.exercise("sigmoid_backward")
def test_sigmoid_backward_is_the_slope_of_sigmoid():
    """sigmoid_backward matches the numerical slope of the sigmoid"""
    dout, x = _normal(53, 4, 3), _normal(54, 4, 3)

    expect.gradient(
        backward.sigmoid_backward(dout, _sigmoid(x)),
        lambda p: np.sum(dout * _sigmoid(p)),
        x,
        name="dx",
        blame="does not match the slope of the sigmoid",
    )


@pytest.mark.exercise("sigmoid_backward")
def test_sigmoid_backward_where_saturated():
    """sigmoid_backward gives 0 where s is exactly 0 or 1, without a warning"""
    dout, s = np.array([1e300, -1e300, 3.0, 2.0, 4.0, 1e6]), np.array([0.0, 1.0, 1.0, 0.5, 1e-300, 1e-9])

    with expect.no_warnings("do you divide by something, or take a logarithm?"):
        got = backward.sigmoid_backward(dout, s)

    expect.close(got, [0, 0, 0, 0.5, 0, 1e-3 * (1 - 1e-9)], given={"dout": dout, "s": s}, name="dx")


@pytest.mark.exercise("sigmoid_backward")
@pytest.mark.parametrize("shape", _SHAPES, ids=str)
def test_sigmoid_backward_of_any_shape(shape):
    """sigmoid_backward takes arrays with any number of axes, and views such as s.T"""
    dout, s = _normal(55, *shape), _sigmoid(_normal(56, *shape))

    for arguments in _orders(dout, s):
        got = backward.sigmoid_backward(*arguments)
        expect.close(got, dout * s * (1 - s), given={"dout": dout, "s": s}, name="dx")


@pytest.mark.exercise("sigmoid_backward")
def test_sigmoid_backward_of_whole_numbers():
    """sigmoid_backward gives the right values where dout holds whole numbers"""
    dout, s = np.array([8, -4, 3]), np.array([0.5, 0.25, 1.0])

    expect.close(backward.sigmoid_backward(dout, s), [2, -0.75, 0], given={"dout": dout, "s": s}, name="dx")


@pytest.mark.exercise("sigmoid_backward")
def test_sigmoid_backward_leaves_its_arguments():
    """sigmoid_backward changes neither dout nor s"""
    dout, s = _normal(57, 4, 3), _sigmoid(_normal(58, 4, 3))

    want = reference.sigmoid_backward(dout, s)
    _pure(hand_in.sigmoid_backward, (dout, s), lambda got: expect.close(got, want, name="dx"))


@pytest.mark.exercise("sigmoid_backward")
def test_sigmoid_backward_gives_the_same_again():
    """sigmoid_backward gives the same result again after another call"""
    first, second = (_normal(59, 3, 2), np.full((3, 2), 0.3)), (_normal(60, 3, 2), np.full((3, 2), 0.9))
    _right_again(
        backward.sigmoid_backward,
        first,
        second,
        lambda got, *args: expect.close(got, reference.sigmoid_backward(*args)),
    )


# tanh_backward


@pytest.mark.exercise("tanh_backward")
def test_tanh_backward_value():
    """tanh_backward multiplies dout by 1 - t^2, t being the cache"""
    dout, t = _normal(61, 6, 5), np.tanh(_normal(62, 6, 5))

    hint = "the cache is the output t, already squashed. What is dt/dx, written with t alone?"
    got = backward.tanh_backward(dout, t)
    expect.close(got, dout * (1 - t**2), given={"dout": dout, "t": t}, hint=hint, name="dx")


@pytest.mark.exercise("tanh_backward")
def test_tanh_backward_is_the_slope_of_tanh():
    """tanh_backward matches the numerical slope of tanh"""
    dout, x = _normal(63, 4, 3), _normal(64, 4, 3)

    expect.gradient(
        backward.tanh_backward(dout, np.tanh(x)),
        lambda p: np.sum(dout * np.tanh(p)),
        x,
        name="dx",
        blame="does not match the slope of tanh",
    )


@pytest.mark.exercise("tanh_backward")
def test_tanh_backward_where_saturated():
    """tanh_backward gives 0 where t is exactly 1 or -1, without a warning"""
    dout, t = np.array([1e300, -1e300, 3.0, 4.0]), np.array([1.0, -1.0, 0.0, -0.5])

    with expect.no_warnings("do you divide by something, or take a root?"):
        got = backward.tanh_backward(dout, t)

    hint = "is the slope the same at t and at -t?"
    expect.close(got, [0, 0, 3, 3], given={"dout": dout, "t": t}, name="dx", hint=hint)
    got = backward.tanh_backward(np.array([64.0, -64.0]), np.array([0.9921875, 1 - 2.0**-20]))
    expect.close(got, [0.99609375, -64 * (2.0**-19 - 2.0**-40)], given={"t": "[0.9921875, 1 - 2^-20]"}, name="dx")


@pytest.mark.exercise("tanh_backward")
@pytest.mark.parametrize("shape", _SHAPES, ids=str)
def test_tanh_backward_of_any_shape(shape):
    """tanh_backward takes arrays with any number of axes, and views such as t.T"""
    dout, t = _normal(65, *shape), np.tanh(_normal(66, *shape))

    for arguments in _orders(dout, t):
        got = backward.tanh_backward(*arguments)
        expect.close(got, dout * (1 - t * t), given={"dout": dout, "t": t}, name="dx")


@pytest.mark.exercise("tanh_backward")
def test_tanh_backward_of_whole_numbers():
    """tanh_backward gives the right values for whole numbers"""
    dout, t = np.array([8, -4, 3]), np.array([0, 1, 0])

    expect.close(backward.tanh_backward(dout, t), [8, 0, 3], given={"dout": dout, "t": t}, name="dx")
    half = np.array([0.5, -0.5, 0.25])
    hint = "can an array of whole numbers hold the result?"
    got = backward.tanh_backward(dout - 1, half)
    expect.close(got, [5.25, -3.75, 1.875], given={"dout": dout - 1, "t": half}, name="dx", hint=hint)
    expect.close(backward.tanh_backward(half, t), [0.5, 0, 0.25], given={"dout": half, "t": t}, name="dx", hint=hint)


@pytest.mark.exercise("tanh_backward")
def test_tanh_backward_leaves_its_arguments():
    """tanh_backward changes neither dout nor t"""
    dout, t = _normal(67, 4, 3), np.tanh(_normal(68, 4, 3))

    want = reference.tanh_backward(dout, t)
    _pure(hand_in.tanh_backward, (dout, t), lambda got: expect.close(got, want, name="dx"))


@pytest.mark.exercise("tanh_backward")
def test_tanh_backward_gives_the_same_again():
    """tanh_backward gives the same result again after another call"""
    first, second = (_normal(69, 3, 2), np.full((3, 2), 0.3)), (_normal(70, 3, 2), np.full((3, 2), -0.9))
    _right_again(
        backward.tanh_backward, first, second, lambda got, *args: expect.close(got, reference.tanh_backward(*args))
    )


# leaky_relu_backward


@pytest.mark.exercise("leaky_relu_backward")
def test_leaky_relu_backward_leaks_a_tenth_by_default():
    """leaky_relu_backward passes dout where x > 0 and a tenth of it where x < 0"""
    dout, x = _normal(71, 6, 5), _off_zero(72, 6, 5)

    hint = "what is the slope of alpha * x? And what is alpha if nobody names it?"
    got = backward.leaky_relu_backward(dout, x)
    expect.close(got, dout * np.where(x > 0, 1, 0.1), given={"dout": dout, "x": x}, hint=hint, name="dx")


@pytest.mark.exercise("leaky_relu_backward")
@pytest.mark.parametrize("alpha", [0.01, 0.3, 0.75, 0.0, 2.5])
def test_leaky_relu_backward_with_another_alpha(alpha):
    """leaky_relu_backward leaks as much as its alpha says"""
    dout, x = _normal(73, 4, 3), _off_zero(74, 4, 3)

    got = backward.leaky_relu_backward(dout, x, alpha=alpha)
    want = dout * np.where(x > 0, 1, alpha)
    hint = "do you use the alpha you get?"
    expect.close(got, want, given={"dout": dout, "x": x, "alpha": alpha}, name="dx", hint=hint)


@pytest.mark.exercise("leaky_relu_backward")
def test_leaky_relu_backward_is_the_slope_of_leaky_relu():
    """leaky_relu_backward matches the numerical slope of leaky relu"""
    dout, x = _normal(75, 4, 3), _off_zero(76, 4, 3)

    expect.gradient(
        backward.leaky_relu_backward(dout, x, alpha=0.2),
        lambda p: np.sum(dout * np.where(p > 0, p, 0.2 * p)),
        x,
        name="dx",
        blame="does not match the slope of leaky relu",
    )


@pytest.mark.exercise("leaky_relu_backward")
def test_leaky_relu_backward_at_zero():
    """leaky_relu_backward has slope alpha where x is exactly 0"""
    dout, x = np.array([3.0, -5.0, 7.0, 8.0]), np.array([0.0, -0.0, _TINY, -_TINY])

    hint = "to which side does x = 0 belong? Look at the docstring, and at your comparison"
    given = {"dout": dout, "x": x}
    expect.close(backward.leaky_relu_backward(dout, x), [0.3, -0.5, 7, 0.8], given=given, hint=hint, name="dx")
    got = backward.leaky_relu_backward(dout, x, alpha=0.5)
    expect.close(got, [1.5, -2.5, 7, 4], given={**given, "alpha": 0.5}, hint=hint, name="dx")


@pytest.mark.exercise("leaky_relu_backward")
@pytest.mark.parametrize("shape", _SHAPES, ids=str)
def test_leaky_relu_backward_of_any_shape(shape):
    """leaky_relu_backward takes arrays with any number of axes, and views such as x.T"""
    dout, x = _normal(77, *shape), _off_zero(78, *shape)

    for arguments in _orders(dout, x):
        got = backward.leaky_relu_backward(*arguments)
        expect.close(got, dout * np.where(x > 0, 1, 0.1), given={"dout": dout, "x": x}, name="dx")


@pytest.mark.exercise("leaky_relu_backward")
def test_leaky_relu_backward_of_whole_numbers():
    """leaky_relu_backward gives the right values for whole numbers"""
    dout, x = np.array([4, -5, 6]), np.array([2, -3, -1])

    hint = "can an array of whole numbers hold 0.6?"
    for scale in (0.125, 1):  # first only x is whole: which array is to blame then?
        got = backward.leaky_relu_backward(scale * dout, x)
        want = scale * np.array([4, -0.5, 0.6])
        expect.close(got, want, given={"dout": scale * dout, "x": x}, name="dx", hint=hint)


@pytest.mark.exercise("leaky_relu_backward")
def test_leaky_relu_backward_leaves_its_arguments():
    """leaky_relu_backward changes neither dout nor x"""
    dout, x = _normal(79, 4, 3), _off_zero(80, 4, 3)

    hint = "dx = dout gives the same array a second name. Who else is still using it?"
    want = reference.leaky_relu_backward(dout, x)
    _pure(hand_in.leaky_relu_backward, (dout, x), lambda got: expect.close(got, want, name="dx"), hint)


@pytest.mark.exercise("leaky_relu_backward")
def test_leaky_relu_backward_gives_the_same_again():
    """leaky_relu_backward gives the same result again after another call"""
    first, second = (_normal(81, 3, 2), _off_zero(82, 3, 2)), (_normal(83, 3, 2), _off_zero(84, 3, 2))
    _right_again(
        backward.leaky_relu_backward,
        first,
        second,
        lambda got, *args: expect.close(got, reference.leaky_relu_backward(*args)),
    )


# elu_backward


@pytest.mark.exercise("elu_backward")
def test_elu_backward_value():
    """elu_backward passes dout where x > 0 and multiplies it by e^x where x < 0"""
    dout, x = _normal(91, 6, 5), _off_zero(92, 6, 5)

    hint = "the cache is the input x. What is the derivative of e^x - 1?"
    got = backward.elu_backward(dout, x)
    want = dout * np.where(x > 0, 1, np.exp(np.minimum(x, 0)))
    expect.close(got, want, given={"dout": dout, "x": x}, hint=hint, name="dx")


@pytest.mark.exercise("elu_backward")
@pytest.mark.parametrize("alpha", [0.3, 1.7, 0.0])
def test_elu_backward_is_the_slope_of_elu(alpha):
    """elu_backward matches the numerical slope of elu for other values of alpha"""
    dout, x = _normal(93, 4, 3), _off_zero(94, 4, 3)

    expect.gradient(
        backward.elu_backward(dout, x, alpha=alpha),
        lambda p: np.sum(dout * _elu(p, alpha)),
        x,
        name="dx",
        blame="does not match the slope of elu",
        hint="where does alpha stand in elu, and where in its slope?",
    )


@pytest.mark.exercise("elu_backward")
def test_elu_backward_at_zero():
    """elu_backward has slope alpha where x is exactly 0"""
    dout, x = np.array([3.0, -5.0, 7.0, 8.0]), np.array([0.0, -0.0, _TINY, -_TINY])

    hint = "to which side does x = 0 belong? Look at the docstring, and at your comparison"
    got = backward.elu_backward(dout, x, alpha=0.5)
    expect.close(got, [1.5, -2.5, 7, 4], given={"dout": dout, "x": x, "alpha": 0.5}, hint=hint, name="dx")
    got = backward.elu_backward(dout, x, alpha=2.0)
    expect.close(got, [6, -10, 7, 16], given={"dout": dout, "x": x, "alpha": 2.0}, hint=hint, name="dx")


@pytest.mark.exercise("elu_backward")
def test_elu_backward_survives_large_inputs():
    """elu_backward gives the right values and no warning for x from -1e300 to 1e300"""
    x = np.array([-1e300, -800.0, -15.0, -1.0, 1.0, 50.0, 800.0, 1e300])
    dout = np.array([1.0, 2.0, 3.0, 4.0, 5.0, -6.0, 7.0, -8.0])

    hint = "e^1000 is calculated even where np.where throws it away. Which x may exp see?"
    with expect.no_warnings(hint):
        got = backward.elu_backward(dout, x, alpha=0.5)

    want = np.array([0, 0, 1.5 * math.exp(-15), 2 * math.exp(-1), 5, -6, 7, -8])
    expect.close(got, want, given={"dout": dout, "x": x, "alpha": 0.5}, hint=hint, name="dx")


@pytest.mark.exercise("elu_backward")
@pytest.mark.parametrize("shape", _SHAPES, ids=str)
def test_elu_backward_of_any_shape(shape):
    """elu_backward takes arrays with any number of axes, and views such as x.T"""
    dout, x = _normal(95, *shape), _off_zero(96, *shape)

    for arguments in _orders(dout, x):
        got = backward.elu_backward(*arguments)
        expect.close(got, reference.elu_backward(dout, x), given={"dout": dout, "x": x}, name="dx")


@pytest.mark.exercise("elu_backward")
def test_elu_backward_of_whole_numbers():
    """elu_backward gives the right values for whole numbers"""
    dout, x = np.array([4, -5, 6]), np.array([2, -1, -2])

    hint = "can an array of whole numbers hold e^-1?"
    want = np.array([4, -5 * math.exp(-1), 6 * math.exp(-2)])
    for scale in (0.125, 1):  # first only x is whole: which array is to blame then?
        got = backward.elu_backward(scale * dout, x)
        expect.close(got, scale * want, given={"dout": scale * dout, "x": x}, name="dx", hint=hint)


@pytest.mark.exercise("elu_backward")
def test_elu_backward_leaves_its_arguments():
    """elu_backward changes neither dout nor x"""
    dout, x = _normal(97, 4, 3), _off_zero(98, 4, 3)

    want = reference.elu_backward(dout, x)
    _pure(hand_in.elu_backward, (dout, x), lambda got: expect.close(got, want, name="dx"))


@pytest.mark.exercise("elu_backward")
def test_elu_backward_gives_the_same_again():
    """elu_backward gives the same result again after another call"""
    first, second = (_normal(99, 3, 2), _off_zero(100, 3, 2)), (_normal(101, 3, 2), _off_zero(102, 3, 2))
    _right_again(
        backward.elu_backward, first, second, lambda got, *args: expect.close(got, reference.elu_backward(*args))
    )


# affine_backward


def _layer(seed, n, d, h):
    return _normal(seed, n, h), (_normal(seed + 1, n, d), _normal(seed + 2, d, h), _normal(seed + 3, h))


def _affine_parts(dout, cache):
    hint = "return the three gradients together: return dx, dW, db"
    return expect.parts(backward.affine_backward(dout, cache), "dx", "dW", "db", hint=hint)


def _affine_right(dout, cache, hint=""):
    got = _affine_parts(dout, cache)
    _affine_close(got, dout, cache, hint)


def _affine_close(got, dout, cache, hint=""):
    parts = expect.parts(got, "dx", "dW", "db", hint="return dx, dW, db")
    x, W, b = cache
    given = {"dout": dout, "x": x, "W": W, "b": b}
    for part, want, name in zip(parts, reference.affine_backward(dout, cache), ("dx", "dW", "db"), strict=True):
        expect.close(part, want, given=given, name=name, hint=hint, rtol=1e-7, atol=1e-9)


@pytest.mark.exercise("affine_backward", weight=2)
def test_affine_backward_dx():
    """affine_backward's dx is the slope with respect to the input"""
    dout, (x, W, b) = _layer(111, 6, 5, 4)
    dx, _, _ = _affine_parts(dout, (x, W, b))

    expect.gradient(
        dx,
        lambda p: np.sum(dout * (p @ W + b)),
        x,
        name="dx",
        blame="does not match the layer's slope",
        given={"dout": dout, "x": x, "W": W},
        hint="(n, d) must come out of dout (n, h) and W (d, h). Which product has this shape?",
    )


@pytest.mark.exercise("affine_backward", weight=2)
def test_affine_backward_dW():
    """affine_backward's dW is the slope with respect to the weights"""
    dout, (x, W, b) = _layer(121, 6, 5, 4)
    _, dW, _ = _affine_parts(dout, (x, W, b))

    expect.gradient(
        dW,
        lambda p: np.sum(dout * (x @ p + b)),
        W,
        name="dW",
        blame="does not match the layer's slope",
        given={"dout": dout, "x": x, "W": W},
        hint="(d, h) must come out of x (n, d) and dout (n, h). Who has already divided by n?",
    )


@pytest.mark.exercise("affine_backward", weight=2)
def test_affine_backward_db():
    """affine_backward's db is the slope with respect to the bias"""
    dout, (x, W, b) = _layer(131, 6, 5, 4)
    _, _, db = _affine_parts(dout, (x, W, b))

    expect.gradient(
        db,
        lambda p: np.sum(dout * (x @ W + p)),
        b,
        name="db",
        blame="does not match the layer's slope",
        given={"dout": dout, "x": x, "W": W},
        hint="every one of the n rows has used b. What happens to their gradients?",
    )


@pytest.mark.exercise("affine_backward")
@pytest.mark.parametrize(
    ("n", "d", "h"), [(1, 3, 4), (5, 1, 3), (5, 3, 1), (1, 1, 1), (2, 7, 3)], ids=lambda size: str(size)
)
def test_affine_backward_of_small_shapes(n, d, h):
    """affine_backward gives the exact shapes also for one example, one input and one unit"""
    hint = "a gradient has exactly the shape of the thing it belongs to: dx like x, dW like W, db like b"
    _affine_right(*_layer(141, n, d, h), hint=hint)


@pytest.mark.exercise("affine_backward")
def test_affine_backward_of_square_arrays():
    """affine_backward is right where n = d = h, so that no shape can warn of a wrong product"""
    hint = "all shapes fit here. Which axis is summed in dx, in dW, in db?"
    _affine_right(*_layer(151, 4, 4, 4), hint=hint)


@pytest.mark.exercise("affine_backward")
def test_affine_backward_of_zeros_and_of_many_examples():
    """affine_backward does not depend on b, which is 0 before training, and adds up over many examples"""
    dout, (x, W, b) = _layer(152, 5, 3, 2)
    _affine_right(dout, (x, W, 0 * b), hint="b is 0 before training. Does the output change with it all the same?")
    _affine_right(dout, (x, 0 * W, b), hint="W is 0 here. Does the output change with it all the same?")

    _affine_right(*_layer(153, 307, 3, 2), hint="how many examples are there? Does each of them count?")


@pytest.mark.exercise("affine_backward")
def test_affine_backward_of_views():
    """affine_backward takes views, such as a W.T or every second row of a larger x"""
    dout, (x, W, b) = _layer(155, 5, 3, 4)

    hint = "does your code go by the axes of an array, or by the place of its numbers in memory?"
    got = backward.affine_backward(_turned(dout), (_turned(x), _turned(W), _turned(b)))
    _affine_close(got, dout, (x, W, b), hint)


@pytest.mark.exercise("affine_backward")
def test_affine_backward_adds_over_a_split_batch():
    """affine_backward's dW and db of a batch are the sums over its two halves, also where an example comes twice"""
    dout, (x, W, b) = _layer(161, 7, 3, 2)
    dout[4:6], x[4:6] = dout[2:4], x[2:4]
    whole = _affine_parts(dout, (x, W, b))
    top = _affine_parts(dout[:3], (x[:3], W, b))
    bottom = _affine_parts(dout[3:], (x[3:], W, b))

    hint = "the 1/n is in dout already. Do you divide once more?"
    for position, name in ((1, "dW"), (2, "db")):
        shape = (W.shape, b.shape)[position - 1]
        halves = [expect.array(part[position], shape, name=name) for part in (top, bottom)]
        want = reference.affine_backward(dout, (x, W, b))[position]
        expect.close(whole[position], want, name=name, hint=hint)
        expect.close(halves[0] + halves[1], want, name=f"the sum of both halves' {name}", hint=hint)


@pytest.mark.exercise("affine_backward")
def test_affine_backward_of_whole_numbers():
    """affine_backward gives the right values for whole numbers"""
    dout, x = np.array([[1, -2], [3, 4], [0, 5]]), np.array([[2, 1], [-1, 3], [4, 0]])
    W, b = np.array([[3, 1], [-2, 6]]), np.array([7, 8])

    _affine_right(dout, (x, W, b))
    _affine_right(dout / 8, (x, W, b), hint="can an array made like W hold a broken number, if W holds whole ones?")


@pytest.mark.exercise("affine_backward")
def test_affine_backward_leaves_its_arguments():
    """affine_backward changes neither dout nor the arrays of the cache"""
    dout, cache = _layer(171, 5, 3, 2)

    _pure(hand_in.affine_backward, (dout, cache), lambda got: _affine_close(got, dout, cache))


@pytest.mark.exercise("affine_backward")
def test_affine_backward_gives_the_same_again():
    """affine_backward gives the same result again after another call"""
    first, second = _layer(181, 4, 3, 2), _layer(191, 4, 3, 2)
    _right_again(backward.affine_backward, first, second, _affine_close)


# maxout_backward


_MAXOUT = ("dx", "dW1", "db1", "dW2", "db2")


def _pieces(seed, n, d, h):
    """A dout and a cache in which both pieces win somewhere, by 0.01 at least."""
    for shift in range(100):
        rng = np.random.default_rng(1000 * seed + shift)
        x, W1, W2 = rng.normal(size=(n, d)), rng.normal(size=(d, h)), rng.normal(size=(d, h))
        b1, b2 = rng.normal(size=h), rng.normal(size=h)
        gap = x @ W1 + b1 - (x @ W2 + b2)
        if np.abs(gap).min() > 0.01 and (n * h < 3 or (gap.min() < 0 < gap.max())):
            return rng.normal(size=(n, h)), (x, W1, b1, W2, b2)
    raise AssertionError("no such data: take another seed")


def _maxout(x, W1, b1, W2, b2):
    return np.maximum(x @ W1 + b1, x @ W2 + b2)


def _maxout_parts(got):
    return expect.parts(got, *_MAXOUT, hint="return dx, dW1, db1, dW2, db2")


def _maxout_close(got, dout, cache, hint="", want=None):
    want = reference.maxout_backward(dout, cache) if want is None else want
    given = dict(zip(("dout", "x", "W1", "b1", "W2", "b2"), (dout, *cache), strict=True))
    for part, right, name in zip(_maxout_parts(got), want, _MAXOUT, strict=True):
        expect.close(part, right, given=given, name=name, hint=hint)


@pytest.mark.exercise("maxout_backward")
def test_maxout_backward_dx():
    """maxout_backward's dx is the slope with respect to the input, through both pieces"""
    dout, cache = _pieces(1, 6, 5, 4)
    dx = _maxout_parts(backward.maxout_backward(dout, cache))[0]

    expect.gradient(
        dx,
        lambda p: np.sum(dout * _maxout(p, *cache[1:])),
        cache[0],
        name="dx",
        blame="does not match the slope of maxout",
        hint="x feeds both pieces. Which ways lead from the output back to x?",
    )


@pytest.mark.exercise("maxout_backward", weight=2)
def test_maxout_backward_dW_and_db():
    """maxout_backward's dW1, db1, dW2 and db2 are the slopes with respect to the weights and biases"""
    dout, cache = _pieces(2, 6, 5, 4)
    got = _maxout_parts(backward.maxout_backward(dout, cache))

    for position in (1, 2, 3, 4):
        expect.gradient(
            got[position],
            lambda p, i=position: np.sum(dout * _maxout(*cache[:i], p, *cache[i + 1 :])),
            cache[position],
            name=_MAXOUT[position],
            blame="does not match the slope of maxout",
            hint="which piece made this output, and does the other one hear of its gradient?",
        )


@pytest.mark.exercise("maxout_backward")
def test_maxout_backward_compares_the_pieces():
    """maxout_backward compares the pieces with each other, also where both are negative or both positive"""
    x, W1, W2 = np.array([[1.0], [2.0], [-1.0]]), np.array([[1.0, -2.0]]), np.array([[2.0, -1.0]])
    b1, b2 = np.array([0.5, -3.0]), np.array([0.25, -8.0])
    dout = np.array([[1.0, 10.0], [100.0, -5.0], [3.0, 7.0]])

    hint = "is a piece on because it is larger than 0, or because it is larger than the other one?"
    _maxout_close(backward.maxout_backward(dout, (x, W1, b1, W2, b2)), dout, (x, W1, b1, W2, b2), hint)


@pytest.mark.exercise("maxout_backward")
def test_maxout_backward_lets_the_bias_decide():
    """maxout_backward takes the biases into account when it asks which piece was larger"""
    dout, (x, W1, b1, _, b2) = _pieces(3, 4, 3, 2)
    b1, b2 = np.array([0.5, -0.5]), np.array([-0.5, 0.5])

    hint = "the weights of both pieces are equal here. What makes the difference?"
    cache = (x, W1, b1, W1.copy(), b2)
    _maxout_close(backward.maxout_backward(dout, cache), dout, cache, hint)
    dout, (x, W1, b1, W2, b2) = _pieces(4, 4, 3, 2)
    hint = "every b is 0 before training. Does the output change with it all the same?"
    cache = (x, W1, 0 * b1, W2, 0 * b2)
    _maxout_close(backward.maxout_backward(dout, cache), dout, cache, hint)


@pytest.mark.exercise("maxout_backward")
def test_maxout_backward_at_a_tie():
    """maxout_backward gives the gradient to piece 1 where both pieces are exactly equal"""
    x = np.array([[1.0, 2.0], [0.0, -1.0], [2.0, 0.0]])
    W1, W2 = np.array([[1.0, 2.0], [0.5, -1.0]]), np.array([[1.0, -1.0], [0.5, 3.0]])
    b1, b2 = np.array([0.5, 1.0]), np.array([0.5, 1.0])
    dout = np.array([[1.0, 2.0], [4.0, 8.0], [-16.0, 32.0]])
    want = [
        [[-1, 6.5], [20, -6], [48, -40]],
        [[-31, 64], [-2, -8]],
        [-11, 40],
        [[0, 2], [0, 4]],
        [0, 2],
    ]

    hint = "which piece wins when both are equal, and does the other one then get nothing?"
    cache = (x, W1, b1, W2, b2)
    _maxout_close(backward.maxout_backward(dout, cache), dout, cache, hint, want)


@pytest.mark.exercise("maxout_backward")
def test_maxout_backward_of_a_narrow_win():
    """maxout_backward gives the gradient to the larger piece, however small the difference is"""
    x, W = np.array([[1.0, 2.0], [-1.0, 1.0]]), np.array([[1.0, -2.0], [0.5, 1.0]])
    b1, b2 = np.array([1.0, 1.0]), np.array([1 + 2.0**-40, 1 - 2.0**-40])  # every sum of these is exact
    dout = np.array([[1.0, 2.0], [4.0, 8.0]])

    hint = "is one piece larger than the other, or are they exactly equal?"
    cache = (x, W, b1, W + 1.0, b2 - x[0].sum())
    assert (x @ W + b1 != x @ (W + 1.0) + b2 - x[0].sum()).all()
    _maxout_close(backward.maxout_backward(dout, cache), dout, cache, hint)


@pytest.mark.exercise("maxout_backward")
def test_maxout_backward_is_symmetric():
    """maxout_backward exchanges its results when the two pieces are exchanged"""
    dout, (x, W1, b1, W2, b2) = _pieces(4, 5, 3, 2)
    swapped = (x, W2, b2, W1, b1)

    _maxout_close(backward.maxout_backward(dout, (x, W1, b1, W2, b2)), dout, (x, W1, b1, W2, b2))
    _maxout_close(backward.maxout_backward(dout, swapped), dout, swapped)


@pytest.mark.exercise("maxout_backward")
@pytest.mark.parametrize(
    ("n", "d", "h"), [(1, 3, 4), (5, 1, 3), (5, 3, 1), (1, 1, 1), (4, 4, 4), (307, 2, 1)], ids=lambda s: str(s)
)
def test_maxout_backward_of_small_shapes(n, d, h):
    """maxout_backward gives the exact shapes for one example, one input, one unit and 307 examples, and takes views"""
    dout, cache = _pieces(5, n, d, h)
    for given in ((dout, cache), (_turned(dout), tuple(_turned(part) for part in cache))):
        _maxout_close(backward.maxout_backward(*given), dout, cache, "which axis do you sum away for a bias?")


@pytest.mark.exercise("maxout_backward")
def test_maxout_backward_of_whole_numbers():
    """maxout_backward gives the right values for whole numbers"""
    x, W1, W2 = np.array([[1, 2], [3, -1], [0, 2]]), np.array([[1, 0], [2, 1]]), np.array([[0, 2], [-1, 3]])
    cache = (x, W1, np.array([1, 0]), W2, np.array([0, -1]))
    dout = np.array([[3, -2], [1, 4], [-5, 6]])

    _maxout_close(backward.maxout_backward(dout, cache), dout, cache)
    _maxout_close(backward.maxout_backward(dout / 8, cache), dout / 8, cache)


@pytest.mark.exercise("maxout_backward")
def test_maxout_backward_leaves_its_arguments():
    """maxout_backward changes neither dout nor the arrays of the cache, and gives the same again"""
    dout, cache = _pieces(6, 5, 3, 2)

    _pure(hand_in.maxout_backward, (dout, cache), lambda got: _maxout_close(got, dout, cache))
    _right_again(backward.maxout_backward, (dout, cache), _pieces(7, 5, 3, 2), _maxout_close)


# mlp_backward


def _forward(x, params):
    """Caches and logits of the network; params are W1, b1, ..., WL, bL."""
    layers, caches, z = len(params) // 2, [], x
    for layer in range(1, layers + 1):
        x = z if layer == 1 else np.maximum(z, 0)
        z = x @ params[f"W{layer}"] + params[f"b{layer}"]
        caches.append({"x": x, "z": z})
    return z, caches


def _network(seed, n, *sizes):
    """dout, caches and params of a network whose hidden z are at least 0.01 away from 0, on both sides of it."""
    for shift in range(3000):
        rng = np.random.default_rng(10000 * seed + shift)
        params = {}
        for layer, (d, h) in enumerate(pairwise(sizes), 1):
            params[f"W{layer}"] = rng.normal(size=(d, h)) * np.sqrt(2 / d)
            params[f"b{layer}"] = 0.3 * rng.normal(size=h)
        logits, caches = _forward(rng.normal(size=(n, sizes[0])), params)
        hidden = [cache["z"] for cache in caches[:-1]]
        clear = all(np.abs(z).min() > 0.01 for z in hidden)
        mixed = all(z.min() < 0 < z.max() for z in [*hidden, logits] if z.size > 2)
        if clear and mixed:
            return rng.normal(size=logits.shape), caches, params
    raise AssertionError("no such data: take another seed")


def _grads_close(got, dout, caches, params, hint="", exact=False):
    given = {"dout": dout, **{name: params[name].shape for name in sorted(params)[:1]}}
    of_each = "one gradient for each parameter, under the parameter's own name"
    grads = expect.mapping(got, *params, name="the gradients", exact=exact, hint=of_each)
    for name, want in reference.mlp_backward(dout, caches, params).items():
        expect.close(grads[name], want, name=f"the gradient of {name}", given=given, hint=hint, atol=1e-9)


_UNDO = "which step came last in the forward pass? Undo the steps one by one, the last one first"


@pytest.mark.exercise("mlp_backward", weight=2)
def test_mlp_backward_of_two_layers():
    """mlp_backward of two layers gives the slope for every weight and every bias"""
    dout, caches, params = _network(1, 6, 5, 4, 3)
    grads = expect.mapping(backward.mlp_backward(dout, caches, params), *params, name="the gradients")

    for name in params:
        expect.gradient(
            grads[name],
            lambda p, k=name: np.sum(dout * _forward(caches[0]["x"], {**params, k: p})[0]),
            params[name],
            name=f"the gradient of {name}",
            blame="does not match the network's slope",
            hint=_UNDO,
        )


@pytest.mark.exercise("mlp_backward", weight=2)
def test_mlp_backward_of_three_layers():
    """mlp_backward of three layers gives the slope for every weight and every bias"""
    dout, caches, params = _network(
        2, 7, 4, 5, 5, 3
    )  # of two widths that are equal, no shape tells one z from the other
    grads = expect.mapping(backward.mlp_backward(dout, caches, params), *params, name="the gradients")

    for name in params:
        expect.gradient(
            grads[name],
            lambda p, k=name: np.sum(dout * _forward(caches[0]["x"], {**params, k: p})[0]),
            params[name],
            name=f"the gradient of {name}",
            blame="does not match the network's slope",
            hint=_UNDO,
        )


@pytest.mark.exercise("mlp_backward")
def test_mlp_backward_of_one_layer():
    """mlp_backward of a single layer has no relu to undo; biases may all be 0"""
    hint = "the last layer's z are the logits. Did a relu follow them?"
    dout, caches, params = _network(3, 5, 4, 3)
    _grads_close(backward.mlp_backward(dout, caches, params), dout, caches, params, hint)
    hint = "every b is 0 before training. Does the loss change with it all the same?"
    params = params | {"b1": np.zeros(3)}
    _, caches = _forward(caches[0]["x"], params)
    _grads_close(backward.mlp_backward(dout, caches, params), dout, caches, params, hint)


@pytest.mark.exercise("mlp_backward")
def test_mlp_backward_of_eleven_layers():
    """mlp_backward keeps the layers apart when there are more than nine of them"""
    hint = "in which order are W10 and W2 when names are sorted?"
    dout, caches, params = _network(4, 2, 3, 3, 2, 3, 2, 3, 2, 3, 2, 3, 2, 3)
    _grads_close(backward.mlp_backward(dout, caches, params), dout, caches, params, hint)


@pytest.mark.exercise("mlp_backward")
def test_mlp_backward_has_the_keys_of_params():
    """mlp_backward's gradients have exactly the keys of params, in whatever order params come"""
    dout, caches, params = _network(5, 4, 3, 5, 2)
    shuffled = {name: params[name] for name in ("b2", "W2", "b1", "W1")}

    hint = "one gradient for each parameter, under the parameter's own name"
    _grads_close(backward.mlp_backward(dout, caches, shuffled), dout, caches, params, hint, exact=True)


@pytest.mark.exercise("mlp_backward")
def test_mlp_backward_at_zero():
    """mlp_backward lets nothing through a hidden unit whose z is exactly 0"""
    params = {
        "W1": np.array([[1.0, 2.0, -1.0], [1.0, -1.0, 0.5]]),
        "b1": np.array([0.0, 0.0, 0.5]),
        "W2": np.array([[2.0, 1.0], [-1.0, 3.0], [4.0, 0.5]]),
        "b2": np.array([0.25, -1.0]),
    }
    x = np.array([[1.0, -1.0], [1.0, 2.0], [0.5, 0.0]])  # z is 0 at [0, 0], [1, 1] and [2, 2]
    logits, caches = _forward(x, params)
    dout = np.array([[1.0, -2.0], [3.0, 4.0], [-0.5, 8.0]])
    assert logits.shape == dout.shape
    assert np.count_nonzero(caches[0]["z"] == 0) == 3

    hint = "what is the slope of relu at exactly 0?"
    _grads_close(backward.mlp_backward(dout, caches, params), dout, caches, params, hint)

    params["b1"] = np.array([0.0, 2.0**-40, 0.5 - 2.0**-40])  # and now a little above 0, and a little below
    _, caches = _forward(x, params)
    assert -1e-11 < caches[0]["z"][2, 2] < 0 < caches[0]["z"][1, 1] < 1e-11
    _grads_close(backward.mlp_backward(dout, caches, params), dout, caches, params, "is a tiny z exactly 0?")


@pytest.mark.exercise("mlp_backward")
def test_mlp_backward_looks_caches_up_by_name():
    """mlp_backward takes caches that hold more than x and z, in whatever order"""
    dout, caches, params = _network(11, 4, 3, 5, 4, 2)
    full = [{"out": np.maximum(c["z"], 0), "z": c["z"], "layer": k, "x": c["x"]} for k, c in enumerate(caches, 1)]

    hint = "a cache has at least x and z. Do you look them up by their names?"
    _grads_close(backward.mlp_backward(dout, full, params), dout, caches, params, hint)


@pytest.mark.exercise("mlp_backward")
@pytest.mark.parametrize("sizes", [(1, 3, 4, 2), (4, 1, 3, 2), (4, 3, 1, 2), (3, 3, 3, 3)], ids=str)
def test_mlp_backward_of_small_shapes(sizes):
    """mlp_backward gives the exact shapes also for one example, one input and one hidden unit, and takes views"""
    dout, caches, params = _network(6, *sizes)
    hint = "each gradient has exactly the shape of its parameter"
    _grads_close(backward.mlp_backward(dout, caches, params), dout, caches, params, hint)
    caches_of_views = [{key: _turned(value) for key, value in cache.items()} for cache in caches]
    params_of_views = {name: _turned(value) for name, value in params.items()}
    _grads_close(backward.mlp_backward(_turned(dout), caches_of_views, params_of_views), dout, caches, params, hint)


@pytest.mark.exercise("mlp_backward")
def test_mlp_backward_adds_over_examples():
    """mlp_backward of a batch that stands there twice is twice the gradient, and every one of 307 examples counts"""
    dout, caches, params = _network(7, 4, 3, 5, 2)
    dout = np.concatenate([dout, dout])
    caches = [{key: np.concatenate([cache[key]] * 2) for key in ("x", "z")} for cache in caches]

    hint = "who has already divided by the number of examples?"
    _grads_close(backward.mlp_backward(dout, caches, params), dout, caches, params, hint)
    rows = np.arange(307) % 8
    dout, caches = dout[rows], [{key: cache[key][rows] for key in ("x", "z")} for cache in caches]
    _grads_close(backward.mlp_backward(dout, caches, params), dout, caches, params, hint)


@pytest.mark.exercise("mlp_backward")
def test_mlp_backward_of_whole_numbers():
    """mlp_backward gives the right values for whole numbers"""
    params = {
        "W1": np.array([[1, -2, 3], [2, 1, -1]]),
        "b1": np.array([1, 0, -2]),
        "W2": np.array([[2, 1], [-1, 3], [1, 1]]),
        "b2": np.array([0, 4]),
    }
    _, caches = _forward(np.array([[1, 2], [-3, 1]]), params)
    dout = np.array([[1, -2], [3, 5]])

    _grads_close(backward.mlp_backward(dout, caches, params), dout, caches, params)
    _grads_close(backward.mlp_backward(dout / 8, caches, params), dout / 8, caches, params)


@pytest.mark.exercise("mlp_backward")
def test_mlp_backward_leaves_its_arguments():
    """mlp_backward changes neither dout nor caches nor params"""
    dout, caches, params = _network(8, 4, 3, 5, 4, 2)

    hint = "backward only calculates. Whose work is it to change the weights?"
    _pure(hand_in.mlp_backward, (dout, caches, params), lambda got: _grads_close(got, dout, caches, params), hint)


@pytest.mark.exercise("mlp_backward")
def test_mlp_backward_gives_the_same_again():
    """mlp_backward gives the same result again after another call"""
    first, second = _network(9, 4, 3, 5, 2), _network(10, 4, 3, 5, 2)
    _right_again(backward.mlp_backward, first, second, _grads_close)


# graph_backward and topo_sort


def _node(name, op, *args, value=None):
    node = {"id": name, "op": op}
    if args:
        node["args"] = list(args)
    if value is not None:
        node["value"] = value
    return node


_OPS = {
    "add": lambda a, b: a + b,
    "sub": lambda a, b: a - b,
    "mul": lambda a, b: a * b,
    "div": lambda a, b: a / b,
    "neg": lambda a: -a,
    "exp": math.exp,
    "log": math.log,
    "tanh": math.tanh,
    "sigmoid": lambda a: 1 / (1 + math.exp(-a)),
    "relu": lambda a: max(a, 0.0),
    "square": lambda a: a * a,
}


def _values(graph, inputs):
    """The value of every node; the graph is in an order in which it can be calculated."""
    values = {}
    for node in graph:
        if node["op"] == "input":
            values[node["id"]] = inputs[node["id"]]
        elif node["op"] == "const":
            values[node["id"]] = node["value"]
        else:
            values[node["id"]] = _OPS[node["op"]](*(values[arg] for arg in node["args"]))
    return values


def _shuffled(graph, seed):
    return [graph[i] for i in np.random.default_rng(seed).permutation(len(graph))]


def _in_blocks(graph):
    """Put the first node of a long list first, then 50 pieces of the rest, the last one before the others.

    That is neither an order to calculate in nor the worst order for anybody. No speed is promised, so code that
    goes through the list again and again, in either direction, has about 50 rounds to go, while code that calls
    itself still goes as deep as the graph is.
    """
    size = len(graph) // 50
    pieces = [graph[start : start + size] for start in range(1, len(graph), size)]
    return [graph[0], *(node for piece in reversed(pieces) for node in piece)]


_OF_EVERY_NODE = "every node of the graph has a gradient, constants and unused ones too"


def _graph_close(got, want, output, hint="", exact=False):
    grads = expect.mapping(got, *want, name="the gradients", hint=_OF_EVERY_NODE, exact=exact)
    for name, right in want.items():
        expect.close(grads[name], right, name=f"d {output} / d {name}", hint=hint)


def _graph_right(graph, inputs, output, want=None, hint="", seed=None, exact=False):
    values = _values(graph, inputs)
    given = graph if seed is None else _shuffled(graph, seed)
    want = reference.graph_backward(graph, values, output) if want is None else want
    _graph_close(backward.graph_backward(given, values, output), want, output, hint, exact)


def _diamond():
    """y = tanh(a*b) * (a*b + exp(a)) - b / a, with a unused node and a constant."""
    return [
        _node("a", "input"),
        _node("b", "input"),
        _node("two", "const", value=2.0),
        _node("p", "mul", "a", "b"),
        _node("t", "tanh", "p"),
        _node("e", "exp", "a"),
        _node("s", "add", "p", "e"),
        _node("m", "mul", "t", "s"),
        _node("q", "div", "b", "a"),
        _node("y", "sub", "m", "q"),
        _node("lost", "mul", "two", "b"),
    ]


def _renamed(graph):
    """The same graph with the same names, each of them on another node."""
    names = [node["id"] for node in graph]
    new = dict(zip(names, reversed(names), strict=True))
    return [{**n, "id": new[n["id"]], **({"args": [new[a] for a in n["args"]]} if "args" in n else {})} for n in graph]


@pytest.mark.exercise("graph_backward")
@pytest.mark.parametrize(
    ("op", "da", "db"),
    [("add", 1, 1), ("sub", 1, -1), ("mul", -0.8, 1.6), ("div", -1.25, -2.5)],
    ids=["add", "sub", "mul", "div"],
)
def test_graph_backward_of_two_arguments(op, da, db):
    """graph_backward knows the slopes of add, sub, mul and div for both arguments"""
    graph = [_node("a", "input"), _node("b", "input"), _node("k", "const", value=3.0)]
    graph += [_node("c", op, "a", "b"), _node("y", "mul", "k", "c")]
    inputs = {"a": 1.6, "b": -0.8}

    want = {"a": 3 * da, "b": 3 * db, "c": 3.0, "k": _OPS[op](1.6, -0.8), "y": 1.0}
    _graph_right(graph, inputs, "y", want, f"how fast does {op}(a, b) change with a, and how fast with b?")


@pytest.mark.exercise("graph_backward")
@pytest.mark.parametrize(
    ("op", "slope"),
    [
        ("neg", -1.0),
        ("exp", math.exp(0.7)),
        ("log", 1 / 0.7),
        ("tanh", 1 - math.tanh(0.7) ** 2),
        ("sigmoid", math.exp(-0.7) / (1 + math.exp(-0.7)) ** 2),
        ("relu", 1.0),
        ("square", 1.4),
    ],
    ids=["neg", "exp", "log", "tanh", "sigmoid", "relu", "square"],
)
def test_graph_backward_of_one_argument(op, slope):
    """graph_backward knows the slopes of neg, exp, log, tanh, sigmoid, relu and square"""
    graph = [_node("a", "input"), _node("k", "const", value=3.0), _node("c", op, "a"), _node("y", "mul", "k", "c")]
    want = {"a": 3 * slope, "c": 3.0, "k": _OPS[op](0.7), "y": 1.0}
    _graph_right(graph, {"a": 0.7}, "y", want, f"how fast does {op}(a) change with a, and what comes from above?")


@pytest.mark.exercise("graph_backward")
def test_graph_backward_through_relu():
    """graph_backward stops at a relu whose argument is negative or exactly 0"""
    graph = [
        _node("a", "input"),
        _node("b", "input"),
        _node("c", "input"),
        _node("ra", "relu", "a"),
        _node("rb", "relu", "b"),
        _node("rc", "relu", "c"),
        _node("ab", "add", "ra", "rb"),
        _node("y", "add", "ab", "rc"),
    ]
    want = {"a": 0.0, "b": 0.0, "c": 1.0, "ra": 1.0, "rb": 1.0, "rc": 1.0, "ab": 1.0, "y": 1.0}
    for c in (0.25, _TINY):
        _graph_right(graph, {"a": -0.5, "b": 0.0, "c": c}, "y", want, "is the unit on when its argument is 0?")


@pytest.mark.exercise("graph_backward", weight=2)
def test_graph_backward_adds_what_all_users_send():
    """graph_backward adds up the gradients of a node that is used twice and three times"""
    hint = "this node is used more than once. What happens to the gradient that arrived first?"
    double = [_node("a", "input"), _node("b", "add", "a", "a"), _node("c", "add", "b", "b")]
    _graph_right(double, {"a": 1.5}, "c", {"a": 4.0, "b": 2.0, "c": 1.0}, hint)
    cube = [_node("a", "input"), _node("b", "mul", "a", "a"), _node("c", "mul", "b", "a"), _node("d", "sub", "c", "a")]
    _graph_right(cube, {"a": 2.0}, "d", {"a": 11.0, "b": 2.0, "c": 1.0, "d": 1.0}, hint)
    nothing = [
        _node("a", "input"),
        _node("b", "sub", "a", "a"),
        _node("c", "div", "a", "a"),
        _node("y", "add", "b", "c"),
    ]
    _graph_right(nothing, {"a": 2.0}, "y", {"a": 0.0, "b": 1.0, "c": 1.0, "y": 1.0}, hint)


@pytest.mark.exercise("graph_backward")
def test_graph_backward_of_very_many_paths():
    """graph_backward sends once from each node: 40 doublings make 2^40 paths, and still only 41 nodes"""
    graph = [_node("n0", "input"), *(_node(f"n{i}", "add", f"n{i - 1}", f"n{i - 1}") for i in range(1, 41))]
    want = {f"n{i}": 2.0 ** (40 - i) for i in range(41)}
    hint = "do you walk along each path by itself? How often does each node send?"
    _graph_right(graph, {"n0": 1.0}, "n40", want, hint, seed=10)


@pytest.mark.exercise("graph_backward", weight=2)
@pytest.mark.parametrize(
    ("op", "a", "da", "db"),
    [
        ("add", 0.0, 1, 1),
        ("sub", 0.0, 1, -1),
        ("mul", 0.0, 5, 0),
        ("div", 0.0, 0.2, 0),
        ("neg", 0.0, -1, 0),
        ("exp", 0.0, 1, 0),
        ("log", 1.0, 1, 0),
        ("tanh", 0.0, 1, 0),
        ("sigmoid", 0.0, 0.25, 0),
        ("square", 0.0, 0, 0),
    ],
    ids=["add", "sub", "mul", "div", "neg", "exp", "log", "tanh", "sigmoid", "square"],
)
def test_graph_backward_where_a_value_is_zero(op, a, da, db):
    """graph_backward is right where the value of a node is exactly 0.0"""
    args = ("a", "b") if op in ("add", "sub", "mul", "div") else ("a",)
    graph = [_node("a", "input"), _node("b", "input"), _node("k", "const", value=3.0), _node("c", op, *args)]
    graph += [_node("y", "mul", "c", "k")]

    hint = "a value of 0.0 is a value like any other. Is it one in your if, or in your division?"
    values = _values(graph, {"a": a, "b": 5.0})
    _graph_right(graph, {"a": a, "b": 5.0}, "y", {"a": 3 * da, "b": 3 * db, "c": 3, "k": values["c"], "y": 1}, hint)


@pytest.mark.exercise("graph_backward")
def test_graph_backward_of_large_and_tiny_values():
    """graph_backward's slopes are right far from 1, on both sides of 0"""
    graph = [_node("a", "input"), _node("k", "input"), _node("c", "sigmoid", "a"), _node("y", "mul", "k", "c")]
    s = 1 / (1 + math.exp(30))
    want = {"a": 1e13 * s * (1 - s), "k": s, "c": 1e13, "y": 1}
    _graph_right(graph, {"a": -30.0, "k": 1e13}, "y", want, "do you round, cut or shift anything?")
    graph = [_node("a", "input"), _node("k", "input"), _node("c", "log", "a"), _node("y", "div", "c", "k")]
    want = {"a": 1e9 / -0.125, "k": -math.log(1e-9) / 0.125**2, "c": -8, "y": 1}
    _graph_right(graph, {"a": 1e-9, "k": -0.125}, "y", want, "do you add anything to what you divide by?")
    graph = [_node("a", "input"), _node("k", "input"), _node("c", "square", "a"), _node("y", "div", "c", "k")]
    want = {"a": -6e6, "k": -9e12, "c": 1e6, "y": 1}
    _graph_right(graph, {"a": -3.0, "k": 1e-6}, "y", want, "do you add anything to what you divide by?")


def _two_ways(*args):
    """y = a*b + exp(a*b) * b: from p to y one way is short and the other one long; `args` says which comes first."""
    inputs = [_node("a", "input"), _node("b", "input")]
    return [
        *inputs,
        _node("p", "mul", "a", "b"),
        _node("e", "exp", "p"),
        _node("m", "mul", "e", "b"),
        _node("y", "add", *args),
    ]


@pytest.mark.exercise("graph_backward")
@pytest.mark.parametrize(
    "graph",
    [
        pytest.param(_diamond(), id="diamond"),
        pytest.param(_two_ways("p", "m"), id="short way first"),
        pytest.param(_two_ways("m", "p"), id="long way first"),
    ],
)
def test_graph_backward_of_a_diamond(graph):
    """graph_backward is right where paths part and meet again, also after ways of different length"""
    hint = "may a node send its gradient on before all of its users have sent theirs?"
    _graph_right(graph, {"a": 0.7, "b": -1.3}, "y", hint=hint)


@pytest.mark.exercise("graph_backward", weight=2)
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_graph_backward_in_any_order_of_the_list(seed):
    """graph_backward gives the same gradients however the list is shuffled"""
    hint = "the list is in no particular order. How do you know that a node's gradient is complete?"
    _graph_right(_diamond(), {"a": -1.1, "b": 0.6}, "y", hint=hint, seed=seed)


@pytest.mark.exercise("graph_backward")
def test_graph_backward_matches_numerical_slopes():
    """graph_backward matches the numerical slopes of a graph with every operation"""
    graph = [
        _node("a", "input"),
        _node("b", "input"),
        _node("half", "const", value=0.5),
        _node("sq", "square", "a"),
        _node("n", "neg", "b"),
        _node("sg", "sigmoid", "n"),
        _node("sum", "add", "sq", "sg"),
        _node("lg", "log", "sum"),
        _node("r", "relu", "sum"),
        _node("ex", "exp", "n"),
        _node("th", "tanh", "ex"),
        _node("q", "div", "th", "r"),
        _node("h", "mul", "half", "q"),
        _node("y", "sub", "lg", "h"),
    ]
    point = np.array([0.9, -0.4])

    def f(p):
        return _values(graph, {"a": float(p[0]), "b": float(p[1])})["y"]

    values = _values(graph, {"a": 0.9, "b": -0.4})
    got = backward.graph_backward(_shuffled(graph, 4), values, "y")
    grads = expect.mapping(got, "a", "b", name="the gradients")
    pair = np.array([expect.number(grads[name], name=f"d y / d {name}") for name in ("a", "b")])
    expect.gradient(pair, f, point, blame="does not match the graph's slope", name="(d y / d a, d y / d b)")


@pytest.mark.exercise("graph_backward")
def test_graph_backward_from_an_inner_node():
    """graph_backward takes an inner node as output: whatever comes after it gets 0.0"""
    hint = "does an inner node depend on what is calculated from it later?"
    _graph_right(_diamond(), {"a": 0.7, "b": -1.3}, "s", hint=hint, seed=5)
    _graph_right(_diamond(), {"a": 0.7, "b": -1.3}, "p", hint=hint, seed=6)


@pytest.mark.exercise("graph_backward")
def test_graph_backward_names_every_node():
    """graph_backward returns a gradient for every node: constants have one, unused nodes have 0.0"""
    graph = [
        _node("x", "input"),
        _node("k", "const", value=3.0),
        _node("y", "mul", "k", "x"),
        _node("idle", "input"),
        _node("lonely", "const", value=1.0),
        _node("side", "exp", "idle"),
    ]
    want = {"x": 3.0, "k": 2.0, "y": 1.0, "idle": 0.0, "lonely": 0.0, "side": 0.0}
    hint = "every node of the graph has a gradient, constants and unused ones too"
    _graph_right(graph, {"x": 2.0, "idle": 0.5}, "y", want, hint, seed=7, exact=True)


@pytest.mark.exercise("graph_backward")
def test_graph_backward_from_an_input():
    """graph_backward gives 1.0 for the output itself, even where the output is an input or a constant"""
    graph = [_node("x", "input"), _node("z", "const", value=5.0), _node("y", "mul", "x", "z")]
    _graph_right(graph, {"x": 2.0}, "x", {"x": 1.0, "y": 0.0, "z": 0.0}, "how fast does x change with x?")
    _graph_right(graph, {"x": 2.0}, "z", {"x": 0.0, "y": 0.0, "z": 1.0}, "how fast does z change with z?")


@pytest.mark.exercise("graph_backward")
def test_graph_backward_of_a_long_chain():
    """graph_backward survives a chain of 3,000 nodes"""
    graph = [_node("n0", "input"), _node("c", "const", value=0.001)]
    graph += [_node(f"n{i}", "add", f"n{i - 1}", "c") for i in range(1, 2998)]
    graph.append(_node("y", "square", "n2997"))
    slope = 2 * (1.0 + 2997 * 0.001)

    hint = "how deep may a function call itself in Python?"
    got = backward.graph_backward(_in_blocks(graph), _values(graph, {"n0": 1.0}), "y")  # used up here: no copy
    names = ("n0", "c", "n1", "n1500", "n2997", "y")
    grads = expect.mapping(got, *names, name="the gradients", hint=_OF_EVERY_NODE)
    want = (slope, 2997 * slope, slope, slope, slope, 1.0)
    for name, right in zip(names, want, strict=True):
        expect.close(grads[name], right, name=f"d y / d {name}", hint=hint)


@pytest.mark.exercise("graph_backward")
def test_graph_backward_leaves_its_arguments():
    """graph_backward changes neither the graph nor the values, and gives the same again"""
    graph = _diamond()
    first, second = _values(graph, {"a": 0.7, "b": -1.3}), _values(graph, {"a": 1.7, "b": 0.3})

    hint = "where do you keep what you count or collect: in the graph you were given?"

    def right(got, graph, values, output):
        _graph_close(got, reference.graph_backward(graph, values, output), output)

    _pure(hand_in.graph_backward, (graph, first, "y"), lambda got: right(got, _diamond(), dict(first), "y"), hint)
    _right_again(backward.graph_backward, (graph, first, "y"), (graph[::-1], second, "m"), right)
    other = _renamed(graph)
    values = _values(other, {"lost": 0.7, "y": -1.3})
    with _elsewhere("the next call, with the same names on other nodes, gives a wrong result", MEMORY):
        right(backward.graph_backward(other, values, "b"), other, values, "b")


def _order_right(got, graph, hint=""):
    order = expect.items(got, name="the order", hint="a list of all names, one after the other")
    expect.that(all(isinstance(name, str) for name in order), "expected a list of names (strings)", hint=hint)
    names = [node["id"] for node in graph]
    for name in names:
        expect.that(name in order, f"the node {name!r} is missing in the order", hint=hint)
    expect.that(
        len(order) == len(names), f"expected each of the {len(names)} names once, got {len(order)} names", hint=hint
    )
    place = {name: position for position, name in enumerate(order)}
    for node in graph:
        for arg in node.get("args", []):
            message = f"{node['id']!r} needs {arg!r}, but stands before it"
            expect.that(place[arg] < place[node["id"]], message, hint=hint)


@pytest.mark.exercise("topo_sort")
@pytest.mark.parametrize("seed", [1, 2, 3, 4])
def test_topo_sort_puts_arguments_first(seed):
    """topo_sort puts each node after all of its arguments, however the list is shuffled"""
    graph = _shuffled(_diamond(), seed)
    _order_right(backward.topo_sort(graph), graph, "who can be calculated first? Who is ready then?")


@pytest.mark.exercise("topo_sort")
def test_topo_sort_when_users_come_first():
    """topo_sort works where every user stands before its arguments"""
    graph = _diamond()[::-1]
    _order_right(backward.topo_sort(graph), graph, "the list tells who needs whom, not who comes first")


@pytest.mark.exercise("topo_sort")
def test_topo_sort_names_each_node_once():
    """topo_sort names each node once, also where it is used twice, three times or never"""
    graph = [
        _node("d", "add", "c", "a"),
        _node("c", "add", "b", "b"),
        _node("b", "mul", "a", "a"),
        _node("a", "input"),
        _node("k", "const", value=1.0),
        _node("idle", "input"),
    ]
    _order_right(backward.topo_sort(graph), graph, "a + a needs a only once in the order. Do you count it twice?")
    graph = [_node("n0", "input"), *(_node(f"n{i}", "add", f"n{i - 1}", f"n{i - 1}") for i in range(1, 41))][::-1]
    _order_right(backward.topo_sort(graph), graph, "how often do you visit a node that many paths lead to?")


@pytest.mark.exercise("topo_sort")
def test_topo_sort_of_separate_graphs():
    """topo_sort orders a list that holds two graphs without a connection"""
    graph = [
        _node("y", "exp", "x"),
        _node("v", "sub", "w", "u"),
        _node("w", "neg", "u"),
        _node("x", "input"),
        _node("u", "input"),
    ]
    _order_right(backward.topo_sort(graph), graph, "do you start at one node only?")
    _order_right(backward.topo_sort(graph[3:4]), graph[3:4])


@pytest.mark.exercise("topo_sort")
@pytest.mark.parametrize("cycle", [("p", "p"), ("p", "q", "p"), ("p", "q", "r", "s", "p")], ids=["1", "2", "4"])
def test_topo_sort_refuses_a_cycle(cycle):
    """topo_sort orders a healthy graph and raises a ValueError for one with a cycle"""
    _order_right(backward.topo_sort(_diamond()), _diamond())

    healthy = [_node("a", "input"), _node("b", "exp", "a")]
    broken = [_node(name, "add", needs, "b") for name, needs in pairwise(cycle)]
    broken.append(_node("end", "neg", "p"))
    hint = "who can start when each waits for the other? How do you notice that nobody is ready any more?"
    apart = [_node(name, "neg", needs) for name, needs in pairwise(cycle)]
    for graph in (apart, healthy + broken, broken[::-1] + healthy, healthy + apart):
        expect.raises(ValueError, backward.topo_sort, graph, because="the graph has a cycle", hint=hint)


@pytest.mark.exercise("topo_sort")
def test_topo_sort_refuses_an_unknown_name():
    """topo_sort orders a healthy graph and raises a ValueError where an argument is no node"""
    healthy = [_node("b", "exp", "a"), _node("a", "input")]
    _order_right(backward.topo_sort(healthy), healthy)

    hint = "what do you do with an argument that is the name of no node?"
    because = "'ghost' is no node of the graph"
    broken = [*healthy, _node("c", "add", "a", "ghost")]
    expect.raises(ValueError, backward.topo_sort, broken, because=because, hint=hint)
    expect.raises(ValueError, backward.topo_sort, broken[::-1], because=because, hint=hint)


@pytest.mark.exercise("topo_sort")
def test_topo_sort_of_a_long_chain():
    """topo_sort survives a chain of 3,000 nodes"""
    graph = [_node("n0", "input"), *(_node(f"n{i}", "tanh", f"n{i - 1}") for i in range(1, 3000))]
    order = expect.items(backward.topo_sort(_in_blocks(graph)), length=3000, name="the order")  # used up here: no copy
    want = [f"n{i}" for i in range(3000)]
    expect.that(order == want, "a chain has only one order, n0 to n2999", hint="who is ready first?")


@pytest.mark.exercise("topo_sort")
def test_topo_sort_of_a_shuffled_chain():
    """topo_sort brings a chain into its only order, whether it is shuffled, turned round or in order already"""
    graph = [_node("n0", "input"), *(_node(f"n{i}", "tanh", f"n{i - 1}") for i in range(1, 200))]
    want = [f"n{i}" for i in range(200)]
    for given in (_shuffled(graph, 9), graph[::-1], graph):
        order = expect.items(backward.topo_sort(given), length=200, name="the order")
        expect.that(order == want, "a chain has only one order, n0 to n199", hint="who is ready first?")


@pytest.mark.exercise("topo_sort")
def test_topo_sort_leaves_its_argument():
    """topo_sort does not change the graph, and works again after another call"""
    graph = _shuffled(_diamond(), 5)

    hint = "do you cross out arguments or pop nodes in the list you were given?"
    _pure(hand_in.topo_sort, (graph,), lambda order: _order_right(order, graph), hint)
    _right_again(backward.topo_sort, (graph,), (_diamond()[:4],), _order_right)
    _right_again(backward.topo_sort, (graph,), (_renamed(graph),), _order_right)


# softmax_backward


def _rows(seed, *shape):
    return _normal(seed, *shape), _softmax(2 * _normal(seed + 1, *shape))


def _softmax_right(dout, s, hint=""):
    want = s * (dout - np.sum(dout * s, axis=-1, keepdims=True))
    got = backward.softmax_backward(dout.copy(order="K"), s.copy(order="K"))
    expect.close(got, want, given={"dout": dout, "s": s}, name="dx", hint=hint)


@pytest.mark.exercise("softmax_backward")
def test_softmax_backward_value():
    """softmax_backward is s_i * (dout_i - sum of dout_j * s_j) in every row"""
    hint = "when one score goes up, what happens to the probabilities of the other classes?"
    _softmax_right(*_rows(201, 6, 4), hint=hint)


@pytest.mark.exercise("softmax_backward")
def test_softmax_backward_is_the_slope_of_softmax():
    """softmax_backward matches the numerical slope of softmax"""
    dout, x = _normal(203, 3, 4), _normal(204, 3, 4)

    expect.gradient(
        backward.softmax_backward(dout, _softmax(x)),
        lambda p: np.sum(dout * _softmax(p)),
        x,
        name="dx",
        blame="does not match the slope of softmax",
        hint="every output of a row depends on every score of that row. Which terms are missing?",
    )


@pytest.mark.exercise("softmax_backward")
def test_softmax_backward_of_a_square_batch():
    """softmax_backward keeps the rows apart where there are as many examples as classes"""
    _softmax_right(*_rows(205, 4, 4), hint="over which axis does the sum run, and does it keep that axis?")


@pytest.mark.exercise("softmax_backward")
def test_softmax_backward_ignores_a_common_push():
    """softmax_backward does not change when the same number is added to a whole row of dout"""
    dout, s = _rows(207, 3, 5)
    want = reference.softmax_backward(dout, s)
    got = backward.softmax_backward(dout + np.array([[5.0], [-3.0], [0.5]]), s)

    hint = "probabilities always add up to 1. Can a push on all of them together have an effect?"
    expect.close(got, want, given={"dout": dout, "s": s}, name="dx", hint=hint)


@pytest.mark.exercise("softmax_backward")
def test_softmax_backward_of_a_sure_answer():
    """softmax_backward gives 0 for a row in which one class has probability 1, without a warning"""
    s = np.array([[0.0, 1.0, 0.0], [0.5, 0.25, 0.25]])
    dout = np.array([[1e300, -3.0, -1e300], [4.0, 0.0, 8.0]])

    with expect.no_warnings("do you divide by a probability?"):
        got = backward.softmax_backward(dout, s)

    expect.close(got, [[0, 0, 0], [0, -1, 1]], given={"dout": dout, "s": s}, name="dx")


@pytest.mark.exercise("softmax_backward")
@pytest.mark.parametrize("shape", [(5,), (2,), (1, 3), (4, 2), (2, 3, 4), (2, 3, 2, 5), (300, 3)], ids=str)
def test_softmax_backward_of_any_shape(shape):
    """softmax_backward works along the last axis, for one axis as for three, and takes views such as s.T"""
    for arguments in _orders(*_rows(209, *shape)):
        _softmax_right(*arguments, hint="which axis is the last one when there are one, two or three?")


@pytest.mark.exercise("softmax_backward")
def test_softmax_backward_of_whole_numbers():
    """softmax_backward gives the right values where dout holds whole numbers"""
    _softmax_right(np.array([[4, 0, -8], [1, 2, 3]]), np.array([[0.5, 0.25, 0.25], [0.125, 0.75, 0.125]]))


@pytest.mark.exercise("softmax_backward")
def test_softmax_backward_leaves_its_arguments():
    """softmax_backward changes neither dout nor s, and gives the same again"""
    dout, s = _rows(211, 4, 3)

    want = reference.softmax_backward(dout, s)
    _pure(hand_in.softmax_backward, (dout, s), lambda got: expect.close(got, want, name="dx"))
    _right_again(
        backward.softmax_backward,
        (dout, s),
        _rows(213, 4, 3),
        lambda got, *args: expect.close(got, reference.softmax_backward(*args), name="dx"),
    )


# unbroadcast


def _summed(grad, shape):
    """What numpy's broadcasting of `shape` to grad's shape adds up, entry by entry."""
    want = np.zeros(shape)
    where = np.broadcast_to(np.arange(want.size).reshape(shape), grad.shape)
    for index in np.ndindex(grad.shape):
        want.flat[where[index]] += grad[index]
    return want


def _unbroadcast_right(grad, shape, hint=""):
    got = backward.unbroadcast(grad.copy(order="K"), shape)
    want = _summed(grad, shape)
    expect.close(got, want, given={"grad": grad, "shape": shape}, hint=hint, atol=1e-9)


@pytest.mark.exercise("unbroadcast")
@pytest.mark.parametrize(
    ("big", "shape"), [((4, 3), (3,)), ((5, 4, 3), (3,)), ((2, 3, 4), (3, 4)), ((2, 2, 3, 2), (2,))], ids=str
)
def test_unbroadcast_of_axes_put_in_front(big, shape):
    """unbroadcast sums away the axes that numpy put in front"""
    _unbroadcast_right(_normal(221, *big), shape, "how many axes does grad have more than shape?")


@pytest.mark.exercise("unbroadcast")
@pytest.mark.parametrize(
    ("big", "shape"),
    [
        ((4, 3), (4, 1)),
        ((4, 3), (1, 3)),
        ((4, 3), (1, 1)),
        ((2, 3, 4), (2, 1, 4)),
        ((2, 3, 4), (1, 3, 1)),
        ((2, 3, 4), (1, 1, 4)),
        ((2, 3, 2, 4), (2, 3, 2, 1)),
    ],
    ids=str,
)
def test_unbroadcast_of_stretched_axes(big, shape):
    """unbroadcast sums along the axes of length 1 that numpy stretched, and keeps them with length 1"""
    hint = "an axis of length 1 was stretched. Is it still there afterwards, with length 1?"
    _unbroadcast_right(_normal(222, *big), shape, hint)


@pytest.mark.exercise("unbroadcast")
@pytest.mark.parametrize(
    ("big", "shape"),
    [
        ((5, 2, 3, 4), (2, 1, 4)),
        ((4, 3), (1,)),
        ((2, 4, 3), (4, 1)),
        ((3, 3, 3), (1, 3)),
        ((2, 3, 4, 2), (1, 4, 1)),
        ((2, 2, 3, 2, 3), (1, 1, 1)),
    ],
    ids=str,
)
def test_unbroadcast_of_both_kinds(big, shape):
    """unbroadcast undoes axes put in front and stretched axes at the same time"""
    _unbroadcast_right(_normal(223, *big), shape, "first the axes in front, then the axes of length 1")


@pytest.mark.exercise("unbroadcast")
def test_unbroadcast_of_square_arrays():
    """unbroadcast sums the right axis where all axes are equally long"""
    _unbroadcast_right(_normal(224, 3, 3), (3,), "to which end of its shape does numpy align a (3,) array?")
    _unbroadcast_right(_normal(225, 3, 3), (3, 1))


@pytest.mark.exercise("unbroadcast")
@pytest.mark.parametrize("big", [(4, 3), (5,), (2, 1, 3)], ids=str)
def test_unbroadcast_to_one_number(big):
    """unbroadcast to the shape () gives one number, the sum of everything"""
    _unbroadcast_right(_normal(226, *big), (), "a single number was repeated everywhere. What is its gradient?")


@pytest.mark.exercise("unbroadcast")
@pytest.mark.parametrize("shape", [(4,), (3, 2), (1, 3), (2, 1, 3)], ids=str)
def test_unbroadcast_of_nothing_repeated(shape):
    """unbroadcast gives grad as it came where the shape is its own, and sums it where it is not"""
    grad = _normal(227, *shape)
    _unbroadcast_right(grad, shape, "nothing was repeated. Is there anything to sum?")
    _unbroadcast_right(_turned(grad), shape)
    _unbroadcast_right(np.stack([grad, 2 * grad]), shape)


@pytest.mark.exercise("unbroadcast")
def test_unbroadcast_of_axes_of_length_one():
    """unbroadcast drops an axis in front even where grad has length 1 there"""
    _unbroadcast_right(_normal(228, 1, 3), (3,), "compare the numbers of axes, not only their lengths")
    _unbroadcast_right(_normal(229, 1, 1, 2), (1, 2))
    _unbroadcast_right(_normal(230, 1, 1), (1,))


@pytest.mark.exercise("unbroadcast")
def test_unbroadcast_of_whole_numbers():
    """unbroadcast gives the right values for whole numbers"""
    _unbroadcast_right(np.array([[1, 2, 3], [4, 5, 6]]), (3,))
    _unbroadcast_right(np.array([[1, 2, 3], [4, 5, 6]]), (2, 1))


@pytest.mark.exercise("unbroadcast")
def test_unbroadcast_leaves_its_arguments():
    """unbroadcast does not change grad, and gives the same again"""
    grad = _normal(231, 2, 3, 4)

    want = _summed(grad, (3, 1))
    _pure(hand_in.unbroadcast, (grad, (3, 1)), lambda got: expect.close(got, want, atol=1e-9))
    _right_again(
        backward.unbroadcast,
        (grad, (3, 1)),
        (_normal(232, 5, 3, 4), (4,)),
        lambda got, *args: expect.close(got, _summed(*args), atol=1e-9),
    )


# Value

_PLAIN = (type(None), int, float, str, tuple, list, dict, np.ndarray, np.generic)
_MISSING = object()


class _Checked:
    """A student's Value, whose every operation is checked to give no plain number again."""

    def __init__(self, value, text):
        self.value, self.text = value, text
        if isinstance(value, _PLAIN):
            self._refuse()

    def __add__(self, other):
        return _operation(lambda a, b: a + b, self, other, "+")

    def __radd__(self, other):
        return _operation(lambda a, b: a + b, other, self, "+")

    def __sub__(self, other):
        return _operation(lambda a, b: a - b, self, other, "-")

    def __rsub__(self, other):
        return _operation(lambda a, b: a - b, other, self, "-")

    def __mul__(self, other):
        return _operation(lambda a, b: a * b, self, other, "*")

    def __rmul__(self, other):
        return _operation(lambda a, b: a * b, other, self, "*")

    def __truediv__(self, other):
        return _operation(lambda a, b: a / b, self, other, "/")

    def __rtruediv__(self, other):
        return _operation(lambda a, b: a / b, other, self, "/")

    def __pow__(self, power):
        return _operation(lambda a, b: a**b, self, power, "**")

    def __neg__(self):
        return _operation(lambda a, b: -a, self, 0, "unary minus")

    def exp(self):
        return self._method("exp")

    def tanh(self):
        return self._method("tanh")

    def relu(self):
        return self._method("relu")

    def backward(self):
        self._find("backward")()

    @property
    def data(self):
        return expect.number(self._attribute("data"), name=f"the data of {self.text}")

    @property
    def grad(self):
        return expect.number(self._attribute("grad"), name=f"the grad of {self.text}")

    def _attribute(self, name):
        attribute = getattr(self.value, name, _MISSING)
        if attribute is _MISSING:
            self._refuse()
        return attribute

    def _refuse(self):
        kind = expect.describe(self.value) if isinstance(self.value, _PLAIN) else "something else"
        text = f"expected {self.text} to be a Value with .data and .grad, got {kind}"
        expect.that(False, text, hint="does each operation return a new Value?")

    def _method(self, name):
        return _Checked(self._find(name)(), f"{self.text}.{name}()")

    def _find(self, name):
        method = getattr(self.value, name, None)
        expect.that(callable(method), f"a Value has no method {name}()")
        return method


def _operation(function, left, right, sign):
    raw = [side.value if isinstance(side, _Checked) else side for side in (left, right)]
    kinds = ["Value" if isinstance(side, _Checked) else "number" for side in (left, right)]
    text = f"{kinds[0]} {sign} {kinds[1]}" if sign != "unary minus" else "-Value"
    try:
        result = function(*raw)
    except TypeError as error:
        if type(error) is not TypeError:  # it comes from the student's own lines: they say more
            raise
        result = None
        expect.that(False, f"{text} does not work: {error}", hint="which method does Python call for this?")
    return _Checked(result, f"({text})")


def _value(number, text="Value(number)"):
    return _Checked(backward.Value(number), text)


def _slopes(f, *point):
    """Numerical slopes of f, which works with plain numbers, at the point."""
    slopes = []
    for i in range(len(point)):
        right, left = list(point), list(point)
        right[i] += 1e-5
        left[i] -= 1e-5
        slopes.append((f(*right) - f(*left)) / 2e-5)
    return slopes


def _value_right(f, plain, *point, hint=""):
    """Calculate f with Values: the number, and after backward the slopes, are those of `plain`."""
    values = [_value(number, f"x{i + 1}") for i, number in enumerate(point)]
    out = f(*values)
    expect.close(out.data, plain(*point), name="the data of the result", hint=hint, given={"x": point})
    out.backward()
    expect.close(out.grad, 1.0, name="the grad of the result", hint="how fast does the result change with itself?")
    for value, slope in zip(values, _slopes(plain, *point), strict=True):
        name = f"the grad of {value.text}"
        expect.close(value.grad, slope, rtol=1e-6, atol=1e-8, name=name, hint=hint, given={"x": point})


@pytest.mark.exercise("Value")
def test_Value_holds_a_number():
    """Value holds a number in .data and starts with .grad 0.0; an operation leaves its operands alone"""
    a, b = _value(2.5), _value(-4.0)
    expect.close(a.data, 2.5, name="data")
    expect.close(a.grad, 0.0, name="grad")

    out = a * b + a

    expect.close(out.data, -7.5, name="the data of a * b + a")
    expect.close(out.grad, 0.0, name="the grad of a new Value")
    held = np.array([a.data, b.data, a.grad, b.grad])
    expect.close(held, [2.5, -4.0, 0.0, 0.0], name="(a.data, b.data, a.grad, b.grad)")


@pytest.mark.exercise("Value")
@pytest.mark.parametrize(
    "f",
    [
        pytest.param(lambda a, b: a + b, id="add"),
        pytest.param(lambda a, b: a - b, id="sub"),
        pytest.param(lambda a, b: a * b, id="mul"),
        pytest.param(lambda a, b: a / b, id="div"),
        pytest.param(lambda a, b: -a * b, id="neg"),
    ],
)
def test_Value_calculates_with_two_values(f):
    """Value knows + - * / and the unary minus: the number, and the slope for both operands"""
    hint = "how fast does this operation change with its first operand, and with its second?"
    _value_right(f, f, 1.5, -0.6, hint=hint)


@pytest.mark.exercise("Value")
@pytest.mark.parametrize(
    "f",
    [
        pytest.param(lambda a: (a + 3) * 2.5, id="right of + and *"),
        pytest.param(lambda a: (a - 3) / 2, id="right of - and /"),
        pytest.param(lambda a: 3 + 2.5 * a, id="left of + and *"),
        pytest.param(lambda a: (3 - a) * 2, id="left of -"),
        pytest.param(lambda a: 2 / a - 1, id="left of /"),
    ],
)
def test_Value_calculates_with_plain_numbers(f):
    """Value takes a plain number on either side of + - * /"""
    hint = "a number on the left: which method does Python ask, and in which order do the operands stand?"
    _value_right(f, f, 1.7, hint=hint)


@pytest.mark.exercise("Value")
@pytest.mark.parametrize("power", [2, 3, -1, 0.5, -2.5, 1, 0])
def test_Value_takes_powers(power):
    """Value knows ** with a whole, a negative and a broken power, and with 0"""
    _value_right(lambda a: 3 * a**power, lambda a: 3 * a**power, 1.3, hint="what is the slope of x^p?")


@pytest.mark.exercise("Value")
def test_Value_takes_powers_of_negative_numbers():
    """Value squares and cubes negative numbers"""
    _value_right(lambda a: a**2, lambda a: a**2, -1.5, hint="what is the slope of x^2 where x is negative?")
    _value_right(lambda a: a**3 - 1, lambda a: a**3 - 1, -0.5)


@pytest.mark.exercise("Value")
@pytest.mark.parametrize("name", ["exp", "tanh", "relu"])
@pytest.mark.parametrize("x", [0.8, -0.8])
def test_Value_has_functions(name, x):
    """Value knows exp(), tanh() and relu(), for positive and negative numbers"""
    function = {"exp": math.exp, "tanh": math.tanh, "relu": lambda a: max(a, 0.0)}[name]
    hint = f"what is the slope of {name}, and what is it multiplied with?"
    _value_right(lambda a: 3 * getattr(a, name)() - 1, lambda a: 3 * function(a) - 1, x, hint=hint)


@pytest.mark.exercise("Value", weight=2)
@pytest.mark.parametrize(
    "f",
    [
        pytest.param(lambda a: a + a, id="a + a"),
        pytest.param(lambda a: a * a, id="a * a"),
        pytest.param(lambda a: a * a * a - a, id="three times"),
        pytest.param(lambda a: a / a + a - a, id="a / a"),
    ],
)
def test_Value_used_more_than_once(f):
    """Value adds up the gradients of a number that is used more than once"""
    hint = "this Value is used more than once. What happens to the gradient that arrived first?"
    _value_right(f, f, 1.4, hint=hint)


@pytest.mark.exercise("Value")
@pytest.mark.parametrize(
    "f",
    [
        pytest.param(lambda a, b: a + b, id="add"),
        pytest.param(lambda a, b: a - b, id="sub"),
        pytest.param(lambda a, b: a * b, id="mul"),
        pytest.param(lambda a, b: a / b, id="div"),
        pytest.param(lambda a, b: b * (a * a) + a, id="a * a"),
        pytest.param(lambda a, b: -a + b, id="neg"),
        pytest.param(lambda a, b: a**2 + b, id="a ** 2"),
        pytest.param(lambda a, b: a**3 + b * a**1, id="a ** 3 + b * a ** 1"),
    ],
)
def test_Value_of_zero(f):
    """Value calculates with 0.0 as with any other number"""
    _value_right(f, f, 0.0, -1.6, hint="0.0 is a number like any other. Is it one in your if, or in your division?")


@pytest.mark.exercise("Value")
@pytest.mark.parametrize(
    "f",
    [
        pytest.param(lambda a: (a + 0) * 2 + (0 + a), id="plus 0"),
        pytest.param(lambda a: (a - 0) * 2 + (0 - a), id="minus 0"),
        pytest.param(lambda a: a * 0 + 0 * a + a, id="times 0"),
        pytest.param(lambda a: 0 / a + a, id="0 by a"),
        pytest.param(lambda a: a * 1 + 1 * a - a / 1, id="with 1"),
        pytest.param(lambda a: sum([a, a * a, 2]) - a, id="sum"),
    ],
)
def test_Value_with_the_numbers_zero_and_one(f):
    """Value takes the plain numbers 0 and 1 on either side, and Python's sum"""
    _value_right(f, f, 1.7, hint="which numbers does your code treat as special?")


@pytest.mark.exercise("Value")
def test_Value_functions_at_zero():
    """Value's exp and tanh have slope 1 at 0"""
    for name in ("exp", "tanh"):
        a = _value(0.0)
        out = getattr(a, name)()
        (3 * out).backward()
        expect.close(out.data, {"exp": 1.0, "tanh": 0.0}[name], name=f"{name} of 0")
        expect.close(a.grad, 3.0, name="the grad", hint=f"what is the slope of {name} at 0?")


@pytest.mark.exercise("Value")
def test_Value_of_whole_numbers():
    """Value calculates with whole numbers, and its gradients may be broken numbers all the same"""
    _value_right(lambda a, b: a / b - a**2 * b + b**-1, lambda a, b: a / b - a**2 * b + b**-1, 3, 4)
    _value_right(lambda a, b: a / 2 - 3 / b + b / 8 * a, lambda a, b: a / 2 - 3 / b + b / 8 * a, 7, -5)
    _value_right(
        lambda a, b: (a - b).relu() * 2 + (b / a).exp(), lambda a, b: max(a - b, 0) * 2 + math.exp(b / a), 5, 2
    )


@pytest.mark.exercise("Value")
def test_Value_goes_back_from_any_value():
    """Value goes back from the Value on which backward is called: from an inner one, from a result, from an input"""
    a, b = _value(2.0), _value(-3.0)
    inner = a * b
    later = inner * a + 1
    inner.backward()

    hint = "how fast does this Value change with that one? And with what is calculated from it later?"
    for value, want in ((a, -3.0), (b, 2.0), (inner, 1.0), (later, 0.0)):
        expect.close(value.grad, want, name=f"the grad of {value.text}, from the inner one", hint=hint)
    alone = _value(5.0)
    alone.backward()
    expect.close(alone.grad, 1.0, name="the grad of a Value without operands, from itself", hint=hint)


@pytest.mark.exercise("Value")
def test_Value_relu_at_zero():
    """Value's relu has slope 0 at exactly 0"""
    a, b, tiny = _value(0.0), _value(2.0), _value(_TINY)

    out = a.relu() * b + b.relu() + 3 * tiny.relu()
    out.backward()

    hint = "is the unit on when its input is exactly 0?"
    expect.close(out.data, 2.0, name="the data of the result", hint=hint)
    expect.close(a.grad, 0.0, name="the grad at 0", hint=hint)
    expect.close(b.grad, 1.0, name="the grad at 2", hint=hint)
    expect.close(tiny.grad, 3.0, name="the grad at a tiny number above 0", hint="is a tiny number exactly 0?")


@pytest.mark.exercise("Value", weight=2)
@pytest.mark.parametrize("name", ["exp", "tanh", "relu"])
def test_Value_functions_of_a_shared_value(name):
    """Value adds what exp(), tanh() and relu() send to what came from elsewhere, whatever its sign"""
    function = {"exp": math.exp, "tanh": math.tanh, "relu": lambda a: max(a, 0.0)}[name]

    def f(function):
        return lambda a: a * 3 - function(a) * a + function(a) * function(a) - 2 * function(a * -1.5) + a

    hint = f"what does {name} do with a gradient that has arrived before, and with a negative one?"
    _value_right(f(lambda v: getattr(v, name)()), f(function), 0.8, hint=hint)
    _value_right(f(lambda v: getattr(v, name)()), f(function), -0.7, hint=hint)


@pytest.mark.exercise("Value")
def test_Value_of_very_many_paths():
    """Value sends each gradient once: 40 doublings make 2^40 paths"""
    start = out = _value(1.0)
    for _ in range(40):
        out = out + out
    out.backward()
    hint = "do you walk along each path by itself? How often does each Value send?"
    expect.close(start.grad, 2.0**40, name="the grad of a number doubled 40 times", hint=hint)


@pytest.mark.exercise("Value")
def test_Value_of_large_and_tiny_numbers():
    """Value is right far from 1, on both sides of 0"""
    hint = "do you round, cut or shift anything, or add anything to what you divide by?"
    a, b = _value(3.0, "a"), _value(-1e-6, "b")
    out = a / b + a * 1e9 - 5 / b
    out.backward()
    expect.close(out.data, 3.002e9, name="the data of a / b + a * 1e9 - 5 / b", hint=hint)
    expect.close(a.grad, 1e9 - 1e6, name="the grad of a", hint=hint)
    expect.close(b.grad, 2e12, name="the grad of b", hint=hint)


@pytest.mark.exercise("Value", weight=2)
def test_Value_shared_inside():
    """Value sends a gradient on only when it is complete, and only once"""
    hint = "in which order are the Values visited, and how often each?"
    a = _value(1.5)
    b = a + a
    c = b + b
    d = c * b
    d.backward()

    expect.close(d.data, 18.0, name="the data of the result")
    want = {"c": 3.0, "b": 12.0, "a": 24.0}
    for name, value in (("c", c), ("b", b), ("a", a)):
        expect.close(value.grad, want[name], name=f"the grad of {name} in b = a + a, c = b + b, d = c * b", hint=hint)


@pytest.mark.exercise("Value")
def test_Value_beside_other_results():
    """Value sends everything back that the result needs, also where others use the same Values beside it"""
    a, b = _value(2.0, "a"), _value(-3.0, "b")
    inner = a * b
    beside = inner.tanh() * a
    (inner * inner + a).backward()

    hint = "who has to send before a Value is complete: all who ever used it, or those that the result was made from?"
    for value, want in ((a, 37.0), (b, -24.0), (inner, -12.0), (beside, 0.0)):
        expect.close(value.grad, want, name=f"the grad of {value.text}", hint=hint)


def _diamond_of_values(a, b, exp, tanh):
    p = a * b
    t = tanh(p)
    s = p + exp(a)
    return t * s - (b / a) ** 2 + p


@pytest.mark.exercise("Value", weight=2)
@pytest.mark.parametrize(
    "f",
    [
        pytest.param(_diamond_of_values, id="diamond"),
        pytest.param(lambda a, b, exp, _: (p := a * b) + exp(p) * b, id="short way first"),
        pytest.param(lambda a, b, exp, _: exp(p := a * b) * b + p, id="long way first"),
    ],
)
def test_Value_of_a_diamond(f):
    """Value is right where paths part and meet again, also after ways of different length"""
    hint = "may a Value send its gradient on before all who use it have sent theirs?"

    def of_values(a, b):
        return f(a, b, lambda v: v.exp(), lambda v: v.tanh())

    _value_right(of_values, lambda a, b: f(a, b, math.exp, math.tanh), 0.7, -1.3, hint=hint)


@pytest.mark.exercise("Value")
def test_Value_makes_a_neuron():
    """Value trains a neuron: tanh(w1*x1 + w2*x2 + b) and its squared error"""

    def f(tanh):
        return lambda w1, w2, b: (tanh(w1 * 2 + w2 * 0.5 + b) - 0.25) ** 2 * 3 + (1 - w1) / 4

    _value_right(f(lambda v: v.tanh()), f(math.tanh), 0.3, -0.8, 0.15)


@pytest.mark.exercise("Value")
def test_Value_keeps_graphs_apart():
    """Value keeps separate calculations apart, and a Value that was not used keeps grad 0.0"""
    a, idle = _value(2.0), _value(5.0)
    first = a * a
    first.backward()
    b = _value(3.0)
    unused = b * 7
    second = b * b * idle.data
    second.backward()

    hint = "what do two calculations share in your class?"
    expect.close(a.grad, 4.0, name="the grad of a, in a * a", hint=hint)
    expect.close(b.grad, 30.0, name="the grad of b, in 5 * b * b", hint=hint)
    expect.close(idle.grad, 0.0, name="the grad of a Value that was not used", hint=hint)
    expect.close(unused.grad, 0.0, name="the grad of a result that was not asked", hint=hint)


# second_derivative


def _second(f, x, want, hint="", rtol=1e-5, **settings):
    strange = []

    def watched(p):
        if isinstance(p, bool) or not isinstance(p, int | float | np.number | np.ndarray) or np.ndim(p):
            strange.append(expect.describe(p))
            return math.nan
        return float(f(float(p)))

    got = expect.number(backward.second_derivative(watched, x, **settings), hint="at one point there is one curvature")
    expect.that(not strange, f"f was called with {strange[0] if strange else ''} instead of a number", hint=hint)
    expect.close(got, want, rtol=rtol, atol=1e-5, given={"x": x, **settings}, hint=hint)


@pytest.mark.exercise("second_derivative")
def test_second_derivative_of_a_parabola():
    """second_derivative of a parabola is the same everywhere, on the hill as in the valley"""
    hint = "what is the slope of the slope?"
    _second(lambda x: 1.5 * x * x - 4 * x + 1, 0.3, 3.0, hint)
    _second(lambda x: -2 * x * x + x, -1.2, -4.0, hint)


@pytest.mark.exercise("second_derivative")
def test_second_derivative_of_curves():
    """second_derivative is right for sin, exp and x^3, not only where they are flat"""
    hint = "three points: to the right, in the middle, to the left. How often does each count?"
    _second(math.sin, 0.9, -math.sin(0.9), hint)
    _second(math.exp, 0.5, math.exp(0.5), hint)
    _second(lambda x: x**3, -0.7, -4.2, hint)


@pytest.mark.exercise("second_derivative")
def test_second_derivative_of_a_straight_line():
    """second_derivative of a straight line is 0, that of a parabola is not"""
    _second(lambda x: 3 * x - 2, 0.4, 0.0, "a straight line has the same slope everywhere")
    _second(lambda x: 3 * x - 2 + x * x, 0.4, 2.0)


@pytest.mark.exercise("second_derivative")
def test_second_derivative_uses_the_step_it_is_given():
    """second_derivative takes steps of the size h that it is given"""
    hint = "which step did you take, and what do you divide by?"
    _second(lambda x: x**4, 0.5, 12 * 0.25 + 2 * 0.2**2, hint, h=0.2)
    _second(lambda x: x**4, 0.5, 12 * 0.25 + 2 * 0.5**2, hint, h=0.5)
    _second(lambda x: x**4, -3.0, 12 * 9 + 2 * 0.5**2, hint, h=0.5)
    _second(lambda x: x**4, 2.0, 12 * 4 + 2, hint, h=1)


@pytest.mark.exercise("second_derivative")
def test_second_derivative_has_the_default_it_promises():
    """second_derivative takes the step 1e-4 unless told otherwise, also at exactly 0"""
    hint = "which step do you take if nobody names one? (For x^4 the result at 0 is exactly 2*h^2.)"
    _second(lambda x: 1e8 * x**4 + 3 * x, 0.0, 2.0, hint)


@pytest.mark.exercise("second_derivative")
def test_second_derivative_at_a_whole_number():
    """second_derivative works at a whole number"""
    _second(lambda x: x**3 + x, 2, 12.0)


@pytest.mark.exercise("second_derivative")
def test_second_derivative_gives_the_same_again():
    """second_derivative changes nothing outside, and gives the same again"""

    def f(t):  # not math.cosh itself, which is its own second derivative
        return math.cosh(2 * t)

    def right(got, f_given, x):
        want = 4 * f(x) if f_given is f else -math.sin(x)
        expect.close(got, want, rtol=1e-5, atol=1e-5)

    _pure(hand_in.second_derivative, (f, 0.25), lambda got: right(got, f, 0.25), MEMORY)
    _right_again(backward.second_derivative, (f, 0.25), (math.sin, 0.5), right)
