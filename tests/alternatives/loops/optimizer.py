"""Right answers in plain Python loops."""

import math

import numpy as np


def sgd(w, dw, state=None, *, lr=1e-2, weight_decay=0.0):
    new = np.zeros(w.shape)
    for index in np.ndindex(w.shape):
        new[index] = w[index] - lr * (dw[index] + weight_decay * w[index])
    return new, None


def gradient_descent_1d(a, b, x0, lr, steps):
    x = x0
    points = [x]
    for _ in range(steps):
        slope = a * x + b
        x = x - lr * slope
        points.append(x)
    return points


def minibatches(X, y, batch_size, seed=None):
    order = list(range(len(X)))
    if seed is not None:
        order = np.random.default_rng(seed).permutation(len(X)).tolist()
    batches = []
    while order:
        rows, labels = [], []
        for _ in range(batch_size):
            if not order:
                break
            i = order.pop(0)
            rows.append(X[i])
            labels.append(y[i])
        batches.append((np.array(rows), np.array(labels)))
    return batches


def momentum(w, dw, state=None, *, lr=1e-2, mu=0.9):
    new, v = np.zeros(w.shape), np.zeros(w.shape)
    for i in np.ndindex(w.shape):
        v[i] = dw[i]
        if state is not None:
            v[i] += mu * state["v"][i]
        new[i] = w[i] - lr * v[i]
    return new, {"v": v}


def rmsprop(w, dw, state=None, *, lr=1e-2, alpha=0.99, eps=1e-8):
    new, s = np.zeros(w.shape), np.zeros(w.shape)
    for i in np.ndindex(w.shape):
        if state is not None:
            s[i] = alpha * state["s"][i]
        s[i] += (1 - alpha) * dw[i] ** 2
        new[i] = w[i] - lr * dw[i] / (math.sqrt(s[i]) + eps)
    return new, {"s": s}


def adam(w, dw, state=None, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    if state is None:
        state = {"m": np.zeros(w.shape), "v": np.zeros(w.shape), "t": 0}
    t = state["t"] + 1
    new, m, v = np.zeros(w.shape), np.zeros(w.shape), np.zeros(w.shape)
    for i in np.ndindex(w.shape):
        m[i] = beta1 * state["m"][i] + (1 - beta1) * dw[i]
        v[i] = beta2 * state["v"][i] + (1 - beta2) * dw[i] ** 2
        mhat = m[i] / (1 - math.pow(beta1, t))
        vhat = v[i] / (1 - math.pow(beta2, t))
        new[i] = w[i] - lr * mhat / (math.sqrt(vhat) + eps)
    return new, {"m": m, "v": v, "t": t}


def step_decay(lr0, epoch, drop=0.5, every=10):
    lr = lr0
    for number in range(1, epoch + 1):
        if number % every == 0:
            lr = lr * drop
    return lr


def nesterov(w, dw, state=None, *, lr=1e-2, mu=0.9):
    new, v = np.zeros(w.shape), np.zeros(w.shape)
    for i in np.ndindex(w.shape):
        v[i] = dw[i]
        if state is not None:
            v[i] += mu * state["v"][i]
        new[i] = w[i] - lr * (dw[i] + mu * v[i])
    return new, {"v": v}


def adagrad(w, dw, state=None, *, lr=1e-2, eps=1e-10):
    new, s = np.zeros(w.shape), np.zeros(w.shape)
    for i in np.ndindex(w.shape):
        if state is not None:
            s[i] = state["s"][i]
        s[i] += dw[i] * dw[i]
        new[i] = w[i] - lr * dw[i] / (math.sqrt(s[i]) + eps)
    return new, {"s": s}


def adamw(w, dw, state=None, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=1e-2):
    shrunk = np.zeros(w.shape)
    for i in np.ndindex(w.shape):
        shrunk[i] = w[i] * (1 - lr * weight_decay)
    return adam(shrunk, dw, state, lr=lr, beta1=beta1, beta2=beta2, eps=eps)


def clip_grad_norm(grads, max_norm):
    total = 0.0
    for name in grads:
        for value in grads[name].flatten():
            total += float(value) ** 2
    total = math.sqrt(total)
    scale = max_norm / (total + 1e-6)
    if scale > 1:
        scale = 1.0
    clipped = {}
    for name in grads:
        clipped[name] = np.array([scale * value for value in grads[name].flatten()]).reshape(grads[name].shape)
    return clipped, total


def cosine_schedule(lr0, step, total, lr_min=0.0):
    if step > total:
        step = total
    return lr_min + (lr0 - lr_min) / 2 * (1 + math.cos(math.pi * step / total))
