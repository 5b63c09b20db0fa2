"""Keep a hand-in in submitted/ as plain files that are safe to copy, whatever it was before.

Only the course's modules and notebooks and the student's own modules get there, each a regular file of ours, beside
timestamp.txt and submission_secret.txt. What intake had to say about the original lies where no hand-in can: see
`grader.nbgrader.remarks`.
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
from typing import Any

import nbformat
from nbformat.validator import get_validator

from grader.course.model import Course
from grader.files import make_private_folder
from grader.intake.hand_ins import HandIn
from grader.intake.tree import Parts, Refused
from grader.intake.unpacked import Unpacked
from grader.nbgrader.assignment import Cell
from grader.nbgrader.folder import CourseFolder
from grader.nbgrader.remarks import write_remarks
from grader.submission import Submission

TIMESTAMP, SECRET = "timestamp.txt", "submission_secret.txt"
TIME = "%Y-%m-%d %H:%M:%S.%f UTC"  # the one form that nbgrader reads the same in every time zone
NOTEBOOK_BYTES = 5 << 20
_SECRET_BYTES = 1024
_MOST_CELLS = 10_000
_WITH_IDS = 5  # nbformat 4.5: from there on nbformat gives a cell without an id one
_MISSING = "cannot be read: No such file or directory"
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
    hand_in: HandIn, assignment: str, folder: CourseFolder, part: Course, *, from_exchange: bool = False
) -> CollectedHandIn:
    """Read what one student handed in for an assignment, from a place that nobody trusts.

    Args:
        part: the course cut down to the assignment.
        from_exchange: nbgrader's own, where a hand-in has notebooks and a secret.
    """
    beside = _Beside({module.name: folder.master(assignment, module.name) for module in part.modules})
    submission = hand_in.read(part, beside)
    flags = beside.flags if from_exchange or beside.has_notebooks else []
    secret = beside.secret
    if secret is None:
        secret = secrets.token_hex(64).encode()
        if from_exchange:
            flags.append(f"{SECRET} {beside.no_secret}: a new one was made, feedback cannot be fetched by the old one")
    return CollectedHandIn(submission, beside.notebooks, secret, flags=tuple(flags))


class _Beside:
    """What is taken of a hand-in beside its modules: notebooks, which cost no mark, and nbgrader's secret."""

    def __init__(self, masters: Mapping[str, bytes]) -> None:
        self.notebooks = dict(masters)
        self.flags: list[str] = []
        self.has_notebooks = False
        self.secret: bytes | None = None
        self.no_secret = _MISSING

    def __call__(self, place: Unpacked, home: Parts) -> None:
        """Look into the folder from which the modules were read."""
        names = [f"{module}.ipynb" for module in self.notebooks]
        there = place.listing(home, [*names, SECRET]).entries
        for module, master in list(self.notebooks.items()):
            name = f"{module}.ipynb"
            try:
                if name not in there:
                    raise Refused(_MISSING)
                self.has_notebooks = True
                raw = place.read((*home, name), NOTEBOOK_BYTES)
                self.flags += [f"{name}: {remark}" for remark in notebook_remarks(raw, master)]
                self.notebooks[module] = raw
            except Refused as refusal:
                self.flags.append(f"{name} {refusal}: the released one stands in, which costs no mark")
            except ValueError as error:
                self.flags.append(f"{name} is no notebook ({error}): the released one stands in, which costs no mark")
        if SECRET in there:
            self._take_secret(place, home)

    def _take_secret(self, place: Unpacked, home: Parts) -> None:
        try:
            secret = place.read((*home, SECRET), _SECRET_BYTES)
        except Refused as refusal:
            self.no_secret = str(refusal)
            return
        if _A_SECRET.fullmatch(secret):
            self.secret = secret
        else:
            self.no_secret = "is not what nbgrader writes"


def keep(hand_in: CollectedHandIn, target: Path, assignment: str, folder: CourseFolder) -> None:
    """Write a hand-in in the place of an earlier one, which stays whole until the new one is complete.

    Raises:
        OSError: the disk is full, or the folder may not be written.
    """
    fresh = target.with_name(f".{target.name}.new")
    shutil.rmtree(fresh, ignore_errors=True)
    make_private_folder(fresh.parent)
    fresh.mkdir()
    for module, source in hand_in.submission.sources.items():
        (fresh / f"{module}.py").write_bytes(source)
    for name, source in hand_in.submission.own_files().items():
        (fresh / name).parent.mkdir(parents=True, exist_ok=True)
        (fresh / name).write_bytes(source)
    for module, raw in hand_in.notebooks.items():
        (fresh / f"{module}.ipynb").write_bytes(raw)
    (fresh / SECRET).write_bytes(hand_in.secret.strip())
    if hand_in.when is not None:
        (fresh / TIMESTAMP).write_text(hand_in.when.astimezone(UTC).strftime(TIME), encoding="ascii")
    write_remarks(folder, assignment, hand_in.submission, hand_in.flags)
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
    cells = grade_cells(raw)
    released = {str(cell["metadata"]["nbgrader"]["grade_id"]): cell for cell in grade_cells(master)}
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


def grade_cells(raw: bytes) -> list[Cell]:
    """Return the grade cells of a notebook.

    Raises:
        ValueError: it is none that nbgrader could read.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of nbformat: what is odd but readable is no news
            text = raw.decode("utf-8")
            _refuse_at_first_fault(json.loads(text))
            whole = nbformat.reads(text, as_version=4)
            nbformat.validate(whole)
    except Exception as error:  # a parser meets hostile text: whatever it raises, this is no notebook
        raise ValueError(str(error) if type(error) is ValueError else type(error).__name__) from error
    cells = [cell for cell in whole.cells if isinstance(cell.metadata.get("nbgrader"), dict)]
    return [cell for cell in cells if cell.metadata["nbgrader"].get("grade") is True]


def _refuse_at_first_fault(whole: Any) -> None:
    """Refuse what breaks the schema, and what is not of the version that is handed out.

    nbformat itself words every fault there is, so that one notebook of small wrong parts would take half an hour.
    """
    version, minor = whole["nbformat"], whole["nbformat_minor"]
    if version != nbformat.v4.nbformat or type(minor) is not int:
        raise ValueError("of another version than what was handed out")
    if len(whole["cells"]) > _MOST_CELLS:
        raise ValueError(f"more than {_MOST_CELLS:,} cells")
    cells = whole["cells"] if minor < _WITH_IDS else [{"id": "none", **cell} for cell in whole["cells"]]
    get_validator(version, minor, name="fastjsonschema").validate({**whole, "cells": cells})
