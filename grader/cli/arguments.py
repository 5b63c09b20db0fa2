"""What the commands share: paths and options, the course that is meant, and one sentence for each complaint."""

from __future__ import annotations

import contextlib
import errno
import os
from pathlib import Path
from typing import Any

import click

from grader.course.loading import CourseError, load_course
from grader.course.model import Course
from grader.intake.found_course import load_found_course
from grader.text import clean

_CURES = {
    errno.ENOSPC: "make room, or write somewhere else",
    errno.EDQUOT: "make room, or write somewhere else",
    errno.EACCES: "choose a place where you may read and write",
    errno.EPERM: "choose a place where you may read and write",
    errno.EROFS: "choose a place that can be written",
    errno.ENOTDIR: "a part of this path is a file",
    errno.EISDIR: "expected the name of a file",
    errno.EEXIST: "expected the name of a folder",
    errno.ENOENT: "is the path right?",
    errno.ENAMETOOLONG: "choose a shorter one",
    errno.EMFILE: "raise the limit with `ulimit -n`",
}


def sentence_of(error: OSError) -> str:
    """Return what the operating system refused, as one sentence: where, what, and what may help."""
    if isinstance(error, BrokenPipeError):
        return "whoever read the output is gone: the rest was not written"
    where = f"{clean(os.fsdecode(error.filename), 500)}: " if isinstance(error.filename, str | bytes) else ""
    what = error.strerror or str(error) or type(error).__name__
    cure = _CURES.get(error.errno or 0)
    return f"{where}{what}" + (f": {cure}" if cure else "")


def complain(sentence: str) -> int:
    """Say one sentence on stderr; return the exit code for it."""
    with contextlib.suppress(OSError):
        click.echo(f"grader: {clean(sentence, 4000)}", err=True)
    return 2


class _PathType(click.Path):
    """A path; an empty one is a mistake in a script, and not the current folder."""

    def __init__(self) -> None:
        super().__init__(path_type=Path)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Called by click."""
        if value == "":
            self.fail("expected a path, got an empty one", param, ctx)
        try:
            os.stat(value)
        except OSError as error:
            if error.errno == errno.ELOOP:  # which pathlib tells in a way of its own
                self.fail(sentence_of(error), param, ctx)
        return super().convert(value, param, ctx)


PATH = _PathType()
course_option = click.option(
    "--course",
    "course_path",
    type=PATH,
    default=None,
    metavar="FILE",
    help="the course.yaml (default: of this folder or the nearest above)",
)


roster_option = click.option(
    "--roster", "roster_path", type=PATH, metavar="CSV", help="the class list: id, first_name, last_name, email, ..."
)


def load(path: Path | None, hand_ins: Path | None = None) -> Course:
    return load_course(path) if path else load_found_course(Path.cwd(), never_in=hand_ins)


def no_track(track: str | None, course: Course) -> CourseError:
    return CourseError(f"no track {track!r} in the course: it has {', '.join(course.tracks) or 'none'}")
