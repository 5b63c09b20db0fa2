"""ptrace and /proc/<parent>/mem

Tried: attach to the parent, read and write its memory, take its descriptors.

Stopped: ptrace, process_vm_* and pidfd_getfd are refused, /proc cannot be opened, and a guest is not dumpable.
"""

TRACE = r"""
import ctypes, os

libc = ctypes.CDLL(None)
found = []

def attach():
    parent = os.getppid()
    found.append(libc.ptrace(16, parent, 0, 0))
    buffer = ctypes.create_string_buffer(4096)
    for number in (310, 311):
        found.append(libc.syscall(number, parent, buffer, 1, buffer, 1, 0))
    for name in (f"{parent}/mem", f"{parent}/maps", f"{parent}/fd/0", "self/mem", "self/maps"):
        path = "/proc/" + name
        try:
            with open(path, "r+b" if path.endswith("mem") else "rb") as file:
                found.append(file.read(4096))
        except OSError:
            pass
    found.append(libc.syscall(438, libc.syscall(434, parent, 0), 0, 0))

attach()

def relu(x):
    raise ValueError(repr(found))
"""

VARIANTS = {"attach": {"forward.py": TRACE}}
