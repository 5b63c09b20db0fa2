import numpy as np


def linear_score(X, w, b):
    return X @ w + b


def perceptron_predict(X, w, b):
    return 2 * (X @ w + b > 0) - 1


def accuracy(pred, y):
    return np.mean(pred == y)


def gate_weights(name):
    if name == "AND":
        return np.array([1.0, 1.0]), -1.5
    if name == "OR":
        return np.array([1.0, 1.0]), -0.5
    if name == "NAND":
        return np.array([-1.0, -1.0]), 1.5
    if name == "NOR":
        return np.array([-1.0, -1.0]), 0.5


def perceptron_update(w, b, x, y, lr=1.0):
    if y * (w @ x + b) <= 0:
        return w + lr * y * x, b + lr * y
    return w.copy(), b


def perceptron_train(X, y, epochs=100, lr=1.0):
    w = np.zeros(X.shape[1])
    b = 0.0
    mistakes = []
    while True:  # until it is perfect!
        m = 0
        for i in range(len(y)):
            if y[i] * (X[i] @ w + b) <= 0:
                w, b = perceptron_update(w, b, X[i], y[i], lr)
                m += 1
        mistakes.append(m)
        if m == 0:
            return w, b, mistakes


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
