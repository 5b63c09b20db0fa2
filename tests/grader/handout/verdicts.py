"""Run in a folder of exercises: judge many hand-ins in one process, each as `pytest -k EXERCISE` would.

Reads a JSON list of [key, module, exercise, source of the module] from its input, and writes a JSON dict of the lines
that a student reads of the first example that does not hold, or of a file that cannot be used.
"""

from __future__ import annotations

import contextlib
import importlib
import inspect
import io
import json
import linecache
import sys
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

SECONDS = 2.0


class Judge:
    """The kit of the folder that this runs in."""

    def __init__(self) -> None:
        sys.path.insert(0, "")
        self.kit = {name: importlib.import_module(f"kit.{name}") for name in ("course", "student", "verdict")}
        self.watchdog = importlib.import_module("kit.watchdog").Watchdog(lambda seconds, frame: "cannot be stopped")

    def lines(self, module: str, exercise: str, source: str) -> list[str]:
        """Return what a student with this file reads, [] if every example holds."""
        Path(f"{module}.py").write_text(source, encoding="utf-8")
        linecache.clearcache()
        for name in ("student", "verdict"):  # what the kit remembers of files that do not change in one run
            for part in vars(self.kit[name]).values():
                if hasattr(part, "cache_clear"):
                    part.cache_clear()
        sys.modules.pop(module, None)
        tests = importlib.import_module(f"test_{module}")
        if fault := self.kit["student"].import_module(module, self.watchdog, SECONDS):
            return list(fault.lines)
        setattr(tests, module, sys.modules[module])
        for name, test in vars(tests).items():
            if name.startswith(f"test_{exercise}_"):
                for values in _cases(test):
                    if lines := self._verdict(module, exercise, name, self._error_of(test, values)):
                        return lines
        return []

    def _verdict(self, module: str, exercise: str, name: str, error: BaseException | None) -> list[str]:
        subject = self.kit["course"].Exercise(exercise, module)
        return list(self.kit["verdict"].judge(subject, name, error, SECONDS).lines)

    def _error_of(self, test: Callable[..., None], values: dict[str, Any]) -> BaseException | None:
        try:
            with self.watchdog.limit(SECONDS), warnings.catch_warnings():
                warnings.simplefilter("ignore")
                test(**values)
        except BaseException as error:  # also exit()
            return error.with_traceback(error.__traceback__ and error.__traceback__.tb_next)
        return None


def _cases(test: Callable[..., None]) -> list[dict[str, Any]]:
    """Return the arguments of a test that has none, or rows of one parametrize; a test with fixtures is left out."""
    marks = [mark for mark in getattr(test, "pytestmark", []) if mark.name == "parametrize"]
    wanted = set(inspect.signature(test).parameters)
    if not marks:
        return [] if wanted else [{}]
    names = marks[0].args[0]
    names = [name.strip() for name in names.split(",")] if isinstance(names, str) else list(names)
    rows = [getattr(row, "values", row) for row in marks[0].args[1]]
    if len(names) == 1:
        rows = [row if isinstance(row, tuple) else (row,) for row in rows]
    return [dict(zip(names, row, strict=True)) for row in rows if set(names) == wanted]


if __name__ == "__main__":
    sys.dont_write_bytecode = (
        True  # a file of the same length, written in the same second, would count as the one before
    )
    judge = Judge()
    found = {}
    for key, *row in json.load(sys.stdin):
        with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
            found[key] = judge.lines(*row)
    json.dump(found, sys.stdout)
