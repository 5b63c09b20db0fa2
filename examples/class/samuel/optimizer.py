"""Optimizers: how to walk downhill once the gradient is known."""

import numpy as np


def sgd(w, dw, state=None, *, lr=0.01, weight_decay=0.0):
    """Take one step of (stochastic) gradient descent: downhill, against the gradient."""
    raise NotImplementedError("sgd is not written yet")


def gradient_descent_1d(a, b, x0, lr, steps):
    """Walk down a parabola, and write down every point visited."""
    raise NotImplementedError("gradient_descent_1d is not written yet")


def minibatches(X, y, batch_size, seed=None):
    """Cut the examples into small batches: one epoch sees each example exactly once."""
    raise NotImplementedError("minibatches is not written yet")


def momentum(w, dw, state=None, *, lr=0.01, mu=0.9):
    """Step like a heavy ball: the velocity v remembers the gradients of the past."""
    raise NotImplementedError("momentum is not written yet")


def rmsprop(w, dw, state=None, *, lr=0.01, alpha=0.99, eps=1e-08):
    """Give every parameter its own step: divide by the size its gradients had lately."""
    raise NotImplementedError("rmsprop is not written yet")


def adam(w, dw, state=None, *, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-08):
    """Take one step of Adam: momentum and RMSProp together, corrected for their cold start."""
    raise NotImplementedError("adam is not written yet")


def step_decay(lr0, epoch, drop=0.5, every=10):
    """Lower the learning rate in steps: large strides first, small ones near the goal."""
    raise NotImplementedError("step_decay is not written yet")


def nesterov(w, dw, state=None, *, lr=0.01, mu=0.9):
    """Take one step of Nesterov's momentum: momentum that looks one step ahead."""
    raise NotImplementedError("nesterov is not written yet")


def adagrad(w, dw, state=None, *, lr=0.01, eps=1e-10):
    """Give every parameter its own step, which shrinks with all the gradients it ever had."""
    raise NotImplementedError("adagrad is not written yet")


def adamw(w, dw, state=None, *, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-08, weight_decay=0.01):
    """Take one step of Adam with decoupled weight decay: shrink the weights, then step as Adam."""
    raise NotImplementedError("adamw is not written yet")


def clip_grad_norm(grads, max_norm):
    """Shorten gradients that are too long, all by the same factor, so that their direction stays."""
    raise NotImplementedError("clip_grad_norm is not written yet")


def cosine_schedule(lr0, step, total, lr_min=0.0):
    """Lower the learning rate along half a wave of the cosine, from lr0 to lr_min."""
    raise NotImplementedError("cosine_schedule is not written yet")
