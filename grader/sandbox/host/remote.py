"""Stand in for what stays in the guest: instances of a student's classes, and values that cannot cross."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

from grader.sandbox.host.errors import StudentRaised

_MOST_DRAWN = 10_000  # values of one generator: each is a question to the guest


class Owner(Protocol):
    """Who asks the guest on behalf of an object that stays there."""

    def get(self, on: RemoteObject, name: str) -> Any:
        """Return an attribute; a method comes back as something to call."""

    def operate(self, operator: str, on: RemoteObject, operands: tuple[Any, ...]) -> Any:
        """Apply an operator of Python's operator module, such as `add`."""

    def call_method(self, on: RemoteObject, name: str, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        """Call a method."""


class Opaque:
    """A value that cannot leave the guest: a module, a range, an array of objects.

    Whatever a suite does with it fails as the student's code would, not as a fault of the suite.
    """

    def __init__(self, kind: str) -> None:
        self._kind = _printable(kind)

    def __repr__(self) -> str:
        return f"a value of type {self._kind}"

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)  # copy, pickle and numpy probe for these
        raise StudentRaised(f"your code gave {self!r}, of which no {name} can be asked for")


class Method(Opaque):
    """Says that an attribute is a method. As the result of a call it is as opaque as any other value that stays."""

    def __init__(self) -> None:
        super().__init__("method")


@dataclass(frozen=True)
class Place:
    """Where an object is: who asks for it, its guest, and its number there.

    `kind` is the name its guest gives for it; `asked` the module and function that the suite called when it
    came, on whose account its methods run.
    """

    owner: Owner
    guest: object
    number: int
    kind: str
    asked: tuple[str, str]


class RemoteObject:
    """An instance of a student's class, which stays in the guest; every name but `_place` is the student's."""

    _place: Place

    def __init__(self, owner: Owner, guest: object, number: int, kind: str, asked: tuple[str, str]) -> None:
        self.__dict__["_place"] = Place(owner, guest, number, kind, asked)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)  # copy, pickle and numpy probe for these
        return self._place.owner.get(self, name)

    def __setattr__(self, name: str, value: Any) -> None:
        raise TypeError(f"a suite cannot set {name} of a hand-in's object: call a method or a function that does")

    def __repr__(self) -> str:
        kind = _printable(self._place.kind)
        return f"{'an' if kind[:1] in tuple('AEIOU') else 'a'} {kind} object"

    def __iter__(self) -> Any:
        """Ask for an iterator, as a for does; one of the student's own class is asked for each value in turn."""
        place, came = self._place, self._place.owner.call_method(self, "__iter__", (), {})
        if not isinstance(came, RemoteObject):
            raise StudentRaised(f"__iter__ of your {_printable(place.kind)} gives no iterator")
        there = came._place
        return Drawn(there.owner, there.guest, there.number, there.kind, there.asked)

    def __deepcopy__(self, memo: object) -> RemoteObject:
        return self

    def __neg__(self) -> Any:
        return self._place.owner.operate("neg", self, (self,))


class RemoteMethod:
    """A method of an object that stays in the guest."""

    def __init__(self, of: RemoteObject, name: str) -> None:
        self._of, self.__name__ = of, name

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return self._of._place.owner.call_method(self._of, self.__name__, args, kwargs)

    def __repr__(self) -> str:
        return f"the method {_printable(self.__name__)}"


class Drawn(RemoteObject):
    """An iterator of the student's: it stays in the guest, and is asked there for one value after the other."""

    def __iter__(self) -> Drawn:
        return self

    def __next__(self) -> Any:
        drawn = self.__dict__["_drawn"] = self.__dict__.get("_drawn", 0) + 1
        if drawn > _MOST_DRAWN:
            raise StudentRaised(f"your generator gave {_MOST_DRAWN:,} values, and still goes on")
        try:
            return self._place.owner.call_method(self, "__next__", (), {})
        except StudentRaised as error:
            if error.is_the_end:
                raise StopIteration from None
            raise

    def __repr__(self) -> str:
        return "a generator"


Drawn.__name__ = "generator"  # what a message calls it, as plain Python would


def _printable(name: str) -> str:
    return "".join(c for c in name[:40] if c.isprintable())


def _binary(operator: str, swapped: bool) -> Callable[[RemoteObject, Any], Any]:
    def operation(self: RemoteObject, other: Any) -> Any:
        return self._place.owner.operate(operator, self, (other, self) if swapped else (self, other))

    return operation


def _impossible(self: Opaque, other: Any) -> Any:
    raise StudentRaised(f"your code gave {self!r}, with which nothing can be computed")


for _name in ("add", "sub", "mul", "truediv", "pow"):
    setattr(RemoteObject, f"__{_name}__", _binary(_name, swapped=False))
    setattr(RemoteObject, f"__r{_name}__", _binary(_name, swapped=True))
    setattr(Opaque, f"__{_name}__", _impossible)
    setattr(Opaque, f"__r{_name}__", _impossible)
