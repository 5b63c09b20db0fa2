"""A cluster of dask as processes of its own on this machine: a scheduler, and workers that can be killed."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

WAIT = 120.0  # seconds for what takes two, on a machine that is busy


class Cluster:
    """One scheduler and its workers; every one of them leads a session of its own, to be ended with all it started."""

    def __init__(self, folder: Path, environment: Mapping[str, str] | None = None, protocol: str = "tcp") -> None:
        self._folder = folder
        self._environment = {**os.environ, **(environment or {})}
        self._file = folder / "scheduler.json"
        self.workers: dict[str, subprocess.Popen[bytes]] = {}
        listen = ["--host", f"{protocol}://127.0.0.1", "--port", "0", "--no-dashboard"]
        self.scheduler = self._start("scheduler", ["scheduler", "--scheduler-file", str(self._file), *listen])
        until(self._file.exists)
        self.address: str = json.loads(self._file.read_text())["address"]

    def hire(self, name: str, *, launcher: Sequence[str] = ("-m", "dask"), **environment: str) -> None:
        """Start a worker of one thread, and wait until the scheduler knows it."""
        given = [
            "--nthreads",
            "1",
            "--no-nanny",
            "--no-dashboard",
            "--name",
            name,
            "--local-directory",
            str(self._folder),
        ]
        command = ["worker", "--scheduler-file", str(self._file), *given]
        self.workers[name] = self._start(name, command, launcher, environment)
        until(lambda: "Registered to" in self.log(name))

    def log(self, name: str) -> str:
        """Return what a process has said."""
        return (self._folder / f"{name}.log").read_text()

    def courses(self) -> list[Path]:
        """Return where a course lies unpacked."""
        return list(self._folder.glob("dask-scratch-space*/worker-*/course-*"))

    def members(self, name: str) -> list[int]:
        """Return the living processes of a worker, its grading processes and their guests among them."""
        return list(_members(self.workers[name].pid))

    def kill(self, name: str, how: signal.Signals = signal.SIGKILL) -> None:
        """Take a worker away as a power cut does, or by SIGTERM as a batch system does."""
        self.workers[name].send_signal(how)
        self.workers[name].wait()

    def close(self) -> None:
        """End every process."""
        for process in (*self.workers.values(), self.scheduler):
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()

    def _start(
        self,
        name: str,
        command: Sequence[str],
        launcher: Sequence[str] = ("-m", "dask"),
        environment: Mapping[str, str] | None = None,
    ) -> subprocess.Popen[bytes]:
        with (self._folder / f"{name}.log").open("wb") as log:
            return subprocess.Popen(
                [sys.executable, *launcher, *command],
                stdout=log,
                stderr=log,
                stdin=subprocess.DEVNULL,
                env={**self._environment, **(environment or {})},
                cwd=self._folder,
                start_new_session=True,
            )


def until(is_so, seconds: float = WAIT) -> None:
    """Wait until something is so."""
    end = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < end, "it did not come to that"
        time.sleep(0.05)


def another_grader(folder: Path) -> str:
    """Copy the grader with one file changed; return the search path on which it comes first."""
    import grader

    assert grader.__file__ is not None
    copy = shutil.copytree(Path(grader.__file__).parent, folder / "grader")
    with (Path(copy) / "text.py").open("a") as file:
        file.write("\n# changed\n")
    return os.pathsep.join([str(folder), os.environ.get("PYTHONPATH", "")])


def _members(session: int) -> Iterator[int]:
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            with contextlib.suppress(OSError):  # it has just ended
                state, *_, number = (entry / "stat").read_text().rpartition(")")[2].split()[:4]
                if int(number) == session and state != "Z":
                    yield int(entry.name)
