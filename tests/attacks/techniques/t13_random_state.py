"""Reseeded or patched global random state

Tried: seed numpy's and Python's generators, or replace them, so that the suite's own draws become predictable.

Stopped: the suite draws in its own process, from generators of its own.
"""

SEED = r"""
import random
import numpy as np

np.random.seed(0)
random.seed(0)
np.random.default_rng = lambda *args: np.random.RandomState(0)
np.random.normal = np.random.randn = lambda *args, **kwargs: np.zeros(kwargs.get("size", 1))

def relu(x):
    np.random.seed(1)
    random.seed(1)
    return np.maximum(np.random.RandomState(1).normal(size=x.shape), 0)
"""

VARIANTS = {"seed": {"forward.py": SEED}}
