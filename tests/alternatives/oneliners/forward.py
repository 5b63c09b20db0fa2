"""Right answers in as few characters as possible."""

import functools as ft
import itertools as it
import math

import numpy as np

relu = lambda x: (abs(x) + x) / 2  # noqa: E731
leaky_relu = lambda x, alpha=0.1: np.maximum(x, 0) + alpha * np.minimum(x, 0)  # noqa: E731
sigmoid = lambda x: 0.5 * (1 + np.tanh(0.5 * x))  # noqa: E731
tanh = lambda x: np.tanh(x)  # noqa: E731
elu = lambda x, alpha=1.0: np.maximum(x, 0) + alpha * (np.exp(np.minimum(x, 0)) - 1)  # noqa: E731
maxout = lambda x, W, b, V, c: np.maximum(x @ W + b, x @ V + c)  # noqa: E731
softmax = lambda x: (lambda e: e / e.sum(-1, keepdims=True))(  # noqa: E731
    np.exp(x - x.max(-1, keepdims=True))
)
affine_forward = lambda x, W, b: [x @ W + b, [x, W, b]]  # noqa: E731


def mlp_forward(x, params):
    caches = []
    for i in range(len(params) // 2):
        x = np.maximum(caches[-1]["z"], 0) if i else x
        caches += [{"x": x, "z": x @ params[f"W{i + 1}"] + params[f"b{i + 1}"]}]
    return caches[-1]["z"], caches


def graph_forward(graph, inputs):
    f = {"add": "{}+{}", "sub": "{}-{}", "mul": "{}*{}", "div": "{}/{}", "neg": "-{}"}
    f |= {k: "m." + k + "({})" for k in ("exp", "log", "tanh")}
    f |= {"sigmoid": "1/(1+m.exp(-{}))", "relu": "max({},0)", "square": "{}**2"}
    g, v = {n["id"]: n for n in graph}, dict(inputs)
    v |= {n["id"]: n["value"] for n in graph if n["op"] == "const"}
    todo = [*g]
    while todo:
        if todo[-1] in v:
            todo.pop()
        elif need := [a for a in g[todo[-1]]["args"] if a not in v]:
            todo += need
        else:
            n = g[todo[-1]]
            v[n["id"]] = eval(f[n["op"]].format(*(f"({v[a]!r})" for a in n["args"])), {"m": math})
    return v


def init_mlp(sizes, seed=0, scheme="he"):
    g, s = np.random.default_rng(seed), [*it.pairwise(sizes)]
    r = [(2 / (k[0] + (scheme != "he") * k[1])) ** 0.5 for k in s]
    w = {f"W{i + 1}": g.normal(size=k) * r[i] for i, k in enumerate(s)}
    return w | {f"b{i + 1}": np.zeros(k[1]) for i, k in enumerate(s)}


logsumexp = lambda x: ft.reduce(np.logaddexp, np.moveaxis(x, -1, 0))  # noqa: E731
log_softmax = lambda x: x - np.logaddexp.reduce(x, -1)[..., None]  # noqa: E731
gelu = lambda x: x / 2 * (1 + np.tanh((2 / np.pi) ** 0.5 * (x + 0.044715 * x**3)))  # noqa: E731
silu = lambda x: x * (1 + np.tanh(x / 2)) / 2  # noqa: E731
softplus = lambda x: np.logaddexp(x, 0)  # noqa: E731
