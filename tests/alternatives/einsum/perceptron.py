"""Right answers with einsum, tensordot and the methods of ufuncs."""

import numpy as np


def linear_score(X, w, b):
    return np.add(np.einsum("nd,d->n", X, w), b)


def perceptron_predict(X, w, b):
    positive = np.greater(np.tensordot(X, w, axes=(1, 0)) + b, 0)
    return 2 * positive.astype(np.int8) - 1


def accuracy(pred, y):
    return np.count_nonzero(np.equal(pred, y)) / np.size(y)


def gate_weights(name):
    sign = -1.0 if name.startswith("N") else 1.0
    bias = np.where("AND" in name, -1.5, -0.5)
    return np.multiply(sign, np.ones(2)), np.multiply(sign, bias)


def perceptron_update(w, b, x, y, lr=1.0):
    wrong = np.less_equal(y * (np.vdot(w, x) + b), 0)
    step = np.multiply(lr, y) * wrong
    return np.add(w, step * x), np.add(b, step)


def perceptron_train(X, y, epochs=100, lr=1.0):
    E = np.concatenate([X, np.ones((len(X), 1))], axis=1) * y[:, None]
    v = np.zeros(E.shape[1])
    mistakes = []
    for _ in range(epochs):
        count = 0
        for e in E:
            if np.einsum("d,d->", e, v) <= 0:
                np.add(v, np.multiply(lr, e), out=v)
                count += 1
        mistakes.append(count)
        if not count:
            break
    return v[:-1], v[-1], np.array(mistakes)


def xor_network(X):
    hidden = np.heaviside(np.add(np.einsum("nd,hd->nh", X, [[2.0, 2.0], [-2.0, -2.0]]), [-1.0, 3.0]), 0.0)
    return np.sign(np.einsum("nh,h->n", hidden, [2.0, 2.0]) - 3.0)


def hill_climb(X, y, w, b, deltas):
    E = np.column_stack([X, np.ones(len(X))])
    v = np.append(w, b).astype(float)

    def measure(u):
        return np.mean(np.equal(np.einsum("nd,d->n", E, u) > 0, np.greater(y, 0)))

    best = measure(v)
    history = np.empty(len(deltas))
    for k, delta in enumerate(deltas):
        u = np.add(v, delta)
        reached = measure(u)
        if np.greater(reached, best):
            v, best = u, reached
        history[k] = best
    return v[:-1], v[-1], history


def pocket_train(X, y, epochs, lr=1.0):
    E = np.column_stack([X, np.ones(len(X))])
    v = np.zeros(E.shape[1])
    kept, best = v, np.float64(-1)
    for _ in range(epochs):
        for e, label in zip(E, y, strict=True):
            if label * np.dot(e, v) <= 0:
                v = np.add(v, np.multiply.reduce([lr, label]) * e)
                reached = np.mean(np.where(np.tensordot(E, v, 1) > 0, 1, -1) == y)
                if reached > best:
                    kept, best = v, reached
    return kept[:-1], kept[-1], best


def margin_bound(X, y, w, b):
    v = np.append(w, b)
    E = np.column_stack([X, np.ones(len(X))])
    squares = np.maximum.reduce(np.einsum("nd,nd->n", E, E))
    margin = np.minimum.reduce(np.einsum("n,nd,d->n", y, E, v))
    return squares * np.einsum("d,d->", v, v) / np.square(margin)
