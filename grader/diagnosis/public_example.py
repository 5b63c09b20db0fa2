"""Find a small input on which a student's code is wrong, and which they may see: it comes from their own tests.

What the public tests call a function with is tried first, then variations of that: an axis longer, other signs, other
sizes of numbers. Nothing of a hidden test goes in, and the hand-in runs in a guest that has never seen one, so no
result can carry one out; an input that a hidden test happens to have is passed over.

An answer is called right only where nobody can doubt it: input and answer are finite, the course's own code gives no
warning on it, and every accepted way to write the function (tests/alternatives) agrees. Of an answer with several parts
the first wrong one is shown that they agree on.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np

from grader.diagnosis.answers import MISSING, Function, alike, answer, at, is_data, paths
from grader.diagnosis.public_calls import GENERATOR
from grader.diagnosis.shrinking import Values, arrays, as_text, changed, copied, one_line, shown, shrunk, split, written
from grader.grade.results import Counterexample
from grader.sandbox.host.errors import StudentRaised
from grader.sandbox.host.submission import RunningSubmission
from grader.text import clean

_MOST_CALLS = 80
_MOST_SEEDS = 8  # that variations are made of
_LONGEST_CALL, _LONGEST_ANSWER = 180, 120  # characters
_MOST_NUMBERS = 60  # of an array that is written out
_DIGITS = (4, 8)  # the second where two answers look alike with the first
_UNWRITTEN = "NotImplementedError"


def public_example(
    student: RunningSubmission,
    module: str,
    name: str,
    spellings: Callable[[], Sequence[Function]],
    seeds: Sequence[Values],
    is_hidden: Callable[[Values], bool],
) -> Counterexample | None:
    """Return the smallest wrong answer found, None where there is none.

    Args:
        student: the hand-in, in a guest that has seen nothing but inputs of this kind.
        spellings: gives the course's own function, then all other accepted ways to write it.
        seeds: arguments from the public tests, the smallest first.
        is_hidden: says whether a hidden test calls the function with these arguments.

    Raises:
        StudentError: a call did not come back; then nothing can be said.
    """
    probe = _Probe(student, module, name, spellings, is_hidden)
    found = _found(probe, seeds)
    if found is None:
        return None
    small = shrunk(found, probe.wrong, lambda: probe.calls < _MOST_CALLS)
    student.close()  # the next call gets a fresh guest: what is shown has to come true at the first call
    return _in_words(probe.wrong(small))


@dataclass(frozen=True)
class _Wrong:
    """A call, and an answer or a part of one that is not right; `raised` is the exception in the place of an answer."""

    call: str
    got: Any
    right: Any
    raised: str = ""


@dataclass
class _Probe:
    """Asks hand-in and course the same, as often as the budget allows."""

    student: RunningSubmission
    module: str
    name: str
    spellings: Callable[[], Sequence[Function]]
    is_hidden: Callable[[Values], bool]
    calls: int = 0

    def wrong(self, given: Values) -> _Wrong | None:
        """Return what is wrong in the answer to a call, None where nothing is or a doubt is left."""
        own, *others = self.spellings()
        right = answer(own, given)
        if right is MISSING or right is None:
            return None
        got, raised = self._got(given)
        if raised == _UNWRITTEN or not is_data(got) or (not raised and alike(got, right)) or self.is_hidden(given):
            return None
        answers = [answer(other, given) for other in others]
        if any(other is MISSING for other in answers):
            return None
        call = f"{self.module}.{self.name}({shown(given, _as_code)})"
        if raised:
            return _Wrong(call, None, right, raised)
        for path in paths(right):
            part, of_right = at(path, got), at(path, right)
            is_sure = all(alike(at(path, other), of_right) for other in answers)
            if is_sure and part is not MISSING and not alike(part, of_right):
                return _Wrong(call + "".join(f"[{key!r}]" for key in path), part, of_right)
        return None

    def _got(self, given: Values) -> tuple[Any, str]:
        """Return what the hand-in gives, or '' and the exception that it raises."""
        self.calls += 1
        positional, named = split(copied(given))
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                return self.student.call(self.module, self.name, positional, named), ""
        except StudentRaised as error:
            return None, next(kind.__name__ for kind in type(error).__mro__ if kind.__module__ == "builtins")


def _found(probe: _Probe, seeds: Sequence[Values]) -> Values | None:
    """Return the first arguments with a wrong answer that can be told, else the first ones with any, to be shrunk."""
    found = None
    for given in _candidates(seeds):
        if probe.calls >= _MOST_CALLS // 2:
            break
        if wrong := probe.wrong(given):
            found = given if found is None else found
            if _in_words(wrong):
                return given
    return found


def _candidates(seeds: Sequence[Values]) -> Iterator[Values]:
    yield from seeds
    some = seeds[:_MOST_SEEDS]
    yield from map(_one_more, some)
    yield from map(_square, some)
    yield from map(_other_settings, some)
    for change in (_turned_round, _counted, _larger, _smaller):
        yield from (changed(seed, partial(_of_fractions, change)) for seed in some)


def _one_more(given: Values) -> Values:
    """Make the longest axis longer, and with it all that are as long."""
    longest = _longest(given)

    def longer(array: np.ndarray) -> np.ndarray:
        for axis, n in enumerate(array.shape):
            if n == longest > 0:
                array = array.take([*range(n), 0], axis=axis)
        return array

    result: Values = changed(given, longer)
    return result


def _square(given: Values) -> Values:
    """Make axes of length 1 as long as the longest: what only looks right on rows may not be."""
    longest = _longest(given)

    def wider(array: np.ndarray) -> np.ndarray:
        for axis, n in enumerate(array.shape):
            if n == 1 < longest:
                array = np.repeat(array, longest, axis=axis)
        return array

    result: Values = changed(given, wider)
    return result


def _other_settings(given: Values) -> Values:
    """Multiply single fractions, such as a learning rate, by 3/4."""
    return {key: 0.75 * value if type(value) is float else value for key, value in given.items()}


def _longest(given: Values) -> int:
    return max((n for array in arrays(given) for n in array.shape), default=0)


def _of_fractions(change: Callable[[np.ndarray], np.ndarray], array: np.ndarray) -> np.ndarray:
    """Change an array of fractions; whole numbers may be labels or places."""
    return change(array) if array.dtype.kind == "f" else array


def _turned_round(array: np.ndarray) -> np.ndarray:
    return -array


def _counted(array: np.ndarray) -> np.ndarray:
    """Put 1, -2, 3, ... in the place of all numbers."""
    numbers = np.arange(1.0, array.size + 1) * np.where(np.arange(array.size) % 2, -1.0, 1.0)
    return numbers.reshape(array.shape)


def _larger(array: np.ndarray) -> np.ndarray:
    return array * 100


def _smaller(array: np.ndarray) -> np.ndarray:
    return array / 8


def _in_words(wrong: _Wrong | None) -> Counterexample | None:
    """Return a wrong answer in words, None where those are too many, or would not show what is wrong."""
    if wrong is None:  # it comes true after other calls alone
        return None
    for digits in _DIGITS:
        told = f"raises {wrong.raised}" if wrong.raised else written(wrong.got, partial(_in_short, digits))
        want = written(wrong.right, partial(_in_short, digits))
        if told != want:
            fits = len(wrong.call) <= _LONGEST_CALL and max(len(told), len(want)) <= _LONGEST_ANSWER
            return Counterexample(clean(wrong.call), clean(told), clean(want)) if fits else None
    return None


def _as_code(value: Any) -> str:
    """Return what makes a value again, to the last bit."""
    if isinstance(value, np.random.Generator):
        return GENERATOR
    if not isinstance(value, np.ndarray):
        return as_text(value)
    numbers = np.array2string(value, separator=", ", floatmode="unique", threshold=_MOST_NUMBERS)
    kind = "" if value.dtype in (np.float64, np.int64, np.bool_) else f", dtype=np.{value.dtype}"
    return f"np.array({one_line(numbers)}{kind})"


def _in_short(digits: int, value: Any) -> str:
    if isinstance(value, np.ndarray):
        if value.size > _MOST_NUMBERS or value.size == 0:
            return f"an array of shape {value.shape}"
        return one_line(np.array2string(value, separator=", ", precision=digits, threshold=_MOST_NUMBERS))
    if isinstance(value, float | np.floating):
        return f"{float(value):.{digits + 2}g}"
    return as_text(value[: 2 * _LONGEST_ANSWER] if isinstance(value, str) else value)
