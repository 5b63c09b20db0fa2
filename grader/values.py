"""Keep what a hand-in does to its arguments away from the data of those who call it."""

from __future__ import annotations

import copy
import dataclasses
from collections.abc import Callable
from types import ModuleType
from typing import Any

import numpy as np

_CONSTANT = frozenset((type(None), bool, int, float, complex, str, bytes))
_LARGE, _SAMPLE = 512, 64  # numbers: of an array worth a digest, and of those that stay
_MOST_SUMMED = 1 << 20  # numbers: evenly spaced ones of an array that has more, which a guest chooses


class OnCopies:
    """A module whose functions are called with copies of their arguments.

    A suite says `forward = OnCopies(hand_in)`, so that a change in place costs the marks of the test that looks
    for one and no others: only `expect.pure`, which looks, and `expect.fast`, which makes its own, get `hand_in`.
    """

    def __init__(self, module: ModuleType) -> None:
        self._module = module

    def __getattr__(self, name: str) -> Callable[..., Any]:
        return on_copies(getattr(self._module, name))


def on_copies(function: Callable[..., Any]) -> Callable[..., Any]:
    """Return the function, called with copies of its arguments."""

    def called(*args: Any, **settings: Any) -> Any:
        return function(*copied(args), **copied(settings))

    for name in ("__module__", "__name__"):  # expect.raises asks for those of an exception's class
        setattr(called, name, getattr(function, name, ""))
    if hasattr(function, "what_it_draws"):
        called.what_it_draws = on_copies(function.what_it_draws)  # type: ignore[attr-defined]  # expect.drawn asks for it
    return called


def special(thing: Any, name: str, *args: Any) -> Any:
    """Call a special method of an object of a hand-in's: special(tally, "__len__") is len(tally).

    Python looks for those on the class, and the class of such an object stays in the guest.
    """
    place: Any = getattr(thing, "_place", None)
    if hasattr(place, "owner"):
        return place.owner.call_method(thing, name, args, {})
    return getattr(thing, name)(*args)


def copied(value: Any) -> Any:
    """Return a value with fresh arrays and containers: enough for data, and quicker than copy.deepcopy."""
    if isinstance(value, np.ndarray):
        return value.copy(order="K")
    if isinstance(value, dict):
        return {key: item if type(item) in _CONSTANT else copied(item) for key, item in value.items()}
    if isinstance(value, list):
        return [item if type(item) in _CONSTANT else copied(item) for item in value]
    if isinstance(value, tuple):
        return tuple([item if type(item) in _CONSTANT else copied(item) for item in value])
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return _copied_record(value)
    if isinstance(value, set) or type(value).__module__.partition(".")[0] == "pandas":
        return value.copy() if hasattr(value, "copy") else value
    return value


def _copied_record(value: Any) -> Any:
    fresh = copy.copy(value)
    for field in dataclasses.fields(value):
        if hasattr(value, field.name):
            object.__setattr__(fresh, field.name, copied(getattr(value, field.name)))  # frozen ones as well
    return fresh


def digest(value: Any) -> Any:
    """Return a value with what tells each large array from others in its place: shape, type, some numbers, sums.

    Two digests can be compared as other values are, with a tolerance.
    """
    if isinstance(value, np.ndarray) and value.size > _LARGE and value.dtype.kind in "biuf":
        flat = value.ravel()
        numbers = flat[np.linspace(0, flat.size - 1, _SAMPLE).astype(int)].astype(np.float64)
        flat = flat[:: -(-flat.size // _MOST_SUMMED)]
        with np.errstate(all="ignore"):
            sums = np.array([np.abs(flat).sum(dtype=np.float64), np.square(flat, dtype=np.float64).sum()])
        return {"shape": value.shape, "dtype": str(value.dtype), "numbers": numbers, "sums": sums}
    if isinstance(value, dict):
        return {key: digest(item) for key, item in value.items()}
    if isinstance(value, tuple | list):
        return type(value)([digest(item) for item in value]) if type(value) in (tuple, list) else value
    return value
