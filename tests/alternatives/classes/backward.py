"""backward.py as callables of small classes, partials and lambdas, with lists and namedtuples for tuples."""

import functools
import operator
from collections import OrderedDict, deque, namedtuple

import numpy as np


class _Difference:
    def __init__(self, weights, power):
        self.weights, self.power = weights, power

    def along(self, f, x, step, h):
        total = sum(weight * f(x + offset * step) for offset, weight in self.weights.items())
        return total / h**self.power


class _NumericalGradient:
    central = _Difference({1: 0.5, -1: -0.5}, 1)

    def __call__(self, f, x, h=1e-5):
        x = np.array(x, np.float64)
        grad = np.empty_like(x)
        with np.nditer(x, flags=["multi_index"]) as entries:
            for _ in entries:
                step = np.zeros_like(x)
                step[entries.multi_index] = h
                grad[entries.multi_index] = self.central.along(f, x, step, h)
        return grad


numerical_gradient = _NumericalGradient()


class ShapeError(ValueError):
    pass


def rel_error(a, n):
    if a.shape != n.shape:
        raise ShapeError(f"{a.shape} is not {n.shape}")
    gaps = np.ptp([np.zeros(a.size), np.abs(a - n).ravel()], axis=0)
    return np.array(gaps.max() / max(abs(a).max(), abs(n).max(), 1e-12))


class _Elementwise:
    def __init__(self, slope):
        self.slope = slope

    def __call__(self, dout, cache, **settings):
        return operator.mul(dout, self.slope(cache, **settings))


relu_backward = _Elementwise(lambda x: x > 0)
sigmoid_backward = _Elementwise(lambda s: s - s**2)
tanh_backward = _Elementwise(lambda t: 1 - t**2)
leaky_relu_backward = _Elementwise(lambda x, alpha=0.1: np.where(x > 0, 1, alpha))
elu_backward = functools.partial(
    _Elementwise(lambda x, alpha: np.where(x > 0, 1, alpha * np.exp(np.clip(x, None, 0)))), alpha=1.0
)

Affine = namedtuple("Affine", "dx dW db")


class _Layer:
    def __init__(self, x, W, b):
        self.x, self.W, self.b = x, W, b

    def forward(self):
        return self.x @ self.W + self.b

    def backward(self, dout):
        return Affine(dout.dot(self.W.transpose()), self.x.transpose().dot(dout), np.sum(dout, 0))


def affine_backward(dout, cache):
    return _Layer(*cache).backward(dout)


def maxout_backward(dout, cache):
    x, W1, b1, W2, b2 = cache
    one, two = _Layer(x, W1, b1), _Layer(x, W2, b2)
    loses = one.forward() < two.forward()
    first, second = one.backward(dout * ~loses), two.backward(dout * loses)
    return [first.dx + second.dx, *first[1:], *second[1:]]


class _Mlp:
    def __init__(self, caches, params):
        count = len(caches)
        self.layers = [
            (k, _Layer(cache["x"], params[f"W{k}"], params[f"b{k}"]), cache["z"] > 0 if k < count else None)
            for k, cache in enumerate(caches, start=1)
        ]

    def gradients(self, dout):
        for k, layer, mask in self.layers[::-1]:
            if mask is not None:
                dout = dout * mask
            step = layer.backward(dout)
            yield f"b{k}", step.db
            yield f"W{k}", step.dW
            dout = step.dx


def mlp_backward(dout, caches, params):
    return OrderedDict(_Mlp(caches, params).gradients(dout))


class _Node:
    def __init__(self, entry, value):
        self.op, self.names, self.value, self.grad = entry["op"], list(entry.get("args", [])), float(value), 0.0

    def add(self, a, b):
        return 1, 1

    def sub(self, a, b):
        return 1, -1

    def mul(self, a, b):
        return b, a

    def div(self, a, b):
        return 1 / b, -self.value / b

    def neg(self, a):
        return (-1,)

    def exp(self, a):
        return (self.value,)

    def log(self, a):
        return (1 / a,)

    def tanh(self, a):
        return (1 - self.value**2,)

    def sigmoid(self, a):
        return (self.value * (1 - self.value),)

    def relu(self, a):
        return (float(a > 0),)

    def square(self, a):
        return (2 * a,)


def graph_backward(graph, values, output):
    nodes = {entry["id"]: _Node(entry, values[entry["id"]]) for entry in graph}
    nodes[output].grad = 1.0
    for name in reversed(list(topo_sort(graph))):
        node = nodes[name]
        if node.names:
            slopes = getattr(node, node.op)(*(nodes[arg].value for arg in node.names))
            for arg, slope in zip(node.names, slopes, strict=True):
                nodes[arg].grad += node.grad * slope
    return {name: node.grad for name, node in nodes.items()}


class CycleError(ValueError):
    pass


class _Sorter:
    def __init__(self, graph):
        self.args = OrderedDict((node["id"], list(node.get("args", []))) for node in graph)
        self.state, self.order = {}, deque()

    def place(self, start):
        path = [(start, iter(self.args[start]))]
        self.state[start] = "open"
        while path:
            name, rest = path[-1]
            for arg in rest:
                if arg not in self.args:
                    raise CycleError("unknown")
                if self.state.get(arg) == "open":
                    raise CycleError(arg)
                if arg not in self.state:
                    self.state[arg] = "open"
                    path.append((arg, iter(self.args[arg])))
                    break
            else:
                self.state[name] = "placed"
                self.order.append(name)
                path.pop()


def topo_sort(graph):
    sorter = _Sorter(graph)
    for name in sorter.args:
        if name not in sorter.state:
            sorter.place(name)
    return list(sorter.order)


class _Softmax:
    def __call__(self, dout, cache):
        weighted = dout * cache
        return weighted - cache * weighted.sum(-1)[..., None]


softmax_backward = _Softmax()


def unbroadcast(grad, shape):
    axes = [i for i in range(-grad.ndim, 0) if -i > len(shape) or shape[i] == 1]
    return functools.reduce(lambda g, axis: g.sum(axis, keepdims=True), axes, grad).reshape(shape)


class Value:
    """With closures, as in micrograd."""

    def __init__(self, data, children=()):
        self.data, self.grad = data, 0
        self._backward = lambda: None
        self._prev = set(children)

    def __add__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        out = Value(self.data + other.data, (self, other))

        def _backward():
            self.grad += out.grad
            other.grad += out.grad

        out._backward = _backward
        return out

    def __mul__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        out = Value(self.data * other.data, (self, other))

        def _backward():
            self.grad += other.data * out.grad
            other.grad += self.data * out.grad

        out._backward = _backward
        return out

    def _unary(self, data, slope):
        out = Value(data, (self,))

        def _backward():
            self.grad += slope * out.grad

        out._backward = _backward
        return out

    def __pow__(self, other):
        return self._unary(self.data**other, other * self.data ** (other - 1))

    def relu(self):
        return self._unary(0 if self.data < 0 else self.data, int(self.data > 0))

    def exp(self):
        return self._unary(np.exp(self.data), np.exp(self.data))

    def tanh(self):
        t = np.array(np.tanh(self.data))
        return self._unary(t, 1 - t**2)

    def backward(self):
        topo, visited = [], set()

        def build_topo(v):
            if v not in visited:
                visited.add(v)
                for child in v._prev:
                    build_topo(child)
                topo.append(v)

        build_topo(self)
        self.grad = 1
        for v in reversed(topo):
            v._backward()

    def __neg__(self):
        return self * -1

    def __radd__(self, other):
        return self + other

    def __sub__(self, other):
        return self + (-other)

    def __rsub__(self, other):
        return other + (-self)

    def __rmul__(self, other):
        return self * other

    def __truediv__(self, other):
        return self * other**-1

    def __rtruediv__(self, other):
        return other * self**-1

    def __repr__(self):
        return f"Value(data={self.data}, grad={self.grad})"


class _SecondDerivative:
    second = _Difference({1: 1, 0: -2, -1: 1}, 2)

    def __call__(self, f, x, h=1e-4):
        return np.asarray(self.second.along(f, x, h, h))


second_derivative = _SecondDerivative()
