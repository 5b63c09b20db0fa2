"""Recognise habits that are wrong in any function: nothing returned, a list for an array, an axis too many."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from grader.grade.results import Diagnosis
from grader.suite.replay import Behaviour, RaisedKind


def habit_of(seen: Sequence[Behaviour], right: Sequence[Behaviour]) -> Diagnosis | None:
    """Return the habit that shows in every call whose result should have been a value, or None."""
    pairs = [(a.value, b.value) for a, b in zip(seen, right, strict=True) if not isinstance(b.value, RaisedKind)]
    for habit, (shows, hint) in _HABITS.items():
        if pairs and all(shows(got, want) for got, want in pairs):
            return Diagnosis(habit, hint)
    return None


def _returns_none(got: Any, want: Any) -> bool:
    return got is None and want is not None


def _list_for_array(got: Any, want: Any) -> bool:
    return isinstance(got, list) and isinstance(want, np.ndarray)


def _axis_too_many(got: Any, want: Any) -> bool:
    if not isinstance(got, np.ndarray) or not isinstance(want, np.ndarray | np.number | float):
        return False
    return got.ndim == np.ndim(want) + 1 and 1 in got.shape and got.size == np.size(want)


def _other_keywords(got: Any, want: Any) -> bool:
    return isinstance(got, RaisedKind) and got.name == "TypeError"


_HABITS: dict[str, tuple[Callable[[Any, Any], bool], str]] = {
    "returns_none": (_returns_none, "Does every path through the function end in a return?"),
    "list_for_array": (_list_for_array, "A list came back where an array is expected: what turns one into the other?"),
    "axis_too_many": (
        _axis_too_many,
        "The result has an axis of length 1 too many: which of (n, 1) and (n,) is asked for?",
    ),
    "other_arguments": (
        _other_keywords,
        "Every call ends in a TypeError: are the function's arguments named as in the stub?",
    ),
}
