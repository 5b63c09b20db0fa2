"""Give a hand-in the dataclass instances of a suite as instances of its own class of the same name, and read them back.

Each is made by calling that class with the fields. Afterwards what the call did to them is done to the suite's own.
"""

from __future__ import annotations

import copy
import dataclasses
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from grader.sandbox.host.remote import RemoteObject
from grader.sandbox.wire import frames

_CONSTANT = frozenset((type(None), bool, int, float, complex, str, bytes))
Make = Callable[[type, dict[str, Any]], Any]


class HasRecords(Exception):
    """A message holds a dataclass instance of the suite's, which stands for one that the hand-in has to make."""


def is_record(value: Any) -> bool:
    """Say whether this is an instance of a dataclass."""
    return dataclasses.is_dataclass(value) and not isinstance(value, type)


class Records:
    """The dataclass instances among the arguments of one call.

    Args:
        make: returns what the hand-in makes of a class and the fields of its instance.
    """

    def __init__(self, make: Make) -> None:
        self._make = make
        self._made: dict[int, tuple[Any, Any]] = {}  # by id: the suite's own, and what stands for it
        self._in_the_making = set[int]()

    def given(self, value: Any) -> Any:
        """Return an argument with what the hand-in made in the place of each dataclass instance."""
        if is_record(value):
            if id(value) not in self._made:
                if id(value) in self._in_the_making:
                    raise TypeError("a suite cannot pass a dataclass instance that is a part of itself")
                self._in_the_making.add(id(value))
                fields = {f.name: self.given(getattr(value, f.name)) for f in dataclasses.fields(value) if f.init}
                self._made[id(value)] = value, self._make(type(value), fields)
            return self._made[id(value)][1]
        return _each(self.given, value)

    def back(self, value: Any) -> Any:
        """Return what came back with the suite's own instances in the place of those that stand for them."""
        if isinstance(value, RemoteObject):
            theirs = (own for own, made in self._made.values() if made._place.number == value._place.number)
            return next(theirs, value)
        return _each(self.back, value)

    def by_number(self) -> dict[int, Any]:
        """Return copies of the instances as they are now, by the number that each has in its guest."""
        return {made._place.number: copy.deepcopy(own) for own, made in self._made.values()}

    def that_may_change(self) -> Iterator[tuple[Any, RemoteObject, str]]:
        """Yield each field that is worth a look: the suite's own instance, what stands for it, the field's name."""
        for own, made in self._made.values():
            is_frozen = type(own).__dataclass_params__.frozen
            for field in dataclasses.fields(own):
                if field.init and not (is_frozen and type(getattr(own, field.name)) in _CONSTANT):
                    yield own, made, field.name


def size_of(records: Mapping[int, Any]) -> int:
    """Return how many bytes the fields of dataclass instances have: a guest chooses what becomes of them."""
    if not records:
        return 0
    fields = [[getattr(own, f.name, None) for f in dataclasses.fields(own)] for own in records.values()]
    try:
        return len(frames.encode(fields, lambda value: ("opaque", None)))
    except frames.FrameError:  # more than any message may have
        return frames.MAX_PAYLOAD


def _each(change: Callable[[Any], Any], value: Any) -> Any:
    kind = type(value)
    if kind in (list, tuple, set, frozenset):
        return kind(map(change, value))
    if kind is dict:
        return {change(key): change(item) for key, item in value.items()}
    return value
