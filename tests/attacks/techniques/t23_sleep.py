"""Sleep: wall-clock time, not CPU time

Tried: wait without using the processor, in a call, at import, in a callback, or while a reply is half written.

Stopped: deadlines count sleep as well as CPU time, with wall-clock time as a backstop.
"""

HALF = r"""
import os, time

def relu(x):
    os.write(4, b"FDL1\x10\x00\x00\x00")
    time.sleep(1000)
"""

CALLBACK = r"""
import time

def numerical_gradient(f, x):
    while True:
        f(x)
"""

VARIANTS = {
    "in a call": {"forward.py": "import time\n\ndef relu(x):\n    time.sleep(1000)\n\nsoftmax = relu\n"},
    "at import": {"forward.py": "import time\ntime.sleep(1000)\n"},
    "half a reply": {"forward.py": HALF},
    "endless callbacks": {"backward.py": CALLBACK},
    "reads nothing": {"forward.py": "import os\n\ndef relu(x):\n    os.read(3, 1)\n    os.read(3, 1)\n"},
}
