"""The right function of the wrong arguments: one is ignored, cut, rounded, swapped, or has another default.

Each is the course's own function, called with arguments that were changed in one way, the same in every call.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial, wraps
from typing import Any

import numpy as np

from grader.diagnosis.replay import Implementation
from grader.values import copied

_CONSTANTS = (
    *(0.0, 1.0, 2.0, 0.5, 0.1, 0.01, 0.001, 0.2, 0.3, 0.9, 0.99, 0.95, 0.999, 1e-4, 1e-5, 1e-6, 1e-7, 1e-8, 1e-9),
    *(1e-10, 1e-12, 1e-15, 1e-16, 10.0, 100.0, 1.67, 3.0, 5.0, None, True, False, 1, 2, 3, 10, 100, 32, 0),
)
_BOUNDS = (
    1e-12,
    1e-10,
    1e-8,
    1e-7,
    1e-6,
    1e-5,
    1e-4,
    1e-3,
    0.01,
    1.0,
    6.0,
    10.0,
    15.0,
    20.0,
    30.0,
    50.0,
    88.0,
    100.0,
    500.0,
    700.0,
)
_Arguments = dict[str, Any]


@dataclass(frozen=True)
class Misreading:
    """What happens to the arguments, in a name and a hint, and the course's own function so called."""

    name: str
    hint: str
    implementation: Implementation


def settings_misread(right: Implementation) -> Iterator[Misreading]:
    """Yield the ways to have another default than the stub's, or not to use what the caller says."""
    signature = _signature(right)
    for name, parameter in signature.parameters.items() if signature else ():
        if signature and parameter.default is not inspect.Parameter.empty:
            yield from _settings(right, signature, name, parameter.default)


def arrays_misread(right: Implementation) -> Iterator[Misreading]:
    """Yield the ways to cut, round, clip or swap the arguments."""
    signature = _signature(right)
    if signature:
        yield from _casts(right, signature)


def _signature(right: Implementation) -> inspect.Signature | None:
    try:
        return None if isinstance(right, type) else inspect.signature(right)
    except (TypeError, ValueError):
        return None


def _settings(right: Implementation, signature: inspect.Signature, name: str, default: Any) -> Iterator[Misreading]:
    def ignored(given: _Arguments, omitted: set[str], value: Any) -> None:
        given[name] = value

    def falsy(given: _Arguments, omitted: set[str], value: Any) -> None:
        given[name] = given[name] or value

    def otherwise(given: _Arguments, omitted: set[str], value: Any) -> None:
        if name in omitted:
            given[name] = value

    hint = f"Somebody may call with another {name} than the default: does your code use the one it is given?"
    yield Misreading("argument_ignored", hint, _with(right, signature, partial(ignored, value=default)))
    hint = f"What does `{name} or ...` make of a {name} that is 0 or empty?"
    yield Misreading("zero_taken_for_nothing", hint, _with(right, signature, partial(falsy, value=default)))
    for value in _CONSTANTS:
        if type(value) is type(default) and value == default:
            continue
        hint = f"Compare your default for {name} with the one in the stub: are they the same?"
        yield Misreading("other_default", hint, _with(right, signature, partial(otherwise, value=value)))
        hint = f"Is {name} a fixed number in your code? Somebody may call with another one."
        yield Misreading("argument_ignored", hint, _with(right, signature, partial(ignored, value=value)))


def _casts(right: Implementation, signature: inspect.Signature) -> Iterator[Misreading]:
    names = list(signature.parameters)
    for changes in _array_changes():
        for name in names:
            yield Misreading(
                changes.name, changes.hint.format(name), _with(right, signature, _one(name, changes.change))
            )
        if len(names) > 1:
            which = " and ".join(names[:2])
            yield Misreading(changes.name, changes.hint.format(which), _with(right, signature, _every(changes.change)))
    for i, one in enumerate(names):
        for other in names[i + 1 :]:
            hint = f"Which of {one} and {other} is which? Your code seems to take one for the other."
            yield Misreading("arguments_swapped", hint, _with(right, signature, _swap(one, other)))


@dataclass(frozen=True)
class _ArrayChange:
    name: str
    hint: str
    change: Callable[[np.ndarray], Any]


def _array_changes() -> Iterator[_ArrayChange]:
    yield _ArrayChange("sign_ignored", "What becomes of a negative {0} in your code?", np.abs)
    yield _ArrayChange("sign_turned_round", "Does {0} come in with the right sign?", np.negative)
    yield _ArrayChange("cut_to_whole_numbers", "Where does your code make whole numbers of {0}?", np.trunc)
    for kind in (np.float32, np.float16):
        hint = "Late digits of {0} make no difference to your code: does it use float32, round, or allow a tolerance?"
        yield _ArrayChange("few_digits", hint, partial(_narrow, kind=kind))
    for digits in (1, 2, 3, 4, 6, 8, 10, 12):
        hint = (
            "Late digits of {0} make no difference to your code, tiny numbers none at all: does it round, or compare "
        )
        hint += "with a number other than 0?"
        yield _ArrayChange("few_digits", hint, partial(np.round, decimals=digits))
    for bound in _BOUNDS:
        hint = "Do you clip {0}, or cut it off at some bound? Outside of it your results are those of the bound."
        yield _ArrayChange("clipped", hint, partial(np.clip, a_min=-bound, a_max=bound))
        yield _ArrayChange("clipped", hint, partial(np.clip, a_min=bound, a_max=None))
        yield _ArrayChange("clipped", hint, partial(np.clip, a_min=-bound, a_max=None))
        yield _ArrayChange("clipped", hint, partial(np.clip, a_min=None, a_max=bound))
        if bound < 1:
            yield _ArrayChange("clipped", hint, partial(np.clip, a_min=bound, a_max=1 - bound))
            yield _ArrayChange("clipped", hint, partial(np.clip, a_min=bound - 1, a_max=1 - bound))
            hint = "Do you add a tiny number to {0}, against a division by 0? It changes the result; is it needed?"
            yield _ArrayChange("tiny_number_added", hint, partial(np.add, bound))
            hint = "Do you treat a tiny {0} as if it were 0? Only exactly 0 is 0."
            yield _ArrayChange("tiny_taken_for_zero", hint, partial(_flush, bound=bound))
    yield _ArrayChange("negative_cut_off", "What becomes of a negative {0} in your code?", partial(np.maximum, 0))
    yield _ArrayChange(
        "transposed", "Are the rows of {0} what you take them for, or are they its columns?", np.transpose
    )
    yield _ArrayChange("reversed", "In which order do you go through {0}?", np.flip)
    yield _ArrayChange("first_row_only", "Do you look at every row of {0}, or at the first one?", lambda x: x[:1])
    yield _ArrayChange(
        "last_row_forgotten", "Do you look at every row of {0}? What about the last one?", lambda x: x[:-1]
    )
    yield _ArrayChange(
        "first_row_forgotten", "Do you look at every row of {0}? What about the first one?", lambda x: x[1:]
    )


def _narrow(x: np.ndarray, kind: type[np.floating]) -> np.ndarray:
    return x.astype(kind).astype(np.float64)


def _flush(x: np.ndarray, bound: float) -> np.ndarray:
    return np.where(np.abs(x) < bound, 0.0, x)


def _one(name: str, change: Callable[[np.ndarray], Any]) -> Callable[[_Arguments, set[str]], None]:
    def changed(given: _Arguments, omitted: set[str]) -> None:
        given[name] = _in_arrays(given[name], change)

    return changed


def _every(change: Callable[[np.ndarray], Any]) -> Callable[[_Arguments, set[str]], None]:
    def changed(given: _Arguments, omitted: set[str]) -> None:
        for name in given:
            given[name] = _in_arrays(given[name], change)

    return changed


def _swap(one: str, other: str) -> Callable[[_Arguments, set[str]], None]:
    def changed(given: _Arguments, omitted: set[str]) -> None:
        given[one], given[other] = given[other], given[one]

    return changed


def _in_arrays(value: Any, change: Callable[[np.ndarray], Any]) -> Any:
    if isinstance(value, np.ndarray) and value.dtype.kind == "f":
        with np.errstate(all="ignore"):
            return change(value)
    if isinstance(value, float):
        return change(np.asarray(value))[()]
    if isinstance(value, tuple | list):
        return type(value)([_in_arrays(item, change) for item in value]) if type(value) in (tuple, list) else value
    if isinstance(value, dict):
        return {key: _in_arrays(item, change) for key, item in value.items()}
    return value


def _with(
    right: Implementation, signature: inspect.Signature, change: Callable[[_Arguments, set[str]], None]
) -> Implementation:
    """Return the course's own function with changed arguments; the caller's arguments stay what they are."""

    @wraps(right)
    def misread(*args: Any, **kwargs: Any) -> Any:
        bound = signature.bind(*args, **kwargs)
        omitted = set(signature.parameters) - set(bound.arguments)
        bound.apply_defaults()
        bound.arguments = copied(dict(bound.arguments))
        change(bound.arguments, omitted)
        return right(*bound.args, **bound.kwargs)

    return misread
