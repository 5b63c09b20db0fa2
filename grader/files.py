"""Files that are nobody else's business, and whose files may be believed.

What we write about students is readable by its owner alone. What we run or believe without being told its name was
written by the caller or by root: anybody else may have put it there for us to find.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

PRIVATE_FILE, PRIVATE_FOLDER = 0o600, 0o700
_WRITABLE_BY_OTHERS = 0o022


def make_private_folder(folder: Path) -> None:
    """Make a folder that only its owner may enter; one that is there already stays as it is.

    Raises:
        OSError: it cannot be made, or something else has its name.
    """
    if not folder.is_dir():
        make_private_folder(folder.parent)
        folder.mkdir(mode=PRIVATE_FOLDER, exist_ok=True)


def write_private(path: Path, content: bytes, by_way_of: Path | None = None) -> bool:
    """Replace a file in one step, readable by its owner alone; return whether anything changed.

    Args:
        by_way_of: the file that becomes it, on the same disk; one beside it if nothing is said.

    Raises:
        OSError: the disk is full, or the folder may not be written.
    """
    try:
        if path.read_bytes() == content:
            path.chmod(PRIVATE_FILE)
            return False
    except OSError:
        pass
    with replaced_private(path, by_way_of) as file:
        file.write(content)
    return True


@contextlib.contextmanager
def replaced_private(path: Path, by_way_of: Path | None = None) -> Iterator[BinaryIO]:
    """Yield a file that takes the place of another in one step, when all is written and nothing went wrong.

    Args:
        by_way_of: see `write_private`.

    Raises:
        OSError: the disk is full, or the folder may not be written.
    """
    fresh = by_way_of or path.with_name(f".{os.getpid()}.new")
    with contextlib.suppress(FileNotFoundError):
        fresh.unlink()
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE_FILE)
    try:
        with os.fdopen(descriptor, "wb") as file:
            yield file
        fresh.replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            fresh.unlink()
        raise


class TwiceWritten(OSError):
    """One file was to hold what is about two students; the message names both files."""


class OnceEach:
    """The files of one run: none is written for two students, also where a disk takes two names for the same."""

    def __init__(self) -> None:
        self._written: dict[str, Path] = {}

    def note(self, path: Path) -> None:
        """Remember a file that is written or believed.

        Raises:
            TwiceWritten: it is that of another student, under the same name or one that this disk takes for it.
        """
        before = self._written.setdefault(unicodedata.normalize("NFC", str(path)).casefold(), path)
        if before != path and _is_the_same(before, path):
            raise TwiceWritten(None, f"on this disk that is the same file as {before.name}: rename one of the hand-ins")


def _is_the_same(one: Path, other: Path) -> bool:
    try:
        return one.samefile(other)
    except OSError:
        return False


@contextlib.contextmanager
def export_to(path: Path) -> Iterator[BinaryIO]:
    """Yield what to write to where somebody asked for it: a device such as /dev/stdout stays what it is.

    Raises:
        OSError: there is no such folder, it is one, or it cannot be written.
    """
    if path.exists() and not path.is_file():
        with path.open("wb") as device, tempfile.TemporaryFile() as file:
            yield file
            file.seek(0)  # a zip is not written from its beginning to its end, and a device takes it only so
            shutil.copyfileobj(file, device)
    else:
        with replaced_private(path) as file:
            yield file


def is_by_us(path: Path) -> bool:
    """Does this belong to the caller or to root? Where systems do not tell owners, everything does."""
    if not hasattr(os, "getuid"):
        return True
    trusted = {os.getuid(), 0}
    if os.getuid() == 0 and os.environ.get("SUDO_UID", "").isdigit():
        trusted.add(int(os.environ["SUDO_UID"]))
    return path.stat().st_uid in trusted


def is_by_us_alone(path: Path) -> bool:
    """Does it belong to us, and may nobody else write it?"""
    return is_by_us(path) and (not hasattr(os, "getuid") or not path.stat().st_mode & _WRITABLE_BY_OTHERS)
