"""A file in memory that behaves as one on a disk: appended to, truncated, read again while it is written."""

from __future__ import annotations

import errno
import io
import os
from collections.abc import Callable
from typing import Any


class Node:
    """The content of one file, which several open files may share."""

    def __init__(self, content: bytes) -> None:
        self.content = bytearray(content)


class MemoryFile(io.RawIOBase):
    """One open file over a node.

    Args:
        name: the path as it was given.
        has_room: says whether so many bytes more may be kept.
    """

    def __init__(self, node: Node, name: Any, mode: str, has_room: Callable[[int], bool]) -> None:
        self.name = name
        self.mode = mode.replace("t", "")
        self._node, self._has_room = node, has_room
        self._reads = "r" in mode or "+" in mode
        self._writes = "r" not in mode or "+" in mode
        self._appends = "a" in mode
        self._at = len(node.content) if self._appends else 0

    def readable(self) -> bool:
        return self._reads

    def writable(self) -> bool:
        return self._writes

    def seekable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        part = bytes(self._node.content[self._at : self._at + len(buffer)])
        buffer[: len(part)] = part
        self._at += len(part)
        return len(part)

    def write(self, data: Any) -> int:
        part = bytes(data)
        at = len(self._node.content) if self._appends else self._at
        if not self._has_room(len(part)):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), self.name)
        if at > len(self._node.content):
            self._node.content.extend(bytes(at - len(self._node.content)))
        self._node.content[at : at + len(part)] = part
        self._at = at + len(part)
        return len(part)

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        start = {os.SEEK_SET: 0, os.SEEK_CUR: self._at, os.SEEK_END: len(self._node.content)}[whence]
        self._at = max(0, start + offset)
        return self._at

    def truncate(self, size: int | None = None) -> int:
        wanted = self._at if size is None else size
        missing = wanted - len(self._node.content)
        if missing > 0 and not self._has_room(missing):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), self.name)
        self._node.content[wanted:] = bytes(max(0, missing))
        return wanted


def file_over(
    raw: MemoryFile, mode: str, buffering: int, encoding: str | None, errors: str | None, newline: str | None
) -> Any:
    """Return what `open` would, over this raw file."""
    if buffering == 0 and "b" in mode:
        return raw
    binary: Any
    if "+" in mode:
        binary = io.BufferedRandom(raw)
    elif raw.writable():
        binary = io.BufferedWriter(raw)
    else:
        binary = io.BufferedReader(raw)
    if "b" in mode:
        return binary
    text: Any = io.TextIOWrapper(binary, encoding or "utf-8", errors, newline, line_buffering=buffering == 1)
    text.mode = mode
    return text
