import numpy as np


def numerical_gradient(f, x, h=1e-5):
    x = np.array(x, dtype=float)
    grad = np.zeros(x.shape)
    it = np.nditer(x, flags=["multi_index"])
    for _ in it:
        i = it.multi_index
        keep = x[i]
        x[i] = keep + h
        up = f(x.copy())
        x[i] = keep - h
        down = f(x.copy())
        x[i] = keep
        grad[i] = (up - down) / (2 * h)
    return grad


def rel_error(a, n):
    raise NotImplementedError("rel_error is not written yet")


def relu_backward(dout, cache):
    mask = cache > 0
    return dout * mask


def sigmoid_backward(dout, cache):
    return cache * (1 - cache) * dout


def tanh_backward(dout, cache):
    raise NotImplementedError("tanh_backward is not written yet")


def leaky_relu_backward(dout, cache, alpha=0.1):
    raise NotImplementedError("leaky_relu_backward is not written yet")


def elu_backward(dout, cache, alpha=1.0):
    raise NotImplementedError("elu_backward is not written yet")


def affine_backward(dout, cache):
    x, W, b = cache
    dx = np.dot(dout, W.T)
    dW = np.dot(x.T, dout)
    db = np.sum(dout, axis=0)
    return dx, dW, db


def maxout_backward(dout, cache):
    raise NotImplementedError("maxout_backward is not written yet")


def mlp_backward(dout, caches, params):
    grads = {}
    layers = len(caches)
    for i in range(layers, 0, -1):
        cache = caches[i - 1]
        if i != layers:
            dout = relu_backward(dout, cache["z"])
        layer = (cache["x"], params["W" + str(i)], params["b" + str(i)])
        dout, grads["W" + str(i)], grads["b" + str(i)] = affine_backward(dout, layer)
    return grads


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
