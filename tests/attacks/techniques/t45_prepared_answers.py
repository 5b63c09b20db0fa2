"""Answers prepared ahead of a speed test

Tried: work slowly in a call that nobody times, or in the first of those that are timed, on the numbers that the later
ones will bring, and answer those from memory; work while nothing is asked; answer before the question came.

Stopped: each timed call comes with numbers drawn anew, which follow from nothing a guest has seen, and its result is
checked before its time counts. The time is the kernel's count of the process that answers.
"""

SLOWLY = r"""
import numpy as np

def slowly(x):
    out = np.empty_like(x)
    for i in np.ndindex(x.shape):
        out[i] = x[i] if x[i] > 0 else 0.0
    return out

def relu(x):
    if isinstance(x, str):
        raise TypeError
    return slowly(x)
"""

AHEAD = (
    SLOWLY
    + r"""
KEPT = []

def relu(x):
    if isinstance(x, str):
        raise TypeError
    for known, answer in KEPT:
        if known.shape == x.shape and np.allclose(known, x, rtol=1e-9):
            return answer.copy()
    if x.size > 1000:
        for first in range(64, 70):  # what another round may multiply the same numbers with
            for later in range(64, 70):
                guess = x * (later / first)
                KEPT.append((guess, np.maximum(guess, 0.0)))
    return slowly(x)
"""
)

FORGED = (
    SLOWLY
    + r"""
import gc
from grader.sandbox.wire import frames

guest = next(thing for thing in gc.get_objects() if type(thing).__name__ == "Responder")

def relu(x):
    if isinstance(x, str):
        raise TypeError
    answer = slowly(x)
    if x.size > 1000:  # a reply ahead, to a question that may come next
        said = {"warnings": [], "printed": 0, "output": "", "reseeded": False}
        guest._write(frames.encode({"reply": "returned", "value": answer * (66 / 65), **said}))
    return answer
"""
)

VARIANTS = {"by guessing": {"forward.py": AHEAD}, "reply ahead": {"forward.py": FORGED}}
HONEST = {name: {"forward.py": SLOWLY} for name in VARIANTS}
