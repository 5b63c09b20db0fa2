"""Right answers in plain Python loops; where loops are forbidden, in another whole-array style."""

import math

import numpy as np


def one_hot(y, num_classes):
    out = np.zeros((len(y), num_classes))
    for i in range(len(y)):
        if not 0 <= int(y[i]) < num_classes:
            raise ValueError("no such class")
        out[i, int(y[i])] = 1.0
    return out


def mse_loss(pred, target):
    if pred.shape != target.shape:
        raise ValueError("different shapes")
    total, dpred = 0.0, np.zeros(pred.shape)
    for index in np.ndindex(pred.shape):
        d = float(pred[index]) - float(target[index])
        total += d * d
        dpred[index] = 2 * d / pred.size
    return total / pred.size, dpred


def softmax_cross_entropy(logits, y):
    n, total, dlogits = len(y), 0.0, np.zeros(logits.shape)
    for i in range(n):
        shifted = logits[i] - np.max(logits[i])
        e = np.exp(shifted)
        total += np.log(np.sum(e)) - shifted[y[i]]
        dlogits[i] = e / np.sum(e)
        dlogits[i, y[i]] -= 1
    return total / n, dlogits / n


def bce_with_logits(logits, y):
    n, total, grad = len(logits), 0.0, []
    for z, t in zip(logits, y, strict=True):
        z, t = float(z), float(t)
        if z > 0:
            total += z - z * t + math.log1p(math.exp(-z))
            p = 1 / (1 + math.exp(-z))
        else:
            total += math.log1p(math.exp(z)) - z * t
            p = math.exp(z) / (1 + math.exp(z))
        grad.append((p - t) / n)
    return total / n, np.array(grad)


def hinge_loss(scores, y):
    n, total, grad = len(scores), 0.0, np.zeros(len(scores))
    for i in range(n):
        if y[i] * scores[i] < 1:
            total += 1 - y[i] * scores[i]
            grad[i] = -y[i] / n
    return total / n, grad


def l2_penalty(params, reg):
    total, grads = 0.0, {}
    for name in params:
        grads[name] = np.zeros(params[name].shape)
        if name[0] == "W":
            for index in np.ndindex(params[name].shape):
                value = float(params[name][index])
                total += value**2
                grads[name][index] = reg * value
    return reg * total / 2, grads


def svm_loss(scores, y, delta=1.0):
    n, classes = scores.shape
    total, grad = 0.0, np.zeros((n, classes))
    for i in range(n):
        for k in range(classes):
            if k == y[i]:
                continue
            margin = scores[i, k] - scores[i, y[i]] + delta
            if margin > 0:
                total += margin
                grad[i, k] += 1 / n
                grad[i, y[i]] -= 1 / n
    return total / n, grad


def huber_loss(pred, target, delta=1.0):
    total, grad = 0.0, np.zeros(pred.shape)
    for index in np.ndindex(pred.shape):
        d = float(pred[index] - target[index])
        if abs(d) < delta:
            total += d * d / 2
            grad[index] = d
        else:
            total += delta * (abs(d) - delta / 2)
            grad[index] = math.copysign(delta, d)
    return total / pred.size, grad / pred.size


def label_smoothing_ce(logits, y, eps=0.1):
    n, classes = logits.shape
    total, grad = 0.0, np.zeros((n, classes))
    for i in range(n):
        top = float(max(logits[i]))
        norm = top + math.log(sum(math.exp(float(z) - top) for z in logits[i]))
        for k in range(classes):
            q = eps / classes + (1 - eps if k == y[i] else 0)
            log_p = float(logits[i, k]) - norm
            total -= q * log_p / n
            grad[i, k] = (math.exp(log_p) - q) / n
    return total, grad
