"""What the kernel forbids a guest: files by Landlock, system calls by seccomp, amounts by rlimits.

`Jail` is prepared once in the warm process; a forked child calls `lock_up`, after which nothing it does can
take the rules away again. Everything not named here is refused with EPERM.

Sources: landlock(7), seccomp(2); the list was measured with numpy, LAPACK, einsum, fft, np.load and the
standard library of Python 3.11 to 3.13.
"""

from __future__ import annotations

import ctypes
import errno
import os
import resource
import signal
import sys
import tempfile
from collections.abc import Sequence
from typing import Any

from grader.sandbox.wire.orders import REPLIES

_LIBC = ctypes.CDLL(None, use_errno=True)
_PR_SET_PDEATHSIG, _PR_SET_DUMPABLE, _PR_SET_SECCOMP, _PR_SET_NO_NEW_PRIVS = 1, 4, 22, 38
_SECCOMP_MODE_FILTER = 2
_CAPABILITY_VERSION, _CAP_DAC_READ_SEARCH = 0x20080522, 2

# What each allowed call was looked at for, and with which arguments it may come, stands in docs/jail.md.
_ALLOWED = """
    read close fstat newfstatat statx lseek getdents64 munmap mprotect brk mremap exit exit_group
    rt_sigaction rt_sigprocmask rt_sigreturn sigaltstack getrandom gettimeofday nanosleep restart_syscall getcwd uname
    pselect6 poll ppoll select times getpid gettid getppid getuid geteuid getgid getegid sched_yield
    pread64 readv dup access faccessat faccessat2 stat lstat
""".split()
_INT = 0xFFFF_FFFF  # where the kernel takes an int, it looks at 32 bits of 64: so does the filter
_OPEN_FLAGS = os.O_RDONLY | os.O_CLOEXEC | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_NOCTTY
_PRIVATE_FUTEX, _REALTIME_FUTEX = 128, 256
_FUTEXES = (0, 1, 9, 10)  # WAIT WAKE WAIT_BITSET WAKE_BITSET, of this process's own memory alone
_MAP_PRIVATE, _MAP_TYPE, _MAP_LOCKED, _MAP_HUGETLB = 2, 15, 0x2000, 0x40000
_VALUES: dict[str, tuple[int, Sequence[int]]] = {  # call -> the position of an argument, what it may be
    "fcntl": (1, (1, 2, 3, 1030)),  # F_GETFD F_SETFD F_GETFL F_DUPFD_CLOEXEC: no lock, no lease, no signal
    "ioctl": (1, (0x5401, 0x5451, 0x5450)),  # TCGETS FIOCLEX FIONCLEX
    "madvise": (2, (0, 4, 8, 14, 15)),  # NORMAL DONTNEED FREE HUGEPAGE NOHUGEPAGE
    "clock_gettime": (0, range(8)),  # REALTIME to BOOTTIME: a negative number is another process's CPU time
    "clock_getres": (0, range(8)),
    "clock_nanosleep": (0, (0, 1, 7)),  # REALTIME MONOTONIC BOOTTIME: nobody's CPU time is waited for
    "getrusage": (0, (0, 1)),  # RUSAGE_SELF RUSAGE_THREAD
    "sched_getaffinity": (0, (0,)),
}


class JailError(Exception):
    """This kernel cannot keep the promise; the message says what is missing."""


class Jail:
    """The prepared rules of all guests of one warm process.

    Args:
        readable: files and folders a guest may read; everything else cannot be opened, nothing be written.
        memory_mb: address space; numpy alone maps about 300 MB.
        cpu_seconds: an upper bound far beyond the deadlines, in case nobody is left to kill.

    Raises:
        JailError: Landlock or seccomp is missing.
    """

    def __init__(self, readable: Sequence[str], memory_mb: int, cpu_seconds: int) -> None:
        self._limits = _Limits(memory_mb, cpu_seconds)
        try:
            import landlockpy
            import pyseccomp
        except (ImportError, RuntimeError, OSError) as error:
            raise JailError(f"a library of the jail cannot be loaded: {error}") from error
        if landlock_abi() < 1:
            raise JailError("this kernel has no Landlock (Linux 5.13 or newer, with lsm=landlock)")
        try:
            self._files = _file_rules(landlockpy, readable)
            self._calls = _CallFilter(_call_rules(pyseccomp))
            self._capabilities = _Capabilities()
        except OSError as error:
            raise JailError(f"the kernel refuses the jail's rules: {error}") from error

    def lock_up(self) -> None:
        """Take this process's rights away for good."""
        self._capabilities.drop()
        die_with_parent()
        _prctl(_PR_SET_DUMPABLE, 0)
        _prctl(_PR_SET_NO_NEW_PRIVS, 1)
        self._limits.apply()
        self._files.restrict()
        os.closerange(REPLIES + 1, 65536)
        self._calls.load()  # last: it refuses what the lines above need


class NoJail:
    """The same limits without a kernel's help, for `--isolation process`."""

    def __init__(self, readable: Sequence[str], memory_mb: int, cpu_seconds: int) -> None:
        self._limits = _Limits(memory_mb, cpu_seconds)

    def lock_up(self) -> None:
        """Limit what can be limited everywhere."""
        die_with_parent()
        self._limits.apply()
        os.closerange(REPLIES + 1, 4096)


class _Limits:
    def __init__(self, memory_mb: int, cpu_seconds: int) -> None:
        memory = memory_mb << 20
        self._limits = {
            resource.RLIMIT_AS: memory,
            resource.RLIMIT_CPU: cpu_seconds,
            resource.RLIMIT_FSIZE: 0,
            resource.RLIMIT_CORE: 0,
            resource.RLIMIT_MEMLOCK: 0,  # memory that cannot be swapped out is taken from everybody
            resource.RLIMIT_NOFILE: 64,
            resource.RLIMIT_STACK: 64 << 20,  # deep recursion of an honest solution needs C stack
        }

    def apply(self) -> None:
        for kind, amount in self._limits.items():
            _, hard = resource.getrlimit(kind)
            amount = amount if hard == resource.RLIM_INFINITY else min(amount, hard)
            try:
                resource.setrlimit(kind, (amount, amount))
            except (ValueError, OSError):
                if sys.platform == "linux":  # macOS has no limit of address space
                    raise


def die_with_parent() -> None:
    """Ask the kernel to kill this process when its parent ends."""
    if sys.platform == "linux":
        _prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


def landlock_abi() -> int:
    """Return the version of Landlock this kernel offers, 0 for none."""
    try:
        import landlockpy

        return landlockpy.abi_version()
    except (ImportError, RuntimeError, OSError):  # OSError: a container may refuse the question itself
        return 0


class _Capabilities:
    """What root can do beyond an ordinary user, given up in case a call that is allowed one day depends on it.

    Reading whatever file permissions say stays: root may run an interpreter that belongs to someone else, and
    Landlock has the last word. The user id stays as well, because that interpreter may lie in root's own home.
    """

    def __init__(self) -> None:
        self._header = (ctypes.c_uint32 * 2)(_CAPABILITY_VERSION, 0)
        self._sets = (ctypes.c_uint32 * 6)()  # effective, permitted, inheritable; twice 32 bits
        if _LIBC.capget(self._header, self._sets) != 0:
            raise OSError(ctypes.get_errno(), "capget")
        kept = self._sets[1] & 1 << _CAP_DAC_READ_SEARCH
        self._sets[:] = [self._sets[0] & kept, kept, 0, 0, 0, 0]

    def drop(self) -> None:
        if _LIBC.capset(self._header, self._sets) != 0:
            raise OSError(ctypes.get_errno(), "capset")


class _CallFilter:
    """The compiled filter of system calls: compiling it takes longer than all the rest of a guest's jail."""

    def __init__(self, rules: Any) -> None:
        with tempfile.TemporaryFile() as file:
            rules.export_bpf(file)
            file.seek(0)
            program = file.read()
        self._program = ctypes.create_string_buffer(program, len(program))  # kept: the descriptor points into it
        self._descriptor = _FilterProgram(len(program) // 8, ctypes.addressof(self._program))

    def load(self) -> None:
        if _LIBC.prctl(_PR_SET_SECCOMP, _SECCOMP_MODE_FILTER, ctypes.byref(self._descriptor), 0, 0) != 0:
            raise OSError(ctypes.get_errno(), "seccomp")


class _FilterProgram(ctypes.Structure):
    """struct sock_fprog of linux/filter.h."""

    _fields_ = (("length", ctypes.c_ushort), ("filter", ctypes.c_void_p))


def _file_rules(api: Any, readable: Sequence[str]) -> Any:
    scopes = api.Scope.ABSTRACT_UNIX_SOCKET | api.Scope.SIGNAL
    rules = api.Ruleset(scoped=scopes)  # best effort: what an older kernel lacks, seccomp refuses as well
    for path in readable:
        access = api.AccessFS.READ_FILE | api.AccessFS.EXECUTE
        rules.allow_path(path, access | api.AccessFS.READ_DIR if os.path.isdir(path) else access)
    return rules


def _call_rules(api: Any) -> Any:
    rules = api.SyscallFilter(api.ERRNO(errno.EPERM))
    known = [name for name in _ALLOWED if api.resolve_syscall(api.Arch.NATIVE, name) >= 0]
    for name in known:
        rules.add_rule(api.ALLOW, name)
    for name, (position, values) in _VALUES.items():
        for value in values:
            rules.add_rule(api.ALLOW, name, api.Arg(position, api.MASKED_EQ, _INT, value))
    rules.add_rule(api.ALLOW, "openat", api.Arg(2, api.MASKED_EQ, _INT & ~_OPEN_FLAGS, 0))
    kind_of_mapping = _MAP_TYPE | _MAP_LOCKED | _MAP_HUGETLB
    rules.add_rule(api.ALLOW, "mmap", api.Arg(3, api.MASKED_EQ, kind_of_mapping, _MAP_PRIVATE))
    for operation in _FUTEXES:
        wanted = operation | _PRIVATE_FUTEX
        rules.add_rule(api.ALLOW, "futex", api.Arg(1, api.MASKED_EQ, _INT & ~_REALTIME_FUTEX, wanted))
    for descriptor in (1, 2, REPLIES):
        rules.add_rule(api.ALLOW, "write", api.Arg(0, api.MASKED_EQ, _INT, descriptor))
    rules.add_rule(api.ERRNO(errno.ENOSYS), "clone3")  # glibc then tries clone, which is refused
    for name in ("readlink", "readlinkat"):
        if api.resolve_syscall(api.Arch.NATIVE, name) >= 0:
            rules.add_rule(api.ERRNO(errno.EINVAL), name)
    return rules


def _prctl(option: int, value: int) -> None:
    if _LIBC.prctl(option, value, 0, 0, 0) != 0:
        raise OSError(ctypes.get_errno(), "prctl")
