"""Right answers in plain Python loops; where loops are forbidden, in another whole-array style."""

import math

import numpy as np


def _each(x, function):
    out = np.zeros(np.shape(x))
    for index in np.ndindex(out.shape):
        out[index] = function(float(x[index]))
    return out


def _one_sigmoid(v):
    if v >= 0:
        return 1.0 / (1.0 + math.exp(-v))
    if v < 0:
        return math.exp(v) / (1.0 + math.exp(v))
    return v


def relu(x):
    return np.where(x < 0, 0.0, x)


def leaky_relu(x, alpha=0.1):
    return _each(x, lambda v: v if v > 0 else alpha * v)


def sigmoid(x):
    return _each(x, _one_sigmoid)


def tanh(x):
    return _each(x, math.tanh)


def elu(x, alpha=1.0):
    return _each(x, lambda v: v if v > 0 else alpha * (math.exp(v) - 1.0))


def maxout(x, W1, b1, W2, b2):
    out = np.zeros((x.shape[0], W1.shape[1]))
    for i in range(x.shape[0]):
        for j in range(W1.shape[1]):
            one, two = float(b1[j]), float(b2[j])
            for k in range(x.shape[1]):
                one += x[i, k] * W1[k, j]
                two += x[i, k] * W2[k, j]
            out[i, j] = max(one, two)
    return out


def softmax(x):
    rows = np.reshape(x, (-1, np.shape(x)[-1]))
    each = [np.exp(row - np.max(row)) / np.sum(np.exp(row - np.max(row))) for row in rows]
    return np.array(each).reshape(np.shape(x))


def affine_forward(x, W, b):
    return np.dot(x, W) + b.reshape(1, -1), (x, W, b)


def mlp_forward(x, params):
    caches = []
    layer = 1
    while f"W{layer}" in params:
        if layer > 1:
            x = np.where(z > 0, z, 0.0)  # noqa: F821  (z is the sum of the layer before)
        z = np.array([[float(row @ column) for column in params[f"W{layer}"].T] for row in x])
        for row in z:
            row += params[f"b{layer}"]
        caches.append({"x": x, "z": z})
        layer += 1
    return z, caches


def graph_forward(graph, inputs):
    values = {}
    while len(values) < len(graph):
        for node in graph:
            name, op = node["id"], node["op"]
            if name in values:
                continue
            if op == "input":
                values[name] = inputs[name]
            elif op == "const":
                values[name] = node["value"]
            elif all(arg in values for arg in node["args"]):
                a = values[node["args"][0]]
                b = values[node["args"][-1]]
                if op == "add":
                    values[name] = a + b
                elif op == "sub":
                    values[name] = a - b
                elif op == "mul":
                    values[name] = a * b
                elif op == "div":
                    values[name] = a / b
                elif op == "neg":
                    values[name] = -a
                elif op == "exp":
                    values[name] = math.exp(a)
                elif op == "log":
                    values[name] = math.log(a)
                elif op == "tanh":
                    values[name] = math.tanh(a)
                elif op == "sigmoid":
                    values[name] = 1 / (1 + math.exp(-a))
                elif op == "relu":
                    values[name] = a if a > 0 else 0
                elif op == "square":
                    values[name] = a**2
    return values


def init_mlp(sizes, seed=0, scheme="he"):
    rng = np.random.default_rng(seed)
    params = {}
    for layer in range(len(sizes) - 1):
        fan_in, fan_out = sizes[layer], sizes[layer + 1]
        spread = math.sqrt(2 / fan_in) if scheme == "he" else math.sqrt(2 / (fan_in + fan_out))
        W = np.zeros((fan_in, fan_out))
        for i in range(fan_in):
            for j in range(fan_out):
                W[i, j] = rng.normal(0, spread)
        params["W" + str(layer + 1)] = W
        params["b" + str(layer + 1)] = np.zeros(fan_out)
    return params


def logsumexp(x):
    out = np.zeros(np.shape(x)[:-1])
    for index in np.ndindex(out.shape):
        row = [float(v) for v in x[index]]
        largest = max(row)
        out[index] = largest + math.log(sum(math.exp(v - largest) for v in row))
    return out


def log_softmax(x):
    out = np.zeros(np.shape(x))
    for index in np.ndindex(out.shape[:-1]):
        row = [float(v) for v in x[index]]
        largest = max(row)
        total = largest + math.log(sum(math.exp(v - largest) for v in row))
        for k, v in enumerate(row):
            out[(*index, k)] = v - total
    return out


def gelu(x):
    root = math.sqrt(2 / math.pi)
    return _each(x, lambda v: 0.5 * v * (1 + math.tanh(root * (v + 0.044715 * v**3))))


def silu(x):
    return _each(x, lambda v: v * _one_sigmoid(v))


def softplus(x):
    def one(v):
        return v + math.log1p(math.exp(-v)) if v > 0 else math.log1p(math.exp(v))

    return _each(x, one)
