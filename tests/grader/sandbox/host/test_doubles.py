"""Objects of the suite's with methods, such as a stand-in for axes: a hand-in calls them, and they run on our side."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from grader.sandbox.host.errors import StudentCrashed, StudentRaised
from grader.sandbox.wire import frames


class Axes:
    """Notes what is drawn on it."""

    def __init__(self) -> None:
        self.seen: list[tuple[Any, ...]] = []

    def plot(self, *args: Any, **settings: Any) -> int:
        """Note a line."""
        self.seen.append(("plot", args, settings))
        return len(self.seen)

    def set_title(self, text: str) -> None:
        """Note a title; it has to be a text."""
        self.seen.append(("title", text.upper()))

    def _own(self) -> str:
        return "nobody else's"


def test_a_hand_in_calls_the_methods(student):
    axes = Axes()
    one = student(work="def draw(ax, y):\n    ax.set_title(text='losses')\n    return ax.plot(y, color='red') + 1")

    assert one.call("work", "draw", (axes, [3.0, 1.0]), {}) == 3
    assert axes.seen == [("title", "LOSSES"), ("plot", ([3.0, 1.0],), {"color": "red"})]


@pytest.mark.parametrize("where", ["ax", "[ax, ax]", "{'first': ax}", "__import__('copy').copy(ax)"])
def test_it_comes_back_as_the_suites_own(student, where):
    axes = Axes()
    came = student(work=f"def draw(ax):\n    return {where}").call("work", "draw", (axes,), {})

    parts = [came] if isinstance(came, Axes) else list(came.values() if isinstance(came, dict) else came)
    assert all(part is axes for part in parts)


def test_other_arguments_are_changed_beside_it(student):
    axes, numbers = Axes(), np.arange(3.0)
    student(work="def draw(ax, y):\n    y *= 2\n    ax.plot(y)").call("work", "draw", (axes, numbers), {})

    assert numbers.tolist() == [0.0, 2.0, 4.0]
    assert axes.seen[0][1][0].tolist() == [0.0, 2.0, 4.0]


@pytest.mark.parametrize(
    ("code", "said"),
    [
        pytest.param("ax.seen", "'Axes' object has no method 'seen'", id="data of it"),
        pytest.param("ax._own()", "'Axes' object has no method '_own'", id="a private method"),
        pytest.param("ax.show()", "'Axes' object has no method 'show'", id="no method"),
        pytest.param("ax.seen = []", "<Axes of the test> can only be asked: nothing of it can be set", id="set"),
        pytest.param("ax.set_title(5)", "'int' object has no attribute 'upper'", id="a method that refuses"),
    ],
)
def test_what_it_cannot_do_is_the_hand_ins_mistake(student, code, said):
    one = student(work=f"def draw(ax):\n    {code}")

    with pytest.raises((StudentRaised, AttributeError), match=said.replace("(", r"\(")):
        one.call("work", "draw", (Axes(),), {})


FORGED = """
import gc
def draw(ax):
    ax.__dict__['_grader_passed'] = {passed}
    return ax
"""


@pytest.mark.parametrize(
    "passed",
    ["[5, 'Axes', []]", "[0, 'Axes', []]", "[-1, 'Axes', []]", "[True, 'Axes', []]", "[]", "'x'", "[[0], 'Axes', []]"],
)
def test_an_object_that_was_never_passed_is_none(student, passed):
    with pytest.raises(StudentCrashed):
        student(work=FORGED.format(passed=passed)).call("work", "draw", (Axes(),), {})


def test_one_of_an_earlier_guest_is_none(student):
    code = "import os\nKEPT = []\ndef keep(ax): KEPT.append(ax)\ndef end(): os._exit(0)\ndef give(): return KEPT"
    one = student(work=code)
    one.call("work", "keep", (Axes(),), {})
    with pytest.raises(StudentCrashed):
        one.call("work", "end", (), {})

    assert one.call("work", "give", (), {}) == []


def test_objects_of_the_solutions_are_still_refused(student):
    other = type("Value", (), {"data": 3, "__module__": "solutions.backward"})()

    with pytest.raises(TypeError, match=r"a suite cannot pass values of type Value .* docs/boundary\.md"):
        student(work="def f(x): return x").call("work", "f", (other,), {})


def test_its_reference_is_plain_data():
    said = frames.encode([Axes()], lambda value: ("double", [0, "Axes", [["plot", 3]]]))

    assert frames.decode(said, lambda name, data: (name, data)) == [("double", [0, "Axes", [["plot", 3]]])]
