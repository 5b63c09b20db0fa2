"""Answers to a call, of the course's own code and of a hand-in: when one is beyond doubt, and when two are alike."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from grader.diagnosis.patience import TooLong, patience
from grader.diagnosis.shrinking import Values, copied, split
from grader.handout.expect import Mismatch, close

Function = Callable[..., Any]
MISSING = object()
_SECONDS = 0.1  # of CPU time for one call
_MOST_ITEMS = 60  # of a list that is looked at
_RTOL, _ATOL = 1e-6, 1e-9
_NUMBER = (bool, int, float, np.number, np.bool_)


def answer(function: Function, given: Values) -> Any:
    """Return what code of the course gives; MISSING where it refuses, warns, takes long, or gives no finite data."""
    positional, named = split(copied(given))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        try:
            with np.errstate(all="raise", under="ignore"), patience(_SECONDS):
                value = function(*positional, **named)
        except (Exception, TooLong):
            return MISSING
    return value if _is_finite(value) else MISSING


def is_data(value: Any) -> bool:
    """Say whether a value is no object that stayed with the hand-in, and short enough to be looked at as a whole."""
    if isinstance(value, dict | tuple | list) and len(value) > _MOST_ITEMS:
        return False
    if isinstance(value, dict):
        return all(map(is_data, value.values()))
    if isinstance(value, tuple | list):
        return all(map(is_data, value))
    return value is None or isinstance(value, np.ndarray | np.generic | bool | int | float | complex | str)


def alike(got: Any, right: Any) -> bool:
    """Say whether two answers are the same to somebody who compares numbers, shapes, keys and texts."""
    if isinstance(right, dict):
        is_one = isinstance(got, dict) and got.keys() == right.keys()
        return is_one and all(alike(got[key], right[key]) for key in right)
    if isinstance(right, tuple | list) and _is_of_numbers(right) and _is_of_numbers(got):
        got, right = np.asarray(got), np.asarray(right)
    elif isinstance(right, tuple | list):
        is_one = isinstance(got, tuple | list) and len(got) == len(right)
        return is_one and all(map(alike, got, right))
    if isinstance(right, str) or right is None:
        return bool(type(got) is type(right) and got == right)
    try:
        close(got, right, rtol=_RTOL, atol=_ATOL)
    except (Mismatch, TypeError, ValueError):
        return False
    return True


def paths(value: Any) -> Iterator[tuple[Any, ...]]:
    """Yield the ways to the parts of an answer and to the whole: each entry of a tuple or a dict, then all of it."""
    if isinstance(value, tuple | dict):
        yield from ((key,) for key in (value if isinstance(value, dict) else range(len(value))))
    yield ()


def at(path: tuple[Any, ...], value: Any) -> Any:
    """Return a part of an answer, MISSING where there is none."""
    for key in path:
        try:
            value = value[key]
        except (TypeError, LookupError):
            return MISSING
    return value


def _is_of_numbers(value: Any) -> bool:
    """Say whether a value is a row of numbers: a list, a tuple and an array of them are alike."""
    is_row = isinstance(value, tuple | list) or (isinstance(value, np.ndarray) and value.ndim == 1)
    return is_row and all(isinstance(i, _NUMBER) or (isinstance(i, np.ndarray) and i.ndim == 0) for i in value)


def _is_finite(value: Any) -> bool:
    """Say whether a value is data whose numbers are all finite."""
    if isinstance(value, np.ndarray | np.generic | bool | int | float):
        kind = np.asarray(value).dtype.kind
        return kind in "biu" or (kind == "f" and bool(np.isfinite(value).all()))
    if isinstance(value, dict):
        return all(map(_is_finite, value.values()))
    if isinstance(value, tuple | list):
        return all(map(_is_finite, value))
    return isinstance(value, str) or value is None
