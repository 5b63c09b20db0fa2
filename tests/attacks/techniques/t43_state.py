"""State between tests

Tried: collect inputs and callbacks in one test and use them in another; answer with what was passed before, with
everything seen so far in turn, or with one array that changes later; count calls; call back later; hand an object of
one process to the next.

Stopped: a guest learns inputs, never answers, and what it once returned is a copy. A callback and an object end with
their process, and a failed check of the suite inside a callback cannot be taken back.
"""

COLLECT = r"""
SEEN = []

def numerical_gradient(f, x):
    SEEN.append((f, x.copy()))
    try:
        f(x.ravel())  # fails the suite's own check ...
    except Exception:
        pass
    f(x)  # ... and then does as it should
    h, out = 1e-5, x * 0
    for i in range(x.size):
        step = (x * 0).ravel()
        step[i] = h
        step = step.reshape(x.shape)
        out.ravel()[i] = (f(x + step) - f(x - step)) / (2 * h)
    return out
"""

OBJECTS = r"""
import os

class Counter:
    def __init__(self, start):
        self.value = start
    def __add__(self, other):
        os._exit(0)
"""

PREVIOUS = r"""
import numpy as np

SEEN = []

def relu(x):
    SEEN.append(x)
    return SEEN[-2] if len(SEEN) > 1 else np.zeros(np.shape(x))

softmax = relu

def numerical_gradient(f, x):
    SEEN.append(x)
    return np.full(x.shape, f(SEEN[0]))

def predict(X, W):
    return SEEN[-1][: len(X), 0] if SEEN else X[:, 0]
"""

IN_TURN = r"""
import itertools
import numpy as np

SEEN, TURN = [], itertools.count()

def relu(x):
    if isinstance(x, np.ndarray):
        SEEN.extend([x, -x, abs(x), x * x, np.exp(-abs(x)), np.full(x.shape, 1 / x.shape[-1]), x - x.max()])
    if not SEEN:
        raise TypeError
    return SEEN[next(TURN) % len(SEEN)]

softmax = relu
"""

SAME_ARRAY = r"""
import numpy as np

KEPT = np.zeros((4, 3))

def relu(x):
    if np.shape(x) == KEPT.shape:
        KEPT[...] = x  # in the answer of the last test, too, if that were not a copy
    return KEPT

softmax = relu
"""

ASK_AGAIN = r"""
FUNCTIONS = []

def numerical_gradient(f, x):
    FUNCTIONS.append(f)
    return x

class Counter:
    def __init__(self, start):
        self.start = start
    def __add__(self, other):
        return self
    @property
    def value(self):
        return FUNCTIONS[0](self.start) if FUNCTIONS else self.start
"""

VARIANTS = {
    "washed check": {"backward.py": COLLECT},
    "lost object": {"backward.py": OBJECTS},
    "previous arguments": dict.fromkeys(("forward.py", "backward.py", "hands_on.py"), PREVIOUS),
    "in turn": {"forward.py": IN_TURN},
    "same array": {"forward.py": SAME_ARRAY},
    "ask again": {"backward.py": ASK_AGAIN},
}
