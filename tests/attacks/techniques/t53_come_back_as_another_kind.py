"""Values that come back as another kind

Tried: turn an argument, or a part of one, into an equal list, a complex number, another shape or a ragged list, so that
the suite's own next line fails on it, in this test or in the test of another function.

Stopped: a suite's data is never what a hand-in is given. What a suite does with what came back is tried once more with
right answers before the suite is blamed, and a value that only looks equal has changed.
"""

KINDS = """
import numpy as np

TURN = [0]

def relu(x):
    TURN[0] += 1
    try:
        x.shape = (x.size, 1)
        x[...] = np.nan
    except Exception:
        pass
    kinds = [x.tolist(), x + 0j, [[0.0], [0.0, 1.0]], 2**4000, {"x": x}, (x, x), [], x[:0], {1.0}, None, b"x", "x"]
    return kinds[TURN[0] % len(kinds)]

def numerical_gradient(f, x):
    f(x)
    return relu(x)

softmax = predict = lambda *given: relu(given[0])

class Counter:
    def __init__(self, start):
        self.start = start
    def __add__(self, other):
        return self
    @property
    def value(self):
        return relu(np.ones(3))
"""

VARIANTS = {"in turn": dict.fromkeys(("forward.py", "backward.py", "hands_on.py"), KINDS)}
