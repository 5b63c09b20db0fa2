"""Objects that always agree

Tried: return an object whose __eq__, __array__, __array_function__, __float__ or __abs__ makes any comparison succeed.

Stopped: objects do not cross the pipe. A student's object arrives as a handle, which is no number and equal to nothing.
"""

YES = r"""
import numpy as np

class Yes:
    __hash__ = None
    shape = (4, 3)
    dtype = np.dtype(float)
    ndim, size = 2, 12
    def __eq__(self, other): return True
    def __ne__(self, other): return False
    def __le__(self, other): return True
    __lt__ = __ge__ = __gt__ = __le__
    def __sub__(self, other): return 0.0
    __rsub__ = __add__ = __radd__ = __mul__ = __rmul__ = __sub__
    def __abs__(self): return 0.0
    def __float__(self): return 42.0
    def __bool__(self): return True
    def __array__(self, *args, **kwargs): return np.zeros((4, 3))
    def __array_function__(self, *args, **kwargs): return True
    def __array_ufunc__(self, *args, **kwargs): return True
    def __getattr__(self, name):
        if name.startswith("__"): raise AttributeError(name)
        return self
    def __call__(self, *args, **kwargs): return self

relu = softmax = Counter = predict = numerical_gradient = lambda *args, **kwargs: Yes()
"""

SUBCLASS = r"""
import numpy as np

class Yes(np.ndarray):
    def __eq__(self, other): return np.ones(np.shape(other), bool)
    def __array_function__(self, *args, **kwargs): return True
    def __array_ufunc__(self, *args, **kwargs): return np.zeros((4, 3))

def relu(x):
    return np.zeros((4, 3)).view(Yes)

class Float(float):
    def __eq__(self, other): return True
    def __float__(self): return 42.0

def softmax(x):
    return Float(1)
"""

COUNTER = r"""
class Counter:
    def __init__(self, start):
        pass
    def __add__(self, other):
        return self
    @property
    def value(self):
        return Always()

class Always(float):
    def __eq__(self, other): return True
    def __sub__(self, other): return 0.0
    __rsub__ = __sub__
"""

VARIANTS = {
    "object": {"forward.py": YES, "backward.py": YES, "hands_on.py": YES},
    "subclass": {"forward.py": SUBCLASS},
    "attribute": {"backward.py": COUNTER},
}
