"""One bit per resubmission

Tried: hand in again and again, and learn one bit of a hidden input each time: from the marks, the outcome, the line.

Stopped: of a failed test a student sees how it ended, which of Python's exceptions came and at which line of their
file: some 20 bits that the code can choose, about inputs, which earn nothing by themselves. Expected values never come
near the code. The same files give the same bytes however often they are graded. How often one may hand in is the
course's decision.
"""

ONE_BIT = r"""
import numpy as np

def relu(x):
    if isinstance(x, np.ndarray) and x.ravel()[0] > 0:
        return np.maximum(x, 0.0)
    raise ValueError("no")
"""

MANY_LINES = (
    r"""
KINDS = [ValueError, TypeError, KeyError, IndexError, ZeroDivisionError, OverflowError, LookupError, ArithmeticError]

def relu(x):
    number = int(abs(float(x.ravel()[0])) * 1000)
    return globals()[f"line_{number % 256}"](KINDS[number // 256 % 8])

softmax = relu
"""
    + "\n".join(f"def line_{n}(kind): raise kind" for n in range(256))
    + "\n"
)

VARIANTS = {"one bit": {"forward.py": ONE_BIT}, "many lines": {"forward.py": MANY_LINES}}
HONEST = {"one bit": {"forward.py": "import numpy as np\n\ndef relu(x):\n    return np.maximum(x, 0.0)\n"}}
