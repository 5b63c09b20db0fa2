"""A function that uses another module."""

import numpy as np
from forward import softmax

CANARY = "{canary}"


def predict(X, W):
    """Return the most probable class of each row."""
    return np.argmax(softmax(X @ W), axis=1)
