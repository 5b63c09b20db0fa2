"""Two functions of a forward pass."""

import numpy as np

CANARY = "{canary}"


def relu(x):
    """Keep what is positive."""
    return np.maximum(x, 0.0)


def softmax(scores):
    """Turn each row of scores into probabilities."""
    e = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)


def secret_of_the_course():
    """Return what no submission may learn."""
    return CANARY
