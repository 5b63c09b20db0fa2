"""A course as one file that travels to other machines: packed once, verified there, unpacked where only we may look.

It holds what a grade depends on, and nothing else: no lesson, and of the students' folder only what guests may read.
"""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from grader.course.loading import FILE_NAME, CourseError
from grader.sandbox.host.isolation import SandboxError


@dataclass(frozen=True)
class Bundle:
    """The course's files in a zip, and the SHA-256 of that."""

    content: bytes
    digest: str


def pack(root: Path, files: Iterable[Path]) -> Bundle:
    """Return the bundle of a course; equal files make equal bundles, whatever their dates.

    Args:
        root: the course's folder.
        files: what a grade depends on, in it.

    Raises:
        CourseError: a file cannot be read, or its name cannot travel.
    """
    memory = io.BytesIO()
    with zipfile.ZipFile(memory, "w") as archive:
        for path in sorted({root / FILE_NAME, *files}):
            name = path.relative_to(root).as_posix()
            try:
                archive.writestr(zipfile.ZipInfo(name), path.read_bytes(), zipfile.ZIP_DEFLATED)
            except OSError as error:
                raise CourseError(f"{path}: cannot be read: {error.strerror}") from error
            except UnicodeEncodeError as error:
                raise CourseError(f"{root}: expected names of files in UTF-8, got {name!r}") from error
    content = memory.getvalue()
    return Bundle(content, hashlib.sha256(content).hexdigest())


def unpack(bundle: Bundle, folder: Path) -> None:
    """Write the files of a bundle below a folder, which nobody else should be able to enter.

    Raises:
        SandboxError: these are not the bytes that were packed, or a name leads out of the folder.
        OSError: the disk is full.
    """
    found = hashlib.sha256(bundle.content).hexdigest()
    if found != bundle.digest:
        raise SandboxError(f"the course has arrived damaged: expected SHA-256 {bundle.digest}, got {found}")
    with zipfile.ZipFile(io.BytesIO(bundle.content)) as archive:
        for name in archive.namelist():
            place = PurePosixPath(name)
            if place.is_absolute() or ".." in place.parts or "\\" in name:
                raise SandboxError(f"the course has a file that leads out of its folder: {name!r}")
            path = folder / place
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(archive.read(name))
