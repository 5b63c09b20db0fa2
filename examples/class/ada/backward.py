"""Backward. -- ada"""

import math

import numpy as np


def numerical_gradient(f, x, h=1e-5):
    x = np.array(x, dtype=float)
    grad = np.empty_like(x)
    for i in np.ndindex(*x.shape):
        step = np.zeros_like(x)
        step[i] = h
        grad[i] = (f(x + step) - f(x - step)) / (2 * h)
    return grad


def rel_error(a, n):
    if a.shape != n.shape:
        raise ValueError("these have different shapes")
    return np.abs(a - n).max() / max(np.abs(a).max(), np.abs(n).max(), 1e-12)


def relu_backward(dout, cache):
    return dout * (cache > 0)


def sigmoid_backward(dout, cache):
    return dout * cache * (1 - cache)


def tanh_backward(dout, cache):
    return dout * (1 - cache**2)


def leaky_relu_backward(dout, cache, alpha=0.1):
    return np.where(cache > 0, dout, alpha * dout)


def elu_backward(dout, cache, alpha=1.0):
    return dout * np.where(cache > 0, 1, alpha * np.exp(np.minimum(cache, 0)))


def affine_backward(dout, cache):
    x, W, b = cache
    return dout @ W.T, x.T @ dout, dout.sum(axis=0)


def maxout_backward(dout, cache):
    x, W1, b1, W2, b2 = cache
    first = (x @ W1 + b1) >= (x @ W2 + b2)
    dx1, dW1, db1 = affine_backward(dout * first, (x, W1, b1))
    dx2, dW2, db2 = affine_backward(dout * ~first, (x, W2, b2))
    return dx1 + dx2, dW1, db1, dW2, db2


def mlp_backward(dout, caches, params):
    grads = {}
    last = len(caches)
    for i in reversed(range(1, last + 1)):
        if i < last:
            dout = relu_backward(dout, caches[i - 1]["z"])
        W, b = params[f"W{i}"], params[f"b{i}"]
        dout, grads[f"W{i}"], grads[f"b{i}"] = affine_backward(dout, (caches[i - 1]["x"], W, b))
    return grads


SLOPES = {
    "add": lambda v, a, b: (1, 1),
    "sub": lambda v, a, b: (1, -1),
    "mul": lambda v, a, b: (b, a),
    "div": lambda v, a, b: (1 / b, -a / b**2),
    "neg": lambda v, a: (-1,),
    "exp": lambda v, a: (v,),
    "log": lambda v, a: (1 / a,),
    "tanh": lambda v, a: (1 - v**2,),
    "sigmoid": lambda v, a: (v * (1 - v),),
    "relu": lambda v, a: (1 if a > 0 else 0,),
    "square": lambda v, a: (2 * a,),
}


def graph_backward(graph, values, output):
    nodes = {n["id"]: n for n in graph}
    grad = {name: 0.0 for name in nodes}
    grad[output] = 1.0
    for name in reversed(topo_sort(graph)):
        args = nodes[name].get("args")
        if args:
            local = SLOPES[nodes[name]["op"]](values[name], *[values[a] for a in args])
            for a, slope in zip(args, local):
                grad[a] += slope * grad[name]
    return grad


def topo_sort(graph):
    args = {n["id"]: n.get("args", []) for n in graph}
    for name in args:
        for a in args[name]:
            if a not in args:
                raise ValueError(f"{name} needs {a}, and nobody has that")
    order, state = [], {}
    for start in args:
        stack = [start]
        while stack:
            name = stack[-1]
            if name not in state:
                state[name] = "open"
                for a in args[name]:
                    if state.get(a) == "open":
                        raise ValueError(f"{a} is its own ancestor")
                    if a not in state:
                        stack.append(a)
            else:
                stack.pop()
                if state[name] == "open":
                    state[name] = "done"
                    order.append(name)
    return order


def softmax_backward(dout, cache):
    return cache * (dout - (dout * cache).sum(axis=-1, keepdims=True))


def unbroadcast(grad, shape):
    while np.ndim(grad) > len(shape):
        grad = grad.sum(axis=0)
    for axis, n in enumerate(shape):
        if n == 1:
            grad = grad.sum(axis=axis, keepdims=True)
    return grad


class Value:
    def __init__(self, data, parents=()):
        self.data = data
        self.grad = 0.0
        self.parents = parents  # pairs (value, slope)

    def __add__(self, other):
        other = wrap(other)
        return Value(self.data + other.data, [(self, 1), (other, 1)])

    def __mul__(self, other):
        other = wrap(other)
        return Value(self.data * other.data, [(self, other.data), (other, self.data)])

    def __pow__(self, k):
        return Value(self.data**k, [(self, k * self.data ** (k - 1))])

    def __neg__(self):
        return self * -1

    def __sub__(self, other):
        return self + -wrap(other)

    def __truediv__(self, other):
        return self * wrap(other) ** -1.0

    __radd__ = __add__
    __rmul__ = __mul__

    def __rsub__(self, other):
        return wrap(other) - self

    def __rtruediv__(self, other):
        return wrap(other) / self

    def exp(self):
        e = math.exp(self.data)
        return Value(e, [(self, e)])

    def tanh(self):
        t = math.tanh(self.data)
        return Value(t, [(self, 1 - t * t)])

    def relu(self):
        on = self.data > 0
        return Value(self.data * on, [(self, float(on))])

    def backward(self):
        order, seen = [], set()

        def visit(v):
            if v not in seen:
                seen.add(v)
                for parent, _ in v.parents:
                    visit(parent)
                order.append(v)

        visit(self)
        self.grad = 1.0
        for v in reversed(order):
            for parent, slope in v.parents:
                parent.grad += slope * v.grad


def wrap(x):
    return x if isinstance(x, Value) else Value(x)


def second_derivative(f, x, h=1e-4):
    return (f(x + h) - 2 * f(x) + f(x - h)) / h**2
