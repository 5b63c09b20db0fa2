"""Kill the parent

Tried: signal the parent, the process group, every process and chosen numbers, by every call that sends signals.

Stopped: no call that sends a signal is allowed, and Landlock scopes signals besides where the kernel can.
"""

KILL = r"""
import ctypes, os, signal

libc = ctypes.CDLL(None)

def shoot():
    parent = os.getppid()
    for target in (parent, 0, -1, -parent, os.getpid() - 1, os.getpid() + 1):
        for send in (
            lambda: os.kill(target, signal.SIGKILL),
            lambda: os.killpg(abs(target), signal.SIGKILL),
            lambda: libc.syscall(200, target, 9),
            lambda: libc.syscall(234, target, target, 9),
            lambda: libc.sigqueue(target, 9, 0),
            lambda: signal.pidfd_send_signal(os.pidfd_open(target), 9),
            lambda: os.sched_setaffinity(target, {0}),
            lambda: os.setpriority(os.PRIO_PROCESS, target, 19),
        ):
            try:
                send()
            except Exception:
                pass

shoot()

def relu(x):
    shoot()
    return x
"""

VARIANTS = {"signals": {"forward.py": KILL}}
