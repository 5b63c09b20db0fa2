"""What a hand-in did in the recorded calls, beside what is right: all that a diagnosis may rest on."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np

from grader.diagnosis.behaviour import Behaviour, RaisedKind, agree, matches, same_types, takes_sides
from grader.diagnosis.recordings import Recording
from grader.diagnosis.replay import Implementation, Replay, episodes

_MOST_TELLING = 40  # calls that an explanation in parts looks at, those with a wrong result first
Scale = Callable[[Behaviour], float]


@dataclass(frozen=True)
class Evidence:
    """The calls of one exercise's function.

    Attributes:
        recorded: what was asked.
        right: what comes of each call with the course's own.
        order: the positions of all calls, the most telling first; one of those is enough to drop most explanations.
        wrong: the positions of the calls in which the hand-in differs from the course's own, in that order.
        telling: those among them that a failed test made. Without one nothing is known of the failure.
        has_one_answer: a failed test wanted what the course's own returns, so that "the right number" means something.
    """

    recorded: Sequence[Recording]
    right: Replay
    order: Sequence[int]
    wrong: Sequence[int]
    telling: frozenset[int]
    has_one_answer: bool
    grouped: Sequence[Sequence[int]] = field(default=())

    def seen(self, i: int) -> Behaviour:
        """Return what the hand-in did in a call."""
        return self.recorded[i].seen

    @property
    def has_wrong_values(self) -> bool:
        """Is there more wrong in a failed test than a warning or a touched random state?"""
        return any(not agree(quiet(self.seen(i)), quiet(self.right[i])) for i in self.telling)

    @cached_property
    def _only_raises(self) -> bool:
        return bool(self.wrong) and all(isinstance(self.seen(i).value, RaisedKind) for i in self.wrong)

    @cached_property
    def _has_no_number(self) -> bool:
        numbers = [part for i in self.wrong for part in numbers_of(self.seen(i).value)]
        return bool(numbers) and all(np.isnan(part).all() for part in numbers)

    def both(self, positions: Collection[int] | None = None) -> Iterator[tuple[Behaviour, Behaviour]]:
        """Yield what came and what should have, of all calls or those at some positions."""
        for i in range(len(self.recorded)) if positions is None else positions:
            yield self.seen(i), self.right[i]

    def replay(
        self, implementation: Implementation, *, remembers: bool = False, seconds: float | None = None
    ) -> Replay:
        """Repeat the calls with another implementation; one that remembers gets all of them in their order."""
        grouped = [range(len(self.recorded))] if remembers else self.grouped
        return Replay(self.recorded, grouped, implementation, seconds)

    def is_explained_by(self, replay: Replay, scale: Scale | None = None) -> bool:
        """Say whether another implementation does the same, each array times 1 or times what `scale` says."""
        for i in self.order:
            if not agree(self.seen(i), replay[i], (1.0,) if scale is None else (1.0, scale(self.right[i]))):
                return False
        if not self._only_raises:
            return True  # else a TypeError is like any other, but for its text
        return any(self.seen(i).value.text == _text(replay[i].value) for i in self.wrong)

    def has_the_values_of(self, replay: Replay) -> bool:
        """Say whether another implementation returns the same everywhere, whatever it warns of.

        Some number must be returned: much of what is tried ends in a TypeError or gives NaN, and so does much else.
        """
        if self._only_raises or self._has_no_number:
            return False
        return all(agree(quiet(self.seen(i)), quiet(replay[i])) for i in self.order)

    def fitting(self, candidates: Mapping[str, Replay], scale: Scale | None = None) -> list[str]:
        """Return the candidates that explain all calls; where several do, those of the exact types."""
        names = [name for name, replay in candidates.items() if self.is_explained_by(replay, scale)]
        if len(names) < 2:
            return names
        exact = [n for n in names if all(same_types(self.seen(i), candidates[n][i]) for i in self.order)]
        return exact or names

    def pairs(self, candidates: Mapping[str, Replay]) -> list[tuple[str, str]]:
        """Return the pairs that together explain every part of every result, each of the two being needed.

        Neither may hide a part of the other: each part of their results is the student's or the right one.
        """
        left = list(itertools.combinations(candidates, 2))
        incomplete = set()
        for i in self.order[:_MOST_TELLING]:
            seen, right = self.seen(i), self.right[i]
            by_right = matches(seen, right)
            names = {name for pair in left for name in pair}
            hidden = {name for name in names if not takes_sides(candidates[name][i], seen, right)}
            bits = {name: by_right | matches(seen, candidates[name][i]) for name in names - hidden}
            incomplete |= {name for name in bits if not bits[name].all()}
            left = [
                (one, other)
                for one, other in left
                if hidden.isdisjoint((one, other)) and (bits[one] | bits[other]).all()
            ]
        return [pair for pair in left if incomplete.issuperset(pair)]


def gather(
    recorded: Sequence[Recording], failing: Collection[int], wanted: Sequence[np.ndarray], right: Implementation
) -> Evidence:
    """Replay the course's own and see where the hand-in differs.

    Args:
        failing: the positions of the calls that failed tests made.
        wanted: what failed tests compared results with.
    """
    grouped = episodes(recorded)
    replay = Replay(recorded, grouped, right)
    agrees = [agree(recording.seen, replay[i]) for i, recording in enumerate(recorded)]

    def telling(group: Sequence[int]) -> tuple[bool, int]:
        return all(agrees[i] for i in group), sum(recorded[i].size for i in group)

    order = [i for group in sorted(grouped, key=telling) for i in group]
    wrong = [i for i in order if not agrees[i]]
    at_fault = frozenset(wrong) & frozenset(failing)
    has_one_answer = any(_holds(replay[i].value, want) for want in wanted for i in sorted(at_fault))
    return Evidence(recorded, replay, order, wrong, at_fault, has_one_answer, grouped)


def quiet(behaviour: Behaviour) -> Behaviour:
    """Leave out what a call did besides returning and changing its arguments."""
    return Behaviour(behaviour.value, behaviour.arguments, frozenset(), False)


def parts_of(value: Any) -> list[Any]:
    """Return the values that a result is made of, nested ones too."""
    if isinstance(value, dict):
        return [part for item in value.values() for part in parts_of(item)]
    if isinstance(value, tuple | list):
        return [part for item in value for part in parts_of(item)]
    return [value]


def numbers_of(value: Any) -> list[np.ndarray]:
    """Return the numeric parts of a result as arrays."""
    found = []
    for part in parts_of(value):
        if isinstance(part, np.ndarray | np.number | int | float) and not isinstance(part, bool):
            array = np.asarray(part)
            if array.dtype.kind in "iuf":
                found.append(array)
    return found


def _text(value: Any) -> str | None:
    return value.text if isinstance(value, RaisedKind) else None


def _holds(value: Any, want: np.ndarray) -> bool:
    """Say whether a result has the wanted value as a part; a slope was measured and may differ a little."""
    if isinstance(value, RaisedKind):
        return False
    for part in numbers_of(value):
        if part.shape == want.shape and np.allclose(part, want, rtol=1e-4, atol=1e-6, equal_nan=True):
            return True
    return False
