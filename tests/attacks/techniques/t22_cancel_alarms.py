"""Cancel SIGALRM, mask signals

Tried: ignore, block or cancel the signals and timers by which a deadline might be kept, then loop for ever.

Stopped: deadlines are kept by the grader, in another process, on its own clock; SIGKILL cannot be masked.
"""

LOOP = r"""
import signal

for number in range(1, 65):
    try:
        signal.signal(number, signal.SIG_IGN)
    except (OSError, ValueError):
        pass
try:
    signal.pthread_sigmask(signal.SIG_BLOCK, range(1, 65))
    signal.alarm(0)
except Exception:
    pass

def relu(x):
    while True:
        try:
            while True:
                pass
        except BaseException:
            pass

def softmax(x):
    return x
"""

VARIANTS = {"masked loop": {"forward.py": LOOP}}
