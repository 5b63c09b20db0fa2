"""Optimizers. -- ada"""

import math

import numpy as np


def sgd(w, dw, state=None, *, lr=1e-2, weight_decay=0.0):
    return w - lr * (dw + weight_decay * w), {}


def gradient_descent_1d(a, b, x0, lr, steps):
    xs = [x0]
    for _ in range(steps):
        xs.append(xs[-1] - lr * (a * xs[-1] + b))
    return xs


def minibatches(X, y, batch_size, seed=None):
    order = np.arange(len(X))
    if seed is not None:
        order = np.random.default_rng(seed).permutation(len(X))
    batches = []
    for i in range(0, len(X), batch_size):
        chosen = order[i : i + batch_size]
        batches.append((X[chosen], y[chosen]))
    return batches


def momentum(w, dw, state=None, *, lr=1e-2, mu=0.9):
    v = dw if state is None else mu * state["v"] + dw
    return w - lr * v, {"v": v}


def rmsprop(w, dw, state=None, *, lr=1e-2, alpha=0.99, eps=1e-8):
    s = (1 - alpha) * dw**2
    if state is not None:
        s = s + alpha * state["s"]
    return w - lr * dw / (np.sqrt(s) + eps), {"s": s}


def adam(w, dw, state=None, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    return adamw(w, dw, state, lr=lr, beta1=beta1, beta2=beta2, eps=eps, weight_decay=0.0)


def step_decay(lr0, epoch, drop=0.5, every=10):
    return lr0 * drop ** (epoch // every)


def nesterov(w, dw, state=None, *, lr=1e-2, mu=0.9):
    v = dw if state is None else mu * state["v"] + dw
    return w - lr * (dw + mu * v), {"v": v}


def adagrad(w, dw, state=None, *, lr=1e-2, eps=1e-10):
    s = dw**2 if state is None else state["s"] + dw**2
    return w - lr * dw / (np.sqrt(s) + eps), {"s": s}


def adamw(w, dw, state=None, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=1e-2):
    if state is None:
        state = {"m": np.zeros_like(w, dtype=float), "v": np.zeros_like(w, dtype=float), "t": 0}
    t = state["t"] + 1
    m = beta1 * state["m"] + (1 - beta1) * dw
    v = beta2 * state["v"] + (1 - beta2) * dw**2
    m_hat, v_hat = m / (1 - beta1**t), v / (1 - beta2**t)
    step = m_hat / (np.sqrt(v_hat) + eps)
    return w * (1 - lr * weight_decay) - lr * step, {"m": m, "v": v, "t": t}


def clip_grad_norm(grads, max_norm):
    norm = math.sqrt(sum(float((g**2).sum()) for g in grads.values()))
    scale = min(1, max_norm / (norm + 1e-6))
    return {k: scale * g for k, g in grads.items()}, norm


def cosine_schedule(lr0, step, total, lr_min=0.0):
    if step >= total:
        return lr_min
    return lr_min + (lr0 - lr_min) * (1 + math.cos(math.pi * step / total)) / 2
