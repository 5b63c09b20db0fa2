"""Delegation

Tried: let something else do the work: torch, scipy, sklearn or autograd; the course's own module, where it is lent, and
a function of it that opens any file it is told; the grader itself, asked for a function by name.

Stopped: only the course's packages exist in the jail. A lent module answers for its own functions, only to modules that
come after it in the course, and from a process that can open no file that its guest cannot, but for libraries.
"""

from pathlib import Path

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

OPEN = r"""
import forward

def predict(X, W):
    found = []
    for path in PATHS:
        try:
            text = forward.text_of(path)
            found.append(text[text.index("canary"):][:60])
        except Exception as error:
            found.append(str(error))
    raise ValueError(" ".join(found))
"""


def _open(path: Path) -> None:
    """Write an attacker who knows where everything lies."""
    world = path.parents[2]
    names = ("course/tests/hidden/test_hands_on.py", "course/solutions/forward.py", "home/.netrc")
    path.write_text(f"PATHS = {[str(world / name) for name in names]}\n{OPEN}")


VARIANTS = {
    "files by a lent function": {"hands_on.py": _open},
    "other packages": {"forward.py": OTHERS},
    "later module": {"forward.py": LENT},
    "by name": {"forward.py": ASK},
    "blame a sibling": {"forward.py": "def relu(x):\n    return x\n", "backward.py": BREAK_ITSELF, "hands_on.py": LENT},
}
