"""Show students wrong answers of their own, on inputs from their own tests (grader.diagnosis.public_example)."""

from __future__ import annotations

import inspect
import types
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any

import numpy as np

from grader.course.model import Course, Module
from grader.diagnosis.answers import Function
from grader.diagnosis.catalogue import Catalogue
from grader.diagnosis.public_calls import PublicCalls
from grader.diagnosis.public_example import public_example
from grader.diagnosis.shrinking import Values, changed, split
from grader.sandbox.host.errors import StudentError
from grader.sandbox.host.recording import Call
from grader.sandbox.host.submission import RunningSubmission
from grader.sandbox.wire import frames


class Examples:
    """Finds an example for one exercise after another, in a process that may be lost.

    Args:
        start: starts the hand-in in a guest that has seen no hidden test, on the account of the one before: one that
            is slow only here would else cost its time once for each exercise.
        calls: what the hidden tests have called, none of which is shown.
    """

    def __init__(
        self,
        course: Course,
        reference: Mapping[str, types.ModuleType],
        catalogue: Catalogue,
        start: Callable[[RunningSubmission | None], RunningSubmission],
        calls: Sequence[Call],
    ) -> None:
        self._reference, self._catalogue, self._start, self._calls = reference, catalogue, start, calls
        self._tests = course.root / "tests" / "public"
        self._module_of = {e.name: module for module in course.modules for e in module.exercises}
        self._student: RunningSubmission | None = None
        self._public = cache(self._public_calls)
        self._spellings = cache(catalogue.spellings)

    def __call__(self, exercise: str) -> dict[str, str] | None:
        """Return the example of an exercise as plain JSON, None where there is none."""
        module = self._module_of[exercise].name
        seeds = self._public(module).of(exercise)
        if not seeds:
            return None
        student = self._student = self._start(self._student)
        try:
            is_hidden = _Hidden(self._reference[module], exercise, self._calls)
            spellings: Callable[[], Sequence[Function]] = lambda: self._spellings(exercise)  # noqa: E731
            found = public_example(student, module, exercise, spellings, seeds, is_hidden)
        except StudentError:  # out of time, or the process is gone
            return None
        finally:
            student.close()
        return None if found is None else dict(vars(found))

    def _public_calls(self, name: str) -> PublicCalls:
        module: Module = next(m for m in self._module_of.values() if m.name == name)
        return PublicCalls(self._tests / f"test_{name}.py", self._reference, [e.name for e in module.exercises])


class _Hidden:
    """Knows the arguments of all calls that hidden tests made of one function; they are read when first asked for."""

    def __init__(self, module: types.ModuleType, name: str, calls: Sequence[Call]) -> None:
        self._function = getattr(module, name)
        self._own = [call for call in calls if call.function == name]
        self._known: set[bytes] | None = None

    def __call__(self, given: Values) -> bool:
        if self._known is None:
            self._known = {key for call in self._own if (key := self._key_of_call(call))}
        return self._key(*split(given)) in self._known

    def _key_of_call(self, call: Call) -> bytes:
        try:
            asked = frames.decode(call.request)
            return self._key(asked["args"], asked["kwargs"]) if "target" in asked else b""
        except (frames.FrameError, KeyError, TypeError):  # with functions or objects: no public input is like it
            return b""

    def _key(self, args: Sequence[Any], kwargs: Mapping[str, Any]) -> bytes:
        """Return the arguments as bytes, alike however they were passed and whatever type their numbers have."""
        bound = inspect.signature(self._function).bind(*args, **kwargs)
        bound.apply_defaults()
        return frames.encode(changed(list(bound.arguments.values()), lambda array: array.astype(np.float64)))
