"""Arguments of a call: as copies, smaller, plainer, and as text."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

_MOST_NUMBERS = 300  # of an array that is written out
Values = dict[str | int, Any]  # arguments by position or name
_Change = Callable[[np.ndarray], np.ndarray]


def shrunk(given: Values, fails: Callable[[Values], object], may_go_on: Callable[[], bool]) -> Values:
    """Return arguments as small and as plain as can be on which a call still fails."""
    progress = True
    while progress:
        progress = False
        for candidate in _smaller(given):
            if not may_go_on():
                return given
            if fails(candidate):
                given, progress = candidate, True
                break
    for candidate in _plainer(given):
        if may_go_on() and fails(candidate):
            return candidate
    return given


def changed(given: Any, change: _Change) -> Any:
    """Return arguments with each array in them changed."""
    if isinstance(given, np.ndarray):
        return change(given).copy() if given.ndim else given.copy()
    if isinstance(given, dict):
        return {key: changed(value, change) for key, value in given.items()}
    if isinstance(given, list | tuple):
        return type(given)(changed(value, change) for value in given)
    return copy.deepcopy(given) if isinstance(given, np.random.Generator) else given


def copied(given: Values) -> Values:
    """Return arguments that a call may change."""
    result: Values = changed(given, lambda array: array)
    return result


def split(given: Values) -> tuple[tuple[Any, ...], dict[str, Any]]:
    """Return the arguments by position and those by name."""
    positional = tuple(value for key, value in given.items() if isinstance(key, int))
    return positional, {key: value for key, value in given.items() if isinstance(key, str)}


def arrays(given: Any) -> Iterator[np.ndarray]:
    """Yield all arrays in arguments."""
    if isinstance(given, np.ndarray):
        yield given
    elif isinstance(given, dict | list | tuple):
        for value in given.values() if isinstance(given, dict) else given:
            yield from arrays(value)


def shown(given: Values, leaf: Callable[[Any], str] | None = None) -> str:
    """Return arguments as they stand in a call; `leaf` says how arrays and single values are written."""
    write = leaf or as_text
    return ", ".join(
        written(value, write) if isinstance(key, int) else f"{key}={written(value, write)}"
        for key, value in given.items()
    )


def written(value: Any, leaf: Callable[[Any], str]) -> str:
    """Return a value as text, what it is made of as `leaf` says."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key!r}: {written(item, leaf)}" for key, item in value.items()) + "}"
    if isinstance(value, list | tuple):
        inside = ", ".join(written(item, leaf) for item in value)
        if isinstance(value, list):
            return f"[{inside}]"
        return f"({inside},)" if len(value) == 1 else f"({inside})"
    return leaf(value)


def as_text(value: Any) -> str:
    """Return an array as numpy prints it, on one line, and any other value as Python does."""
    if isinstance(value, np.ndarray):
        return one_line(np.array2string(value, separator=", ", precision=4, threshold=_MOST_NUMBERS))
    if isinstance(value, np.random.Generator):
        return "a random generator"  # its repr has an address
    return repr(value.item() if isinstance(value, np.generic) else value)


def one_line(text: str) -> str:
    """Return text without its line breaks and indents."""
    return " ".join(text.split()).replace("[ ", "[").replace(" ]", "]")


def _smaller(given: Values) -> Iterator[Values]:
    """Yield the arguments with fewer rows or columns; axes of equal length are cut alike, as they belong together."""
    lengths = {n for value in arrays(given) for n in value.shape if n > 1}
    for n in sorted(lengths, reverse=True):
        for keep in dict.fromkeys([(0, 1), (n - 1, n), (0, n // 2), (n // 2, n), (0, n - 1), (1, n)]):

            def cut(array: np.ndarray, n: int = n, keep: tuple[int, int] = keep) -> np.ndarray:
                return array[tuple(slice(*keep) if length == n else slice(None) for length in array.shape)]

            yield changed(given, cut)


def _plainer(given: Values) -> Iterator[Values]:
    """Yield the arguments with rounder numbers, the roundest first."""
    for digits in (0, 1, 2):

        def rounded(array: np.ndarray, digits: int = digits) -> np.ndarray:
            return np.round(array, digits) + 0 if array.dtype.kind == "f" else array  # + 0: no -0.0

        yield changed(given, rounded)


def _as_numpy_does(value: np.ndarray) -> str:
    return " ".join(np.array2string(value, separator=", ", precision=4, threshold=_MOST_NUMBERS).split())
