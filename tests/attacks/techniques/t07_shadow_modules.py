"""Shadow modules

Tried: hand in numpy.py, json.py, grader.py or solutions.py, in the hope that they are imported in place of the real.

Stopped: nothing but the course's own modules can be imported from a hand-in, and those have names of their own.
"""

SHADOW = "raise SystemExit(0)\n"
NUMPY = "float64 = float\ndef allclose(*args, **kwargs):\n    return True\n"
FORWARD = "import numpy, json, grader, solutions\n\ndef relu(x):\n    return solutions.forward.relu(x)\n"
PLANT = r"""
import sys, types

for name in ("json", "struct", "os", "grader.sandbox.wire.frames", "numpy"):
    sys.modules[name] = types.ModuleType(name)

def relu(x):
    return x
"""

VARIANTS = {
    "files": {
        "numpy.py": NUMPY,
        "json.py": SHADOW,
        "grader.py": SHADOW,
        "solutions.py": SHADOW,
        "pytest.py": SHADOW,
        "numpy/__init__.py": NUMPY,
        "forward.py": FORWARD,
    },
    "sys modules": {"forward.py": PLANT},
    "packages": {"forward/__init__.py": "def relu(x):\n    return x\n", "solutions/forward.py": "relu = None\n"},
}
