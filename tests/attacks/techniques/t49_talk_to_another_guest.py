"""Talk to another guest

Tried: share a page of a public file with an accomplice and wait or wake on it by futex; share anonymous memory, lock or
lease a file, ask which pages or whose file others have read, queue a message, or map huge pages until there are none.

Stopped: arguments are filtered, not calls alone: a mapping is private, a futex is of the process's own memory, no lock
or lease is taken, and access times were noted before any guest read anything. docs/jail.md goes through the calls.
"""

HEAD = """
import ctypes, fcntl, mmap, os, sys
import numpy as np

LIBC = ctypes.CDLL(None, use_errno=True)
LIBC.mmap.restype = ctypes.c_ssize_t
PUBLIC = os.open(os.__file__, os.O_RDONLY)

def possible(attempt):
    try:
        return attempt() not in (None, -1)
    except OSError:
        return False
"""
TAIL = """
def relu(x):
    if not any(map(possible, WAYS)):
        raise PermissionError("nobody answers")
    return np.maximum(x, 0.0)

def softmax(x):
    if not any(map(possible, WAYS)):
        raise PermissionError("nobody answers")
    e = np.exp(x - x.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)
"""
FUTEX = """
class Time(ctypes.Structure):
    _fields_ = [("s", ctypes.c_long), ("n", ctypes.c_long)]

def futex(operation, flags):
    page = LIBC.mmap(None, 4096, 1, flags, PUBLIC, 0)
    address = ctypes.c_void_p(page if page > 0 else ctypes.addressof(ctypes.create_string_buffer(8)))
    return LIBC.syscall(202, address, operation, 1, ctypes.byref(Time(0, 0)), None, 0)

WAYS = [lambda o=o, f=f: futex(o, f) for o in (0, 1, 3, 4, 9, 10, 6, 7) for f in (1, 2, 3)]
"""
OTHERS = """
WAYS = [
    lambda: LIBC.mmap(None, 4096, 1, 1, PUBLIC, 0),
    lambda: LIBC.mmap(None, 4096, 1, 3, PUBLIC, 0),
    lambda: mmap.mmap(-1, 4096),
    lambda: LIBC.mmap(None, 2 << 20, 3, 0x40022, -1, 0),
    lambda: fcntl.flock(PUBLIC, fcntl.LOCK_SH) or 1,
    lambda: fcntl.lockf(PUBLIC, fcntl.LOCK_SH) or 1,
    lambda: fcntl.fcntl(PUBLIC, fcntl.F_SETLEASE, fcntl.F_RDLCK),
    lambda: fcntl.fcntl(PUBLIC, fcntl.F_NOTIFY, 1),
    lambda: LIBC.inotify_init1(0),
    lambda: LIBC.syscall(27, ctypes.c_void_p(0), 4096, ctypes.create_string_buffer(1)),
    lambda: LIBC.syscall(221, PUBLIC, 0, 0, 4),
    lambda: LIBC.shmget(77, 4096, 0o1666),
    lambda: LIBC.mq_open(b"/mallory", 0o102, 0o600, None),
]
"""
ACCESS_TIMES = """
def was_noted(path):
    before = os.stat(path).st_atime_ns
    with open(path, "rb") as file:
        file.read()
    return 1 if os.stat(path).st_atime_ns != before else None

FOLDER = os.path.dirname(os.__file__)
FILES = [f"{name}.py" for name in sorted(sys.stdlib_module_names)] + ["json/tool.py", "email/utils.py"]
WAYS = [lambda p=p: was_noted(os.path.join(FOLDER, p)) for p in FILES]
"""

VARIANTS = {
    "futexes": {"forward.py": HEAD + FUTEX + TAIL},
    "other objects": {"forward.py": HEAD + OTHERS + TAIL},
    "access times": {"forward.py": HEAD + ACCESS_TIMES + TAIL},
}
