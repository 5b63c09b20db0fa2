"""Hidden tests of hands_on."""

import hands_on
import numpy as np
import pytest

from grader import expect
from solutions import hands_on as reference

CANARY = "{canary}"
RNG = np.random.default_rng(3)
X, W = RNG.normal(size=(8, 4)), RNG.normal(size=(4, 3))


@pytest.mark.exercise("predict")
def test_predicts():
    """predict finds the most probable class"""
    expect.whole(hands_on.predict(X.copy(), W.copy()), reference.predict(X, W))
