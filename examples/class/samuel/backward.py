"""Backward propagation: how fast does the loss change with each single number of the network?"""

import numpy as np


def numerical_gradient(f, x, h=1e-05):
    """Measure the gradient of a function by trying it out: slow, but hard to get wrong."""
    raise NotImplementedError("numerical_gradient is not written yet")


def rel_error(a, n):
    """Say how far an analytic gradient a is from a numerical one n, as one number without a unit."""
    raise NotImplementedError("rel_error is not written yet")


def relu_backward(dout, cache):
    """Send the gradient back through relu: it passes where the unit was on, else it stops."""
    raise NotImplementedError("relu_backward is not written yet")


def sigmoid_backward(dout, cache):
    """Send the gradient back through the sigmoid."""
    raise NotImplementedError("sigmoid_backward is not written yet")


def tanh_backward(dout, cache):
    """Send the gradient back through tanh."""
    raise NotImplementedError("tanh_backward is not written yet")


def leaky_relu_backward(dout, cache, alpha=0.1):
    """Send the gradient back through leaky relu: a little always gets through."""
    raise NotImplementedError("leaky_relu_backward is not written yet")


def elu_backward(dout, cache, alpha=1.0):
    """Send the gradient back through elu."""
    raise NotImplementedError("elu_backward is not written yet")


def affine_backward(dout, cache):
    """Send the gradient back through a layer: to its input, to its weights, and to its bias."""
    raise NotImplementedError("affine_backward is not written yet")


def maxout_backward(dout, cache):
    """Send the gradient back through maxout: the winner takes it all."""
    raise NotImplementedError("maxout_backward is not written yet")


def mlp_backward(dout, caches, params):
    """Send the gradient back through a whole network of L layers: backpropagation."""
    raise NotImplementedError("mlp_backward is not written yet")


def graph_backward(graph, values, output):
    """Send the gradient back through any computational graph, as every deep-learning library does."""
    raise NotImplementedError("graph_backward is not written yet")


def topo_sort(graph):
    """Put the nodes of a computational graph into an order in which it can be calculated."""
    raise NotImplementedError("topo_sort is not written yet")


def softmax_backward(dout, cache):
    """Send the gradient back through softmax, where every output depends on every input of its row."""
    raise NotImplementedError("softmax_backward is not written yet")


def unbroadcast(grad, shape):
    """Undo numpy's broadcasting: sum the gradient along every axis where an array was repeated."""
    raise NotImplementedError("unbroadcast is not written yet")


class Value:
    """A number that remembers how it was calculated and can send gradients back: autograd."""

    def __init__(self, data):
        raise NotImplementedError("Value.__init__ is not written yet")

    def __add__(self, other):
        raise NotImplementedError("Value.__add__ is not written yet")

    def __radd__(self, other):
        raise NotImplementedError("Value.__radd__ is not written yet")

    def __sub__(self, other):
        raise NotImplementedError("Value.__sub__ is not written yet")

    def __rsub__(self, other):
        raise NotImplementedError("Value.__rsub__ is not written yet")

    def __mul__(self, other):
        raise NotImplementedError("Value.__mul__ is not written yet")

    def __rmul__(self, other):
        raise NotImplementedError("Value.__rmul__ is not written yet")

    def __truediv__(self, other):
        raise NotImplementedError("Value.__truediv__ is not written yet")

    def __rtruediv__(self, other):
        raise NotImplementedError("Value.__rtruediv__ is not written yet")

    def __neg__(self):
        raise NotImplementedError("Value.__neg__ is not written yet")

    def __pow__(self, power):
        raise NotImplementedError("Value.__pow__ is not written yet")

    def exp(self):
        raise NotImplementedError("Value.exp is not written yet")

    def tanh(self):
        raise NotImplementedError("Value.tanh is not written yet")

    def relu(self):
        raise NotImplementedError("Value.relu is not written yet")

    def backward(self):
        raise NotImplementedError("Value.backward is not written yet")


def second_derivative(f, x, h=0.0001):
    """Measure how the slope itself changes: the curvature of f at x."""
    raise NotImplementedError("second_derivative is not written yet")
