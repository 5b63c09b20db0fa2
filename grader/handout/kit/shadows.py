"""Keep a student's file with the name of a library from being taken for it: numpy.py, random.py, test files' helpers.

Python looks in the student's folder first, so a numpy.py there would stand in for numpy everywhere. The libraries are
imported before, from where they really are, so that everything else still runs; and the file is named.
"""

from __future__ import annotations

import contextlib
import importlib
import os
import re
import sys
from pathlib import Path

from .course import Course

_COPY = re.compile(r"(?:[ _-]+(?:copy|kopie)|\s*\(\d+\)|[ _-]\d+)+(?:[ _]\d+)?$", re.IGNORECASE)


def import_the_real_ones(folder: Path, course: Course) -> list[str]:
    """Import every library whose name a file of the folder has, and return what to say about each of those files."""
    libraries = sys.stdlib_module_names | {"numpy", *course.packages}
    own = {exercise.module for exercise in course.exercises}
    there = {path.stem: path.name for path in folder.glob("*.py")}
    there |= {path.parent.name: f"{path.parent.name}/" for path in folder.glob("*/__init__.py")}
    names = sorted(name for name in there if name in libraries and name not in own)
    if not names:
        return []
    before = sys.path[:]
    sys.path[:] = [place for place in before if not _is(place or os.curdir, folder)]
    try:
        for name in names:
            taken = sys.modules.get(name)
            home = Path(getattr(taken, "__file__", None) or os.devnull).parent
            if taken is not None and (_is(home, folder) or _is(home, folder / name)):
                del sys.modules[name]
            with contextlib.suppress(ImportError):  # not on this system
                importlib.import_module(name)
    finally:
        sys.path[:] = before
    return [
        f"{there[name]} has the name of a library, and is left out when your work is graded: give it another name"
        for name in names
        if name in sys.modules or not there[name].endswith("/")  # else it is where the library itself was installed
    ]


def original_of(file: str, course: Course) -> str | None:
    """Return which test file of the course a file is a copy of, by its name; None if it is none."""
    plain = _COPY.sub("", file.removesuffix(".py")) + ".py"
    return plain if plain != file and plain.startswith("test_") and plain in course.generated else None


def _is(place: str | Path, folder: Path) -> bool:
    return os.path.normcase(os.path.realpath(place)) == os.path.normcase(folder)
