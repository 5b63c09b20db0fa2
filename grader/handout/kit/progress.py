"""What was done before: a small file beside the exercises, so that the board goes on where it was.

It may be deleted at any time, and is only a memory: what runs is always judged anew. What was right counts as long as
the text of the function stays as it was then.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import zlib
from dataclasses import dataclass, field
from pathlib import Path

from .course import FOLDER, Course, Exercise
from .verdict import State

_FILE = ".progress.json"
_REMEMBERED = {state.value: state for state in (State.DONE, State.WRONG)}
_BEGINS = re.compile(rb"^(?:@|(?:async\s+def|def|class)\s+(\w+))", re.MULTILINE)


@dataclass
class Progress:
    """How each exercise ended when it last ran, the track, and what came next."""

    states: dict[Exercise, State] = field(default_factory=dict)
    track: str | None = None
    next: str = ""


class Memory:
    """The file with the progress, and what the exercises look like now."""

    def __init__(self, course: Course, folder: Path = FOLDER) -> None:
        self._course, self._path = course, folder / _FILE
        self._texts = _texts(course, folder)  # now: what is saved while the tests run is another text
        self.before = self._read()

    def _read(self) -> Progress:
        """Return what is remembered and still true; nothing where the file is missing or damaged."""
        try:
            raw = json.loads(self._path.read_text(encoding="utf-8"))
            states = {}
            for exercise in self._course.exercises:
                ended, text = raw["exercises"].get(exercise.key, ("", 0))
                if ended in _REMEMBERED and text == self._texts.get(exercise.key):
                    states[exercise] = _REMEMBERED[ended]
            track = raw["track"] if raw["track"] in self._course.tracks else None
            return Progress(states, track, str(raw["next"]))
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return Progress()

    def write(self, after: Progress) -> None:
        """Remember how each exercise stands; a folder that cannot be written to is left alone."""
        ended = {
            exercise.key: [state.value, self._texts[exercise.key]]
            for exercise, state in after.states.items()
            if state.value in _REMEMBERED and exercise.key in self._texts
        }
        text = json.dumps({"exercises": ended, "track": after.track, "next": after.next}, indent=1) + "\n"
        fresh = self._path.with_name(f"{_FILE}.{os.getpid()}")
        try:
            fresh.write_text(text, encoding="utf-8")
            os.replace(fresh, self._path)
        except OSError:
            with contextlib.suppress(OSError):
                fresh.unlink(missing_ok=True)


def done_before(course: Course, folder: Path) -> list[str]:
    """Return the names of the exercises that were right when they ran last, and have not been changed since."""
    states = Memory(course, folder).before.states
    return [exercise.name for exercise in course.exercises if states.get(exercise) is State.DONE]


def finished(exercise: Exercise, course: Course, folder: Path) -> None:
    """Let nobody pass whose exercise is not right.

    Raises:
        LookupError: it is not, or was changed since.
    """
    if exercise.name not in done_before(course, folder):
        raise LookupError(f"{exercise.name} is not right yet, or was changed since: pytest -k {exercise.name}")


def _texts(course: Course, folder: Path) -> dict[str, int]:
    """Return a checksum of the text of each exercise; of several definitions the last one counts, as in Python."""
    found: dict[str, int] = {}
    for module in dict.fromkeys(exercise.module for exercise in course.exercises):
        try:
            raw = (folder / f"{module}.py").read_bytes()
        except OSError:
            continue
        begins = [*_BEGINS.finditer(raw)]
        ends = [*(begin.start() for begin in begins), len(raw)][1:]  # none in a file without any function
        for begin, end in zip(begins, ends, strict=True):
            if begin[1]:
                text = b"\n".join(line.rstrip() for line in raw[begin.start() : end].rstrip().splitlines())
                found[f"{module}.{begin[1].decode()}"] = zlib.crc32(text)
    return found
