"""The perceptron: one artificial neuron, the rule that trains it, and what it cannot learn."""

import numpy as np


def linear_score(X, w, b):
    """Add up the weighted inputs of every example."""
    raise NotImplementedError("linear_score is not written yet")


def perceptron_predict(X, w, b):
    """Answer +1 or -1 for every example."""
    raise NotImplementedError("perceptron_predict is not written yet")


def accuracy(pred, y):
    """Say which share of the predictions is right: 0.0 for none, 1.0 for all."""
    raise NotImplementedError("accuracy is not written yet")


def gate_weights(name):
    """Choose by hand the weights that turn one neuron into a logic gate."""
    raise NotImplementedError("gate_weights is not written yet")


def perceptron_update(w, b, x, y, lr=1.0):
    """Show the perceptron one example, and let it learn only if it made a mistake."""
    raise NotImplementedError("perceptron_update is not written yet")


def perceptron_train(X, y, epochs=100, lr=1.0):
    """Train a perceptron: visit the examples one after the other until no mistake is left."""
    raise NotImplementedError("perceptron_train is not written yet")


def xor_network(X):
    """Compute XOR, "exactly one of the two", with neurons in two layers."""
    raise NotImplementedError("xor_network is not written yet")


def hill_climb(X, y, w, b, deltas):
    """Learn by trying: change the weights a little, and keep the change if it helps."""
    raise NotImplementedError("hill_climb is not written yet")


def pocket_train(X, y, epochs, lr=1.0):
    """Train a perceptron that keeps the best weights it has met "in its pocket"."""
    raise NotImplementedError("pocket_train is not written yet")


def margin_bound(X, y, w, b):
    """Bound the mistakes a perceptron can make before it has learned separable data."""
    raise NotImplementedError("margin_bound is not written yet")
