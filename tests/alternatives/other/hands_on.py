"""hands_on.py that updates its own copies in place, in reversed order, and imports inside the functions."""

import numpy as np


def train(X, y, params, *, epochs, batch_size, lr, reg=0.0, seed=0):
    import backward
    import forward
    import loss
    import optimizer

    own = {name: np.array(params[name], dtype=float) for name in reversed(list(params))}
    memory = dict.fromkeys(own)
    log = {"loss": [], "accuracy": []}
    for number in range(seed, seed + epochs):
        shares = []
        for rows, labels in optimizer.minibatches(X, y, batch_size, seed=number):
            logits, caches = forward.mlp_forward(rows, own)
            value, dlogits = loss.softmax_cross_entropy(logits, labels)
            grads = backward.mlp_backward(dlogits, caches, own)
            if reg > 0:
                value += loss.l2_penalty(own, reg)[0]
                for name in own:
                    if name.startswith("W"):
                        grads[name] = grads[name] + reg * own[name]
            for name in own:
                own[name][...], memory[name] = optimizer.adam(own[name], grads[name], memory[name], lr=lr)
            shares.append(float(value))
        log["loss"].append(sum(shares) / len(shares))
        log["accuracy"].append(np.array(np.count_nonzero(predict(X, own) == y) / len(y)))
    return {"params": own, **log}


def predict(X, params):
    from forward import mlp_forward, softmax

    p = softmax(mlp_forward(np.asarray(X, dtype=float), params)[0])
    return p.argmax(axis=1)


def confusion_matrix(y, pred, num_classes):
    index = num_classes * y.astype(np.int64) + pred
    return np.bincount(index, minlength=num_classes * num_classes).reshape(num_classes, -1)


def solve_xor():
    """Three layers by hand; the first one only passes its input on."""
    return {
        "W1": np.eye(2),
        "b1": np.zeros(2),
        "W2": np.array([[1.0, -1.0], [-1.0, 1.0]]),
        "b2": np.zeros(2),
        "W3": np.array([[-2.0, 3.0], [-2.0, 3.0]]),
        "b3": np.array([1.0, -1.0]),
    }


def solve_spiral(X, y):
    """Random features first: many fixed units and a good start for the last layer, then training."""
    rng = np.random.default_rng(12)
    W, b = 3 * rng.normal(size=(2, 200)), rng.normal(size=200)
    features = np.concatenate([np.maximum(X @ W + b, 0), np.ones((len(X), 1))], axis=1)
    target = 2.0 * np.eye(3)[y] - 1.0
    last = np.linalg.solve(features.T @ features + 1e-3 * np.eye(201), features.T @ target)
    params = {"W1": W, "b1": b, "W2": last[:-1], "b2": last[-1]}
    return train(X, y, params, epochs=20, batch_size=64, lr=1e-3)["params"]
