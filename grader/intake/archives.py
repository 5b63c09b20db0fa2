"""Read an archive that a student may have prepared, in memory: no name of it becomes a path, nothing of it a file.

What the archive says about itself (sizes, counts, kinds) is checked but never trusted: a member is read
only when it is wanted, and only up to a limit. Zips and tars differ in how members are found, and in nothing else.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Collection
from types import TracebackType
from typing import BinaryIO, Self

from grader.intake.foreign_kinds import START, no_archive
from grader.intake.members import Member, Packed, copied, is_of_tool, most_inflated
from grader.intake.names import BYTECODE, is_tool_folder, listed, shown
from grader.intake.tars import Tar, is_tar
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
from grader.intake.zips import Zip

_DEEPEST = 32  # folders within folders: more is no hand-in, and would be slow to keep
_SWOLLEN = 500 << 20  # bytes that the members claim together: ten times the largest archive that is read
_ROOT = re.compile(r"(?:[A-Za-z]:)?/*")  # in front of a name, which every tool that unpacks takes away
_LONGEST_NAME = 255  # of a file or folder, on any disk


class Archive:
    """A zip or a tar as a place, whichever its bytes say it is; to be closed, which closes the file as well.

    Args:
        file: the archive, seekable; closed where this fails.
        most: entries that are accepted.
        sent: see `Tree`. What the archive may unpack to is a multiple of it, however many archives lie around this one.

    Raises:
        Refused: it is no archive, is damaged, or has too many entries.
    """

    def __init__(self, file: BinaryIO, most: int = MOST_ENTRIES, sent: int = STORED_ARCHIVE_BYTES) -> None:
        self._members: dict[Parts, list[Member]] = {}
        self._folders: dict[Parts, dict[str, Kind]] = {(): {}}
        self._odd: list[str] = []
        self._long: list[str] = []
        self._has_backslashes = self._has_roots = False
        try:
            self._sent = min(sent, file.seek(0, io.SEEK_END))
            self._packed = _opened(file, most, self._sent)
        except BaseException:
            file.close()
            raise
        unpacked = 0
        for member in self._packed.members:
            self._add(member)
            unpacked += 0 if is_of_tool(member.name) else member.size
        self._bomb = unpacked if unpacked > _SWOLLEN else 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._packed.close()

    @property
    def what(self) -> str:
        """What to call it in a sentence."""
        return self._packed.what

    @property
    def comment(self) -> bytes:
        """What whoever packed the archive wrote at its end."""
        return self._packed.comment

    @property
    def remarks(self) -> tuple[str, ...]:
        """What the instructor may want to know about the archive."""
        what = self.what
        remarks = []
        if self._has_backslashes:
            remarks.append(f"the {what}'s names have backslashes for slashes")
        if self._has_roots:
            remarks.append(
                f"the {what}'s names begin at the root of a disk, and were read as if they began in the {what}"
            )
        if self._long:
            remarks.append(f"the {what} has names that no disk can hold, which are not read: {listed(self._long)}")
        if self._odd:
            remarks.append(f"the {what} has names that lead out of it, which are not read: {listed(self._odd)}")
        if self._bomb:
            remarks.append(f"the {what} claims to unpack to {self._bomb:,} bytes; only the modules were read")
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
        if member.size > limit:
            raise too_large(member.size, limit)
        try:
            with member.content() as stream:
                return stream.read(limit)  # no more than the size it claims; if it has more, the checksum is wrong
        except self._packed.damage as error:
            raise self._damaged(error) from error

    def open(self, path: Parts) -> BinaryIO:
        """See `Tree`."""
        member = self._member(path)
        if member.size > most_inflated(self.sent(path)):
            raise too_large(member.size, ARCHIVE_BYTES)
        try:
            with member.content() as stream:
                return copied(stream)
        except self._packed.damage as error:
            raise self._damaged(error) from error

    def sent(self, path: Parts) -> int:
        """See `Tree`."""
        return min(self._sent, self._member(path).packed)

    def has_other_names(self, path: Parts) -> bool:
        """See `Tree`."""
        return False

    def _member(self, path: Parts) -> Member:
        members = self._members.get(path, [])
        if len(members) > 1 or (members and path in self._folders):
            raise Refused(f"stands twice in the {self._packed.what}, and only you know which one counts: keep one")
        if not members:
            raise Refused(f"is {Kind.FOLDER}")
        member = members[0]
        if member.kind is not Kind.FILE:
            raise Refused(f"is {member.kind}")
        if member.obstacle:
            raise Refused(member.obstacle)
        return member

    def _damaged(self, error: Exception) -> Refused:
        return Refused(f"is damaged within the {self._packed.what} ({_reason(error)}): pack it again")

    def _add(self, member: Member) -> None:
        name = member.name
        if "\\" in name:
            self._has_backslashes = True
            name = name.replace("\\", "/")
        below = _ROOT.sub("", name, count=1)
        parts = tuple(part for part in below.split("/") if part not in ("", "."))
        if ".." in parts or len(parts) > _DEEPEST:
            self._odd.append(name)
            return
        self._has_roots |= below != name
        if any(len(part) > _LONGEST_NAME for part in parts):
            self._long.append(name)
            return
        around = parts[:-2] if parts[-2:-1] == (BYTECODE,) else parts[:-1]
        if any(is_tool_folder(part) for part in around) and not name.endswith(".py"):
            return
        is_folder = member.kind is Kind.FOLDER
        for depth, part in enumerate(parts):
            is_last = depth == len(parts) - 1
            kind = member.kind if is_last else Kind.FOLDER
            self._folders.setdefault(parts[:depth], {}).setdefault(part, kind)
        if is_folder:
            self._folders.setdefault(parts, {})
        elif parts:
            self._members.setdefault(parts, []).append(member)


def _opened(file: BinaryIO, most: int, sent: int) -> Packed:
    file.seek(0)
    start = file.read(START)
    kind: type[Tar] | type[Zip] = Tar if is_tar(file) else Zip
    try:
        return Tar(file, most, sent) if kind is Tar else Zip(file, most)
    except kind.damage as error:
        if kind is Zip and not zipfile.is_zipfile(file):
            raise Refused(no_archive(start)) from error
        raise Refused(f"is not a {kind.what} that can be read ({_reason(error)}): pack it again") from error


def _reason(error: Exception) -> str:
    return shown(str(error) or type(error).__name__).lower()
