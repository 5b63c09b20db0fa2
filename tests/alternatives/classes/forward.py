"""Right answers as callables: small classes, partials, lambdas, functions of numpy, namedtuples."""

from collections import OrderedDict, namedtuple
from functools import partial

import numpy as np
from numpy import tanh  # noqa: F401  (this is the answer)

Layer = namedtuple("Layer", "out cache")
Cache = namedtuple("Cache", "x W b")


class _Leaky:
    def __init__(self, outside):
        self.outside = outside

    def __call__(self, x, alpha=0.1):
        return self.outside(np.asarray(x) > 0, x, np.multiply(x, alpha))


class _Gate:
    """x times a gate of x."""

    def __init__(self, gate):
        self.gate = gate

    def __call__(self, x):
        return x * self.gate(x)


class _Masked:
    """Two branches, each computed only where it belongs."""

    def __init__(self, positive, negative):
        self.positive, self.negative = positive, negative

    def __call__(self, x):
        x = np.array(x, dtype=np.float64)
        out = np.full(x.shape, np.nan)
        out[x >= 0] = self.positive(x[x >= 0])
        out[x < 0] = self.negative(x[x < 0])
        return out


class _Elu:
    def __call__(self, x, alpha=1.0):
        out = np.array(x, dtype=np.float64)
        low = out < 0
        out[low] = alpha * (np.exp(out[low]) - 1.0)
        return out


class _Affine:
    def __call__(self, x, W, b):
        return Layer(np.matmul(x, W) + b, Cache(x, W, b))


class _Network:
    def __init__(self, activation):
        self.activation = activation

    def __call__(self, x, params):
        numbers = sorted(int(key[1:]) for key in params if key[0] == "W")
        caches = []
        for number in numbers:
            z = x @ params["W%d" % number] + params["b%d" % number]  # noqa: UP031
            caches.append(OrderedDict(x=x, z=z))
            x = self.activation(z)
        return [z, tuple(dict(cache) for cache in caches)]


class _Graph:
    OPERATIONS = {  # noqa: RUF012
        "add": float.__add__,
        "sub": float.__sub__,
        "mul": float.__mul__,
        "div": float.__truediv__,
        "neg": float.__neg__,
        "exp": np.exp,
        "log": np.log,
        "tanh": np.tanh,
        "sigmoid": lambda a: 1.0 / (1.0 + np.exp(-a)),
        "relu": lambda a: max(0.0, a),
        "square": lambda a: a**2,
    }

    def __call__(self, graph, inputs):
        self.nodes, self.values = {node["id"]: node for node in graph}, {}
        for name in self.nodes:
            self.visit(name, inputs)
        return {name: np.array(value) for name, value in self.values.items()}

    def visit(self, name, inputs):
        stack = [(name, False)]
        while stack:
            name, ready = stack.pop()
            if name in self.values:
                continue
            node = self.nodes[name]
            if node["op"] == "input":
                self.values[name] = float(inputs[name])
            elif node["op"] == "const":
                self.values[name] = float(node["value"])
            elif ready:
                args = (self.values[arg] for arg in node["args"])
                self.values[name] = float(self.OPERATIONS[node["op"]](*args))
            else:
                stack += [(name, True), *((arg, False) for arg in node["args"])]


class _Init:
    def __call__(self, sizes, seed=0, scheme="he"):
        layers = len(sizes) - 1
        children = np.random.SeedSequence(seed).spawn(layers)
        params = {}
        for i, child in enumerate(children):
            shape = sizes[i], sizes[i + 1]
            variance = 2.0 / (shape[0] if scheme == "he" else sum(shape))
            draw = np.random.Generator(np.random.PCG64(child)).standard_normal(shape)
            params[f"W{i + 1}"], params[f"b{i + 1}"] = draw * variance**0.5, np.zeros(shape[1])
        return params


relu = partial(np.maximum, 0)
leaky_relu = _Leaky(np.where)
sigmoid = _Masked(lambda v: 1 / (1 + np.exp(-v)), lambda v: np.exp(v) / (1 + np.exp(v)))
elu = _Elu()
affine_forward = _Affine()
mlp_forward = _Network(relu)
graph_forward = _Graph()
init_mlp = _Init()
silu = _Gate(sigmoid)
gelu = _Gate(lambda x: 0.5 + 0.5 * np.tanh((2 / np.pi) ** 0.5 * (x + 0.044715 * np.power(x, 3.0))))
softplus = partial(np.logaddexp, 0.0)
maxout = lambda x, W1, b1, W2, b2: np.max([x @ W1 + b1, x @ W2 + b2], axis=0)  # noqa: E731


class _Scores:
    def __init__(self, x):
        self.x = np.array(x, dtype=np.float64)
        self.top = self.x.max(-1)
        self.e = np.exp(self.x - self.top[..., np.newaxis])
        self.total = self.e.sum(-1)


def softmax(x):
    scores = _Scores(x)
    return scores.e / scores.total[..., np.newaxis]


def logsumexp(x):
    scores = _Scores(x)
    return scores.top + np.log(scores.total)


def log_softmax(x):
    scores = _Scores(x)
    return scores.x - (scores.top + np.log(scores.total))[..., np.newaxis]
