"""A function that takes a function, and a class."""

import numpy as np

CANARY = "{canary}"


def numerical_gradient(f, x, h=1e-5):
    """Return the gradient of a scalar function by central differences."""
    gradient = np.zeros_like(x)
    for i in np.ndindex(x.shape):
        step = np.zeros_like(x)
        step[i] = h
        gradient[i] = (f(x + step) - f(x - step)) / (2 * h)
    return gradient


class Counter:
    """Counts up."""

    def __init__(self, start):
        self.value = start

    def __add__(self, other):
        return Counter(self.value + other)
