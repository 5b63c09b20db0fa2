"""Which catalogued mistake explains a part of what went wrong, where none explains all of it?

A loss with its gradient is a pair, and a student may take only one of the two wrongly; a formula that loses its footing
for an empty sum or a huge number breaks there in another way than the catalogue's.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from grader.diagnosis.behaviour import Behaviour, RaisedKind, agree, alike, parts
from grader.diagnosis.evidence import Evidence, numbers_of, quiet
from grader.diagnosis.replay import Replay

_FEWEST = 2  # failed calls that speak for a mistake which does not explain all of them


def in_one_part(evidence: Evidence, candidates: Mapping[str, Replay]) -> list[str]:
    """Return the candidates from which the same part of each result may come, while every other part is right."""
    return [name for name, replay in candidates.items() if _explains_one_part(evidence, replay)]


def _explains_one_part(evidence: Evidence, replay: Replay) -> bool:
    wrong: set[int] = set()  # the places of the parts that are not always right
    returned = []
    for i in evidence.order:
        if alike(evidence.seen(i).value, evidence.right[i].value) and isinstance(evidence.right[i].value, RaisedKind):
            if not alike(replay[i].value, evidence.right[i].value):
                return False
            continue
        seen, right, mistaken = (
            parts(behaviour.value) for behaviour in (evidence.seen(i), evidence.right[i], replay[i])
        )
        if not 1 < len(seen) == len(right) == len(mistaken):
            return False
        here = {k for k in range(len(seen)) if not alike(seen[k], right[k])}
        if not all(alike(seen[k], mistaken[k]) for k in here):
            return False
        wrong |= here
        if len(wrong) > 1:
            return False
        returned.append((seen, mistaken))
    return bool(wrong) and all(alike(seen[k], mistaken[k]) for seen, mistaken in returned for k in wrong)


def where_nothing_breaks(evidence: Evidence, candidates: Mapping[str, Replay]) -> list[str]:
    """Return the candidates that return the same in all calls in which the hand-in neither raises nor loses a number.

    Half of the failed calls must be among these and show the mistake, or the break itself is what is wrong.
    """
    whole = [i for i in evidence.order if not _breaks(evidence.seen(i), evidence.right[i])]
    shown = {i for i in whole if not agree(quiet(evidence.seen(i)), quiet(evidence.right[i]))} & evidence.telling
    if len(shown) < max(_FEWEST, len(evidence.telling) / 2):
        return []
    return [
        name
        for name, replay in candidates.items()
        if all(agree(quiet(evidence.seen(i)), quiet(replay[i])) for i in whole)
    ]


def _breaks(seen: Behaviour, right: Behaviour) -> bool:
    """Say whether a call ended in an exception or in NaN or infinity, and should not have."""
    if isinstance(right.value, RaisedKind):
        return False
    return isinstance(seen.value, RaisedKind) or (not _is_finite(seen) and _is_finite(right))


def _is_finite(behaviour: Behaviour) -> bool:
    return all(bool(np.isfinite(array).all()) for array in numbers_of(behaviour.value))
