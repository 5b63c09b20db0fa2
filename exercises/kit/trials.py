# A copy of the kit's grader/handout/kit/trials.py, written by `grader build`: a change made here is lost.
"""Run an exercise's examples on the student's own function and on variants of it, in a process of its own.

A variant may never come back, so nothing of this runs where a student waits. What comes out is a JSON file of facts;
no run of it counts for the board.
"""

from __future__ import annotations

import contextlib
import copy
import inspect
import json
import random
import subprocess
import sys
import tempfile
import warnings
from collections.abc import Iterator
from pathlib import Path
from types import CodeType, FrameType, FunctionType
from typing import Any

import pytest
from _pytest.runner import runtestprotocol

from .course import Exercise, read_course
from .samples import Inputs, as_call, as_value, in_words, lengths_in, others
from .variants import Variant, variants_of
from .verdict import State, Verdict

_SECONDS = 3.0  # for one test of a variant
_MOST_SECONDS = 120.0  # for everything
_MOST_VARIANTS, _FEW = 12, 4  # few: where a single test takes long
_MOST_CALLS = 20
_START = "import sys, pytest; sys.path.insert(0, sys.argv[1]); from kit.trials import main; main(*sys.argv[2:])"


def facts_about(folder: Path, exercise: Exercise, seed: int) -> dict[str, Any]:
    """Return what the examples say of the function and of its variants; {} where nothing came of it in time."""
    with tempfile.TemporaryDirectory() as scratch:
        out = Path(scratch, "facts.json")
        command = [sys.executable, "-P", "-c", _START, str(folder), exercise.module, exercise.name, str(seed), str(out)]
        quiet = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        with contextlib.suppress(subprocess.TimeoutExpired):
            subprocess.run(command, cwd=folder, timeout=_MOST_SECONDS, check=False, **quiet)  # type: ignore[call-overload]
        try:
            facts = json.loads(out.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
    return facts if isinstance(facts, dict) else {}


def main(module: str, name: str, seed: str, out: str) -> None:
    """Write the facts; the working directory is the student's folder."""
    exercise = read_course().find(name, module)
    trials = Trials(exercise, int(seed))
    pytest.main([f"test_{module}.py", "-k", name, "-p", "no:cacheprovider"], plugins=[trials])
    Path(out).write_text(json.dumps(trials.facts), encoding="utf-8")


class Trials:
    """A plugin that runs the tests its own way: once as they are, then once for each variant."""

    def __init__(self, exercise: Exercise, seed: int) -> None:
        self.facts: dict[str, Any] = {}
        self._exercise, self._seed = exercise, seed
        self._module, self._name = exercise.module, exercise.name
        self._calls: list[Inputs] = []

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Take the place of pytest's own loop."""
        self._loop = session.config.pluginmanager.getplugin("exercises")
        functions = _functions(vars(sys.modules[self._module]).get(self._name))
        code = next(iter(functions.values())).__code__ if len(functions) == 1 else None
        with self._recording(code):
            usual = self._run(session.items)
        self._loop.at_most = _SECONDS
        raw = Path(f"{self._module}.py").read_bytes()
        is_slow = self._exercise.seconds > 10
        draw = random.Random(self._seed)
        variants = variants_of(raw, self._name, _FEW if is_slow else _MOST_VARIANTS, draw)
        sample = None if code is None else self._sample(next(iter(functions.values())))
        tried = []
        for variant in variants:
            with _changed(functions, variant, raw, f"{self._module}.py") as is_changed:
                if is_changed:
                    said = self._run(session.items)
                    gives = "" if sample is None else self._result_of(next(iter(functions.values())), sample["inputs"])
                    row = {"line": variant.line, "old": variant.old, "new": variant.new}
                    tried.append({**row, "said": [line for _, line in said], "gives": gives})
        if sample is not None:
            del sample["inputs"]
        self.facts = {"sentences": [s for s, _ in usual], "said": [t for _, t in usual], "sample": sample}
        self.facts["variants"] = tried
        return True

    def _run(self, items: list[pytest.Item]) -> list[tuple[str, str]]:
        """Return the sentence of each test, and '' or the first line of what is wrong."""
        found = []
        self._loop.hung.clear()
        for item in items:
            test = getattr(item, "obj", None)
            reports = runtestprotocol(item, log=False, nextitem=None)
            if test is not None:
                item.obj = test  # type: ignore[attr-defined]  # after a test that hung, another one stands there
            verdicts: list[Verdict] = [v for report in reports if (v := getattr(report, "verdict", None)) is not None]
            if verdicts:
                found.append((verdicts[-1].sentence, _said(verdicts[-1])))
        return found

    @contextlib.contextmanager
    def _recording(self, code: CodeType | None) -> Iterator[None]:
        """Note with what the function is called."""

        def note(frame: FrameType, event: str, _: Any) -> None:
            if event == "call" and frame.f_code is code and len(self._calls) < _MOST_CALLS:
                names = code.co_varnames[: code.co_argcount + code.co_kwonlyargcount]
                with contextlib.suppress(Exception):  # what cannot be copied is no example
                    self._calls.append(copy.deepcopy({name: frame.f_locals[name] for name in names}))

        if code is None or code.co_flags & (inspect.CO_VARARGS | inspect.CO_VARKEYWORDS | inspect.CO_GENERATOR):
            yield
            return
        sys.setprofile(note)
        try:
            yield
        finally:
            sys.setprofile(None)

    def _sample(self, function: FunctionType) -> dict[str, Any] | None:
        """Return a call that no example makes, with its result; shapes before values."""
        lengths = {length for call in self._calls for length in lengths_in(call)}
        best: dict[str, Any] | None = None
        for call in sorted(self._calls, key=lambda call: -len(lengths_in(call))):
            for inputs in others(call, lengths):
                gives = self._result_of(function, inputs)
                if not gives:
                    continue
                said = as_call(self._name, inputs, "shape" in gives)
                if not said:
                    continue
                found = {"call": said, "gives": gives, "inputs": inputs}
                found["example"] = self._result_of(function, call)
                if "shape" in gives:
                    return found
                best = best or found
        return best

    def _result_of(self, function: FunctionType, inputs: Inputs) -> str:
        """Return the form or the value of a result, '' where there is none."""
        try:
            with self._loop.watchdog.limit(_SECONDS), warnings.catch_warnings():
                warnings.simplefilter("ignore")
                result = function(**copy.deepcopy(inputs))
            return in_words(result) or as_value(result)
        except KeyboardInterrupt:
            raise
        except BaseException:  # even exit() in the student's code, or an endless loop
            return ""


def _said(verdict: Verdict) -> str:
    if verdict.state is State.DONE:
        return ""
    lines = verdict.fault.lines if verdict.fault is not None else verdict.lines
    return lines[0].removesuffix(" It was in") if lines else verdict.state.value


def _functions(thing: Any) -> dict[str, FunctionType]:
    """Return a function, or a class's own methods, by their qualified names."""
    parts = (
        list(vars(thing).values()) if isinstance(thing, type) else [inspect.unwrap(thing)] if callable(thing) else []
    )
    plain = [getattr(part, "__func__", part) for part in parts]
    return {part.__code__.co_qualname: part for part in plain if isinstance(part, FunctionType)}


@contextlib.contextmanager
def _changed(functions: dict[str, FunctionType], variant: Variant, raw: bytes, file: str) -> Iterator[bool]:
    """Let functions be those of a variant, wherever they are known already; say whether that could be done."""
    before = {name: function.__code__ for name, function in functions.items()}
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            after = dict(_codes(compile(variant.source(raw), str(Path(file).resolve()), "exec")))
        for name, function in functions.items():
            function.__code__ = after[name]
        is_changed = True
    except (SyntaxError, ValueError, KeyError):
        is_changed = False
    try:
        yield is_changed
    finally:
        for name, function in functions.items():
            function.__code__ = before[name]


def _codes(code: CodeType) -> Iterator[tuple[str, CodeType]]:
    for inner in code.co_consts:
        if isinstance(inner, CodeType):
            yield inner.co_qualname, inner
            yield from _codes(inner)
