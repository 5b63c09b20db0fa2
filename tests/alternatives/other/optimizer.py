"""Right answers by other mathematics, in place on own copies, or in another order of operations."""

import math
import random

import numpy as np


def sgd(w, dw, state=None, *, lr=1e-2, weight_decay=0.0):
    new = np.array(w, dtype=np.float64)
    new *= 1 - lr * weight_decay
    new -= lr * np.asarray(dw)
    return new, {"calls": 1}


def gradient_descent_1d(a, b, x0, lr, steps):
    # the distance to the minimum shrinks by the same factor at every step
    goal = -b / a
    return [goal + (x0 - goal) * (1 - lr * a) ** k for k in range(steps + 1)]


def minibatches(X, y, batch_size, seed=None):
    order = list(range(len(X)))
    if seed is not None:
        random.Random(seed).shuffle(order)
    X, y = X[order], y[order]
    whole = -(-len(order) // batch_size)
    return [[X[k * batch_size :][:batch_size], y[k * batch_size :][:batch_size]] for k in range(whole)]


def momentum(w, dw, state=None, *, lr=1e-2, mu=0.9):
    new, v = np.array(w, dtype=float), np.array(dw, dtype=float)
    if state is not None:
        new -= lr * mu * state["v"]
        v += mu * state["v"]
    new -= lr * dw
    return new, {"v": v}


def rmsprop(w, dw, state=None, *, lr=1e-2, alpha=0.99, eps=1e-8):
    squares = np.square(np.asarray(dw, dtype=float))
    old = np.zeros_like(squares) if state is None else np.array(state["s"])
    old += (1 - alpha) * (squares - old)
    return w + np.negative(lr / (eps + np.sqrt(old))) * dw, {"s": old}


def adam(w, dw, state=None, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    # the paper's second form, with its eps-hat scaled so that it is the first form
    state = {"m": np.zeros(w.shape), "v": np.zeros(w.shape), "t": 0} if state is None else dict(state)
    state["t"] += 1
    state["m"] = state["m"] + (1 - beta1) * (dw - state["m"])
    state["v"] = state["v"] + (1 - beta2) * (dw * dw - state["v"])
    root = math.sqrt(1 - beta2 ** state["t"])
    rate = lr * root / (1 - beta1 ** state["t"])
    return w - rate * state["m"] / (np.sqrt(state["v"]) + eps * root), state


def step_decay(lr0, epoch, drop=0.5, every=10):
    return lr0 * math.exp(math.floor(epoch / every) * math.log(drop))


def nesterov(w, dw, state=None, *, lr=1e-2, mu=0.9):
    if state is None:
        return w - (lr * (1 + mu)) * dw, {"v": dw}
    return w - (lr * (1 + mu)) * dw - (lr * mu**2) * state["v"], {"v": dw + mu * state["v"]}


def adagrad(w, dw, state=None, *, lr=1e-2, eps=1e-10):
    root = np.abs(dw) if state is None else np.hypot(np.sqrt(state["s"]), dw)
    return w - dw * (lr / (root + eps)), {"s": root**2}


def adamw(w, dw, state=None, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=1e-2):
    stepped, state = adam(np.zeros(w.shape), dw, state, lr=lr, beta1=beta1, beta2=beta2, eps=eps)
    return stepped + w - lr * (weight_decay * w), state


def clip_grad_norm(grads, max_norm):
    total = 0.0
    for g in grads.values():
        total = math.hypot(total, float(np.linalg.norm(np.ravel(g))))
    if total + 1e-6 <= max_norm:
        return {name: g.copy() for name, g in grads.items()}, total
    return {name: max_norm * (g / (total + 1e-6)) for name, g in grads.items()}, total


def cosine_schedule(lr0, step, total, lr_min=0.0):
    if step >= total:
        return lr_min
    return lr0 - (lr0 - lr_min) * math.sin(0.5 * math.pi * step / total) ** 2
