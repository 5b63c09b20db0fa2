"""Whatever comes back from a hand-in, a comparison ends well or with a Mismatch, and touches nothing of the suite's."""

from __future__ import annotations

import contextlib
import copy
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings

from grader.handout import expect
from grader.sandbox.host.effects import copy_back
from tests.grader.values import anything

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
}


@pytest.mark.parametrize("look", list(LOOKS))
@settings(deadline=None, max_examples=60, suppress_health_check=list(HealthCheck))
@given(got=anything)
def test_any_value_is_accepted_or_refused_with_a_reason(look: str, got: Any):
    try:
        LOOKS[look](got)
    except expect.Mismatch as mismatch:
        assert mismatch.message  # noqa: PT017


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
