"""Hidden tests of backward."""

import backward
import numpy as np
import pytest

from grader import expect

CANARY = "{canary}"
X = np.random.default_rng(2).normal(size=(3, 2))


def cubes(x):
    """The function whose slope is asked for."""
    expect.that(np.shape(x) == (3, 2), "f must be called with an array of x's shape")
    return float((np.asarray(x) ** 3).sum())


@pytest.mark.exercise("numerical_gradient")
def test_gradient_of_cubes():
    """numerical_gradient finds the slope of a sum of cubes"""
    expect.close(backward.numerical_gradient(cubes, X.copy()), 3 * X**2, rtol=1e-5)


@pytest.mark.exercise("Counter")
def test_counter_counts():
    """Counter adds"""
    counter = backward.Counter(41)
    expect.that(expect.describe(counter) == "a Counter object", "Counter is a class")
    expect.close(getattr(counter + 1, "value", None), 42.0)
    expect.close(getattr(counter, "value", None), 41.0)
