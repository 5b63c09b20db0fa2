"""What `pytest` says of the functions that a picture has called: wrong code must not look as if it were right.

The examples of test_NAME.py are run as plain functions, in a few milliseconds, and no picture has to know an answer.
"""

from __future__ import annotations

import contextlib
import importlib.util
import inspect
import io
import itertools
import sys
import warnings
from collections.abc import Callable, Iterable, Iterator
from types import ModuleType
from typing import Any

import numpy as np
from kit.course import FOLDER, read_course
from kit.traces import describe
from kit.watchdog import TookTooLong

from .patience import clock, seconds_for

_AS_NEW: Any = {"divide": "warn", "over": "warn", "under": "ignore", "invalid": "warn"}  # as pytest begins a test
_known: dict[tuple[str, str], str] = {}


def forget() -> None:
    """Forget what was found: a file has changed."""
    _known.clear()


def doubts(used: Iterable[tuple[str, str]]) -> list[str]:
    """Return a sentence for each used (module, function) that is an exercise and does not pass its public tests."""
    used = set(used)
    exercises = [(e.module, e.name) for e in read_course().exercises]
    sentences = []
    for module, name in (pair for pair in exercises if pair in used):
        if (module, name) not in _known:
            _known[module, name] = _first_fault(module, name, [n for m, n in exercises if m == module])
        if _known[module, name]:
            sentences.append(f"{name} is not right yet: {_known[module, name]}")
    return sentences


def _first_fault(module: str, name: str, names: list[str]) -> str:
    """Return what the first failing example says, "" if all pass, cannot be run, or wait for another function."""
    try:
        examples = _load(f"test_{module}")
    except Exception:  # a test file that was changed or is gone says nothing about the student's code
        return ""
    for title, test in vars(examples).items():
        if _exercise_of(title, names) != name or not callable(test):
            continue
        for values in _cases(test):
            with (
                contextlib.redirect_stdout(io.StringIO()),
                warnings.catch_warnings(record=True),
                np.errstate(**_AS_NEW),
            ):
                warnings.simplefilter("always")
                try:
                    with clock.limit(seconds_for(name)), _fixtures(examples, test, values) as all_values:
                        test(**all_values)
                except (NotImplementedError, KeyboardInterrupt):
                    return ""
                except TookTooLong:
                    return "no answer, an endless loop?"
                except AssertionError as error:
                    lines = str(getattr(error, "message", error)).splitlines()
                    return lines[0] if lines else "an example does not hold"
                except (Exception, SystemExit) as error:
                    return f"it raised {describe(error)}"
    return ""


def _load(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(f"{__package__}.{name}", FOLDER / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    writes_no_cache, sys.dont_write_bytecode = sys.dont_write_bytecode, True
    try:
        spec.loader.exec_module(module)
    finally:
        sys.dont_write_bytecode = writes_no_cache
    return module


def _exercise_of(title: str, names: list[str]) -> str:
    """Return the longest name of an exercise that the title of a test begins with."""
    found = [name for name in names if title == f"test_{name}" or title.startswith(f"test_{name}_")]
    return max(found, key=len, default="")


def _cases(test: Callable[..., Any]) -> Iterator[dict[str, Any]]:
    """Return the arguments of each run of a test, as its parametrize marks say them."""
    tables = []
    for mark in getattr(test, "pytestmark", []):
        if mark.name == "parametrize":
            names = [n.strip() for n in mark.args[0].split(",")] if isinstance(mark.args[0], str) else mark.args[0]
            rows = [getattr(row, "values", row) for row in mark.args[1]]
            tables.append([dict(zip(names, row if len(names) > 1 else [row], strict=True)) for row in rows])
    for chosen in itertools.product(*tables):
        yield {name: value for row in chosen for name, value in row.items()}


@contextlib.contextmanager
def _fixtures(examples: ModuleType, test: Callable[..., Any], values: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Return the arguments of a run with its fixtures; one of the file's may itself ask for monkeypatch and no more."""
    import pytest

    with pytest.MonkeyPatch.context() as monkeypatch:
        made = dict(values)
        for name in _arguments(test):
            if name not in made:
                made[name] = monkeypatch if name == "monkeypatch" else _made(getattr(examples, name), monkeypatch)
        yield made


def _made(fixture: Any, monkeypatch: Any) -> Any:
    function = inspect.unwrap(getattr(getattr(fixture, "__pytest_wrapped__", None), "obj", fixture))
    return function(monkeypatch) if _arguments(function) else function()


def _arguments(function: Callable[..., Any]) -> tuple[str, ...]:
    return function.__code__.co_varnames[: function.__code__.co_argcount]
