import numpy as np


def one_hot(y, num_classes):
    out = np.zeros((len(y), num_classes))
    out[np.arange(len(y)), y] = 1
    return out


def mse_loss(pred, target):
    if pred.shape != target.shape:
        raise ValueError("shapes differ")
    diff = pred - target
    return np.mean(diff**2), diff / diff.size


def softmax_cross_entropy(logits, y):
    n = len(y)
    z = logits - logits.max(axis=1, keepdims=True)
    logp = z - np.log(np.exp(z).sum(axis=1, keepdims=True))
    loss = -logp[range(n), y].mean()
    d = np.exp(logp)
    d[range(n), y] -= 1
    return loss, d


def bce_with_logits(logits, y):
    p = 1 / (1 + np.exp(-logits))
    loss = -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))
    return loss, (p - y) / len(y)


def hinge_loss(scores, y):
    margins = 1 - y * scores
    loss = np.mean(np.maximum(0, margins))
    d = np.where(margins >= 0, -y, 0) / len(y)
    return loss, d


def l2_penalty(params, reg):
    loss = 0
    grads = {}
    for k in params:
        if k[0] == "W":
            loss += reg * np.sum(params[k] ** 2)
            grads[k] = reg * params[k]
        else:
            grads[k] = np.zeros(params[k].shape)
    return loss, grads


def svm_loss(scores, y, delta=1.0):
    raise NotImplementedError("svm_loss is not written yet")


def huber_loss(pred, target, delta=1.0):
    raise NotImplementedError("huber_loss is not written yet")


def label_smoothing_ce(logits, y, eps=0.1):
    raise NotImplementedError("label_smoothing_ce is not written yet")
