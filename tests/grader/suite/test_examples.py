"""Examples are a courtesy: all of them together have one small account of time."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest

from grader.course.loading import load_course
from grader.sandbox.host.forkserver import ForkServer
from grader.sandbox.host.submission import Budget, RunningSubmission
from grader.suite.examples import Examples
from grader.suite.reference import load_reference
from tests.grader.conftest import write_tree
from tests.grader.sandbox.conftest import new_fork_server

NAMES = [f"twice{letter}" for letter in "abcdefghijkl"]
EXERCISES = "".join(f"\n      - {{name: {name}, points: 1, tier: core, minutes: 1}}" for name in NAMES)
COURSE = {
    "course.yaml": f"name: many\ntitle: Many\nmodules:\n  - name: many\n    weight: 1\n    exercises:{EXERCISES}\n"
    "assignments:\n  - {name: all, modules: [many]}\n",
    "solutions/many.py": "".join(f"def {name}(x):\n    return 2 * x\n\n\n" for name in NAMES),
    "tests/public/test_many.py": "import many\n"
    + "".join(f"\n\ndef test_{name}_of_three():\n    assert many.{name}(3.0) == 6.0\n" for name in NAMES),
}
SLOW_IN_PUBLIC = """
    import time

    def slowly(x):
        start = time.process_time()
        while time.process_time() - start < 0.25:
            pass
        return 2 * x

"""


class Counting:
    """A fork server that counts the guests it was asked for."""

    def __init__(self, fork_server: ForkServer) -> None:
        self.forks = 0
        self._fork_server = fork_server

    def fork(self) -> Any:
        self.forks += 1
        return self._fork_server.fork()


class NoOthers:
    """A catalogue without alternatives."""

    def __init__(self, reference: Any) -> None:
        self._reference = reference

    def spellings(self, exercise: str) -> list[Any]:
        return [getattr(self._reference["many"], exercise)]


@pytest.fixture
def fork_server(tmp_path: Path) -> Iterator[Counting]:
    secret = tmp_path / "secret"
    secret.mkdir()
    (secret / "hidden.py").write_text("a guest that reads this has escaped\n")
    made = new_fork_server(secret)
    yield Counting(made)
    made.close()


def test_code_that_is_slow_only_here_costs_its_time_once(tmp_path: Path, fork_server: Counting):
    course = load_course(write_tree(tmp_path / "course", COURSE) / "course.yaml")
    reference = load_reference(course)
    source = dedent(SLOW_IN_PUBLIC) + "".join(f"{name} = slowly\n" for name in NAMES)

    def start(earlier: RunningSubmission | None) -> RunningSubmission:
        many: Any = fork_server
        return RunningSubmission(many, {"many": source.encode()}, budget=Budget(0.5, 1.0, 2.0), earlier=earlier)

    show = Examples(course, reference, NoOthers(reference), start, [])  # type: ignore[arg-type]  # all it needs of one

    assert [show(name) for name in NAMES] == [None] * len(NAMES)
    assert 1 <= fork_server.forks <= 3
