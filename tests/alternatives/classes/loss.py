"""Right answers as callables: small classes, partials, namedtuples, lists and 0-d arrays."""

from collections import namedtuple
from functools import partial

import numpy as np

Answer = namedtuple("Answer", "loss gradient")


class NoSuchClass(ValueError):
    """A label that no column stands for."""


class DifferentShapes(ValueError):
    """Predictions and targets that do not belong together."""


class _OneHot:
    def __call__(self, y, num_classes):
        y = np.asarray(y)
        if y.min() < 0 or y.max() >= num_classes:
            raise NoSuchClass(str(y))
        out = np.zeros((y.size, num_classes))
        out[np.arange(y.size), y] = 1
        return out


class _Elementwise:
    """A mean over all elements of a cost of the difference."""

    def __init__(self, cost, slope, strict=True):
        self.cost, self.slope, self.strict = cost, slope, strict

    def __call__(self, pred, target, **settings):
        if self.strict and pred.shape != target.shape:
            raise DifferentShapes((pred.shape, target.shape))
        d = pred - target
        loss = np.array(np.mean(self.cost(d, **settings)))
        return Answer(loss, self.slope(d, **settings) / d.size)


class _Softmax:
    def __init__(self, logits):
        self.z = np.array(logits, dtype=float)
        self.z -= self.z.max(axis=1, keepdims=True)
        self.log_p = self.z - np.log(np.exp(self.z).sum(axis=1, keepdims=True))

    @property
    def p(self):
        return np.exp(self.log_p)


class _CrossEntropy:
    def __init__(self, soften):
        self.soften = soften

    def __call__(self, logits, y, **settings):
        model = _Softmax(logits)
        q = self.soften(one_hot(y, logits.shape[1]), **settings)
        loss = -np.average((q * model.log_p).sum(axis=1))
        return [np.float64(loss), (model.p - q) / len(q)]


class _Margin:
    def __call__(self, scores, y):
        slack = np.clip(1 - y * scores, 0, None)
        return Answer(slack.mean(), (slack > 0) * -y / y.size)


class _Svm:
    def __call__(self, scores, y, delta=1.0):
        right = one_hot(y, scores.shape[1]).astype(bool)
        margin = scores - scores[right][:, None] + delta
        active = (margin > 0) & ~right
        grad = active.astype(float)
        grad[right] = -active.sum(axis=1)
        return Answer(margin[active].sum() / len(y), grad / len(y))


class _Penalty:
    def __call__(self, params, reg):
        half = reg / 2
        grads = {name: self.gradient(name, array, reg) for name, array in params.items()}
        total = sum((array**2).sum() for name, array in params.items() if self.counts(name))
        return [np.array(half * total), grads]

    @staticmethod
    def counts(name):
        return name.startswith("W")

    def gradient(self, name, array, reg):
        return array * reg if self.counts(name) else np.zeros_like(array)


def _huber(d, delta=1.0):
    return np.where(abs(d) < delta, d * d / 2, delta * abs(d) - delta**2 / 2)


def _cut(d, delta=1.0):
    return np.clip(d, -delta, delta)


def _soften(rows, eps=0.1):
    return rows * (1 - eps) + eps / rows.shape[1]


def _mean_with_gradient(cost, slope, z, y):
    return np.float64(np.mean(cost(z, y))), slope(z, y) / len(y)


one_hot = _OneHot()
mse_loss = _Elementwise(np.square, lambda d: 2 * d)
huber_loss = _Elementwise(_huber, _cut, strict=False)
softmax_cross_entropy = _CrossEntropy(lambda rows: rows)
label_smoothing_ce = _CrossEntropy(_soften)
hinge_loss = _Margin()
svm_loss = _Svm()
l2_penalty = _Penalty()
bce_with_logits = partial(
    _mean_with_gradient,
    lambda z, y: y * np.logaddexp(0, -z) + (1 - y) * np.logaddexp(0, z),
    lambda z, y: 0.5 + 0.5 * np.tanh(z / 2) - y,
)
