"""backward.py in plain Python loops."""

import math

import numpy as np


def numerical_gradient(f, x, h=1e-5):
    flat = [float(number) for number in x.ravel()]
    slopes = []
    for i in range(len(flat)):
        right = [*flat[:i], flat[i] + h, *flat[i + 1 :]]
        left = [*flat[:i], flat[i] - h, *flat[i + 1 :]]
        slopes.append((f(np.array(right).reshape(x.shape)) - f(np.array(left).reshape(x.shape))) / (2 * h))
    return np.array(slopes).reshape(x.shape)


def rel_error(a, n):
    if a.shape != n.shape:
        raise ValueError("a and n have different shapes")
    difference, scale = 0.0, 1e-12
    for p, q in zip(a.ravel().tolist(), n.ravel().tolist(), strict=True):
        difference = max(difference, abs(p - q))
        scale = max(scale, abs(p), abs(q))
    return difference / scale


def _each(function, dout, cache):
    out = np.zeros(cache.shape)
    for index in np.ndindex(cache.shape):
        out[index] = function(float(dout[index]), float(cache[index]))
    return out


def relu_backward(dout, cache):
    return _each(lambda d, x: d if x > 0 else 0.0, dout, cache)


def sigmoid_backward(dout, cache):
    return _each(lambda d, s: d * s * (1 - s), dout, cache)


def tanh_backward(dout, cache):
    return _each(lambda d, t: d * (1 - t) * (1 + t), dout, cache)


def leaky_relu_backward(dout, cache, alpha=0.1):
    return _each(lambda d, x: d if x > 0 else alpha * d, dout, cache)


def elu_backward(dout, cache, alpha=1.0):
    return _each(lambda d, x: d if x > 0 else d * alpha * math.exp(x), dout, cache)


def affine_backward(dout, cache):
    x, W, b = cache
    dx, dW, db = np.zeros(x.shape), np.zeros(W.shape), np.zeros(b.shape)
    for k in range(x.shape[0]):
        for j in range(W.shape[1]):
            db[j] += dout[k, j]
            for i in range(x.shape[1]):
                dx[k, i] += dout[k, j] * W[i, j]
                dW[i, j] += x[k, i] * dout[k, j]
    return dx, dW, db


def maxout_backward(dout, cache):
    x, W1, b1, W2, b2 = cache
    dx = np.zeros(x.shape)
    dW1, db1, dW2, db2 = np.zeros(W1.shape), np.zeros(b1.shape), np.zeros(W2.shape), np.zeros(b2.shape)
    for k in range(x.shape[0]):
        for j in range(W1.shape[1]):
            z1, z2 = sum(x[k] * W1[:, j]) + b1[j], sum(x[k] * W2[:, j]) + b2[j]
            W, dW, db = (W1, dW1, db1) if z1 >= z2 else (W2, dW2, db2)
            db[j] += dout[k, j]
            for i in range(x.shape[1]):
                dx[k, i] += dout[k, j] * W[i, j]
                dW[i, j] += dout[k, j] * x[k, i]
    return dx, dW1, db1, dW2, db2


def mlp_backward(dout, caches, params):
    grads = {}
    layer = len(caches)
    while layer > 0:
        x = caches[layer - 1]["x"]
        W, b = params[f"W{layer}"], params[f"b{layer}"]
        dx, grads[f"W{layer}"], grads[f"b{layer}"] = affine_backward(dout, (x, W, b))
        layer -= 1
        if layer > 0:
            dout = relu_backward(dx, caches[layer - 1]["z"])
    return grads


def graph_backward(graph, values, output):
    """Repeat until nothing is left: take any node whose users have all been dealt with."""
    grads = {node["id"]: 0.0 for node in graph}
    grads[output] = 1.0
    users = {node["id"]: 0 for node in graph}
    by_name = {}
    for node in graph:
        by_name[node["id"]] = node
        for arg in node.get("args", []):
            users[arg] += 1
    ready = [name for name in users if users[name] == 0]
    while ready:
        name = ready.pop(0)
        node = by_name[name]
        d, v = grads[name], values[name]
        args = node.get("args", [])
        numbers = [values[arg] for arg in args]
        op = node["op"]
        if op == "add":
            sent = [d, d]
        elif op == "sub":
            sent = [d, -d]
        elif op == "mul":
            sent = [d * numbers[1], d * numbers[0]]
        elif op == "div":
            sent = [d / numbers[1], -d * v / numbers[1]]
        elif op == "neg":
            sent = [-d]
        elif op == "exp":
            sent = [d * math.exp(numbers[0])]
        elif op == "log":
            sent = [d / numbers[0]]
        elif op == "tanh":
            sent = [d / math.cosh(numbers[0]) ** 2]
        elif op == "sigmoid":
            sent = [d * v * (1 - v)]
        elif op == "relu":
            sent = [d if v > 0 else 0.0]
        elif op == "square":
            sent = [d * 2 * numbers[0]]
        else:
            sent = []
        for arg, gradient in zip(args, sent, strict=True):
            grads[arg] += gradient
            users[arg] -= 1
            if users[arg] == 0:
                ready.append(arg)
    return grads


def topo_sort(graph):
    needs = {node["id"]: set(node.get("args", [])) for node in graph}
    needed_by = {name: [] for name in needs}
    for name, args in needs.items():
        for arg in args:
            if arg not in needs:
                raise ValueError("unknown name " + arg)
            needed_by[arg].append(name)
    ready = [name for name, args in needs.items() if not args]
    order = []
    while ready:
        name = ready.pop()
        order.append(name)
        for user in needed_by[name]:
            needs[user].remove(name)
            if not needs[user]:
                ready.append(user)
    if len(order) != len(graph):
        raise ValueError("cycle")
    return order


def softmax_backward(dout, cache):
    d, s = dout.reshape(-1, dout.shape[-1]), cache.reshape(-1, cache.shape[-1])
    dx = np.zeros(s.shape)
    for k in range(s.shape[0]):
        for i in range(s.shape[1]):
            for j in range(s.shape[1]):
                dx[k, i] += d[k, j] * s[k, j] * ((i == j) - s[k, i])
    return dx.reshape(cache.shape)


def unbroadcast(grad, shape):
    while grad.ndim > len(shape):
        grad = grad.sum(axis=0)
    for axis, size in enumerate(shape):
        if size == 1:
            grad = grad.sum(axis=axis, keepdims=True)
    return grad


class Value:
    """Each Value keeps a list of (operand, slope); backward counts users first."""

    def __init__(self, data):
        self.data = data
        self.grad = 0.0
        self.history = []

    @staticmethod
    def make(data, *history):
        out = Value(data)
        out.history = history
        return out

    @staticmethod
    def of(thing):
        if isinstance(thing, Value):
            return thing
        return Value(thing)

    def __add__(self, other):
        other = Value.of(other)
        return Value.make(self.data + other.data, (self, 1), (other, 1))

    def __sub__(self, other):
        other = Value.of(other)
        return Value.make(self.data - other.data, (self, 1), (other, -1))

    def __mul__(self, other):
        other = Value.of(other)
        return Value.make(self.data * other.data, (self, other.data), (other, self.data))

    def __truediv__(self, other):
        other = Value.of(other)
        return self * other**-1

    def __radd__(self, other):
        return Value.of(other) + self

    def __rsub__(self, other):
        return Value.of(other) - self

    def __rmul__(self, other):
        return Value.of(other) * self

    def __rtruediv__(self, other):
        return Value.of(other) / self

    def __neg__(self):
        return Value.make(-self.data, (self, -1))

    def __pow__(self, p):
        return Value.make(self.data**p, (self, p * self.data ** (p - 1)))

    def exp(self):
        return Value.make(math.exp(self.data), (self, math.exp(self.data)))

    def tanh(self):
        return Value.make(math.tanh(self.data), (self, 1 - math.tanh(self.data) ** 2))

    def relu(self):
        if self.data > 0:
            return Value.make(self.data, (self, 1))
        return Value.make(0, (self, 0))

    def backward(self):
        users, found, queue = {}, {id(self)}, [self]
        while queue:
            value = queue.pop()
            for operand, _ in value.history:
                users[id(operand)] = users.get(id(operand), 0) + 1
                if id(operand) not in found:
                    found.add(id(operand))
                    queue.append(operand)
        self.grad = 1
        ready = [self]
        while ready:
            value = ready.pop()
            for operand, slope in value.history:
                operand.grad = operand.grad + slope * value.grad
                users[id(operand)] -= 1
                if users[id(operand)] == 0:
                    ready.append(operand)


def second_derivative(f, x, h=1e-4):
    total = 0.0
    for weight, point in ((1, x + h), (-2, x), (1, x - h)):
        total += weight * f(point)
    return total / h / h
