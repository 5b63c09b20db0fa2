"""A small course of another subject, and a student who runs pytest in the folder it builds."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest

from grader.authoring.build import build
from grader.course.loading import load_course
from tests.at_home import compile_kit, run_pytest

COURSE = """\
name: geometry
title: A Little Geometry
modules:
  - name: plane
    weight: 60
    can: measure flat things
    exercises:
      - {name: area, points: 1, tier: express, minutes: 3}
      - {name: area_of_many, points: 2, tier: core, minutes: 5}
      - {name: diagonal, points: 2, tier: stretch, minutes: 4}
  - name: tortoise
    weight: 40
    builds_on: [plane]
    exercises:
      - {name: Tortoise, points: 3, tier: express, minutes: 10}
      - {name: walk, points: 1, tier: core, minutes: 1, seconds: 1.5}
assignments:
  - {name: geometry, modules: [plane, tortoise]}
tracks:
  express: {tiers: [express]}
  short: {exercises: [walk, area]}
"""

PLANE = '''\
"""Flat things."""

import math

### BEGIN SOLUTION
_HALF = 0.5
### END SOLUTION


def area(width: float, height: float) -> float:
    """width * height"""
    ### BEGIN SOLUTION
    return width * height
    ### END SOLUTION


def area_of_many(sizes):
    """The sum of the areas."""
    ### BEGIN SOLUTION
    return sum(w * h for w, h in sizes)
    ### END SOLUTION


def diagonal(width: float, height: float) -> float:
    """The longest straight line inside."""
    ### BEGIN SOLUTION
    return math.hypot(width, height)
    ### END SOLUTION
'''

TORTOISE = '''\
"""Things that move."""

from plane import area


class Tortoise:
    """Walks along a line."""

    def __init__(self):
        """It starts at 0."""
        ### BEGIN SOLUTION
        self.place = 0.0
        ### END SOLUTION

    def step(self, length):
        """Go on by a length."""
        ### BEGIN SOLUTION
        self.place += length
        ### END SOLUTION


def walk(sides):
    """Walk once around a rectangle: its area."""
    ### BEGIN SOLUTION
    return area(*sides)
    ### END SOLUTION
'''

TEST_PLANE = '''\
"""Examples for plane.py."""

import expect
import plane
import pytest


def test_area_of_a_square_is_its_side_squared():
    expect.close(plane.area(3.0, 3.0), 9.0, hint="what is 3 times 3?")


def test_area_of_nothing_is_zero():
    expect.close(plane.area(0.0, 3.0), 0.0)


@pytest.mark.exercise("area_of_many")
@pytest.mark.parametrize("sizes", [[(1.0, 2.0)], [(1.0, 2.0), (3.0, 4.0)]], ids=["one", "two"])
def test_they_add_up(sizes):
    """area_of_many adds the areas"""
    expect.close(plane.area_of_many(sizes), sum(w * h for w, h in sizes))


def test_diagonal_of_3_by_4_is_5():
    assert plane.diagonal(3.0, 4.0) == 5.0
'''

TEST_TORTOISE = '''\
"""Examples for tortoise.py."""

import expect
import tortoise


def test_tortoise_starts_at_zero():
    """Tortoise starts at 0"""
    expect.close(tortoise.Tortoise().place, 0.0)


def test_tortoise_goes_on():
    """Tortoise goes on from where it is"""
    someone = tortoise.Tortoise()
    someone.step(2.0)
    someone.step(1.0)
    expect.close(someone.place, 3.0)


def test_walk_measures():
    expect.close(tortoise.walk((2.0, 3.0)), 6.0)
'''


@pytest.fixture(scope="session")
def small_course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The root of the small course, not built yet; not for changing."""
    root = tmp_path_factory.mktemp("geometry")
    for name, text in {
        "course.yaml": COURSE,
        "solutions/plane.py": PLANE,
        "solutions/tortoise.py": TORTOISE,
        "tests/public/test_plane.py": TEST_PLANE,
        "tests/public/test_tortoise.py": TEST_TORTOISE,
    }.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    (root / "solutions/data").mkdir()
    (root / "solutions/data/sizes.bin").write_bytes(b"\0\r\n\xff")
    return root


@pytest.fixture
def course_root(small_course: Path, tmp_path: Path) -> Path:
    """A copy of the small course for changing."""
    return Path(shutil.copytree(small_course, tmp_path / "geometry"))


@dataclass(frozen=True)
class Run:
    """What a student sees, and pytest's exit code."""

    shown: str
    code: int


@dataclass(frozen=True)
class Student:
    """Someone with a folder of exercises and a terminal."""

    folder: Path

    def write(self, file: str, text: str | bytes) -> None:
        """Save a file as an editor does."""
        raw = text if isinstance(text, bytes) else text.encode("utf-8")
        (self.folder / file).write_bytes(raw)

    def solve(self, module: str, exercise: str, *body: str) -> None:
        """Put lines in the place of one stub's `raise`."""
        text = (self.folder / f"{module}.py").read_text(encoding="utf-8")
        line = next(row for row in text.splitlines() if f'"{exercise} is not written yet"' in row)
        indent = line[: len(line) - len(line.lstrip())]
        self.write(f"{module}.py", text.replace(line, "\n".join(indent + row for row in body)))

    def run(self, *arguments: str, encoding: str = "utf-8", cwd: Path | None = None) -> Run:
        """Type `pytest` with these arguments."""
        return Run(*run_pytest(cwd or self.folder, *arguments, encoding=encoding))


@pytest.fixture(scope="session")
def built_course(small_course: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The student's folder of the small course; not for changing."""
    target = tmp_path_factory.mktemp("built") / "exercises"
    build(load_course(small_course), target)
    compile_kit(target)
    return target


@pytest.fixture
def student(built_course: Path, tmp_path: Path) -> Student:
    """A student with untouched stubs."""
    return Student(Path(shutil.copytree(built_course, tmp_path / "exercises")))


@pytest.fixture
def finished(student: Student, small_course: Path) -> Student:
    """A student who has solved everything."""
    for name in ("plane.py", "tortoise.py"):
        student.write(name, (small_course / "solutions" / name).read_bytes())
    return student
