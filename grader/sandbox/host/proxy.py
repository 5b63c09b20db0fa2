"""Stand in for a student's modules: `import forward` in a suite gives a StudentModule.

Which submission answers is decided by `answer_for`, so that one collected suite serves any hand-in.
"""

from __future__ import annotations

import sys
import time
import types
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, Protocol

from grader.handout.expect import drawn
from grader.sandbox.host.recording import Call


class Answering(Protocol):
    """Who answers what a suite calls: a submission, or the course itself."""

    @property
    def calls(self) -> Sequence[Call]:
        """What was recorded."""

    def call(self, module: str, name: str, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        """Call a function or a class."""

    def draw(self, module: str, name: str, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        """Call a function, and return what it draws (grader.handout.expect.drawn)."""

    def cpu_seconds(self) -> float:
        """Return the CPU seconds of the process that answers."""

    def cpu_seconds_to_talk(self, args: tuple[Any, ...], kwargs: dict[str, Any]) -> float:
        """Return what a call costs without the function's own work."""


_answering: ContextVar[Answering | None] = ContextVar("_answering", default=None)


def install(modules: Iterable[str]) -> None:
    """Place proxies in sys.modules, before a suite is collected."""
    for name in modules:
        sys.modules[name] = StudentModule(name)


def answer_for(student: Answering) -> None:
    """Let this submission answer from now on."""
    _answering.set(student)


@contextmanager
def the_course_answers(reference: Mapping[str, types.ModuleType]) -> Iterator[None]:
    """Let the course's own functions answer, in this process."""
    before = _answering.set(_TheCourse(reference))
    try:
        yield
    finally:
        _answering.reset(before)


def latest_call() -> Call | None:
    """Return the call recorded last of the submission that answers."""
    student = _answering.get()
    return student.calls[-1] if student is not None and student.calls else None


def calls_so_far() -> int:
    """Return how many calls are recorded of the submission that answers."""
    student = _answering.get()
    return 0 if student is None else len(student.calls)


@contextmanager
def nobody_answers() -> Iterator[None]:
    """Keep every submission out while code of the course runs alone."""
    before = _answering.set(None)
    try:
        yield
    finally:
        _answering.reset(before)


class _TheCourse:
    calls: Sequence[Call] = ()

    def __init__(self, reference: Mapping[str, types.ModuleType]) -> None:
        self._reference = reference

    def call(self, module: str, name: str, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        return getattr(self._reference[module], name)(*args, **kwargs)

    def draw(self, module: str, name: str, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        return drawn(getattr(self._reference[module], name), *args, **kwargs)

    def cpu_seconds(self) -> float:
        return time.process_time()

    def cpu_seconds_to_talk(self, args: tuple[Any, ...], kwargs: dict[str, Any]) -> float:
        return 0.0


class StudentModule(types.ModuleType):
    """A module whose every public attribute is a function or class of the student's."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_") or name in ("pytest_plugins", "pytestmark"):
            raise AttributeError(name)  # pytest and the import system probe for these
        return RemoteFunction(self.__name__, name)


class RemoteFunction:
    """A function or class in the guest; whether it exists shows when it is called."""

    def __init__(self, module: str, name: str) -> None:
        self.__module__, self.__name__ = module, name

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return self._who_answers().call(self.__module__, self.__name__, args, kwargs)

    def what_it_draws(self, *args: Any, **kwargs: Any) -> Any:
        """Call it, and return what it draws."""
        return self._who_answers().draw(self.__module__, self.__name__, args, kwargs)

    def cpu_clock(self) -> float:
        """Return the CPU seconds of the process that answers."""
        return self._who_answers().cpu_seconds()

    def cpu_seconds_to_talk(self, *args: Any, **kwargs: Any) -> float:
        """Return the CPU seconds that such a call costs the process without any of the student's code."""
        return self._who_answers().cpu_seconds_to_talk(args, kwargs)

    def _who_answers(self) -> Answering:
        student = _answering.get()
        if student is None:
            raise RuntimeError(f"{self!r} was called while no submission is graded: call it inside a test")
        return student

    def __repr__(self) -> str:
        return f"{self.__module__}.{self.__name__}"
