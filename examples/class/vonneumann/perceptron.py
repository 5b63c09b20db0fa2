import numpy as np


def linear_score(X, w, b):
    return X @ w + b


def perceptron_predict(X, w, b):
    return 2 * (X @ w + b > 0) - 1


def accuracy(pred, y):
    return np.mean(pred == y)


def gate_weights(name):
    raise NotImplementedError("gate_weights is not written yet")


def perceptron_update(w, b, x, y, lr=1.0):
    raise NotImplementedError("perceptron_update is not written yet")


def perceptron_train(X, y, epochs=100, lr=1.0):
    raise NotImplementedError("perceptron_train is not written yet")


def xor_network(X):
    a = X[:, 0] + X[:, 1] > 0.5
    b = X[:, 0] + X[:, 1] < 1.5
    return np.where(a & b, 1, -1)


def hill_climb(X, y, w, b, deltas):
    raise NotImplementedError("hill_climb is not written yet")


def pocket_train(X, y, epochs, lr=1.0):
    raise NotImplementedError("pocket_train is not written yet")


def margin_bound(X, y, w, b):
    raise NotImplementedError("margin_bound is not written yet")
