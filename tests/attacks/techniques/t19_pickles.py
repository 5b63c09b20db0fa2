"""A pickle or dill payload in a result

Tried: return an object whose __reduce__ runs a command when the other side unpickles it, or bytes that are a pickle.

Stopped: nothing is ever unpickled. Bytes stay bytes, and an object stays in the guest.
"""

OBJECT = r"""
import os, pickle

class Payload:
    def __reduce__(self):
        return os.system, ("touch /tmp/mallory-pickle",)
    def __getstate__(self):
        return self.__reduce__()

def relu(x):
    return Payload()

def softmax(x):
    return pickle.dumps(Payload())
"""

DTYPE = r"""
import numpy as np

class Payload:
    def __reduce__(self):
        return exec, ("open('/tmp/mallory-pickle', 'w')",)

def relu(x):
    return np.array([Payload()] * 12, dtype=object).reshape(4, 3)

def softmax(x):
    return {"__reduce__": "os.system", "py/object": "os.system", "__class__": "Payload"}
"""

VARIANTS = {"object": {"forward.py": OBJECT}, "object array": {"forward.py": DTYPE}}
