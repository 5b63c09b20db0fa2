"""The fork server seen from the grader: what it gives its guests to read, and how much of an answer is believed."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import click
import pytest
import typing_extensions

from grader.sandbox.host.forkserver import ForkServer
from grader.sandbox.host.isolation import ForkServerLost, Isolation
from grader.sandbox.host.submission import Budget, RunningSubmission
from grader.sandbox.wire import orders
from tests.grader.sandbox.conftest import ROOT, new_fork_server

PATIENT = Budget(5, 60, 60)
ADDRESSES = """
import numpy as np

class Node:
    pass

def addresses():
    nodes = {Node() for _ in range(20)}
    arrays = np.zeros(3), np.zeros(1_000_000)
    return [id(object()), *map(id, nodes), *[array.__array_interface__["data"][0] for array in arrays]]
"""


@pytest.fixture
def own_fork_server(secret: Path) -> Iterator[ForkServer]:
    made = new_fork_server(secret)
    yield made
    made.close()


@pytest.fixture
def answers(secret: Path) -> Iterator[Callable[..., object]]:
    """Call a function of a small module in a guest with these packages."""
    made: list[ForkServer] = []

    def _answers(
        source: str,
        name: str,
        *args: object,
        packages: tuple[str, ...] = ("numpy",),
        public_folder: Path | None = None,
    ) -> object:
        made.append(
            ForkServer(
                isolation=Isolation.JAIL,
                packages=packages,
                public_folder=public_folder,
                secret_folder=secret,
                memory_mb=1024,
                cpu_seconds=60,
            ).ready()
        )
        student = RunningSubmission(made[-1], {"work": source.encode()}, budget=PATIENT)
        value = student.call("work", name, args, {})
        student.close()
        return value

    yield _answers
    for fork_server in made:
        fork_server.close()


READ = """
import json
import os

def opened(paths):
    found = []
    for path in paths:
        try:
            os.close(os.open(path, os.O_RDONLY))
            found.append(path)
        except PermissionError:
            pass
    return found
"""


def test_of_the_students_folder_a_guest_reads_the_data_alone(answers, tmp_path: Path):
    public = tmp_path / "exercises"
    files = [
        public / name
        for name in ("data/digits.csv", "kit/answers.txt", "results/ada.json", "hand-ins/ada/forward.py", "course.json")
    ]
    for file in files:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("1\n")

    opened = answers(READ, "opened", [str(path) for path in (public, *files)], public_folder=public)

    assert opened == [str(public / "data" / "digits.csv")]


def test_a_package_that_is_one_file_opens_none_of_its_neighbours(answers):
    file = typing_extensions.__file__
    neighbours = [os.path.dirname(file), click.__file__, pytest.__file__]

    opened = answers(READ, "opened", [file, *neighbours], packages=("numpy", "typing_extensions"))

    assert opened == [file]


def test_a_package_that_is_one_file_can_be_imported(answers):
    source = "from typing_extensions import deprecated\ndef name():\n    return deprecated.__name__"

    assert answers(source, "name", packages=("numpy", "typing_extensions")) == "deprecated"


def test_addresses_are_the_same_in_every_run(answers):
    assert answers(ADDRESSES, "addresses") == answers(ADDRESSES, "addresses")


def test_the_answer_to_another_order_is_believed_by_nobody(own_fork_server: ForkServer):
    own_fork_server._socket.sendall(orders.ORDER.pack(b"C", 7, 0))  # as one does who is killed before he hears

    with pytest.raises(ForkServerLost, match="answers another order"):
        own_fork_server.fork()


def test_a_fork_server_says_nothing_where_its_grader_is_gone():
    ours, theirs = socket.socketpair()
    ours.close()
    setup = {"isolation": "process", "socket": theirs.fileno(), "import_from": sys.path, "packages": [], "readable": []}
    setup |= {"memory_mb": 1024, "cpu_seconds": 60, "folder": None, "secret": "/nowhere"}

    with theirs:
        done = subprocess.run(
            [sys.executable, "-P", str(ROOT / "grader/sandbox/forkserver/main.py")],
            input=json.dumps(setup),
            pass_fds=[theirs.fileno()],
            capture_output=True,
            text=True,
            timeout=60,
        )

    assert (done.stdout, done.stderr) == ("", "")


def test_a_fork_server_that_is_gone_is_lost(own_fork_server: ForkServer):
    own_fork_server._process.kill()
    own_fork_server._process.wait()

    with pytest.raises(ForkServerLost):
        own_fork_server.fork()


def test_a_fork_server_that_does_not_answer_is_lost(own_fork_server: ForkServer):
    ours, theirs = socket.socketpair()
    own_fork_server._socket.close()
    own_fork_server._socket = ours
    ours.settimeout(0.1)

    with theirs, pytest.raises(ForkServerLost, match="does not answer"):
        own_fork_server.end(1)


@pytest.mark.needs("access times")
def test_no_access_time_changes_when_a_guest_reads(answers, tmp_path: Path):
    public = tmp_path / "exercises"
    files = [public / "data" / "README.md", public / "data" / "small" / "digits.csv"]
    files[1].parent.mkdir(parents=True)
    for file in files:
        file.write_text("1, 2\n")
        os.utime(file, (time.time() - 3 * 86_400, file.stat().st_mtime))  # not read for three days
    source = f"""{READ}
def changed(paths):
    before = [os.stat(path).st_atime_ns for path in paths]
    for path in paths:
        with open(path, "rb") as file:
            file.read()
    return [path for path, then in zip(paths, before) if os.stat(path).st_atime_ns != then]
"""

    assert answers(source, "changed", [str(file) for file in files], public_folder=public) == []
