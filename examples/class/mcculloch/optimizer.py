import numpy as np


def sgd(w, dw, state=None, *, lr=1e-2, weight_decay=0.0):
    dw = dw + weight_decay * w
    w -= lr * dw
    return w, state


def gradient_descent_1d(a, b, x0, lr, steps):
    x = x0
    points = []
    for _ in range(steps):
        x = x - lr * (a * x + b)
        points.append(x)
    return points


def minibatches(X, y, batch_size, seed=None):
    n = len(X)
    idx = np.arange(n) if seed is None else np.random.default_rng(seed).permutation(n)
    batches = []
    for i in range(n // batch_size):
        part = idx[i * batch_size : (i + 1) * batch_size]
        batches.append((X[part], y[part]))
    return batches


def momentum(w, dw, state=None, *, lr=1e-2, mu=0.9):
    v = 0 if state is None else state["v"]
    v = mu * v + (1 - mu) * dw
    return w - lr * v, {"v": v}


def rmsprop(w, dw, state=None, *, lr=1e-2, alpha=0.99, eps=1e-8):
    s = 0 if state is None else state["s"]
    s = alpha * s + (1 - alpha) * dw**2
    return w - lr * dw / np.sqrt(s + eps), {"s": s}


def adam(w, dw, state=None, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    if state is None:
        state = {"m": 0, "v": 0, "t": 0}
    m = beta1 * state["m"] + (1 - beta1) * dw
    v = beta2 * state["v"] + (1 - beta2) * dw**2
    return w - lr * m / (np.sqrt(v) + eps), {"m": m, "v": v, "t": state["t"] + 1}


def step_decay(lr0, epoch, drop=0.5, every=10):
    return lr0 * drop ** (epoch / every)


def nesterov(w, dw, state=None, *, lr=1e-2, mu=0.9):
    raise NotImplementedError("nesterov is not written yet")


def adagrad(w, dw, state=None, *, lr=1e-2, eps=1e-10):
    raise NotImplementedError("adagrad is not written yet")


def adamw(w, dw, state=None, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=1e-2):
    raise NotImplementedError("adamw is not written yet")


def clip_grad_norm(grads, max_norm):
    out = {}
    total = 0
    for k, g in grads.items():
        norm = np.linalg.norm(g)
        total += norm**2
        out[k] = g * min(1, max_norm / (norm + 1e-6))
    return out, np.sqrt(total)


def cosine_schedule(lr0, step, total, lr_min=0.0):
    return lr_min + 0.5 * (lr0 - lr_min) * (1 + np.cos(np.pi * step / total))
