"""Segmentation fault and deep recursion

Tried: crash the interpreter by ctypes, by broken code objects, by recursion without end, in the guest or in the grader.

Stopped: a crash costs the call in which it happens; no core is dumped, and the next call gets a fresh guest.
"""

CALL_EACH_OTHER = r"""
def numerical_gradient(f, x):
    try:
        f(x.ravel())
    except Exception:
        pass
    return numerical_gradient(f, x)
"""

VARIANTS = {
    "segmentation fault": {"forward.py": "import ctypes\n\ndef relu(x):\n    return ctypes.string_at(0)\n"},
    "abort": {"forward.py": "import ctypes\n\ndef relu(x):\n    ctypes.CDLL(None).abort()\n"},
    "at import": {"forward.py": "import ctypes\nctypes.string_at(0)\n"},
    "broken code": {
        "forward.py": "import types\n\ndef relu(x):\n    code = relu.__code__.replace(co_code=bytes([9, 0] * 500))\n"
        "    return types.FunctionType(code, globals())(x)\n"
    },
    "recursion": {"forward.py": "def relu(x):\n    return relu(x)\n\nsoftmax = relu\n"},
    "no recursion limit": {
        "forward.py": "import sys\nsys.setrecursionlimit(10**9)\n\ndef relu(x):\n    return [relu(x)]\n"
    },
    "recursion by callback": {"backward.py": CALL_EACH_OTHER},
    "deep result": {
        "forward.py": "def relu(x):\n    ring = []\n    for _ in range(10**5):\n        ring = [ring]\n    return ring"
    },
    "circular result": {"forward.py": "def relu(x):\n    ring = []\n    ring.append(ring)\n    return ring\n"},
}
