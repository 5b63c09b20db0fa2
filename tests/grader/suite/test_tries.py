"""How a hand-in is tried once more: which of the course's functions are lent to which exercise."""

from __future__ import annotations

from pathlib import Path

import pytest

from grader.course.loading import load_course
from grader.grade.results import TestResult
from grader.outcome import Outcome
from grader.submission import Submission
from grader.suite import tries
from grader.suite.history import OWN
from grader.suite.tries import Attempt, other_tries

ROOT = Path(__file__).parents[3]
COURSE = load_course(ROOT)


def _lent(
    module: str, source: str, wrong: list[str], right_when_tried: list[str]
) -> dict[str, tuple[tuple[str, str], ...]]:
    """Return which siblings are lent to each exercise, all tests of `wrong` failing and those later ones passing."""
    attempt = Attempt(Submission("ada", {module: source.encode()}), None, 60.0)
    for exercise in wrong:
        failed = TestResult(exercise, f"test_{exercise}", "", 1.0, Outcome.FAILED)
        attempt.history.leave_out(OWN, {failed.name: failed})
        attempt.history.leave_out(module, {failed.name: failed})
    lent = {}
    for other in other_tries(COURSE, attempt):
        if other.siblings:
            lent[other.exercises[0]] = other.siblings
            for exercise in set(other.exercises).intersection(right_when_tried):
                passed = TestResult(exercise, f"test_{exercise}", "", 1.0, Outcome.PASSED)
                attempt.history.leave_out(other.name, {passed.name: passed})
    return lent


@pytest.mark.parametrize(
    ("module", "one", "other"),
    [
        pytest.param("hands_on", "train", "predict", id="train calls predict"),
        pytest.param("backward", "graph_backward", "topo_sort", id="graph_backward calls topo_sort"),
    ],
)
def test_what_an_exercise_naturally_calls_is_lent_to_it(module, one, other):
    lent = _lent(module, f"def {one}(x):\n    return {other}(x)\n", [one, other], [])

    assert lent == {one: ((module, other),)}


def test_a_sibling_that_is_right_with_what_it_calls_is_not_blamed():
    source = "def train(x):\n    return predict(x)\n\ndef solve_spiral(X, y):\n    return train(X)\n"

    lent = _lent("hands_on", source, ["predict", "train", "solve_spiral"], ["train"])

    assert lent["solve_spiral"] == (("hands_on", "predict"),)


def test_a_sibling_that_stays_wrong_is_blamed():
    source = "def train(x):\n    return predict(x)\n\ndef solve_spiral(X, y):\n    return train(X)\n"

    lent = _lent("hands_on", source, ["predict", "train", "solve_spiral"], [])

    assert lent["solve_spiral"] == (("hands_on", "train"),)


def test_exercises_that_all_mention_each_other_are_each_read_once(monkeypatch):
    """Each is right as soon as relu is lent. To read those before it anew for each would never come to an end."""
    names = [exercise.name for exercise in COURSE.module("forward").exercises]
    read = []

    def everything(source, function, known):
        read.append(function)
        return known

    monkeypatch.setattr(tries, "mentioned", everything)

    lent = _lent("forward", "", names, names)

    assert lent == dict.fromkeys(names[1:], (("forward", "relu"),))
    assert read == names
