"""Forward propagation: from an input to the scores of a network, one layer after the other."""

import numpy as np


def relu(x):
    """Rectified linear unit: keep what is positive, make everything else 0."""
    raise NotImplementedError("relu is not written yet")


def leaky_relu(x, alpha=0.1):
    """Leaky ReLU: like ReLU, but negative inputs keep a small slope, so that no unit dies."""
    raise NotImplementedError("leaky_relu is not written yet")


def sigmoid(x):
    """Logistic function: squeeze any number into the range from 0 to 1."""
    raise NotImplementedError("sigmoid is not written yet")


def tanh(x):
    """Hyperbolic tangent: squeeze any number into the range from -1 to 1, symmetrically about 0."""
    raise NotImplementedError("tanh is not written yet")


def elu(x, alpha=1.0):
    """Exponential linear unit: linear for positive inputs, a curve down to -alpha for others."""
    raise NotImplementedError("elu is not written yet")


def maxout(x, W1, b1, W2, b2):
    """Maxout with two pieces: a layer that learns its own activation as the larger of two planes."""
    raise NotImplementedError("maxout is not written yet")


def softmax(x):
    """Turn scores into probabilities: positive numbers that add up to 1 along the last axis."""
    raise NotImplementedError("softmax is not written yet")


def affine_forward(x, W, b):
    """Fully connected layer: every output is a weighted sum of all inputs, plus a bias."""
    raise NotImplementedError("affine_forward is not written yet")


def mlp_forward(x, params):
    """Multi-layer perceptron: affine, ReLU, affine, ReLU, ..., affine."""
    raise NotImplementedError("mlp_forward is not written yet")


def graph_forward(graph, inputs):
    """Compute the value of every node of a computational graph."""
    raise NotImplementedError("graph_forward is not written yet")


def init_mlp(sizes, seed=0, scheme='he'):
    """Draw the first weights of a multi-layer perceptron, so large that signals keep their size."""
    raise NotImplementedError("init_mlp is not written yet")


def logsumexp(x):
    """Logarithm of a sum of exponentials, over the last axis: a smooth maximum."""
    raise NotImplementedError("logsumexp is not written yet")


def log_softmax(x):
    """Logarithm of softmax over the last axis, without ever computing a probability that may be 0."""
    raise NotImplementedError("log_softmax is not written yet")


def gelu(x):
    """Gaussian error linear unit, in its tanh form: a smooth ReLU, used in GPT and BERT."""
    raise NotImplementedError("gelu is not written yet")


def silu(x):
    """Sigmoid linear unit, also called swish: a smooth ReLU that dips a little below 0."""
    raise NotImplementedError("silu is not written yet")


def softplus(x):
    """Softplus: a smooth ReLU whose slope is the sigmoid."""
    raise NotImplementedError("softplus is not written yet")
