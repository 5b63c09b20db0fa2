"""Read or copy another submission

Tried: find a neighbour's hand-in or result by path, in memory, or among inherited descriptors, and hand it in as
one's own.

Stopped: hand-ins lie outside what can be read, reach a guest one at a time through its own pipe, and every guest is
forked from a process that never saw one.
"""

COPY = r"""
import ctypes, gc, glob, os, sys

def steal():
    here = os.getcwd()
    for _ in range(6):
        here = os.path.dirname(here)
        for path in [*glob.glob(here + "/*/*/forward.py"), here + "/class/aaron/forward.py"]:
            try:
                return open(path).read()
            except OSError:
                pass
    for descriptor in range(256):
        try:
            text = os.pread(descriptor, 1 << 16, 0)
            if b"def relu" in text:
                return text.decode()
        except OSError:
            pass
    for thing in gc.get_objects():
        if isinstance(thing, dict) and isinstance(thing.get("forward"), bytes) and b"steal" not in thing["forward"]:
            return thing["forward"].decode()
    return "def relu(x): return x"

exec(steal())
"""

VARIANTS = {"copy": {"forward.py": COPY}, "link": {"forward.py": lambda path: path.symlink_to("../aaron/forward.py")}}
