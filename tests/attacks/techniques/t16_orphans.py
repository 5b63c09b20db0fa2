"""An orphan or a thread rewrites the results later

Tried: leave something running behind: a double fork, a daemon, a thread, a subprocess with its own session.

Stopped: no call that starts a process or a thread is allowed, and a guest is killed when its hand-in is graded.
"""

FORK = r"""
import os, time

def leave():
    try:
        if os.fork() == 0:
            os.setsid()
            if os.fork() == 0:
                for _ in range(3000):
                    time.sleep(0.1)
                    try:
                        open("/tmp/mallory-orphan", "w").write("x")
                    except OSError:
                        pass
            os._exit(0)
    except OSError:
        pass

leave()

def relu(x):
    leave()
    return x
"""

SPAWN = r"""
import subprocess, sys, os

def leave():
    for start in (
        lambda: subprocess.Popen([sys.executable, "-c", "import time; time.sleep(300)"], start_new_session=True),
        lambda: os.posix_spawn(sys.executable, [sys.executable, "-c", "import time; time.sleep(300)"], {}),
        lambda: os.system("sleep 300 &"),
        lambda: __import__("multiprocessing").Process(target=leave).start(),
        lambda: os.execv(sys.executable, [sys.executable, "-c", "import time; time.sleep(300)"]),
    ):
        try:
            start()
        except Exception:
            pass

leave()

def relu(x):
    return x
"""

THREAD = r"""
import threading, time, os

def later():
    while True:
        time.sleep(0.01)
        try:
            os.write(4, b"FDL1" * 100)
        except OSError:
            pass

try:
    threading.Thread(target=later, daemon=True).start()
except RuntimeError:
    pass

def relu(x):
    return x
"""

VARIANTS = {"double fork": {"forward.py": FORK}, "spawn": {"forward.py": SPAWN}, "thread": {"forward.py": THREAD}}
