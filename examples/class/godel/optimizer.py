# -*- coding: latin-1 -*-
"""Der Weg ins Tal, für später."""
import numpy as np


def sgd(w, dw, state=None, *, lr=1e-2, weight_decay=0.0):
    return w - lr * (dw + weight_decay * w), {}


def gradient_descent_1d(a, b, x0, lr, steps):
    raise NotImplementedError("gradient_descent_1d is not written yet")


def minibatches(X, y, batch_size, seed=None):
    raise NotImplementedError("minibatches is not written yet")


def momentum(w, dw, state=None, *, lr=0.01, mu=0.9):
    raise NotImplementedError("momentum is not written yet")


def rmsprop(w, dw, state=None, *, lr=0.01, alpha=0.99, eps=1e-08):
    raise NotImplementedError("rmsprop is not written yet")


def adam(w, dw, state=None, *, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-08):
    raise NotImplementedError("adam is not written yet")


def step_decay(lr0, epoch, drop=0.5, every=10):
    return lr0 * drop ** (epoch // every)


def nesterov(w, dw, state=None, *, lr=0.01, mu=0.9):
    raise NotImplementedError("nesterov is not written yet")


def adagrad(w, dw, state=None, *, lr=0.01, eps=1e-10):
    raise NotImplementedError("adagrad is not written yet")


def adamw(w, dw, state=None, *, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-08, weight_decay=0.01):
    raise NotImplementedError("adamw is not written yet")


def clip_grad_norm(grads, max_norm):
    raise NotImplementedError("clip_grad_norm is not written yet")


def cosine_schedule(lr0, step, total, lr_min=0.0):
    raise NotImplementedError("cosine_schedule is not written yet")
