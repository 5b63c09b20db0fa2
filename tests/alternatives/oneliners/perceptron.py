"""Right answers, terse."""

import numpy as np


def linear_score(X, w, b):
    return X @ w + b


def perceptron_predict(X, w, b):
    return (X @ w + b > 0) * 2 - 1


def accuracy(pred, y):
    return (pred == y).mean()


def gate_weights(name):
    return np.full(2, s := -1 if name[0] == "N" else 1), s * (-1.5 if "AND" in name else -0.5)


def perceptron_update(w, b, x, y, lr=1.0):
    return (w + lr * y * x, b + lr * y) if y * (w @ x + b) <= 0 else (w + 0, b)


def perceptron_train(X, y, epochs=100, lr=1.0):
    w, b, m = np.zeros(X.shape[1]), 0, []
    while len(m) < epochs and (not m or m[-1]):
        m.append(0)
        for x, t in zip(X, y, strict=True):
            if t * (w @ x + b) <= 0:
                w, b, m[-1] = w + lr * t * x, b + lr * t, m[-1] + 1
    return w, b, m


def xor_network(X):
    return np.where(X[:, 0] != X[:, 1], 1, -1)


def hill_climb(X, y, w, b, deltas):
    v, h, E = np.append(w, b), [], np.c_[X, np.ones(len(X))]
    a = np.mean((E @ v > 0) * 2 - 1 == y)
    for d in deltas:
        v, a = max([(v, a), (v + d, np.mean((E @ (v + d) > 0) * 2 - 1 == y))], key=lambda pair: pair[1])
        h += [a]
    return v[:-1], v[-1], h


def pocket_train(X, y, epochs, lr=1.0):
    v, E, seen = np.zeros(X.shape[1] + 1), np.c_[X, np.ones(len(X))], []
    for e, t in [*zip(E, y, strict=True)] * epochs:
        if t * (v @ e) <= 0:
            v = v + lr * t * e
            seen.append((v, np.mean((E @ v > 0) * 2 - 1 == y)))
    best = max(seen, key=lambda pair: pair[1])
    return best[0][:-1], best[0][-1], best[1]


def margin_bound(X, y, w, b):
    return ((X**2).sum(1).max() + 1) * (w @ w + b * b) / (y * (X @ w + b)).min() ** 2
