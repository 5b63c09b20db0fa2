"""Optimizers: how to walk downhill once the gradient is known.

A gradient says in which direction the loss grows. An optimizer takes one small step the other
way, again and again. The rules below differ in what they remember from the steps before.

    rule(w, dw, state, lr=...) -> (w_new, state_new)

Conventions of this file
- w is an array of parameters of any shape, dw is the gradient of the loss, of the same shape.
- state is what a rule remembers: a plain dict with the keys the docstring names. It is None on the
  first call; after that the caller passes in the state the last call returned. Going on from a
  dict with exactly these keys must work, so keep nothing anywhere else (no globals).
- Functions are pure: w, dw and the old state stay as they are. Return new arrays and a new dict.
- lr is the learning rate, the length of the step. It may differ from call to call. 0 is a number
  like any other: with lr = 0 nothing moves, and mu = 0 or eps = 0 mean what the formula says.
- Momentum, Nesterov, RMSProp and AdaGrad follow PyTorch; Adam follows the paper of Kingma and Ba.
  Other books and libraries differ in small ways, and the docstrings say where.
- eps, a tiny number that keeps us from dividing by 0, is added outside the square root.
- Integers in w and dw are fine; the result holds floats.
- An array may be a view, such as W.T or X[::2]: only its values count, not their place in memory.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
State = dict[str, Any]


def sgd(
    w: Array, dw: Array, state: State | None = None, *, lr: float = 1e-2, weight_decay: float = 0.0
) -> tuple[Array, State]:
    """Take one step of (stochastic) gradient descent: downhill, against the gradient.

        w_new = w - lr * (dw + weight_decay * w)

    With weight_decay = 0 that is the plain rule. A positive weight_decay pulls every weight towards
    0 a little: it is the gradient of the penalty 0.5*weight_decay*sum(w*w), so it is multiplied by
    lr as well (PyTorch does the same).

    Args:
        w: parameters, any shape. Not changed in place.
        dw: gradient, the shape of w.
        state: not needed by this rule; None or a dict.
        lr: learning rate.
        weight_decay: strength of the pull towards 0.

    Returns:
        (w_new, state_new): SGD remembers nothing, so state_new is {} (None is fine, too).

    Example: w = [1, -2], dw = [10, 0], lr = 0.1 gives [0, -2]; with weight_decay = 1 it gives
    [-0.1, -1.8].

    Source: H. Robbins and S. Monro, "A stochastic approximation method", 1951.
    """
    ### BEGIN SOLUTION
    return w - lr * (dw + weight_decay * w), {}
    ### END SOLUTION


def gradient_descent_1d(a: float, b: float, x0: float, lr: float, steps: int) -> list[float]:
    """Walk down a parabola, and write down every point visited.

        f(x) = a/2 * x^2 + b*x        with the slope f'(x) = a*x + b
        x_next = x - lr * f'(x)

    A small lr creeps, a larger one is fast, and for lr > 2/a each step jumps further out on the
    other side: the walk diverges, which must be allowed to happen here. Every step is taken: also
    the one from the minimum, and one of length 0.

    Args:
        a: curvature, positive.
        b: slope at 0.
        x0: where the walk begins.
        lr: learning rate.
        steps: number of steps, 0 or more.

    Returns:
        A list of steps + 1 numbers: x0 first, then the point after each step.

    Example: a = 2, b = -4, x0 = 0, lr = 0.25, steps = 2 gives [0, 1, 1.5] (the minimum is at 2).

    Source: A.-L. Cauchy, "Methode generale pour la resolution des systemes d'equations
    simultanees", 1847.
    """
    ### BEGIN SOLUTION
    points = [float(x0)]
    for _ in range(steps):
        x = points[-1]
        points.append(x - lr * (a * x + b))
    return points
    ### END SOLUTION


def minibatches(
    X: Array, y: NDArray[Any], batch_size: int, seed: int | None = None
) -> list[tuple[Array, NDArray[Any]]]:
    """Cut the examples into small batches: one epoch sees each example exactly once.

    With a seed the examples are shuffled first, all of them and not only inside a batch, for
    example by

        np.random.default_rng(seed).permutation(n)        (an order of the numbers 0..n-1)

    Any other shuffle that comes from the seed alone is right, too. The same seed always gives the
    same batches, another seed another order, and 0 is a seed like any other. With seed=None the
    examples stay in their order. The rows of X and the labels of y stay together. No global random
    generator is used: not np.random.seed, not np.random.shuffle.

    Args:
        X: examples, shape (n, d). Not reordered in place.
        y: labels, shape (n,): whole numbers or any others. Rows may be equal, and so may labels.
        batch_size: examples per batch, at least 1; it may be larger than n.
        seed: seed of the shuffle, or None for no shuffle.

    Returns:
        A list (not a generator) of pairs (Xb, yb). Every batch has batch_size examples; only the
        last one is smaller if n is no multiple of batch_size. No example is dropped.

    Example: X = [[0], [1], [2]], y = [5, 6, 7], batch_size = 2 gives
    [([[0], [1]], [5, 6]), ([[2]], [7])].

    Source: L. Bottou, "Stochastic gradient descent tricks", 2012.
    """
    ### BEGIN SOLUTION
    n = len(X)
    order = np.arange(n) if seed is None else np.random.default_rng(seed).permutation(n)
    parts = [order[start : start + batch_size] for start in range(0, n, batch_size)]
    return [(X[part], y[part]) for part in parts]
    ### END SOLUTION


def momentum(
    w: Array, dw: Array, state: State | None = None, *, lr: float = 1e-2, mu: float = 0.9
) -> tuple[Array, State]:
    """Step like a heavy ball: the velocity v remembers the gradients of the past.

        v = mu * v + dw               (v is 0 before the first step)
        w_new = w - lr * v

    This is PyTorch's form. CS231n and Keras put lr inside the velocity (v = mu*v - lr*dw), which
    differs as soon as lr changes; Coursera's form has (1-mu)*dw, whose steps are smaller.

    Args:
        w: parameters, any shape. Not changed in place.
        dw: gradient, the shape of w.
        state: None on the first call, then {"v": velocity}. Not changed in place.
        lr: learning rate.
        mu: how much of the old velocity stays, 0 <= mu < 1.

    Returns:
        (w_new, state_new): state_new is a new dict with the key "v" (the shape of w).

    Example: w = [1], dw = [2], lr = 0.1, mu = 0.5 gives w = [0.8] and v = [2]; the same gradient
    once more gives v = [3] and w = [0.5].

    Source: B. T. Polyak, "Some methods of speeding up the convergence of iteration methods", 1964.
    """
    ### BEGIN SOLUTION
    v = 0.0 if state is None else state["v"]
    v = mu * v + dw
    return w - lr * v, {"v": v}
    ### END SOLUTION


def rmsprop(
    w: Array,
    dw: Array,
    state: State | None = None,
    *,
    lr: float = 1e-2,
    alpha: float = 0.99,
    eps: float = 1e-8,
) -> tuple[Array, State]:
    """Give every parameter its own step: divide by the size its gradients had lately.

        s = alpha * s + (1 - alpha) * dw^2            (s is 0 before the first step)
        w_new = w - lr * dw / (sqrt(s) + eps)

    s is a running average of the squared gradients. eps stands outside the root, as in PyTorch;
    Keras (with 0.9 for alpha, which it calls rho) puts it inside.

    Args:
        w: parameters, any shape. Not changed in place.
        dw: gradient, the shape of w.
        state: None on the first call, then {"s": average}. Not changed in place.
        lr: learning rate.
        alpha: how much of the old average stays.
        eps: keeps the division safe where s is 0.

    Returns:
        (w_new, state_new): state_new is a new dict with the key "s" (the shape of w).

    Example: w = [1], dw = [2], lr = 0.1, alpha = 0.75, eps = 0 gives s = [1] and w = [0.8].

    Source: T. Tieleman and G. Hinton, "Lecture 6.5: rmsprop", Coursera, 2012.
    """
    ### BEGIN SOLUTION
    s = 0.0 if state is None else state["s"]
    s = alpha * s + (1 - alpha) * dw**2
    return w - lr * dw / (np.sqrt(s) + eps), {"s": s}
    ### END SOLUTION


def adam(
    w: Array,
    dw: Array,
    state: State | None = None,
    *,
    lr: float = 1e-3,
    beta1: float = 0.9,
    beta2: float = 0.999,
    eps: float = 1e-8,
) -> tuple[Array, State]:
    """Take one step of Adam: momentum and RMSProp together, corrected for their cold start.

        t = t + 1                                     (t, m and v are 0 before the first step)
        m = beta1 * m + (1 - beta1) * dw              (average of the gradients)
        v = beta2 * v + (1 - beta2) * dw^2            (average of their squares)
        mhat = m / (1 - beta1^t)
        vhat = v / (1 - beta2^t)
        w_new = w - lr * mhat / (sqrt(vhat) + eps)

    t counts the steps: it is 1 in the formulas of the first call. m and v start at 0 and are
    too small at first; mhat and vhat make up for it, at every step by the same formula. The state
    holds the raw m and v. This is algorithm 1 of the paper, as in PyTorch; TensorFlow uses the
    paper's second form, with another meaning of eps.

    Args:
        w: parameters, any shape. Not changed in place.
        dw: gradient, the shape of w.
        state: None on the first call, then {"m", "v", "t"}. Not changed in place.
        lr: learning rate.
        beta1: how much of the old m stays.
        beta2: how much of the old v stays.
        eps: keeps the division safe where v is 0; outside the root.

    Returns:
        (w_new, state_new): state_new is a new dict with the keys "m" and "v" (the shape of w)
        and "t", the number of steps taken so far.

    Example: the first step has the length lr, whatever the size of the gradient: w = [1, 1],
    dw = [5, -0.5], lr = 0.1 gives (nearly) [0.9, 1.1], with t = 1 and m = [0.5, -0.05].

    Source: D. Kingma and J. Ba, "Adam: a method for stochastic optimization", 2015, algorithm 1.
    """
    ### BEGIN SOLUTION
    old = {"m": 0.0, "v": 0.0, "t": 0} if state is None else state
    t = old["t"] + 1
    m = beta1 * old["m"] + (1 - beta1) * dw
    v = beta2 * old["v"] + (1 - beta2) * dw**2
    mhat = m / (1 - beta1**t)
    vhat = v / (1 - beta2**t)
    return w - lr * mhat / (np.sqrt(vhat) + eps), {"m": m, "v": v, "t": t}
    ### END SOLUTION


def step_decay(lr0: float, epoch: int, drop: float = 0.5, every: int = 10) -> float:
    """Lower the learning rate in steps: large strides first, small ones near the goal.

        lr = lr0 * drop^k        where k is the number of whole blocks of `every` epochs so far

    Epochs are counted from 0. Inside a block the rate stays constant: with every = 10 the epochs 0
    to 9 use lr0, the epochs 10 to 19 use lr0*drop, and so on without end: no rate is too small.

    Args:
        lr0: learning rate at the start.
        epoch: number of the epoch, 0 or more.
        drop: factor of each step down, larger than 0 and at most 1.
        every: epochs per block.

    Returns:
        The learning rate of this epoch, a single number.

    Example: lr0 = 0.8, epoch = 25, drop = 0.5, every = 10 gives 0.2.

    Source: A. Krizhevsky, I. Sutskever and G. Hinton, "ImageNet classification with deep
    convolutional neural networks", 2012, section 5 (there by hand).
    """
    ### BEGIN SOLUTION
    return float(lr0 * drop ** (epoch // every))
    ### END SOLUTION


def nesterov(
    w: Array, dw: Array, state: State | None = None, *, lr: float = 1e-2, mu: float = 0.9
) -> tuple[Array, State]:
    """Take one step of Nesterov's momentum: momentum that looks one step ahead.

        v = mu * v + dw                   (v is 0 before the first step)
        w_new = w - lr * (dw + mu * v)    (with the new v)

    This is PyTorch's form. CS231n and Keras put lr inside the velocity, which differs as soon as
    lr changes.

    Args:
        w: parameters, any shape. Not changed in place.
        dw: gradient, the shape of w.
        state: None on the first call, then {"v": velocity}. Not changed in place.
        lr: learning rate.
        mu: how much of the old velocity stays, 0 <= mu < 1.

    Returns:
        (w_new, state_new): state_new is a new dict with the key "v" (the shape of w).

    Example: w = [1], dw = [2], lr = 0.1, mu = 0.5 gives v = [2] and w = [0.7].

    Source: Y. Nesterov, 1983; this form: I. Sutskever et al., "On the importance of initialization
    and momentum in deep learning", 2013.
    """
    ### BEGIN SOLUTION
    v = 0.0 if state is None else state["v"]
    v = mu * v + dw
    return w - lr * (dw + mu * v), {"v": v}
    ### END SOLUTION


def adagrad(
    w: Array, dw: Array, state: State | None = None, *, lr: float = 1e-2, eps: float = 1e-10
) -> tuple[Array, State]:
    """Give every parameter its own step, which shrinks with all the gradients it ever had.

        s = s + dw^2                                  (s is 0 before the first step)
        w_new = w - lr * dw / (sqrt(s) + eps)

    s is a sum over the whole past, not an average: it never shrinks, so the steps never grow back.
    eps stands outside the root and s starts at 0, as in PyTorch; Keras puts eps inside and starts
    at 0.1.

    Args:
        w: parameters, any shape. Not changed in place.
        dw: gradient, the shape of w.
        state: None on the first call, then {"s": sum}. Not changed in place.
        lr: learning rate.
        eps: keeps the division safe where s is 0.

    Returns:
        (w_new, state_new): state_new is a new dict with the key "s" (the shape of w).

    Example: w = [1], dw = [3], lr = 0.1, eps = 0 gives s = [9] and w = [0.9]; then dw = [4] gives
    s = [25] and w = [0.82].

    Source: J. Duchi, E. Hazan and Y. Singer, "Adaptive subgradient methods", 2011.
    """
    ### BEGIN SOLUTION
    s = 0.0 if state is None else state["s"]
    s = s + dw**2
    return w - lr * dw / (np.sqrt(s) + eps), {"s": s}
    ### END SOLUTION


def adamw(
    w: Array,
    dw: Array,
    state: State | None = None,
    *,
    lr: float = 1e-3,
    beta1: float = 0.9,
    beta2: float = 0.999,
    eps: float = 1e-8,
    weight_decay: float = 1e-2,
) -> tuple[Array, State]:
    """Take one step of Adam with decoupled weight decay: shrink the weights, then step as Adam.

        w_shrunk = w * (1 - lr * weight_decay)
        w_new = w_shrunk - (Adam's step for dw)

    The decay never enters m or v: it is not part of the gradient. (Adam with an L2 penalty adds
    weight_decay*w to dw instead, and Adam then divides the pull away again.) Everything else,
    the state and the counting of t included, is as in `adam`.

    Args:
        w: parameters, any shape. Not changed in place.
        dw: gradient, the shape of w.
        state: None on the first call, then {"m", "v", "t"}. Not changed in place.
        lr: learning rate.
        beta1: how much of the old m stays.
        beta2: how much of the old v stays.
        eps: keeps the division safe where v is 0; outside the root.
        weight_decay: strength of the pull towards 0.

    Returns:
        (w_new, state_new): state_new is a new dict with the keys "m" and "v" (the shape of w)
        and "t", the number of steps taken so far.

    Example: w = [2], dw = [0], lr = 0.1, weight_decay = 0.5 gives w = [1.9]: without a gradient
    only the decay is left.

    Source: I. Loshchilov and F. Hutter, "Decoupled weight decay regularization", 2019.
    """
    ### BEGIN SOLUTION
    old = {"m": 0.0, "v": 0.0, "t": 0} if state is None else state
    t = old["t"] + 1
    m = beta1 * old["m"] + (1 - beta1) * dw
    v = beta2 * old["v"] + (1 - beta2) * dw**2
    step = lr * (m / (1 - beta1**t)) / (np.sqrt(v / (1 - beta2**t)) + eps)
    return w * (1 - lr * weight_decay) - step, {"m": m, "v": v, "t": t}
    ### END SOLUTION


def clip_grad_norm(grads: dict[str, Array], max_norm: float) -> tuple[dict[str, Array], float]:
    """Shorten gradients that are too long, all by the same factor, so that their direction stays.

        total_norm = sqrt(sum of the squares of every entry of every array)
        scale = max_norm / (total_norm + 1e-6), but never more than 1
        every array is multiplied by scale

    There is one norm over all arrays together, not one per array. Short gradients stay as they
    are: scale is at most 1. The 1e-6 is PyTorch's; it also keeps gradients of zeros safe. It makes
    scale a little less than 1 where total_norm is just max_norm: 5/6 if both are 5e-6.

    Args:
        grads: name -> gradient, arrays of any shapes. Neither the dict nor an array is changed.
        max_norm: the largest length allowed, positive.

    Returns:
        (clipped, total_norm): a new dict with the same keys and shapes, and the length before
        clipping, a single number.

    Example: grads = {"W": [[3]], "b": [4]}, max_norm = 1 has total_norm 5 and gives (nearly)
    {"W": [[0.6]], "b": [0.8]}; with max_norm = 10 it gives the same values back.

    Source: R. Pascanu, T. Mikolov and Y. Bengio, "On the difficulty of training recurrent neural
    networks", 2013, algorithm 1.
    """
    ### BEGIN SOLUTION
    total_norm = float(np.sqrt(sum(float(np.sum(g * g)) for g in grads.values())))
    scale = min(1.0, max_norm / (total_norm + 1e-6))
    return {name: g * scale for name, g in grads.items()}, total_norm
    ### END SOLUTION


def cosine_schedule(lr0: float, step: int, total: int, lr_min: float = 0.0) -> float:
    """Lower the learning rate along half a wave of the cosine, from lr0 to lr_min.

        s = step, but never more than total
        lr = lr_min + 0.5 * (lr0 - lr_min) * (1 + cos(pi * s / total))

    It falls slowly at first, fast in the middle, slowly again at the end, and stays at lr_min
    after `total` steps. (Loshchilov and Hutter restart at lr0 then; we do not.)

    Args:
        lr0: learning rate at step 0.
        step: number of the step, 0 or more; it may be larger than total.
        total: number of steps of the fall, at least 1.
        lr_min: learning rate at the end, at most lr0.

    Returns:
        The learning rate of this step, a single number. It is not rounded.

    Example: lr0 = 1, total = 10 gives 1 at step 0, 0.5 at step 5, 0 at step 10 and at step 12.

    Source: I. Loshchilov and F. Hutter, "SGDR: stochastic gradient descent with warm restarts",
    2017, eq. 5.
    """
    ### BEGIN SOLUTION
    done = min(step, total) / total
    return float(lr_min + 0.5 * (lr0 - lr_min) * (1 + np.cos(np.pi * done)))
    ### END SOLUTION
