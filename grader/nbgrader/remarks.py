"""What intake and collecting had to say about a hand-in, kept in the course folder and never among what students ship.

    remarks/<assignment>/<student>.json

The remarks count only for the very files they were made about: a hand-in that was put into submitted/ by hand, or
changed there, has none.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

from grader.files import make_private_folder, write_private
from grader.intake.names import result_file_name
from grader.nbgrader.folder import CourseFolder
from grader.submission import Submission


@dataclass(frozen=True)
class Remarks:
    """What there was to say about one hand-in, and the digests of the files it was said about."""

    flags: tuple[str, ...]
    refused: Mapping[str, str]
    needs_human: bool
    digests: Mapping[str, str]

    def are_about(self, submission: Submission, modules: Collection[str]) -> bool:
        """Are these modules of the hand-in still the files that the remarks were made about?"""
        now = digests({name: source for name, source in submission.sources.items() if name in modules})
        return now == {name: digest for name, digest in self.digests.items() if name in modules}


def write_remarks(folder: CourseFolder, assignment: str, submission: Submission, flags: Collection[str]) -> None:
    """Write down what there is to say about a hand-in that is collected.

    Args:
        flags: of collecting, in front of intake's own.
    """
    remarks = {
        "flags": [*flags, *submission.flags],
        "refused": dict(submission.refused),
        "needs_human": submission.needs_human,
        "sources": digests(submission.sources),
    }
    path = _path(folder, assignment, submission.student)
    make_private_folder(path.parent)
    write_private(path, (json.dumps(remarks, indent=1) + "\n").encode())


def read_remarks(folder: CourseFolder, assignment: str, student: str) -> Remarks | None:
    """Return what was remarked when this hand-in was collected; None where it was not."""
    try:
        raw = json.loads(_path(folder, assignment, student).read_text(encoding="utf-8"))
        refused = {str(module): str(why) for module, why in raw["refused"].items()}
        sources = {str(module): str(digest) for module, digest in raw["sources"].items()}
        return Remarks(tuple(str(flag) for flag in raw["flags"]), refused, raw["needs_human"] is True, sources)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def digests(sources: Mapping[str, bytes]) -> dict[str, str]:
    """Return a digest of each file."""
    return {name: hashlib.sha256(source).hexdigest() for name, source in sources.items()}


def _path(folder: CourseFolder, assignment: str, student: str) -> Path:
    return folder.root / "remarks" / assignment / f"{result_file_name(student)}.json"
