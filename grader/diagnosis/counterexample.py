"""Find a smaller input on which a hidden test's property fails: one row says more than "shape (6, 4)".

Only a property of the form "the result is the reference's" can be shrunk, for only then the right answer is known
on other inputs: what the test wanted must be, bit for bit, what the reference returns for the very same call. The
hand-in runs in a guest of its own, on an account of its own, for a bounded number of calls, so that no marks depend
on it. Which inputs are tried follows from the first one alone: equal hand-ins get equal documents.
"""

from __future__ import annotations

import types
import warnings
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from grader.diagnosis.shrinking import Values, copied, shown, shrunk, split
from grader.grade.results import TestResult
from grader.handout.expect import Mismatch, close
from grader.sandbox.host.errors import StudentError, StudentRaised
from grader.sandbox.host.recording import Call
from grader.sandbox.host.submission import RunningSubmission
from grader.sandbox.wire import frames
from grader.text import clean

_MOST_CALLS = 40
_MOST_SHOWN = 300  # characters


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
        given: Values = dict(enumerate(request["args"])) | request["kwargs"]
        function = getattr(reference[module], name)
    except (frames.FrameError, KeyError, AttributeError):
        return ""
    path = _path_to(want, _quietly(function, given))
    if path is None:
        return ""
    probe = _Probe(student, module, name, function, path, bool(np.isfinite(want).all()))
    try:
        message = probe.complaint(given)
        small = shrunk(given, probe.complaint, lambda: probe.calls < _MOST_CALLS)
        message = probe.complaint(small) or message
    except StudentError:  # out of time, or the process is gone: then nothing is said at all
        return ""
    text = f"smallest failing input found: {name}({shown(small)}): {message}"
    return text if message and len(text) <= _MOST_SHOWN else ""


@dataclass
class _Probe:
    """Asks hand-in and reference the same, as often as the budget allows."""

    student: RunningSubmission
    module: str
    name: str
    function: Callable[..., Any]
    path: tuple[Any, ...]
    is_finite: bool  # what the test wanted: NaN for something smaller would be no answer to explain anything by
    calls: int = 0

    def complaint(self, given: Values) -> str:
        """Return how the hand-in differs from the reference on these arguments; '' where it does not."""
        right = _at(self.path, _quietly(self.function, given))
        if right is None:  # the reference does not take them, or not as the same kind of input
            return ""
        if self.is_finite and not np.isfinite(right).all():
            return ""
        self.calls += 1
        positional, named = split(copied(given))
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


def _quietly(function: Callable[..., Any], given: Values) -> Any:
    """Return what the reference makes of copies of the arguments; None where it refuses them."""
    positional, named = split(copied(given))
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        try:
            return function(*positional, **named)
        except Exception:
            return None


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
