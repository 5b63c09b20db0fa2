"""What came of one call, and whether two of them can be told apart.

All that can be seen of a call: its value or the kind of its exception, the arguments it changed, whether it
warned, whether it moved the global random state.
"""

from __future__ import annotations

import dataclasses
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from grader.sandbox.wire.tables import is_table, taken_apart

_RTOL, _ATOL = 1e-9, 1e-12  # the order of a sum may differ, its terms may not
_INT64_BITS = 64
_NUMBER = (int, float, np.number)  # a tuple: int | float would be made anew for each of a million questions


@dataclass(frozen=True)
class RaisedKind:
    """Stands for an exception: only its kind is compared, for texts differ in innocent ways."""

    name: str
    text: str = field(default="", compare=False)

    @classmethod
    def of(cls, name: str, text: str) -> RaisedKind:
        """Return it without what depends on the caller: how deep it stood decides where Python found it too deep."""
        return cls(name, "" if name == "RecursionError" else text)


@dataclass(frozen=True)
class Behaviour:
    """What came of one call. `warned` holds kinds such as overflow; whether it printed is never compared."""

    value: Any
    arguments: Any
    warned: frozenset[str]
    reseeded: bool
    printed: bool = False


def agree(a: Behaviour, b: Behaviour, factors: Sequence[float] = (1.0,)) -> bool:
    """Say whether two behaviours cannot be told apart; each array of `b` times one of `factors`."""
    if (a.warned, a.reseeded) != (b.warned, b.reseeded):
        return False
    return _alike(a.value, b.value, factors) and (
        isinstance(a.value, RaisedKind) or _alike(a.arguments, b.arguments, (1.0,))
    )


def alike(a: Any, b: Any) -> bool:
    """Say whether two values cannot be told apart."""
    return _alike(a, b, (1.0,))


def same_types(a: Behaviour, b: Behaviour) -> bool:
    """Say whether two values that agree are of the same types as well: tuple or list, int64 or float64."""
    return bool(_types(a.value) == _types(b.value))


def matches(a: Behaviour, b: Behaviour) -> np.ndarray:
    """Compare number by number: one bool for each number in the value of `a`, in a fixed order."""
    return np.array(list(_matches(a.value, b.value)), dtype=bool)


def takes_sides(a: Behaviour, b: Behaviour, c: Behaviour) -> bool:
    """Say whether each part of the value of `a`, such as one gradient of several, is that of `b` or that of `c`."""
    of_a, of_b, of_c = map(parts, (a.value, b.value, c.value))
    if not len(of_a) == len(of_b) == len(of_c):
        return False
    return all(_alike(x, y, (1.0,)) or _alike(x, z, (1.0,)) for x, y, z in zip(of_a, of_b, of_c, strict=True))


def parts(value: Any) -> list[Any]:
    """Return the parts of a result, such as its gradients, in a fixed order; a value that has none is one itself."""
    if isinstance(value, dict):
        return [value[key] for key in sorted(value, key=repr)]
    return list(value) if isinstance(value, tuple | list) else [value]


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
    if type(a) is str and type(b) is str:  # a graph is made of them
        return a == b
    if _is_numeric(a) and _is_numeric(b):
        return np.shape(a) == np.shape(b) and any(_close(a, b, factor) for factor in factors)
    if isinstance(a, tuple | list) and isinstance(b, tuple | list):
        return len(a) == len(b) and all(_alike(x, y, factors) for x, y in zip(a, b, strict=True))
    if isinstance(a, dict) and isinstance(b, dict):
        return a.keys() == b.keys() and all(_alike(a[key], b[key], factors) for key in a)
    if (isinstance(a, dict) and not a and b is None) or (isinstance(b, dict) and not b and a is None):
        return True  # a state that remembers nothing
    if callable(a) or callable(b):
        return callable(a) and callable(b)
    if isinstance(a, np.ndarray) or isinstance(b, np.ndarray):  # of texts, or beside something else
        return type(a) is type(b) and bool(np.array_equal(a, b))
    return _are_alike_inside(a, b, factors)


def _are_alike_inside(a: Any, b: Any, factors: Sequence[float]) -> bool:
    """Compare objects by what they hold."""
    if dataclasses.is_dataclass(a) and type(a) is type(b) and not isinstance(a, type | RaisedKind):
        return all(_alike(getattr(a, f.name), getattr(b, f.name), factors) for f in dataclasses.fields(a))
    if is_table(a) and is_table(b):
        return _alike(taken_apart(a), taken_apart(b), factors)
    if isinstance(a, np.random.Generator) and isinstance(b, np.random.Generator):
        return bool(a.bit_generator.state == b.bit_generator.state)
    if type(a) is random.Random and type(b) is random.Random:
        return a.getstate() == b.getstate()
    return type(a) is type(b) and bool(a == b)


def _close(a: Any, b: Any, factor: float) -> bool:
    a, b = np.asarray(a), np.asarray(b)
    if factor == 1.0 and a.dtype == b.dtype and a.tobytes() == b.tobytes():  # 100 times quicker, and mostly so
        return True
    with np.errstate(all="ignore"):
        return bool(np.isclose(a, factor * b, _RTOL, _ATOL, equal_nan=True).all())


def _is_numeric(value: Any) -> bool:
    if isinstance(value, np.ndarray):
        return value.dtype.kind in "biufc"
    if type(value) is int and value.bit_length() >= _INT64_BITS:
        return False  # numpy would make an object of it, and cannot compare that
    return isinstance(value, _NUMBER)


def _types(value: Any) -> Any:
    if isinstance(value, tuple | list):
        return type(value), [_types(item) for item in value]
    if isinstance(value, dict):
        return {key: _types(item) for key, item in value.items()}
    return type(value), getattr(value, "dtype", None)
