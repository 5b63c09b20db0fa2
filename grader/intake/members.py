"""What an archive says of its entries, whichever kind of archive it is, and the limits that hold for each kind."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import IO, BinaryIO, Protocol, cast

from grader.intake.names import is_tool_folder
from grader.intake.tree import ARCHIVE_BYTES, STORED_ARCHIVE_BYTES, Kind

TOOLS_SHARE = 30  # entries in folders of tools for each other one: a virtual environment has tens of thousands
_INFLATED = 20  # times its packed size: no archive within another is larger


@dataclass(frozen=True)
class Member:
    """One entry. `obstacle` is why it cannot be read, '' if it can; `packed` is how large it is in there."""

    name: str
    kind: Kind
    size: int
    packed: int
    content: Callable[[], IO[bytes]]
    obstacle: str = ""


class Packed(Protocol):
    """An archive of one kind, which is called `what` in a sentence."""

    @property
    def what(self) -> str: ...

    @property
    def comment(self) -> bytes: ...

    @property
    def members(self) -> Iterable[Member]: ...

    @property
    def damage(self) -> tuple[type[Exception], ...]:
        """What reading a damaged member raises."""

    def close(self) -> None:
        """Let go of the file."""


def most_inflated(packed: int) -> int:
    """Return to how many bytes an archive may unpack within another one, by its packed size.

    It is linear in that, so that a bomb costs no more than an honest file.
    """
    return max(ARCHIVE_BYTES, min(_INFLATED * packed, STORED_ARCHIVE_BYTES))


def copied(stream: IO[bytes]) -> BinaryIO:
    """Return the content of a stream as a file that can be sought in, of which whoever asked for it lets go."""
    copy = tempfile.SpooledTemporaryFile(ARCHIVE_BYTES)  # noqa: SIM115  # see above
    try:
        shutil.copyfileobj(stream, copy, 1 << 20)
    except BaseException:
        copy.close()
        raise
    copy.seek(0)
    return cast(BinaryIO, copy)


def is_of_tool(name: str) -> bool:
    """Does this entry lie in a folder that programs make for themselves?"""
    return any(is_tool_folder(part) for part in name.replace("\\", "/").split("/")[:-1])
