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


def text_of(path):
    """Return what is in a file: no exercise, but a course may have such functions."""
    with open(path) as file:
        return file.read()


def secret_of_the_course():
    """Return what no submission may learn."""
    return CANARY
