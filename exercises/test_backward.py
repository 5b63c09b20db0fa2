"""Examples for backward.py, small enough to check by hand. Run one exercise: pytest -k relu_backward"""

import math

import backward
import expect
import numpy as np
import pytest

# numerical_gradient


def test_numerical_gradient_of_a_parabola():
    got = backward.numerical_gradient(lambda x: float(np.sum(x**2)), np.array([1.0, -3.0]))
    expect.close(got, [2, -6], rtol=1e-6, hint="how far apart are x + h and x - h?")


def test_numerical_gradient_moves_one_entry_at_a_time():
    x = np.array([[2.0, 3.0], [5.0, 7.0]])
    got = backward.numerical_gradient(lambda x: float(x[0, 0] * x[0, 1] + x[1, 0] * x[1, 1]), x)
    expect.close(got, [[3, 2], [7, 5]], rtol=1e-6, hint="where are the others while one entry moves?")


def test_numerical_gradient_looks_to_both_sides():
    got = backward.numerical_gradient(lambda x: float(x[0] ** 3), np.array([1.0]), h=1.0)
    expect.close(got, [4], hint="(8 - 0) / 2: where do the 8 and the 0 come from?")


def test_numerical_gradient_takes_the_step_1e_5_by_default():
    got = backward.numerical_gradient(lambda x: float(1e10 * np.sum(x**3)), np.zeros(2))
    expect.close(got, [1, 1], rtol=1e-6, hint="(h^3 + h^3) / 2h = h^2: what is your h?")


def test_numerical_gradient_takes_a_view():
    x = np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]])
    got = backward.numerical_gradient(lambda x: float(np.sum(x**2)), x.T)
    expect.close(got, 2 * x.T, rtol=1e-6, hint="a flat copy of x.T is in another order than x.T")


def test_numerical_gradient_leaves_x_alone_even_whole_numbers():
    x = np.array([3, 4])
    got = expect.pure(backward.numerical_gradient, lambda x: float(np.sum(x * x)), x)
    expect.close(got, [6, 8], rtol=1e-6, hint="can an array of whole numbers hold 3.00001?")


# rel_error


def test_rel_error_divides_by_the_largest_number():
    expect.close(backward.rel_error(np.array([1.0, 2.0]), np.array([1.0, 4.0])), 0.5)
    expect.close(backward.rel_error(np.array([0.001, -10.0]), np.array([0.002, -10.0])), 0.0001)


def test_rel_error_of_zeros_is_zero():
    expect.close(backward.rel_error(np.zeros(3), np.zeros(3)), 0.0)


def test_rel_error_refuses_other_shapes():
    expect.close(backward.rel_error(np.ones(4), np.ones(4)), 0.0)
    expect.raises(ValueError, backward.rel_error, np.ones(4), np.ones((4, 1)), because="the shapes differ")
    expect.raises(ValueError, backward.rel_error, np.ones((1, 4)), np.ones((4, 1)), because="the shapes differ")


# relu_backward


def test_relu_backward_lets_x_decide():
    dout, x = np.array([5.0, -6.0, 7.0]), np.array([-1.0, 2.0, 3.0])
    expect.close(backward.relu_backward(dout, x), [0, -6, 7], hint="is it dout or x that must be positive?")


def test_relu_backward_at_zero_is_zero():
    expect.close(backward.relu_backward(np.array([5.0, 6.0]), np.array([0.0, 1.0])), [0, 6])


def test_relu_backward_a_tiny_x_is_not_zero():
    expect.close(backward.relu_backward(np.array([5.0, 6.0]), np.array([1e-300, -1e-300])), [5, 0])


def test_relu_backward_takes_any_shape_and_views():
    dout, x = np.arange(1.0, 13.0).reshape(2, 3, 2), np.array([[[1, -1], [-1, 1], [1, 1]], [[-1, -1], [1, 1], [-1, 1]]])
    expect.close(backward.relu_backward(dout, x), dout * (x > 0))
    expect.close(backward.relu_backward(dout.T, x.T), (dout * (x > 0)).T, name="the result for views")


def test_relu_backward_leaves_dout_alone():
    dout, x = np.array([[5.0, -6.0]]), np.array([[-1.0, 2.0]])
    expect.close(expect.pure(backward.relu_backward, dout, x), [[0, -6]])


# sigmoid_backward


def test_sigmoid_backward_gets_the_output():
    got = backward.sigmoid_backward(np.array([4.0, 4.0]), np.array([0.5, 0.9]))
    expect.close(got, [1, 0.36], hint="0.5 is sigmoid(0) already")


def test_sigmoid_backward_is_the_slope_of_sigmoid():
    dout, x = np.array([[1.0, -2.0]]), np.array([[0.3, -1.1]])
    got = backward.sigmoid_backward(dout, 1 / (1 + np.exp(-x)))
    expect.gradient(got, lambda x: np.sum(dout / (1 + np.exp(-x))), x)


def test_sigmoid_backward_where_saturated():
    with expect.no_warnings("do you divide by something?"):
        got = backward.sigmoid_backward(np.array([1e9, 1e9, 1e9]), np.array([0.0, 1.0, 1e-9]))
    expect.close(got, [0, 0, 1], rtol=1e-6, hint="do you cut s?")


# tanh_backward


def test_tanh_backward_gets_the_output():
    got = backward.tanh_backward(np.array([4.0, 4.0, 4.0]), np.array([0.0, -0.5, 1.0]))
    expect.close(got, [4, 3, 0], hint="is it (1 - t)^2 or 1 - t^2?")


def test_tanh_backward_of_whole_numbers():
    expect.close(backward.tanh_backward(np.array([3, 5]), np.array([0.5, 1.0])), [2.25, 0])
    expect.close(backward.tanh_backward(np.array([0.5, 0.5]), np.array([0, 1])), [0.5, 0])


def test_tanh_backward_is_the_slope_of_tanh():
    dout, x = np.array([[1.0, -2.0]]), np.array([[0.3, -1.1]])
    expect.gradient(backward.tanh_backward(dout, np.tanh(x)), lambda x: np.sum(dout * np.tanh(x)), x)


# leaky_relu_backward


def test_leaky_relu_backward_leaks_a_tenth():
    got = backward.leaky_relu_backward(np.array([5.0, 5.0]), np.array([2.0, -2.0]))
    expect.close(got, [5, 0.5], hint="alpha is 0.1 on our slides")


def test_leaky_relu_backward_with_another_alpha():
    dout, x = np.array([5.0, 5.0]), np.array([2, -2])
    for alpha in (0.4, 0.0, 3.0):
        got = backward.leaky_relu_backward(dout, x, alpha=alpha)
        expect.close(got, [5, 5 * alpha], hint=f"alpha is {alpha} here")


def test_leaky_relu_backward_at_zero_is_alpha():
    expect.close(backward.leaky_relu_backward(np.array([5.0]), np.array([0.0])), [0.5])


# elu_backward


def test_elu_backward_left_and_right():
    got = backward.elu_backward(np.array([3.0, 3.0]), np.array([2.0, -1.0]), alpha=2.0)
    expect.close(got, [3, 6 * math.exp(-1)])


def test_elu_backward_at_zero_is_alpha():
    for alpha in (2.0, 0.0):
        expect.close(backward.elu_backward(np.array([3.0]), np.array([0.0]), alpha=alpha), [3 * alpha])


def test_elu_backward_does_not_warn():
    with expect.no_warnings("which x does exp see?"):
        got = backward.elu_backward(np.array([3.0, 3.0]), np.array([2000.0, -2000.0]))
    expect.close(got, [3, 0])


# affine_backward


def test_affine_backward_of_one_example():
    x, W, b = np.array([[1.0, 2.0]]), np.array([[3.0], [4.0]]), np.array([0.0])
    got = backward.affine_backward(np.array([[10.0]]), (x, W, b))
    dx, dW, db = expect.parts(got, "dx", "dW", "db", shapes=[x.shape, W.shape, b.shape])
    expect.close(dx, [[30, 40]], name="dx")
    expect.close(dW, [[10], [20]], name="dW")
    expect.close(db, [10], name="db", hint="db has the shape of b")


def test_affine_backward_adds_over_the_examples():
    x, W, b = np.array([[1.0, 0.0], [0.0, 2.0], [1.0, 1.0]]), np.ones((2, 2)), np.zeros(2)
    dout = np.array([[1.0, -1.0], [2.0, 0.5], [3.0, 4.0]])
    dx, dW, db = expect.parts(backward.affine_backward(dout, (x, W, b)), "dx", "dW", "db")
    expect.close(dx, [[0, 0], [2.5, 2.5], [7, 7]], name="dx")
    expect.close(dW, [[4, 3], [7, 5]], name="dW", hint="all three rows have used W: no mean, no 1/n")
    expect.close(db, [6, 3.5], name="db", hint="all three rows have used b: no mean, no 1/n")


def test_affine_backward_is_the_slope_of_the_layer():
    rng = np.random.default_rng(0)
    x, W, b, dout = rng.normal(size=(3, 2)), rng.normal(size=(2, 4)), rng.normal(size=4), rng.normal(size=(3, 4))
    dx, dW, db = expect.parts(backward.affine_backward(dout, (x, W, b)), "dx", "dW", "db")
    expect.gradient(dx, lambda x: np.sum(dout * (x @ W + b)), x, name="dx")
    expect.gradient(dW, lambda W: np.sum(dout * (x @ W + b)), W, name="dW")
    expect.gradient(db, lambda b: np.sum(dout * (x @ W + b)), b, name="db")


def test_affine_backward_leaves_its_arguments_alone():
    x, W, b = np.array([[1.0, 2.0]]), np.array([[3.0], [4.0]]), np.array([0.0])
    expect.pure(backward.affine_backward, np.array([[10.0]]), (x, W, b))


# maxout_backward


def _maxout_backward(dout, x, W1, b1, W2, b2):
    cache = tuple(np.array(part, dtype=float) for part in (x, W1, b1, W2, b2))
    got = backward.maxout_backward(np.array(dout, dtype=float), cache)
    return expect.parts(got, "dx", "dW1", "db1", "dW2", "db2")


def test_maxout_backward_only_the_winner_gets_the_gradient():
    dx, dW1, db1, dW2, db2 = _maxout_backward([[10]], x=[[1]], W1=[[2]], b1=[0], W2=[[3]], b2=[0])
    expect.close(dx, [[30]], name="dx")
    expect.close(dW1, [[0]], name="dW1")
    expect.close(db1, [0], name="db1")
    expect.close(dW2, [[10]], name="dW2")
    expect.close(db2, [10], name="db2")


def test_maxout_backward_x_feeds_both_pieces():
    dx, *_ = _maxout_backward([[10, 100]], x=[[1]], W1=[[2, 3]], b1=[0, 0], W2=[[5, 1]], b2=[0, 0])
    expect.close(dx, [[10 * 5 + 100 * 3]], name="dx")


def test_maxout_backward_a_tie_goes_to_piece_1():
    dx, dW1, _, dW2, _ = _maxout_backward([[10]], x=[[1]], W1=[[2]], b1=[1], W2=[[3]], b2=[0])
    expect.close(dx, [[20]], name="dx")
    expect.close(dW1, [[10]], name="dW1")
    expect.close(dW2, [[0]], name="dW2")


def test_maxout_backward_a_narrow_win_is_no_tie():
    dx, *_ = _maxout_backward([[10]], x=[[1]], W1=[[2]], b1=[0], W2=[[1]], b2=[1 + 2**-40])
    expect.close(dx, [[10]], name="dx", hint="piece 2 is a tiny bit larger")


# mlp_backward


def test_mlp_backward_of_one_layer():
    params = {"W1": np.array([[3.0], [4.0]]), "b1": np.array([0.0])}
    caches = [{"x": np.array([[1.0, 2.0]]), "z": np.array([[11.0]])}]
    got = backward.mlp_backward(np.array([[10.0]]), caches, params)
    grads = expect.mapping(got, "W1", "b1", exact=True)
    expect.close(grads["W1"], [[10], [20]], name="W1")
    expect.close(grads["b1"], [10], name="b1")


def test_mlp_backward_stops_at_units_that_were_off():
    params = {
        "W1": np.array([[1.0, -1.0, 0.0]]),
        "b1": np.zeros(3),
        "W2": np.array([[5.0], [6.0], [7.0]]),
        "b2": np.zeros(1),
    }
    z1 = np.array([[2.0, -2.0, 0.0]])  # on, off, exactly 0: that is off
    caches = [{"x": np.array([[2.0]]), "z": z1}, {"x": np.maximum(z1, 0), "z": np.array([[10.0]])}]
    grads = expect.mapping(backward.mlp_backward(np.array([[1.0]]), caches, params), *params)
    expect.close(grads["W2"], [[2], [0], [0]], name="W2")
    expect.close(grads["b2"], [1], name="b2")
    expect.close(grads["W1"], [[10, 0, 0]], name="W1", hint="z1 is 2, -2 and 0: what passes the relu on its way back?")
    expect.close(grads["b1"], [5, 0, 0], name="b1")


def test_mlp_backward_leaves_the_logits_alone():
    params = {"W1": np.array([[1.0]]), "b1": np.zeros(1), "W2": np.array([[-3.0]]), "b2": np.zeros(1)}
    one = np.array([[1.0]])
    caches = [{"x": one, "z": one}, {"x": one, "z": np.array([[-3.0]])}]
    grads = expect.mapping(expect.pure(backward.mlp_backward, one, caches, params), *params)
    expect.close(grads["W2"], [[1]], name="W2", hint="did a relu follow the last layer?")
    expect.close(grads["W1"], [[-3]], name="W1")


def test_mlp_backward_looks_everything_up_by_name():
    params = {"b1": np.array([0.0]), "W1": np.array([[3.0], [4.0]])}
    x, z = np.array([[1.0, 2.0], [3.0, 0.0]]), np.array([[11.0], [9.0]])
    caches = [{"out": z, "z": z, "x": x}]
    grads = expect.mapping(backward.mlp_backward(np.array([[10.0], [1.0]]), caches, params), "W1", "b1", exact=True)
    expect.close(grads["W1"], [[13], [20]], name="W1", hint="two examples: is anything left to be divided by 2?")
    expect.close(grads["b1"], [11], name="b1")


# graph_backward


def _input(name):
    return {"id": name, "op": "input"}


def _op(name, op, *args):
    return {"id": name, "op": op, "args": list(args)}


def test_graph_backward_of_a_product():
    graph = [_input("a"), _input("b"), _op("y", "mul", "a", "b")]
    got = backward.graph_backward(graph, {"a": 3.0, "b": 5.0, "y": 15.0}, "y")
    grads = expect.mapping(got, "a", "b", "y")
    for name, want in [("a", 5), ("b", 3), ("y", 1)]:
        expect.close(grads[name], want, name=f"d y / d {name}")


def test_graph_backward_of_a_difference_and_a_quotient():
    graph = [_input("a"), _input("b"), _input("c"), _op("d", "sub", "a", "b"), _op("y", "div", "d", "c")]
    values = {"a": 5.0, "b": 3.0, "c": 4.0, "d": 2.0, "y": 0.5}
    grads = expect.mapping(backward.graph_backward(graph, values, "y"), *values)
    for name, want in [("a", 0.25), ("b", -0.25), ("c", -0.125), ("d", 0.25)]:
        expect.close(grads[name], want, name=f"d y / d {name}", hint="y = (a - b) / c: does y grow with each of them?")


def test_graph_backward_adds_over_all_paths():
    graph = [_op("c", "add", "b", "b"), _op("b", "add", "a", "a"), _input("a")]  # in no particular order
    grads = expect.mapping(backward.graph_backward(graph, {"a": 1.0, "b": 2.0, "c": 4.0}, "c"), "a", "b", "c")
    expect.close(grads["b"], 2.0, name="b")
    expect.close(grads["a"], 4.0, name="a", hint="when is b's gradient complete?")


def test_graph_backward_waits_for_the_longer_way():
    graph = [_input("a"), _op("b", "add", "a", "a"), _op("e", "mul", "b", "a"), _op("y", "add", "b", "e")]
    grads = expect.mapping(backward.graph_backward(graph, {"a": 1.0, "b": 2.0, "e": 2.0, "y": 4.0}, "y"), "a", "b", "e")
    expect.close(grads["b"], 2.0, name="b")
    expect.close(grads["a"], 6.0, name="a", hint="y is 2a + 2a^2. When has b heard from y and from e?")


def test_graph_backward_names_every_node():
    graph = [_input("x"), {"id": "k", "op": "const", "value": 3.0}, _op("y", "mul", "k", "x"), _op("r", "relu", "y")]
    values = {"x": 0.0, "k": 3.0, "y": 0.0, "r": 0.0}
    grads = expect.mapping(backward.graph_backward(graph, values, "y"), "x", "k", "y", "r", exact=True)
    expect.close(grads["x"], 3.0, name="x")
    expect.close(grads["r"], 0.0, name="r", hint="y does not depend on r")
    grads = expect.mapping(backward.graph_backward(graph, values, "r"), "x", "k", "y", "r", exact=True)
    expect.close(grads["y"], 0.0, name="y", hint="the slope of relu at exactly 0")


def test_graph_backward_of_values_that_are_zero():
    graph = [_input("a"), _input("b"), _op("c", "mul", "a", "b"), _op("d", "square", "c"), _op("y", "add", "d", "c")]
    values = {"a": 0.0, "b": 5.0, "c": 0.0, "d": 0.0, "y": 0.0}
    grads = expect.mapping(backward.graph_backward(graph, values, "y"), "a", "b", "c", "d", "y")
    expect.close(grads["a"], 5.0, name="a", hint="0.0 is a value like any other")
    expect.close(grads["b"], 0.0, name="b")


def _doublings(count):
    chain = [_op(f"n{i}", "add", f"n{i - 1}", f"n{i - 1}") for i in range(count, 0, -1)]
    return [*chain, _input("n0")], {f"n{i}": 2.0**i for i in range(count + 1)}


def test_graph_backward_sends_once_from_each_node():
    graph, values = _doublings(40)
    grads = expect.mapping(backward.graph_backward(graph, values, "n40"), "n0")
    expect.close(grads["n0"], 2.0**40, name="n0", hint="do you walk along each of the 2^40 paths by itself?")


def test_graph_backward_of_a_long_chain():
    graph = [_op("y", "neg", "n2998"), _input("n0"), *(_op(f"n{i}", "neg", f"n{i - 1}") for i in range(1, 2999))]
    values = {node["id"]: 1.0 for node in graph}
    grads = expect.mapping(backward.graph_backward(graph, values, "y"), "n0")
    expect.close(grads["n0"], -1.0, name="n0", hint="how deep may a function call itself in Python?")


# topo_sort


def test_topo_sort_puts_arguments_first():
    graph = [_op("c", "neg", "b"), _op("b", "exp", "a"), _input("a")]
    order = expect.items(backward.topo_sort(graph), length=3)
    expect.that(order == ["a", "b", "c"], f"the order is {order}, should be a, b, c")


def test_topo_sort_names_each_node_once():
    graph = [_op("d", "mul", "b", "b"), _op("b", "neg", "a"), _input("a"), {"id": "idle", "op": "const", "value": 7.0}]
    order = expect.items(backward.topo_sort(graph), length=4)
    expect.that({"a", "b", "d", "idle"} == set(order), f"a name is missing in {order}")
    expect.that(order.index("a") < order.index("b") < order.index("d"), f"a, b, d stand in another order: {order}")


def test_topo_sort_refuses_a_cycle_and_an_unknown_name():
    expect.items(backward.topo_sort([_input("a")]), length=1)
    cycle = [_input("x"), _op("a", "add", "b", "x"), _op("b", "neg", "a")]
    expect.raises(ValueError, backward.topo_sort, cycle, because="a and b wait for each other")
    expect.raises(ValueError, backward.topo_sort, [_op("a", "neg", "ghost")], because="there is no ghost")


def test_topo_sort_refuses_a_cycle_beside_a_healthy_part():
    ring = [_op("p", "neg", "q"), _op("q", "neg", "r"), _op("r", "neg", "p")]
    expect.raises(ValueError, backward.topo_sort, [_input("a"), _op("b", "exp", "a"), *ring], because="p, q, r wait")


def test_topo_sort_of_a_long_chain():
    graph = [_op("y", "neg", "n2998"), _input("n0"), *(_op(f"n{i}", "neg", f"n{i - 1}") for i in range(1, 2999))]
    order = expect.items(backward.topo_sort(graph), length=3000)
    expect.that(order[0] == "n0" and order[-1] == "y", f"{order[0]} is first and {order[-1]} last, should be n0 and y")


# softmax_backward


def test_softmax_backward_by_hand():
    expect.close(backward.softmax_backward(np.array([4.0, 0.0]), np.array([0.5, 0.5])), [1, -1])


def test_softmax_backward_goes_row_by_row():
    dout, s = np.array([[4.0, 0.0], [8.0, 0.0]]), np.array([[0.5, 0.5], [0.25, 0.75]])
    got = backward.softmax_backward(dout, s)
    expect.close(got, [[1, -1], [1.5, -1.5]], hint="every row adds up to 0")


def test_softmax_backward_of_sure_answers():
    with expect.no_warnings("do you divide by a probability?"):
        got = backward.softmax_backward(np.array([[7.0, -3.0], [7.0, -3.0]]), np.array([[0.0, 1.0], [1.0, 0.0]]))
    expect.close(got, [[0, 0], [0, 0]])


# unbroadcast


def test_unbroadcast_sums_where_numpy_repeated():
    grad = np.array([[1.0, 2.0], [3.0, 4.0]])
    expect.close(backward.unbroadcast(grad, (2,)), [4, 6])
    expect.close(backward.unbroadcast(grad, (2, 1)), [[3], [7]])
    expect.close(backward.unbroadcast(grad, (1,)), [10])
    expect.close(backward.unbroadcast(grad, ()), 10.0)


def test_unbroadcast_takes_away_several_axes():
    grad = np.arange(24.0).reshape(2, 3, 4)
    expect.close(backward.unbroadcast(grad, (4,)), grad.sum(axis=(0, 1)))
    expect.close(backward.unbroadcast(grad, (1, 3, 1)), grad.sum(axis=(0, 2), keepdims=True))
    expect.close(backward.unbroadcast(grad, (1, 1)), [[grad.sum()]])


def test_unbroadcast_leaves_the_rest_alone():
    grad = np.array([[1.0, 2.0], [3.0, 4.0]])
    expect.close(expect.pure(backward.unbroadcast, grad, (2, 2)), [[1, 2], [3, 4]])


# Value


def test_Value_calculates():
    a, b = backward.Value(6.0), backward.Value(3.0)
    expect.close(a.grad, 0.0, name="grad before backward")
    for out, want in [(a + b, 9), (a - b, 3), (a * b, 18), (a / b, 2), (-a, -6), (a**2, 36)]:
        expect.close(out.data, want, name="data")
    for out, want in [(a + 1, 7), (1 + a, 7), (1 - a, -5), (2 * a, 12), (3 / a, 0.5), (a / 2, 3), (a - 2, 4)]:
        expect.close(out.data, want, name="data")


def test_Value_sends_gradients_back():
    x, y = backward.Value(3.0), backward.Value(-2.0)
    (x * x * y + 2 / y).backward()
    expect.close(x.grad, -12.0, name="x.grad", hint="x is used twice")
    expect.close(y.grad, 8.5, name="y.grad")


def test_Value_sends_each_gradient_once():
    a = backward.Value(1.0)
    b = a + a
    c = b + b
    (c * b).backward()
    expect.close(b.grad, 8.0, name="b.grad", hint="c * b is 2 b^2")
    expect.close(a.grad, 16.0, name="a.grad", hint="in which order are a, b and c visited, and how often?")


def test_Value_of_zero():
    a, b = backward.Value(0.0), backward.Value(5.0)
    (a * b + a**2 + a / b + a**1).backward()
    expect.close(a.grad, 6.2, name="a.grad", hint="0.0 is a number like any other: 5 + 0 + 1/5 + 1")
    expect.close(b.grad, 0.0, name="b.grad")


def test_Value_of_whole_numbers():
    a, b = backward.Value(7), backward.Value(2)
    out = a / b
    out.backward()
    expect.close(out.data, 3.5, name="the data of 7 / 2")
    expect.close(a.grad, 0.5, name="a.grad")


def test_Value_adds_in_every_operation():
    x = backward.Value(2.0)
    (x - x.relu() * x.relu()).backward()
    expect.close(x.grad, -3.0, name="x.grad", hint="1 - 2x: which gradient arrived first, and where is it now?")


def test_Value_goes_back_from_an_inner_value():
    a = backward.Value(3.0)
    inner = a * a
    later = inner * 2
    inner.backward()
    expect.close(a.grad, 6.0, name="a.grad")
    expect.close(later.grad, 0.0, name="the grad of what was calculated later")


@pytest.mark.parametrize(("name", "slope"), [("exp", 1.0), ("tanh", 1.0), ("relu", 0.0)])
def test_Value_functions_at_zero(name, slope):
    x = backward.Value(0.0)
    getattr(x, name)().backward()
    expect.close(x.grad, slope, name=f"the slope of {name} at 0")


# second_derivative


def test_second_derivative_of_a_parabola():
    expect.close(backward.second_derivative(lambda x: 3 * x * x + x, 0.5), 6.0, rtol=1e-5)


def test_second_derivative_takes_the_step_it_is_given():
    expect.close(backward.second_derivative(lambda x: x**4, 0.0, h=1.0), 2.0, hint="(1 - 2*0 + 1) / 1")


def test_second_derivative_takes_the_step_1e_4_by_default():
    expect.close(backward.second_derivative(lambda x: 1e8 * x**4, 0.0), 2.0, hint="2*h^2: what is your h?")


def test_second_derivative_takes_the_same_step_everywhere():
    got = backward.second_derivative(lambda x: x**4, -3.0, h=1.0)
    expect.close(got, 110.0, hint="(16 - 2*81 + 256) / 1")
