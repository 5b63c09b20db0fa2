"""Right answers as callables: classes, partial, lambdas, namedtuples, numpy scalars, 0-d arrays."""

from collections import namedtuple
from functools import partial
from itertools import accumulate

import numpy as np

Step = namedtuple("Step", "w state")
Batch = namedtuple("Batch", "X y")


class Sgd:
    def __call__(self, w, dw, state=None, *, lr=1e-2, weight_decay=0.0):
        return Step(w - lr * (dw + weight_decay * w), state)


sgd = Sgd()


class Parabola:
    def __init__(self, a, b):
        self.a, self.b = a, b

    def slope(self, x):
        return self.a * x + self.b

    def walk(self, x0, lr, steps):
        return tuple(accumulate(range(steps), lambda x, _: x - lr * self.slope(x), initial=np.float64(x0)))


gradient_descent_1d = lambda a, b, x0, lr, steps: Parabola(a, b).walk(x0, lr, steps)  # noqa: E731 a style to accept


class Loader:
    def __init__(self, X, y, batch_size, seed):
        self.data, self.size, self.n = (X, y), batch_size, len(y)
        rng = np.random.Generator(np.random.PCG64(seed))
        self.order = range(self.n) if seed is None else rng.random(self.n).argsort()

    def __iter__(self):
        for start in range(0, self.n, self.size):
            rows = list(self.order[start : start + self.size])
            yield Batch(*(part[rows] for part in self.data))


def minibatches(X, y, batch_size, seed=None):
    return tuple(Loader(X, y, batch_size, seed))


class Moving:
    """A running value old*keep + new*gain that starts at 0."""

    def __init__(self, keep, gain):
        self.keep, self.gain = keep, gain

    def __call__(self, old, new):
        return self.keep * (0 if old is None else old) + self.gain * new


def _with_momentum(look_ahead, w, dw, state=None, *, lr=1e-2, mu=0.9):
    v = Moving(mu, 1)((state or {}).get("v"), dw)
    return [
        w - lr * (dw + mu * v if look_ahead else v),
        {"v": v, "steps": 1 + (state or {}).get("steps", 0)},
    ]


momentum = partial(_with_momentum, False)
nesterov = partial(_with_momentum, True)


class Scaled:
    def __init__(self, average):
        self.average = average

    def __call__(self, w, dw, state, lr, eps):
        s = self.average((state or {}).get("s"), dw * dw)
        return Step(w - lr * dw / (s**0.5 + eps), {"s": s})


def rmsprop(w, dw, state=None, *, lr=1e-2, alpha=0.99, eps=1e-8):
    return Scaled(Moving(alpha, 1 - alpha))(w, dw, state, lr, eps)


def adagrad(w, dw, state=None, *, lr=1e-2, eps=1e-10):
    return Scaled(Moving(1, 1))(w, dw, state, lr, eps)


class Adam:
    def __init__(self, decays):
        self.decays = decays

    def __call__(self, w, dw, state=None, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=1e-2):
        state = dict(state or {"t": 0})
        state["t"] = np.float64(state["t"] + 1)
        state["m"] = Moving(beta1, 1 - beta1)(state.get("m"), dw)
        state["v"] = Moving(beta2, 1 - beta2)(state.get("v"), dw**2)
        mhat, vhat = state["m"] / (1 - beta1 ** state["t"]), state["v"] / (1 - beta2 ** state["t"])
        shrink = lr * weight_decay * w if self.decays else 0
        return Step(w - shrink - lr * mhat / (np.sqrt(vhat) + eps), state)


adam = Adam(decays=False)
adamw = Adam(decays=True)
step_decay = lambda lr0, epoch, drop=0.5, every=10: np.array(lr0 * drop ** (epoch // every))  # noqa: E731 a style to accept


class Gradients:
    def __init__(self, grads):
        self.grads = grads

    def __abs__(self):
        return np.linalg.norm([np.linalg.norm(g) for g in self.grads.values()])

    def __mul__(self, scale):
        return dict(zip(self.grads, map(scale.__mul__, self.grads.values()), strict=True))


def clip_grad_norm(grads, max_norm):
    whole = Gradients(grads)
    return [whole * np.float64(min(1, max_norm / (abs(whole) + 1e-6))), np.array(abs(whole))]


class Cosine:
    def __call__(self, lr0, step, total, lr_min=0.0):
        share = np.clip(step / total, 0, 1)
        return np.asarray(lr_min + (lr0 - lr_min) * (1 + np.cos(np.pi * share)) / 2)


cosine_schedule = Cosine()
