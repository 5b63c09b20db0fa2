"""Write exercises/: exactly what a student gets, made from the solutions, the public tests and the handout.

Nothing in that folder is written by hand. Equal sources give equal bytes on every system (UTF-8, LF), so
`drift` can say which file is out of step. The list of generated files travels in course.json; a file that is
on no such list is never overwritten or removed.
"""

from __future__ import annotations

import json
import os
from pathlib import Path, PurePosixPath

from grader.authoring.contents import FACTS, File, contents, tree
from grader.course.loading import CourseError
from grader.course.model import Course

TARGET = "exercises"


def build(course: Course, target: Path | None = None, *, with_answers: bool = False) -> list[Path]:
    """Write the student's folder, atomically file by file, and remove generated files that are no part of it now.

    Args:
        course: a course with solutions/ and tests/public/ beside its course.yaml.
        target: the folder to write; None: exercises/ of the course.
        with_answers: for self-study, where marks say nothing: `pytest --solution` shows a model answer.

    Returns:
        The files that were written or removed; those that were right already are left alone.

    Raises:
        CourseError: a solution or a public test is missing or broken, or a file is in the way that
            `grader build` did not write.
    """
    target = target or course.root / TARGET
    files = contents(course, with_answers)
    generated = _generated(target)
    _refuse_foreign(target, files, generated)
    changed = []
    for name, file in files.items():
        if not _is_in_step(target / name, file):
            _write(target / name, file.content)
            changed.append(target / name)
    for name in sorted(generated - files.keys()):
        if (target / name).is_file():
            (target / name).unlink()
            changed.append(target / name)
    return changed


def drift(course: Course) -> list[str]:
    """Return one sentence for each file of exercises/ that is not what `build` would write.

    Raises:
        CourseError: as `build`.
    """
    target = course.root / TARGET
    files = contents(course)
    generated = _generated(target)
    sentences = []
    for name, file in files.items():
        if not (target / name).is_file():
            sentences.append(f"{TARGET}/{name} is missing: run `grader build`")
        elif not _is_in_step(target / name, file):
            sentences.append(f"{TARGET}/{name} differs from {file.origin}: run `grader build`")
    for name in sorted(_present(target) - files.keys()):
        if name in generated:
            sentences.append(f"{TARGET}/{name} is no part of the course any more: run `grader build`")
        else:
            sentences.append(f"{TARGET}/{name} was not written by `grader build`: move it away")
    return sentences


def _generated(target: Path) -> set[str]:
    """Return the names that an earlier build noted; a name that leads out of the folder is none of them."""
    try:
        names = json.loads((target / FACTS).read_text(encoding="utf-8"))["generated"]
    except (OSError, ValueError, KeyError, TypeError):
        return set()
    paths = [PurePosixPath(name) for name in names if isinstance(name, str)]
    return {str(path) for path in paths if not path.is_absolute() and ".." not in path.parts}


def _refuse_foreign(target: Path, files: dict[str, File], generated: set[str]) -> None:
    for name, file in files.items():
        if name not in generated and (target / name).exists() and not _is_in_step(target / name, file):
            raise CourseError(f"{target / name}: expected a file that `grader build` wrote, got another: move it away")


def _present(target: Path) -> set[str]:
    return {name for name, _ in tree(target)} if target.is_dir() else set()


def _is_in_step(path: Path, file: File) -> bool:
    return path.is_file() and not path.is_symlink() and path.read_bytes() == file.content


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        fresh.write_bytes(content)
        os.replace(fresh, path)
    finally:
        fresh.unlink(missing_ok=True)
