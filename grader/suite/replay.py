"""Repeat recorded calls with another implementation, and compare what came of them.

Only code of the course runs here. What a call did is all that can be seen of it: the value or the exception,
the arguments it changed, whether it warned, whether it moved the global random state.
"""

from __future__ import annotations

import operator
import random
import warnings
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from grader.sandbox import frames
from grader.sandbox.replies import Raised, Returned, parse
from grader.sandbox.student import Call

_LARGEST = 64 << 10  # bytes of a call worth replaying; larger ones are about speed
_MOST = 2000
_State = tuple[Any, ...]  # of the global random number generators
_RTOL, _ATOL = 1e-9, 1e-12  # the order of a sum may differ, its terms may not


@dataclass(frozen=True)
class Behaviour:
    """What came of one call. `value` is a RaisedKind where it raised; `warned` holds kinds such as overflow."""

    value: Any
    arguments: Any
    warned: frozenset[str]
    reseeded: bool


@dataclass(frozen=True)
class RaisedKind:
    """Stands for an exception: only its kind is compared, for texts differ in innocent ways."""

    name: str


@dataclass(frozen=True)
class _Object:
    """An instance of a student's class, by the number it has in its guest."""

    number: int


def worth_replaying(calls: Sequence[Call]) -> list[Call]:
    """Return the calls that tell about behaviour: small ones, and not too many."""
    return [call for call in calls if len(call.request) + len(call.reply) <= _LARGEST][:_MOST]


def recorded(call: Call) -> Behaviour:
    """Return what came of a call of the student's."""
    reply = parse(frames.decode(call.reply, _resolve(call)))
    if isinstance(reply, Raised):
        return Behaviour(RaisedKind(reply.types[0]), None, frozenset(), reply.reseeded)
    assert isinstance(reply, Returned)
    request = frames.decode(call.request, _resolve(call))
    arguments = [request.get("args"), request.get("kwargs")] if reply.changed is None else list(reply.changed)
    warned = _kinds(text for name, text in reply.warnings if name == "RuntimeWarning")
    return Behaviour(reply.value, arguments, warned, reply.reseeded)


def replayed(calls: Sequence[Call], implementation: Callable[..., Any]) -> Iterator[Behaviour]:
    """Yield, call by call, what comes of the same calls with another implementation of the function or class."""
    objects: dict[tuple[int, int], Any] = {}
    state = _random_state()
    for call in calls:
        behaviour, new_state = _replay(call, implementation, objects, state)
        yield behaviour
        state = new_state


def uses_objects(calls: Sequence[Call]) -> bool:
    """Say whether the calls build on each other, as those of a class do."""
    return any(b'"reference":["object"' in call.request or b'"reference":["object"' in call.reply for call in calls)


def _replay(
    call: Call, implementation: Callable[..., Any], objects: dict[tuple[int, int], Any], state: _State
) -> tuple[Behaviour, _State]:
    request = frames.decode(call.request, _resolve(call))
    arguments = [request.get("args"), request.get("kwargs")]
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        try:
            value = _perform(request, implementation, lambda item: objects[call.guest, item.number])
        except Exception as error:
            after = _random_state()
            return Behaviour(RaisedKind(type(error).__name__), None, frozenset(), after != state), after
    warned = _kinds(str(warning.message) for warning in caught if issubclass(warning.category, RuntimeWarning))
    answer = parse(frames.decode(call.reply, _resolve(call)))
    if isinstance(answer, Returned) and isinstance(answer.value, _Object):
        objects[call.guest, answer.value.number] = value
        value = answer.value
    after = _random_state()
    return Behaviour(value, arguments, warned, after != state), after


def _perform(request: dict[str, Any], implementation: Callable[..., Any], find: Callable[[_Object], Any]) -> Any:
    args = [find(item) if isinstance(item, _Object) else item for item in request.get("args", ())]
    match request:
        case {"do": "get", "object": target, "name": name}:
            return getattr(find(target), name)
        case {"do": "operate", "operator": name}:
            return getattr(operator, name)(*args)
        case {"do": "call", "target": [target, name]}:
            return getattr(find(target), name)(*args, **request["kwargs"])
        case _:
            return implementation(*args, **request["kwargs"])


def agree(a: Behaviour, b: Behaviour, factors: Sequence[float] = (1.0,)) -> bool:
    """Say whether two behaviours cannot be told apart; each number of `b` times one of `factors`."""
    if (a.warned, a.reseeded) != (b.warned, b.reseeded):
        return False
    return _alike(a.value, b.value, factors) and (
        isinstance(a.value, RaisedKind) or _alike(a.arguments, b.arguments, (1.0,))
    )


def matches(a: Behaviour, b: Behaviour) -> list[bool]:
    """Compare number by number: one bool for each number in the value of `a`, in a fixed order."""
    return list(_matches(a.value, b.value))


def _matches(a: Any, b: Any) -> Iterator[bool]:
    if isinstance(a, tuple | list):
        fits = isinstance(b, tuple | list) and len(a) == len(b)
        for x, y in zip(a, b if fits else [RaisedKind("")] * len(a), strict=True):
            yield from _matches(x, y)
    elif isinstance(a, dict):
        for key in a:
            yield from _matches(a[key], b.get(key, RaisedKind("")) if isinstance(b, dict) else RaisedKind(""))
    elif _is_numeric(a) and _is_numeric(b) and np.shape(a) == np.shape(b):
        yield from np.isclose(a, b, _RTOL, _ATOL, equal_nan=True).ravel().tolist()
    elif _is_numeric(a):
        yield from [False] * int(np.size(a))
    else:
        yield _alike(a, b, (1.0,))


def _alike(a: Any, b: Any, factors: Sequence[float]) -> bool:
    if _is_numeric(a) and _is_numeric(b):
        if np.shape(a) != np.shape(b):
            return False
        with np.errstate(all="ignore"):
            return any(bool(np.isclose(a, k * np.asarray(b), _RTOL, _ATOL, equal_nan=True).all()) for k in factors)
    if isinstance(a, tuple | list) and isinstance(b, tuple | list):
        return len(a) == len(b) and all(_alike(x, y, factors) for x, y in zip(a, b, strict=True))
    if isinstance(a, dict) and isinstance(b, dict):
        return a.keys() == b.keys() and all(_alike(a[key], b[key], factors) for key in a)
    if callable(a) or callable(b):
        return callable(a) and callable(b)
    return type(a) is type(b) and bool(a == b)


def _is_numeric(value: Any) -> bool:
    return isinstance(value, int | float | np.number) or (isinstance(value, np.ndarray) and value.dtype.kind in "biufc")


def _kinds(texts: Iterable[str]) -> frozenset[str]:
    return frozenset(text.partition(" ")[0] for text in texts)


def _resolve(call: Call) -> frames.FromReference:
    def resolve(name: str, data: Any) -> Any:
        if name == "callback":
            return call.callbacks[data]
        if name == "object":
            return _Object(data[0])
        if name == "method":
            return _resolve  # any callable: that it is one is all there is to compare
        return RaisedKind(f"{name} {data}")  # something that could not leave the guest: equal only to itself

    return resolve


def _random_state() -> _State:
    _, keys, *rest = np.random.get_state(legacy=True)
    return np.asarray(keys).tobytes(), rest, random.getstate()
