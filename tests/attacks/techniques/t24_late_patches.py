"""A thread, signal or trace function that patches later

Tried: change functions after they were checked once: by a thread, a timer, a trace function, an import hook.

Stopped: every value is judged when it arrives, by a process that shares no memory with the guest. Threads are refused.
"""

TIMER = r"""
import signal, sys, threading

def patch(*args):
    import numpy as np
    np.allclose = lambda *args, **kwargs: True
    return patch

for start in (
    lambda: threading.Timer(0.01, patch).start(),
    lambda: signal.signal(signal.SIGALRM, patch) and signal.setitimer(signal.ITIMER_REAL, 0.01),
    lambda: sys.settrace(patch),
    lambda: sys.setprofile(patch),
    lambda: sys.addaudithook(patch),
    lambda: sys.meta_path.insert(0, patch),
):
    try:
        start()
    except Exception:
        pass

def relu(x):
    return x
"""

VARIANTS = {"timers": {"forward.py": TIMER}}
