"""Memory bomb

Tried: allocate without end: in one piece, in many, as a mapping, locked, or in the grader by large replies and by
lent functions with large arguments.

Stopped: the address space of a guest is limited; replies, what is kept of them, and the grader's own work for a guest
are limited as well.
"""

LENT = r"""
import numpy as np
import forward

def predict(X, W):
    rows = np.zeros((100000, 80))
    for _ in range(50):
        forward.softmax(np.broadcast_to(rows, (100000, 80)).copy())
    return np.zeros(8)
"""

VARIANTS = {
    "one piece": {"forward.py": "def relu(x):\n    return bytearray(1 << 40)\n"},
    "many pieces": {
        "forward.py": "def relu(x):\n    kept = []\n    while True:\n        kept.append(bytes(1 << 20))\n"
    },
    "at import": {"forward.py": "import numpy as np\nKEPT = [np.ones(1 << 27) for _ in range(100)]\n"},
    "mapping": {"forward.py": "import mmap\n\ndef relu(x):\n    return [mmap.mmap(-1, 1 << 36) for _ in range(99)]\n"},
    "list": {"forward.py": "def relu(x):\n    return [0] * (1 << 26)\n"},
    "large replies": {
        "forward.py": "import numpy as np\n\ndef relu(x):\n    return np.zeros(8 << 20)\n\nsoftmax = relu\n",
    },
    "lent functions": {"hands_on.py": LENT},
}
