"""Find a smaller input on which a hidden test's property fails: one row says more than "shape (6, 4)".

Only a property of the form "the result is the reference's" can be shrunk, for only then the right answer is known
on other inputs: what the test wanted must be, bit for bit, what the reference returns for the very same call. The
hand-in runs in a guest of its own, on an account of its own, for a bounded number of calls, so that no marks depend
on it. Which inputs are tried follows from the first one alone: equal hand-ins get equal documents.
"""

from __future__ import annotations

import types
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from grader.grade.results import TestResult
from grader.handout.expect import Mismatch, close
from grader.sandbox.host.errors import StudentError, StudentRaised
from grader.sandbox.host.submission import Call, RunningSubmission
from grader.sandbox.wire import frames
from grader.text import clean

_MOST_CALLS = 40
_MOST_SHOWN = 300  # characters
_Values = dict[str | int, Any]  # arguments by position or name
_Change = Callable[[np.ndarray], np.ndarray]


def with_counterexamples(
    results: Sequence[TestResult],
    compared: Sequence[tuple[Call | None, np.ndarray | None]],
    start: Callable[[], RunningSubmission],
    reference: Mapping[str, types.ModuleType],
) -> list[TestResult]:
    """Add to the first failed comparison of each exercise the smallest input found on which it fails.

    Args:
        compared: for each result the latest call, and what a failed comparison wanted to see.
        start: starts the hand-in in a guest that nothing else needs; called only if there is anything to say.
    """
    first: dict[str, tuple[int, Call, np.ndarray]] = {}
    for i, (result, (call, want)) in enumerate(zip(results, compared, strict=True)):
        if call is not None and want is not None and call.function == result.exercise:
            first.setdefault(result.exercise, (i, call, want))
    told = list(results)
    if first:
        student = start()
        try:
            for i, call, want in first.values():
                found = smallest(student, reference, call, want)
                separator = "; " if found else ""
                told[i] = replace(told[i], message=clean(f"{told[i].message}{separator}{found}", 1000))
        finally:
            student.close()
    return told


def smallest(
    student: RunningSubmission, reference: Mapping[str, types.ModuleType], call: Call, want: np.ndarray
) -> str:
    """Return the smallest failing call found, with what was expected and what came; '' if nothing small can be said.

    Nothing is said of an answer that was too large to be kept: each smaller call might bring one as large.

    Args:
        student: the hand-in, in a guest that nothing else needs.
        call: the call whose result a test compared last.
        want: what the test compared it with.
    """
    if call.digest is not None:
        return ""
    try:
        request = frames.decode(call.request)  # without references: objects and functions cannot be shrunk
        module, _, name = request["target"].partition(".")
        given: _Values = dict(enumerate(request["args"])) | request["kwargs"]
        function = getattr(reference[module], name)
    except (frames.FrameError, KeyError, AttributeError):
        return ""
    path = _path_to(want, _quietly(function, given))
    if path is None:
        return ""
    probe = _Probe(student, module, name, function, path)
    try:
        message = probe.complaint(given)
        smaller = _shrunk(given, probe)
        message = probe.complaint(smaller) or message
    except StudentError:  # out of time, or the process is gone: then nothing is said at all
        return ""
    text = f"smallest failing input found: {name}({_shown(smaller)}): {message}"
    return text if message and len(text) <= _MOST_SHOWN else ""


@dataclass
class _Probe:
    """Asks hand-in and reference the same, as often as the budget allows."""

    student: RunningSubmission
    module: str
    name: str
    function: Callable[..., Any]
    path: tuple[Any, ...]
    calls: int = 0

    def complaint(self, given: _Values) -> str:
        """Return how the hand-in differs from the reference on these arguments; '' where it does not."""
        right = _at(self.path, _quietly(self.function, given))
        if right is None:  # the reference does not take them, or not as the same kind of input
            return ""
        self.calls += 1
        positional, named = _split(_copied(given))
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                got = _at(self.path, self.student.call(self.module, self.name, positional, named))
            close(got, right)
        except Mismatch as mismatch:
            return mismatch.message
        except StudentRaised:  # another failure than the one to explain
            return ""
        return ""


def _shrunk(given: _Values, probe: _Probe) -> _Values:
    """Return arguments as small and as plain as can be on which the complaint stays."""
    progress = True
    while progress:
        progress = False
        for candidate in _smaller(given):
            if probe.calls >= _MOST_CALLS:
                return given
            if probe.complaint(candidate):
                given, progress = candidate, True
                break
    for candidate in _plainer(given):
        if probe.calls < _MOST_CALLS and probe.complaint(candidate):
            return candidate
    return given


def _smaller(given: _Values) -> Iterator[_Values]:
    """Yield the arguments with fewer rows or columns; axes of equal length are cut alike, as they belong together."""
    lengths = {n for value in _arrays(given) for n in value.shape if n > 1}
    for n in sorted(lengths, reverse=True):
        for keep in dict.fromkeys([(0, 1), (n - 1, n), (0, n // 2), (n // 2, n), (0, n - 1), (1, n)]):

            def cut(array: np.ndarray, n: int = n, keep: tuple[int, int] = keep) -> np.ndarray:
                return array[tuple(slice(*keep) if length == n else slice(None) for length in array.shape)]

            yield _changed(given, cut)


def _plainer(given: _Values) -> Iterator[_Values]:
    """Yield the arguments with rounder numbers, the roundest first."""
    for digits in (0, 1, 2):

        def rounded(array: np.ndarray, digits: int = digits) -> np.ndarray:
            return np.round(array, digits)

        yield _changed(given, rounded)


def _changed(given: Any, change: _Change) -> Any:
    if isinstance(given, np.ndarray):
        return change(given).copy() if given.ndim else given.copy()
    if isinstance(given, dict):
        return {key: _changed(value, change) for key, value in given.items()}
    if isinstance(given, list | tuple):
        return type(given)(_changed(value, change) for value in given)
    return given


def _copied(given: _Values) -> _Values:
    copied: _Values = _changed(given, lambda array: array)
    return copied


def _arrays(given: Any) -> Iterator[np.ndarray]:
    if isinstance(given, np.ndarray):
        yield given
    elif isinstance(given, dict | list | tuple):
        for value in given.values() if isinstance(given, dict) else given:
            yield from _arrays(value)


def _quietly(function: Callable[..., Any], given: _Values) -> Any:
    """Return what the reference makes of copies of the arguments; None where it refuses them."""
    positional, named = _split(_copied(given))
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        try:
            return function(*positional, **named)
        except Exception:
            return None


def _split(given: _Values) -> tuple[tuple[Any, ...], dict[str, Any]]:
    positional = tuple(value for key, value in given.items() if isinstance(key, int))
    return positional, {key: value for key, value in given.items() if isinstance(key, str)}


def _path_to(want: np.ndarray, value: Any) -> tuple[Any, ...] | None:
    """Return how to get from a result to the part that is, bit for bit, what the test wanted."""
    keys: list[Any] = list(value) if isinstance(value, dict) else []
    keys = list(range(len(value))) if isinstance(value, list | tuple) else keys
    for path in [(), *((key,) for key in keys)]:
        part = _at(path, value)
        is_alike = isinstance(part, np.ndarray | np.number | float) and np.shape(part) == want.shape
        if is_alike and np.asarray(part, dtype=np.float64).tobytes() == want.tobytes():
            return path
    return None


def _at(path: tuple[Any, ...], value: Any) -> Any:
    for key in path:
        try:
            value = value[key]
        except (TypeError, LookupError):
            return None
    return value


def _shown(given: _Values) -> str:
    return ", ".join(_text(value) if isinstance(key, int) else f"{key}={_text(value)}" for key, value in given.items())


def _text(value: Any) -> str:
    if isinstance(value, np.ndarray):
        text = np.array2string(value, separator=", ", precision=4, threshold=_MOST_SHOWN)
        return " ".join(text.split())
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key!r}: {_text(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list | tuple):
        inside = ", ".join(map(_text, value))
        return f"[{inside}]" if isinstance(value, list) else f"({inside})"
    return repr(value)
