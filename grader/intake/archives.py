"""Read a zip that a student may have prepared, in memory: nothing is unpacked to disk, no name of it becomes a path.

What the archive says about itself (sizes, counts, kinds) is checked but never trusted: a member is inflated
only when it is wanted, and only up to a limit.
"""

from __future__ import annotations

import re
import shutil
import struct
import tempfile
import zipfile
import zlib
from collections.abc import Collection
from typing import BinaryIO, cast

from grader.intake.crowds import refuse_crowds
from grader.intake.folders import kind_of
from grader.intake.names import is_tool_folder, listed, shown
from grader.intake.tree import (
    ARCHIVE_BYTES,
    MOST_ENTRIES,
    STORED_ARCHIVE_BYTES,
    Kind,
    Listing,
    Parts,
    Refused,
    too_large,
)

_DEEPEST = 32  # folders within folders: more is no hand-in, and would be slow to keep
_SWOLLEN = 500 << 20  # bytes that the members claim together: ten times the largest zip that is read
_LONGEST_NAME = 255  # of a file or folder, on any disk
_TOOLS_SHARE = 30  # entries in folders of tools for each other one: a virtual environment has tens of thousands
_INFLATED = 20  # times its packed size: no zip within a zip is larger
_ENCRYPTED, _UTF8 = 0x1, 0x800  # flag bits of an entry
_READABLE = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}  # the others inflate without a limit on the output

# What Python's zipfile raises on damaged archives, as found by feeding it mutated ones.
_DAMAGE = (
    zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError,
    RuntimeError, ValueError, OverflowError, IndexError,
)  # fmt: skip


class Archive:
    """A zip as a place. A bomb needs no limit on its ratio: nothing is inflated but the start of a wanted member.

    Args:
        file: the archive, seekable; stays open as long as this is used.
        most: entries that are accepted.

    Raises:
        Refused: it is no zip, is damaged, or has too many entries.
    """

    def __init__(self, file: BinaryIO, most: int = MOST_ENTRIES) -> None:
        refuse_crowds(file, most, most * _TOOLS_SHARE)
        try:
            self._zip = zipfile.ZipFile(file)
        except _DAMAGE as error:
            raise Refused(f"is not a zip that can be read ({_reason(error)}): pack it again") from error
        self._members: dict[Parts, list[zipfile.ZipInfo]] = {}
        self._folders: dict[Parts, dict[str, Kind]] = {(): {}}
        self._odd: list[str] = []
        self._long: list[str] = []
        self._has_backslashes = False
        for member in self._zip.infolist():
            self._add(member)
        unpacked = sum(m.file_size for m in self._zip.infolist() if not _is_of_tool(tuple(m.filename.split("/"))))
        self._bomb = unpacked if unpacked > _SWOLLEN else 0

    @property
    def comment(self) -> bytes:
        """What whoever packed the archive wrote at its end."""
        return self._zip.comment

    @property
    def remarks(self) -> tuple[str, ...]:
        """What the instructor may want to know about the archive."""
        remarks = []
        if self._has_backslashes:
            remarks.append("the zip's names have backslashes for slashes")
        if self._long:
            remarks.append(f"the zip has names that no disk can hold, which are not read: {listed(self._long)}")
        if self._odd:
            remarks.append(f"the zip has names that lead out of it, which are not read: {listed(self._odd)}")
        if self._bomb:
            remarks.append(f"the zip claims to unpack to {self._bomb:,} bytes; only the modules were unpacked")
        return tuple(remarks)

    @property
    def suspicious(self) -> bool:
        """Is it likely that somebody tried something?"""
        return bool(self._odd or self._long or self._bomb)

    def listing(self, folder: Parts, wanted: Collection[str] = (), most: int = MOST_ENTRIES) -> Listing:
        """See `Tree`."""
        if folder not in self._folders:
            raise Refused(f"is {self._folders.get(folder[:-1], {}).get(folder[-1], Kind.UNKNOWN)}")
        entries = self._folders[folder]
        if len(entries) <= most:
            return Listing(dict(entries))
        kept = dict(list(entries.items())[:most]) | {name: entries[name] for name in wanted if name in entries}
        return Listing(kept, complete=False)

    def read(self, path: Parts, limit: int) -> bytes:
        """See `Tree`."""
        member = self._member(path)
        if member.file_size > limit:
            raise too_large(member.file_size, limit)
        try:
            with self._zip.open(member) as stream:
                return stream.read(limit)  # no more than the size it claims; if it has more, the checksum is wrong
        except _DAMAGE as error:
            raise Refused(f"is damaged within the zip ({_reason(error)}): pack it again") from error

    def open(self, path: Parts) -> BinaryIO:
        """See `Tree`."""
        member = self._member(path)
        limit = ARCHIVE_BYTES
        if member.file_size <= min(_INFLATED * member.compress_size, STORED_ARCHIVE_BYTES):
            limit = max(limit, member.file_size)
        if member.file_size > limit:
            raise too_large(member.file_size, limit)
        copy = tempfile.SpooledTemporaryFile(ARCHIVE_BYTES)  # noqa: SIM115  # whoever asked for it closes it
        try:
            with self._zip.open(member) as stream:
                shutil.copyfileobj(stream, copy, 1 << 20)
        except _DAMAGE as error:
            copy.close()
            raise Refused(f"is damaged within the zip ({_reason(error)}): pack it again") from error
        copy.seek(0)
        return cast(BinaryIO, copy)

    def has_other_names(self, path: Parts) -> bool:
        """See `Tree`."""
        return False

    def _member(self, path: Parts) -> zipfile.ZipInfo:
        members = self._members.get(path, [])
        if len(members) > 1 or (members and path in self._folders):
            raise Refused("stands twice in the zip, and only you know which one counts: keep one")
        if not members:
            raise Refused(f"is {Kind.FOLDER}")
        member = members[0]
        if (kind := _kind(member)) is not Kind.FILE:
            raise Refused(f"is {kind}")
        if member.flag_bits & _ENCRYPTED:
            raise Refused("is locked with a password: pack it without one")
        if member.compress_type not in _READABLE:
            raise Refused(f"is packed by method {member.compress_type}, which is not read: pack it as an ordinary zip")
        return member

    def _add(self, member: zipfile.ZipInfo) -> None:
        name = _name(member)
        if "\\" in name:
            self._has_backslashes = True
            name = name.replace("\\", "/")
        parts = tuple(part for part in name.split("/") if part not in ("", "."))
        leads_out = name.startswith("/") or re.match("[A-Za-z]:", name) or ".." in parts
        if leads_out or len(parts) > _DEEPEST:
            self._odd.append(name)
            return
        if any(len(part) > _LONGEST_NAME for part in parts):
            self._long.append(name)
            return
        if _is_of_tool(parts[:-1]) and not name.endswith(".py"):
            return
        is_folder = name.endswith("/")
        for depth, part in enumerate(parts):
            is_last = depth == len(parts) - 1
            kind = _kind(member) if is_last and not is_folder else Kind.FOLDER
            self._folders.setdefault(parts[:depth], {}).setdefault(part, kind)
        if is_folder:
            self._folders.setdefault(parts, {})
        elif parts:
            self._members.setdefault(parts, []).append(member)


def _is_of_tool(folders: Parts) -> bool:
    return any(is_tool_folder(part) for part in folders)


def _name(member: zipfile.ZipInfo) -> str:
    if member.flag_bits & _UTF8:
        return member.filename
    try:
        return member.filename.encode("cp437").decode("utf-8")  # macOS writes UTF-8 and does not say so
    except UnicodeError:
        return member.filename


def _kind(member: zipfile.ZipInfo) -> Kind:
    mode = member.external_attr >> 16
    return kind_of(mode) if mode & 0o170000 else Kind.FILE  # archives from Windows have no mode


def _reason(error: Exception) -> str:
    return shown(str(error) or type(error).__name__).lower()
