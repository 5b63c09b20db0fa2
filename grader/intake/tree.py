"""Where files lie, be it a folder or a zip: what intake may ask of either, and how much it may cost.

A path is a tuple of names below the place's root. No answer of a place is based on following a link.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from typing import BinaryIO, Protocol

Parts = tuple[str, ...]

MODULE_BYTES = 1 << 20  # a module of the course has about 20 kB, so 1 MB leaves room for any honest answer
ARCHIVE_BYTES = 50 << 20  # of a student's zip inside another one: it is held in memory, and six modules need a few kB
STORED_ARCHIVE_BYTES = 4 << 30  # of one that lies there as it is: only its directory and the modules are read
MOST_ENTRIES = 10_000  # looked at in one hand-in; a virtual environment alone has more
MOST_CLASS_ENTRIES = 200_000  # in one zip or folder of a whole class: 2,000 hand-ins of 100 files


class Refused(Exception):
    """Something is there and will not be read; the message is the rest of a sentence that starts with its name."""


class Kind(StrEnum):
    """What lies under a name; the value completes "forward.py is ..."."""

    FILE = "a file"
    FOLDER = "a folder"
    LINK = "a symbolic link, which is not followed"
    HARD_LINK = "a hard link, which is not followed"
    PIPE = "a named pipe"
    SOCKET = "a socket"
    DEVICE = "a device"
    UNKNOWN = "neither a file nor a folder"


@dataclass(frozen=True)
class Listing:
    """The names in one folder; `complete` is False where there were more than were looked at."""

    entries: dict[str, Kind]
    complete: bool = True


class Tree(Protocol):
    """A folder or a zip. `remarks` are for the instructor; `suspicious` asks a human to look."""

    @property
    def remarks(self) -> tuple[str, ...]: ...

    @property
    def suspicious(self) -> bool: ...

    def listing(self, folder: Parts, wanted: Collection[str] = (), most: int = MOST_ENTRIES) -> Listing:
        """Return at most `most` names in a folder, and in any case those of `wanted` that are there.

        Raises:
            Refused: it is no folder, or may not be read.
        """

    def read(self, path: Parts, limit: int) -> bytes:
        """Return a regular file's content.

        Raises:
            Refused: it is no regular file, has more than `limit` bytes, or may not be read.
        """

    def open(self, path: Parts) -> BinaryIO:
        """Open a student's archive, seekable; whoever opens it closes it.

        Raises:
            Refused: it is no regular file, is too large, or may not be read.
        """

    def sent(self, path: Parts) -> int:
        """Return at most how many bytes of this file somebody has sent, which may be fewer than it has."""

    def has_other_names(self, path: Parts) -> bool:
        """Has the file that was read here other names on this disk, so that it may be somebody else's?"""


def too_large(size: int, limit: int) -> Refused:
    """Return the complaint about a file of `size` bytes."""
    return Refused(f"has {size:,} bytes, and at most {limit:,} are read: keep only the code")
