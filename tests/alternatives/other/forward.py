"""Right answers by other mathematics, in another order, or on copies of one's own."""

import sys

import numpy as np


def relu(x):
    out = x.copy()
    out[out < 0] = 0
    return out


def leaky_relu(x, alpha=0.1):
    return relu(x) - alpha * relu(-np.asarray(x))


def sigmoid(x):
    with np.errstate(all="ignore"):
        return 1 / (1 + np.exp(-x))


def tanh(x):
    return 2 * sigmoid(2 * x) - 1


def elu(x, alpha=1.0):
    x = np.asarray(x, dtype=float)
    with np.errstate(over="ignore"):
        return np.select([x > 0, x <= 0], [x, alpha * np.exp(x) - alpha], default=np.nan)


def maxout(x, W1, b1, W2, b2):
    one, two = x @ W1 + b1, x @ W2 + b2
    return 0.5 * (one + two + np.abs(one - two))


def softmax(x):
    return np.exp(log_softmax(x))


def affine_forward(x, W, b):
    ones = np.ones((x.shape[0], 1))
    return np.hstack([x, ones]) @ np.vstack([W, b]), (x.copy(), W.copy(), b.copy())


def mlp_forward(x, params):
    """Recursive: the last layer of the network without it."""
    last = max(int(key[1:]) for key in params if key.startswith("W"))
    if last > 1:
        rest = {k: v for k, v in params.items() if int(k[1:]) < last}
        z, caches = mlp_forward(x, rest)
        x = np.maximum(z, 0)
    else:
        caches = []
    z = params[f"b{last}"] + (params[f"W{last}"].T @ x.T).T
    return z, [*caches, {"x": x.copy(), "z": z.copy(), "W": params[f"W{last}"]}]


def graph_forward(graph, inputs):
    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(20_000)
    try:
        nodes = {node["id"]: node for node in graph}
        values = {}
        for name in nodes:
            _value(name, nodes, inputs, values)
        return {node["id"]: values[node["id"]] for node in graph}
    finally:
        sys.setrecursionlimit(limit)


def _value(name, nodes, inputs, values):
    if name in values:
        return values[name]
    node = nodes[name]
    args = []
    for arg in node.get("args", []):
        args.append(_value(arg, nodes, inputs, values))
    match node["op"], args:
        case "input", _:
            value = inputs[name]
        case "const", _:
            value = node["value"]
        case "add", [a, b]:
            value = sum((a, b))
        case "sub", [a, b]:
            value = -(b - a)
        case "mul", [a, b]:
            value = np.prod([a, b])
        case "div", [a, b]:
            value = a * (1 / b)
        case "neg", [a]:
            value = 0 - a
        case "exp", [a]:
            value = np.e**a
        case "log", [a]:
            value = np.log2(a) * np.log(2)
        case "tanh", [a]:
            value = 1 - 2 / (np.exp(2 * a) + 1)
        case "sigmoid", [a]:
            value = np.exp(a) / (1 + np.exp(a))
        case "relu", [a]:
            value = a * (a > 0)
        case "square", [a]:
            value = a * a
    values[name] = value
    return value


def init_mlp(sizes, seed=0, scheme="he"):
    """An old generator of one's own, uniform draws, the last layer first."""
    state = np.random.RandomState(seed)
    params = {}
    for layer in range(len(sizes) - 1, 0, -1):
        fan_in, fan_out = sizes[layer - 1], sizes[layer]
        variance = 2 / fan_in if scheme == "he" else 1 / np.mean([fan_in, fan_out])
        uniform = state.random_sample((fan_out, fan_in)).T - 0.5
        params[f"W{layer}"] = (uniform * np.sqrt(12 * variance)).astype(np.float32)
        params[f"b{layer}"] = np.zeros(fan_out, dtype=np.float32)
    return params


def logsumexp(x):
    """Shift by the maximum of the row, and take the largest term out of the sum."""
    ordered = np.sort(np.asarray(x, dtype=float), axis=-1)
    top = ordered[..., -1]
    return top + np.log1p(np.exp(ordered[..., :-1] - top[..., None]).sum(axis=-1))


def log_softmax(x):
    """Minus the log-sum-exp of all differences to this score."""
    x = np.asarray(x, dtype=float)
    top = x.max(axis=-1, keepdims=True)
    return -(np.log(np.exp(x - top).sum(axis=-1, keepdims=True)) + (top - x))


def gelu(x):
    """The same gate, written as a sigmoid."""
    inner = np.sqrt(2 / np.pi) * (x + 0.044715 * np.asarray(x, dtype=float) ** 3)
    return x * sigmoid(2 * inner)


def silu(x):
    with np.errstate(over="ignore"):
        return x / (1 + np.exp(-x))


def softplus(x):
    x = np.asarray(x, dtype=float)
    return np.maximum(x, 0) + np.log(1 + np.exp(-np.abs(x)))
