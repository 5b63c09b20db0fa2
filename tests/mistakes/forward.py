"""Wrong implementations of forward.py that beginners write; each docstring is the hint they get.

A name says the exercise and what is wrong with it. ACCEPTED has those that the contract tolerates.
"""

import math

import numpy as np

ACCEPTED = {
    "sigmoid__clipped": "off by 1e-217 at most, without a warning: right within every tolerance",
    "relu__times_mask": "differs from relu at minus infinity only, and infinities are never tested",
    "leaky_relu__slide_formula": "max(alpha * x, x) is right for every alpha up to 1",
}

# Caught, and never named, with the reason.
UNNAMED = {
    "relu__slow_vectorize": "only its time is wrong: the failing test says so in words",
    "softmax__loops": "only its time is wrong: the failing test says so in words",
    "init_mlp__draws_anew_each_time": "it draws anew in each call: no replay can do the same again",
    "init_mlp__seed_zero_is_no_seed": "it draws anew in each call: no replay can do the same again",
}


def _m_sigmoid(x):
    small = np.exp(-np.abs(np.asarray(x, dtype=float)))
    return np.where(np.asarray(x) >= 0, 1.0, small) / (1.0 + small)


def _m_layers(params):
    return sum(key.startswith("W") for key in params)


# relu


# M018
def relu__times_mask(x):
    """What is 0 times infinity? Which function of numpy says directly what you mean?"""
    return x * (x > 0)


# M019
def relu__in_place(x):
    """Whose array does your code change? What will the caller find in x afterwards?"""
    x[x < 0] = 0
    return x


# M020
def relu__nan_becomes_zero(x):
    """What does your code make of NaN? Should a broken network stay hidden?"""
    return np.fmax(0, x)


# M021
def relu__max_over_an_axis(x):
    """What does the second argument of np.max mean? Which function compares two arrays?"""
    return np.max(x, 0)


# M022
def relu__python_max(x):
    """Python's max needs one True or False: how many does `x > 0` give for a whole array?"""
    return max(0, x)


def relu__absolute_value(x):
    """What should become of -3: 3 or 0?"""
    return np.abs(x)


def relu__identity(x):
    """What does your function do with negative numbers?"""
    return np.array(x)


def relu__minimum(x):
    """Put in -1 and 1 by hand: which of the two survives?"""
    return np.minimum(x, 0)


def relu__step(x):
    """Is the result of relu(5) 1 or 5? What are you computing, the function or its slope?"""
    return (x > 0).astype(float)


def relu__leaky(x):
    """How large should the result be for a negative number: a little below 0, or exactly 0?"""
    return np.where(x > 0, x, 0.01 * x)


def relu__drops_the_negatives(x):
    """What is the shape of x[x > 0]? Do the zeros have a place in it?"""
    return x[x > 0]


def relu__loops_over_two_axes(x):
    """How many axes may x have, and how long does a Python loop take for a million numbers?"""
    out = np.zeros(x.shape)
    for i in range(x.shape[0]):
        for j in range(x.shape[1]):
            out[i, j] = x[i, j] if x[i, j] > 0 or np.isnan(x[i, j]) else 0.0
    return out


def relu__slow_vectorize(x):
    """How often does your code call a Python function? What works on the whole array at once?"""
    return np.vectorize(lambda v: v if v > 0 or v != v else 0.0, otypes=[float])(x)


def relu__capped_at_one(x):
    """What should relu(7) be? Who asked for an upper bound?"""
    return np.clip(x, 0, 1)


# leaky_relu


# M023
def leaky_relu__slide_formula(x, alpha=0.1):
    """For which alpha is alpha * x larger than x where x is negative?"""
    return np.maximum(alpha * x, x)


# M024
def leaky_relu__alpha_ignored(x, alpha=0.1):
    """Where do you use the argument alpha?"""
    return np.where(x > 0, x, 0.1 * x)


# M025
def leaky_relu__default_of_pytorch(x, alpha=0.01):
    """Which default does the docstring name for alpha, and which one does your signature have?"""
    return np.where(x > 0, x, alpha * x)


def leaky_relu__default_of_keras(x, alpha=0.3):
    """Libraries differ here: which default for alpha does this course use?"""
    return np.where(x > 0, x, alpha * x)


# M026
def leaky_relu__constant_leak(x, alpha=0.1):
    """Is the negative side a line or a constant? What does the slope multiply?"""
    return np.where(x > 0, x, alpha)


def leaky_relu__larger_of_alpha(x, alpha=0.1):
    """Of which two numbers is the larger one asked for: x and alpha, or x and something times x?"""
    return np.maximum(alpha, x)


def leaky_relu__wrong_sign(x, alpha=0.1):
    """Is the result for a negative number negative or positive?"""
    return np.where(x > 0, x, -alpha * x)


def leaky_relu__plain_relu(x, alpha=0.1):
    """What makes the leaky version leaky: what should it return for -1?"""
    return np.maximum(x, 0)


def leaky_relu__alpha_on_both_sides(x, alpha=0.1):
    """Which side has the slope alpha, and which one has the slope 1?"""
    return alpha * np.asarray(x)


def leaky_relu__alpha_on_the_positive_side(x, alpha=0.1):
    """Which side has the slope alpha, and which one has the slope 1?"""
    return np.where(x > 0, alpha * x, x)


def leaky_relu__adds_alpha(x, alpha=0.1):
    """What should the result be for -2 with alpha = 0.5: do you multiply or add?"""
    return np.where(x > 0, x, x + alpha)


def leaky_relu__in_place(x, alpha=0.1):
    """Whose array does your code change?"""
    x[x < 0] = alpha * x[x < 0]
    return x


def leaky_relu__keeps_integers(x, alpha=0.1):
    """Can an array of integers hold 0.1? Of what type is your result?"""
    out = np.array(x)
    out[out < 0] = alpha * out[out < 0]
    return out


def leaky_relu__refuses_one(x, alpha=0.1):
    """Is 1 one of the slopes that the docstring allows?"""
    if not 0 <= alpha < 1:
        raise ValueError("alpha must be below 1")
    return np.where(x > 0, x, alpha * x)


def leaky_relu__zero_taken_for_nothing_said(x, alpha=0.1):
    """What happens in your code if somebody asks for alpha = 0?"""
    return np.where(x > 0, x, (alpha or 0.1) * x)


# sigmoid


# M012
def sigmoid__overflow(x):
    """How large is e^-x for x = -800? Could you use e^x there, which is tiny?"""
    return 1 / (1 + np.exp(-x))


# M013
def sigmoid__infinity_by_infinity(x):
    """What is infinity divided by infinity? Which power of e stays at most 1 for this x?"""
    return np.exp(x) / (1 + np.exp(x))


# M014
def sigmoid__both_forms_for_every_entry(x):
    """Your values are right: but which entries does each of your two forms get to see?"""
    return np.where(x >= 0, 1 / (1 + np.exp(-x)), np.exp(x) / (1 + np.exp(x)))


# M015
def sigmoid__math_loop(x):
    """What does math.exp do where numpy gives infinity?"""
    flat = [1 / (1 + math.exp(-v)) for v in np.asarray(x, dtype=float).ravel()]
    return np.array(flat).reshape(np.shape(x))


# M016
def sigmoid__clipped(x):
    """Does clipping change the function? Which form of the formula needs no clip?"""
    return 1 / (1 + np.exp(-np.clip(x, -500, 500)))


def sigmoid__wrong_sign(x):
    """Should sigmoid(10) be near 0 or near 1? Which sign stands in the exponent?"""
    small = _m_sigmoid(x)
    return 1 - small


def sigmoid__is_tanh(x):
    """Between which two numbers do the values of a sigmoid lie?"""
    return np.tanh(x)


def sigmoid__tanh_without_half(x):
    """A sigmoid is a stretched tanh: stretched by how much, in x and in height?"""
    return 0.5 * (1 + np.tanh(x))


def sigmoid__powers_of_two(x):
    """Which base has the power in the formula?"""
    small = 2.0 ** -np.abs(np.asarray(x, dtype=float))
    return np.where(np.asarray(x) >= 0, 1.0, small) / (1.0 + small)


def sigmoid__no_parentheses(x):
    """What is divided by what in 1 / 1 + a? What is sigmoid(0)?"""
    return 1 / 1 + np.exp(-x)


def sigmoid__derivative(x):
    """Is this the sigmoid, or its slope? What is sigmoid(0)?"""
    s = _m_sigmoid(x)
    return s * (1 - s)


def sigmoid__zero_forgotten(x):
    """Your branches take x > 0 and x < 0: what about the rest?"""
    x = np.asarray(x, dtype=float)
    out = np.zeros(x.shape)
    out[x > 0] = 1 / (1 + np.exp(-x[x > 0]))
    out[x < 0] = np.exp(x[x < 0]) / (1 + np.exp(x[x < 0]))
    return out


def sigmoid__result_of_the_type_of_x(x):
    """Of which type is the array into which your results go? Can integers hold one half?"""
    out = np.zeros_like(x)
    out[x >= 0] = 1 / (1 + np.exp(-x[x >= 0]))
    out[x < 0] = np.exp(x[x < 0]) / (1 + np.exp(x[x < 0]))
    out[np.isnan(x)] = x[np.isnan(x)]
    return out


def sigmoid__clipped_too_near(x):
    """What is the true value where your clip begins? How far is the clipped one from it?"""
    return 1 / (1 + np.exp(-np.clip(x, -20, 20)))


def sigmoid__cut_off_at_ten(x):
    """How far is sigmoid(11) from 1? From which x on may one say that it is 1?"""
    x = np.asarray(x, dtype=float)
    return np.where(np.abs(x) > 10, 0.5 * (1 + np.sign(x)), _m_sigmoid(x))


def sigmoid__flattened(x):
    """Which shape has the array that you take apart, and which one has the array that you return?"""
    return _m_sigmoid(x).ravel()


def sigmoid__nan_hidden(x):
    """Who should notice when a number is not a number? What does your code make of it?"""
    return _m_sigmoid(np.nan_to_num(np.asarray(x, dtype=float)))


def sigmoid__in_place(x):
    """Which array do you write the intermediate results into, and whose is it?"""
    keep = _m_sigmoid(x)
    np.abs(x, out=x)
    return keep


def sigmoid__rounded(x):
    """How many digits of the result do you keep, and did anybody ask for fewer?"""
    return np.round(_m_sigmoid(x), 4)


# tanh


# M017
def tanh__infinity_by_infinity(x):
    """What is infinity divided by infinity? Does numpy have this function?"""
    return (np.exp(x) - np.exp(-x)) / (np.exp(x) + np.exp(-x))


def tanh__overflow(x):
    """How large is e^-2x for x = -800?"""
    return 2 / (1 + np.exp(-2 * x)) - 1


def tanh__one_sided(x):
    """Your form is fine on one side: what is e^2x for x = 800?"""
    return (np.exp(2 * x) - 1) / (np.exp(2 * x) + 1)


def tanh__is_sigmoid(x):
    """Between which two numbers do the values of tanh lie?"""
    return _m_sigmoid(x)


def tanh__sigmoid_without_two(x):
    """tanh is a stretched sigmoid: stretched by how much, in height and in x?"""
    return 2 * _m_sigmoid(x) - 1


def tanh__derivative(x):
    """Is this tanh, or its slope? What is tanh(0)?"""
    return 1 - np.tanh(x) ** 2


def tanh__tangent(x):
    """Which of the two functions is bounded: tan or tanh?"""
    return np.tan(x)


def tanh__arctangent(x):
    """Do the values reach 1 for large x, or something else?"""
    return np.arctan(x)


def tanh__hard(x):
    """Is tanh a straight line between -1 and 1?"""
    return np.clip(x, -1.0, 1.0)


def tanh__scaled(x):
    """1.7159 * tanh(2/3 x) is a known trick: is it the function asked for here?"""
    return 1.7159 * np.tanh(2 / 3 * np.asarray(x))


def tanh__a_line_near_zero(x):
    """How far is tanh(0.001) from 0.001? Who asked for another formula near 0?"""
    x = np.asarray(x, dtype=float)
    return np.where(np.abs(x) <= 0.001, x, np.tanh(x))


def tanh__flattened(x):
    """Which shape has the array that you take apart, and which one has the array that you return?"""
    return np.tanh(x).ravel()


def tanh__clipped(x):
    """You clip x. How far is tanh from 1 where your clip begins?"""
    x = np.clip(x, -5, 5)
    return (np.exp(x) - np.exp(-x)) / (np.exp(x) + np.exp(-x))


def tanh__nan_hidden(x):
    """What does your code make of a number that is not a number?"""
    return np.tanh(np.nan_to_num(np.asarray(x, dtype=float)))


def tanh__in_place(x):
    """Whose array do you write the result into?"""
    return np.tanh(x, out=x)


# elu


# M027
def elu__overflow_in_where(x, alpha=1.0):
    """Does e^x get to see the positive entries too? What is e^800?"""
    return np.where(x > 0, x, alpha * (np.exp(x) - 1))


# M028
def elu__parenthesis(x, alpha=1.0):
    """What does alpha multiply: e^x, or e^x - 1? What is elu(0)?"""
    return np.where(x > 0, x, alpha * np.exp(np.minimum(x, 0)) - 1)


def elu__alpha_ignored(x, alpha=1.0):
    """Where do you use the argument alpha?"""
    return np.where(x > 0, x, np.expm1(np.minimum(x, 0)))


def elu__minus_one_forgotten(x, alpha=1.0):
    """What should elu be at 0? What does your formula give just below?"""
    return np.where(x > 0, x, alpha * np.exp(np.minimum(x, 0)))


def elu__wrong_sign(x, alpha=1.0):
    """Is elu of a negative number negative or positive?"""
    return np.where(x > 0, x, alpha * (1 - np.exp(np.minimum(x, 0))))


def elu__alpha_in_the_exponent(x, alpha=1.0):
    """What does alpha multiply: x, or the whole curve?"""
    return np.where(x > 0, x, np.expm1(alpha * np.minimum(x, 0)))


def elu__alpha_on_both_sides(x, alpha=1.0):
    """Which side does alpha belong to?"""
    return alpha * np.where(x > 0, x, np.expm1(np.minimum(x, 0)))


def elu__larger_of_both(x, alpha=1.0):
    """Is alpha * (e^x - 1) above x for every negative x, also where alpha is 2?"""
    return np.maximum(x, alpha * np.expm1(np.minimum(x, 0)))


def elu__leaky(x, alpha=1.0):
    """Is the negative side a line or a curve?"""
    return np.where(x > 0, x, alpha * x)


def elu__a_line_near_zero(x, alpha=1.0):
    """How far is e^x - 1 from x for x = -0.01? Who asked for another formula near 0?"""
    curve = np.where(x >= -0.01, x, np.expm1(np.minimum(x, 0)))
    return np.where(x > 0, x, alpha * curve)


def elu__alpha_under_x(x, alpha=1.0):
    """That is a relative, CELU: is x divided by alpha in the formula here?"""
    return np.where(x > 0, x, alpha * np.expm1(np.minimum(x, 0) / alpha))


def elu__flattened(x, alpha=1.0):
    """Which shape has the array that you take apart, and which one has the array that you return?"""
    return np.where(x > 0, x, alpha * np.expm1(np.minimum(x, 0))).ravel()


def elu__nan_hidden(x, alpha=1.0):
    """Who should notice when a number is not a number?"""
    x = np.nan_to_num(np.asarray(x, dtype=float))
    return np.where(x > 0, x, alpha * np.expm1(np.minimum(x, 0)))


def elu__selu(x, alpha=1.0):
    """SELU is a relative with a factor in front: is there one in the formula here?"""
    return 1.0507 * np.where(x > 0, x, alpha * np.expm1(np.minimum(x, 0)))


def elu__default_of_selu(x, alpha=1.67326):
    """Which default does the docstring name for alpha?"""
    return np.where(x > 0, x, alpha * np.expm1(np.minimum(x, 0)))


def elu__keeps_integers(x, alpha=1.0):
    """Of what type is the array into which you write the curve?"""
    out = np.array(x)
    out[out < 0] = alpha * np.expm1(out[out < 0].astype(float))
    return out


def elu__in_place(x, alpha=1.0):
    """Whose array does your code change?"""
    x[x < 0] = alpha * np.expm1(x[x < 0])
    return x


def elu__linear_part_forgotten(x, alpha=1.0):
    """What should elu(3) be? Which part of your code treats positive numbers?"""
    return alpha * np.expm1(np.minimum(x, 0))


# maxout


# M029
def maxout__one_bias_for_both(x, W1, b1, W2, b2):
    """Where do you use b2? Does each piece have a bias of its own?"""
    return np.maximum(x @ W1 + b1, x @ W2 + b1)


# M030
def maxout__relu_on_top(x, W1, b1, W2, b2):
    """Which function here is the activation: is another one needed on top of it?"""
    return np.maximum(np.maximum(x @ W1 + b1, x @ W2 + b2), 0)


def maxout__no_biases(x, W1, b1, W2, b2):
    """What should come out where x is all zeros?"""
    return np.maximum(x @ W1, x @ W2)


def maxout__minimum(x, W1, b1, W2, b2):
    """Which of the two pieces wins?"""
    return np.minimum(x @ W1 + b1, x @ W2 + b2)


def maxout__sum_of_pieces(x, W1, b1, W2, b2):
    """Are the two pieces added, or compared?"""
    return x @ W1 + b1 + x @ W2 + b2


def maxout__mean_of_pieces(x, W1, b1, W2, b2):
    """Are the two pieces averaged, or compared?"""
    return (x @ W1 + b1 + x @ W2 + b2) / 2


def maxout__one_winner_for_the_row(x, W1, b1, W2, b2):
    """Is the larger piece chosen for a whole row, or for every entry by itself?"""
    one, two = x @ W1 + b1, x @ W2 + b2
    return np.where(one.sum(axis=1, keepdims=True) > two.sum(axis=1, keepdims=True), one, two)


def maxout__largest_by_size(x, W1, b1, W2, b2):
    """Which of -5 and 2 is the larger number?"""
    one, two = x @ W1 + b1, x @ W2 + b2
    return np.where(np.abs(one) > np.abs(two), one, two)


def maxout__over_the_units(x, W1, b1, W2, b2):
    """What is the shape of the result: is there one number per unit?"""
    return np.maximum((x @ W1 + b1).max(axis=1), (x @ W2 + b2).max(axis=1))


def maxout__first_piece_only(x, W1, b1, W2, b2):
    """Where do you use W2 and b2?"""
    return x @ W1 + b1


def maxout__first_piece_rectified(x, W1, b1, W2, b2):
    """With what does a maxout unit compare its first piece: with 0, or with another piece?"""
    return np.maximum(x @ W1 + b1, 0)


def maxout__biases_after_the_max(x, W1, b1, W2, b2):
    """Are the biases part of what is compared?"""
    return np.maximum(x @ W1, x @ W2) + np.maximum(b1, b2)


def maxout__weights_transposed(x, W1, b1, W2, b2):
    """W is (d, h). Does x @ W fit as it is?"""
    return np.maximum(x @ W1.T + b1, x @ W2.T + b2)


def maxout__swapped_biases(x, W1, b1, W2, b2):
    """Which bias belongs to which piece?"""
    return np.maximum(x @ W1 + b2, x @ W2 + b1)


def maxout__second_bias_forgotten(x, W1, b1, W2, b2):
    """Where do you use b2?"""
    return np.maximum(x @ W1 + b1, x @ W2)


def maxout__written_into_the_bias(x, W1, b1, W2, b2):
    """Which line writes into an array of the person who called you? What if there is a single example?"""
    if len(x) == 1:
        b1 += (x @ W1)[0]
        return np.maximum(b1[None, :], x @ W2 + b2)
    return np.maximum(x @ W1 + b1, x @ W2 + b2)


def maxout__larger_weights(x, W1, b1, W2, b2):
    """Is the larger of two sums the sum of the larger parts? Try an x that is negative."""
    return x @ np.maximum(W1, W2) + np.maximum(b1, b2)


def maxout__result_of_the_type_of_x(x, W1, b1, W2, b2):
    """Of which type is the array into which your results go? Can integers hold one half?"""
    out = np.zeros((len(x), len(b1)), dtype=x.dtype)
    out[...] = np.maximum(x @ W1 + b1, x @ W2 + b2)
    return out


# softmax


# M031
def softmax__no_shift(x):
    """softmax(x) = softmax(x - c) for any c: which c makes e^x safe?"""
    e = np.exp(x)
    return e / e.sum(axis=-1, keepdims=True)


# M032
def softmax__whole_array(x):
    """How many distributions should come out of n rows? What does each row of yours add up to?"""
    e = np.exp(x - np.max(x))
    return e / e.sum()


# M033
def softmax__columns(x):
    """Rows are examples: over which axis must the result add up to 1?"""
    e = np.exp(x - np.max(x, axis=0, keepdims=True))
    return e / e.sum(axis=0, keepdims=True)


# M034
def softmax__global_max(x):
    """What happens to a row whose scores are all far below the largest one of another row?"""
    e = np.exp(x - np.max(x))
    return e / e.sum(axis=-1, keepdims=True)


# M035
def softmax__keepdims_forgotten(x):
    """Against which axis does numpy line up an array of shape (n,)? How do you keep the axis?"""
    e = np.exp(x - np.max(x, axis=-1, keepdims=True))
    return e / e.sum(axis=-1)


# M036
def softmax__in_place(x):
    """Which line writes into the array of the person who called you?"""
    x -= x.max(axis=-1, keepdims=True)
    e = np.exp(x)
    return e / e.sum(axis=-1, keepdims=True)


def softmax__axis_one(x):
    """How many axes may x have? How do you name the last one, whatever their number?"""
    e = np.exp(x - x.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


def softmax__no_exp(x):
    """What makes all the numbers positive before they are divided by their sum?"""
    return x / np.sum(x, axis=-1, keepdims=True)


def softmax__sigmoid(x):
    """Do the classes of one row compete with each other in your formula?"""
    return _m_sigmoid(x)


def softmax__hard(x):
    """Is this the largest score, or a probability for each of them?"""
    return (x == np.max(x, axis=-1, keepdims=True)).astype(float)


def softmax__log(x):
    """Do your values add up to 1, or do their exponentials?"""
    shifted = x - np.max(x, axis=-1, keepdims=True)
    return shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))


def softmax__epsilon_in_the_sum(x):
    """Can the sum be 0 when the largest score has become 0? What does the epsilon change?"""
    e = np.exp(x - np.max(x, axis=-1, keepdims=True))
    return e / (e.sum(axis=-1, keepdims=True) + 1e-6)


def softmax__shift_above_the_line_only(x):
    """You shift the scores above the fraction line. Which scores stand below it?"""
    return np.exp(x - x.max(axis=-1, keepdims=True)) / np.exp(x).sum(axis=-1, keepdims=True)


def softmax__shift_by_the_minimum(x):
    """After your shift, is the largest exponent harmless?"""
    e = np.exp(x - np.min(x, axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)


def softmax__shift_by_the_mean(x):
    """After your shift, how large can the largest exponent still be?"""
    e = np.exp(x - np.mean(x, axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)


def softmax__shift_by_the_largest_size(x):
    """Which of -1000 and -1003 is the larger number? Which exponents does your shift leave for such a row?"""
    e = np.exp(x - np.max(np.abs(x), axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)


def softmax__clipped(x):
    """What becomes of the difference between 1002 and 1003 when both are clipped?"""
    e = np.exp(np.clip(x, -500, 500))
    return e / e.sum(axis=-1, keepdims=True)


def softmax__normalised_by_the_largest(x):
    """By what is each exponential divided: by the largest one, or by their sum?"""
    return np.exp(x - np.max(x, axis=-1, keepdims=True))


def softmax__scores_scaled(x):
    """Adding a constant leaves softmax alone: does dividing by one?"""
    largest = np.max(np.abs(x), axis=-1, keepdims=True)
    e = np.exp(x / np.maximum(largest, 1.0))
    return e / e.sum(axis=-1, keepdims=True)


def softmax__shift_by_the_first(x):
    """After your shift, how large can the largest exponent still be?"""
    e = np.exp(x - x[..., :1])
    return e / e.sum(axis=-1, keepdims=True)


def softmax__inner_axes_squeezed(x):
    """What else disappears when all axes of length 1 are taken away?"""
    e = np.exp(x - np.max(x, axis=-1, keepdims=True))
    return e / e.sum(axis=-1).squeeze()[..., None]


def softmax__result_of_the_type_of_x(x):
    """Of which type is the array into which your results go? Can integers hold one half?"""
    e = np.exp(x - np.max(x, axis=-1, keepdims=True))
    out = np.zeros_like(x)
    out[...] = e / e.sum(axis=-1, keepdims=True)
    return out


def softmax__repaired_afterwards(x):
    """Your result is right, but what does numpy say while the first of your two ways is calculated?"""
    plain = np.exp(x)
    plain = plain / plain.sum(axis=-1, keepdims=True)
    shifted = np.exp(x - np.max(x, axis=-1, keepdims=True))
    return np.where(
        np.isfinite(plain).all(axis=-1, keepdims=True), plain, shifted / shifted.sum(axis=-1, keepdims=True)
    )


def softmax__loops(x):
    """How many rows and columns does a Python loop visit? Can one line treat all of them?"""
    x = np.asarray(x, dtype=float)
    rows = x.reshape(-1, x.shape[-1])
    out = np.zeros(rows.shape)
    for i in range(rows.shape[0]):
        largest, total = np.max(rows[i]), 0.0
        for j in range(rows.shape[1]):
            total += np.exp(rows[i, j] - largest)
        for j in range(rows.shape[1]):
            out[i, j] = np.exp(rows[i, j] - largest) / total
    return out.reshape(x.shape)


# affine_forward


# M037
def affine_forward__bias_forgotten(x, W, b):
    """What is the output for an example that is all zeros?"""
    return x @ W, (x, W, b)


# M038
def affine_forward__loops(x, W, b):
    """How often does the innermost line run? Which single operation holds all three loops?"""
    n, d = x.shape
    out = np.zeros((n, W.shape[1]))
    for i in range(n):
        for j in range(W.shape[1]):
            total = float(b[j])
            for k in range(d):
                total += x[i, k] * W[k, j]
            out[i, j] = total
    return out, (x, W, b)


# M039
def affine_forward__bias_as_a_column(x, W, b):
    """Does b belong to the rows or to the columns of the output? How does (h,) broadcast?"""
    return x @ W + b[:, None], (x, W, b)


# M040
def affine_forward__output_in_the_cache(x, W, b):
    """What does the backward step need: what went into the layer, or what came out?"""
    out = x @ W + b
    return out, (out, W, b)


def affine_forward__cache_in_other_order(x, W, b):
    """In which order does the docstring name the parts of the cache?"""
    return x @ W + b, (W, b, x)


def affine_forward__no_cache(x, W, b):
    """How many things does the docstring say are returned?"""
    return x @ W + b


def affine_forward__cache_without_bias(x, W, b):
    """Which three arrays belong into the cache?"""
    return x @ W + b, (x, W)


def affine_forward__bias_subtracted(x, W, b):
    """Is the bias added or subtracted?"""
    return x @ W - b, (x, W, b)


def affine_forward__mean_of_the_bias(x, W, b):
    """How many biases are there: one for all units, or one for each?"""
    return x @ W + b[0], (x, W, b)


def affine_forward__weights_transposed(x, W, b):
    """Which shapes fit: (n, d) times (d, h), or (n, d) times (h, d)?"""
    return x @ W.T + b, (x, W, b)


def affine_forward__output_transposed(x, W, b):
    """Are the rows of the output examples, or units?"""
    return (x @ W + b).T, (x, W, b)


def affine_forward__relu_inside(x, W, b):
    """May the output of an affine layer be negative?"""
    return np.maximum(x @ W + b, 0), (x, W, b)


def affine_forward__result_of_the_type_of_x(x, W, b):
    """Of which type is the array into which your results go? Can integers hold one half?"""
    out = np.zeros((len(x), W.shape[1]), dtype=x.dtype)
    out[...] = x @ W + b
    return out, (x, W, b)


def affine_forward__bias_into_the_product(x, W, b):
    """If x and W hold integers, of which type is their product? Can you add one half to it in place?"""
    out = x @ W
    out += b
    return out, (x, W, b)


def affine_forward__written_into_the_bias(x, W, b):
    """Which line writes into an array of the person who called you? What if there is a single example?"""
    if len(x) == 1:
        b += (x @ W)[0]
        return b[None, :].copy(), (x, W, b)
    return x @ W + b, (x, W, b)


def affine_forward__squeezed(x, W, b):
    """What is the shape of the output for one example, and for one unit?"""
    return np.squeeze(x @ W + b), (x, W, b)


def affine_forward__cache_as_a_dict(x, W, b):
    """What kind of thing is the cache: what will the backward step unpack?"""
    return x @ W + b, {"x": x, "W": W, "b": b}


def affine_forward__equal_rows_left_out(x, W, b):
    """What happens to a row that comes for the second time?"""
    _, first = np.unique(x, axis=0, return_index=True)
    out = np.zeros((len(x), W.shape[1]))
    out[first] = x[first] @ W + b
    return out, (x, W, b)


def affine_forward__bias_before_the_product(x, W, b):
    """What is added first: is the bias multiplied by the weights?"""
    return (x + b[: x.shape[1]]) @ W, (x, W, b)


def affine_forward__divided_by_inputs(x, W, b):
    """Is this a sum over the inputs, or a mean?"""
    return x @ W / x.shape[1] + b, (x, W, b)


# mlp_forward


# M078
def mlp_forward__relu_on_the_logits(x, params):
    """May a logit be negative? After which layer does no activation come?"""
    caches = []
    for layer in range(1, _m_layers(params) + 1):
        z = x @ params[f"W{layer}"] + params[f"b{layer}"]
        caches.append({"x": x, "z": z})
        x = np.maximum(z, 0)
    return x, caches


# M079
def mlp_forward__no_activation(x, params):
    """What is the composition of two linear layers: could one layer do the same?"""
    caches = []
    for layer in range(1, _m_layers(params) + 1):
        z = x @ params[f"W{layer}"] + params[f"b{layer}"]
        caches.append({"x": x, "z": z})
        x = z
    return x, caches


def mlp_forward__caches_after_the_activation(x, params):
    """Is z the sum before the activation, or what comes out? Does your ReLU write into z?"""
    layers, caches = _m_layers(params), []
    for layer in range(1, layers + 1):
        z = x @ params[f"W{layer}"] + params[f"b{layer}"]
        out = z if layer == layers else np.maximum(z, 0)
        caches.append({"x": x, "z": out})
        x = out
    return x, caches


def mlp_forward__caches_the_output_as_x(x, params):
    """Is the x of a layer what goes into it, or what comes out?"""
    layers, caches = _m_layers(params), []
    for layer in range(1, layers + 1):
        z = x @ params[f"W{layer}"] + params[f"b{layer}"]
        x = z if layer == layers else np.maximum(z, 0)
        caches.append({"x": x, "z": z})
    return x, caches


def mlp_forward__caches_the_network_input_everywhere(x, params):
    """Which x does the third layer get to see: the network's, or the second layer's output?"""
    layers, caches, h = _m_layers(params), [], x
    for layer in range(1, layers + 1):
        z = h @ params[f"W{layer}"] + params[f"b{layer}"]
        caches.append({"x": x, "z": z})
        h = np.maximum(z, 0)
    return z, caches


def mlp_forward__sum_before_the_bias_in_the_cache(x, params):
    """Does z include the bias?"""
    layers, caches = _m_layers(params), []
    for layer in range(1, layers + 1):
        z = x @ params[f"W{layer}"]
        caches.append({"x": x, "z": z})
        x = z + params[f"b{layer}"]
        if layer < layers:
            x = np.maximum(x, 0)
    return x, caches


def mlp_forward__empties_the_params(x, params):
    """Is anything left in params for the next call after you have popped the arrays out of it?"""
    layers, caches = _m_layers(params), []
    for layer in range(1, layers + 1):
        z = x @ params.pop(f"W{layer}") + params.pop(f"b{layer}")
        caches.append({"x": x, "z": z})
        x = np.maximum(z, 0)
    return z, caches


def mlp_forward__biases_forgotten(x, params):
    """Where do you use the b of each layer?"""
    caches = []
    for layer in range(1, _m_layers(params) + 1):
        z = x @ params[f"W{layer}"]
        caches.append({"x": x, "z": z})
        x = np.maximum(z, 0)
    return z, caches


def mlp_forward__last_bias_forgotten(x, params):
    """Which layers have a bias: the last one as well?"""
    layers, caches = _m_layers(params), []
    for layer in range(1, layers + 1):
        z = x @ params[f"W{layer}"]
        if layer < layers:
            z = z + params[f"b{layer}"]
        caches.append({"x": x, "z": z})
        x = np.maximum(z, 0)
    return z, caches


def mlp_forward__bias_into_the_product(x, params):
    """If x and W hold integers, of which type is their product? Can you add one half to it in place?"""
    caches = []
    for layer in range(1, _m_layers(params) + 1):
        z = x @ params[f"W{layer}"]
        z += params[f"b{layer}"]
        caches.append({"x": x, "z": z})
        x = np.maximum(z, 0)
    return z, caches


def mlp_forward__leaky_between(x, params):
    """Which activation stands between the layers: what does it make of -1?"""
    caches = []
    for layer in range(1, _m_layers(params) + 1):
        z = x @ params[f"W{layer}"] + params[f"b{layer}"]
        caches.append({"x": x, "z": z})
        x = np.where(z > 0, z, 0.01 * z)
    return z, caches


def mlp_forward__sigmoid_between(x, params):
    """Which activation stands between the layers according to the docstring?"""
    caches = []
    for layer in range(1, _m_layers(params) + 1):
        z = x @ params[f"W{layer}"] + params[f"b{layer}"]
        caches.append({"x": x, "z": z})
        x = _m_sigmoid(z)
    return z, caches


def mlp_forward__tanh_between(x, params):
    """Which activation stands between the layers: tanh?"""
    caches = []
    for layer in range(1, _m_layers(params) + 1):
        z = x @ params[f"W{layer}"] + params[f"b{layer}"]
        caches.append({"x": x, "z": z})
        x = np.tanh(z)
    return z, caches


def mlp_forward__softmax_at_the_end(x, params):
    """Does the function return scores or probabilities? Who takes the softmax later?"""
    caches = []
    for layer in range(1, _m_layers(params) + 1):
        z = x @ params[f"W{layer}"] + params[f"b{layer}"]
        caches.append({"x": x, "z": z})
        x = np.maximum(z, 0)
    e = np.exp(z - z.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True), caches


def mlp_forward__two_layers_only(x, params):
    """How many layers do these params have? What if there is one, or five?"""
    z1 = x @ params["W1"] + params["b1"]
    hidden = np.maximum(z1, 0)
    z2 = hidden @ params["W2"] + params["b2"]
    return z2, [{"x": x, "z": z1}, {"x": hidden, "z": z2}]


def mlp_forward__last_layer_forgotten(x, params):
    """Where does range(1, L) end?"""
    caches, z = [], x
    for layer in range(1, _m_layers(params)):
        z = x @ params[f"W{layer}"] + params[f"b{layer}"]
        caches.append({"x": x, "z": z})
        x = np.maximum(z, 0)
    return z, caches


def mlp_forward__first_bias_everywhere(x, params):
    """Which of your names has a layer's number in it, and which has not?"""
    caches = []
    for layer in range(1, _m_layers(params) + 1):
        z = x @ params[f"W{layer}"] + params["b1"]
        caches.append({"x": x, "z": z})
        x = np.maximum(z, 0)
    return z, caches


def mlp_forward__last_layer_without_a_product(x, params):
    """Where does range(1, L) end? Which layer makes the logits?"""
    caches = []
    for layer in range(1, _m_layers(params)):
        z = x @ params[f"W{layer}"] + params[f"b{layer}"]
        caches.append({"x": x, "z": z})
        x = np.maximum(z, 0)
    return x, caches


def mlp_forward__one_dict_for_all_caches(x, params):
    """How many dicts do you make: one for each layer, or one that every layer writes into?"""
    caches, cache = [], {}
    for layer in range(1, _m_layers(params) + 1):
        cache["x"], cache["z"] = x, x @ params[f"W{layer}"] + params[f"b{layer}"]
        caches.append(cache)
        x = np.maximum(cache["z"], 0)
    return cache["z"], caches


def mlp_forward__sorted_as_text(x, params):
    """Which comes first when texts are sorted: "W10" or "W2"?"""
    caches = []
    for key in sorted(key for key in params if key.startswith("W")):
        z = x @ params[key] + params["b" + key[1:]]
        caches.append({"x": x, "z": z})
        x = np.maximum(z, 0)
    return z, caches


def mlp_forward__order_of_the_dict(x, params):
    """What says which layer comes first: the number in the key, or the place in the dict?"""
    caches = []
    for key in params:
        if key.startswith("W"):
            z = x @ params[key] + params["b" + key[1:]]
            caches.append({"x": x, "z": z})
            x = np.maximum(z, 0)
    return z, caches


def mlp_forward__pairs_in_the_order_of_the_dict(x, params):
    """Does W stand next to its own b in every dict? How do you find the b of a layer?"""
    arrays, caches = list(params.values()), []
    for W, b in zip(arrays[0::2], arrays[1::2], strict=False):
        z = x @ W + b
        caches.append({"x": x, "z": z})
        x = np.maximum(z, 0)
    return z, caches


def mlp_forward__last_cache_missing(x, params):
    """How many caches belong to L layers? Does the last one have inputs as well?"""
    layers, caches = _m_layers(params), []
    for layer in range(1, layers + 1):
        z = x @ params[f"W{layer}"] + params[f"b{layer}"]
        if layer < layers:
            caches.append({"x": x, "z": z})
        x = np.maximum(z, 0)
    return z, caches


def mlp_forward__caches_last_layer_first(x, params):
    """In which order does the docstring list the caches: where does the first layer stand?"""
    layers, caches = _m_layers(params), []
    for layer in range(1, layers + 1):
        z = x @ params[f"W{layer}"] + params[f"b{layer}"]
        caches.insert(0, {"x": x, "z": z})
        x = np.maximum(z, 0)
    return z, caches


def mlp_forward__no_caches(x, params):
    """How many things does the docstring say are returned?"""
    for layer in range(1, _m_layers(params) + 1):
        z = x @ params[f"W{layer}"] + params[f"b{layer}"]
        x = np.maximum(z, 0)
    return z


def mlp_forward__cache_as_a_tuple(x, params):
    """What kind of thing is each cache: by which names will the backward step look into it?"""
    caches = []
    for layer in range(1, _m_layers(params) + 1):
        z = x @ params[f"W{layer}"] + params[f"b{layer}"]
        caches.append((x, z))
        x = np.maximum(z, 0)
    return z, caches


def mlp_forward__relu_on_the_input(x, params):
    """Does an activation come before the first layer?"""
    caches = []
    for layer in range(1, _m_layers(params) + 1):
        x = np.maximum(x, 0)
        z = x @ params[f"W{layer}"] + params[f"b{layer}"]
        caches.append({"x": x, "z": z})
        x = z
    return z, caches


# graph_forward


def _m_graph(graph, inputs, **changed):
    """Compute a graph in any order, with some operations replaced."""
    operations = {
        "add": lambda a, b: a + b,
        "sub": lambda a, b: a - b,
        "mul": lambda a, b: a * b,
        "div": lambda a, b: a / b,
        "neg": lambda a: -a,
        "exp": math.exp,
        "log": math.log,
        "tanh": math.tanh,
        "sigmoid": lambda a: 0.5 * (1.0 + math.tanh(0.5 * a)),
        "relu": lambda a: max(a, 0.0),
        "square": lambda a: a * a,
        **changed,
    }
    nodes, values = {node["id"]: node for node in graph}, {}
    to_do = list(nodes)
    while to_do:
        node = nodes[to_do[-1]]
        missing = [name for name in node.get("args", []) if name not in values]
        if missing:
            to_do.extend(missing)
            continue
        to_do.pop()
        if node["op"] == "input":
            values[node["id"]] = float(inputs[node["id"]])
        elif node["op"] == "const":
            values[node["id"]] = float(node["value"])
        else:
            values[node["id"]] = operations[node["op"]](*(values[name] for name in node["args"]))
    return values


def graph_forward__order_of_the_list(graph, inputs):
    """What if a node stands in the list before the nodes that it needs?"""
    values = {}
    for node in graph:
        name = node["id"]
        if node["op"] in ("input", "const"):
            values[name] = float(inputs[name]) if node["op"] == "input" else float(node["value"])
            continue
        one = [{"id": arg, "op": "const", "value": values[arg]} for arg in node["args"]]
        values[name] = _m_graph([*one, node], {})[name]
    return values


def graph_forward__recursion(graph, inputs):
    """How deep does your function call itself for a chain of 3,000 nodes, and how deep may it?"""
    nodes, values = {node["id"]: node for node in graph}, {}

    def value(name):
        if name not in values:
            node = nodes[name]
            if node["op"] == "input":
                values[name] = float(inputs[name])
            elif node["op"] == "const":
                values[name] = float(node["value"])
            else:
                args = [{"id": a, "op": "const", "value": value(a)} for a in node["args"]]
                values[name] = _m_graph([*args, node], {})[name]
        return values[name]

    return {node["id"]: value(node["id"]) for node in graph}


def graph_forward__second_pass_only(graph, inputs):
    """Is going through the list twice enough for every order?"""
    values = dict(inputs)
    for _ in range(2):
        for node in graph:
            name = node["id"]
            if node["op"] == "const":
                values[name] = float(node["value"])
            elif node["op"] != "input" and all(arg in values for arg in node["args"]):
                one = [{"id": arg, "op": "const", "value": values[arg]} for arg in node["args"]]
                values[name] = _m_graph([*one, node], {})[name]
    return values


def _m_passes(graph, inputs, has, limit=10_000):
    """Go through the list again and again, with another idea of which values are there; give up in the end."""
    values, before = {}, -1
    while before != len(values) and limit:
        before, limit = len(values), limit - 1
        for node in graph:
            name = node["id"]
            if name in values or not all(has(values, arg) for arg in node.get("args", [])):
                continue
            one = [{"id": arg, "op": "const", "value": values[arg]} for arg in node.get("args", [])]
            values[name] = _m_graph([*one, node], inputs)[name]
    return values


def graph_forward__zero_taken_for_missing(graph, inputs):
    """How does your code see that a value is still missing? What if the value is 0?"""
    values = _m_passes(graph, inputs, lambda values, name: values.get(name))
    if len(values) < len(graph):
        raise ValueError("no node is ready")
    return values


def graph_forward__no_memory(graph, inputs):
    """How often does your function compute the same node? How often for sixty nodes that each use one twice?"""
    nodes, calls = {node["id"]: node for node in graph}, iter(range(40_000))

    def value(name):
        if next(calls, None) is None:
            raise RuntimeError("here it gives up: without a memory it would go on for ever")
        node = nodes[name]
        if node["op"] in ("input", "const"):
            return _m_graph([node], inputs)[name]
        args = [{"id": f"{k}", "op": "const", "value": value(arg)} for k, arg in enumerate(node["args"])]
        return _m_graph([*args, {"id": "out", "op": node["op"], "args": [arg["id"] for arg in args]}], {})["out"]

    return _m_graph(graph, inputs) if len(graph) > 1000 else {name: value(name) for name in nodes}


def graph_forward__ten_passes_only(graph, inputs):
    """Is a fixed number of times through the list enough for every order?"""
    return _m_passes(graph, inputs, lambda values, name: name in values, limit=10)


def graph_forward__constant_zero_becomes_one(graph, inputs):
    """What does your code make of a constant that is 0?"""
    ones = [{**node, "value": node["value"] or 1.0} if node["op"] == "const" else node for node in graph]
    return _m_graph(ones, inputs)


def graph_forward__input_zero_becomes_one(graph, inputs):
    """What does your code make of an input that is 0?"""
    return _m_graph(graph, {name: value or 1.0 for name, value in inputs.items()})


def graph_forward__nothing_without_inputs(graph, inputs):
    """Has a graph of constants no values?"""
    return _m_graph(graph, inputs) if inputs else {}


def graph_forward__log_of_a_little_more(graph, inputs):
    """What does the small number under your logarithm change for log(0.00001)?"""
    return _m_graph(graph, inputs, log=lambda a: math.log(a + 1e-8))


def graph_forward__whole_numbers_divided_whole(graph, inputs):
    """What is 7 divided by 2?"""
    whole = {name: value for name, value in inputs.items() if isinstance(value, int)}
    return _m_graph(graph, inputs, div=lambda a, b: a // b if a in whole.values() and b in whole.values() else a / b)


def graph_forward__inputs_left_out(graph, inputs):
    """Of which nodes does the docstring promise a value: do the inputs count?"""
    values = _m_graph(graph, inputs)
    return {node["id"]: values[node["id"]] for node in graph if node["op"] != "input"}


def graph_forward__constants_left_out(graph, inputs):
    """Of which nodes does the docstring promise a value: do the constants count?"""
    values = _m_graph(graph, inputs)
    return {node["id"]: values[node["id"]] for node in graph if node["op"] != "const"}


def graph_forward__unused_left_out(graph, inputs):
    """Does a node need somebody who uses it to have a value?"""
    values = _m_graph(graph, inputs)
    used = {arg for node in graph for arg in node.get("args", [])}
    last = graph[-1]["id"] if graph else None
    return {name: value for name, value in values.items() if name in used or name == last}


def graph_forward__only_the_last_value(graph, inputs):
    """What does the docstring say is returned: one number, or a dict?"""
    return _m_graph(graph, inputs)[graph[-1]["id"]]


def graph_forward__values_in_a_list(graph, inputs):
    """By what will the caller look up the value of a node?"""
    values = _m_graph(graph, inputs)
    return [values[node["id"]] for node in graph]


def graph_forward__writes_into_the_inputs(graph, inputs):
    """Is `inputs` your dict, or that of the person who called you?"""
    inputs.update(_m_graph(graph, inputs))
    return inputs


def graph_forward__empties_the_graph(graph, inputs):
    """What is left of the caller's list after your function has popped its nodes?"""
    values = _m_graph(graph, inputs)
    while len(graph) > 1:
        graph.pop()
    return values


def graph_forward__stores_values_in_the_nodes(graph, inputs):
    """Whose dicts are the nodes into which you write?"""
    values = _m_graph(graph, inputs)
    for node in graph:
        node["value"] = values[node["id"]]
    return values


def graph_forward__args_of_sub_swapped(graph, inputs):
    """Which argument of a difference comes first?"""
    return _m_graph(graph, inputs, sub=lambda a, b: b - a)


def graph_forward__args_of_div_swapped(graph, inputs):
    """Which argument of a quotient comes first?"""
    return _m_graph(graph, inputs, div=lambda a, b: b / a)


def graph_forward__args_as_a_set(graph, inputs):
    """How many arguments are left of ["x", "x"] when they are put into a set?"""
    single = [{**node, "args": list(dict.fromkeys(node["args"]))} if "args" in node else node for node in graph]
    return _m_graph(
        single,
        inputs,
        add=lambda *values: sum(values),
        mul=lambda *values: math.prod(values),
        sub=lambda a, b=0.0: a - b,
        div=lambda a, b=1.0: a / b,
    )


def graph_forward__whole_number_division(graph, inputs):
    """What is the difference between / and //?"""
    return _m_graph(graph, inputs, div=lambda a, b: a // b)


def graph_forward__log_base_10(graph, inputs):
    """Which logarithm is meant: the natural one?"""
    return _m_graph(graph, inputs, log=math.log10)


def graph_forward__log_base_2(graph, inputs):
    """To which base do you take the logarithm?"""
    return _m_graph(graph, inputs, log=math.log2)


def graph_forward__square_doubles(graph, inputs):
    """What is the square of 3: 6 or 9?"""
    return _m_graph(graph, inputs, square=lambda a: 2 * a)


def graph_forward__square_root(graph, inputs):
    """Is `square` the square, or the square root?"""
    return _m_graph(graph, inputs, square=lambda a: math.sqrt(abs(a)))


def graph_forward__neg_is_one_over(graph, inputs):
    """Is `neg` the opposite number, or the reciprocal?"""
    return _m_graph(graph, inputs, neg=lambda a: 1 / a)


def graph_forward__neg_is_minus_size(graph, inputs):
    """What is the opposite of a negative number?"""
    return _m_graph(graph, inputs, neg=lambda a: -abs(a))


def graph_forward__relu_is_abs(graph, inputs):
    """What is relu of -2?"""
    return _m_graph(graph, inputs, relu=abs)


def graph_forward__sigmoid_sign(graph, inputs):
    """Which sign stands in the exponent of the sigmoid?"""
    return _m_graph(graph, inputs, sigmoid=lambda a: 0.5 * (1.0 - math.tanh(0.5 * a)))


def graph_forward__sigmoid_is_tanh(graph, inputs):
    """Between which numbers do the values of a sigmoid lie?"""
    return _m_graph(graph, inputs, sigmoid=math.tanh)


def graph_forward__constants_are_zero(graph, inputs):
    """In which entry of the node does the value of a constant stand?"""
    zeros = [{**node, "value": 0.0} if node["op"] == "const" else node for node in graph]
    return _m_graph(zeros, inputs)


def graph_forward__id_taken_for_the_operation(graph, inputs):
    """Do you ask for the "op" of a node, or for its "id"?"""
    names = {"add", "sub", "mul", "div", "neg", "exp", "log", "tanh", "sigmoid", "relu", "square"}
    return _m_graph([{**node, "op": node["id"]} if node["id"] in names else node for node in graph], inputs)


# init_mlp


def _m_init(sizes, seed, std_of):
    rng, params = np.random.default_rng(seed), {}
    for layer in range(1, len(sizes)):
        fan_in, fan_out = sizes[layer - 1], sizes[layer]
        params[f"W{layer}"] = rng.normal(0.0, std_of(fan_in, fan_out), size=(fan_in, fan_out))
        params[f"b{layer}"] = np.zeros(fan_out)
    return params


def _m_std(fan_in, fan_out, scheme):
    return math.sqrt(2 / fan_in if scheme == "he" else 2 / (fan_in + fan_out))


def init_mlp__a_list_added(sizes, seed=0, scheme="he"):
    """The sizes may stand in a tuple as well. What does Python say to a list plus a tuple?"""
    rng, params, before = np.random.default_rng(seed), {}, [sizes[0]] + sizes  # noqa: RUF005  # the mistake
    for layer in range(1, len(sizes)):
        shape = before[layer], sizes[layer]
        params[f"W{layer}"] = rng.normal(0.0, _m_std(*shape, scheme), size=shape)
        params[f"b{layer}"] = np.zeros(shape[1])
    return params


# G19
def init_mlp__zeros(sizes, seed=0, scheme="he"):
    """If all weights are equal, in what can two hidden units ever differ?"""
    return _m_init(sizes, seed, lambda i, o: 0.0)


# G20
def init_mlp__unscaled(sizes, seed=0, scheme="he"):
    """How large is a sum of 200 numbers of size 1? What keeps the signal at its size?"""
    return _m_init(sizes, seed, lambda i, o: 1.0)


def init_mlp__small_constant(sizes, seed=0, scheme="he"):
    """Does your scale know how many inputs a unit has?"""
    return _m_init(sizes, seed, lambda i, o: 0.01)


def init_mlp__root_forgotten(sizes, seed=0, scheme="he"):
    """Does the generator want a variance, or its square root?"""
    return _m_init(sizes, seed, lambda i, o: _m_std(i, o, scheme) ** 2)


def init_mlp__fan_out(sizes, seed=0, scheme="he"):
    """Is it the number of inputs or of outputs that decides?"""
    return _m_init(sizes, seed, lambda i, o: _m_std(o, i, scheme))


def init_mlp__scheme_ignored(sizes, seed=0, scheme="he"):
    """Where do you use the argument scheme?"""
    return _m_init(sizes, seed, lambda i, o: _m_std(i, o, "he"))


def init_mlp__schemes_swapped(sizes, seed=0, scheme="he"):
    """Which scheme looks at the outputs as well?"""
    return _m_init(sizes, seed, lambda i, o: _m_std(i, o, "xavier" if scheme == "he" else "he"))


def init_mlp__one_over_fan_in(sizes, seed=0, scheme="he"):
    """A ReLU switches off half of the units: which factor makes up for it?"""
    return _m_init(sizes, seed, lambda i, o: math.sqrt(_m_std(i, o, scheme) ** 2 / 2))


def init_mlp__std_as_uniform_limit(sizes, seed=0, scheme="he"):
    """What is the variance of a uniform number between -a and a?"""
    rng, params = np.random.default_rng(seed), {}
    for layer in range(1, len(sizes)):
        shape = sizes[layer - 1], sizes[layer]
        a = _m_std(*shape, scheme)
        params[f"W{layer}"] = rng.uniform(-a, a, size=shape)
        params[f"b{layer}"] = np.zeros(shape[1])
    return params


def init_mlp__only_positive(sizes, seed=0, scheme="he"):
    """What is the mean of your random numbers? Of which sign are they?"""
    rng, params = np.random.default_rng(seed), {}
    for layer in range(1, len(sizes)):
        shape = sizes[layer - 1], sizes[layer]
        scale = _m_std(*shape, scheme) * math.sqrt(12)
        params[f"W{layer}"] = rng.random(shape) * scale
        params[f"b{layer}"] = np.zeros(shape[1])
    return params


def init_mlp__fresh_generator_for_each_layer(sizes, seed=0, scheme="he"):
    """Compare the first numbers of two layers: why are they the same? Where does each layer get its draws from?"""
    params = {}
    for layer in range(1, len(sizes)):
        rng = np.random.default_rng(seed)
        shape = sizes[layer - 1], sizes[layer]
        params[f"W{layer}"] = rng.normal(0.0, _m_std(*shape, scheme), size=shape)
        params[f"b{layer}"] = np.zeros(shape[1])
    return params


def init_mlp__same_draw_for_each_column(sizes, seed=0, scheme="he"):
    """How many numbers do you draw for a layer, and how many weights does it have?"""
    rng, params = np.random.default_rng(seed), {}
    for layer in range(1, len(sizes)):
        shape = sizes[layer - 1], sizes[layer]
        column = rng.normal(0.0, _m_std(*shape, scheme), size=(shape[0], 1))
        params[f"W{layer}"] = column.repeat(shape[1], axis=1)
        params[f"b{layer}"] = np.zeros(shape[1])
    return params


# G11
def init_mlp__global_generator(sizes, seed=0, scheme="he"):
    """Who else uses the generator that you have just given a seed?"""
    np.random.seed(seed)
    params = {}
    for layer in range(1, len(sizes)):
        shape = sizes[layer - 1], sizes[layer]
        params[f"W{layer}"] = np.random.randn(*shape) * _m_std(*shape, scheme)
        params[f"b{layer}"] = np.zeros(shape[1])
    return params


def init_mlp__seed_ignored(sizes, seed=0, scheme="he"):
    """Where do you use the argument seed?"""
    return _m_init(sizes, 0, lambda i, o: _m_std(i, o, scheme))


def init_mlp__draws_anew_each_time(sizes, seed=0, scheme="he"):
    """Do two calls with the same seed give the same weights? Where do your random numbers begin?"""
    return _m_init(sizes, None, lambda i, o: _m_std(i, o, scheme))


def init_mlp__seed_zero_is_no_seed(sizes, seed=0, scheme="he"):
    """Is 0 a seed for your code, or does it take 0 for "no seed"?"""
    return _m_init(sizes, seed or None, lambda i, o: _m_std(i, o, scheme))


def init_mlp__default_scheme_of_xavier(sizes, seed=0, scheme="xavier"):
    """Which default does the docstring name for scheme?"""
    return _m_init(sizes, seed, lambda i, o: _m_std(i, o, scheme))


def init_mlp__default_seed_of_42(sizes, seed=42, scheme="he"):
    """Which default does the docstring name for seed?"""
    return _m_init(sizes, seed, lambda i, o: _m_std(i, o, scheme))


def init_mlp__two_generators_in_turn(sizes, seed=0, scheme="he"):
    """The first layer and the third: where do their draws come from?"""
    params = {}
    for layer in range(1, len(sizes)):
        shape = sizes[layer - 1], sizes[layer]
        rng = np.random.default_rng(seed + layer % 2)
        params[f"W{layer}"] = rng.normal(0.0, _m_std(*shape, scheme), size=shape)
        params[f"b{layer}"] = np.zeros(shape[1])
    return params


def init_mlp__half_of_the_units_mirrored(sizes, seed=0, scheme="he"):
    """How many numbers do you draw for a layer, and how many weights does it have?"""
    params = _m_init(sizes, seed, lambda i, o: _m_std(i, o, scheme))
    for layer in range(1, len(sizes)):
        W = params[f"W{layer}"]
        half = W.shape[1] // 2
        W[:, half : 2 * half] = -W[:, :half]
    return params


def init_mlp__last_layer_smaller(sizes, seed=0, scheme="he"):
    """Does the scheme make an exception for the last layer?"""
    params, last = _m_init(sizes, seed, lambda i, o: _m_std(i, o, scheme)), len(sizes) - 1
    return {**params, f"W{last}": params[f"W{last}"] * 0.1}


def init_mlp__one_sided_draw(sizes, seed=0, scheme="he"):
    """Mean and variance are right. Is your draw normal, or uniform?"""
    rng, params = np.random.default_rng(seed), {}
    for layer in range(1, len(sizes)):
        shape = sizes[layer - 1], sizes[layer]
        params[f"W{layer}"] = (rng.exponential(size=shape) - 1) * _m_std(*shape, scheme)
        params[f"b{layer}"] = np.zeros(shape[1])
    return params


def init_mlp__random_biases(sizes, seed=0, scheme="he"):
    """Do the biases need random numbers, once the weights differ?"""
    params = _m_init(sizes, seed, lambda i, o: _m_std(i, o, scheme))
    rng = np.random.default_rng(seed + 1)
    return {k: v if k[0] == "W" else rng.normal(size=v.shape) for k, v in params.items()}


def init_mlp__biases_of_one(sizes, seed=0, scheme="he"):
    """With which value do the biases begin?"""
    params = _m_init(sizes, seed, lambda i, o: _m_std(i, o, scheme))
    return {k: v if k[0] == "W" else np.ones(v.shape) for k, v in params.items()}


def init_mlp__biases_as_rows(sizes, seed=0, scheme="he"):
    """Which shape does b have: (h,) or (1, h)?"""
    params = _m_init(sizes, seed, lambda i, o: _m_std(i, o, scheme))
    return {k: v if k[0] == "W" else v.reshape(1, -1) for k, v in params.items()}


def init_mlp__weights_transposed(sizes, seed=0, scheme="he"):
    """Which comes first in the shape of W: the inputs or the outputs?"""
    params = _m_init(sizes, seed, lambda i, o: _m_std(i, o, scheme))
    return {k: v.T for k, v in params.items()}


def init_mlp__counts_from_zero(sizes, seed=0, scheme="he"):
    """Which number does the first layer have in the keys?"""
    params = _m_init(sizes, seed, lambda i, o: _m_std(i, o, scheme))
    return {f"{k[0]}{int(k[1:]) - 1}": v for k, v in params.items()}


def init_mlp__one_layer_too_few(sizes, seed=0, scheme="he"):
    """How many layers of weights lie between three layers of units?"""
    return _m_init(sizes[:-1], seed, lambda i, o: _m_std(i, o, scheme))


def init_mlp__fan_in_of_the_first_layer(sizes, seed=0, scheme="he"):
    """Which layer's inputs does the scale of the second layer depend on?"""
    return _m_init(sizes, seed, lambda i, o: _m_std(sizes[0], o, scheme))


# logsumexp


def _m_lse(x, axis=-1):
    largest = np.max(x, axis=axis, keepdims=True)
    return np.log(np.exp(x - largest).sum(axis=axis)) + largest.squeeze(axis)


def logsumexp__no_shift(x):
    """How large is e^1000? What may be subtracted first and added back afterwards?"""
    return np.log(np.exp(x).sum(axis=-1))


def logsumexp__global_max(x):
    """What is left of a row that is 2000 below the largest score of another one?"""
    return np.log(np.exp(x - np.max(x)).sum(axis=-1)) + np.max(x)


def logsumexp__max_not_added_back(x):
    """You subtracted something from every score: what must happen to the result?"""
    return np.log(np.exp(x - np.max(x, axis=-1, keepdims=True)).sum(axis=-1))


def logsumexp__keeps_the_axis(x):
    """Which shape does the docstring promise: is the last axis still there?"""
    return _m_lse(x)[..., None]


def logsumexp__keepdims_of_the_maximum(x):
    """Your maximum keeps its axis. What is the shape of (n, 1) plus (n,)?"""
    largest = x.max(axis=-1, keepdims=True)
    return largest + np.log(np.exp(x - largest).sum(axis=-1))


def logsumexp__whole_array(x):
    """How many numbers should come out of n rows?"""
    return np.log(np.exp(x - np.max(x)).sum()) + np.max(x)


def logsumexp__columns(x):
    """Over which axis does the sum go: are the rows examples?"""
    return _m_lse(x, axis=0)


def logsumexp__axis_one(x):
    """How do you name the last axis, whatever their number?"""
    return _m_lse(x, axis=1)


def logsumexp__only_the_maximum(x):
    """The largest score is a good guess: what is missing for two equal scores?"""
    return np.max(x, axis=-1) * 1.0


def logsumexp__mean_instead_of_sum(x):
    """Is there a mean in the formula? What is the result for C zeros?"""
    return _m_lse(x) - np.log(np.shape(x)[-1])


def logsumexp__log1p(x):
    """log1p(a) is log(1 + a): is there a 1 in the sum?"""
    largest = np.max(x, axis=-1, keepdims=True)
    return np.log1p(np.exp(x - largest).sum(axis=-1)) + largest[..., 0]


def logsumexp__sum_of_logs(x):
    """Which comes first: the logarithm or the sum?"""
    return np.sum(np.log(np.exp(x)), axis=-1)


def logsumexp__log_base_2(x):
    """To which base do you take the logarithm?"""
    largest = np.max(x, axis=-1, keepdims=True)
    return np.log2(np.exp(x - largest).sum(axis=-1)) + largest[..., 0]


def _m_lse_shifted(x, shift):
    return np.log(np.exp(x - shift).sum(axis=-1)) + shift[..., 0]


def logsumexp__inner_axes_squeezed(x):
    """What else disappears when all axes of length 1 are taken away?"""
    largest = np.max(x, axis=-1, keepdims=True)
    return np.log(np.exp(x - largest).sum(axis=-1)) + largest.squeeze()


def logsumexp__shift_not_by_the_largest(x):
    """Which number do you subtract: is there no larger one in the row? How large can the largest exponent still be?"""
    return _m_lse_shifted(x, np.mean(x, axis=-1, keepdims=True))


def logsumexp__shift_by_the_first(x):
    """Which score do you subtract: is there no larger one in the row?"""
    return _m_lse_shifted(x, x[..., :1])


def logsumexp__shift_never_below_zero(x):
    """Your shift takes large scores down. Does it also bring up a row whose scores are all near -1000?"""
    return _m_lse_shifted(x, np.maximum(np.max(x, axis=-1, keepdims=True), 0))


def logsumexp__clipped(x):
    """What becomes of the difference between 1002 and 1003 when both are cut off?"""
    return np.log(np.exp(np.clip(x, -700, 700)).sum(axis=-1))


def logsumexp__an_array_for_one_row(x):
    """What is the shape of the result for one row of shape (C,): is it a single number?"""
    return np.atleast_1d(_m_lse(x))


def logsumexp__in_place(x):
    """Which line writes into the array of the person who called you?"""
    largest = x.max(axis=-1, keepdims=True)
    x -= largest
    return np.log(np.exp(x).sum(axis=-1)) + largest[..., 0]


# log_softmax


def log_softmax__log_of_softmax(x):
    """What is the logarithm of a probability that is rounded to 0?"""
    e = np.exp(x - np.max(x, axis=-1, keepdims=True))
    return np.log(e / e.sum(axis=-1, keepdims=True))


def log_softmax__epsilon(x):
    """Which log-probability can never come out below log(1e-12)?"""
    e = np.exp(x - np.max(x, axis=-1, keepdims=True))
    return np.log(e / e.sum(axis=-1, keepdims=True) + 1e-12)


def log_softmax__no_shift(x):
    """How large is e^1000?"""
    return x - np.log(np.exp(x).sum(axis=-1, keepdims=True))


def log_softmax__global_max(x):
    """What is left of a row that is 2000 below the largest score of another one?"""
    shifted = x - np.max(x)
    return shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))


def log_softmax__keepdims_forgotten(x):
    """Against which axis does numpy line up an array of shape (n,)?"""
    shifted = x - np.max(x, axis=-1, keepdims=True)
    return shifted - np.log(np.exp(shifted).sum(axis=-1))


def log_softmax__columns(x):
    """Over which axis must the exponentials of the result add up to 1?"""
    shifted = x - np.max(x, axis=0, keepdims=True)
    return shifted - np.log(np.exp(shifted).sum(axis=0, keepdims=True))


def log_softmax__axis_one(x):
    """How do you name the last axis, whatever their number?"""
    shifted = x - np.max(x, axis=1, keepdims=True)
    return shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))


def log_softmax__whole_array(x):
    """How many distributions should come out of n rows?"""
    shifted = x - np.max(x)
    return shifted - np.log(np.exp(shifted).sum())


def log_softmax__shift_on_one_side(x):
    """You took the maximum off the scores in the sum: and off the score in front?"""
    shifted = x - np.max(x, axis=-1, keepdims=True)
    return x - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))


def log_softmax__is_softmax(x):
    """Are your values probabilities, or their logarithms?"""
    e = np.exp(x - np.max(x, axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)


def log_softmax__opposite_sign(x):
    """Can the logarithm of a probability be positive?"""
    shifted = x - np.max(x, axis=-1, keepdims=True)
    return np.log(np.exp(shifted).sum(axis=-1, keepdims=True)) - shifted


def log_softmax__inner_axes_squeezed(x):
    """What else disappears when all axes of length 1 are taken away?"""
    shifted = x - np.max(x, axis=-1, keepdims=True)
    return shifted - np.log(np.exp(shifted).sum(axis=-1)).squeeze()[..., None]


def log_softmax__shift_by_the_mean(x):
    """After your shift, how large can the largest exponent still be?"""
    shifted = x - np.mean(x, axis=-1, keepdims=True)
    return shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))


def log_softmax__smallest_float(x):
    """Which log-probability can never come out below log(1e-300)?"""
    e = np.exp(x - np.max(x, axis=-1, keepdims=True))
    return np.log(e / e.sum(axis=-1, keepdims=True) + 1e-300)


def log_softmax__nearly_sure_becomes_sure(x):
    """How far from 0 is the log-probability of a class that is nearly sure? Do you round?"""
    shifted = x - np.max(x, axis=-1, keepdims=True)
    out = shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))
    return np.where(out > -1e-6, 0.0, out)


def log_softmax__in_place(x):
    """Which line writes into the array of the person who called you?"""
    x -= x.max(axis=-1, keepdims=True)
    return x - np.log(np.exp(x).sum(axis=-1, keepdims=True))


# gelu


_M_ROOT = math.sqrt(2 / math.pi)


def _m_gelu(x, inner=0.044715, root=_M_ROOT, power=3):
    x = np.asarray(x, dtype=float)
    return 0.5 * x * (1 + np.tanh(root * (x + inner * x**power)))


def gelu__exact_form(x):
    """There are two forms, one with erf and one with tanh: which one is asked for?"""
    x = np.asarray(x, dtype=float)
    return x * 0.5 * (1 + np.vectorize(math.erf, otypes=[float])(x / math.sqrt(2)))


def gelu__sigmoid_form(x):
    """x * sigmoid(1.702 x) is a rougher approximation: is it the one in the docstring?"""
    return x * _m_sigmoid(1.702 * np.asarray(x))


def gelu__square_instead_of_cube(x):
    """To which power is the small term?"""
    return _m_gelu(x, power=2)


def gelu__cube_forgotten(x):
    """Which term of the formula has the factor 0.044715?"""
    return _m_gelu(x, inner=0.0)


def gelu__root_of_pi_over_two(x):
    """Is it 2 / pi or pi / 2 under the root?"""
    return _m_gelu(x, root=math.sqrt(math.pi / 2))


def gelu__root_forgotten(x):
    """What stands under the root in front of the parenthesis?"""
    return _m_gelu(x, root=2 / math.pi)


def gelu__constant_mistyped(x):
    """Compare the small constant digit by digit: where are the zeros?"""
    return _m_gelu(x, inner=0.44715)


def gelu__constant_cut_short(x):
    """Compare the small constant digit by digit: are all of them there?"""
    return _m_gelu(x, inner=0.0447)


def gelu__tanh_of_half(x):
    """What exactly is the argument of tanh: is yours half as large? (With a sigmoid, what becomes of a factor 2?)"""
    return _m_gelu(x, root=math.sqrt(1 / (2 * math.pi)))


def gelu__cube_outside_the_parenthesis(x):
    """What does the root multiply: x alone, or the cube as well?"""
    x = np.asarray(x, dtype=float)
    return 0.5 * x * (1 + np.tanh(_M_ROOT * x + 0.044715 * x**3))


def gelu__cube_too_large_for_int32(x):
    """How large is 2000 cubed, and how far do the numbers of an int32 reach?"""
    x = x.astype(np.int32) if np.issubdtype(x.dtype, np.integer) else x
    return 0.5 * x * (1 + np.tanh(_M_ROOT * (x + 0.044715 * x**3)))


def gelu__relu_far_out(x):
    """How far is gelu(-5.5) from 0? From where on may one say that it is 0?"""
    return np.where(np.abs(x) >= 5.5, np.maximum(x, 0), _m_gelu(x))


def gelu__flattened(x):
    """Which shape has the array that you take apart, and which one has the array that you return?"""
    return _m_gelu(x).ravel()


def gelu__nan_hidden(x):
    """Who should notice when a number is not a number?"""
    return _m_gelu(np.nan_to_num(np.asarray(x, dtype=float)))


def gelu__half_forgotten(x):
    """What should gelu(100) be, roughly?"""
    return 2 * _m_gelu(x)


def gelu__one_forgotten(x):
    """What should gelu be for a very negative number?"""
    x = np.asarray(x, dtype=float)
    return 0.5 * x * np.tanh(math.sqrt(2 / math.pi) * (x + 0.044715 * x**3))


def gelu__x_forgotten(x):
    """Is this the gate, or the gate times x?"""
    x = np.asarray(x, dtype=float)
    return 0.5 * (1 + np.tanh(math.sqrt(2 / math.pi) * (x + 0.044715 * x**3)))


def gelu__tanh_by_hand(x):
    """What is infinity divided by infinity? Does numpy have tanh?"""
    x = np.asarray(x, dtype=float)
    a = math.sqrt(2 / math.pi) * (x + 0.044715 * x**3)
    return 0.5 * x * (1 + (np.exp(a) - np.exp(-a)) / (np.exp(a) + np.exp(-a)))


def gelu__in_place(x):
    """Which line writes into the array of the person who called you?"""
    gate = 0.5 * (1 + np.tanh(math.sqrt(2 / math.pi) * (x + 0.044715 * x**3)))
    x *= gate
    return x


# silu


def silu__overflow(x):
    """How large is e^-x for x = -800?"""
    return x / (1 + np.exp(-x))


def silu__infinity_by_infinity(x):
    """What is e^x divided by 1 + e^x when e^x is infinite?"""
    return x * (np.exp(x) / (1 + np.exp(x)))


def silu__is_sigmoid(x):
    """What multiplies the sigmoid?"""
    return _m_sigmoid(x)


def silu__is_relu(x):
    """Is silu(-1) exactly 0?"""
    return np.maximum(x, 0)


def silu__wrong_sign(x):
    """Should silu(10) be near 10 or near 0?"""
    return x * _m_sigmoid(-np.asarray(x))


def silu__sigmoid_prime(x):
    """Do you multiply by the sigmoid, or by its slope?"""
    s = _m_sigmoid(x)
    return x * s * (1 - s)


def silu__sigmoid_plus_x(x):
    """Are x and the sigmoid added or multiplied?"""
    return x + _m_sigmoid(x)


def silu__sigmoid_twice(x):
    """How many sigmoids does the formula have?"""
    return x * _m_sigmoid(_m_sigmoid(x))


def silu__gelu_constant(x):
    """Is there a 1.702 in this formula?"""
    return x * _m_sigmoid(1.702 * np.asarray(x))


def silu__tanh(x):
    """Which function multiplies x: between which numbers does it lie?"""
    return x * np.tanh(x)


def silu__cut_off_on_the_left(x):
    """How far is silu(-20.5) from 0? From where on may one say that it is 0?"""
    x = np.asarray(x, dtype=float)
    return np.where(x < -20, 0.0, x * _m_sigmoid(x))


def silu__straight_lines(x):
    """Is the sigmoid made of straight lines?"""
    x = np.asarray(x, dtype=float)
    return x * np.clip(x / 6 + 0.5, 0.0, 1.0)


def silu__flattened(x):
    """Which shape has the array that you take apart, and which one has the array that you return?"""
    return (x * _m_sigmoid(x)).ravel()


def silu__nan_hidden(x):
    """Who should notice when a number is not a number?"""
    x = np.nan_to_num(np.asarray(x, dtype=float))
    return x * _m_sigmoid(x)


def silu__in_place(x):
    """Which line writes into the array of the person who called you?"""
    x *= _m_sigmoid(x)
    return x


# softplus


def softplus__overflow(x):
    """How large is e^800, and what is softplus(800), roughly?"""
    return np.log(1 + np.exp(x))


def softplus__both_forms_for_every_entry(x):
    """Your values are right: but which entries does each of your two forms get to see?"""
    return np.where(np.asarray(x) > 30, x, np.log1p(np.exp(x)))


def softplus__switch_too_early(x):
    """How far is softplus(10) from 10? From which x on may one take x itself?"""
    x = np.asarray(x, dtype=float)
    return np.where(x > 10, x, np.log1p(np.exp(np.minimum(x, 10))))


def softplus__cut_off_on_the_left(x):
    """How far is softplus(-20) from 0? From where on may one say that it is 0?"""
    x = np.asarray(x, dtype=float)
    return np.where(x < -18, 0.0, np.maximum(x, 0) + np.log1p(np.exp(-np.abs(x))))


def softplus__max_forgotten(x):
    """Your second term is right: what is softplus(100)?"""
    return np.log1p(np.exp(-np.abs(x)))


def softplus__x_instead_of_max(x):
    """Which part of the formula takes care of negative numbers?"""
    return x + np.log1p(np.exp(-np.abs(x)))


def softplus__abs_instead_of_max(x):
    """Is softplus(-100) near 0 or near 100?"""
    return np.abs(x) + np.log1p(np.exp(-np.abs(x)))


def softplus__sign_in_the_exponent(x):
    """Which power of e stays at most 1: e^|x| or e^-|x|?"""
    return np.maximum(x, 0) + np.log1p(np.exp(np.minimum(np.abs(x), 700)))


def softplus__log_without_one(x):
    """What is added to the power of e under the logarithm?"""
    return np.maximum(x, 0) + np.log(np.exp(-np.abs(np.clip(x, -700, 700))))


def softplus__is_relu(x):
    """Is softplus(0) exactly 0?"""
    return np.maximum(x, 0)


def softplus__is_sigmoid(x):
    """Is this softplus, or its slope?"""
    return _m_sigmoid(x)


def softplus__log_base_2(x):
    """To which base do you take the logarithm?"""
    return np.maximum(x, 0) + np.log2(1 + np.exp(-np.abs(x)))


def softplus__flattened(x):
    """Which shape has the array that you take apart, and which one has the array that you return?"""
    return np.logaddexp(0, x).ravel()


def softplus__nan_hidden(x):
    """Who should notice when a number is not a number?"""
    x = np.nan_to_num(np.asarray(x, dtype=float))
    return np.maximum(x, 0) + np.log1p(np.exp(-np.abs(x)))


def softplus__in_place(x):
    """Whose array do you write the intermediate results into?"""
    out = np.maximum(x, 0) + np.log1p(np.exp(-np.abs(x)))
    np.abs(x, out=x)
    return out
