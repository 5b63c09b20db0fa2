"""Instructor and students as users of the machine, each with a home and a shell of their own."""

from __future__ import annotations

import json
import os
import pwd
import re
import select
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.e2e.shell import PROGRAMS
from tests.needs import can_make_users

BIN = Path(sys.executable).parent  # not resolved: the environment's own folder, with nbgrader and grader in it
_PREFIX = f"e{os.getpid()}-"  # of the accounts that are made and removed here
_ACCOUNT = re.compile(r"e(\d+)-\w+")
_SECONDS = 180


@dataclass(frozen=True)
class Done:
    """How a command ended, and all it said."""

    code: int
    said: str


@dataclass
class Person:
    """A user of this machine; `uid` None: ourselves, where no users can be made."""

    name: str
    home: Path
    uid: int | None
    shell: subprocess.Popen[bytes] | None = None

    def run(self, *command: str, cwd: Path | None = None, code: int | None = 0) -> Done:
        """Type a command; fail unless it ends with `code` (None: however it ends)."""
        if command[0] in PROGRAMS:
            done = self._in_shell(command, cwd or self.home)
        else:
            program = str(BIN / command[0]) if (BIN / command[0]).exists() else command[0]
            ran: subprocess.CompletedProcess[bytes] = subprocess.run(
                [program, *command[1:]], cwd=cwd or self.home, timeout=_SECONDS, **self.identity(), **_quiet()
            )
            done = Done(ran.returncode, ran.stdout.decode("utf-8", "replace"))
        assert code in (None, done.code), f"{self.name}: {' '.join(command)} ended with {done.code}:\n{done.said}"
        return done

    def _in_shell(self, command: tuple[str, ...], cwd: Path) -> Done:
        if self.shell is None:
            script = [sys.executable, str(Path(__file__).with_name("shell.py"))]
            pipes: dict[str, Any] = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
            self.shell = subprocess.Popen[bytes](script, cwd=self.home, **pipes, **self.identity())
        assert self.shell.stdin is not None
        assert self.shell.stdout is not None
        out = self.home / "said"
        order = {"argv": command, "cwd": str(cwd), "out": str(out)}
        self.shell.stdin.write(json.dumps(order).encode() + b"\n")
        self.shell.stdin.flush()
        ready, _, _ = select.select([self.shell.stdout], [], [], _SECONDS)
        assert ready, f"{self.name}: {' '.join(command)} is not done after {_SECONDS} seconds"
        code = self.shell.stdout.readline()
        assert code, f"{self.name}: the shell ended"
        return Done(int(code), out.read_text("utf-8", "replace"))

    def leave(self) -> None:
        """Close the shell, if one was opened."""
        if self.shell is not None:
            assert self.shell.stdin is not None
            assert self.shell.stdout is not None
            self.shell.stdin.close()
            self.shell.wait(_SECONDS)
            self.shell.stdout.close()
            self.shell = None

    def identity(self) -> dict[str, Any]:
        """Return what makes a process this person's."""
        environment = {
            "HOME": str(self.home),
            "PATH": f"{BIN}{os.pathsep}{os.defpath}",
            "LANG": "C.UTF-8",
            "USER": self.name,
            "PYTHONDONTWRITEBYTECODE": "1",
        }
        if self.uid is None:
            return {"env": environment}
        return {"env": environment, "user": self.uid, "group": self.uid, "extra_groups": [], "umask": 0o022}

    def own(self, path: Path) -> None:
        """Make files this person's."""
        if self.uid is not None:
            for each in (path, *path.rglob("*")):
                os.chown(each, self.uid, self.uid, follow_symlinks=False)


def _quiet() -> dict[str, Any]:
    return {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "check": False}


@contextmanager
def population(names: list[str], homes: Path) -> Iterator[dict[str, Person]]:
    """Make accounts, and remove them afterwards; as an ordinary user, play all roles ourselves."""
    people: dict[str, Person] = {}
    _remove_leftovers()
    try:
        for name in names:
            people[name] = _settle(name, homes / name)
        first = next(iter(people.values()))
        _refuse_locked_interpreter(first)
        yield people
    finally:
        for person in people.values():
            person.leave()
            if person.uid is not None:
                subprocess.run(["userdel", person.name], check=False, capture_output=True)


def _settle(name: str, home: Path) -> Person:
    home.mkdir(parents=True)
    if not can_make_users():
        return Person(name, home, None)
    account = _PREFIX + name
    subprocess.run(["useradd", "--no-create-home", "--home-dir", str(home), account], check=True, capture_output=True)
    person = Person(account, home, pwd.getpwnam(account).pw_uid)
    person.own(home)
    return person


def _remove_leftovers() -> None:
    """Remove the accounts of runs that were killed."""
    for account in pwd.getpwall() if can_make_users() else []:
        match = _ACCOUNT.fullmatch(account.pw_name)
        if match and not Path("/proc", match[1]).exists():
            subprocess.run(["userdel", account.pw_name], check=False, capture_output=True)


def _refuse_locked_interpreter(person: Person) -> None:
    try:
        done = person.run("python", "-c", "import grader.cli, nbgrader", code=None)
        said, code = done.said, done.code
    except PermissionError as error:
        said, code = str(error), 1
    if code:
        raise AssertionError(
            f"another user cannot run {sys.executable} with nbgrader and grader: make the environment from an "
            f"interpreter that everybody may run (apt-get install python3-venv; /usr/bin/python3 -m venv ...), in a "
            f"folder that everybody may read; it said: {said[-500:]}"
        )
