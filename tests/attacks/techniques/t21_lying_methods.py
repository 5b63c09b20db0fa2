"""Lying __class__, __len__ and __str__

Tried: return, raise or print things whose special methods lie about their type, length or text, raise, or never end.

Stopped: they run in the guest, against the deadline of the call; what crosses is of an exact builtin type.
"""

LIES = r"""
import numpy as np

class Liar:
    @property
    def __class__(self):
        return np.ndarray
    def __len__(self):
        return 2 ** 62
    def __str__(self):
        raise SystemExit(0)
    __repr__ = __str__
    def __iter__(self):
        while True:
            yield self
    def __getattr__(self, name):
        return self

def relu(x):
    return Liar()

class Error(Exception):
    def __str__(self):
        while True:
            pass

def softmax(x):
    raise Error
"""

NAMES = r"""
class Meta(type):
    @property
    def __name__(cls):
        return 10 ** 9
    def mro(cls):
        return [cls, *Exception.__mro__]

class ValueError_(Exception, metaclass=Meta):
    def __str__(self):
        return "\ud800" * 100000

def relu(x):
    raise ValueError_

class List(list):
    def __len__(self):
        return 10 ** 12
    def __iter__(self):
        raise RuntimeError

def softmax(x):
    return List([1, 2])
"""

VARIANTS = {"liar": {"forward.py": LIES}, "names": {"forward.py": NAMES}}
