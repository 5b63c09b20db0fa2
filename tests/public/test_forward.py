"""Examples for forward.py: run them with `pytest test_forward.py`, one exercise with `-k relu`."""

import expect
import forward
import numpy as np
import pytest

# Warnings count in the tests about warnings alone.
pytestmark = pytest.mark.filterwarnings("ignore")

LOG2 = 0.6931471805599453


def large():
    return np.array([-1e300, -800.0, 0.0, 800.0, 1e300])


def test_relu_keeps_the_positive_and_zeroes_the_rest():
    """relu keeps positive numbers and makes all others 0"""
    x = np.array([[-2.0, 0.0, 3.0], [0.5, -0.5, -7.0]])

    got = forward.relu(x)

    expect.close(got, [[0.0, 0.0, 3.0], [0.5, 0.0, 0.0]], given=x)


def test_relu_takes_any_shape_and_integers():
    """relu takes any shape with at least one axis, and integers"""
    expect.close(forward.relu(np.array([-1, 2])), [0.0, 2.0])
    expect.close(forward.relu(np.array([[[-1.0], [4.0]]])), [[[0.0], [4.0]]])
    turned = np.array([[-1.0, 4.0], [2.0, 3.0]]).T
    expect.close(forward.relu(turned), [[0.0, 2.0], [4.0, 3.0]], given=turned)


def test_relu_has_no_loop_over_single_numbers():
    """relu is less than 100 times slower than whole-array code of its size"""

    def as_much_work(x):
        x + x  # nothing is returned: only the time is compared

    expect.fast(forward.relu, as_much_work, np.ones((40, 1000)), hint="which function takes a whole array?")


def test_relu_leaves_its_argument_alone_and_lets_nan_show():
    """relu does not change its argument, and NaN stays NaN"""
    x = np.array([-1.0, np.nan, 2.0])

    got = expect.pure(forward.relu, x, hint="which line writes into x?")

    expect.close(got, [0.0, np.nan, 2.0], given=x)


def test_leaky_relu_has_the_slope_one_tenth():
    """leaky_relu multiplies negative numbers by 0.1 unless told otherwise"""
    x = np.array([-2.0, 0.0, 3.0])

    expect.close(forward.leaky_relu(x), [-0.2, 0.0, 3.0], given=x)


def test_leaky_relu_uses_alpha():
    """leaky_relu uses the alpha it is given"""
    x = np.array([[-3, 0, 3]])

    expect.close(forward.leaky_relu(x, alpha=0.5), [[-1.5, 0.0, 3.0]], given=x)
    expect.close(forward.leaky_relu(x, alpha=0.0), [[0.0, 0.0, 3.0]], given=x, hint="is 0 a slope?")


def test_leaky_relu_lets_nan_show():
    """leaky_relu leaves NaN as NaN and its argument as it is"""
    x = np.array([-10.0, np.nan])

    expect.close(expect.pure(forward.leaky_relu, x), [-1.0, np.nan], given=x)


def test_sigmoid_of_known_numbers():
    """sigmoid of 0 is a half, of log 3 it is three quarters"""
    x = np.array([0.0, np.log(3.0), -np.log(3.0)])

    expect.close(expect.pure(forward.sigmoid, x), [0.5, 0.75, 0.25], given=x)


def test_sigmoid_does_not_warn():
    """sigmoid does not warn for very large numbers of either sign"""
    with expect.no_warnings(hint="which of e^x and e^-x is too large here?"):
        got = forward.sigmoid(large())
    expect.close(got, [0.0, 0.0, 0.5, 1.0, 1.0], given=large())


def test_sigmoid_takes_integers_and_nan():
    """sigmoid takes integers, any shape, and leaves NaN as NaN"""
    expect.close(forward.sigmoid(np.array([[0], [1]])), [[0.5], [0.7310585786300049]])
    expect.close(forward.sigmoid(np.array([np.nan, 0.0])), [np.nan, 0.5])


def test_tanh_of_known_numbers():
    """tanh of 0 is 0, and of log 2 it is 0.6"""
    x = np.array([[0.0, np.log(2.0)], [-np.log(2.0), 1.0]])

    expect.close(expect.pure(forward.tanh, x), [[0.0, 0.6], [-0.6, 0.7615941559557649]], given=x)


def test_tanh_does_not_warn():
    """tanh does not warn for very large numbers, and leaves NaN as NaN"""
    with expect.no_warnings(hint="what is infinity divided by infinity?"):
        got = forward.tanh(large())
    expect.close(got, [-1.0, -1.0, 0.0, 1.0, 1.0], given=large())
    expect.close(forward.tanh(np.array([np.nan, 0.0])), [np.nan, 0.0])


def test_elu_of_known_numbers():
    """elu keeps positive numbers and bends negative ones towards -alpha"""
    x = np.array([-LOG2, 0.0, 3.0])

    expect.close(expect.pure(forward.elu, x), [-0.5, 0.0, 3.0], given=x)
    expect.close(forward.elu(x, alpha=2.0), [-1.0, 0.0, 3.0], given=x)


def test_elu_does_not_warn():
    """elu does not warn for very large numbers, and leaves NaN as NaN"""
    with expect.no_warnings(hint="which numbers does e^x get to see?"):
        got = forward.elu(large())
    expect.close(got, [-1.0, -1.0, 0.0, 800.0, 1e300], given=large())
    expect.close(forward.elu(np.array([np.nan, 0.0])), [np.nan, 0.0])


def test_elu_takes_integers():
    """elu of integers is as precise as elu of floats"""
    expect.close(forward.elu(np.array([[-1, 2]])), [[-0.6321205588285577, 2.0]])


def test_maxout_can_be_the_absolute_value():
    """maxout of the two pieces x and -x is the absolute value"""
    x = np.array([[2.0], [-3.0]])
    one, zero = np.array([[1.0]]), np.array([0.0])

    expect.close(forward.maxout(x, one, zero, -one, zero), [[2.0], [3.0]], given=x)


def test_maxout_adds_each_piece_its_own_bias():
    """maxout has a bias for each piece, and may be negative"""
    x = np.array([[0.0, 0.0]])
    W = np.zeros((2, 3))

    got = forward.maxout(x, W, np.array([1.0, 2.0, -5.0]), W, np.array([4.0, 0.0, -6.0]))

    expect.close(got, [[4.0, 2.0, -5.0]])


def test_maxout_takes_whole_numbers_beside_floats():
    """maxout takes whole numbers beside floats, and changes no argument"""
    x, W, b = np.array([[1, 2]]), np.array([[1], [1]]), np.array([0])

    got = expect.pure(forward.maxout, x, W, b + 0.5, -W, b)

    expect.close(got, [[3.5]], hint="of what type is your result?")


def test_softmax_of_known_scores():
    """softmax of each row adds up to 1"""
    x = np.array([[0.0, np.log(3.0)], [5.0, 5.0], [np.log(2.0), 0.0]])

    expect.close(
        forward.softmax(x),
        [[0.25, 0.75], [0.5, 0.5], [2 / 3, 1 / 3]],
        given=x,
        hint="which e^x add up to the number below?",
    )


def test_softmax_survives_large_scores():
    """softmax is right for scores of 1000 and -1000 in one array, without a warning"""
    x = np.array([[1000.0, 1000.0 + np.log(3.0)], [-1000.0, -1000.0], [0.0, np.log(3.0)], [2000.0, 0.0]])

    with expect.no_warnings(hint="what may be subtracted from each row first, so that none is too large or too small?"):
        got = forward.softmax(x)
    expect.close(got, [[0.25, 0.75], [0.5, 0.5], [0.25, 0.75], [1.0, 0.0]], given=x)


def test_softmax_works_along_the_last_axis():
    """softmax takes one row, a table, or more axes, and integers"""
    expect.close(forward.softmax(np.array([7, 7, 7, 7])), [0.25, 0.25, 0.25, 0.25])
    expect.close(forward.softmax(np.zeros((2, 1, 2))), np.full((2, 1, 2), 0.5))


def test_softmax_has_no_loop_over_single_numbers():
    """softmax is less than 100 times slower than whole-array code of its size"""

    def as_much_work(x):
        for _ in range(3):
            np.exp(x).sum(axis=-1)  # nothing is returned: only the time is compared

    expect.fast(forward.softmax, as_much_work, np.ones((300, 40)), hint="can one line treat all rows at once?")


def test_softmax_leaves_its_argument_alone():
    """softmax does not change its argument"""
    x = np.array([[3.0, 3.0]])

    expect.close(expect.pure(forward.softmax, x, hint="which line writes into x?"), [[0.5, 0.5]])


def test_affine_forward_of_small_numbers():
    """affine_forward is a weighted sum of the inputs plus the bias"""
    x = np.array([[1.0, 2.0], [0.0, 0.0], [1.0, 0.0]])
    W = np.array([[1.0, 0.0], [0.0, 10.0]])
    b = np.array([-5.0, 6.0])

    out, _ = expect.parts(forward.affine_forward(x, W, b), "out", "cache")

    expect.close(out, [[-4.0, 26.0], [-5.0, 6.0], [-4.0, 6.0]], given={"x": x, "W": W, "b": b})


def test_affine_forward_keeps_what_backward_needs():
    """affine_forward returns the cache (x, W, b)"""
    x, W, b = np.array([[1.0, 2.0, 3.0]]), np.ones((3, 2)), np.array([0.0, 1.0])

    out, cache = expect.parts(expect.pure(forward.affine_forward, x, W, b), "out", "cache")

    expect.close(out, [[6.0, 7.0]], name="out")
    for name, got, want in zip("xWb", expect.parts(cache, *"xWb", name="the cache"), (x, W, b), strict=True):
        expect.close(got, want, name=f"{name} of the cache")


def test_affine_forward_takes_whole_numbers_beside_floats():
    """affine_forward takes whole numbers beside floats"""
    out, _ = expect.parts(forward.affine_forward(np.array([[2]]), np.array([[3]]), np.array([0.5])), "out", "cache")

    expect.close(out, [[6.5]], name="out", hint="of what type is your result?")


def test_affine_forward_has_no_loop_over_single_numbers():
    """affine_forward is less than 100 times slower than whole-array code of its size"""

    def as_much_work(x, W, b):
        x @ x.T[:, :30]  # nothing is returned: only the time is compared

    x, W, b = np.ones((250, 20)), np.ones((20, 30)), np.ones(30)
    expect.fast(forward.affine_forward, as_much_work, x, W, b, hint="which operation holds all the loops?")


def tiny_network():
    return {
        "W1": np.array([[1.0, -2.0]]),
        "b1": np.array([0.5, 0.0]),
        "W2": np.array([[1.0], [3.0]]),
        "b2": np.array([-4.0]),
    }


def test_mlp_forward_by_hand():
    """mlp_forward has a ReLU between the layers and none after the last"""
    x = np.array([[1.0], [-1.0]])

    # first layer: [1.5, -2] and [-0.5, 2]; after ReLU [1.5, 0] and [0, 2]; then 1.5 - 4 and 6 - 4
    logits, _ = expect.parts(forward.mlp_forward(x, tiny_network()), "logits", "caches")

    expect.close(logits, [[-2.5], [2.0]], name="the logits", given=x, hint="after which of the two layers is a relu?")


def test_mlp_forward_remembers_each_layer():
    """mlp_forward returns the input x and the weighted sum z of each layer"""
    x = np.array([[1.0], [-1.0]])

    _, caches = expect.parts(forward.mlp_forward(x, tiny_network()), "logits", "caches")

    first, last = expect.items(caches, length=2, name="caches")
    first = expect.mapping(first, "x", "z", name="caches[0]")
    last = expect.mapping(last, "x", "z", name="caches[1]")
    expect.close(first["x"], x, name="x of layer 1")
    expect.close(first["z"], [[1.5, -2.0], [-0.5, 2.0]], name="z of layer 1")
    expect.close(last["x"], [[1.5, 0.0], [0.0, 2.0]], name="x of layer 2")
    expect.close(last["z"], [[-2.5], [2.0]], name="z of layer 2")


def test_mlp_forward_goes_by_the_names_of_the_layers():
    """mlp_forward goes by the numbers in the keys, and changes no parameter"""
    x = np.array([[1.0], [-1.0]])
    backwards = dict(reversed(tiny_network().items()))

    result = expect.pure(forward.mlp_forward, x, backwards, hint="which line writes into them?")

    logits, _ = expect.parts(result, "logits", "caches")
    expect.close(logits, [[-2.5], [2.0]], name="the logits", given=x)


def test_mlp_forward_with_a_single_layer():
    """mlp_forward of one layer is that layer"""
    params = {"W1": np.array([[2.0, -1.0]]), "b1": np.array([0.0, 1.0])}

    logits, caches = expect.parts(forward.mlp_forward(np.array([[3.0]]), params), "logits", "caches")

    expect.close(logits, [[6.0, -2.0]], name="the logits")
    expect.items(caches, length=1, name="caches")


def test_graph_forward_in_any_order():
    """graph_forward finds the right order by itself"""
    graph = [
        {"id": "y", "op": "add", "args": ["square", "two"]},
        {"id": "square", "op": "mul", "args": ["x", "x"]},
        {"id": "x", "op": "input"},
        {"id": "two", "op": "const", "value": 2.0},
    ]

    values = expect.mapping(forward.graph_forward(graph, {"x": 3.0}), "x", "two", "square", "y")

    for name, want in {"x": 3.0, "two": 2.0, "square": 9.0, "y": 11.0}.items():
        expect.close(values[name], want, name=f"the value of {name}")


def test_graph_forward_knows_every_operation():
    """graph_forward knows all eleven operations, and gives a value for every node"""
    two = ["add", "sub", "mul", "div"]
    one = ["neg", "exp", "log", "tanh", "sigmoid", "relu", "square"]
    graph = [{"id": "a", "op": "input"}, {"id": "b", "op": "input"}]
    graph += [{"id": op, "op": op, "args": ["a", "b"]} for op in two]
    graph += [{"id": op, "op": op, "args": ["a"]} for op in one]
    want = {
        "a": 2.0, "b": 4.0, "add": 6.0, "sub": -2.0, "mul": 8.0, "div": 0.5, "neg": -2.0,
        "exp": 7.38905609893065, "log": LOG2, "tanh": 0.9640275800758169,
        "sigmoid": 0.8807970779778823, "relu": 2.0, "square": 4.0,
    }  # fmt: skip

    values = forward.graph_forward(graph, {"a": 2.0, "b": 4.0})

    values = expect.mapping(values, *want, exact=True)
    for name, number in want.items():
        expect.close(values[name], number, name=f"the value of {name}")


def test_graph_forward_takes_zero_for_a_value():
    """graph_forward takes 0 for a value like any other, and changes no argument"""
    graph = [
        {"id": "y", "op": "add", "args": ["p", "c"]},
        {"id": "p", "op": "mul", "args": ["x", "x"]},
        {"id": "c", "op": "const", "value": 0.0},
        {"id": "x", "op": "input"},
    ]

    values = expect.pure(forward.graph_forward, graph, {"x": 0.0})

    values = expect.mapping(values, "x", "c", "p", "y", exact=True)
    for name in values:
        expect.close(values[name], 0.0, name=f"the value of {name}", hint="is a value of 0 there, or missing?")


def test_graph_forward_computes_each_node_once():
    """graph_forward takes whole numbers, and computes each node once, however often it is used"""
    graph = [{"id": "n0", "op": "input"}]
    graph += [{"id": f"n{i}", "op": "add", "args": [f"n{i - 1}", f"n{i - 1}"]} for i in range(1, 61)]
    graph += [{"id": "half", "op": "div", "args": ["n0", "n1"]}]

    values = expect.mapping(forward.graph_forward(graph[::-1], {"n0": 1}), "n60", "half")

    expect.close(values["n60"], 2.0**60, name="the value of n60")
    expect.close(values["half"], 0.5, name="the value of half")


def test_graph_forward_survives_a_long_chain():
    """graph_forward survives a chain of 3,000 nodes that begins with its end"""
    chain = [{"id": "n0", "op": "input"}]
    chain += [{"id": f"n{i}", "op": "neg", "args": [f"n{i - 1}"]} for i in range(1, 3000)]

    values = forward.graph_forward([chain[-1], *chain[:-1]], {"n0": 1.0})

    values = expect.mapping(values, "n0", "n2999")
    expect.close(values["n2999"], -1.0, name="the value of the last node")


def test_init_mlp_gives_arrays_of_the_right_shapes():
    """init_mlp returns a weight array and zero biases for each layer"""
    params = expect.mapping(forward.init_mlp([4, 3, 2]), "W1", "b1", "W2", "b2", exact=True)

    expect.array(params["W1"], (4, 3), name="W1")
    expect.array(params["W2"], (3, 2), name="W2")
    expect.close(params["b1"], np.zeros(3), name="b1")
    expect.close(params["b2"], np.zeros(2), name="b2")


@pytest.mark.parametrize(("scheme", "variance"), [("he", 2 / 200), ("xavier", 2 / 300)])
def test_init_mlp_draws_with_the_right_variance(scheme, variance):
    """init_mlp draws weights around 0 with the variance of the scheme"""
    params = expect.mapping(forward.init_mlp([200, 100], scheme=scheme), "W1", "b1")

    W = expect.array(params["W1"], (200, 100), name="W1")
    # a right draw misses the variance by 1 %, and the mean by 0.7 % of the spread
    expect.that(
        abs(W.var() / variance - 1) < 0.1,
        f"the variance of W1 is {W.var():.4g}, not near {variance:.4g}",
        hint="what do you multiply the random numbers with?",
    )
    expect.that(abs(W.mean()) < 0.1 * W.std(), f"the mean of W1 is {W.mean():.4g}, not near 0")


def test_init_mlp_depends_on_the_seed_alone():
    """init_mlp gives the same weights for the same seed, others for another, others per layer"""
    one, again, other = (
        expect.mapping(expect.pure(forward.init_mlp, [5, 5, 5], seed=seed), "W1", "W2") for seed in (3, 3, 4)
    )

    expect.close(again["W1"], expect.array(one["W1"], (5, 5), name="W1"), name="W1")
    default, zero = (expect.mapping(forward.init_mlp([5, 5], **seed), "W1") for seed in ({}, {"seed": 0}))
    expect.close(zero["W1"], expect.array(default["W1"], (5, 5)), name="W1 for seed=0", hint="is 0 a seed?")
    difference = expect.array(other["W1"], (5, 5)) - expect.array(one["W1"], (5, 5))
    expect.that(bool(np.all(difference)), "W1 is the same for two seeds")
    difference = expect.array(one["W2"], (5, 5)) - expect.array(one["W1"], (5, 5))
    expect.that(bool(np.all(difference)), "W1 and W2 are the same", hint="how many generators?")


def test_logsumexp_removes_the_last_axis():
    """logsumexp turns (n, C) into (n,), and (C,) into a number"""
    x = np.array([[0.0, 0.0], [np.log(3.0), np.log(5.0)]])

    expect.close(forward.logsumexp(x), [LOG2, np.log(8.0)], given=x)
    expect.close(forward.logsumexp(np.array([0, 0])), LOG2)


def test_logsumexp_keeps_the_other_axes():
    """logsumexp removes the last axis and no other, also where an axis has the length 1"""
    expect.close(forward.logsumexp(np.zeros((2, 1, 2))), [[LOG2], [LOG2]], hint="which axes of length 1 stay?")


def test_logsumexp_survives_large_scores():
    """logsumexp is right for scores of 1000 and -1000 in one array"""
    x = np.array([[1000.0, 1000.0], [-1000.0, -1000.0], [1000.0, -1000.0]])

    expect.close(expect.pure(forward.logsumexp, x), [1000.0 + LOG2, -1000.0 + LOG2, 1000.0], given=x)


def test_log_softmax_of_known_scores():
    """log_softmax is the logarithm of softmax"""
    x = np.array([[0.0, 0.0], [0.0, np.log(3.0)]])

    expect.close(forward.log_softmax(x), [[-LOG2, -LOG2], np.log([0.25, 0.75])], given=x)
    expect.close(forward.log_softmax(np.array([5, 5])), [-LOG2, -LOG2])
    expect.close(forward.log_softmax(np.zeros((2, 1, 2))), np.full((2, 1, 2), -LOG2))


def test_log_softmax_survives_large_scores():
    """log_softmax is right where the probability itself is rounded to 0"""
    x = np.array([[2000.0, 0.0], [-1000.0, -1000.0]])

    expect.close(expect.pure(forward.log_softmax, x), [[0.0, -2000.0], [-LOG2, -LOG2]], given=x)


def test_gelu_of_known_numbers():
    """gelu is the tanh form"""
    x = np.array([[0.0, 1.0], [-1.0, 100.0]])

    want = [[0.0, 0.8411919906082768], [-0.15880800939172324, 100.0]]
    expect.close(expect.pure(forward.gelu, x), want, given=x)


def test_gelu_does_not_warn():
    """gelu does not warn for very large numbers, and leaves NaN as NaN"""
    x = np.array([-10000.0, -800.0, 0.0, 800.0, 10000.0])
    with expect.no_warnings():
        got = forward.gelu(x)
    expect.close(got, [0.0, 0.0, 0.0, 800.0, 10000.0], given=x)
    expect.close(forward.gelu(np.array([np.nan, 0.0])), [np.nan, 0.0])


def test_silu_of_known_numbers():
    """silu is x times the sigmoid of x"""
    x = np.array([0.0, np.log(3.0), -np.log(3.0)])

    expect.close(expect.pure(forward.silu, x), np.log(3.0) * np.array([0.0, 0.75, -0.25]), given=x)


def test_silu_does_not_warn():
    """silu does not warn for very large numbers, and leaves NaN as NaN"""
    with expect.no_warnings(hint="which of e^x and e^-x is too large here?"):
        got = forward.silu(large())
    expect.close(got, [0.0, 0.0, 0.0, 800.0, 1e300], given=large())
    expect.close(forward.silu(np.array([np.nan, 0.0])), [np.nan, 0.0])


def test_softplus_of_known_numbers():
    """softplus of 0 is log 2, and of log 3 it is log 4"""
    x = np.array([[0.0], [np.log(3.0)]])

    expect.close(expect.pure(forward.softplus, x), [[LOG2], [np.log(4.0)]], given=x)


def test_softplus_does_not_warn():
    """softplus does not warn for very large numbers, and leaves NaN as NaN"""
    with expect.no_warnings(hint="which form of the formula has no large power of e?"):
        got = forward.softplus(large())
    expect.close(got, [0.0, 0.0, LOG2, 800.0, 1e300], given=large())
    expect.close(forward.softplus(np.array([np.nan, 0.0])), [np.nan, LOG2])
