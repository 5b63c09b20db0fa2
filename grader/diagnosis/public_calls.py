"""With what the students' own tests call the functions of a module: inputs that are no secret.

The public tests are run on the course's own functions, each of which notes its arguments. Only plain data is kept: no
functions, no objects, and no more numbers than somebody would read.
"""

from __future__ import annotations

import contextlib
import functools
import inspect
import sys
import types
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from grader.diagnosis.patience import TooLong, patience
from grader.diagnosis.shrinking import Values, arrays, copied
from grader.handout import expect

_SECONDS = 0.1  # of CPU time for one test: most need a hundredth of it
_MOST_CALLS = 24  # of one exercise
_MOST_NUMBERS = 200  # in the arguments of one call
_LONGEST = 2000  # characters that they take
_PLAIN = (bool, int, float, str, type(None))
GENERATOR = "np.random.default_rng(0)"  # what stands for every generator among the arguments


class PublicCalls:
    """What is called in the public tests of one module.

    Args:
        path: the file of tests; where there is none, nothing is called.
        reference: the course's own modules, which stand for the student's.
        exercises: the names of all exercises of the module.
    """

    def __init__(self, path: Path, reference: Mapping[str, types.ModuleType], exercises: Sequence[str]) -> None:
        self._path, self._exercises = path, exercises
        self._noted: dict[str, list[Values]] = {name: [] for name in exercises}
        self._modules = {**reference, "expect": expect}
        name = path.stem.removeprefix("test_")
        if name in reference:
            self._modules[name] = self._noting(reference[name])
        self._tests = types.ModuleType(path.stem)

    def of(self, exercise: str) -> list[Values]:
        """Return the arguments that tests of an exercise call its function with, the smallest first."""
        with self._instead():
            for test in self._tests_of(exercise):
                with contextlib.suppress(Exception, TooLong, _Enough), warnings.catch_warnings():
                    warnings.simplefilter("ignore")
                    with patience(_SECONDS):
                        test()
        return sorted(self._noted[exercise], key=lambda given: (_numbers(given), len(repr(given))))

    @functools.cached_property
    def _names(self) -> Mapping[str, Any]:
        """Run the file and return what it defines; nothing of a file that cannot be run."""
        if self._path.is_file():
            with contextlib.suppress(Exception):
                exec(compile(self._path.read_bytes(), str(self._path), "exec"), vars(self._tests))
        return vars(self._tests)

    def _tests_of(self, exercise: str) -> Iterator[Callable[[], object]]:
        for name, test in list(self._names.items()):
            if name.startswith("test_") and inspect.isfunction(test) and self._exercise_of(name, test) == exercise:
                for values in _parameters(test):
                    if inspect.signature(test).parameters.keys() <= values.keys():  # no fixture is made here
                        yield functools.partial(test, **values)

    def _exercise_of(self, name: str, test: Callable[..., object]) -> str:
        for mark in getattr(test, "pytestmark", ()):
            if mark.name == "exercise" and mark.args:
                return str(mark.args[0])
        title = name.removeprefix("test_").casefold()
        fitting = [exercise for exercise in self._exercises if f"{title}_".startswith(f"{exercise.casefold()}_")]
        return max(fitting, key=len, default="")

    def _noting(self, module: types.ModuleType) -> types.ModuleType:
        stand_in = types.ModuleType(module.__name__)
        vars(stand_in).update(vars(module))
        for name in self._exercises:
            function = getattr(module, name, None)
            if inspect.isfunction(function):
                setattr(stand_in, name, self._noting_its_calls(name, function))
        return stand_in

    def _noting_its_calls(self, name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(function)
        def noted(*args: Any, **settings: Any) -> Any:
            given: Values = _with_fresh_generators(dict(enumerate(args)) | settings)
            if _is_plain(given) and _numbers(given) <= _MOST_NUMBERS and len(repr(given)) <= _LONGEST:
                self._noted[name].append(copied(given))
                if len(self._noted[name]) >= _MOST_CALLS:
                    raise _Enough
            return function(*args, **settings)

        return noted

    @contextlib.contextmanager
    def _instead(self) -> Iterator[None]:
        """Let `import` in the tests mean the course's modules."""
        before = {name: sys.modules.get(name) for name in self._modules}
        sys.modules.update(self._modules)
        try:
            yield
        finally:
            for name, module in before.items():
                sys.modules.pop(name, None)
                if module is not None:
                    sys.modules[name] = module


class _Enough(BaseException):
    """Enough calls were noted; no `except Exception` of a test may swallow that."""


def _parameters(test: Callable[..., object]) -> Iterator[dict[str, Any]]:
    """Yield what pytest would call a test with, where it has at most one mark parametrize."""
    marks = [mark for mark in getattr(test, "pytestmark", ()) if mark.name == "parametrize"]
    if not marks:
        yield {}
    elif len(marks) == 1:
        names, rows = marks[0].args
        names = [name.strip() for name in names.split(",")] if isinstance(names, str) else list(names)
        for row in rows:
            values = getattr(row, "values", row) if type(row).__name__ == "ParameterSet" else row
            values = (values,) if len(names) == 1 and values is row else values
            yield dict(zip(names, values, strict=True))


def _is_plain(value: Any) -> bool:
    if isinstance(value, np.ndarray):
        return value.dtype.kind in "biuf" and bool(np.isfinite(value).all())
    if isinstance(value, dict):
        return all(map(_is_plain, value.values()))
    if type(value) in (tuple, list):
        return all(map(_is_plain, value))
    return isinstance(value, np.random.Generator) or type(value) in _PLAIN


def _with_fresh_generators(value: Any) -> Any:
    """Return arguments with generators that anybody can make again."""
    if isinstance(value, np.random.Generator):
        return np.random.default_rng(0)
    return {key: _with_fresh_generators(item) for key, item in value.items()} if type(value) is dict else value


def _numbers(given: Any) -> int:
    return sum(array.size for array in arrays(given))
