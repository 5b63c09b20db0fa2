"""A tiny course in a folder of its own, and the two ways to grade with it: by a worker, by the command line."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest

from grader.course.loading import load_course
from grader.course.model import Course
from grader.sandbox.host.isolation import Isolation
from grader.submission import Submission
from grader.workers.process import GradingProcess

TINY = {
    "course.yaml": """
        name: tiny
        title: Two modules, enough to grade
        limits: {seconds_per_call: 1, seconds_per_module: 15, seconds_per_hand_in: 25, memory_mb: 1024}
        modules:
          - name: vectors
            weight: 60
            exercises:
              - {name: double, points: 1, tier: express, minutes: 1}
              - {name: slope, points: 2, tier: core, minutes: 1}
              - {name: Tally, points: 3, tier: stretch, minutes: 1}
          - name: training
            weight: 40
            builds_on: [vectors]
            exercises:
              - {name: quadruple, points: 1, tier: express, minutes: 1}
              - {name: largest, points: 1, tier: core, minutes: 1}
              - {name: mean, points: 1, tier: core, minutes: 1}
        assignments:
          - {name: all, modules: [vectors, training]}
        tracks:
          express: {tiers: [express]}
        """,
    "solutions/vectors.py": """
        import numpy as np


        def double(x):
            if np.size(x) == 0:
                raise ValueError("expected at least one number")
            return 2.0 * np.asarray(x)


        def slope(f, x):
            h = 1e-5
            return (f(x + h) - f(x - h)) / (2 * h)


        class Tally:
            def __init__(self, value):
                self.value = value

            def add(self, amount):
                self.value = self.value + amount
                return self

            def __add__(self, other):
                return Tally(self.value + (other.value if isinstance(other, Tally) else other))

            __radd__ = __add__
        """,
    "solutions/training.py": """
        import numpy as np

        from vectors import double


        def quadruple(x):
            return double(double(x))


        def largest(x):
            return np.max(x)


        def mean(x):
            return np.mean(x)
        """,
    "tests/hidden/test_vectors.py": '''
        import numpy as np
        import pytest
        import vectors

        from grader.handout import expect
        from solutions import vectors as reference

        X = np.array([1.0, 2.0, 4.0])


        @pytest.mark.exercise("double")
        def test_twice_each_entry():
            """double gives twice each entry, and leaves its argument alone"""
            expect.close(expect.pure(vectors.double, X.copy()), reference.double(X), hint="what is 1 + 1?", given=X)


        @pytest.mark.exercise("double", weight=2)
        def test_keeps_the_shape():
            """double keeps the shape"""
            expect.array(vectors.double(np.ones((2, 3))), (2, 3))


        @pytest.mark.exercise("double")
        def test_refuses_nothing_at_all():
            """double refuses an empty array"""
            expect.raises(ValueError, vectors.double, np.array([]), because="there is nothing to double")


        @pytest.mark.exercise("slope")
        def test_slope_of_a_square():
            """slope finds the slope of a square"""
            expect.close(vectors.slope(lambda x: x * x, 3.0), 6.0, rtol=1e-6)


        @pytest.mark.exercise("slope")
        def test_slope_of_the_students_own_double():
            """slope finds the slope of double"""
            f = lambda x: expect.array(vectors.double(np.array([x])), (1,))[0]
            expect.close(vectors.slope(f, 1.0), 2.0, rtol=1e-6)


        @pytest.mark.exercise("Tally")
        def test_tally_counts():
            """a Tally counts"""
            assert expect.number(vectors.Tally(3).add(4).value) == 7


        @pytest.mark.exercise("Tally")
        def test_tallies_can_be_added():
            """Tallies can be added, to each other and to numbers"""
            expect.close((1 + vectors.Tally(2) + vectors.Tally(3)).value, 6)
        ''',
    "tests/hidden/test_training.py": '''
        import numpy as np
        import pytest
        import training

        from grader.handout import expect
        from solutions import training as reference

        X = np.array([[3.0, 1.0], [4.0, 1.0]])


        @pytest.mark.exercise("quadruple")
        def test_four_times():
            """quadruple gives four times each entry"""
            expect.close(training.quadruple(X), reference.quadruple(X))


        @pytest.mark.exercise("largest")
        def test_largest_of_all():
            """largest looks at every entry"""
            expect.close(training.largest(X), 4)


        @pytest.mark.exercise("mean")
        @pytest.mark.parametrize("x", [X, -X], ids=["positive", "negative"])
        def test_mean(x):
            """mean gives the mean of all entries"""
            expect.close(training.mean(x), x.mean())
        ''',
    "tests/mistakes/vectors.py": '''
        import numpy as np


        def double__squares(x):
            """Is it two times, or to the power of two?"""
            if np.size(x) == 0:
                raise ValueError("nothing")
            return np.asarray(x) ** 2
        ''',
}
STUBS = {
    "vectors": """
        def double(x):
            raise NotImplementedError


        def slope(f, x):
            raise NotImplementedError


        class Tally:
            def __init__(self, value):
                raise NotImplementedError

            def add(self, amount):
                raise NotImplementedError
        """,
    "training": """
        from vectors import double


        def quadruple(x):
            raise NotImplementedError


        def largest(x):
            raise NotImplementedError


        def mean(x):
            raise NotImplementedError
        """,
}


@dataclass(frozen=True)
class Document:
    """A grade document, and short ways to what tests ask of it."""

    raw: dict[str, Any]

    def __getitem__(self, key: str) -> Any:
        return self.raw[key]

    def exercise(self, name: str) -> dict[str, Any]:
        return next(e for m in self.raw["modules"] for e in m["exercises"] if e["name"] == name)

    def status(self) -> dict[str, str]:
        return {e["name"]: e["status"] for m in self.raw["modules"] for e in m["exercises"]}

    def outcomes(self, name: str) -> list[str]:
        return [test["outcome"] for test in self.exercise(name)["tests"]]

    def messages(self, name: str) -> list[str]:
        return [test["message"] for test in self.exercise(name)["tests"]]


@dataclass(frozen=True)
class Ran:
    """What came of one command: `results` are the files of marks, by name without suffix."""

    code: int
    out: str
    err: str
    results: dict[str, bytes]

    def document(self, student: str) -> Document:
        return Document(json.loads(self.results[student]))


def write_tree(folder: Path, files: dict[str, str]) -> Path:
    """Write texts below a folder."""
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(dedent(text).lstrip("\n"), encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the tiny course; nobody changes it."""
    return write_tree(tmp_path_factory.mktemp("course") / "tiny", TINY)


@pytest.fixture
def own_course(tiny: Path, tmp_path: Path) -> Path:
    """A copy of the tiny course that a test may change."""
    return Path(shutil.copytree(tiny, tmp_path / "course"))


@pytest.fixture(scope="session")
def tiny_course(tiny: Path) -> Course:
    return load_course(tiny)


@pytest.fixture(scope="session")
def solutions(tiny: Path) -> dict[str, str]:
    """The source of each solution of the tiny course."""
    return {name: (tiny / "solutions" / f"{name}.py").read_text() for name in ("vectors", "training")}


@pytest.fixture(scope="session")
def stubs() -> dict[str, str]:
    """What a student of the tiny course starts from."""
    return {name: dedent(text).lstrip("\n") for name, text in STUBS.items()}


@pytest.fixture(scope="session")
def worker(tiny: Path) -> Iterator[GradingProcess]:
    """One real grading process with the jail, shared by all tests."""
    process = GradingProcess(tiny / "course.yaml", Isolation.JAIL, None)
    with closing(process):
        process.ready()
        yield process


@pytest.fixture(scope="session")
def grade(worker: GradingProcess) -> Callable[..., Document]:
    """Grade one hand-in: grade(vectors="...", training="...")."""

    def _grade(**sources: str | bytes) -> Document:
        raw = {name: dedent(text).encode() if isinstance(text, str) else text for name, text in sources.items()}
        return Document(json.loads(worker.grade(Submission("ada", raw)).to_json()))

    return _grade


@pytest.fixture
def hand_ins(tmp_path: Path) -> Callable[..., Path]:
    """Write a class: hand_ins(ada={"vectors": "..."}, hopper={}); call again to change it."""

    def _hand_ins(students: dict[str, dict[str, str]] | None = None, **more: dict[str, str]) -> Path:
        for student, sources in {**(students or {}), **more}.items():
            (tmp_path / "class" / student).mkdir(parents=True, exist_ok=True)
            write_tree(tmp_path / "class" / student, {f"{name}.py": text for name, text in sources.items()})
        return tmp_path / "class"

    return _hand_ins


@pytest.fixture
def run(tiny: Path, tmp_path: Path) -> Callable[..., Ran]:
    """Call `grader run` as a process of its own."""

    def _run(*arguments: object, course: Path = tiny, out: Path = tmp_path / "results", jobs: int | None = 1) -> Ran:
        given = [*map(str, arguments), "--out", str(out), "--course", str(course)]
        given += [] if jobs is None else ["--jobs", str(jobs)]
        done = subprocess.run(
            [sys.executable, "-m", "grader", "run", *given],
            capture_output=True,
            encoding="utf-8",
            env={**os.environ, "PYTHONIOENCODING": "utf-8"},
            timeout=120,
        )
        results = {path.stem: path.read_bytes() for path in out.glob("*.json") if path.is_file()}
        return Ran(done.returncode, done.stdout, done.stderr, results)

    return _run
