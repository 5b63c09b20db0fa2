"""What counts as a habit, and what does not."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from grader.diagnosis.behaviour import Behaviour, RaisedKind
from grader.diagnosis.generic_mistakes import generic_mistake_of

ROW, COLUMN = np.ones(3), np.ones((3, 1))


def behaviour(value: Any, printed: bool = False) -> Behaviour:
    return Behaviour(value, [], frozenset(), False, printed)


def raised(kind: str, text: str) -> Behaviour:
    return behaviour(RaisedKind(kind, text))


@pytest.mark.parametrize(
    ("got", "habit"),
    [
        pytest.param(behaviour(None), "returns_none", id="None"),
        pytest.param(behaviour(None, printed=True), "prints_instead", id="printed"),
        pytest.param(behaviour([1.0, 1.0, 1.0]), "list_for_array", id="a list"),
        pytest.param(behaviour(COLUMN), "axis_too_many", id="a column"),
        pytest.param(
            raised("TypeError", "relu() got an unexpected keyword argument 'x'"), "other_arguments", id="keyword"
        ),
        pytest.param(
            raised("TypeError", "relu() missing 1 required positional argument: 'y'"), "other_arguments", id="more"
        ),
        pytest.param(
            raised("AttributeError", "module 'numpy' has no attribute 'float'"), "removed_from_numpy", id="numpy"
        ),
        pytest.param(behaviour(2 * ROW), None, id="another value"),
        pytest.param(raised("TypeError", "sum() got an unexpected keyword argument 'axes'"), None, id="of another"),
        pytest.param(raised("AttributeError", "'list' object has no attribute 'shape'"), None, id="other attribute"),
        pytest.param(raised("ValueError", "no"), None, id="another exception"),
    ],
)
def test_a_habit_shows_in_what_came(got, habit):
    found = generic_mistake_of("relu", [(got, behaviour(ROW))])

    assert (found.mistake if found else None) == habit


def test_a_habit_must_show_in_every_wrong_call():
    wrong = [(behaviour(None), behaviour(ROW)), (behaviour(2 * ROW), behaviour(ROW))]

    assert generic_mistake_of("relu", wrong) is None


def test_nothing_wrong_is_no_habit():
    assert generic_mistake_of("relu", []) is None


def test_nothing_returned_where_an_exception_is_due_is_another_thing():
    assert generic_mistake_of("relu", [(behaviour(None), raised("ValueError", "empty"))]) is None
