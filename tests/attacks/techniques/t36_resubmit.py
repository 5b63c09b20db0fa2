"""One bit per resubmission

Tried: hand in again and again, and learn one bit of a hidden input each time: from the marks, the outcome, the line.

Stopped: what a student sees does not depend on a hidden input but through outcomes, and each handed-in version gives
the same outcomes however often it is graded. How often one may hand in is the course's decision; the marks of one
test are the least that a bit costs.
"""

ONE_BIT = r"""
import numpy as np

def relu(x):
    if isinstance(x, np.ndarray) and x.ravel()[0] > 0:
        return np.maximum(x, 0.0)
    raise ValueError("no")
"""

VARIANTS = {"one bit": {"forward.py": ONE_BIT}}
HONEST = {"one bit": {"forward.py": "import numpy as np\n\ndef relu(x):\n    return np.maximum(x, 0.0)\n"}}
