# A copy of the kit's grader/handout/kit/hand_in.py, written by `grader build`: a change made here is lost.
"""Check the files that are graded, and put them into one zip: `pytest --hand-in`.

Whatever is wrong is said, and the zip is written all the same: a hand-in with a fault is better than none.
"""

from __future__ import annotations

import os
import sys
import zipfile
from pathlib import Path

from .course import Course
from .faults import Unusable
from .foreign import is_foreign, own_file, why_foreign
from .only_here import hear
from .recognise import imported_by
from .student import import_module, is_untouched, missing_name, work_elsewhere
from .watchdog import Watchdog

_NAME = "hand-in.zip"
_SECONDS = 10.0
_MOST_FILES, _MOST_BYTES = 50, 4 << 20  # of one's own modules, as graders read them
_OURS = frozenset({"conftest", "expect", "grader", "kit", "pytest", "solutions"})


def hand_in(folder: Path, course: Course) -> tuple[str, bool]:
    """Write the zip; return what to show, and whether nothing was found wrong.

    Raises:
        LookupError: there is nothing to hand in.
        OSError: the zip cannot be written.
    """
    modules = list(dict.fromkeys(exercise.module for exercise in course.exercises))
    there = [f"{name}.py" for name in modules if (folder / f"{name}.py").is_file()]
    if not there:
        files = ", ".join(f"{name}.py" for name in modules) or "none: is course.json here?"
        raise LookupError(f"there is nothing to hand in; the files that are graded are {files}")
    untouched = [f"{name}.py" for name in modules if is_untouched(name)]
    only_here: list[str] = []
    hear(only_here)
    watchdog = Watchdog(lambda seconds, frame: "a file hangs while it is imported, and cannot be stopped")
    at_import = [fault for name in modules for fault in _faults(folder, name, course, watchdog)]
    watchdog.stop()
    own, faults = _own_modules(folder, modules, course)  # which a script's own sys.path tells only now
    elsewhere = [line for name in modules for line in work_elsewhere(name)]
    faults += elsewhere
    if len(untouched) == len(there) and not elsewhere:
        faults.append("nothing is written yet: every file is as it was handed out")
    faults += [*at_import, *only_here]
    faults += _foreign(folder, [*there, *own], course)
    _write(folder, [*there, *own])
    lines = [f"{_NAME} is written, with {', '.join([*there, *own])}"]
    if untouched and len(untouched) < len(there):
        lines.append(f"not started: {', '.join(untouched)} (fine if you hand them in later)")
    if faults:
        lines += ["", "look at this, then hand in again:", *(f"  ! {fault}" for fault in dict.fromkeys(faults))]
    else:
        lines += ["nothing is wrong with their names and imports; whether they are right, `pytest` says"]
    return "\n".join(lines), not faults


def _faults(folder: Path, name: str, course: Course, watchdog: Watchdog) -> list[str]:
    fault = import_module(name, watchdog, _SECONDS)
    if isinstance(fault, Unusable):
        return ["\n    ".join(fault.lines)]
    loaded = vars(sys.modules[name])
    return [line for e in course.of_module(name) if not callable(loaded.get(e)) for line in missing_name(name, e)]


def _own_modules(folder: Path, modules: list[str], course: Course) -> tuple[list[str], list[str]]:
    """Return the student's own modules that the graded files import, and what is wrong with their names."""
    found: dict[str, None] = {}
    faults = []
    queue = [f"{name}.py" for name in modules]
    while queue:
        path = folder / queue.pop()
        for name in imported_by(path.read_bytes()) if path.is_file() else ():
            files = [file for file in _files_of(folder, name) if file not in found]
            if name in modules or not files:
                continue
            if name in sys.stdlib_module_names or name in _OURS or name in course.packages:
                faults.append(f"{files[0]} has a name that is taken and is left out: give it another name")
                continue
            found |= dict.fromkeys(files)
            queue += files
    if len(found) > _MOST_FILES or sum((folder / file).stat().st_size for file in found) > _MOST_BYTES:
        faults.append(f"at most {_MOST_FILES} files of your own, of 4 MB together, are read: these are more")
    return list(found), faults


def _files_of(folder: Path, name: str) -> list[str]:
    """Return the files of a module, or of a package, that lies in the folder."""
    if (folder / f"{name}.py").is_file():
        return [f"{name}.py"]
    files = sorted((folder / name).rglob("*.py")) if name.isidentifier() and (folder / name).is_dir() else []
    if not files and (file := own_file(name)) is not None:
        files = [file]
    return [file.relative_to(folder).as_posix() for file in files]


def _foreign(folder: Path, files: list[str], course: Course) -> list[str]:
    """Return what the files import and the grader does not have."""
    inside = {Path(file).parts[0].removesuffix(".py") for file in files}
    return [
        f"{file} imports {name}, {why_foreign(name)[0]}"
        for file in files
        for name in imported_by((folder / file).read_bytes())
        if name not in inside and is_foreign(name, course)
    ]


def _write(folder: Path, files: list[str]) -> None:
    fresh = folder / f".{_NAME}.{os.getpid()}"
    try:
        with zipfile.ZipFile(fresh, "w", zipfile.ZIP_DEFLATED) as archive:
            for file in files:
                archive.writestr(file, (folder / file).read_bytes())
        os.replace(fresh, folder / _NAME)
    finally:
        fresh.unlink(missing_ok=True)
