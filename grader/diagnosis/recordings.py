"""Read recorded calls back: what was asked, and what came of it, as the diagnosis compares it."""

from __future__ import annotations

import random
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

import numpy as np

from grader.diagnosis.behaviour import Behaviour, RaisedKind
from grader.sandbox.host.recording import Call
from grader.sandbox.wire import frames
from grader.sandbox.wire.kinds import levels
from grader.sandbox.wire.replies import Raised, Returned, parse

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


def kinds(texts: Iterable[str]) -> frozenset[str]:
    """Return the kinds of warnings that numpy gives, by their first words."""
    return frozenset(text.partition(" ")[0] for text in texts)


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
        warned = kinds(text for name, text in reply.warnings if name == "RuntimeWarning")
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
