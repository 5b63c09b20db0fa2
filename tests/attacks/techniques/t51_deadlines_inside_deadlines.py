"""Deadlines inside deadlines, and none at all

Tried: start a call inside a call inside a call, each with a deadline of its own; sleep a little less than a deadline in
every function; use the processor and sleep in turn.

Stopped: what a call uses within another one counts for both, so an inner deadline is never later than the outer one.
CPU time and sleep are counted apart, and a hand-in that has slept a few times may hardly sleep any more.
"""

LEVELS = """
import time
import numpy as np

class Deep:
    def __init__(self, level):
        self.level = level
    def __getattr__(self, name):
        raise AttributeError(name)
    def __radd__(self, other):
        return again(self.level + 1)
    __add__ = __rsub__ = __sub__ = __radd__

def again(level=0):
    import forward
    time.sleep(0.4)
    return forward.softmax(Deep(level)) if level < 40 else 1.0

def predict(X, W):
    return again()
"""
NAPS = """
import time

def relu(x):
    end = time.process_time() + 0.2
    while time.process_time() < end:
        pass
    time.sleep(0.45)
    return x

softmax = numerical_gradient = predict = Counter = lambda *given: relu(given[0])
"""

VARIANTS = {
    "levels": {"hands_on.py": LEVELS},
    "naps": dict.fromkeys(("forward.py", "backward.py", "hands_on.py"), NAPS),
}
