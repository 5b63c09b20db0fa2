"""Losses. -- ada"""

import numpy as np


def one_hot(y, num_classes):
    if min(y) < 0 or max(y) >= num_classes:
        raise ValueError("a label outside of the classes")
    return np.eye(num_classes)[y]


def mse_loss(pred, target):
    if pred.shape != target.shape:
        raise ValueError(f"{pred.shape} is not {target.shape}")
    d = pred - target
    return (d * d).mean(), 2 * d / d.size


def softmax_cross_entropy(logits, y):
    n, C = logits.shape
    return _cross_entropy(logits, np.eye(C)[y])


def bce_with_logits(logits, y):
    loss = np.mean(np.logaddexp(0, logits) - logits * y)
    return loss, ((1 + np.tanh(logits / 2)) / 2 - y) / len(y)


def hinge_loss(scores, y):
    gap = 1 - y * scores
    return np.maximum(gap, 0).mean(), -y * (gap > 0) / len(y)


def l2_penalty(params, reg):
    weights = [k for k in params if k.startswith("W")]
    loss = sum(0.5 * reg * np.sum(params[k] ** 2) for k in weights)
    return loss, {k: reg * p if k in weights else np.zeros_like(p) for k, p in params.items()}


def svm_loss(scores, y, delta=1.0):
    n = len(y)
    right = scores[np.arange(n), y]
    gap = np.maximum(scores - right[:, None] + delta, 0)
    gap[np.arange(n), y] = 0
    d = np.sign(gap)
    d[np.arange(n), y] = -d.sum(axis=1)
    return gap.sum() / n, d / n


def huber_loss(pred, target, delta=1.0):
    d = pred - target
    clipped = np.clip(d, -delta, delta)
    return np.mean(clipped * (d - clipped / 2)), clipped / d.size


def label_smoothing_ce(logits, y, eps=0.1):
    C = logits.shape[1]
    return _cross_entropy(logits, (1 - eps) * np.eye(C)[y] + eps / C)


def _cross_entropy(logits, target):
    z = logits - logits.max(axis=1, keepdims=True)
    logp = z - np.log(np.exp(z).sum(axis=1, keepdims=True))
    n = len(logits)
    return -(target * logp).sum() / n, (np.exp(logp) - target) / n
