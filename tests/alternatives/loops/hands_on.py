"""hands_on.py in plain loops over batches and layers, with the mathematics written out once more.

The sibling modules loop over single numbers, which is right, but too slow for a whole training.
"""

import numpy as np
from forward import mlp_forward
from optimizer import minibatches


def train(X, y, params, *, epochs, batch_size, lr, reg=0.0, seed=0):
    weights, m, v = {}, {}, {}
    for name in params:
        weights[name] = params[name].copy()
        m[name] = np.zeros_like(params[name])
        v[name] = np.zeros_like(params[name])
    layers = len(weights) // 2
    history_loss, history_accuracy = [], []
    t = 0
    for epoch in range(epochs):
        total, count = 0.0, 0
        for Xb, yb in minibatches(X, y, batch_size, seed=seed + epoch):
            t += 1
            count += 1
            inputs = [Xb]
            for layer in range(1, layers + 1):
                z = inputs[-1] @ weights[f"W{layer}"] + weights[f"b{layer}"]
                inputs.append(np.maximum(z, 0) if layer < layers else z)
            shifted = inputs[-1] - inputs[-1].max(axis=1).reshape(-1, 1)
            log_p = shifted - np.log(np.exp(shifted).sum(axis=1)).reshape(-1, 1)
            d = np.exp(log_p)
            for i in range(len(yb)):
                total -= log_p[i, yb[i]] / len(yb)
                d[i, yb[i]] -= 1
            d /= len(yb)
            for layer in range(layers, 0, -1):
                W, b = f"W{layer}", f"b{layer}"
                total += 0.5 * reg * (weights[W] ** 2).sum()
                grads = {W: inputs[layer - 1].T @ d + reg * weights[W], b: d.sum(axis=0)}
                d = (d @ weights[W].T) * (inputs[layer - 1] > 0)
                for name in grads:
                    m[name] = 0.9 * m[name] + 0.1 * grads[name]
                    v[name] = 0.999 * v[name] + 0.001 * grads[name] ** 2
                    m_hat, v_hat = m[name] / (1 - 0.9**t), v[name] / (1 - 0.999**t)
                    weights[name] = weights[name] - lr * m_hat / (np.sqrt(v_hat) + 1e-8)
        history_loss.append(float(total / count))
        right = 0
        guesses = predict(X, weights)
        for i in range(len(y)):
            if guesses[i] == y[i]:
                right += 1
        history_accuracy.append(right / len(y))
    return {"loss": history_loss, "accuracy": history_accuracy, "params": weights}


def predict(X, params):
    logits, _ = mlp_forward(X, params)
    classes = []
    for row in logits:
        best = 0
        for c in range(1, len(row)):
            if row[c] > row[best]:
                best = c
        classes.append(best)
    return np.array(classes)


def confusion_matrix(y, pred, num_classes):
    matrix = np.zeros((num_classes, num_classes))
    for i in range(len(y)):
        matrix[y[i], pred[i]] += 1
    return matrix


def solve_xor():
    X = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
    y = np.array([0, 1, 1, 0])
    for seed in range(10):
        rng = np.random.default_rng(seed)
        params = {"W1": rng.normal(size=(2, 16)), "b1": np.zeros(16), "W2": rng.normal(size=(16, 2)), "b2": np.zeros(2)}
        params = train(X, y, params, epochs=150, batch_size=4, lr=0.05)["params"]
        if (predict(X, params) == y).all():
            break
    return params


def solve_spiral(X, y):
    rng = np.random.default_rng(3)
    classes = len(np.unique(y))
    params = {
        "W1": rng.normal(size=(2, 80)),
        "b1": np.zeros(80),
        "W2": rng.normal(size=(80, classes)) * 0.15,
        "b2": np.zeros(classes),
    }
    for _ in range(30):
        result = train(X, y, params, epochs=20, batch_size=32, lr=0.03)
        params = result["params"]
        if result["accuracy"][-1] > 0.99:
            break
    return params
