"""Other processes' clocks

Tried: read, or wait for, the CPU time of the grader, of other guests and of every process there is, and learn from it
which hidden test is running or what a neighbour does.

Stopped: the clocks a guest may name are the machine's and its own; none stands for another process.
"""

CLOCKS = """
import ctypes, os, time
import numpy as np

LIBC = ctypes.CDLL(None, use_errno=True)

def clock(pid, kind):
    return (~pid << 3) | kind

def readable():
    found = 0
    for pid in (1, os.getppid(), *range(max(1, os.getppid() - 50), os.getppid() + 50)):
        if pid == os.getpid():
            continue
        for kind in (0, 1, 2, 6):
            for ask in (time.clock_gettime, time.clock_getres):
                try:
                    ask(clock(pid, kind))
                    found += 1
                except OSError:
                    pass
            found += LIBC.clock_nanosleep(clock(pid, kind), 1, ctypes.create_string_buffer(16), None) == 0
        try:
            found += len(os.sched_getaffinity(pid))
        except OSError:
            pass
    return found

def relu(x):
    if not readable():
        raise PermissionError("no clock but my own")
    return np.maximum(x, 0.0)
"""

VARIANTS = {"all of them": {"forward.py": CLOCKS}}
