"""backward.py as tersely as possible."""

import math
import sys
from functools import reduce
from graphlib import TopologicalSorter

import numpy as np

numerical_gradient = lambda f, x, h=1e-5: np.reshape(  # noqa: E731
    [(f(x + h * e.reshape(x.shape)) - f(x - h * e.reshape(x.shape))) / 2 / h for e in np.eye(x.size)], x.shape
)


def _fail(error):
    raise error


rel_error = lambda a, n: (  # noqa: E731
    np.abs(a - n).max() / np.abs([*a.flat, *n.flat, 1e-12]).max() if a.shape == n.shape else _fail(ValueError("shape"))
)
relu_backward = lambda dout, cache: dout * (cache > 0)  # noqa: E731
sigmoid_backward = lambda dout, cache: dout * cache * (1 - cache)  # noqa: E731
tanh_backward = lambda dout, cache: dout * (1 - cache * cache)  # noqa: E731
leaky_relu_backward = lambda dout, cache, alpha=0.1: np.where(cache > 0, dout, dout * alpha)  # noqa: E731
elu_backward = lambda dout, cache, alpha=1.0: np.where(  # noqa: E731
    cache > 0, dout, dout * alpha * np.exp(-np.abs(cache))
)
affine_backward = lambda dout, cache: (dout @ cache[1].T, cache[0].T @ dout, sum(dout))  # noqa: E731


def maxout_backward(dout, cache):
    m = cache[0] @ (cache[1] - cache[3]) >= cache[4] - cache[2]
    (a, c, d), (b, e, f) = (affine_backward(dout * g, (cache[0], W, 0)) for g, W in ((m, cache[1]), (1 - m, cache[3])))
    return a + b, c, d, e, f


def mlp_backward(dout, caches, params):
    g, k = {}, len(caches)
    for c in caches[::-1]:
        on = (c["z"] > 0) | (k == len(caches))
        dout, g[f"W{k}"], g[f"b{k}"] = affine_backward(dout * on, (c["x"], params[f"W{k}"]))
        k -= 1
    return g


def graph_backward(graph, values, output):
    sys.setrecursionlimit(max(sys.getrecursionlimit(), 20000))
    users, grads = {n["id"]: [] for n in graph}, {output: 1.0}
    for n in graph:
        for i, a in enumerate(n.get("args", [])):
            users[a].append((n, i))

    def slope(n, i):
        a, v = [values[k] for k in n["args"]], values[n["id"]]
        return {
            "add": lambda: 1,
            "sub": lambda: 1 - 2 * i,
            "mul": lambda: a[1 - i],
            "div": lambda: (-v if i else 1) / a[1],
            "neg": lambda: -1,
            "exp": lambda: v,
            "log": lambda: 1 / a[0],
            "tanh": lambda: 1 - v * v,
            "sigmoid": lambda: v - v * v,
            "relu": lambda: a[0] > 0,
            "square": lambda: 2 * a[0],
        }[n["op"]]()

    def grad(k):
        if k not in grads:
            grads[k] = sum((grad(n["id"]) * slope(n, i) for n, i in users[k]), 0.0)
        return grads[k]

    # an inner output depends on nothing that uses it: its own gradient is 1 and not the sum over its users
    return {n["id"]: grad(n["id"]) for n in graph}


def topo_sort(graph):
    g = {n["id"]: n.get("args", []) for n in graph}
    return [*TopologicalSorter(g).static_order()] if all(a in g for v in g.values() for a in v) else _fail(ValueError())


softmax_backward = lambda dout, cache: cache * (dout - (dout * cache).sum(-1, keepdims=True))  # noqa: E731
unbroadcast = lambda grad, shape: np.add.reduce(  # noqa: E731
    grad, axis=tuple(i for i, n in enumerate((1,) * (grad.ndim - len(shape)) + shape) if n == 1), keepdims=True
).reshape(shape)


class Value:
    """The gradient is asked for, not sent: d(out)/d(self) is the sum over users, remembered."""

    def __init__(self, data, *inputs):
        self.data, self.grad, self.inputs = data, 0.0, inputs

    def __add__(s, o):
        return Value(s.data + (o := _v(o)).data, (s, 1), (o, 1))

    def __mul__(s, o):
        return Value(s.data * (o := _v(o)).data, (s, o.data), (o, s.data))

    def __pow__(s, p):
        return Value(s.data**p, (s, p * s.data ** (p - 1)))

    __radd__, __rmul__ = __add__, __mul__
    __neg__ = lambda s: s * -1  # noqa: E731
    __sub__ = lambda s, o: s + -_v(o)  # noqa: E731
    __rsub__ = lambda s, o: _v(o) + -s  # noqa: E731
    __truediv__ = lambda s, o: s * _v(o) ** -1  # noqa: E731
    __rtruediv__ = lambda s, o: _v(o) * s**-1  # noqa: E731
    exp = lambda s: Value(math.exp(s.data), (s, math.exp(s.data)))  # noqa: E731
    tanh = lambda s: Value(math.tanh(s.data), (s, math.cosh(s.data) ** -2))  # noqa: E731
    relu = lambda s: Value(s.data * (s.data > 0), (s, s.data > 0))  # noqa: E731

    def backward(self):
        g = {self: []}
        todo = [self]
        for v in todo:
            for o, k in v.inputs:
                if o not in g:
                    todo.append(o)
                g.setdefault(o, []).append((v, k))
        for v in TopologicalSorter({o: {u for u, _ in us} for o, us in g.items()}).static_order():
            v.grad = reduce(lambda total, use: total + use[0].grad * use[1], g[v], 1.0 if v is self else 0.0)


def _v(o):
    return o if isinstance(o, Value) else Value(o)


second_derivative = lambda f, x, h=1e-4: ((f(x + h) - f(x)) - (f(x) - f(x - h))) / h**2  # noqa: E731
