"""Run a grader's commands as an ordinary user under limits, and know everything that they started.

A variable with a random value marks each run: whatever has it in its environment, or descends from what has, belongs to
the run, is counted while it works, and is ended one by one, by its number, when the run is over.
"""

from __future__ import annotations

import contextlib
import os
import resource
import signal
import subprocess
import threading
import time
import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from .graders import Command

NOBODY = 65534
MOST_MEMORY = 3 << 30  # bytes of address space of each process: ours to keep the machine alive
_LIMITS = ((resource.RLIMIT_AS, MOST_MEMORY), (resource.RLIMIT_FSIZE, 256 << 20), (resource.RLIMIT_NPROC, 2000))


@dataclass
class Ran:
    """What some commands took: CPU of everything that has ended, the peak of their memory together, what stayed."""

    cpu: float = 0.0
    seconds: float = 0.0
    peak_mb: float = 0.0
    hung: bool = False
    stayed: list[int] = field(default_factory=list)


def run(commands: Iterable[Command], home: Path, patience: float) -> Ran:
    """Run commands one after the other; the one that exceeds `patience` is ended, and no other begins."""
    ran, mark = Ran(), uuid.uuid4().hex
    environment = {
        "PATH": os.defpath,
        "HOME": str(home),
        "USER": "nobody",
        "LOGNAME": "nobody",
        "TMPDIR": str(home),
        "LANG": "C.UTF-8",
        "OPENBLAS_NUM_THREADS": "1",
        "PEERS_RUN": mark,
    }
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    over = threading.Event()
    watcher = threading.Thread(target=_watch, args=(mark, ran, over), daemon=True)
    watcher.start()
    try:
        for command in commands:
            if not _run_one(command, environment, patience):
                ran.hung = True
                break
    finally:
        over.set()
        watcher.join()
    ran.seconds = time.monotonic() - start
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    ran.cpu = after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime
    if not ran.hung:
        end = time.monotonic() + 5
        while (left := _members(mark)) and time.monotonic() < end:
            time.sleep(0.2)
        ran.stayed = left
    for pid in _members(mark):
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    return ran


def _run_one(command: Command, environment: dict[str, str], patience: float) -> bool:
    program = Path(command.line[0])
    env = {**environment, "PATH": f"{program.parent}:{environment['PATH']}"}
    with subprocess.Popen(
        command.line,
        cwd=command.folder,
        env=env,
        stdin=subprocess.DEVNULL,
        stdout=(command.folder / ".out").open("ab"),
        stderr=subprocess.STDOUT,
        start_new_session=True,
        preexec_fn=_become_nobody,
    ) as process:
        try:
            process.wait(timeout=patience)
        except subprocess.TimeoutExpired:
            for pid in _members(environment["PEERS_RUN"]):
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
            return False
    return True


def _become_nobody() -> None:
    for kind, most in _LIMITS:
        resource.setrlimit(kind, (most, most))
    os.setgroups([])
    os.setgid(NOBODY)
    os.setuid(NOBODY)
    os.umask(0o022)


def _watch(mark: str, ran: Ran, over: threading.Event) -> None:
    while not over.wait(0.5):
        ran.peak_mb = max(ran.peak_mb, sum(map(_pss_kb, _members(mark))) / 1024)


def _members(mark: str) -> list[int]:
    wanted, parents, found = f"PEERS_RUN={mark}".encode(), {}, set()
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            with contextlib.suppress(OSError, ValueError, IndexError):
                state, parent = (entry / "stat").read_text().rpartition(")")[2].split()[:2]
                if state == "Z":
                    continue
                parents[int(entry.name)] = int(parent)
                if wanted in (entry / "environ").read_bytes().split(b"\0"):
                    found.add(int(entry.name))
    while more := {pid for pid, parent in parents.items() if parent in found} - found:
        found |= more
    return sorted(found)


def _pss_kb(pid: int) -> int:
    with contextlib.suppress(OSError, StopIteration):
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
        return int(next(line for line in lines if line.startswith("Pss:")).split()[1])
    return 0
