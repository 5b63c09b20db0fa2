"""When a result is wrong, and when it is right: the calls or the numbers that have something in common.

What is said here names no cause, only the place: it is true whatever the code looks like.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from grader.diagnosis.behaviour import Behaviour
from grader.diagnosis.evidence import Evidence, numbers_of, parts_of
from grader.diagnosis.replay import Recording
from grader.diagnosis.side_effects import memory_of
from grader.grade.results import Diagnosis

_FEW = 3  # right calls that are needed to say that the others are wrong for what they have in common
_OFTEN = 0.5  # of the calls under a condition
_SURELY = 0.8  # of the calls with a word: words are many
_MOSTLY = 0.45  # of the numbers under a condition that must be wrong: some are right by chance


def whole_numbers_in(evidence: Evidence) -> Diagnosis | None:
    """Return that only calls with whole numbers in an array go wrong, or None."""
    return _of_calls(evidence, ["wrong_for_whole_numbers"])


def special_number_of(evidence: Evidence) -> Diagnosis | None:
    """Return the special number (0, nan, almost 0) that all wrong results belong to, or None."""
    return _of_numbers(evidence, ["wrong_at_zero", "wrong_at_nan", "wrong_near_zero"])


def condition_of(evidence: Evidence) -> Diagnosis | None:
    """Return what the wrong calls, or the wrong numbers in them, have in common and the right ones have not."""
    return memory_of(evidence) or _of_numbers(evidence, list(_NUMBERS)) or _of_calls(evidence, list(_CALLS))


def word_of(evidence: Evidence) -> Diagnosis | None:
    """Return the operation, method or other word of the arguments that all wrong calls have and few right ones."""
    wrong = set(evidence.wrong)
    groups = [(any(i in wrong for i in group), _words(evidence, group)) for group in evidence.grouped]
    best = []
    for word in sorted(set().union(*(words for _, words in groups))):
        under = [is_wrong for is_wrong, words in groups if word in words]
        if sum(under) == sum(is_wrong for is_wrong, _ in groups) and len(groups) - len(under) >= _FEW:
            best.append((sum(under) / len(under), word))
    best.sort(reverse=True)
    if not best or best[0][0] < _SURELY or (len(best) > 1 and best[1][0] == best[0][0]):
        return None
    return Diagnosis("wrong_with_a_word", f"All is right until {best[0][1]} takes part: what does your code do there?")


def _words(evidence: Evidence, group: Sequence[int]) -> set[str]:
    found: set[str] = set()
    for i in group:
        request = evidence.recorded[i].request
        target = request.get("target")
        found |= {str(request[key]) for key in ("operator", "name") if key in request}
        found |= {str(target[1])} if isinstance(target, list | tuple) else set()
        found |= {part for part in parts_of([request.get("args"), request.get("kwargs")]) if type(part) is str}
    return {word for word in found if len(word) > 1}


def _of_calls(evidence: Evidence, names: Sequence[str]) -> Diagnosis | None:
    """Return the condition that holds for all wrong calls, and for few of the right ones: those may be so by chance."""
    wrong = set(evidence.wrong)
    for name in names:
        holds, hint = _CALLS[name]
        under = [i for i, recording in enumerate(evidence.recorded) if holds(recording)]
        elsewhere = len(evidence.recorded) - len(under)
        if wrong.issubset(under) and elsewhere >= _FEW and len(wrong) >= _OFTEN * len(under):
            return Diagnosis(name, hint)
    return None


def _of_numbers(evidence: Evidence, names: Sequence[str]) -> Diagnosis | None:
    """Compare wrong and right entries of results that have the shape of an array argument."""
    for name in names:
        holds, hint = _NUMBERS[name]
        for which in range(4):
            counts = np.zeros(3, dtype=int)  # wrong under the condition, right under it, wrong elsewhere
            elsewhere = 0
            for i, recording in enumerate(evidence.recorded):
                told = _entries(recording, evidence.seen(i), evidence.right[i], which)
                if told is None:
                    if i in evidence.wrong:
                        counts[2] += 1
                    continue
                argument, is_wrong = told
                with np.errstate(all="ignore"):
                    where = holds(argument)
                counts += [
                    int((is_wrong & where).sum()),
                    int((~is_wrong & where).sum()),
                    int((is_wrong & ~where).sum()),
                ]
                elsewhere += int((~is_wrong & ~where).sum())
            under, missed, others = counts
            if under and not others and elsewhere >= max(_FEW, under // 4) and under >= _MOSTLY * (under + missed):
                return Diagnosis(name, hint)
    return None


def _entries(recording: Recording, got: Behaviour, want: Behaviour, which: int) -> tuple[np.ndarray, np.ndarray] | None:
    """Return the argument number `which` that has the result's shape, and where the result is wrong."""
    a, b = numbers_of(got.value), numbers_of(want.value)
    if len(a) != 1 or len(b) != 1 or a[0].shape != b[0].shape or not a[0].ndim:
        return None
    fitting = [x for x in _arrays(recording) if x.shape == b[0].shape]
    if which >= len(fitting):
        return None
    return fitting[which], ~np.isclose(a[0], b[0], rtol=1e-9, atol=1e-12, equal_nan=True)


def _arrays(recording: Recording) -> list[np.ndarray]:
    return numbers_of([recording.request.get("args"), list((recording.request.get("kwargs") or {}).values())])


def _any(test: Callable[[np.ndarray], Any]) -> Callable[[Recording], bool]:
    def holds(recording: Recording) -> bool:
        with np.errstate(all="ignore"):
            return any(bool(test(array)) for array in _arrays(recording))

    return holds


_CALLS: dict[str, tuple[Callable[[Recording], bool], str]] = {
    "wrong_for_whole_numbers": (
        _any(lambda x: x.ndim > 0 and x.dtype.kind in "iu"),
        "All is right until an argument holds whole numbers: which array of yours takes their type, and what becomes "
        "of 0.6 in it?",
    ),
    "wrong_for_nan": (
        _any(lambda x: np.isnan(x).any()),
        "All is right until an argument holds a nan: which step loses it?",
    ),
    "wrong_for_infinity": (_any(lambda x: np.isinf(x).any()), "All is right until a number is infinite."),
    "wrong_for_nothing": (_any(lambda x: x.ndim > 0 and not x.size), "All is right until an array is empty."),
    "wrong_for_a_number": (
        lambda recording: bool(_arrays(recording)) and not any(x.ndim for x in _arrays(recording)),
        "All is right for arrays. And for a single number?",
    ),
    "wrong_for_one_example": (
        lambda recording: any(x.ndim > 1 and len(x) == 1 for x in _arrays(recording)),
        "All is right until there is only one example: what happens to an axis of length 1?",
    ),
    "wrong_for_one_unit": (
        lambda recording: any(x.ndim > 1 and x.shape[-1] == 1 for x in _arrays(recording)),
        "All is right until an array has only one column: what happens to an axis of length 1?",
    ),
    "wrong_for_square_arrays": (
        lambda recording: any(x.ndim == 2 and x.shape[0] == x.shape[1] > 1 for x in _arrays(recording)),
        "All is right until an array has as many rows as columns: which axis do you take it for?",
    ),
    "wrong_for_many_axes": (
        lambda recording: any(x.ndim > 2 for x in _arrays(recording)),
        "All is right for up to two axes. And for three?",
    ),
    "wrong_for_large_numbers": (
        _any(lambda x: x.size and x.dtype.kind == "f" and np.nanmax(np.abs(x)) >= 30),
        "All is right until numbers grow large: which step overflows, is cut off, or loses its digits there?",
    ),
    "wrong_for_tiny_numbers": (
        _any(lambda x: ((x != 0) & (np.abs(x) < 1e-5)).any()),
        "All is right until a number is tiny, but not 0: do you treat it as if it were 0, or add something as small?",
    ),
    "wrong_for_zero": (
        _any(lambda x: (x == 0).any()),
        "All is right until a number is exactly 0: what does your code do with it?",
    ),
    "wrong_for_negative_numbers": (
        _any(lambda x: (x < 0).any()),
        "All is right until a number is negative: what does your code do with it?",
    ),
}
_NUMBERS: dict[str, tuple[Callable[[np.ndarray], np.ndarray], str]] = {
    "wrong_at_zero": (
        lambda x: x == 0,
        "Only results for an argument of exactly 0 are wrong: what does the docstring say about 0?",
    ),
    "wrong_at_one": (
        lambda x: np.abs(x) == 1,
        "Only results for an argument of exactly 1 or -1 are wrong: what is special there?",
    ),
    "wrong_at_nan": (np.isnan, "Only results for an argument of nan are wrong: which step loses the nan?"),
    "wrong_near_zero": (
        lambda x: (x != 0) & (np.abs(x) < 1e-5),
        "Only results for a tiny argument that is not 0 are wrong: do you treat it as if it were 0?",
    ),
    "wrong_near_zero_and_at_it": (
        lambda x: np.abs(x) < 1e-5,
        "Only results for arguments of 0, or as small as 1e-6, are wrong: which step is special there?",
    ),
    "wrong_for_large_numbers": (
        lambda x: np.abs(x) >= 30,
        "Only results for large arguments are wrong: which step overflows or is cut off there?",
    ),
    "wrong_below_zero": (
        lambda x: x < 0,
        "Only results for negative arguments are wrong: which formula is used there?",
    ),
    "wrong_above_zero": (
        lambda x: x > 0,
        "Only results for positive arguments are wrong: which formula is used there?",
    ),
    "wrong_between_0_and_1": (
        lambda x: (x > 0) & (x < 1),
        "Only results for arguments between 0 and 1 are wrong: which formula is used there?",
    ),
    "wrong_beyond_1": (
        lambda x: np.abs(x) > 1,
        "Only results for arguments above 1 or below -1 are wrong: which formula is used there?",
    ),
}
