"""What the course consists of, from course.json and kit/hints.json; without them the loop still runs, knowing less."""

from __future__ import annotations

import functools
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parent.parent  # where the exercises are


@dataclass(frozen=True)
class Exercise:
    """One function or class to write. `minutes` 0: not known. `seconds`: the time a test of it may take.

    `is_own`: no exercise of the course, but what a test file of the student's own is about.
    """

    name: str
    module: str
    minutes: int = 0
    is_bonus: bool = False
    seconds: float = 0.0
    hints: tuple[str, ...] = ()
    is_own: bool = False

    @property
    def key(self) -> str:
        """The exercise's name with its module's."""
        return f"{self.module}.{self.name}"


@dataclass(frozen=True)
class Course:
    """The exercises in the order of the course, and the names on each track."""

    exercises: tuple[Exercise, ...] = ()
    tracks: dict[str, list[str]] = field(default_factory=dict)
    packages: tuple[str, ...] = ("numpy",)  # what a hand-in may import
    stood_in: tuple[str, ...] = ()  # what draws, and may be imported though nothing is drawn while grading
    can: dict[str, str] = field(default_factory=dict)  # what a student can do after a module; "": after the course
    generated: frozenset[str] = frozenset()  # the files that came with the exercises

    def has_module(self, name: str) -> bool:
        """Say whether the course has this module; where nothing is known of the course, any may be one."""
        return not self.exercises or bool(self.of_module(name))

    def of_module(self, module: str) -> list[str]:
        """Return the names of a module's exercises."""
        return [exercise.name for exercise in self.exercises if exercise.module == module]

    def find(self, name: str, module: str) -> Exercise:
        """Return an exercise; one that course.json does not list is made up, so that nothing is lost."""
        listed = (e for e in self.exercises if (e.name, e.module) == (name, module))
        return next(listed, Exercise(name, module, is_own=not self.has_module(module)))


@functools.cache
def read_course(folder: Path = FOLDER) -> Course:
    """Read what is known of the course; a missing or damaged file gives an empty course."""
    hints = _hints(folder / "kit" / "hints.json")
    try:
        raw = _read(folder / "course.json")
        exercises = tuple(_exercise(e, module["name"], hints) for module in raw["modules"] for e in module["exercises"])
        can = {module["name"]: str(module.get("can", "")) for module in raw["modules"]} | {"": str(raw.get("can", ""))}
        packages = tuple(map(str, raw.get("packages", ["numpy"])))
        stood_in = tuple(map(str, raw.get("stood_in", ())))
        return Course(exercises, dict(raw["tracks"]), packages, stood_in, can, frozenset(raw["generated"]))
    except (OSError, ValueError, KeyError, TypeError):
        return Course()


def did_you_mean(name: str, known: Iterable[str], closeness: float = 0.6) -> str:
    """Return ": did you mean ...?" for a name that is nearly a known one, else ''."""
    import difflib  # most runs need it not

    by_folded = {candidate.casefold(): candidate for candidate in known}
    near = difflib.get_close_matches(name.casefold(), by_folded, n=1, cutoff=closeness)
    return f": did you mean {by_folded[near[0]]}?" if near else ""


def _hints(path: Path) -> dict[str, list[str]]:
    try:
        return {str(name): [str(hint) for hint in hints] for name, hints in _read(path).items()}
    except (OSError, ValueError, AttributeError, TypeError):
        return {}


def _read(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


def _exercise(raw: dict[str, Any], module: str, hints: dict[str, list[str]]) -> Exercise:
    name, seconds = raw["name"], float(raw.get("seconds") or 0.0)
    return Exercise(name, module, int(raw["minutes"]), raw["tier"] == "stretch", seconds, tuple(hints.get(name, ())))
