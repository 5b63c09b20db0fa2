"""The express track, with plain loops where they are allowed."""
import numpy as np


def linear_score(X, w, b):
    scores = []
    for row in X:
        s = b
        for xi, wi in zip(row, w):
            s += xi * wi
        scores.append(s)
    return np.array(scores)


def perceptron_predict(X, w, b):
    out = []
    for s in linear_score(X, w, b):
        if s > 0:
            out.append(1)
        else:
            out.append(-1)
    return np.array(out)


def accuracy(pred, y):
    right = 0
    for p, t in zip(pred, y):
        if p == t:
            right += 1
    return right / len(y)


def gate_weights(name):
    raise NotImplementedError("gate_weights is not written yet")


def perceptron_update(w, b, x, y, lr=1.0):
    score = sum(wi * xi for wi, xi in zip(w, x)) + b
    w = np.array(w, dtype=float)
    if y * score <= 0:
        for i in range(len(w)):
            w[i] += lr * y * x[i]
        b = b + lr * y
    return w, b


def perceptron_train(X, y, epochs=100, lr=1.0):
    w = np.zeros(len(X[0]))
    b = 0.0
    mistakes = []
    for epoch in range(epochs):
        errors = 0
        for i in range(len(X)):
            if y[i] * (np.sum(X[i] * w) + b) <= 0:
                errors += 1
                w, b = perceptron_update(w, b, X[i], y[i], lr)
        mistakes.append(errors)
        if errors == 0:
            break
    return w, b, mistakes


def xor_network(X):
    raise NotImplementedError("xor_network is not written yet")


def hill_climb(X, y, w, b, deltas):
    raise NotImplementedError("hill_climb is not written yet")


def pocket_train(X, y, epochs, lr=1.0):
    raise NotImplementedError("pocket_train is not written yet")


def margin_bound(X, y, w, b):
    raise NotImplementedError("margin_bound is not written yet")
