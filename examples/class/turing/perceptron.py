"""Whether these functions halt cannot be decided by running them."""


def linear_score(X, w, b):
    while True:
        pass


def perceptron_predict(X, w, b):
    while True:
        pass


def accuracy(pred, y):
    while True:
        pass


def gate_weights(name):
    while True:
        pass


def perceptron_update(w, b, x, y, lr=1.0):
    while True:
        pass


def perceptron_train(X, y, epochs=100, lr=1.0):
    while True:
        pass


def xor_network(X):
    while True:
        pass


def hill_climb(X, y, w, b, deltas):
    while True:
        pass


def pocket_train(X, y, epochs, lr=1.0):
    while True:
        pass


def margin_bound(X, y, w, b):
    while True:
        pass
