"""Read a zip's directory and its members. What it says of itself is checked and never trusted."""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Iterator
from functools import partial
from typing import BinaryIO

from grader.intake.crowds import refuse_crowds
from grader.intake.folders import kind_of
from grader.intake.members import TOOLS_SHARE, Member
from grader.intake.tree import Kind

_ENCRYPTED, _UTF8 = 0x1, 0x800  # flag bits of an entry
_READABLE = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}  # the others inflate without a limit on the output


class Zip:
    """A zip; see `Packed`. A bomb needs no limit: nothing is inflated but the start of a wanted member."""

    what = "zip"
    # What Python's zipfile raises on damaged archives, as found by feeding it mutated ones.
    damage = (
        zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError,
        RuntimeError, ValueError, OverflowError, IndexError,
    )  # fmt: skip

    def __init__(self, file: BinaryIO, most: int) -> None:
        refuse_crowds(file, most, most * TOOLS_SHARE)
        self._file = file
        self._zip = zipfile.ZipFile(file)
        self.comment = self._zip.comment

    @property
    def members(self) -> Iterator[Member]:
        """See `Packed`."""
        for entry in self._zip.infolist():
            content = partial(self._zip.open, entry)
            yield Member(_name(entry), _kind(entry), entry.file_size, entry.compress_size, content, _obstacle(entry))

    def close(self) -> None:
        """See `Packed`."""
        self._file.close()


def _name(entry: zipfile.ZipInfo) -> str:
    if entry.flag_bits & _UTF8:
        return entry.filename
    try:
        return entry.filename.encode("cp437").decode("utf-8")  # macOS writes UTF-8 and does not say so
    except UnicodeError:
        return entry.filename


def _kind(entry: zipfile.ZipInfo) -> Kind:
    if entry.filename.endswith("/"):
        return Kind.FOLDER
    mode = entry.external_attr >> 16
    return kind_of(mode) if mode & 0o170000 else Kind.FILE  # archives from Windows have no mode


def _obstacle(entry: zipfile.ZipInfo) -> str:
    if entry.flag_bits & _ENCRYPTED:
        return "is locked with a password: pack it without one"
    if entry.compress_type not in _READABLE:
        return f"is packed by method {entry.compress_type}, which is not read: pack it as an ordinary zip"
    return ""
