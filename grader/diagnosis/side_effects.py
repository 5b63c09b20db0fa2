"""What wrong code does besides its result: side effects, exceptions, and memory of earlier calls."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from grader.diagnosis.behaviour import Behaviour, RaisedKind, agree
from grader.diagnosis.evidence import Evidence, numbers_of
from grader.diagnosis.recordings import Recording
from grader.grade.results import Diagnosis

_FEW = 3  # numbers of a result that is told from another by them


def side_effect_of(evidence: Evidence) -> Diagnosis | None:
    """Return what the code does besides returning what is right in every call; None where a value is wrong."""
    wrong = list(evidence.both(evidence.wrong))
    refused = [got for got, _ in wrong if _cannot_cast(got)]
    others = [(got, want) for got, want in wrong if not _cannot_cast(got)]
    if any(not _same_value(got, want) for got, want in others):
        return None
    if others and all(got.reseeded and not want.reseeded for got, want in wrong):
        return Diagnosis(
            "global_random_state",
            "The result is right, but the random numbers of the whole program move on: where is your own generator?",
        )
    if others and all(got.warned and not want.warned for got, want in wrong):
        kinds = sorted({kind for got, _ in wrong for kind in got.warned})
        return Diagnosis(
            "warns",
            f"The result is right, but numpy warns on the way ({', '.join(kinds)}): which step calculates that?",
        )
    if others and all(got.warned == want.warned and got.reseeded == want.reseeded for got, want in others):
        return Diagnosis(
            "argument_changed", "The result is right, but an argument is changed: which of your lines writes into it?"
        )
    if refused and not others:
        return Diagnosis(
            "whole_numbers_in_place",
            "An operation such as += writes broken numbers into an array of whole numbers: numpy refuses. Which one?",
        )
    return None


def refusal_of(evidence: Evidence) -> Diagnosis | None:
    """Return what is wrong with the exceptions, where nothing else is wrong."""
    wrong = list(evidence.both(evidence.wrong))
    if not wrong or not all(isinstance(want.value, RaisedKind) for _, want in wrong):
        return None
    if any(isinstance(got.value, RaisedKind) for got, _ in wrong):
        if not all(isinstance(got.value, RaisedKind) for got, _ in wrong):
            return None
        if all(_returned(got.value.name) for got, _ in wrong):
            return Diagnosis("exception_returned", "Is the exception raised, or handed back with return?")
        return Diagnosis("other_exception", "Which exception does the docstring promise for such arguments?")
    return Diagnosis(
        "nothing_refused", "The docstring names arguments that must be refused with an exception: do you check for all?"
    )


def answer_to_another_call(evidence: Evidence) -> Diagnosis | None:
    """Return that every wrong result is the right one of a call with other arguments, or None."""
    rights = [evidence.right[i].value for i in range(len(evidence.recorded))]
    answers = {_key_of(value) for value in rights if _size(value) >= _FEW}
    wrong = [(got.value, want.value) for got, want in evidence.both(evidence.wrong)]
    if wrong and all(
        _size(got) >= _FEW and _key_of(got) in answers and _flat(got) != _flat(want) for got, want in wrong
    ):
        return Diagnosis(
            "remembers", "What comes back is the right answer to another call: what is kept from one call to the next?"
        )
    return None


def memory_of(evidence: Evidence) -> Diagnosis | None:
    """Return that the same arguments gave the right result once, and a wrong one another time, or None."""
    if not evidence.wrong:
        return None
    right_once = {
        _key(recording): i
        for i, recording in enumerate(evidence.recorded)
        if i not in evidence.wrong and not recording.objects
    }
    if all(_key(evidence.recorded[i]) in right_once for i in evidence.wrong):
        return Diagnosis(
            "remembers",
            "The same arguments give another result the second time: what is kept from one call to the next?",
        )
    return None


def _cannot_cast(behaviour: Behaviour) -> bool:
    return isinstance(behaviour.value, RaisedKind) and behaviour.value.text.startswith("Cannot cast ufunc")


def _returned(kind: str) -> bool:
    """Say whether what came is an exception, or a class, that was handed back as a result."""
    name = kind.removeprefix("opaque ")
    return name != kind and (name == "type" or name.endswith(("Error", "Exception")))


def _same_value(got: Behaviour, want: Behaviour) -> bool:
    if isinstance(got.value, RaisedKind):
        return False
    a, b = (Behaviour(one.value, None, frozenset(), False) for one in (got, want))
    return agree(a, b)


def _size(value: Any) -> int:
    return sum(part.size for part in numbers_of(value))


def _flat(value: Any) -> list[float]:
    return [number for part in numbers_of(value) for number in np.round(part.astype(float), 9).ravel().tolist()]


def _key_of(value: Any) -> str:
    return repr([(part.shape, np.round(part.astype(float), 9).tolist()) for part in numbers_of(value)])


def _key(recording: Recording) -> str:
    return repr(
        (recording.request.get("target"), _bits(recording.request.get("args")), _bits(recording.request.get("kwargs")))
    )


def _bits(value: Any) -> Any:
    if isinstance(value, np.ndarray):
        return value.shape, value.strides, str(value.dtype), value.tobytes()  # turned round, it may be taken wrongly
    if isinstance(value, Mapping):
        return [(key, _bits(item)) for key, item in value.items()]
    if isinstance(value, tuple | list):
        return [_bits(item) for item in value]
    return value
