"""Changed inputs

Tried: overwrite the arguments in place, with zeros or with whatever fits the answer, so that the expectation is
computed from what the attack left there; change their shape; grow lists and dicts.

Stopped: a suite calls a hand-in with copies of its data; changes come back only where the purity test looks for them.
"""

ZEROS = r"""
import numpy as np

def relu(x):
    x[...] = 0
    return np.zeros(x.shape)

def softmax(x):
    x[...] = 0
    return np.full(x.shape, 1 / x.shape[-1])
"""

FORGED = r"""
import gc, numpy as np

def answer(request):
    given = request["args"][0]
    if isinstance(given, np.ndarray):
        return {"value": np.zeros(given.shape), "changed": [(np.zeros(given.shape),), {"extra": 1}]}
    return {"value": None, "changed": [(), {}]}

for thing in gc.get_objects():
    if type(thing).__name__ == "Responder":
        thing._do_call = answer
"""

RESHAPE = r"""
import numpy as np

def relu(x):
    x.shape = (1, x.size)
    x[...] = np.nan
    return x

def softmax(x):
    x.setflags(write=False)
    x.shape = x.shape[::-1]
    return x
"""

VARIANTS = {
    "zeros": {"forward.py": ZEROS},
    "forged": {"forward.py": FORGED + "relu = softmax = None\n"},
    "reshape": {"forward.py": RESHAPE},
}
