"""Delegation

Tried: let something else do the work: torch, scipy, sklearn or autograd; the course's own module, where it is lent; the
grader itself, asked for a function by name.

Stopped: only the course's packages exist in the jail. A lent module answers for its own functions, and only to modules
that come after it in the course.
"""

OTHERS = r"""
import numpy as np

def relu(x):
    for name in ("torch", "scipy.special", "sklearn.utils.extmath", "tensorflow", "jax", "autograd", "sympy", "rich"):
        try:
            __import__(name)
            return np.maximum(x, 0.0)
        except ImportError:
            pass
    raise ImportError("nobody does my work")
"""

LENT = r"""
import hands_on

def softmax(scores):
    for name in ("softmax", "np", "CANARY", "secret_of_the_course"):
        try:
            return getattr(hands_on, name)(scores)
        except Exception:
            pass
    return scores
"""

ASK = r"""
import gc
import numpy as np

guest = next(thing for thing in gc.get_objects() if type(thing).__name__ == "Responder")

def ask(module, name):
    def asked(*args):
        for spelling in ([module, name], [f"solutions.{module}", name], ["solutions", f"{module}.{name}"]):
            try:
                return guest._callback(spelling)(*args)
            except Exception:
                pass
        return args[0]
    return asked

relu = ask("forward", "relu")
softmax = ask("hands_on", "softmax")
print(ask("forward", "secret_of_the_course")(0), ask("hands_on", "CANARY")(0))
"""

BREAK_ITSELF = r"""
import gc

for thing in gc.get_objects():
    if type(thing).__name__ == "Responder":
        thing._importing("forward")  # then fail in its name, so that the course's own is lent
        guest = thing

raise ImportError("mallory")
"""

VARIANTS = {
    "other packages": {"forward.py": OTHERS},
    "later module": {"forward.py": LENT},
    "by name": {"forward.py": ASK},
    "blame a sibling": {"forward.py": "def relu(x):\n    return x\n", "backward.py": BREAK_ITSELF, "hands_on.py": LENT},
}
