"""Right answers as callables: classes, partial, lambdas, namedtuples, numpy scalars, 0-d arrays."""

from collections import namedtuple
from functools import partial

import numpy as np

Neuron = namedtuple("Neuron", "w b")
Trained = namedtuple("Trained", "w b mistakes")


class Score:
    def __call__(self, X, w, b):
        return np.dot(X, w) + b


linear_score = Score()
perceptron_predict = lambda X, w, b: np.where(linear_score(X, w, b) > 0, 1.0, -1.0)  # noqa: E731 a style to accept
accuracy = lambda pred, y: np.asarray(np.mean(pred == y))  # noqa: E731 a style to accept


def _gate(table, name):
    return table[name]


gate_weights = partial(
    _gate,
    {
        "AND": Neuron(np.array([2, 3]), -4),
        "OR": Neuron(np.array([0.2, 0.2]), -0.1),
        "NAND": Neuron(np.array([-20.0, -30.0]), np.float32(40)),
        "NOR": Neuron(np.float32([-1, -1]), np.array(0.5)),
    },
)


class Perceptron:
    def __init__(self, w, b, lr):
        self.w, self.b, self.lr = np.array(w, dtype=float), float(b), lr

    def is_wrong(self, x, y):
        return not y * (self.w @ x + self.b) > 0

    def learn(self, x, y):
        self.w += self.lr * y * x
        self.b += self.lr * y

    def score(self, X, y):
        return accuracy(perceptron_predict(X, self.w, self.b), y)

    def epoch(self, X, y, after_update=lambda: None):
        count = 0
        for x_i, y_i in zip(X, y, strict=True):
            if self.is_wrong(x_i, y_i):
                self.learn(x_i, y_i)
                after_update()
                count += 1
        return count


def perceptron_update(w, b, x, y, lr=1.0):
    neuron = Perceptron(w, b, lr)
    if neuron.is_wrong(x, y):
        neuron.learn(x, y)
    return Neuron(neuron.w, np.array(neuron.b))


class Train:
    def __call__(self, X, y, epochs=100, lr=1.0):
        neuron, mistakes = Perceptron(np.zeros(X.shape[1]), 0, lr), []
        while len(mistakes) < epochs and (not mistakes or mistakes[-1]):
            mistakes.append(np.int64(neuron.epoch(X, y)))
        return Trained(neuron.w, np.float64(neuron.b), tuple(mistakes))


perceptron_train = Train()


class Network:
    def __init__(self, *gates):
        self.gates = gates

    def __call__(self, X):
        first, second, last = (partial(perceptron_predict, w=g.w, b=g.b) for g in map(gate_weights, self.gates))
        return last((np.column_stack([first(X), second(X)]) + 1) / 2)


xor_network = Network("OR", "NAND", "AND")


class Climber:
    def __init__(self, X, y, w, b):
        self.X, self.y, self.w, self.b = X, y, w, b
        self.best = self.measure(w, b)

    def measure(self, w, b):
        return accuracy(perceptron_predict(self.X, w, b), self.y)

    def step(self, delta):
        w, b = self.w + delta[:-1], self.b + delta[-1]
        if (reached := self.measure(w, b)) > self.best:
            self.w, self.b, self.best = w, b, reached
        return self.best


def hill_climb(X, y, w, b, deltas):
    climber = Climber(X, y, w, b)
    history = tuple(map(climber.step, deltas))
    return [climber.w, climber.b, history]


class Pocket:
    best = np.array(-1.0)

    def look(self, neuron, X, y):
        if (reached := neuron.score(X, y)) > self.best:
            self.w, self.b, self.best = neuron.w.copy(), neuron.b, reached


def pocket_train(X, y, epochs, lr=1.0):
    neuron, pocket = Perceptron([0] * X.shape[1], 0, lr), Pocket()
    for _ in range(epochs):
        neuron.epoch(X, y, partial(pocket.look, neuron, X, y))
    return [pocket.w, np.array(pocket.b), pocket.best]


class Bound:
    def __call__(self, X, y, w, b):
        rows = np.c_[X, np.ones(len(X))]
        weights = np.r_[w, b]
        gamma = np.min(y * (rows @ weights)) / np.linalg.norm(weights)
        return np.array((np.linalg.norm(rows, axis=1).max() / gamma) ** 2)


margin_bound = Bound()
