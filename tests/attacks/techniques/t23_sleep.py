"""Sleep: wall-clock time, not CPU time

Tried: wait without using the processor, in a call, at import, in a callback, or while a reply is half written; write
a byte of a reply, or a message that needs no answer, now and then, so that it is never silent for long.

Stopped: deadlines count sleep as well as CPU time, by looks at moments that nobody knows and not by silence, with
wall-clock time as a backstop.
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

NOW_AND_THEN = r"""
import gc, os, time

guest = next(thing for thing in gc.get_objects() if type(thing).__name__ == "Responder")

def relu(x):
    os.write(4, b"FDL1" + (16).to_bytes(4, "little") + (1 << 25).to_bytes(8, "little"))
    while True:
        os.write(4, b"x")
        time.sleep(0.02)

def softmax(x):
    while True:
        guest._importing("forward")
        time.sleep(0.02)
"""

VARIANTS = {
    "now and then": {"forward.py": NOW_AND_THEN},
    "in a call": {"forward.py": "import time\n\ndef relu(x):\n    time.sleep(1000)\n\nsoftmax = relu\n"},
    "at import": {"forward.py": "import time\ntime.sleep(1000)\n"},
    "half a reply": {"forward.py": HALF},
    "endless callbacks": {"backward.py": CALLBACK},
    "reads nothing": {"forward.py": "import os\n\ndef relu(x):\n    os.read(3, 1)\n    os.read(3, 1)\n"},
}
