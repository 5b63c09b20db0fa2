"""Right answers with einsum, tensordot and the methods of ufuncs."""

import numpy as np


def one_hot(y, num_classes):
    y = np.asarray(y).astype(np.int64)
    if np.logical_or.reduce(np.not_equal(y, np.clip(y, 0, num_classes - 1))):
        raise ValueError("no such class")
    return np.equal.outer(y, np.arange(num_classes)).astype(np.float64)


def mse_loss(pred, target):
    if np.not_equal(np.ndim(pred), np.ndim(target)) or pred.shape != target.shape:
        raise ValueError("different shapes")
    d = np.subtract(pred, target, dtype=np.float64)
    return np.vdot(d, d) / d.size, np.multiply(2 / d.size, d)


def softmax_cross_entropy(logits, y):
    n, classes = logits.shape
    norm = np.logaddexp.reduce(logits, axis=1)
    right = np.equal.outer(y, np.arange(classes)).astype(float)
    loss = np.einsum("i->", norm - np.einsum("ik,ik->i", logits, right)) / n
    return loss, np.subtract(np.exp(np.subtract(logits, norm[:, None])), right) / n


def bce_with_logits(logits, y):
    loss = np.add.reduce(np.logaddexp(0, logits) - np.multiply(logits, y)) / len(y)
    return loss, np.subtract(np.exp(-np.logaddexp(0, np.negative(logits))), y) / np.size(y)


def hinge_loss(scores, y):
    margin = np.subtract(1.0, np.multiply(y, scores))
    active = np.greater(margin, 0).astype(float)
    return np.dot(margin, active) / len(y), np.einsum("i,i->i", active, np.negative(y)) / len(y)


def l2_penalty(params, reg):
    weights = {k: np.asarray(v, dtype=float) for k, v in params.items() if k.startswith("W")}
    loss = sum(0.5 * reg * np.einsum("i,i->", w.ravel(), w.ravel()) for w in weights.values())
    return loss, {k: np.multiply(reg if k in weights else 0.0, v) for k, v in params.items()}


def svm_loss(scores, y, delta=1.0):
    n, classes = scores.shape
    right = np.equal.outer(y, np.arange(classes)).astype(float)
    wrong = 1.0 - right
    margin = scores - np.einsum("ik,ik->i", scores, right)[:, None] + delta
    active = np.greater(margin, 0) * wrong
    loss = np.einsum("ik,ik->", margin, active) / n
    return loss, (active - np.einsum("i,ik->ik", np.einsum("ik->i", active), right)) / n


def huber_loss(pred, target, delta=1.0):
    d = np.subtract(pred, target, dtype=float)
    cut = np.minimum(np.maximum(d, -delta), delta)
    loss = np.tensordot(cut, d - cut / 2, axes=d.ndim) / d.size
    return loss, np.divide(cut, d.size)


def label_smoothing_ce(logits, y, eps=0.1):
    n, classes = logits.shape
    q = np.add(eps / classes, np.multiply(1 - eps, np.equal.outer(y, np.arange(classes))))
    log_p = np.subtract(logits, np.logaddexp.reduce(logits, axis=1, keepdims=True))
    return -np.tensordot(q, log_p, axes=2) / n, np.subtract(np.exp(log_p), q) / n
