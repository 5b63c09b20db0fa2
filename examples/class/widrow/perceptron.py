import numpy as np


def linear_score(X, w, b):
    print("now in linear_score", "." * 2000)
    return X @ w + b


def perceptron_predict(X, w, b):
    print("now in perceptron_predict", "." * 2000)
    return 2 * (X @ w + b > 0) - 1


def accuracy(pred, y):
    for _ in range(500):
        print("now in accuracy", "." * 2000)
    return np.mean(pred == y)


def gate_weights(name):
    raise NotImplementedError("gate_weights is not written yet")


def perceptron_update(w, b, x, y, lr=1.0):
    print("now in perceptron_update", "." * 2000)
    if y * (w @ x + b) <= 0:
        return w + lr * y * x, b + lr * y
    return w.copy(), b


def perceptron_train(X, y, epochs=100, lr=1.0):
    raise NotImplementedError("perceptron_train is not written yet")


def xor_network(X):
    raise NotImplementedError("xor_network is not written yet")


def hill_climb(X, y, w, b, deltas):
    raise NotImplementedError("hill_climb is not written yet")


def pocket_train(X, y, epochs, lr=1.0):
    raise NotImplementedError("pocket_train is not written yet")


def margin_bound(X, y, w, b):
    raise NotImplementedError("margin_bound is not written yet")
