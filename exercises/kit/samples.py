# A copy of the kit's grader/handout/kit/samples.py, written by `grader build`: a change made here is lost.
"""Another input for a function, made from one that its tests use, and short words for inputs and results.

The lengths of all axes that are equal are changed together, so that shapes that fitted each other still do.
"""

from __future__ import annotations

import inspect
from collections.abc import Iterator, Mapping
from typing import Any

_SHORT = 60
_FEW = 8  # numbers that are shown one by one

Inputs = dict[str, Any]


def others(given: Inputs, lengths: set[int]) -> Iterator[Inputs]:
    """Yield inputs like the given ones but of another size, or with another number; the likeliest to work first.

    Args:
        given: the arguments of a call, by name.
        lengths: those of all axes of all calls, which are not used again.
    """
    mine = dict.fromkeys(length for value in given.values() for length in _lengths(value) if length > 1)
    for length in mine:
        new = next(n for n in (length + 1, length + 2, *range(2, 100)) if n not in lengths)
        yield {name: _resized(value, length, new) for name, value in given.items()}
    if not mine:
        for name, value in given.items():
            if isinstance(value, int | float) and not isinstance(value, bool):
                yield {**given, name: value + 2}
            elif isinstance(value, list) and value and isinstance(value[0], int | float | str | tuple):
                yield {**given, name: [*value, value[0]]}


def lengths_in(given: Inputs) -> set[int]:
    """Return the lengths of all axes of all arrays."""
    return {length for value in given.values() for length in _lengths(value)}


def in_words(value: Any) -> str:
    """Name a result's form: the shapes of its arrays, '' where that would say too little or too much."""
    text = _form(value)
    return text if "shape" in text and len(text) <= 2 * _SHORT else ""


def as_value(value: Any) -> str:
    """Return a result that is short enough to be read as a whole, '' for any other."""
    if _is_number(value):
        return f"{float(value):.6g}" if not isinstance(value, bool | int) else repr(value)
    text = repr(value) if isinstance(value, bool | str | list | tuple | dict | set) else ""
    return text if len(text) <= _SHORT else ""


def as_call(name: str, given: Inputs, is_about_shapes: bool) -> str:
    """Return "f(x, y)" and what its arguments are, as "f(x, y) with x of shape (2, 3), y = 1".

    Where a value is asked for, nothing may be left out: '' if an argument cannot be told.
    """
    shown = {key: value for key, value in given.items() if not (is_about_shapes and isinstance(value, float))}
    words = {key: _argument(key, value) for key, value in shown.items()}
    if not is_about_shapes and any(not words[key] and value is not None for key, value in shown.items()):
        return ""
    told = ", ".join(word for word in words.values() if word)
    return f"{name}({', '.join(given)})" + (f" with {told}" if told else "")


def _argument(name: str, value: Any) -> str:
    if hasattr(value, "shape") and value.shape:
        if value.size > _FEW or value.ndim > 1:
            return f"{name} of shape {value.shape}"
        return f"{name} = {value.round(4).tolist()}"
    if inspect.isroutine(value) or value is None:
        return ""
    if form := in_words(value):
        return f"{name} = {form}"
    short = as_value(value)
    return f"{name} = {short}" if short else ""


def _form(value: Any) -> str:
    shape = getattr(value, "shape", None)
    if isinstance(shape, tuple) and shape:
        return f"shape {shape}"
    if _is_number(value):
        return "one number"
    if isinstance(value, tuple | list):
        ends = "()" if isinstance(value, tuple) else "[]"
        return f"{ends[0]}{', '.join(map(_form, value))}{ends[1]}"
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key!r}: {_form(part)}" for key, part in value.items()) + "}"
    return "None" if value is None else f"a {type(value).__name__}"


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) or (hasattr(value, "dtype") and value.shape == ())


def _lengths(value: Any) -> Iterator[int]:
    if hasattr(value, "shape") and hasattr(value, "dtype"):
        yield from value.shape
    elif isinstance(value, tuple | list):
        for part in value:
            yield from _lengths(part)
    elif isinstance(value, Mapping):
        for part in value.values():
            yield from _lengths(part)


def _resized(value: Any, old: int, new: int) -> Any:
    if hasattr(value, "shape") and hasattr(value, "dtype"):
        for axis, length in enumerate(value.shape):
            if length == old:
                value = value.take([place % old for place in range(new)], axis=axis)
        return value
    if type(value) in (tuple, list):
        return type(value)(_resized(part, old, new) for part in value)
    if type(value) is dict:
        return {key: _resized(part, old, new) for key, part in value.items()}
    return value
