"""My perceptron. -- ada"""

import numpy as np


def linear_score(X, w, b):
    return X @ w + b


def perceptron_predict(X, w, b):
    return np.where(linear_score(X, w, b) > 0, 1, -1)


def accuracy(pred, y):
    return np.mean(np.asarray(pred) == np.asarray(y))


def gate_weights(name):
    # a gate fires when enough inputs are on; NAND and NOR are the same with the signs turned round
    w, b = np.array([2.0, 2.0]), {"AND": -3.0, "NAND": -3.0, "OR": -1.0, "NOR": -1.0}[name]
    return (-w, -b) if name.startswith("N") else (w, b)


def perceptron_update(w, b, x, y, lr=1.0):
    if y * (np.dot(w, x) + b) > 0:
        return np.copy(w), b
    return w + lr * y * x, b + lr * y


def perceptron_train(X, y, epochs=100, lr=1.0):
    w, b = np.zeros(X.shape[1]), 0.0
    mistakes = []
    while len(mistakes) < epochs:
        count = 0
        for xi, yi in zip(X, y):
            count += int(yi * (xi @ w + b) <= 0)
            w, b = perceptron_update(w, b, xi, yi, lr)
        mistakes.append(count)
        if count == 0:
            break
    return w, b, mistakes


def xor_network(X):
    def gate(name, inputs):
        w, b = gate_weights(name)
        return (perceptron_predict(inputs, w, b) + 1) / 2  # back to 0 and 1 for the next gate

    hidden = np.column_stack([gate("OR", X), gate("NAND", X)])
    return (2 * gate("AND", hidden) - 1).astype(int)


def hill_climb(X, y, w, b, deltas):
    best = accuracy(perceptron_predict(X, w, b), y)
    history = []
    for *dw, db in deltas:
        new_w, new_b = w + np.array(dw), b + db
        acc = accuracy(perceptron_predict(X, new_w, new_b), y)
        if acc > best:
            w, b, best = new_w, new_b, acc
        history.append(best)
    return np.array(w), b, history


def pocket_train(X, y, epochs, lr=1.0):
    w, b = np.zeros(X.shape[1]), 0.0
    pocket = (w, b, -1.0)  # nothing learned yet, so anything is better
    for _ in range(epochs):
        for xi, yi in zip(X, y):
            if yi * (xi @ w + b) <= 0:
                w, b = perceptron_update(w, b, xi, yi, lr)
                acc = accuracy(perceptron_predict(X, w, b), y)
                if acc > pocket[2]:
                    pocket = (w, b, acc)
    return pocket


def margin_bound(X, y, w, b):
    X1 = np.column_stack([X, np.ones(len(X))])
    v = np.append(w, b)
    gamma = np.min(y * (X1 @ v)) / np.linalg.norm(v)
    return (np.linalg.norm(X1, axis=1).max() / gamma) ** 2
