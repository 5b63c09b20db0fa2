"""Jails of one's own, and machines on which something of the jail is missing."""

from __future__ import annotations

import types
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from grader.sandbox.host import proxy
from grader.sandbox.host.forkserver import ForkServer
from grader.sandbox.host.isolation import Isolation
from grader.sandbox.host.submission import Budget, RunningSubmission

ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="session")
def secret(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that no guest may read."""
    folder = tmp_path_factory.mktemp("hidden")
    (folder / "test_forward.py").write_text("CANARY = 'canary in the suite'\n")
    return folder


@pytest.fixture(scope="session")
def fork_server(secret: Path) -> Iterator[ForkServer]:
    """A warm process whose guests are jailed; that it exists means that its self-test was passed."""
    made = new_fork_server(secret)
    yield made
    made.close()


def new_fork_server(secret: Path, isolation: Isolation = Isolation.JAIL) -> ForkServer:
    """Start a warm process."""
    return ForkServer(
        isolation=isolation,
        packages=["numpy"],
        public_folder=None,
        secret_folder=secret,
        memory_mb=1024,
        cpu_seconds=60,
    ).ready()


PATIENT = Budget(call=5, module=60, hand_in=60)  # far beyond what an honest call takes on a busy machine


@pytest.fixture
def student(fork_server: ForkServer) -> Iterator[Callable[..., RunningSubmission]]:
    """Hand in modules: student(work="def f(x): ...")."""
    made = []

    def _student(
        budget: Budget = PATIENT,
        *,
        reference=None,
        refused=None,
        lend=frozenset(),
        watch=None,
        earlier=None,
        **sources: str,
    ):
        raw = {name: text.encode() for name, text in sources.items()}
        settings = {"reference": reference, "refused": refused, "lend": lend, "watch": watch, "earlier": earlier}
        made.append(RunningSubmission(fork_server, raw, budget=budget, **settings))
        return made[-1]

    yield _student
    for one in made:
        one.close()


@pytest.fixture
def work(student) -> Callable[[str], types.ModuleType]:
    """Hand in one module and return the proxy a suite would import."""

    def _work(source: str) -> types.ModuleType:
        proxy.answer_for(student(work=source))
        return proxy.StudentModule("work")

    return _work


@pytest.fixture
def run_jailed(fork_server: ForkServer) -> Iterator[Callable[[str], object]]:
    """Run the body of a function in a fresh guest and return its value."""
    students = []

    def run(body: str) -> object:
        lines = "\n".join(f"    {line}" for line in body.strip().split("\n"))
        source = f"import ctypes, errno, os\n\ndef attempt():\n{lines}\n"
        students.append(RunningSubmission(fork_server, {"trial": source.encode()}, budget=Budget(5, 20, 20)))
        return students[-1].call("trial", "attempt", (), {})

    yield run
    for student in students:
        student.close()
