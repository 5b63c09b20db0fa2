"""A small course, and hand-ins of it: right, half right, broken and hostile."""

from __future__ import annotations

from pathlib import Path

COURSE = """\
name: geometry
title: A Little Geometry
modules:
  - name: plane
    weight: 60
    exercises:
      - {name: area, points: 1, tier: express, minutes: 3}
      - {name: area_of_many, points: 2, tier: core, minutes: 5}
      - {name: diagonal, points: 5, tier: stretch, minutes: 4}
  - name: solid
    weight: 40
    exercises:
      - {name: volume, points: 1, tier: express, minutes: 3}
assignments:
  - {name: shapes, modules: [plane, solid], due: DUE}
late: {percent_per_day: 10, at_most_percent: 50, grace_minutes: 15}
limits: {seconds_per_call: 1, seconds_per_module: 10, seconds_per_hand_in: 20, memory_mb: 1024}
"""

PLANE = '''\
"""Flat things."""

import math


def area(width: float, height: float) -> float:
    """How much paper a rectangle needs."""
    ### BEGIN SOLUTION
    return width * height
    ### END SOLUTION


def area_of_many(sizes):
    """How much paper many rectangles need."""
    ### BEGIN SOLUTION
    return sum(w * h for w, h in sizes)
    ### END SOLUTION


def diagonal(width: float, height: float) -> float:
    """The longest straight line inside."""
    ### BEGIN SOLUTION
    return math.hypot(width, height)
    ### END SOLUTION
'''

SOLID = '''\
"""Things one can hold."""


def volume(width: float, height: float, depth: float) -> float:
    """How much water a box holds."""
    ### BEGIN SOLUTION
    return width * height * depth
    ### END SOLUTION
'''

PUBLIC_PLANE = """\
import expect
import plane


def test_area_of_a_square_is_its_side_squared():
    expect.close(plane.area(3.0, 3.0), 9.0, hint="what is 3 times 3?")


def test_area_of_many_adds_up():
    expect.close(plane.area_of_many([(1.0, 2.0), (3.0, 4.0)]), 14.0)


def test_diagonal_of_3_by_4_is_5():
    expect.close(plane.diagonal(3.0, 4.0), 5.0)
"""

PUBLIC_SOLID = """\
import expect
import solid


def test_volume_of_a_die():
    expect.close(solid.volume(2.0, 2.0, 2.0), 8.0)
"""

SECRET = 7351.0625  # an input of a hidden test: no student may ever see it

HIDDEN_PLANE = f'''\
import plane
import pytest

from grader.handout import expect


@pytest.mark.exercise("area")
def test_multiplies():
    """area is width times height"""
    expect.close(plane.area(2.0, {SECRET}), {2 * SECRET}, hint="which two sides does a rectangle have?")


@pytest.mark.exercise("area")
def test_of_nothing():
    """area of a line is 0"""
    expect.close(plane.area(0.0, 3.0), 0.0)


@pytest.mark.exercise("area_of_many")
def test_adds():
    """area_of_many adds all areas"""
    expect.close(plane.area_of_many([(1.0, 2.0), (5.0, {SECRET})]), {2 + 5 * SECRET})


@pytest.mark.exercise("area_of_many")
def test_of_none():
    """area_of_many of no rectangle is 0"""
    expect.close(plane.area_of_many([]), 0)


@pytest.mark.exercise("diagonal")
def test_of_3_by_4():
    """diagonal of 3 by 4 is 5"""
    expect.close(plane.diagonal(3.0, 4.0), 5.0)
'''

HIDDEN_SOLID = '''\
import pytest
import solid

from grader.handout import expect


@pytest.mark.exercise("volume")
def test_multiplies():
    """volume multiplies all three sides"""
    expect.close(solid.volume(2.0, 3.0, 7.0), 42.0, hint="what about the depth?")
'''


def write_course(root: Path, due: str = "null") -> Path:
    """Write the small course and return its course.yaml."""
    files = {
        "course.yaml": COURSE.replace("DUE", due),
        "solutions/plane.py": PLANE,
        "solutions/solid.py": SOLID,
        "tests/public/test_plane.py": PUBLIC_PLANE,
        "tests/public/test_solid.py": PUBLIC_SOLID,
        "tests/hidden/test_plane.py": HIDDEN_PLANE,
        "tests/hidden/test_solid.py": HIDDEN_SOLID,
    }
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    return root / "course.yaml"


RIGHT = {"plane.py": PLANE, "solid.py": SOLID}

HALF = {  # area is right, area_of_many forgets the last one, diagonal raises, volume is right
    "plane.py": """\
def area(width, height):
    return width * height


def area_of_many(sizes):
    return sum(w * h for w, h in sizes[:-1])


def diagonal(width, height):
    raise ValueError(f"leak {width} <script>window.pwned = 1</script>")
""",
    "solid.py": SOLID,
}
