"""Right answers, terse."""

import math

import numpy as np


def sgd(w, dw, state=None, *, lr=1e-2, weight_decay=0.0):
    return w - lr * dw - lr * weight_decay * w, {}


def gradient_descent_1d(a, b, x0, lr, steps):
    return [x0] + [x0 := x0 - lr * (a * x0 + b) for _ in range(steps)]


def minibatches(X, y, batch_size, seed=None):
    i = np.arange(len(y)) if seed is None else np.random.default_rng(seed).permutation(len(y))
    return [(X[i[k : k + batch_size]], y[i[k : k + batch_size]]) for k in range(0, len(y), batch_size)]


def momentum(w, dw, state=None, *, lr=1e-2, mu=0.9):
    return w - lr * (v := mu * (state or {"v": 0})["v"] + dw), {"v": v}


def rmsprop(w, dw, state=None, *, lr=1e-2, alpha=0.99, eps=1e-8):
    s = alpha * (state or {"s": 0})["s"] + (1 - alpha) * dw**2
    return w - lr * dw / (s**0.5 + eps), {"s": s}


def adam(w, dw, state=None, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m, v, t = (state[k] for k in "mvt") if state else (0, 0, 0)
    m, v, t = beta1 * m + (1 - beta1) * dw, beta2 * v + (1 - beta2) * dw * dw, t + 1
    return w - lr * m / (1 - beta1**t) / ((v / (1 - beta2**t)) ** 0.5 + eps), {"m": m, "v": v, "t": t}


def step_decay(lr0, epoch, drop=0.5, every=10):
    return lr0 * drop ** (epoch // every)


def nesterov(w, dw, state=None, *, lr=1e-2, mu=0.9):
    return w - lr * (dw + mu * (v := mu * (state or {"v": 0})["v"] + dw)), {"v": v}


def adagrad(w, dw, state=None, *, lr=1e-2, eps=1e-10):
    return w - lr * dw / ((s := (state or {"s": 0})["s"] + dw**2) ** 0.5 + eps), {"s": s}


def adamw(w, dw, state=None, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=1e-2):
    return adam(w - lr * weight_decay * w, dw, state, lr=lr, beta1=beta1, beta2=beta2, eps=eps)


def clip_grad_norm(grads, max_norm):
    n = math.hypot(*np.concatenate([g.ravel() for g in grads.values()]))
    return {k: g * min(1, max_norm / (n + 1e-6)) for k, g in grads.items()}, n


def cosine_schedule(lr0, step, total, lr_min=0.0):
    return lr_min + (lr0 - lr_min) * math.cos(math.pi / 2 * min(step / total, 1)) ** 2
