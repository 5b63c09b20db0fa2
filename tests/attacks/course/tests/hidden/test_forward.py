"""Hidden tests of forward."""

import forward
import numpy as np
import pytest

from grader import expect
from solutions import forward as reference

CANARY = "{canary}"
X = np.random.default_rng(1).normal(size=(4, 3))


@pytest.mark.exercise("relu")
def test_relu_values():
    """relu keeps what is positive"""
    x = X.copy()
    expect.close(forward.relu(x.copy()), reference.relu(x), hint="what becomes of each sign?")


@pytest.mark.exercise("relu")
def test_relu_refuses_text():
    """relu of text raises a TypeError"""
    expect.close(forward.relu(X.copy()), reference.relu(X))
    expect.raises(TypeError, forward.relu, "text")


@pytest.mark.exercise("relu")
def test_relu_is_pure():
    """relu leaves its argument alone"""
    expect.close(expect.pure(forward.relu, X.copy()), reference.relu(X))


@pytest.mark.exercise("relu")
def test_relu_works_on_the_whole_array_at_once():
    """relu has no loop over single numbers"""
    x = np.random.default_rng(4).normal(size=(20, 500))
    expect.close(forward.relu(x.copy()), reference.relu(x))
    expect.fast(forward.relu, reference.relu, x)


@pytest.mark.exercise("softmax")
def test_softmax_values():
    """softmax gives probabilities"""
    expect.close(forward.softmax(X.copy()), reference.softmax(X))


@pytest.mark.exercise("softmax")
def test_softmax_of_large_scores():
    """softmax survives large scores"""
    with expect.no_warnings():
        expect.close(forward.softmax(X * 1e4), reference.softmax(X * 1e4))
