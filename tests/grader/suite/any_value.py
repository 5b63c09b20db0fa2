"""Run every hidden suite of a course against somebody who answers anything; print what made a suite fail by itself.

Run: python -m tests.grader.suite.any_value COURSE SEED
"""

from __future__ import annotations

import json
import random
import sys
import types
import warnings
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from grader import expect
from grader.course.loading import load_course
from grader.grade.results import TestResult
from grader.sandbox.host import proxy
from grader.sandbox.host.effects import copy_back
from grader.sandbox.host.remote import Method, Opaque
from grader.suite import variant
from grader.suite.plugin import GradingPlugin, Run
from grader.suite.reference import load_reference
from grader.suite.session import find_suites
from grader.values import copied

_KEYS = ("W1", "b1", "dx", "v", "m", "t", "s", "x", "w", "", "h")
_SCALARS = (None, True, 0, -1, 2**4000, 1.5, np.nan, np.inf, 2j, "text", "\ud800", b"", np.float64(1), np.uint64(9))
_DTYPES = ("f8", "f4", "i8", "u1", "c16", "?", "f2", "u8")


class Liar:
    """Answers rightly now and then, mostly with something like the right answer, or with anything at all."""

    calls = ()

    def __init__(self, reference: Mapping[str, types.ModuleType], seed: int) -> None:
        self._reference, self._dice = reference, random.Random(seed)

    def call(self, module: str, name: str, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        function = getattr(self._reference[module], name)
        return self._answer(function, args, kwargs)

    def draw(self, module: str, name: str, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        function = getattr(self._reference[module], name)
        return self._answer(lambda *args, **kwargs: expect.drawn(function, *args, **kwargs), args, kwargs)

    def _answer(self, does: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        right = None
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            try:
                right = does(*copied(args), **copied(kwargs))
            except Exception:
                right = None
        if self._dice.random() < 0.2:
            for argument in (*args, *kwargs.values()):
                copy_back(argument, self._twisted(argument))
        chance = self._dice.random()
        return right if chance < 0.4 else self._twisted(right) if chance < 0.8 else self._anything(0)

    def cpu_seconds(self) -> float:
        return 0.0

    def cpu_seconds_to_talk(self, args: tuple[Any, ...], kwargs: dict[str, Any]) -> float:
        return 0.0

    def _anything(self, depth: int) -> Any:
        below = range(self._dice.randrange(4) if depth < 3 else 0)
        match self._dice.randrange(10):
            case 0:
                shape = tuple(self._dice.randrange(6) for _ in range(self._dice.randrange(4)))
                return np.full(shape, self._dice.choice([0, 1]), self._dice.choice(_DTYPES))
            case 1:
                return [self._anything(depth + 1) for _ in below]
            case 2:
                return tuple(self._anything(depth + 1) for _ in below)
            case 3:
                return {self._dice.choice(_KEYS): self._anything(depth + 1) for _ in below}
            case 4:
                return [[0.0] * self._dice.randrange(4) for _ in range(3)]
            case 5:
                return self._dice.choice([Opaque("set"), Method()])
            case 6 if depth == 0:
                return self._dice.choice([np.empty((10**9, 0)), np.zeros((3000, 1, 3000), np.int8)])
        return self._dice.choice(_SCALARS)

    def _twisted(self, value: Any) -> Any:
        chance = self._dice.randrange(8)
        match value:
            case np.ndarray():
                flat = value.ravel()
                return [
                    value.tolist(),
                    value.astype(complex),
                    value[..., None],
                    flat,
                    value * 1,
                    value,
                    flat[:1],
                    -value,
                ][chance if value.dtype.kind != "b" else 0]
            case dict():
                return {key: self._maybe(item) for key, item in value.items() if self._dice.random() < 0.9}
            case list() | tuple():
                items = [self._maybe(item) for item in value]
                return items if (chance < 6) == isinstance(value, list) else tuple(items)
            case bool() | str() | None:
                return self._anything(2)
            case int() | float() | np.number():
                return [complex(value), np.array(value), [value], 2**4000, None, np.float64(value), value, -value][
                    chance
                ]
        return self._anything(1)

    def _maybe(self, value: Any) -> Any:
        return self._twisted(value) if self._dice.random() < 0.5 else value


def main() -> None:
    """Print the results in which a suite is to blame, as JSON."""
    course, seed = load_course(Path(sys.argv[1])), int(sys.argv[2])
    numbers = variant.install(course)
    if numbers is not None:
        variant.is_for(numbers("ada"))
    reference = load_reference(course)
    proxy.install(module.name for module in course.modules)
    blamed: list[str] = []
    seen: list[str] = []

    def ended(test: str, result: TestResult) -> None:
        seen.append(test)
        if result.our_fault:
            blamed.append(f"{test}: {result.message}")

    def serve(run: Run) -> None:
        proxy.answer_for(Liar(reference, seed))
        run(None, (), lambda test: None, ended)

    plugin = GradingPlugin(course, course, serve, lambda path: None, reference)
    settings = ["-c", "grader/suite/pytest.ini", f"--rootdir={course.root}", "-q"]
    pytest.main([*settings, *map(str, find_suites(course))], plugins=[plugin])
    if plugin.fault is not None:
        raise plugin.fault
    print(json.dumps({"seen": len(seen), "blamed": blamed}))


if __name__ == "__main__":
    main()
