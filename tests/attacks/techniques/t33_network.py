"""Network, DNS and abstract Unix sockets

Tried: open sockets of every family, resolve names, connect to the machine's own services, listen.

Stopped: socket and socketpair are refused, so nothing can be connected, bound or sent.
"""

SOCKETS = r"""
import ctypes, os, socket, urllib.request

libc = ctypes.CDLL(None)
opened = []

def attempts():
    for family in (socket.AF_INET, socket.AF_INET6, socket.AF_UNIX, getattr(socket, "AF_NETLINK", 16), 40, 38):
        for kind in (socket.SOCK_STREAM, socket.SOCK_DGRAM, socket.SOCK_RAW):
            yield lambda: socket.socket(family, kind)
    yield socket.socketpair
    yield lambda: socket.getaddrinfo("example.org", 80)
    yield lambda: urllib.request.urlopen("http://127.0.0.1/", timeout=1)
    yield lambda: socket.create_connection(("127.0.0.1", 22), 1)
    yield lambda: opened.append(libc.syscall(41, 1, 1, 0)) if libc.syscall(41, 1, 1, 0) >= 0 else None
    yield lambda: os.open("/run/docker.sock", os.O_RDONLY)

for attempt in attempts():
    try:
        opened.append(repr(attempt()))
    except Exception:
        pass
opened = [one for one in opened if one != "None"]

def relu(x):
    if opened:
        import numpy as np
        return np.maximum(x, 0.0)  # the test of the marks will see it
    return x
"""

VARIANTS = {"sockets": {"forward.py": SOCKETS}}
