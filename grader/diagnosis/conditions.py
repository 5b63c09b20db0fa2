"""When a result is wrong, and when it is right: the calls or the numbers that have something in common.

What is said here names no cause, only the place: it is true of the calls that were seen, whatever the code looks like.
It is left unsaid where the wrong numbers themselves speak against it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

import numpy as np

from grader.diagnosis.behaviour import Behaviour, RaisedKind
from grader.diagnosis.evidence import Evidence, numbers_of, parts_of
from grader.diagnosis.recordings import Recording
from grader.diagnosis.side_effects import memory_of
from grader.diagnosis.traits import AT, CALLS, NUMBERS, OF_SHAPES, arrays_of
from grader.grade.results import Diagnosis

_FEW = 3  # right calls that are needed to say that the others are wrong for what they have in common
_OFTEN = 0.5  # of the calls under a condition
_SURELY = 0.8  # of the calls with a word: words are many
_SOME = 0.2  # of the numbers that have to do with the shape of an argument must be wrong
_MOSTLY = 0.45  # of the numbers under a condition that must be wrong: some are right by chance


def whole_numbers_in(evidence: Evidence) -> Diagnosis | None:
    """Return that only calls with whole numbers in an array go wrong, or None."""
    return _of_calls(evidence, ["wrong_for_whole_numbers"])


def special_number_of(evidence: Evidence) -> Diagnosis | None:
    """Return the special number (0, nan, almost 0) that all wrong results belong to, or None."""
    return _of_numbers(evidence, ["wrong_at_zero", "wrong_at_nan", "wrong_near_zero"])


def condition_of(evidence: Evidence) -> Diagnosis | None:
    """Return what the wrong calls, or the wrong numbers in them, have in common and the right ones have not."""
    return memory_of(evidence) or _of_numbers(evidence, list(NUMBERS)) or _of_calls(evidence, list(CALLS))


def word_of(evidence: Evidence, docstring: str) -> Diagnosis | None:
    """Return the operation, method or other word of the arguments that all wrong calls have and few right ones.

    Args:
        docstring: of the function; a text that it does not know, such as the name of a node, is no word.
    """
    wrong = set(evidence.wrong)
    known = set(re.findall(r"\w+", docstring))
    groups = [(any(i in wrong for i in group), _words(evidence, group, known)) for group in evidence.grouped]
    best = []
    for word in sorted(set().union(*(words for _, words in groups))):
        under = [is_wrong for is_wrong, words in groups if word in words]
        if sum(under) == sum(is_wrong for is_wrong, _ in groups) and len(groups) - len(under) >= _FEW:
            best.append((sum(under) / len(under), word))
    best.sort(reverse=True)
    if not best or best[0][0] < _SURELY or (len(best) > 1 and best[1][0] == best[0][0]):
        return None
    return Diagnosis(
        "wrong_with_a_word", f"Only calls with {best[0][1]} go wrong in the tests: what does your code do there?"
    )


def _words(evidence: Evidence, group: Sequence[int], known: Collection[str]) -> set[str]:
    found: set[str] = set()
    for i in group:
        request = evidence.recorded[i].request
        target = request.get("target")
        found |= {str(request[key]) for key in ("operator", "name") if key in request}
        found |= {str(target[1])} if isinstance(target, list | tuple) else set()
        texts = {part for part in parts_of([request.get("args"), request.get("kwargs")]) if type(part) is str}
        found |= texts & set(known)
    return {word for word in found if len(word) > 1}


def _of_calls(evidence: Evidence, names: Sequence[str]) -> Diagnosis | None:
    """Return the condition that holds for all wrong calls, and for few of the right ones: those may be so by chance."""
    wrong = set(evidence.wrong)
    for name in names:
        holds, hint = CALLS[name]
        under = [i for i, recording in enumerate(evidence.recorded) if holds(recording)]
        elsewhere = _returning(evidence) - len(under)
        if not wrong.issubset(under) or elsewhere < _FEW or len(wrong) < _OFTEN * len(under):
            continue
        if not _speaks_against(evidence, name):
            return Diagnosis(name, hint)
    return None


def _returning(evidence: Evidence) -> int:
    """Count the calls that should return something: one that is refused says nothing of what comes out right."""
    return sum(not isinstance(evidence.right[i].value, RaisedKind) for i in range(len(evidence.recorded)))


def _speaks_against(evidence: Evidence, name: str) -> bool:
    """Say whether the wrong numbers show that what their calls have in common is not what makes them wrong.

    The shape of an argument makes more than a few of the numbers wrong, and a special number at least its own result.
    Where it has none, one wrong call is not enough: another number of that call may be the reason.
    """
    if name in OF_SHAPES:
        parts = [part for i in evidence.wrong for part in _wrong_numbers(evidence, i)]
        return sum(int(part.sum()) for part in parts) < _SOME * sum(part.size for part in parts)
    if name not in AT:
        return False
    told = [
        _entries(evidence.recorded[i], evidence.seen(i), evidence.right[i], n) for i in evidence.wrong for n in range(4)
    ]
    with np.errstate(all="ignore"):
        at_them = [bool((is_wrong & AT[name](argument)).any()) for argument, is_wrong in filter(None, told)]
    return not any(at_them) if at_them else len(evidence.wrong) == 1


def _wrong_numbers(evidence: Evidence, i: int) -> list[np.ndarray]:
    """Return, of each part of a result that is wrong but for its form, where its numbers are."""
    a, b = numbers_of(evidence.seen(i).value), numbers_of(evidence.right[i].value)
    if len(a) != len(b) or any(x.shape != y.shape for x, y in zip(a, b, strict=True)):
        return []
    found = [~np.isclose(x, y, rtol=1e-9, atol=1e-12, equal_nan=True) for x, y in zip(a, b, strict=True)]
    return [part for part in found if part.any()]


def _of_numbers(evidence: Evidence, names: Sequence[str]) -> Diagnosis | None:
    """Compare wrong and right entries of results that have the shape of an array argument."""
    for name in names:
        holds, hint = NUMBERS[name]
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
    fitting = [x for x in arrays_of(recording) if x.shape == b[0].shape]
    if which >= len(fitting):
        return None
    return fitting[which], ~np.isclose(a[0], b[0], rtol=1e-9, atol=1e-12, equal_nan=True)
