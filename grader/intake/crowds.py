"""Count what a zip's directory lists before zipfile makes an object of each entry.

Only the directory itself is counted, entry by entry as zipfile reads it: what a student packed inside may hold the
same bytes a million times.
"""

from __future__ import annotations

import struct
from typing import BinaryIO

from grader.intake.foreign_kinds import PART
from grader.intake.names import is_tool_folder
from grader.intake.tree import Refused

_END, _END_64, _LOCATOR_64, _ENTRY = b"PK\x05\x06", b"PK\x06\x06", b"PK\x06\x07", b"PK\x01\x02"
_END_SIZE, _END_64_SIZE, _LOCATOR_64_SIZE, _ENTRY_SIZE = 22, 56, 20, 46
_LONGEST_COMMENT = 1 << 16
_NO_NUMBER = 0xFFFF  # of a part, where another record has it
_BYTES_PER_ENTRY = 400  # of the directory, where names are long


def refuse_crowds(file: BinaryIO, most: int, most_of_tools: int) -> None:
    """Refuse a zip with more than `most` entries, not counting those in the folders of tools.

    Args:
        most_of_tools: of those there may be so many, such as the files of a virtual environment.

    Raises:
        Refused: there are more.
    """
    directory = _directory(file, (most + most_of_tools) * _BYTES_PER_ENTRY)
    count = of_tools = position = 0
    while directory[position : position + 4] == _ENTRY and position + _ENTRY_SIZE <= len(directory):
        name_size, extra_size, comment_size = struct.unpack_from("<3H", directory, position + 28)
        start = position + _ENTRY_SIZE
        if _is_of_tool(directory[start : start + name_size]):
            of_tools += 1
        else:
            count += 1
        position = start + name_size + extra_size + comment_size
    if count > most or of_tools > most_of_tools:
        raise Refused(
            f"is a zip of {count + of_tools:,} entries, and at most {most:,} are read: pack only the exercises"
        )


def _directory(file: BinaryIO, most_bytes: int) -> bytes:
    """Return the bytes of the directory; none where zipfile will not find one either."""
    size = file.seek(0, 2)
    start_of_tail = max(0, size - _END_SIZE - _LONGEST_COMMENT - _LOCATOR_64_SIZE - _END_64_SIZE)
    file.seek(start_of_tail)
    tail = file.read()
    end = len(tail) - _END_SIZE
    if end < 0:
        return b""
    if tail[end : end + 4] != _END or tail[-2:] != b"\0\0":
        end = tail.rfind(_END)
        if end < 0 or len(tail) < end + _END_SIZE:
            return b""
    if 0 < struct.unpack_from("<H", tail, end + 4)[0] < _NO_NUMBER:
        raise Refused(PART)
    length = struct.unpack_from("<L", tail, end + 12)[0]
    before = end - _LOCATOR_64_SIZE - _END_64_SIZE
    if before >= 0 and tail[end - _LOCATOR_64_SIZE :][:4] == _LOCATOR_64 and tail[before : before + 4] == _END_64:
        length = struct.unpack_from("<Q", tail, before + 40)[0]
        end = before
    start = start_of_tail + end - length
    if start < 0:
        return b""
    if length > most_bytes:
        raise Refused(f"has a directory of {length:,} bytes, and at most {most_bytes:,} are read: pack it again")
    file.seek(start)
    return file.read(length)


def _is_of_tool(name: bytes) -> bool:
    folders = name.replace(b"\\", b"/").split(b"/")[:-1]
    return any(is_tool_folder(part.decode("latin-1")) for part in folders)
