"""Replies at odd moments

Tried: reply and end the process at once; reply twice, so that the second answers the next question; reply and never
read again; close a pipe and live on, or work on; use up every descriptor; say that arguments have become others, more
or fewer; ignore every signal and crash; end the process when an object is let go of; replace what the guest itself
calls, or clear its variables from a trace function.

Stopped: every reply is judged as a value for the question that was asked last; who has gone, closed a pipe or does
not read costs the call and gets a fresh guest; how a guest ended is asked of the kernel, and what it could not have
brought upon itself is not held against it.
"""

SEND = r"""
import ctypes, gc, os, signal, sys, time
import numpy as np
from grader.sandbox.wire import frames

guest = next(thing for thing in gc.get_objects() if type(thing).__name__ == "Responder")
REPLY = {"reply": "returned", "warnings": [], "printed": 0, "output": "", "reseeded": False}

def reply(value, **more):
    os.write(4, frames.encode({**REPLY, "value": value, **more}, guest._refer))
"""

LEAVE = r"""
def relu(x):
    reply(np.zeros(np.shape(x)))
    os._exit(0)

def softmax(x):
    reply(x)
    os.close(3)
    while True:
        time.sleep(1)
"""

TWICE = r"""
def relu(x):
    reply(np.maximum(x, 1.0))
    return x

TURN = [0]

def softmax(x):
    TURN[0] += 1
    changes = [((), {}), ((x,) * 9, {}), (([[0.0]],), {"x": x}), ((x * 0,), {"axis": {str(i): i for i in range(9999)}})]
    reply(x, changed=list(changes[TURN[0] % len(changes)]))
    guest.read()
    return x
"""

CLOSE = r"""
def relu(x):
    os.close(4)
    while True:
        pass

def softmax(x):
    try:
        while True:
            os.dup(4)
    except OSError:
        pass
    return x
"""

END = r"""
class Last:
    def __del__(self):
        os._exit(0)
    def __iter__(self):
        return self
    def __next__(self):
        return Last()

def relu(x):
    return [Last(), Last()][0]

def softmax(x):
    for number in range(1, 65):
        try:
            signal.signal(number, signal.SIG_IGN)
        except (OSError, ValueError):
            pass
    if np.ndim(x) == 1:
        ctypes.CDLL(None).abort()
    signal.signal(signal.SIGSEGV, lambda *given: None)
    ctypes.string_at(1)
"""

REPLACE = r"""
import builtins

def clear(frame, *given):
    while frame is not None:
        frame.f_locals.clear()
        frame = frame.f_back
    return clear

def relu(x):
    sys.settrace(clear)
    sys.setprofile(clear)
    return x

def softmax(x):
    builtins.type = builtins.isinstance = builtins.getattr = lambda *given: True
    frames.encode = lambda *given: b""
    return x
"""

VARIANTS = {
    name: {"forward.py": SEND + body}
    for name, body in {"leave": LEAVE, "twice": TWICE, "close": CLOSE, "end": END, "replace": REPLACE}.items()
}
