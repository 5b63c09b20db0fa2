"""State between tests

Tried: collect inputs and callbacks in one test and use them in another; count calls; call back later; hand an object
of one process to the next.

Stopped: a guest learns inputs, never answers. A callback and an object end with their process, and a failed check of
the suite inside a callback cannot be taken back.
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

VARIANTS = {"washed check": {"backward.py": COLLECT}, "lost object": {"backward.py": OBJECTS}}
