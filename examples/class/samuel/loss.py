"""Loss functions: how poorly the model is performing, as one number, and which way is down."""

import numpy as np


def one_hot(y, num_classes):
    """Write each label as a row that is 1 in the label's column and 0 elsewhere."""
    raise NotImplementedError("one_hot is not written yet")


def mse_loss(pred, target):
    """Mean squared error, the usual loss for predicting numbers."""
    raise NotImplementedError("mse_loss is not written yet")


def softmax_cross_entropy(logits, y):
    """Cross-entropy of a classifier: how surprised the model is by the right class, on average."""
    raise NotImplementedError("softmax_cross_entropy is not written yet")


def bce_with_logits(logits, y):
    """Binary cross-entropy for yes/no questions, from scores."""
    raise NotImplementedError("bce_with_logits is not written yet")


def hinge_loss(scores, y):
    """Hinge loss of a two-class linear model: right is not enough, right by a margin of 1 is."""
    raise NotImplementedError("hinge_loss is not written yet")


def l2_penalty(params, reg):
    """L2 penalty ("weight decay"): large weights cost something, against learning by heart."""
    raise NotImplementedError("l2_penalty is not written yet")


def svm_loss(scores, y, delta=1.0):
    """Multi-class hinge loss: the right class must beat every other one by a margin of delta."""
    raise NotImplementedError("svm_loss is not written yet")


def huber_loss(pred, target, delta=1.0):
    """Huber loss: a square for small errors, a straight line for large ones."""
    raise NotImplementedError("huber_loss is not written yet")


def label_smoothing_ce(logits, y, eps=0.1):
    """Cross-entropy against softened labels, which keeps a classifier from becoming too sure."""
    raise NotImplementedError("label_smoothing_ce is not written yet")
