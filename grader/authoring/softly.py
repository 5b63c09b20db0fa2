"""What a suite runs that `grader check --weaken` has rewritten: expectations that fail softly.

A test goes on where an expectation fails, and says at its end which single weakenings would each have let it pass:
those that avoid every one of its failures. So one run of a test tells of all its weakenings.
"""

from __future__ import annotations

import inspect
import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from typing import Any

from grader.handout.expect import Mismatch
from grader.outcome import Outcome
from grader.sandbox.host.errors import StudentError
from grader.sandbox.host.isolation import SandboxError

WIDER = 1000.0
USUAL = -1  # the number of the usual tolerance: one promise, for all tests of a module
_TOLERANCES = ("rtol", "atol")

_within: list[int] = []  # the weakenings that would avoid whatever fails now
_avoiding: list[set[int]] = []  # of each failure of this test so far, those that would avoid it


class Told(StudentError):
    """What a weakened test found, in place of its verdict. Crashed, because nobody diagnoses what crashes."""

    outcome = Outcome.CRASHED


@contextmanager
def whole(later: Sequence[int]) -> Iterator[None]:
    """Run the body of a test; `later` are the numbers of the parametrizations of which this is not the first case.

    Raises:
        Told: something failed.
    """
    _within[:] = later
    _avoiding.clear()
    try:
        yield
    except SandboxError:
        raise
    except Exception:
        _note()
    _within.clear()
    if _avoiding:
        raise Told(json.dumps(sorted(set.intersection(*_avoiding))))


@contextmanager
def dropping(number: int) -> Iterator[None]:
    """Go on where the expectation inside fails, as if it were not there."""
    _within.append(number)
    try:
        yield
    except SandboxError:
        raise
    except Exception:
        _note()
    finally:
        _within.pop()


@contextmanager
def lifting(number: int, watching: AbstractContextManager[Any]) -> Iterator[Any]:
    """Go on where `watching` refuses what happened inside it; what fails inside by itself fails as ever."""
    own: list[BaseException] = []
    try:
        with watching as found:
            try:
                yield found
            except BaseException as error:
                own.append(error)
                raise
    except Mismatch as error:
        if error in own:
            raise
        _note(number)


def widening(number: int, compare: Callable[..., Any], *args: Any, **settings: Any) -> Any:
    """Compare as ever; where that fails and a wider tolerance would not, go on."""
    try:
        return compare(*args, **settings)
    except Mismatch:
        known = inspect.signature(compare).parameters
        wider = {name: WIDER * settings.get(name, known[name].default) for name in _TOLERANCES if name in known}
        found = compare(*args, **settings | wider)
        _note(number)
        return found


def _note(*numbers: int) -> None:
    _avoiding.append({*_within, *numbers})
