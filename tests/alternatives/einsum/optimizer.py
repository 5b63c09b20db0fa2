"""Right answers with einsum and the functions and methods of ufuncs."""

import numpy as np


def sgd(w, dw, state=None, *, lr=1e-2, weight_decay=0.0):
    return np.subtract(w, np.einsum(",...->...", lr, np.add(dw, np.multiply(weight_decay, w)))), {}


def gradient_descent_1d(a, b, x0, lr, steps):
    walk = np.frompyfunc(lambda x, _: x - lr * (a * x + b), 2, 1)
    return walk.accumulate(np.array([x0, *[0.0] * steps], dtype=object)).astype(float)


def minibatches(X, y, batch_size, seed=None):
    n = np.size(y)
    order = np.arange(n)
    if seed is not None:
        np.random.default_rng(seed).shuffle(order)
    cuts = np.arange(batch_size, n, batch_size)
    return list(
        zip(
            np.split(np.take(X, order, axis=0), cuts),
            np.split(np.take(y, order), cuts),
            strict=True,
        )
    )


def momentum(w, dw, state=None, *, lr=1e-2, mu=0.9):
    v = np.add(np.multiply(mu, state["v"]), dw) if state else np.copy(dw)
    return np.subtract(w, np.multiply(lr, v)), {"v": v}


def rmsprop(w, dw, state=None, *, lr=1e-2, alpha=0.99, eps=1e-8):
    old = np.zeros_like(w, dtype=float) if state is None else state["s"]
    s = np.einsum("k,k...->...", [alpha, 1 - alpha], np.stack([old, np.square(dw)]))
    return np.subtract(w, np.divide(np.multiply(lr, dw), np.add(np.sqrt(s), eps))), {"s": s}


def adam(w, dw, state=None, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    zero = np.zeros(np.shape(w))
    m, v, t = (zero, zero, 0) if state is None else (state["m"], state["v"], state["t"])
    t = np.add(t, 1)
    m = np.einsum("k,k...->...", [beta1, 1 - beta1], np.stack([m, dw]))
    v = np.einsum("k,k...->...", [beta2, 1 - beta2], np.stack([v, np.square(dw)]))
    mhat = np.divide(m, np.subtract(1, np.power(beta1, t)))
    root = np.sqrt(np.divide(v, np.subtract(1, np.power(beta2, t))))
    return np.subtract(w, np.divide(np.multiply(lr, mhat), np.add(root, eps))), {
        "m": m,
        "v": v,
        "t": t,
    }


def step_decay(lr0, epoch, drop=0.5, every=10):
    return np.multiply(lr0, np.power(drop, np.floor_divide(epoch, every)))


def nesterov(w, dw, state=None, *, lr=1e-2, mu=0.9):
    v = np.add(np.multiply(mu, state["v"]), dw) if state else np.copy(dw)
    return np.subtract(w, np.einsum("k,k...->...", [lr, lr * mu], np.stack([dw, v]))), {"v": v}


def adagrad(w, dw, state=None, *, lr=1e-2, eps=1e-10):
    squares = np.einsum("...,...->...", dw, dw)
    s = squares if state is None else np.add.reduce([state["s"], squares])
    return np.subtract(w, np.divide(np.multiply(lr, dw), np.add(np.sqrt(s), eps))), {"s": s}


def adamw(w, dw, state=None, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=1e-2):
    stepped, state = adam(w, dw, state, lr=lr, beta1=beta1, beta2=beta2, eps=eps)
    return np.subtract(stepped, np.multiply.reduce([lr * weight_decay * np.ones(np.shape(w)), w])), state


def clip_grad_norm(grads, max_norm):
    flat = np.concatenate([np.ravel(g) for g in grads.values()]).astype(float)
    total = np.sqrt(np.einsum("i,i->", flat, flat))
    scale = np.minimum(1, np.divide(max_norm, np.add(total, 1e-6)))
    return {name: np.multiply(scale, g) for name, g in grads.items()}, total


def cosine_schedule(lr0, step, total, lr_min=0.0):
    wave = np.add(1, np.cos(np.multiply(np.pi, np.divide(np.minimum(step, total), total))))
    return np.add(lr_min, np.multiply(np.subtract(lr0, lr_min) / 2, wave))
