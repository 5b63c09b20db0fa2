"""Right answers by other mathematics, in another order, or on copies of one's own."""

import numpy as np


def one_hot(y, num_classes):
    try:
        pairs = np.arange(len(y)), np.asarray(y, dtype=int)
        flat = np.ravel_multi_index(pairs, (len(y), num_classes))
    except ValueError as error:
        raise ValueError(f"a label outside 0..{num_classes - 1}") from error
    out = np.zeros(len(y) * num_classes)
    out[flat] = 1.0
    return out.reshape(len(y), num_classes)


def mse_loss(pred, target):
    """Mean of squares by p^2 - 2pt + t^2 would lose digits; by the norm it does not."""
    if pred.shape != target.shape:
        raise ValueError(f"{pred.shape} is not {target.shape}")
    d = (target - pred).astype(float).ravel()
    return np.linalg.norm(d) ** 2 / len(d), (d * (-2 / len(d))).reshape(pred.shape)


def softmax_cross_entropy(logits, y):
    """The loss of a row is the log of the sum of e^(difference to the right score)."""
    n = len(y)
    difference = logits - logits[range(n), y].reshape(-1, 1)
    largest = difference.max(axis=1)
    total = np.exp(difference - largest[:, np.newaxis]).sum(axis=1)
    loss = (largest + np.log(total)).sum() / n
    p = np.exp(difference - largest[:, np.newaxis] - np.log(total)[:, np.newaxis])
    onehot = np.zeros_like(p)
    onehot[range(n), y] = 1
    return float(loss), p / n - onehot / n


def bce_with_logits(logits, y):
    """Two classes with the scores 0 and z, against a softened label."""
    y = np.asarray(y, dtype=float)
    scores = np.column_stack([np.zeros(len(y)), logits])
    q = np.column_stack([1 - y, y])
    top = scores.max(axis=1, keepdims=True)
    log_p = scores - top - np.log(np.exp(scores - top).sum(axis=1, keepdims=True))
    return float(-(q * log_p).sum(axis=1).mean()), (np.exp(log_p[:, 1]) - y) / len(y)


def hinge_loss(scores, y):
    margin = 1.0 - y * scores
    half = 0.5 * (np.sign(margin) + np.abs(np.sign(margin)))
    return float((margin + np.abs(margin)).sum() / (2 * len(y))), half * -y / len(y)


def l2_penalty(params, reg):
    """The loss from the gradients: half the sum of W * (reg * W)."""
    grads = {name: np.array(array, dtype=float) for name, array in params.items()}
    loss = 0.0
    for name, grad in grads.items():
        if not name.startswith("W"):
            grad[...] = 0.0
            continue
        grad *= reg
        loss += 0.5 * float((grad * params[name]).sum())
    return loss, grads


def svm_loss(scores, y, delta=1.0):
    """Take delta off the right score, and count the right class as a margin of exactly 0."""
    n = len(y)
    shifted = np.array(scores, dtype=float)
    shifted[np.arange(n), y] -= delta
    slack = shifted - shifted[np.arange(n), y][:, None]
    slack[np.arange(n), y] = 0.0
    slack = np.maximum(slack, 0.0)
    push = np.sign(slack)
    push[np.arange(n), y] = -np.count_nonzero(slack, axis=1)
    return np.float64(slack.sum(axis=1).mean()), push / n


def huber_loss(pred, target, delta=1.0):
    """A square minus the part of it beyond delta."""
    d = (pred - target).astype(float)
    beyond = np.maximum(np.abs(d) - delta, 0.0)
    loss = np.mean(0.5 * d**2 - 0.5 * beyond**2)
    return loss, (d - np.sign(d) * beyond) / d.size


def label_smoothing_ce(logits, y, eps=0.1):
    """A mixture: 1 - eps of the cross-entropy, and eps of the mean over all classes."""
    n, classes = logits.shape
    loss, hard = softmax_cross_entropy(logits, y)
    columns = [softmax_cross_entropy(logits, np.full(n, k)) for k in range(classes)]
    uniform = sum(column[0] for column in columns) / classes
    soft = sum(column[1] for column in columns) / classes
    return (1 - eps) * loss + eps * uniform, (1 - eps) * hard + eps * soft
