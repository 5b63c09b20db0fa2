"""Patch numpy or math

Tried: replace np.allclose, np.abs, np.testing, ndarray helpers and math, so that a comparison says yes.

Stopped: the comparison uses the numpy of the grader's own process, which the guest cannot reach.
"""

PATCH = r"""
import math
import numpy as np

np.allclose = np.array_equal = np.isclose = lambda *args, **kwargs: True
np.testing.assert_allclose = np.testing.assert_array_equal = lambda *args, **kwargs: None
np.abs = np.absolute = lambda x: np.zeros(np.shape(x))
np.asarray = lambda x, *args, **kwargs: x
math.isclose = lambda *args, **kwargs: True

def relu(x):
    return x

def softmax(x):
    return x
"""

WIPE = r"""
import numpy as np

for name in list(vars(np)):
    if name not in ("__name__", "__loader__", "__spec__", "__dict__", "__path__", "__file__"):
        try:
            delattr(np, name)
        except Exception:
            pass

def relu(x):
    return x
"""

VARIANTS = {"always equal": {"forward.py": PATCH}, "empty numpy": {"forward.py": WIPE}}
