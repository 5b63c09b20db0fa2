# A copy of the kit's grader/handout/kit/foreign.py, written by `grader build`: a change made here is lost.
"""Refuse a student's files the packages that are there at home, and not when the work is graded.

Otherwise everything is green here, and the file that imports one earns nothing. Test files may import what they like.
"""

from __future__ import annotations

import builtins
import functools
import os
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from .course import FOLDER, Course, read_course
from .only_here import unheard

_PACKAGES = "site-packages"  # of a virtual environment in the folder
_NUMBERS = "variant"  # the module with a student's own numbers: the grader has it as well


def is_foreign(name: str, course: Course) -> bool:
    """Say whether a module, by the first part of its name, is not there when the work is graded."""
    if name in sys.stdlib_module_names or name in (*course.packages, *course.stood_in) or course.of_module(name):
        return False
    if name == _NUMBERS:
        return False
    if any(file == f"{name}.py" or file.startswith(f"{name}/") for file in course.generated):
        return True  # came with the exercises, and stays at home
    is_own = (FOLDER / f"{name}.py").is_file() or (FOLDER / name).is_dir() or own_file(name) is not None
    return not is_own and not _comes_along(name, course.packages)


def why_foreign(name: str) -> tuple[str, str]:
    """Return in words why such a module is refused, after a relative pronoun and after its name."""
    if name == "numpy":  # the grader has it, for its own comparisons
        return "which this course does without", "is not used in this course"
    return "which is not there when it is graded", "is not there when it is graded"


def own_file(name: str) -> Path | None:
    """Return the file of a module that lies in a folder below the exercises which a script has put on sys.path."""
    try:
        spec = find_spec(name)
    except (ImportError, ValueError):
        return None
    file = Path(spec.origin) if spec is not None and spec.has_location and spec.origin else None
    if file is None or not file.is_relative_to(FOLDER):
        return None
    folders = file.relative_to(FOLDER).parts[:-1]
    return None if any(part == _PACKAGES or part.startswith(".") for part in folders) else file


def is_installed(name: str) -> bool:
    """Say whether Python finds a module here."""
    try:
        return find_spec(name) is not None
    except (ImportError, ValueError):
        return False


def refuse(is_students: Callable[[str], bool]) -> None:
    """Let imports of such packages fail in the student's own files, until Python ends.

    Args:
        is_students: says of a file's name whether the student wrote it.
    """
    course = read_course()
    real = builtins.__import__
    if not course.exercises or real.__module__ == __name__:  # nothing is known of the course; or it refuses already
        return

    def import_(
        name: str,
        globals: Mapping[str, Any] | None = None,
        locals: Mapping[str, Any] | None = None,
        fromlist: Sequence[str] | None = (),
        level: int = 0,
    ) -> Any:
        first = name.partition(".")[0]
        is_theirs = not level and globals is not None and is_students(str(globals.get("__file__") or ""))
        if is_theirs and is_foreign(first, course) and is_installed(first):
            raise ModuleNotFoundError(f"{first} {why_foreign(first)[1]}", name=first)
        return real(name, globals, locals, fromlist or (), level)

    builtins.__import__ = import_


@functools.cache
def _comes_along(name: str, packages: tuple[str, ...]) -> bool:
    """Say whether one of the course's packages imports it, as pandas does dateutil: then the grader has it as well."""
    code = f"import sys, {', '.join(packages or ('sys',))}\nsys.exit({name!r} not in sys.modules)"
    here = os.path.dirname(__file__)
    with unheard():
        done = subprocess.run(
            [sys.executable, "-I", "-c", code], stdin=subprocess.DEVNULL, capture_output=True, cwd=here
        )
    return done.returncode == 0
