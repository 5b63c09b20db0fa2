import numpy as np


def numerical_gradient(f, x, h=1e-05):
    raise NotImplementedError("numerical_gradient is not written yet")


def rel_error(a, n):
    raise NotImplementedError("rel_error is not written yet")


def relu_backward(dout, cache):
    return dout * (cache > 0)


def sigmoid_backward(dout, cache):
    raise NotImplementedError("sigmoid_backward is not written yet")


def tanh_backward(dout, cache):
    raise NotImplementedError("tanh_backward is not written yet")


def leaky_relu_backward(dout, cache, alpha=0.1):
    raise NotImplementedError("leaky_relu_backward is not written yet")


def elu_backward(dout, cache, alpha=1.0):
    raise NotImplementedError("elu_backward is not written yet")


def affine_backward(dout, cache):
    raise NotImplementedError("affine_backward is not written yet")


def maxout_backward(dout, cache):
    raise NotImplementedError("maxout_backward is not written yet")


def mlp_backward(dout, caches, params):
    raise NotImplementedError("mlp_backward is not written yet")


def graph_backward(graph, values, output):
    raise NotImplementedError("graph_backward is not written yet")


def topo_sort(graph):
    raise NotImplementedError("topo_sort is not written yet")


def softmax_backward(dout, cache):
    raise NotImplementedError("softmax_backward is not written yet")


def unbroadcast(grad, shape):
    raise NotImplementedError("unbroadcast is not written yet")


class Value:

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
    raise NotImplementedError("second_derivative is not written yet")
