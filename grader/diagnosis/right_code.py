"""Is it right code with one slip? The course's answers are tried with one small change after another."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from grader.diagnosis.conditions import special_number_of
from grader.diagnosis.evidence import Evidence
from grader.diagnosis.misreadings import arrays_misread
from grader.diagnosis.patience import TooLong, patience
from grader.diagnosis.replay import Implementation
from grader.diagnosis.slips import HINTS, slips
from grader.grade.results import Diagnosis

_SECONDS = 0.5  # of CPU time for all calls of one slip: most need a thousandth of it
_MOST_SLIPS, _MOST_SLIPS_MORE = 800, 200  # of the reference, of each alternative
_MOST_ENDLESS = 6  # slips


def slip_of(evidence: Evidence, right: Implementation, alternatives: Iterable[Implementation]) -> Diagnosis | None:
    """Return which slip in right code, or which misread argument, gives what the hand-in returned; None: none does."""
    if not evidence.has_wrong_values or not evidence.has_one_answer:
        return None  # where there are many right answers, the reference with a slip is one of many wrong ones
    if found := special_number_of(evidence):
        return found
    endless = iter(range(_MOST_ENDLESS))
    try:
        for spelling in (right, *alternatives):
            kinds = _fitting(evidence, spelling, _MOST_SLIPS if spelling is right else _MOST_SLIPS_MORE, endless)
            if kinds:
                kind = min(kinds, key=list(HINTS).index)
                return Diagnosis(kind, HINTS[kind])
    except TooLong:
        return None
    for misread in arrays_misread(right):
        if evidence.has_the_values_of(evidence.replay(misread.implementation)):
            return Diagnosis(misread.name, misread.hint)
    return None


def _fitting(evidence: Evidence, spelling: Implementation, most: int, endless: Iterator[int]) -> list[str]:
    """Return the kinds of slips that explain the evidence.

    Raises:
        TooLong: more slips were endless than `endless` has left.
    """
    kinds = []
    for slip in slips(spelling, most):
        try:
            with patience(_SECONDS):
                if evidence.has_the_values_of(evidence.replay(slip.implementation)):
                    kinds.append(slip.kind)
        except TooLong:
            if next(endless, None) is None:
                raise
    return kinds
