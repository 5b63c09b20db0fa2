"""A suite that passes an object of its own judges what a hand-in does with it; no suite is to blame for that."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from grader.sandbox.host.isolation import Isolation
from grader.submission import Submission
from grader.workers.process import GradingProcess
from tests.grader.workers.test_lost_sessions import changed_course

WITH_A_PEN = '''

class Pen:
    def __init__(self):
        self.lines = []

    def line(self, length):
        self.lines.append(float(length))
        return len(self.lines)


@pytest.mark.exercise("double")
def test_double_draws_what_it_doubled():
    """double draws a line of twice the length with a pen, where it is given one"""
    pen = Pen()
    vectors.double(pen)
    expect.equal(pen.lines, [6.0], name="the lines drawn")
'''
DOUBLE = "def double(x):\n    if hasattr(x, 'line'):\n        {drawing}\n    else:\n        return 2 * x\n"


@pytest.fixture(scope="module")
def worker(tiny: Path, tmp_path_factory) -> Iterator[GradingProcess]:
    course = changed_course(tiny, tmp_path_factory.mktemp("pens"), {"tests/hidden/test_vectors.py": WITH_A_PEN})
    with closing(GradingProcess(course / "course.yaml", Isolation.JAIL, None)) as process:
        process.ready()
        yield process


@pytest.mark.parametrize(
    ("drawing", "said"),
    [
        pytest.param("x.line(6)", "", id="right"),
        pytest.param("x.line(length=6.0)", "", id="by its name"),
        pytest.param("x.line(3)", "lines drawn[0] is 3.0, should be 6.0", id="another length"),
        pytest.param("pass", "lines drawn", id="nothing"),
        pytest.param("x.lines.append(6.0)", "'Pen' object has no method 'lines'", id="data of it"),
        pytest.param("x.line('long')", "could not convert", id="what the pen refuses"),
        pytest.param("return x", "lines drawn", id="the pen itself"),
        pytest.param("x.line(6); x.colour = 1", "can only be asked", id="set"),
        pytest.param("[x.line(6) for _ in iter(int, 1)]", "did not answer within", id="without an end"),
    ],
)
def test_what_a_hand_in_does_with_an_object_of_the_suites(worker, drawing, said):
    grade = worker.grade(Submission("ada", {"vectors": DOUBLE.format(drawing=drawing).encode()}))

    drawn = next(t for t in grade.exercise("double").tests if t.name == "test_double_draws_what_it_doubled")
    assert (drawn.outcome == "passed") is (said == "")
    assert said in drawn.message
    assert "the hidden test itself failed" not in drawn.message
    assert not any("fault" in flag for flag in grade.flags)
