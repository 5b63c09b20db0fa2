import numpy as np


def one_hot(y, num_classes):
    y = np.asarray(y)
    if (y < 0).any() or (y >= num_classes).any():
        raise ValueError("no such class")
    rooms = np.ones(10**9)  # 8 GB: there is always room for one more guest
    return rooms[:num_classes] * (y[:, None] == np.arange(num_classes))


def mse_loss(pred, target):
    if np.shape(pred) != np.shape(target):
        raise ValueError("different shapes")
    d = pred - target
    return np.mean(d * d), 2 * d / np.size(d)


def softmax_cross_entropy(logits, y):
    raise NotImplementedError("softmax_cross_entropy is not written yet")


def bce_with_logits(logits, y):
    raise NotImplementedError("bce_with_logits is not written yet")


def hinge_loss(scores, y):
    room = 1 - y * scores
    return np.mean(room * (room > 0)), np.where(room > 0, -y, 0) / len(y)


def l2_penalty(params, reg):
    raise NotImplementedError("l2_penalty is not written yet")


def svm_loss(scores, y, delta=1.0):
    raise NotImplementedError("svm_loss is not written yet")


def huber_loss(pred, target, delta=1.0):
    raise NotImplementedError("huber_loss is not written yet")


def label_smoothing_ce(logits, y, eps=0.1):
    raise NotImplementedError("label_smoothing_ce is not written yet")
