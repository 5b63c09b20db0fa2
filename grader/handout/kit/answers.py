"""Show a model answer, its reason and another style: only once the student's own is right, and only where the
instructor hands answers out (`grader build --solutions`)."""

from __future__ import annotations

import base64
import json
import zlib
from pathlib import Path

from .course import Course, did_you_mean
from .progress import finished

_FILE = Path("kit", "answers.txt")  # packed, so that nobody reads one by accident


def model_answer(folder: Path, course: Course, name: str) -> str:
    """Return what to show.

    Raises:
        LookupError: answers are not handed out, there is no such exercise, or it is not right yet.
    """
    exercise = next((e for e in course.exercises if e.name == name), None)
    if exercise is None:
        raise LookupError(f"there is no exercise {name}{did_you_mean(name, (e.name for e in course.exercises))}")
    try:
        packed = base64.b64decode((folder / _FILE).read_bytes())
        answers = json.loads(zlib.decompress(packed))
    except FileNotFoundError:
        raise LookupError("no answers come with these exercises") from None
    except (OSError, ValueError, zlib.error):
        raise LookupError(f"{_FILE.as_posix()} cannot be read: take a fresh copy of it") from None
    finished(exercise, course, folder)
    answer = answers.get(name)
    if answer is None:
        raise LookupError(f"there is no answer to {name}")
    parts = [f"one way to write {name}:", answer["code"]]
    if answer["why"]:
        parts.append(f"why: {answer['why']}")
    if answer["other"]:
        parts += ["another style:", answer["other"]]
    return "\n\n".join(parts)
