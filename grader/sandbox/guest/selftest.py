"""Try from inside the jail what must be impossible: run at every start, before the first submission.

The test fails closed. An attempt counts as stopped only if the kernel refused it for lack of permission; any
other error (no such file, no such process, a bad argument) means that the call was let through, and a control
that cannot be tried at all is reported as well.
"""

from __future__ import annotations

import ctypes
import errno
import fcntl
import mmap
import os
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

_REFUSED = (errno.EPERM, errno.EACCES, errno.ENOMEM)
_MAP_HUGETLB, _TIMER_ABSTIME = 0x40000, 1
_FUTEX_WAIT, _FUTEX_WAKE, _FUTEX_LOCK_PI, _FUTEX_PRIVATE = 0, 1, 6, 128
_PTRACE_SEIZE = 0x4206  # does not stop who is traced
_HIGHEST_DESCRIPTOR = 4  # what a guest owns: /dev/null three times, and its two pipes

# One or more of every family of calls, tried with arguments of 0: none of them does harm where it is let through.
_CALLS = {
    "start a process": "fork clone execve execveat",
    "signal a process": "kill tkill tgkill rt_sigqueueinfo rt_tgsigqueueinfo pidfd_open pidfd_send_signal",
    "look into a process": "process_vm_readv process_vm_writev kcmp pidfd_getfd",
    "open a socket": "socket socketpair connect bind sendto sendmsg recvmsg",
    "share memory": "shmget shmat semget mq_open memfd_create memfd_secret",
    "queue work in the kernel": "io_uring_setup userfaultfd bpf perf_event_open fanotify_init inotify_init1",
    "keep something in a keyring": "keyctl add_key request_key",
    "change its own rules": "prctl setrlimit prlimit64 personality unshare setns capset setuid setgid",
    "change a file": "open openat2 creat chmod fchmodat chown fchownat utimensat setxattr truncate",
    "make or remove a file": "mkdir mkdirat mknodat link linkat symlink symlinkat unlink unlinkat rename renameat2",
    "mount": "mount umount2 pivot_root chroot open_by_handle_at",
    "slow others down": "setpriority sched_setaffinity sched_setscheduler ioprio_set mlock mlockall",
}


def escapes(secret: Path, memory_mb: int, lock_up: Callable[[], None]) -> list[str]:
    """Go to jail and return what is possible all the same; a process that did this is good for nothing else.

    Args:
        secret: a folder with files that guests must not read, such as the hidden suites.
        memory_mb: what a guest may use at most.
        lock_up: the jail's own.
    """
    numbers = _numbers()
    futex = _number("futex")
    hidden = _control(secret)
    if hidden is None:
        return [f"nothing in {secret} can be read even outside the jail, so that nothing is proven"]
    parent = os.getppid()
    me = os.getpid()
    library = ctypes.CDLL(None, use_errno=True)
    library.mmap.restype = ctypes.c_ssize_t
    own, others = "/proc/self/environ", f"/proc/{parent}/environ"
    if not os.path.exists("/proc/self"):  # all of it is hidden (forkserver.seclusion): the empty folder is left to try
        own = others = "/proc"
    lock_up()
    public = os.open(os.__file__, os.O_RDONLY)
    word = ctypes.c_uint32(0)
    nothing = _Time(0, 0)

    def _futex(operation: int) -> None:
        _check(library.syscall(futex, ctypes.byref(word), operation, 1, ctypes.byref(nothing), None, 0))

    attempts: dict[str, Callable[[], Any]] = {
        "list the hidden suites": lambda: os.listdir(secret),
        "read a hidden suite": hidden.read_bytes,
        "read a file of the system": lambda: Path("/etc/passwd").read_bytes(),
        "list the root folder": lambda: os.listdir("/"),
        "read its own environment": lambda: os.open(own, os.O_RDONLY),
        "read another environment": lambda: os.open(others, os.O_RDONLY),
        "open a file to write": lambda: os.open(os.__file__, os.O_RDWR),
        "make a file": lambda: os.open("/tmp/jail", os.O_RDONLY | os.O_CREAT | os.O_EXCL, 0o600),
        "write where it should read": lambda: os.write(_HIGHEST_DESCRIPTOR - 1, b"x"),
        "use more memory": lambda: mmap.mmap(-1, 2 * memory_mb << 20, mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS),
        "share memory": lambda: mmap.mmap(-1, mmap.PAGESIZE),
        "share a page of a file": lambda: _check(library.mmap(None, 1, mmap.PROT_READ, mmap.MAP_SHARED, public, 0)),
        "take huge pages": lambda: mmap.mmap(-1, 2 << 20, mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS | _MAP_HUGETLB),
        "wake whoever shares a page": lambda: _futex(_FUTEX_WAKE),
        "wait with whoever shares a page": lambda: _futex(_FUTEX_WAIT),
        "lend a priority": lambda: _futex(_FUTEX_LOCK_PI | _FUTEX_PRIVATE),
        "read the time another process took": lambda: time.clock_gettime(_cpu_clock_of(parent)),
        "ask for another process's clock": lambda: time.clock_getres(_cpu_clock_of(parent)),
        "wait for another process's time": lambda: _sleep_on(library, _cpu_clock_of(parent)),
        "see where another process may run": lambda: os.sched_getaffinity(parent),
        "lock a file": lambda: fcntl.lockf(public, fcntl.LOCK_SH),
        "lock a file for all of its readers": lambda: fcntl.flock(public, fcntl.LOCK_SH),
        "be told of a file's use": lambda: fcntl.fcntl(public, fcntl.F_SETLEASE, fcntl.F_RDLCK),
        "be told of a folder's changes": lambda: fcntl.fcntl(public, fcntl.F_NOTIFY, 1),
        "be told by a signal": lambda: fcntl.fcntl(public, fcntl.F_SETOWN, parent),
        "point at what it cannot read": lambda: os.open(secret, os.O_PATH),
        "leave no trace of reading": lambda: os.open(os.__file__, os.O_NOATIME),
        "signal its parent": lambda: os.kill(parent, 0),
        "trace its parent": lambda: _check(library.ptrace(_PTRACE_SEIZE, parent, 0, 0)),
    }
    found = [name for name, attempt in attempts.items() if not _is_refused(attempt)]
    for name, calls in numbers.items():
        found += [f"{name} ({call})" for call, number in calls if not _is_refused(partial(_call, library, number, me))]
    os.close(public)
    return found + _descriptors()


def _number(call: str) -> int:
    import pyseccomp

    return int(pyseccomp.resolve_syscall(pyseccomp.Arch.NATIVE, call))


def _numbers() -> dict[str, list[tuple[str, int]]]:
    """Return the calls of this machine by number; those it does not have cannot be called."""
    import pyseccomp

    native = pyseccomp.Arch.NATIVE
    by_name = {
        name: [(call, pyseccomp.resolve_syscall(native, call)) for call in calls.split()]
        for name, calls in _CALLS.items()
    }
    return {name: [(call, number) for call, number in calls if number >= 0] for name, calls in by_name.items()}


def _control(secret: Path) -> Path | None:
    """Return a file that can be read before going to jail, or None: a test that cannot fail proves nothing."""
    try:
        files = sorted(path for path in secret.iterdir() if path.is_file())
        files[0].read_bytes()
    except (OSError, IndexError):
        return None
    return files[0]


def _is_refused(attempt: Callable[[], Any]) -> bool:
    try:
        attempt()
    except OSError as error:
        return error.errno in _REFUSED
    return False


def _call(library: ctypes.CDLL, number: int, me: int) -> None:
    result = library.syscall(number, 0, 0, 0, 0, 0, 0)
    if result == 0 and os.getpid() != me:
        os._exit(0)  # a child that should not exist
    _check(result)


def _cpu_clock_of(pid: int) -> int:
    return (~pid << 3) | 2  # see clock_getcpuclockid(3)


def _sleep_on(library: ctypes.CDLL, clock: int) -> None:
    error = library.clock_nanosleep(clock, _TIMER_ABSTIME, ctypes.byref(_Time(0, 0)), None)
    if error:
        raise OSError(error, os.strerror(error))


class _Time(ctypes.Structure):
    """struct timespec."""

    _fields_ = (("seconds", ctypes.c_long), ("nanoseconds", ctypes.c_long))


def _check(result: int) -> None:
    if result == -1:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))


def _descriptors() -> list[str]:
    found = []
    for descriptor in range(_HIGHEST_DESCRIPTOR + 1, 256):
        try:
            os.fstat(descriptor)
        except OSError as error:
            if error.errno == errno.EBADF:
                continue
        found.append(f"use descriptor {descriptor}")
    return found
