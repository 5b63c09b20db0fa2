"""Keep the grader itself busy

Tried: call lent functions and functions of the suite's with matrices of whole numbers, huge numbers and nested lists
that keep one call of C code busy for minutes, where no signal of Python's reaches it.

Stopped: what is passed is bounded in size. A lent function works in a process that is killed at the call's deadline; a
suite's own function is watched from outside, and ending it costs the test that was running.
"""

LENT = """
import numpy as np

def predict(X, W):
    import forward
    huge = np.ones((3900, 3900), np.int8)
    for given in (huge, huge.astype(complex), [[[1] * 300] * 300]):
        try:
            forward.softmax(given)
        except Exception:
            pass
    return forward.softmax(np.ones((1_900_000, 1)))
"""
CALLBACK = """
import numpy as np

def numerical_gradient(f, x):
    for given in (np.ones((5600, 5600), np.int8), 10**1200, [[[1] * 300] * 300], "3" * 1_000_000, x.astype(object)):
        try:
            f(given)
        except Exception:
            pass
    return f(np.ones((8_000_000, 1)))
"""

VARIANTS = {"a lent function": {"hands_on.py": LENT}, "a callback": {"backward.py": CALLBACK}}
