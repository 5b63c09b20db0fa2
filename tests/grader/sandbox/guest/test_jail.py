"""The jail itself: what a guest cannot do, and that a run refuses where this cannot be promised."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from textwrap import dedent

import pyseccomp
import pytest

from grader.sandbox.host.errors import StudentCrashed, StudentError
from grader.sandbox.host.forkserver import ForkServer
from grader.sandbox.host.isolation import SandboxError
from tests.grader.sandbox.conftest import ROOT, new_fork_server

RAW_CALL = """
libc = ctypes.CDLL(None, use_errno=True)
result = libc.syscall({number}, {arguments})
return errno.errorcode.get(ctypes.get_errno(), 'ok') if result == -1 else 'ok'
"""


def call(name: str, arguments: str = "0, 0, 0, 0, 0, 0") -> str:
    """Return the body of a function that makes one system call and says how it ended."""
    return RAW_CALL.format(number=number_of(name), arguments=arguments)


def number_of(name: str) -> int:
    """Return the number of a system call on this processor; it is negative where the processor has no such call."""
    return pyseccomp.resolve_syscall(pyseccomp.Arch.NATIVE, name)


FORBIDDEN = """
fork vfork clone execve kill tgkill rt_sigqueueinfo ptrace process_vm_readv process_vm_writev pidfd_open
pidfd_getfd socket socketpair memfd_create memfd_secret io_uring_setup io_uring_enter userfaultfd bpf
perf_event_open keyctl add_key mq_open shmget msgget semget prctl setrlimit prlimit64 seccomp personality
unshare setns mount chroot chmod chown utimensat setxattr truncate ftruncate mkdir unlink rename link symlink
openat2 open creat setpriority sched_setaffinity mlock capset setuid arch_prctl modify_ldt iopl ioperm
sendfile splice copy_file_range dup2 dup3 fchdir chdir timer_create setitimer alarm inotify_init fanotify_init
landlock_restrict_self kexec_load reboot swapon init_module name_to_handle_at open_by_handle_at quotactl
""".split()


@pytest.mark.parametrize("name", [name for name in FORBIDDEN if number_of(name) >= 0])
def test_a_guest_cannot(name: str, run_jailed):
    assert run_jailed(call(name)) == "EPERM"


@pytest.mark.needs("x86_64")
def test_no_forbidden_call_is_misspelt():
    assert [name for name in FORBIDDEN if number_of(name) < 0] == []


@pytest.mark.parametrize(
    ("body", "answer"),
    [
        pytest.param(call("clone3"), "ENOSYS", id="clone3, so that libc falls back to clone"),
        pytest.param(call("mmap", "0, 4096, 3, 0x2022, -1, 0"), "EPERM", id="locked memory"),
        pytest.param(call("openat", "-100, b'/tmp', 0o20200000 | 2, 0o600"), "EPERM", id="a file without a name"),
        pytest.param(call("write", "3, b'x', 1"), "EPERM", id="write to the pipe it reads"),
        pytest.param(call("fcntl", "4, 1031, 1 << 20"), "EPERM", id="resize a pipe"),
        pytest.param(call("ioctl", "0, 0x5412, b'x'"), "EPERM", id="type into a terminal"),
        pytest.param(call("mmap", "0, 4096, 1, 1, 3, 0"), "EPERM", id="a page shared with other processes"),
        pytest.param(call("mmap", "0, 4096, 1, 3, 3, 0"), "EPERM", id="the same by its newer name"),
        pytest.param(call("mmap", "0, 4096, 3, 0x21, -1, 0"), "EPERM", id="memory shared with nobody yet"),
        pytest.param(call("mmap", "0, 1 << 21, 3, 0x40022, -1, 0"), "EPERM", id="huge pages, of which there are few"),
        pytest.param(call("futex", "b'word', 0, 0, b'', 0, 0"), "EPERM", id="wait on a shared page"),
        pytest.param(call("futex", "b'word', 1, 1, 0, 0, 0"), "EPERM", id="wake on a shared page"),
        pytest.param(call("futex", "b'word', 1 + (128 << 32), 1, 0, 0, 0"), "EPERM", id="with a bit too far left"),
        pytest.param(call("futex", "b'word', 128 + 6, 0, 0, 0, 0"), "EPERM", id="lend a priority"),
        pytest.param(call("futex", "b'word', 128 + 13, 0, 0, 0, 0"), "EPERM", id="lend a priority by its newer name"),
        pytest.param(call("futex", "b'word', 128 + 1, 1, 0, 0, 0"), "ok", id="wake nobody of its own"),
        pytest.param(call("clock_gettime", "(~os.getppid() << 3) | 2, b' ' * 16"), "EPERM", id="another's CPU time"),
        pytest.param(
            call("clock_gettime", "(~1 << 3) | 2, b' ' * 16"), "EPERM", id="the CPU time of the first process"
        ),
        pytest.param(call("clock_gettime", "2, b' ' * 16"), "ok", id="its own CPU time"),
        pytest.param(call("clock_getres", "(~1 << 3) | 2, b' ' * 16"), "EPERM", id="whether a process exists"),
        pytest.param(
            call("clock_nanosleep", "(~1 << 3) | 2, 1, b'\\0' * 16, 0"), "EPERM", id="wait for another's time"
        ),
        pytest.param(call("sched_getaffinity", "1, 128, b' ' * 128"), "EPERM", id="where another process may run"),
        pytest.param(call("openat", "-100, b'/etc', 0o10000000"), "EPERM", id="a handle on what it cannot read"),
        pytest.param(call("fcntl", "3, 6, b' ' * 32"), "EPERM", id="lock a file"),
        pytest.param(call("fcntl", "3, 1024, 0"), "EPERM", id="lease a file"),
        pytest.param(call("flock", "3, 1"), "EPERM", id="lock a whole file"),
        pytest.param(call("mincore", "0, 4096, b' '"), "EPERM", id="which pages others have read"),
    ],
)
def test_a_call_with_such_arguments_is_refused(body: str, answer: str, run_jailed):
    assert run_jailed(body) == answer


@pytest.mark.parametrize(
    "path",
    ["/etc/passwd", "/proc/self/environ", "/proc/1/cmdline", "/proc/self/maps", "/", "/tmp", "/root", "/dev/shm"],
)
def test_a_guest_cannot_read(path: str, run_jailed):
    body = f"try:\n    fd = os.open({path!r}, os.O_RDONLY)\n    return 'open'\nexcept OSError as e:\n    return e.errno"

    assert run_jailed(body) in (1, 2, 13)  # EPERM, ENOENT, EACCES


def test_a_guest_cannot_read_a_secret_whose_path_it_knows(secret: Path, run_jailed):
    file = secret / "test_forward.py"
    body = f"try:\n    return open({str(file)!r}).read()\nexcept OSError as e:\n    return type(e).__name__"

    assert file.read_text()
    assert run_jailed(body) == "PermissionError"


@pytest.mark.parametrize("path", ["/proc/self", "/proc/1/fd", "/proc/{parent}/fd", "/proc/meminfo"])
def test_a_guest_sees_nothing_of_any_process(path: str, run_jailed):
    """The size of /proc/PID/fd is the number of open files: one guest could change it, and another read it."""
    body = f"""
try:
    return os.stat({path!r}.format(parent=os.getppid())).st_size
except FileNotFoundError:
    return "nothing"
"""
    assert run_jailed(body) == "nothing"


def test_a_guest_owns_five_descriptors(run_jailed):
    body = """
found = []
for number in range(512):
    try:
        os.fstat(number)
        found.append(number)
    except OSError:
        pass
return found
"""

    assert run_jailed(body) == [0, 1, 2, 3, 4]


@pytest.mark.parametrize(
    "code",
    [
        pytest.param(r"\xb8\x14\x00\x00\x00\xcd\x80\xc3", id="32-bit entry"),
        pytest.param(r"\xb8\x27\x00\x00\x40\x0f\x05\xc3", id="x32 numbers"),
    ],
)
@pytest.mark.needs("x86_64")  # it is machine code
def test_another_way_into_the_kernel_ends_the_guest(code: str, run_jailed):
    body = f"""
import mmap
page = mmap.mmap(-1, 4096, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS, prot=7)
page.write(b"{code}")
return ctypes.CFUNCTYPE(ctypes.c_int)(ctypes.addressof(ctypes.c_char.from_buffer(page)))()
"""
    with pytest.raises(StudentCrashed, match="SIGSYS"):
        run_jailed(body)


def test_numpy_works_in_jail(run_jailed):
    body = """
import numpy as np
a = np.random.default_rng(0).normal(size=(40, 40))
solved = np.linalg.solve(a, a @ np.ones(40))
values = np.linalg.svd(a)[1].sum() + np.fft.fft(a).real.sum() + np.einsum("ij,ij->", a, a)
return bool(np.allclose(solved, 1)), bool(np.isfinite(values))
"""

    assert run_jailed(body) == (True, True)


def test_a_guest_cannot_hurt_the_process_it_was_forked_from(fork_server: ForkServer, run_jailed):
    for _ in range(3):
        with pytest.raises(StudentError):
            run_jailed("import signal\nfor pid in (os.getppid(), -1, 0):\n    os.kill(pid, signal.SIGKILL)")

    assert run_jailed("return 42") == 42


def test_the_warm_process_shows_nothing_to_other_users(fork_server: ForkServer, secret: Path):
    folder = Path("/proc") / str(fork_server._process.pid)

    assert str(secret).encode() not in (folder / "cmdline").read_bytes()
    assert b"HOME" not in (folder / "environ").read_bytes()


def test_the_self_test_finds_a_process_that_is_not_jailed(secret: Path):
    found = in_a_child(
        f"print(json.dumps(escapes(Path({str(secret)!r}), 256, lambda: None)))",
        "import json; from pathlib import Path;",
    )

    for escape in (
        "list the hidden suites",
        "read a hidden suite",
        "open a socket (socket)",
        "write where it should read",
    ):
        assert escape in json.loads(found)


@pytest.mark.parametrize("taken", ["_files", "_calls", "_limits"])
def test_the_self_test_misses_each_part_of_the_jail(taken: str, secret: Path):
    code = f"""
        memory = 1024
        made = jail.Jail(readable_paths([Path(numpy.__file__).parent], []), memory, 60)
        class Nothing:
            apply = restrict = load = lambda self: None
        made.{taken} = Nothing()
        print(json.dumps(escapes(Path({str(secret)!r}), memory, made.lock_up)))
    """
    found = json.loads(
        in_a_child(
            dedent(code),
            "import json, numpy; from pathlib import Path; from grader.sandbox.guest import jail; "
            "from grader.sandbox.host.confinement import readable_paths;",
        )
    )

    assert found


def test_the_self_test_refuses_when_it_can_prove_nothing(tmp_path: Path):
    with pytest.raises(SandboxError, match="nothing is proven"):
        new_fork_server(tmp_path)


def in_a_child(code: str, imports: str) -> str:
    leave = "import os, sys; sys.stdout.flush(); os._exit(0)"  # tidying up is not what a jail is for
    program = f"{imports} from grader.sandbox.guest.selftest import escapes\n{code}\n{leave}"
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, timeout=60, stdin=subprocess.DEVNULL
    )
    assert done.returncode == 0, done.stderr
    return done.stdout
