"""backward.py by other mathematics and in another order of operations; in place on copies of its own."""

import math

import numpy as np


def numerical_gradient(f, x, h=1e-5):
    """In place on x itself, every value written back; whole numbers on a copy."""
    p = x if x.dtype == np.float64 else x.astype(np.float64)
    grad = np.zeros_like(p)
    it = np.nditer(p, flags=["multi_index"], op_flags=["readwrite"])
    while not it.finished:
        i = it.multi_index
        old = p[i]
        p[i] = old + h
        fp = f(p)
        p[i] = old - h
        fm = f(p)
        p[i] = old
        grad[i] = 0.5 * fp / h - 0.5 * fm / h
        it.iternext()
    return grad


def rel_error(a, n):
    a, n = np.asarray(a, dtype=float), np.asarray(n, dtype=float)
    if a.shape != n.shape:
        np.broadcast_shapes((2,), (3,))  # a ValueError of numpy's own
    scale = np.linalg.norm(np.concatenate([a.ravel(), n.ravel(), [1e-12]]), ord=np.inf)
    return np.float64(np.linalg.norm((a - n).ravel() / scale, ord=np.inf))


def relu_backward(dout, cache):
    dx = np.array(dout)
    dx[~(cache > 0)] = 0
    return dx


def sigmoid_backward(dout, cache):
    return dout * (0.25 - (cache - 0.5) ** 2)


def tanh_backward(dout, cache):
    s = (cache + 1) / 2
    return 4 * sigmoid_backward(dout, s)


def leaky_relu_backward(dout, cache, alpha=0.1):
    dx = np.array(dout, dtype=float)
    np.multiply(dx, alpha, out=dx, where=cache <= 0)
    return dx


def elu_backward(dout, cache, alpha=1.0):
    left = cache <= 0
    slope = np.ones(cache.shape)
    slope[left] = alpha * np.expm1(cache[left]) + alpha
    return np.select([left, ~left], [dout * slope, dout])


def affine_backward(dout, cache):
    x, W, b = cache
    extended = np.concatenate([x, np.ones((len(x), 1))], axis=1)
    both = extended.T @ dout
    return (W @ dout.T).T, both[:-1], both[-1].reshape(b.shape)


def maxout_backward(dout, cache):
    x, W1, b1, W2, b2 = cache
    gap = (x @ W1 + b1) - (x @ W2 + b2)
    d2 = dout * np.signbit(gap)
    d1 = dout - d2
    dx1, dW1, db1 = affine_backward(d1, (x, W1, b1))
    dx2, dW2, db2 = affine_backward(d2, (x, W2, b2))
    return dx1 + dx2, dW1, db1, dW2, db2


def mlp_backward(dout, caches, params):
    """Example by example, and the sum of them."""
    grads = {name: np.zeros(value.shape) for name, value in params.items()}
    for row in range(len(dout)):
        d = dout[row : row + 1]
        for k in range(len(caches), 0, -1):
            x = caches[k - 1]["x"][row : row + 1]
            dx, dW, db = affine_backward(d, (x, params[f"W{k}"], params[f"b{k}"]))
            grads[f"W{k}"] += dW
            grads[f"b{k}"] += db
            if k > 1:
                d = dx * (caches[k - 2]["z"][row : row + 1] > 0)
    return grads


def _partials(op, numbers, v):
    """Slopes by the logarithmic derivative, cosh and friends."""
    a = numbers[0]
    b = numbers[-1]
    match op:
        case "add":
            return 1.0, 1.0
        case "sub":
            return 1.0, -1.0
        case "mul":
            return b, a
        case "div":
            return b**-1, -a * b**-2
        case "neg":
            return (-1.0,)
        case "exp":
            return (v,)
        case "log":
            return (math.exp(-v),)
        case "tanh":
            return ((1 - v) * (1 + v),)
        case "sigmoid":
            return (0.25 / math.cosh(a / 2) ** 2,)
        case "relu":
            return (0.0 if a <= 0 else 1.0,)
        case "square":
            return (a + a,)
    return ()


def graph_backward(graph, values, output):
    """Relax until nothing moves: send only what is new. Depth by depth, so that each node sends once."""
    nodes = {node["id"]: node for node in graph}
    depth = {}
    for name in topo_sort(graph):
        depth[name] = 1 + max((depth[arg] for arg in nodes[name].get("args", [])), default=0)
    grads = dict.fromkeys(nodes, 0.0)
    grads[output] += 1.0
    for name in sorted(nodes, key=lambda key: -depth[key]):
        args = nodes[name].get("args", [])
        if args and grads[name] != 0:
            slopes = _partials(nodes[name]["op"], [values[a] for a in args], values[name])
            for arg, slope in zip(args, slopes, strict=True):
                grads[arg] += slope * grads[name]
    return grads


def topo_sort(graph):
    """Depth first, with an explicit stack and three colours."""
    args = {node["id"]: node.get("args", []) for node in graph}
    colour, order = dict.fromkeys(args, "white"), []
    for root in args:
        stack = [(root, "enter")]
        while stack:
            name, action = stack.pop()
            if name not in args:
                raise ValueError(f"{name} is not a node")
            if action == "leave":
                colour[name] = "black"
                order.append(name)
            elif colour[name] == "white":
                colour[name] = "grey"
                stack.append((name, "leave"))
                for arg in args[name]:
                    if colour.get(arg) == "grey":
                        raise ValueError("cycle")
                    stack.append((arg, "enter"))
    return order


def softmax_backward(dout, cache):
    middle = np.sum(cache * dout, axis=-1) / np.sum(cache, axis=-1)
    return cache * np.subtract(dout, np.expand_dims(middle, -1))


def unbroadcast(grad, shape):
    padded = (1,) * (np.ndim(grad) - len(shape)) + tuple(shape)
    out = np.zeros(padded)
    for index in np.ndindex(*[n if m == 1 else 1 for n, m in zip(grad.shape, padded, strict=True)]):
        out += grad[tuple(slice(i, i + 1) if m == 1 else slice(None) for i, m in zip(index, padded, strict=True))]
    return out.reshape(shape) if shape else float(out.sum())


class Value:
    """A tape: every Value gets a number when it is born, and operands are always older than their users."""

    _births = 0

    def __init__(self, data):
        Value._births += 1
        self.birth = Value._births
        self.data = float(data)
        self.grad = 0.0
        self.ways = []

    def _from(self, data, *ways):
        out = Value(data)
        out.ways = list(ways)
        return out

    def __add__(self, other):
        if not isinstance(other, Value):
            return self._from(self.data + other, (self, 1.0))
        return self._from(self.data + other.data, (self, 1.0), (other, 1.0))

    def __mul__(self, other):
        if not isinstance(other, Value):
            return self._from(self.data * other, (self, other))
        return self._from(self.data * other.data, (self, other.data), (other, self.data))

    def __sub__(self, other):
        return self + (-1.0) * other if isinstance(other, Value) else self + (-other)

    def __truediv__(self, other):
        if not isinstance(other, Value):
            return self * (1.0 / other)
        q = self.data / other.data
        return self._from(q, (self, 1.0 / other.data), (other, -q / other.data))

    def __neg__(self):
        return 0 - self

    def __radd__(self, other):
        return self.__add__(other)

    def __rmul__(self, other):
        return self.__mul__(other)

    def __rsub__(self, other):
        return self._from(other - self.data, (self, -1.0))

    def __rtruediv__(self, other):
        return self._from(other / self.data, (self, -other / self.data**2))

    def __pow__(self, power):
        value = self.data**power
        return self._from(value, (self, power * self.data ** (power - 1)))

    def exp(self):
        value = math.exp(self.data)
        return self._from(value, (self, value))

    def tanh(self):
        e = math.exp(2 * self.data)
        value = (e - 1) / (e + 1)
        return self._from(value, (self, 1 - value**2))

    def relu(self):
        on = self.data > 0
        return self._from(self.data if on else 0.0, (self, float(on)))

    def backward(self):
        ancestors, todo = {self.birth: self}, [self]
        while todo:
            for operand, _ in todo.pop().ways:
                if operand.birth not in ancestors:
                    ancestors[operand.birth] = operand
                    todo.append(operand)
        self.grad = 1.0
        for birth in sorted(ancestors, reverse=True):
            for operand, slope in ancestors[birth].ways:
                operand.grad += slope * ancestors[birth].grad


def second_derivative(f, x, h=1e-4):
    """The slope to the right minus the slope to the left."""
    right, left = (f(x + h) - f(x)) / h, (f(x) - f(x - h)) / h
    return np.float64((right - left) / h)
