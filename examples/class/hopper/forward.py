import numpy as np


def relu(x):
    # clever: False counts as 0
    x[x < 0] = 0
    return x


def leaky_relu(x, alpha=0.01):
    return np.where(x > 0, x, x * alpha)


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


def tanh(x):
    return (np.exp(x) - np.exp(-x)) / (np.exp(x) + np.exp(-x))


def elu(x, alpha=1.0):
    return np.where(x > 0, x, alpha * np.exp(np.minimum(x, 0)) - 1)


def maxout(x, W1, b1, W2, b2):
    return np.maximum(x @ W1 + b1, x @ W2 + b1)


def softmax(x):
    e = np.exp(x - np.max(x))
    return e / e.sum(axis=-1, keepdims=True)


def affine_forward(x, W, b):
    out = x @ W + b
    return out, (out, W, b)


def mlp_forward(x, params):
    caches = []
    n = len(params) // 2
    for i in range(n):
        z = x @ params["W%d" % (i + 1)] + params["b%d" % (i + 1)]
        caches.append({"x": x, "z": z})
        x = np.maximum(z, 0)
    return x, caches


def graph_forward(graph, inputs):
    values = {}
    for node in graph:
        a = [values[n] for n in node.get("args", [])]
        op = node["op"]
        if op == "input":
            v = inputs[node["id"]]
        elif op == "const":
            v = node["value"]
        elif op == "add":
            v = a[0] + a[1]
        elif op == "sub":
            v = a[0] - a[1]
        elif op == "mul":
            v = a[0] * a[1]
        elif op == "div":
            v = a[0] / a[1]
        elif op == "neg":
            v = -a[0]
        elif op == "relu":
            v = max(0, a[0])
        elif op == "square":
            v = a[0] ** 2
        elif op == "sigmoid":
            v = 1 / (1 + np.exp(-a[0]))
        else:
            v = getattr(np, op)(a[0])
        values[node["id"]] = v
    return values


def init_mlp(sizes, seed=0, scheme="he"):
    raise NotImplementedError("init_mlp is not written yet")


def logsumexp(x):
    raise NotImplementedError("logsumexp is not written yet")


def log_softmax(x):
    raise NotImplementedError("log_softmax is not written yet")


def gelu(x):
    raise NotImplementedError("gelu is not written yet")


def silu(x):
    raise NotImplementedError("silu is not written yet")


def softplus(x):
    raise NotImplementedError("softplus is not written yet")
