"""A mistake that explains a part of what went wrong is named where no other explanation is left, and only there."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from grader.diagnosis.behaviour import Behaviour, RaisedKind
from grader.diagnosis.evidence import Evidence, gather
from grader.diagnosis.partly import in_one_part, where_nothing_breaks
from grader.diagnosis.randomness import watching_randomness
from grader.diagnosis.recordings import Recording

_INPUTS = [np.array([1.0, -2.0, 4.0]), np.array([3.0, 0.5]), np.array([-1.0, 2.0]), np.array([0.0, 5.0])]
_REFUSED = np.array([100.0, 1.0])


def _below_100(x: np.ndarray) -> None:
    if x.max() >= 100:
        raise ValueError("too large")


def right(x: np.ndarray) -> tuple[float, np.ndarray]:
    """A loss and its gradient, of numbers below 100."""
    _below_100(x)
    return float(np.mean(x**2)), 2 * x / x.size


def summed(x: np.ndarray) -> tuple[float, np.ndarray]:
    _below_100(x)
    return float(np.sum(x**2)), 2 * x


def halved(x: np.ndarray) -> tuple[float, np.ndarray]:
    _below_100(x)
    return float(np.mean(x**2)) / 2, x / x.size


def evidence(student: Callable[[np.ndarray], Any], *, failing: Any = None, refused: bool = False) -> Evidence:
    """What is known after tests that made these calls have failed."""
    recorded = []
    for x in [*_INPUTS, *[_REFUSED] * refused]:
        try:
            value = student(x)
        except ValueError as error:
            value = RaisedKind.of("ValueError", str(error))
        request = {"do": "call", "target": "loss.mse_loss", "args": (x,), "kwargs": {}}
        arguments = None if isinstance(value, RaisedKind) else [(x,), {}]
        recorded.append(Recording(1, 100, request, Behaviour(value, arguments, frozenset(), False), frozenset()))
    return gather(recorded, range(len(_INPUTS)) if failing is None else failing, [], right)


def named(find: Callable[..., list[str]], student: Callable[[np.ndarray], Any], **settings: Any) -> list[str]:
    with watching_randomness():
        known = evidence(student, **settings)
        return find(known, {"summed": known.replay(summed), "halved": known.replay(halved)})


@pytest.mark.parametrize(
    ("student", "names"),
    [
        pytest.param(lambda x: (summed(x)[0], right(x)[1]), ["summed"], id="the loss alone"),
        pytest.param(lambda x: (right(x)[0], halved(x)[1]), ["halved"], id="the gradient alone"),
        pytest.param(lambda x: (summed(x)[0], halved(x)[1]), [], id="both, each in another way"),
        pytest.param(lambda x: (summed(x)[0] + 1, right(x)[1]), [], id="neither right nor known"),
        pytest.param(lambda x: (summed(x)[0], right(x)[1]) if x[0] > 0 else right(x), [], id="now and then"),
        pytest.param(lambda x: summed(x)[0], [], id="another form"),
        pytest.param(right, [], id="nothing wrong"),
    ],
)
def test_one_part_of_each_result_may_come_from_a_mistake_while_the_rest_is_right(student, names):
    assert named(in_one_part, student) == names
    assert named(in_one_part, student, refused=True) == names


def _breaking(mistake: Callable[[np.ndarray], Any], *, at: set[float], how: str) -> Callable[[np.ndarray], Any]:
    def student(x: np.ndarray) -> Any:
        if x[0] not in at:
            return mistake(x)
        if how == "raises":
            raise ValueError("no such number")
        return np.nan, np.full(x.shape, np.inf)

    return student


@pytest.mark.parametrize("how", ["raises", "loses a number"])
@pytest.mark.parametrize(
    ("mistake", "at", "names"),
    [
        pytest.param(summed, {0.0}, ["summed"], id="in one call of four"),
        pytest.param(summed, {0.0, 3.0}, ["summed"], id="in half of them"),
        pytest.param(summed, {0.0, 3.0, 1.0}, [], id="in most of them"),
        pytest.param(right, {0.0}, [], id="and is right elsewhere"),
        pytest.param(lambda x: (1.0, x), {0.0}, [], id="and is otherwise wrong elsewhere"),
    ],
)
def test_a_mistake_is_known_by_the_calls_in_which_the_code_does_not_break(how, mistake, at, names):
    assert named(where_nothing_breaks, _breaking(mistake, at=at, how=how)) == names


def test_calls_of_tests_that_passed_do_not_speak_for_a_mistake():
    assert named(where_nothing_breaks, _breaking(summed, at={0.0}, how="raises"), failing=[3]) == []
