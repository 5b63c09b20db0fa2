"""Keep a hand-in in submitted/ as plain files that are safe to copy, whatever it was before.

Only the course's modules and notebooks and the student's own modules get there, each a regular file of ours, beside
timestamp.txt, submission_secret.txt and collect_remarks.json: what intake had to say about the original.
"""

from __future__ import annotations

import json
import os
import re
import secrets
import shutil
import warnings
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import nbformat
from nbgrader.utils import parse_utc

from grader.course.model import Assignment, Course
from grader.intake.modules import read_modules
from grader.intake.tree import Parts, Refused, Tree
from grader.nbgrader.assignment import Cell
from grader.nbgrader.collected import REMARKS
from grader.nbgrader.folder import CourseFolder, part_of_course
from grader.submission import Submission

TIMESTAMP, SECRET = "timestamp.txt", "submission_secret.txt"
_TIME = "%Y-%m-%d %H:%M:%S.%f UTC"  # the one form that nbgrader reads the same in every time zone
_NOTEBOOK_BYTES = 5 << 20
_SECRET_BYTES = 1024
_A_SECRET = re.compile(rb"[!-~]{16,512}\s*")


@dataclass(frozen=True)
class CollectedHandIn:
    """One hand-in, read and judged: everything that will lie in submitted/."""

    submission: Submission
    notebooks: Mapping[str, bytes]
    secret: bytes
    when: datetime | None = None
    flags: tuple[str, ...] = field(default=())


def take(
    place: Tree, base: Parts, student: str, assignment: str, folder: CourseFolder, course: Course
) -> CollectedHandIn:
    """Read what one student handed in for an assignment, from a place that nobody trusts."""
    part = part_of_course(course, assignment)
    submission = read_modules(student, place, base, part)
    flags: list[str] = []
    notebooks = {}
    for module in part.modules:
        master = folder.master(assignment, module.name)
        name = f"{module.name}.ipynb"
        try:
            raw = place.read((*base, name), _NOTEBOOK_BYTES)
            flags += [f"{name}: {remark}" for remark in notebook_remarks(raw, master)]
        except Refused as refusal:
            raw = master
            flags.append(f"{name} {refusal}: the released one stands in, which costs no mark")
        except ValueError as error:
            raw = master
            flags.append(f"{name} is no notebook ({error}): the released one stands in, which costs no mark")
        notebooks[module.name] = raw
    try:
        secret = place.read((*base, SECRET), _SECRET_BYTES)
        if not _A_SECRET.fullmatch(secret):
            raise Refused("is not what nbgrader writes")
    except Refused as refusal:
        secret = secrets.token_hex(64).encode()
        flags.append(f"{SECRET} {refusal}: a new one was made, and feedback cannot be fetched by the old one")
    return CollectedHandIn(submission, notebooks, secret, flags=tuple(flags))


def keep(hand_in: CollectedHandIn, target: Path) -> None:
    """Write a hand-in in the place of an earlier one, which stays whole until the new one is complete.

    Raises:
        OSError: the disk is full, or the folder may not be written.
    """
    fresh = target.with_name(f".{target.name}.new")
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(parents=True)
    for module, source in hand_in.submission.sources.items():
        (fresh / f"{module}.py").write_bytes(source)
    for name, source in hand_in.submission.own_files().items():
        (fresh / name).parent.mkdir(exist_ok=True)
        (fresh / name).write_bytes(source)
    for module, raw in hand_in.notebooks.items():
        (fresh / f"{module}.ipynb").write_bytes(raw)
    (fresh / SECRET).write_bytes(hand_in.secret.strip())
    if hand_in.when is not None:
        (fresh / TIMESTAMP).write_text(hand_in.when.astimezone(UTC).strftime(_TIME), encoding="ascii")
    remarks = {
        "flags": [*hand_in.flags, *hand_in.submission.flags],
        "refused": dict(hand_in.submission.refused),
        "needs_human": hand_in.submission.needs_human,
    }
    (fresh / REMARKS).write_text(json.dumps(remarks, indent=1) + "\n", encoding="ascii")
    old = target.with_name(f".{target.name}.old")
    shutil.rmtree(old, ignore_errors=True)
    if target.exists():
        os.rename(target, old)
    os.rename(fresh, target)
    shutil.rmtree(old, ignore_errors=True)


def notebook_remarks(raw: bytes, master: bytes) -> list[str]:
    """Return what was done to the grade cells of a student's notebook; none of it changes a mark.

    Raises:
        ValueError: it is no notebook that nbgrader could read.
    """
    cells = _grade_cells(raw)
    released = {str(cell["metadata"]["nbgrader"]["grade_id"]): cell for cell in _grade_cells(master)}
    counts = Counter(cell["metadata"]["nbgrader"].get("grade_id") for cell in cells)
    edited = {
        name
        for cell in cells
        if (name := cell["metadata"]["nbgrader"].get("grade_id")) in released
        and (cell["source"] != released[name]["source"] or cell["cell_type"] != released[name]["cell_type"])
    }
    found = {
        "deleted": [name for name in released if not counts[name]],
        "there twice": [name for name in released if counts[name] > 1],
        "edited": [name for name in released if name in edited],
    }
    return [f"grade cells {how}, which changes no mark: {', '.join(names)}" for how, names in found.items() if names]


def _grade_cells(raw: bytes) -> list[Cell]:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of nbformat: what is odd but readable is no news
            whole = nbformat.reads(raw.decode("utf-8"), as_version=4)
            nbformat.validate(whole)
    except Exception as error:  # a parser meets hostile text: whatever it raises, this is no notebook
        raise ValueError(type(error).__name__) from error
    cells = [cell for cell in whole.cells if isinstance(cell.metadata.get("nbgrader"), dict)]
    return [cell for cell in cells if cell.metadata["nbgrader"].get("grade") is True]


def complete(folder: CourseFolder, course: Course) -> list[str]:
    """Supply what nbgrader cannot do without to hand-ins that were put into submitted/ by hand.

    Returns:
        One sentence for each hand-in that was completed.
    """
    sentences = []
    for assignment in course.assignments:
        for path in sorted((folder.root / "submitted").glob(f"*/{assignment.name}")):
            if path.is_dir() and not path.is_symlink() and not (path / REMARKS).is_file():
                done = _completed(path, assignment, folder)
                if done:
                    sentences.append(f"submitted/{path.parent.name}/{assignment.name}: {'; '.join(done)}")
    return sentences


def _completed(path: Path, assignment: Assignment, folder: CourseFolder) -> list[str]:
    done = []
    for link in sorted(p for p in path.rglob("*") if p.is_symlink()):
        done.append(f"{link.name} was a link to {os.readlink(link)} and was taken out")
        link.unlink()
    for module in assignment.modules:
        if not _is_notebook(path / f"{module}.ipynb"):
            done.append(_replaced(path / f"{module}.ipynb", folder.master(assignment.name, module)))
    if not (path / SECRET).is_file():
        done.append(_replaced(path / SECRET, secrets.token_hex(64).encode()))
    stamp = path / TIMESTAMP
    if stamp.exists() and not _is_time(stamp):
        done.append(_replaced(stamp, datetime.now(UTC).strftime(_TIME).encode()))
    return done


def _replaced(path: Path, content: bytes) -> str:
    was_there = path.exists()
    if was_there:
        path.rename(path.with_name(f"{path.name}.damaged"))
    path.write_bytes(content)
    return f"{path.name} was {'damaged' if was_there else 'missing'} and was supplied"


def _is_notebook(path: Path) -> bool:
    try:
        _grade_cells(path.read_bytes())
    except (OSError, ValueError):
        return False
    return True


def _is_time(path: Path) -> bool:
    try:
        return parse_utc(path.read_text(encoding="utf-8").strip()) is not None
    except (OSError, ValueError, OverflowError):
        return False
