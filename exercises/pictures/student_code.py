# A copy of the kit's solutions/lessons/pictures/student_code.py, written by `grader build`: a change made here is lost.
"""The student's own files: always as they were saved last, and asked politely.

A file that cannot be imported stops no picture of another file; the sentences are those of `pytest`.
"""

from __future__ import annotations

import contextlib
import copy
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
from kit.course import FOLDER
from kit.student import Unusable, import_module, missing_name
from kit.traces import is_here

from . import patience, verdicts
from .patience import clock, seconds_for
from .trouble import Unfit

_OURS = ("conftest", "expect")


class _StudentModule:
    """Stands for one file of the student's; every attribute is looked up in the file as it is saved now."""

    def __init__(self, name: str) -> None:
        self.__dict__["module_name"] = name

    def __getattr__(self, attribute: str) -> Any:
        if attribute.startswith("__"):
            raise AttributeError(attribute)
        name = self.__dict__["module_name"]
        module = _load(name)
        _desk.used.add((name, attribute))
        try:
            return getattr(module, attribute)
        except AttributeError:
            raise Unfit(*missing_name(name, attribute)) from None

    def __dir__(self) -> list[str]:
        return dir(_load(self.__dict__["module_name"]))

    def __repr__(self) -> str:
        return f"{self.__dict__['module_name']}.py, as it was saved last"


def student(name: str) -> Any:
    """Return your module `name`.py: a saved change counts at once, and a typing error in it stops nothing.

    Use it like the module itself: forward = pictures.student("forward"), then forward.relu(...).
    """
    return _StudentModule(name)


def ask(module: Any, name: str, *args: Any, **settings: Any) -> Any:
    """Call a function of the student's with copies of the arguments, so that nothing of ours can be changed."""
    function = getattr(module, name)
    with clock.limit(seconds_for(name)):
        return function(*copy.deepcopy(args), **settings)


@contextlib.contextmanager
def one_picture() -> Iterator[None]:
    """Draw a picture inside: it begins with nothing used, and looks for a save once, not at each of its calls."""
    _desk.used.clear()
    _desk.looks_for_saves = Looks.ONCE
    try:
        yield
    finally:
        _desk.looks_for_saves = Looks.ALWAYS


def used() -> set[tuple[str, str]]:
    """Return what the picture has taken from the student's files so far: (module, function)."""
    return set(_desk.used)


def array(value: Any, shape: Sequence[int], what: str) -> np.ndarray:
    """Return a result as an array of numbers of the given shape.

    Args:
        value: what the student's function returned.
        shape: the shape that the docstring of the exercise promises; () for one number.
        what: what it is, such as "relu(x)".

    Raises:
        Unfit: it is something else.
    """
    if value is None:
        raise Unfit(f"{what} is None: is there a return?")
    try:
        found = np.array(value, dtype=np.float64)
    except (TypeError, ValueError):
        raise Unfit(f"{what}: expected numbers of shape {tuple(shape)}, got {_kind(value)}") from None
    if found.shape != tuple(shape):
        turned = ", which is its transpose" if found.shape == tuple(shape)[::-1] else ""
        raise Unfit(f"{what}: expected shape {tuple(shape)}, got {found.shape}{turned}")
    return found


def number(value: Any, what: str) -> float:
    """Return a result as one number, or raise Unfit."""
    return float(array(value, (), what))


def parts(value: Any, count: int, what: str) -> tuple[Any, ...]:
    """Return a result that should have `count` parts as a tuple, or raise Unfit."""
    if value is None:
        raise Unfit(f"{what} is None: is there a return?")
    if not isinstance(value, (tuple, list)) or len(value) != count:
        raise Unfit(f"{what}: expected {count} values, got {_kind(value)}")
    return tuple(value)


def _kind(value: Any) -> str:
    size = f" of length {len(value)}" if isinstance(value, (tuple, list, dict)) else ""
    return f"a {type(value).__name__}{size}"


class Looks(Enum):
    """When the files of the folder are looked at for a save."""

    ALWAYS, ONCE, NO_MORE = range(3)


@dataclass
class _Desk:
    """What was loaded from the folder, and from which state of its files."""

    saved: dict[str, tuple[int, int]] = field(default_factory=dict)
    faults: dict[str, Unusable | None] = field(default_factory=dict)
    used: set[tuple[str, str]] = field(default_factory=set)
    looks_for_saves: Looks = Looks.ALWAYS


_desk = _Desk()


def _load(name: str) -> ModuleType:
    """Return a student's module after loading everything anew if any file of the folder has changed.

    Raises:
        Unusable: the file cannot be imported.
    """
    if _desk.looks_for_saves is not Looks.NO_MORE:
        _look_for_saves()
    if name not in _desk.faults or name not in sys.modules:
        _desk.faults[name] = import_module(name, clock, patience.SECONDS)  # type: ignore[arg-type]  # only its limit is used
    fault = _desk.faults[name]
    if fault is not None:
        raise fault
    return sys.modules[name]


def _look_for_saves() -> None:
    files = [path for path in FOLDER.glob("*.py") if path.stem not in _OURS and not path.name.startswith("test_")]
    saved = {path.stem: (path.stat().st_mtime_ns, path.stat().st_size) for path in files}
    if saved != _desk.saved:
        for stem in {*saved, *_desk.faults}:
            _forget(stem)
        _desk.saved, _desk.faults = saved, {}
        verdicts.forget()
    if _desk.looks_for_saves is Looks.ONCE:
        _desk.looks_for_saves = Looks.NO_MORE


def _forget(stem: str) -> None:
    module = sys.modules.get(stem)
    file = getattr(module, "__file__", None)
    if module is not None and (file is None or is_here(Path(file))):
        del sys.modules[stem]
