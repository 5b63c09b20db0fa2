"""Repeat recorded calls with another implementation: only code of the course runs here."""

from __future__ import annotations

import copy
import operator
import warnings
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import nullcontext, suppress
from typing import Any

import numpy as np

from grader.diagnosis.behaviour import Behaviour, RaisedKind, alike
from grader.diagnosis.patience import TooLong, patience
from grader.diagnosis.randomness import has_moved
from grader.diagnosis.recordings import Object, Recording, kinds
from grader.handout.expect import drawn
from grader.values import copied, digest

Implementation = Callable[..., Any]


def episodes(recorded: Sequence[Recording]) -> list[list[int]]:
    """Group the positions of calls that build on each other, by common objects; most calls stand alone."""
    above = list(range(len(recorded)))
    latest: dict[tuple[int, int], int] = {}

    def top(i: int) -> int:
        while above[i] != i:
            i = above[i]
        return i

    for i, recording in enumerate(recorded):
        for number in recording.objects:
            key = recording.guest, number
            above[top(latest.get(key, i))] = i
            latest[key] = i
    groups = defaultdict(list)
    for i in range(len(recorded)):
        groups[top(i)].append(i)
    return sorted(groups.values())


class Replay:
    """The same calls with another implementation: replay[i] is what comes of call i.

    A call is repeated when it is first asked for, after those that come before it in its episode. Once one has used
    `seconds` of CPU time without an end, no other is repeated: none of them counts as the same.
    """

    def __init__(
        self,
        recorded: Sequence[Recording],
        grouped: Iterable[Sequence[int]],
        implementation: Implementation,
        seconds: float | None = None,
    ) -> None:
        self._recorded, self._implementation, self._seconds = recorded, implementation, seconds
        self._ahead: dict[int, Iterator[int]] = {}
        for positions in grouped:
            self._ahead.update(dict.fromkeys(positions, iter(positions)))
        self._done: dict[int, Behaviour] = {}
        self._objects: dict[tuple[int, int], Any] = {}
        self._asked_for: dict[tuple[int, int], dict[str, Any]] = defaultdict(dict)
        for recording in recorded:
            if recording.request.get("do") == "get" and isinstance(on := recording.request.get("object"), Object):
                self._asked_for[recording.guest, on.number][recording.request["name"]] = recording.seen.value
        self._is_endless = False

    def __getitem__(self, i: int) -> Behaviour:
        while i not in self._done:
            position = next(self._ahead[i])
            self._done[position] = self._repeat(self._recorded[position])
        return self._done[i]

    def _repeat(self, recording: Recording) -> Behaviour:
        fresh = copy.deepcopy if recording.draws else copied  # a generator is another one after each draw
        arguments = [fresh(recording.request.get("args")), fresh(recording.request.get("kwargs"))]
        if self._is_endless:
            return Behaviour(RaisedKind("nothing"), None, frozenset(), False)
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            try:
                with patience(self._seconds) if self._seconds else nullcontext():
                    value = self._perform(recording, *arguments)
            except TooLong:
                if self._seconds is None:  # it is who asks that has no patience left
                    raise
                self._is_endless = True
                return Behaviour(RaisedKind("nothing"), None, frozenset(), has_moved())
            except Exception as error:
                return Behaviour(RaisedKind.of(type(error).__name__, str(error)), None, frozenset(), has_moved())
        if recording.is_digest:
            value = digest(value)
        warned = kinds(str(warning.message) for warning in caught if issubclass(warning.category, RuntimeWarning))
        value = self._known_as(recording.guest, recording.seen.value, value)
        return Behaviour(value, arguments, warned, has_moved())

    def _known_as(self, guest: int, answer: Any, value: Any) -> Any:
        """Return a value with the guest's objects in the place of our own, which are kept under their numbers."""
        if isinstance(answer, Object) and not isinstance(value, _PLAIN):
            if _is_another(self._objects.get((guest, answer.number), value), value):
                return Object(-1)  # which no object of a guest is
            self._objects[guest, answer.number] = value
            return answer
        if type(answer) is type(value) and type(value) in (list, tuple) and len(answer) == len(value):
            return type(value)([self._known_as(guest, *pair) for pair in zip(answer, value, strict=True)])
        if isinstance(answer, set | frozenset) and isinstance(value, set | frozenset) and len(answer) == len(value):
            return self._known_by_their_attributes(guest, answer, value)
        if type(answer) is type(value) is dict and answer.keys() == value.keys():
            return {key: self._known_as(guest, answer[key], item) for key, item in value.items()}
        return value

    def _known_by_their_attributes(self, guest: int, answer: Collection[Any], value: Collection[Any]) -> Any:
        """Tell members of sets, which have no place, by what the suite asked the guest's objects for later."""
        left = [member for member in answer if isinstance(member, Object)]
        known = {}
        for own in value if left else ():
            match = next((o for o in left if _has(own, self._asked_for.get((guest, o.number), {}))), None)
            if match is None:
                return value
            left.remove(match)
            known[guest, match.number] = own
        self._objects.update(known)
        return answer if known else value

    def _perform(self, recording: Recording, args: Any, kwargs: Any) -> Any:
        def find(item: Any) -> Any:
            return self._objects[recording.guest, item.number] if isinstance(item, Object) else item

        match recording.request:
            case {"do": "get", "object": target, "name": name}:
                return getattr(find(target), name)
            case {"do": "operate", "operator": name}:
                return getattr(operator, name)(*map(find, args))
            case {"do": "call", "target": [target, name]}:
                return getattr(find(target), name)(*map(find, args), **kwargs)
            case {"do": "draw"}:
                return drawn(self._implementation, *map(find, args), **kwargs)
            case _:
                return self._implementation(*map(find, args), **kwargs)


def _has(own: Any, attributes: Mapping[str, Any]) -> bool:
    return all(alike(getattr(own, name, None), value) for name, value in attributes.items())


def _is_another(known: Any, value: Any) -> bool:
    """Say whether it matters already which of two objects is meant; an iterator's place no attribute tells."""
    if known is value or hasattr(value, "__next__"):
        return False
    with suppress(Exception):  # a class has none
        return not alike(known.__getstate__(), value.__getstate__())
    return False


_PLAIN = (type(None), bool, int, float, complex, str, bytes, tuple, list, dict, np.ndarray, np.generic)
