"""Right answers with einsum, tensordot and the methods of ufuncs."""

from itertools import pairwise

import numpy as np


def relu(x):
    return np.clip(x, 0, None)


def leaky_relu(x, alpha=0.1):
    return np.where(np.greater(x, 0), x, np.multiply(alpha, x))


def sigmoid(x):
    return np.exp(-np.logaddexp(0, np.negative(x)))


def tanh(x):
    return np.divide(np.expm1(-2 * np.abs(x)), -2 - np.expm1(-2 * np.abs(x))) * np.sign(x)


def elu(x, alpha=1.0):
    return np.add(np.maximum(x, 0), np.multiply(alpha, np.expm1(np.minimum(x, 0))))


def maxout(x, W1, b1, W2, b2):
    pieces = np.einsum("nd,kdh->knh", x, np.stack([W1, W2])) + np.stack([b1, b2])[:, None, :]
    return np.maximum.reduce(pieces, axis=0)


def softmax(x):
    e = np.exp(np.subtract(x, np.maximum.reduce(x, axis=-1, keepdims=True)))
    return np.einsum("...k,...->...k", e, 1.0 / np.einsum("...k->...", e))


def affine_forward(x, W, b):
    return np.add(np.einsum("nd,dh->nh", x, W), b), (x, W, b)


def mlp_forward(x, params):
    caches = []
    depth = len(params) // 2
    for layer in range(1, depth + 1):
        z = np.tensordot(x, params[f"W{layer}"], axes=1) + params[f"b{layer}"]
        caches.append({"x": x, "z": z, "layer": layer})
        x = np.fmax(z, 0)
    return caches[-1]["z"], caches


def graph_forward(graph, inputs):
    table = {
        "add": np.add,
        "sub": np.subtract,
        "mul": np.multiply,
        "div": np.divide,
        "neg": np.negative,
        "exp": np.exp,
        "log": np.log,
        "tanh": np.tanh,
        "sigmoid": lambda a: np.exp(-np.logaddexp(0, -a)),
        "relu": lambda a: np.maximum(a, 0),
        "square": np.square,
    }
    values = {node["id"]: np.float64(node["value"]) for node in graph if node["op"] == "const"}
    given = [node["id"] for node in graph if node["op"] == "input"]
    values.update({name: np.float64(inputs[name]) for name in given})
    users, waiting, ready = {}, {}, list(values)
    by_name = {node["id"]: node for node in graph}
    for node in graph:
        for arg in node.get("args", ()):
            users.setdefault(arg, []).append(node["id"])
        waiting[node["id"]] = len(node.get("args", ()))
    while ready:
        for user in users.get(ready.pop(), ()):
            waiting[user] -= 1
            if waiting[user] == 0:
                node = by_name[user]
                values[user] = table[node["op"]](*[values[arg] for arg in node["args"]])
                ready.append(user)
    return values


def init_mlp(sizes, seed=0, scheme="he"):
    rng = np.random.default_rng(seed)
    params = {}
    for layer, (d, h) in enumerate(pairwise(sizes), 1):
        limit = np.sqrt(6.0 / d) if scheme == "he" else np.sqrt(6.0 / (d + h))
        params[f"W{layer}"] = rng.uniform(-limit, limit, (d, h))
        params[f"b{layer}"] = np.zeros(h)
    return params


def logsumexp(x):
    return np.logaddexp.reduce(x, axis=-1)


def log_softmax(x):
    return np.subtract(x, np.expand_dims(np.logaddexp.reduce(x, axis=-1), -1))


def gelu(x):
    cubic = np.einsum("...,...,...->...", x, x, np.multiply(0.044715, x))
    return np.multiply(0.5 * x, 1 + np.tanh(np.sqrt(2 / np.pi) * np.add(x, cubic)))


def silu(x):
    return np.multiply(x, np.exp(-np.logaddexp(0, np.negative(x))))


def softplus(x):
    return np.logaddexp(0, x)
