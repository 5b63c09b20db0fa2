import numpy as np


def linear_score(X, w, b):
    return X.dot(w) + b


def perceptron_predict(X, w, b):
    return np.sign(linear_score(X, w, b))


def accuracy(pred, y):
    return sum(pred == y) / len(y)


def gate_weights(name):
    weights = {"AND": (1, 1, -1.5), "OR": (1, 1, -0.5), "NAND": (-1, -1, 1.5), "NOR": (-1, -1, 0.5)}
    w1, w2, b = weights[name]
    return np.array([w1, w2]), b


def perceptron_update(w, b, x, y, lr=1.0):
    if y * (w @ x + b) < 0:
        w = w + lr * y * x
        b = b + lr * y
    return w, b


def perceptron_train(X, y, epochs=100, lr=1.0):
    w = np.zeros(X.shape[1])
    b = 0
    mistakes = []
    for _ in range(epochs):
        m = 0
        for xi, yi in zip(X, y):
            if yi * (w @ xi + b) <= 0:
                w = w + lr * yi * xi
                b = b + lr * yi
                m += 1
        mistakes.append(m)
    return w, b, mistakes


def xor_network(X):
    # one neuron cannot do this, as the book proves
    raise NotImplementedError("xor_network is not written yet")


def hill_climb(X, y, w, b, deltas):
    raise NotImplementedError("hill_climb is not written yet")


def pocket_train(X, y, epochs, lr=1.0):
    raise NotImplementedError("pocket_train is not written yet")


def margin_bound(X, y, w, b):
    raise NotImplementedError("margin_bound is not written yet")
