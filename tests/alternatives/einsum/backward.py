"""backward.py with einsum, tensordot, vdot and the methods of ufuncs."""

import numpy as np


def numerical_gradient(f, x, h=1e-5):
    x = np.asarray(x, dtype=float)
    steps = h * np.eye(x.size).reshape(x.size, *x.shape)
    values = np.array([[f(np.add(x, step)), f(np.subtract(x, step))] for step in steps])
    return np.einsum("ks,s->k", values, np.array([0.5 / h, -0.5 / h])).reshape(x.shape)


def rel_error(a, n):
    if np.shape(a) != np.shape(n):
        raise ValueError
    return np.max(np.absolute(np.subtract(a, n))) / np.maximum.reduce(
        [np.maximum.reduce(np.absolute(a), axis=None), np.maximum.reduce(np.absolute(n), axis=None), 1e-12]
    )


def relu_backward(dout, cache):
    return np.einsum("...,...->...", dout, np.greater(cache, 0).astype(float))


def sigmoid_backward(dout, cache):
    return np.einsum("...,...,...->...", dout, cache, 1.0 - cache)


def tanh_backward(dout, cache):
    return np.subtract(dout, np.einsum("...,...,...->...", dout, cache, cache))


def leaky_relu_backward(dout, cache, alpha=0.1):
    return np.einsum("...,...->...", dout, np.heaviside(cache, 0.0) * (1 - alpha) + alpha)


def elu_backward(dout, cache, alpha=1.0):
    slope = alpha * np.exp(np.minimum(cache, 0.0))
    np.putmask(slope, np.greater(cache, 0), 1.0)
    return np.einsum("...,...->...", dout, slope)


def affine_backward(dout, cache):
    x, W, _ = cache
    return np.einsum("nh,dh->nd", dout, W), np.einsum("nd,nh->dh", x, dout), np.einsum("nh->h", dout)


def maxout_backward(dout, cache):
    x, W1, b1, W2, b2 = cache
    z = np.stack([np.einsum("nd,dh->nh", x, W1) + b1, np.einsum("nd,dh->nh", x, W2) + b2])
    winner = np.argmax(z, axis=0)
    d = np.stack([np.where(winner == piece, dout, 0) for piece in (0, 1)])
    dx = np.einsum("pnh,pdh->nd", d, np.stack([W1, W2]))
    dW = np.einsum("nd,pnh->pdh", x, d)
    db = np.add.reduce(d, axis=1)
    return dx, dW[0], db[0], dW[1], db[1]


def mlp_backward(dout, caches, params):
    grads = {}
    for layer, cache in reversed(list(enumerate(caches, 1))):
        grads[f"W{layer}"] = np.tensordot(cache["x"], dout, axes=(0, 0))
        grads[f"b{layer}"] = np.add.reduce(dout, axis=0)
        dout = np.tensordot(dout, params[f"W{layer}"], axes=(1, 1)) * np.sign(np.maximum(cache["x"], 0))
    return grads


_SLOPES = {
    "add": lambda a, v: np.array([1.0, 1.0]),
    "sub": lambda a, v: np.array([1.0, -1.0]),
    "mul": lambda a, v: a[::-1],
    "div": lambda a, v: np.array([1 / a[1], -v / a[1]]),
    "neg": lambda a, v: -np.ones(1),
    "exp": lambda a, v: np.exp(a),
    "log": lambda a, v: np.reciprocal(a),
    "tanh": lambda a, v: 1 - np.square(np.tanh(a)),
    "sigmoid": lambda a, v: np.array([v - v * v]),
    "relu": lambda a, v: np.heaviside(a, 0.0),
    "square": lambda a, v: a + a,
}


def graph_backward(graph, values, output):
    nodes = {node["id"]: node for node in graph}
    grads = dict.fromkeys(nodes, np.float64(0.0))
    grads[output] = np.float64(1.0)
    for name in reversed(topo_sort(graph)):
        node = nodes[name]
        if "args" in node:
            a = np.array([values[arg] for arg in node["args"]], dtype=float)
            for arg, sent in zip(node["args"], grads[name] * _SLOPES[node["op"]](a, values[name]), strict=True):
                grads[arg] = grads[arg] + sent
    return grads


def topo_sort(graph):
    names = [node["id"] for node in graph]
    place = {name: i for i, name in enumerate(names)}
    if any(arg not in place for node in graph for arg in node.get("args", ())):
        raise ValueError("an argument is no node")
    users = [[] for _ in names]
    missing = np.zeros(len(names), dtype=int)
    for i, node in enumerate(graph):
        for arg in set(node.get("args", ())):
            users[place[arg]].append(i)
            missing[i] += 1
    front = list(np.flatnonzero(missing == 0))
    order = []
    while front:
        i = front.pop()
        order.append(names[i])
        for j in users[i]:
            missing[j] -= 1
            if missing[j] == 0:
                front.append(j)
    if len(order) < len(names):
        raise ValueError("a cycle")
    return np.array(order)


def softmax_backward(dout, cache):
    jacobian = np.einsum("...i,ij->...ij", cache, np.eye(cache.shape[-1])) - np.einsum("...i,...j->...ij", cache, cache)
    return np.einsum("...ij,...j->...i", jacobian, dout)


def unbroadcast(grad, shape):
    letters = "abcdefgh"[: grad.ndim]
    kept = letters[grad.ndim - len(shape) :]
    wanted = "".join(letter for letter, size in zip(kept, shape, strict=True) if size != 1)
    return np.einsum(f"{letters}->{wanted}", grad).reshape(shape)


class Value:
    """Each Value carries its whole gradient with respect to everything before it, forwards."""

    def __init__(self, data):
        self.data = np.float64(data)
        self.grad = np.float64(0.0)
        self.slopes = {id(self): (self, 1.0)}

    @classmethod
    def combined(cls, data, *terms):
        out = cls(data)
        for operand, slope in terms:
            for key, (value, inner) in operand.slopes.items():
                old = out.slopes[key][1] if key in out.slopes else 0.0
                out.slopes[key] = (value, old + slope * inner)
        return out

    def __add__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        return self.combined(np.add(self.data, other.data), (self, 1.0), (other, 1.0))

    def __mul__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        return self.combined(np.multiply(self.data, other.data), (self, other.data), (other, self.data))

    def __pow__(self, power):
        slope = power * np.float_power(self.data, power - 1)
        return self.combined(np.float_power(self.data, power), (self, slope))

    def __neg__(self):
        return self * -1

    def __sub__(self, other):
        return self + (-1) * (other if isinstance(other, Value) else Value(other))

    def __truediv__(self, other):
        return self * (other if isinstance(other, Value) else Value(other)) ** -1

    def __rsub__(self, other):
        return Value(other) - self

    def __rtruediv__(self, other):
        return Value(other) / self

    __radd__ = __add__
    __rmul__ = __mul__

    def exp(self):
        return self.combined(np.exp(self.data), (self, np.exp(self.data)))

    def tanh(self):
        return self.combined(np.tanh(self.data), (self, 1 - np.square(np.tanh(self.data))))

    def relu(self):
        return self.combined(np.maximum(self.data, 0), (self, np.heaviside(self.data, 0.0)))

    def backward(self):
        for value, slope in self.slopes.values():
            value.grad = np.float64(slope)


def second_derivative(f, x, h=1e-4):
    return np.dot([1.0, -2.0, 1.0], [f(x + h), f(x), f(x - h)]) / np.square(h)
