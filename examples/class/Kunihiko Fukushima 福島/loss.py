# -*- coding: euc_jp -*-
import numpy as np


def one_hot(y, num_classes):
    raise NotImplementedError("one_hot is not written yet")


def mse_loss(pred, target):
    if pred.shape != target.shape:
        raise ValueError("形が違う")
    d = pred - target
    return np.mean(d ** 2), 2 * d / d.size


def softmax_cross_entropy(logits, y):
    raise NotImplementedError("softmax_cross_entropy is not written yet")


def bce_with_logits(logits, y):
    raise NotImplementedError("bce_with_logits is not written yet")


def hinge_loss(scores, y):
    raise NotImplementedError("hinge_loss is not written yet")


def l2_penalty(params, reg):
    raise NotImplementedError("l2_penalty is not written yet")


def svm_loss(scores, y, delta=1.0):
    raise NotImplementedError("svm_loss is not written yet")


def huber_loss(pred, target, delta=1.0):
    raise NotImplementedError("huber_loss is not written yet")


def label_smoothing_ce(logits, y, eps=0.1):
    raise NotImplementedError("label_smoothing_ce is not written yet")
