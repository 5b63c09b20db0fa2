"""Repeat recorded calls with another implementation: only code of the course runs here."""

from __future__ import annotations

import copy
import operator
import random
import warnings
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import nullcontext, suppress
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

import numpy as np

from grader.diagnosis.behaviour import Behaviour, RaisedKind, alike
from grader.diagnosis.patience import TooLong, patience
from grader.diagnosis.randomness import has_moved
from grader.handout.expect import drawn
from grader.sandbox.host.recording import Call
from grader.sandbox.wire import frames
from grader.sandbox.wire.kinds import levels
from grader.sandbox.wire.replies import Raised, Returned, parse
from grader.values import copied, digest

Implementation = Callable[..., Any]
_LARGEST = 16 << 10  # bytes of a call worth replaying; larger ones are about speed or train for long
_MOST = 2000  # calls of one exercise
_DRAWN_FROM = (np.random.Generator, random.Random)


@dataclass(frozen=True)
class Object:
    """An instance of a student's class, by the number it has in its guest."""

    number: int


@dataclass(frozen=True)
class Recording:
    """One call of the student's code: what was asked, what came of it, and the objects it had to do with."""

    guest: int
    size: int  # in bytes
    request: dict[str, Any]
    seen: Behaviour
    objects: frozenset[int]
    is_digest: bool = False  # of the result, a digest was kept
    draws: bool = False  # random numbers, from a generator among its arguments


def recordings(calls: Sequence[Call], large: Collection[int] = ()) -> tuple[list[Recording], list[int]]:
    """Return the calls that tell about behaviour, small ones and not too many, and their positions.

    `large` has the positions of calls to be taken in as well, however large they are.

    Raises:
        FrameError: a reply is none.
    """
    told = [i for i, call in enumerate(calls) if i in large or not is_large(call)][:_MOST]
    return [_recording(calls[i]) for i in told], told


def is_large(call: Call) -> bool:
    """Say whether a call takes long to repeat, or only a digest of its result is left."""
    return len(call.request) + len(call.reply) > _LARGEST or call.digest is not None


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
        warned = _kinds(str(warning.message) for warning in caught if issubclass(warning.category, RuntimeWarning))
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


def _recording(call: Call) -> Recording:
    numbers: set[int] = set()
    before, after = (_resolver(call, numbers, records) for records in call.records)
    request = frames.decode(call.request, before)
    reply = call.digest or parse(frames.decode(call.reply, after))
    if isinstance(reply, Raised):
        kind = RaisedKind.of(reply.types[0], reply.message)
        seen = Behaviour(kind, None, frozenset(), reply.reseeded, reply.printed > 0)
    else:
        assert isinstance(reply, Returned)
        given = frames.decode(call.request, after) if call.records[1] else request
        arguments = [given.get("args"), given.get("kwargs")] if reply.changed is None else list(reply.changed)
        warned = _kinds(text for name, text in reply.warnings if name == "RuntimeWarning")
        seen = Behaviour(reply.value, arguments, warned, reply.reseeded, reply.printed > 0)
    size = len(call.request) + len(call.reply)
    draws = any(isinstance(part, _DRAWN_FROM) for level in levels(request) for part in level)
    return Recording(call.guest, size, request, seen, frozenset(numbers), call.digest is not None, draws)


def _resolver(call: Call, numbers: set[int], records: Mapping[int, Any]) -> frames.FromReference:
    """Return what resolves references of a call; the numbers of the objects it meets are added to `numbers`.

    Those of `records` are dataclass instances of the suite's.
    """

    def resolve(name: str, data: Any) -> Any:
        if name == "callback":
            return call.callbacks[data]
        if name == "double":
            return SimpleNamespace(**{method: call.callbacks[number] for method, number in data[2]})
        if name == "object" and data[0] in records:
            return records[data[0]]
        if name == "object":
            numbers.add(data[0])
            return Object(data[0])
        if name == "method":
            return _resolver  # any callable: that it is one is all there is to compare
        return RaisedKind(f"{name} {data}")  # something that could not leave the guest: equal only to itself

    return resolve


def _kinds(texts: Iterable[str]) -> frozenset[str]:
    return frozenset(text.partition(" ")[0] for text in texts)
