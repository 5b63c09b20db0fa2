"""atexit writes the results

Tried: register handlers that run when everything is over, and write marks or replies then.

Stopped: a guest is killed, and has nowhere to write to: no file, and a pipe that is closed by then.
"""

ATEXIT = r"""
import atexit, json, os, signal, threading, weakref

def write():
    for path in ("results/mallory.json", "/tmp/mallory.json", "../results/t15-atexit.json", "mallory.json"):
        try:
            with open(path, "w") as file:
                json.dump({"points": 100.0}, file)
        except OSError:
            pass
    os.write(4, b"FDL1")

atexit.register(write)
threading._register_atexit(write)
try:
    signal.signal(signal.SIGTERM, lambda *args: write())
except Exception:
    pass

class Last:
    def __del__(self):
        write()

LAST = Last()

def relu(x):
    return x
"""

VARIANTS = {"atexit": {"forward.py": ATEXIT}}
