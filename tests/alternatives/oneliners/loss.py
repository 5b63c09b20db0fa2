"""Right answers in as few characters as possible."""

import numpy as np


def one_hot(y, num_classes):
    if {*y.tolist()} - {*range(num_classes)}:
        raise ValueError
    return np.eye(num_classes)[y]


def mse_loss(pred, target):
    if pred.shape != target.shape:
        raise ValueError
    return ((d := pred - target) ** 2).mean(), 2 * d / d.size


def softmax_cross_entropy(logits, y):
    r = np.arange(n := len(y)), y
    g = np.exp(s := logits - np.logaddexp.reduce(logits, 1)[:, None])
    g[r] -= 1
    return -s[r].mean(), g / n


bce_with_logits = lambda z, y: (  # noqa: E731
    (np.logaddexp(0, z) - z * y).mean(),
    ((1 + np.tanh(z / 2)) / 2 - y) / len(y),
)
hinge_loss = lambda s, y: (  # noqa: E731
    np.maximum(0, 1 - y * s).mean(),
    -y * (y * s < 1) / len(y),
)
l2_penalty = lambda p, r: (  # noqa: E731
    sum(r / 2 * (v**2).sum() for k, v in p.items() if k[0] == "W"),
    {k: r * v * (k[0] == "W") for k, v in p.items()},
)


def svm_loss(scores, y, delta=1.0):
    e = np.eye(scores.shape[1])[y]
    g = ((m := scores - (scores * e).sum(1)[:, None] + delta * (1 - e)) > 0) / len(y)
    g = g * (1 - e)
    return (m * g).sum(), g - e * g.sum(1)[:, None]


huber_loss = lambda p, t, delta=1.0: (  # noqa: E731
    ((c := np.clip(d := p - t, -delta, delta)) * (d - c / 2)).mean(),
    c / d.size,
)


def label_smoothing_ce(logits, y, eps=0.1):
    q = (1 - eps) * np.eye(k := logits.shape[1])[y] + eps / k
    s = logits - np.logaddexp.reduce(logits, 1)[:, None]
    return -(q * s).sum() / len(y), (np.exp(s) - q) / len(y)
