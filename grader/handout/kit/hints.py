"""Hints on demand: each `pytest --hint EXERCISE` shows one more, and those before it."""

from __future__ import annotations

import json
import os
import textwrap
from pathlib import Path

from .course import Exercise, did_you_mean, read_course

_SEEN = Path("kit", ".hints_seen.json")  # how many hints of each exercise were shown; without this file they begin anew
_WIDTH = 96


def next_hint(folder: Path, name: str) -> str:
    """Return what to show of an exercise, one hint more than last time; the list of them all for an empty name.

    Raises:
        LookupError: there is no exercise of that name, or no hint for it.
    """
    exercises = read_course(folder).exercises
    seen = _read(folder)
    if not name or any(name in (e.module, f"{e.module}.py") for e in exercises):
        return _list([e for e in exercises if not name or name in (e.module, f"{e.module}.py")], seen)
    found = next((e for e in exercises if e.name == name), None)
    if found is None:
        near = did_you_mean(name, (e.name for e in exercises)) or "; all of them: pytest --hint"
        raise LookupError(f"there is no exercise {name}{near}")
    if not found.hints:
        raise LookupError(f"there are no hints for {name}: its examples are in test_{found.module}.py")
    shown = min(seen.get(name, 0) + 1, len(found.hints))
    _write(folder, {**seen, name: shown})
    return _page(found, shown)


def _page(exercise: Exercise, shown: int) -> str:
    total = len(exercise.hints)
    lines = [f"hints for {exercise.name} in {exercise.module}.py", ""]
    for number, hint in enumerate(exercise.hints[:shown], 1):
        lines += textwrap.wrap(
            f"  {number}. {hint}", _WIDTH, subsequent_indent="     ", break_long_words=False, break_on_hyphens=False
        )
    if shown < total:
        end = f"  {shown} of {total}; for one more: pytest --hint {exercise.name}"
    else:
        end = f"  {total} of {total}: that was the last one. Are the examples in test_{exercise.module}.py of help?"
    return "\n".join([*lines, "", end])


def _list(exercises: list[Exercise], seen: dict[str, int]) -> str:
    modules = dict.fromkeys(e.module for e in exercises if e.hints)
    if not modules:
        raise LookupError("there are no hints in this course")
    lines = ["there are hints for"]
    for module in modules:
        names = [_with_count(e, seen.get(e.name, 0)) for e in exercises if e.module == module and e.hints]
        lines += ["", f"  {module}.py"]
        lines += textwrap.wrap(", ".join(names), _WIDTH, initial_indent="    ", subsequent_indent="    ")
    return "\n".join([*lines, "", "  for the next one: pytest --hint EXERCISE"])


def _with_count(exercise: Exercise, shown: int) -> str:
    return f"{exercise.name} ({shown} of {len(exercise.hints)} seen)" if shown else exercise.name


def _read(folder: Path) -> dict[str, int]:
    try:
        raw = json.loads((folder / _SEEN).read_text(encoding="utf-8"))
        return {str(name): max(0, int(number)) for name, number in raw.items()}
    except (OSError, ValueError, TypeError, AttributeError):
        return {}


def _write(folder: Path, seen: dict[str, int]) -> None:
    fresh = folder / _SEEN.with_suffix(f".{os.getpid()}")
    try:
        fresh.write_text(json.dumps(seen, indent=1) + "\n", encoding="utf-8")
        os.replace(fresh, folder / _SEEN)
    except OSError:  # a folder that cannot be written to still gives its first hints
        fresh.unlink(missing_ok=True)
