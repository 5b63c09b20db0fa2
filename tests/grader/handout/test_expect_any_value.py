"""Whatever comes back from a hand-in, a comparison ends well or with a Mismatch, and touches nothing of the suite's."""

from __future__ import annotations

import contextlib
import copy
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas
import pytest
from hypothesis import HealthCheck, given, settings

from grader.handout import expect
from grader.sandbox.host.effects import copy_back
from grader.sandbox.host.errors import StudentError
from tests.grader.values import anything, drawings


@dataclass(frozen=True)
class Point:
    """What a hidden suite may compare with."""

    x: float
    y: Any = None


EQUALS = {
    "a number": 3,
    "a fraction": 2.5,
    "a complex number": 1j,
    "a text": "two\nlines",
    "nothing": None,
    "true": True,
    "an array": np.arange(6.0).reshape(2, 3),
    "texts": np.array(["a", "b"]),
    "mixed": [1, "a", (None, {2: [3.0]})],
    "a set": {1, "a"},
    "a dict": {"W1": [1, 2], (1, "a"): None},
    "a point": Point(1.0, [2]),
    "points": [Point(1.0), Point(2.0, Point(3.0))],
    "points in a set": {Point(1.0), Point(2.0)},
    "keys that are points": {Point(1.0): 1},
    "a table": pandas.DataFrame({"name": ["a", None], "points": [1.5, float("nan")]}),
    "a column": pandas.Series([1, 2], index=["a", "b"], name="x"),
    "labels": pandas.Index([0, 1]),
    "a moment": pandas.Timestamp(0),
}
FIGURES: dict[str, Any] = {
    "words": {"title": True, "xlabel": "epoch", "ylabel": re.compile("loss"), "yscale": "log"},
    "a legend": {"legend": ["train", "test"], "xticks": ["a"]},
    "lines": {"lines": [{"x": [1, 2], "y": [3, 4], "label": "train"}, [1, 2]]},
    "how many": {"points": 1, "bars": [[2, 5]]},
}
WANTED = [np.arange(6.0).reshape(2, 3), np.float64(2.0), np.array([np.nan, np.inf]), np.zeros((0, 3))]
LOOKS: dict[str, Callable[[Any], Any]] = {
    "close": lambda got: [expect.close(got, want, given=got) for want in WANTED[:1]],
    "close to a number": lambda got: expect.close(got, 3.0, given={"x": got}),
    "close to no number": lambda got: expect.close(got, WANTED[2]),
    "close to nothing": lambda got: expect.close(got, WANTED[3]),
    "whole": lambda got: expect.whole(got, np.arange(3)),
    "number": expect.number,
    "array": expect.array,
    "array of a shape": lambda got: expect.array(got, (2, 2)),
    "parts": lambda got: [expect.array(part) for part in expect.parts(got, "a", "b")],
    "items": lambda got: expect.items(got)[:1],
    "mapping": lambda got: expect.mapping(got, "W1", exact=True),
    "same": lambda got: expect.same(got, copy.deepcopy(got) if not callable(got) else got),
    "gradient": lambda got: expect.gradient(got, lambda x: np.sum(x * x), np.ones((2, 2))),
    "a gradient of what came": lambda got: expect.gradient(np.ones(2), lambda x: got, np.ones(2)),
    "fast": lambda got: expect.fast(lambda x: got, lambda x: x, np.ones(3)),
    "fast with parts": lambda got: expect.fast(lambda x: got, lambda x: (x, 1.0, [x]), np.ones(3)),
    "raises": lambda got: expect.raises(ValueError, lambda: got),
    "describe": expect.describe,
    "pure": lambda got: expect.pure(lambda x: got, np.ones(2)),
    "prints": lambda got: expect.prints(lambda: got, want="x"),
    "a generator": lambda got: expect.equal(expect.items(got)[:3], [1, 2, 3]),
} | {
    f"equal to {name}": lambda got, want=want: expect.equal(got, want, given={"x": got})
    for name, want in EQUALS.items()
}


@pytest.mark.parametrize("look", list(LOOKS))
@settings(deadline=None, max_examples=60, suppress_health_check=list(HealthCheck))
@given(got=anything)
def test_any_value_is_accepted_or_refused_with_a_reason(look: str, got: Any):
    _look(LOOKS[look], got)


class Drawing:
    """A function of a hand-in's, whose process says what it draws."""

    def __init__(self, told: Any) -> None:
        self.told = told

    def __call__(self) -> None: ...

    def what_it_draws(self) -> Any:
        """Return whatever that process said."""
        return self.told


@pytest.mark.parametrize("want", list(FIGURES))
@settings(deadline=None, max_examples=60, suppress_health_check=list(HealthCheck))
@given(told=drawings)
def test_any_drawing_is_accepted_or_refused_with_a_reason(want: str, told: Any):
    _look(lambda told: expect.draws(Drawing(told), want=FIGURES[want]), told)


def _look(look: Callable[[Any], Any], got: Any) -> None:
    said = "accepted"
    try:
        look(got)
    except (expect.Mismatch, StudentError) as error:  # the latter is what a hand-in's object raised when it was asked
        said = str(error)
    assert 0 < len(said) < 5000


@settings(deadline=None, max_examples=200, suppress_health_check=list(HealthCheck))
@given(changed=anything)
def test_no_change_that_a_guest_claims_reaches_the_data_of_a_suite_that_looks_for_one(changed: Any):
    state = {"v": np.ones(2), "t": 1, "history": [np.zeros(2), (1.0, 2.0)]}
    before = copy.deepcopy(state)

    def call(x: np.ndarray, state: dict[str, Any]) -> None:
        copy_back(
            state, copy.deepcopy(changed)
        )  # as the grader does with what a guest says has become of its arguments
        copy_back(x, changed)
        for key in list(state):
            copy_back(state, {**state, key: copy.deepcopy(changed)})

    x = np.ones(3)
    with contextlib.suppress(expect.Mismatch):
        expect.pure(call, x, state=state)

    expect.same(state, before)
    expect.same(x, np.ones(3))


@pytest.mark.parametrize(
    "other",
    [
        pytest.param([1.0, 1.0], id="an equal list"),
        pytest.param((1.0, 1.0), id="an equal tuple"),
        pytest.param(np.ones(2, complex), id="complex numbers"),
        pytest.param(np.ones(2, np.float32), id="another precision"),
        pytest.param(np.ones((2, 1)), id="another shape"),
    ],
)
def test_an_array_that_became_something_equal_has_changed(other: Any):
    def call(state: dict[str, Any]) -> None:
        state["v"] = other

    with pytest.raises(expect.Mismatch, match="changed its argument"):
        expect.pure(call, {"v": np.ones(2)})
