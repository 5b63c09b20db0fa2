import numpy as np


def sgd(w, dw, state=None, *, lr=1e-2, weight_decay=0.0):
    step = dw + weight_decay * w
    return w - lr * step, None


def gradient_descent_1d(a, b, x0, lr, steps):
    raise NotImplementedError("gradient_descent_1d is not written yet")


def minibatches(X, y, batch_size, seed=None):
    n = len(X)
    if seed is None:
        index = np.arange(n)
    else:
        index = np.random.default_rng(seed).permutation(n)
    batches = []
    start = 0
    while start < n:
        rows = index[start:start + batch_size]
        batches.append((X[rows], y[rows]))
        start += batch_size
    return batches


def momentum(w, dw, state=None, *, lr=1e-2, mu=0.9):
    v = np.zeros(w.shape)
    if state is not None:
        v = state["v"]
    v = mu * v + dw
    return w - lr * v, {"v": v}


def rmsprop(w, dw, state=None, *, lr=0.01, alpha=0.99, eps=1e-08):
    raise NotImplementedError("rmsprop is not written yet")


def adam(w, dw, state=None, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    if state is None:
        state = {"m": np.zeros(w.shape), "v": np.zeros(w.shape), "t": 0}
    t = state["t"] + 1
    m = beta1 * state["m"] + (1 - beta1) * dw
    v = beta2 * state["v"] + (1 - beta2) * dw * dw
    mhat = m / (1 - beta1 ** t)
    vhat = v / (1 - beta2 ** t)
    return w - lr * mhat / (np.sqrt(vhat) + eps), {"m": m, "v": v, "t": t}


def step_decay(lr0, epoch, drop=0.5, every=10):
    raise NotImplementedError("step_decay is not written yet")


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
