"""Make what lies in submitted/ safe to copy, whoever put it there: nbgrader follows links and waits for pipes.

`grader build --nbgrader` looks through all of it, and autograde through each hand-in before it copies it.
"""

from __future__ import annotations

import contextlib
import os
import secrets
import stat
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

from nbgrader.utils import parse_utc

from grader.course.model import Assignment, Course
from grader.intake.folders import Folder, kind_of
from grader.intake.names import shown
from grader.intake.tree import Refused
from grader.nbgrader.folder import CourseFolder, find_assignment, open_course_folder
from grader.nbgrader.keeping import NOTEBOOK_BYTES, SECRET, TIME, TIMESTAMP, grade_cells
from grader.outcome import MustAct

_SMALL = 4096
_LONGEST = 1000  # bytes of a folder's path in a hand-in: a path of more than 4,095 reaches nothing


def complete(folder: CourseFolder, course: Course) -> list[str]:
    """Take out of submitted/ what must not be copied, and supply what nbgrader cannot do without.

    Returns:
        One sentence for each hand-in that was changed.
    """
    sentences = []
    for student in _entries(folder.root / "submitted"):
        if student.is_symlink():
            student.unlink()
            sentences.append(f"submitted/{shown(student.name)} was a link and was taken out")
            continue
        for assignment in course.assignments:
            path = student / assignment.name
            if path.is_symlink():
                path.unlink()
                sentences.append(f"submitted/{shown(student.name)}/{assignment.name} was a link and was taken out")
            elif path.is_dir() and (done := _made_safe(path, assignment, folder)):
                sentences.append(f"submitted/{shown(student.name)}/{assignment.name}: {'; '.join(done)}")
    return sentences


def before_autograde(assignment: str, student: str, notebooks: list[str]) -> None:
    """Called by `nbgrader autograde` for each hand-in, before it copies what lies there.

    nbgrader would go on whatever this raises. So what cannot be made safe is put out of its reach, and without
    `notebooks` it leaves the student's marks as they are, says so, and takes the next hand-in.
    """
    for path in {Path(notebook).parent for notebook in notebooks}:
        if link := next((folder for folder in (path.parent, path) if folder.is_symlink()), None):
            link.unlink()  # what is behind it is somebody else's
            notebooks.clear()
            _say(f"{_shown_in_submitted(path)} was a link and was taken out")
            return
        try:
            folder = open_course_folder(path.parents[2])
            work = find_assignment(folder.course(), path.name)
            make_safe(path, work, folder)
            supplied = {str(path / f"{module}.ipynb") for module in work.modules}
            notebooks += sorted(supplied.difference(notebooks))  # nbgrader looked before they were there
        except MustAct as error:
            raise SystemExit(f"grader: {error}") from None
        except Exception as error:
            notebooks.clear()
            _put_aside(path, error)


def without_waiting_times(root: Path) -> None:
    """Called by nbgrader_config.py: nbgrader reads the times in submitted/ before it calls anything of ours."""
    for student in _entries(root / "submitted"):
        for time in student.glob(f"*/{TIMESTAMP}") if student.is_dir() else ():
            if not time.is_file():  # a pipe, which nobody may ever write to
                with contextlib.suppress(OSError):
                    time.unlink()


def make_safe(path: Path, assignment: Assignment, folder: CourseFolder) -> list[str]:
    """Make one hand-in safe to copy; return what was done."""
    done = list(_without_specials(path, {f"{module}.py" for module in assignment.modules}))
    with Folder(path) as place:
        for module in assignment.modules:
            name = f"{module}.ipynb"
            try:
                grade_cells(place.read((name,), NOTEBOOK_BYTES))
            except (Refused, ValueError):
                done.append(_replaced(path / name, folder.master(assignment.name, module)))
        if not (path / SECRET).is_file():
            done.append(_replaced(path / SECRET, secrets.token_hex(64).encode()))
        if (path / TIMESTAMP).exists() and not _is_time(place):
            done.append(_replaced(path / TIMESTAMP, datetime.now(UTC).strftime(TIME).encode()))
    return done


def _made_safe(path: Path, assignment: Assignment, folder: CourseFolder) -> list[str]:
    """Make one hand-in safe, or say that it is not: the others need not wait for somebody to look at it."""
    try:
        return make_safe(path, assignment, folder)
    except OSError as error:
        return [f"could not be looked through ({error.strerror}): take it out before you run `nbgrader autograde`"]


def _put_aside(path: Path, why: Exception) -> None:
    aside = path.with_name(f".{path.name}.unsafe-{secrets.token_hex(4)}")
    what = f"{_shown_in_submitted(path)} cannot be made safe to copy ({why})"
    try:
        path.rename(aside)
    except OSError:
        raise SystemExit(f"grader: {what}: take it out") from None
    _say(f"{what} and was renamed to {aside.name}")


def _shown_in_submitted(path: Path) -> str:
    return shown(str(path.relative_to(path.parents[2])))


def _say(sentence: str) -> None:
    print(f"grader: {sentence}", file=sys.stderr)  # nbgrader hides what a hook logs or raises


def _without_specials(path: Path, modules: set[str]) -> Iterator[str]:
    """Take out everything that is not a plain file of its own; a module with other names stays, to be looked at."""
    for where, folders, files in os.walk(path):
        for name in list(folders):
            if len(os.fsencode(Path(where, name).relative_to(path))) > _LONGEST and not Path(where, name).is_symlink():
                _take_out(Path(where, name), path)
                folders.remove(name)
                yield f"{shown(name)} lay too deep in other folders and was taken out"
        for name in sorted(folders + files):
            entry = Path(where, name)
            status = entry.lstat()
            what = ""
            if stat.S_ISLNK(status.st_mode):
                what = f"a link to {shown(os.readlink(entry))}"
            elif not stat.S_ISREG(status.st_mode) and not stat.S_ISDIR(status.st_mode):
                what = str(kind_of(status.st_mode))
            elif stat.S_ISREG(status.st_mode) and status.st_nlink > 1 and not (where == str(path) and name in modules):
                what = "a file with other names on this disk (hard links)"
            if what:
                entry.unlink()
                yield f"{shown(name)} was {what} and was taken out"


def _take_out(folder: Path, shallow: Path) -> None:
    """Delete a folder and all in it, however deep: each is moved to `shallow` first, where a path reaches it."""
    waiting, moved = [folder], []
    while waiting:
        place = shallow / f".{secrets.token_hex(8)}"
        waiting.pop().rename(place)
        moved.append(place)
        for entry in place.iterdir():
            if entry.is_dir() and not entry.is_symlink():
                waiting.append(entry)
            else:
                entry.unlink()
    for place in moved:
        place.rmdir()


def _entries(folder: Path) -> list[Path]:
    return sorted(folder.iterdir()) if folder.is_dir() else []


def _replaced(path: Path, content: bytes) -> str:
    was_there = path.exists()
    if was_there:
        names = (f"{path.name}.damaged{f'-{number}' if number > 1 else ''}" for number in count(1))
        path.rename(next(free for name in names if not os.path.lexists(free := path.with_name(name))))
    path.write_bytes(content)
    return f"{path.name} was {'damaged' if was_there else 'missing'} and was supplied"


def _is_time(place: Folder) -> bool:
    try:
        return parse_utc(place.read((TIMESTAMP,), _SMALL).decode("utf-8").strip()) is not None
    except (Refused, ValueError, OverflowError):
        return False
