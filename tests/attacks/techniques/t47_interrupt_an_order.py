"""Interrupt an order between the grader and its fork server

Tried: have the grader call a lent function with an object of one's own, answer its question never, and be so large that
ending the process takes a while, so that one deadline falls into the middle of what another one does; the same with a
function of the suite's.

Stopped: nothing of ours is interrupted in the middle. Lent functions work in a process of their own, whose keeper ends
it and keeps all it knows; orders and their answers carry the same number, and any doubt gives a fresh fork server.
"""

HOLD = "import numpy as np\n\nhold = np.ones(30_000_000)\n\n"
LENT = f"""{HOLD}
class Never:
    def __array__(self, *given, **more):
        while True: pass
    def __matmul__(self, other): return self
    def __sub__(self, other):
        while True: pass
    __radd__ = __rsub__ = __truediv__ = __sub__

def predict(X, W):
    import forward
    try:
        return forward.softmax(Never())
    finally:
        return forward.softmax(Never())
"""
CALLBACK = f"""{HOLD}
class Never:
    def __add__(self, other):
        while True: pass
    __radd__ = __rsub__ = __pow__ = __add__

def numerical_gradient(f, x):
    return f(Never())
"""

VARIANTS = {"through a lent function": {"hands_on.py": LENT}, "through a callback": {"backward.py": CALLBACK}}
