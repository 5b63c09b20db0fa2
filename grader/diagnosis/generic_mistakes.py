"""Recognise habits that are wrong in any function: nothing returned, a list for an array, another type."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from grader.diagnosis.behaviour import Behaviour, RaisedKind
from grader.grade.results import Diagnosis


def generic_mistake_of(exercise: str, wrong: Sequence[tuple[Behaviour, Behaviour]]) -> Diagnosis | None:
    """Return the habit that shows in every wrong call, or None.

    Args:
        wrong: what came of each wrong call, and what should have.
    """
    for habit, (shows, hint) in _HABITS.items():
        if wrong and all(shows(exercise, got, want) for got, want in wrong):
            return Diagnosis(habit, hint)
    return None


def other_type_of(seen: Sequence[tuple[Behaviour, Behaviour]]) -> Diagnosis | None:
    """Return that the numbers are right and of another type than they should be, if so in every call; or None.

    Args:
        seen: what came of each call, and what should have; the values agree.
    """
    arrays = [(got.value, want.value) for got, want in seen if isinstance(want.value, np.ndarray)]
    if arrays and all(np.asarray(got).dtype != want.dtype for got, want in arrays):
        return Diagnosis("other_type", "The numbers are right. Of which type are they, and which one is promised?")
    return None


def _returns_none(exercise: str, got: Behaviour, want: Behaviour) -> bool:
    return got.value is None and want.value is not None and not isinstance(want.value, RaisedKind)


def _prints_instead(exercise: str, got: Behaviour, want: Behaviour) -> bool:
    return got.printed and _returns_none(exercise, got, want)


def _list_for_array(exercise: str, got: Behaviour, want: Behaviour) -> bool:
    return isinstance(got.value, list) and isinstance(want.value, np.ndarray)


def _axis_too_many(exercise: str, got: Behaviour, want: Behaviour) -> bool:
    a, b = got.value, want.value
    if not isinstance(a, np.ndarray) or not isinstance(b, np.ndarray | np.number | float):
        return False
    return a.ndim == np.ndim(b) + 1 and 1 in a.shape and a.size == np.size(b)


def _other_arguments(exercise: str, got: Behaviour, want: Behaviour) -> bool:
    if not isinstance(got.value, RaisedKind) or got.value.name != "TypeError":
        return False
    called, _, complaint = got.value.text.partition("() ")
    return called.split(".")[0] == exercise and complaint.startswith(
        ("got an unexpected", "got multiple", "missing", "takes")
    )


def _removed_from_numpy(exercise: str, got: Behaviour, want: Behaviour) -> bool:
    if not isinstance(got.value, RaisedKind) or got.value.name != "AttributeError":
        return False
    return got.value.text.startswith(("module 'numpy' has no attribute", "`np."))


_HABITS: dict[str, tuple[Callable[[str, Behaviour, Behaviour], bool], str]] = {
    "prints_instead": (_prints_instead, "What does the function give back to its caller, and what does it only show?"),
    "returns_none": (_returns_none, "Does every path through the function end in a return?"),
    "list_for_array": (_list_for_array, "A list came back where an array is expected: what turns one into the other?"),
    "axis_too_many": (
        _axis_too_many,
        "The result has an axis of length 1 too many: which of (n, 1) and (n,) is asked for?",
    ),
    "other_arguments": (
        _other_arguments,
        "Are the function's arguments named and ordered as in the stub, with the same defaults?",
    ),
    "removed_from_numpy": (
        _removed_from_numpy,
        "This numpy has no such name (any more): what do its release notes, or plain Python, have instead?",
    ),
}
