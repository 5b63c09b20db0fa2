"""Read a tar, as it is or compressed by gzip, header by header.

Python's tarfile reads each header; the way from one to the next is walked here, because tarfile's own goes back where
a size is negative, reads headers of any length into memory and compares their letters in quadratic time.
"""

from __future__ import annotations

import io
import re
import tarfile
import tempfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import IO, BinaryIO, cast

from grader.intake.members import TOOLS_SHARE, Member, is_of_tool, most_inflated
from grader.intake.tree import ARCHIVE_BYTES, Kind, Refused

_BLOCK = 512
_MOST_HEADER = 1 << 20  # bytes of a long name or of a header of attributes
_MOST_ATTRIBUTES = 8 << 20  # bytes of all headers of attributes that tell something: each may have one of a few letters
_MOST_ABOUT_ONE = 16  # headers in front of an entry; three or four are what there is
_MAGIC = b"\x1f\x8b"
_CHUNK = 1 << 16
_SPARSE = "is stored with holes, as a sparse file: pack it again without them"
_ONE_FILE = "is one file that gzip packed, and not a tar of a folder: pack the folder as a zip"
_TOO_EARLY = "it ends too early"
_KINDS = {
    tarfile.DIRTYPE: Kind.FOLDER,
    tarfile.SYMTYPE: Kind.LINK,
    tarfile.LNKTYPE: Kind.HARD_LINK,
    tarfile.FIFOTYPE: Kind.PIPE,
    tarfile.CHRTYPE: Kind.DEVICE,
    tarfile.BLKTYPE: Kind.DEVICE,
    **dict.fromkeys(tarfile.REGULAR_TYPES, Kind.FILE),
}
_ATTRIBUTES = {tarfile.XHDTYPE, tarfile.SOLARIS_XHDTYPE}
_TELLING = re.compile(rb" (?:path=|size=|GNU\.sparse\.)")
_ABOUT_THE_NEXT = {*_ATTRIBUTES, tarfile.XGLTYPE, tarfile.GNUTYPE_LONGNAME, tarfile.GNUTYPE_LONGLINK}


def is_tar(file: BinaryIO) -> bool:
    """Does the file begin as a tar does, or as what gzip has compressed?"""
    file.seek(0)
    start = file.read(_BLOCK)
    if start.startswith(_MAGIC) or start == bytes(_BLOCK):  # an empty one is nothing but zeros
        return True
    try:
        tarfile.TarInfo.frombuf(start, "utf-8", "surrogateescape")
    except (tarfile.TarError, ValueError):
        return False
    return True


class Tar:
    """A tar; see `Packed`. What gzip compressed is inflated once, up to a limit that is linear in its size."""

    what = "tar"
    comment = b""
    damage = (tarfile.TarError, zlib.error, EOFError, OSError, ValueError, OverflowError)

    def __init__(self, file: BinaryIO, most: int, sent: int) -> None:
        self._files = [file]
        file.seek(0)
        if file.read(len(_MAGIC)) == _MAGIC:
            self._files.append(_inflated(file, sent))
            if self._files[-1].seek(0, io.SEEK_END) and not is_tar(self._files[-1]):
                self._files.pop().close()
                raise Refused(_ONE_FILE)
        try:
            self.members = list(self._walk(most))
        except BaseException:
            self._files.pop().close()
            raise

    def close(self) -> None:
        """See `Packed`."""
        for file in self._files:
            file.close()

    def _walk(self, most: int) -> Iterator[Member]:
        file = self._files[-1]
        end = file.seek(0, io.SEEK_END)
        if not end:
            raise EOFError("it is empty")
        position = count = of_tools = of_attributes = 0
        about = _About()
        while (header := _read(file, position, _BLOCK)).strip(b"\0"):
            entry = tarfile.TarInfo.frombuf(header, "utf-8", "surrogateescape")
            start = position + _BLOCK
            if entry.type == tarfile.GNUTYPE_SPARSE:
                start = _after_the_holes(file, start, header)
                about.is_sparse = True
            is_about_the_next = entry.type in _ABOUT_THE_NEXT
            size = entry.size if is_about_the_next or about.size is None else about.size
            is_packed = is_about_the_next or entry.isreg() or entry.type not in tarfile.SUPPORTED_TYPES
            stored = size if is_packed else 0
            if stored < 0 or start + stored > end:
                raise EOFError(_TOO_EARLY)
            position = start + -(-stored // _BLOCK) * _BLOCK
            if is_about_the_next:
                of_attributes += about.read(entry.type, file, start, stored)
                if about.headers > _MOST_ABOUT_ONE or of_attributes > _MOST_ATTRIBUTES:
                    raise Refused("has more headers than entries need: pack it again")
                continue
            name = about.name or entry.name
            if is_of_tool(name):
                of_tools += 1
            else:
                count += 1
            if count > most or of_tools > most * TOOLS_SHARE:
                raise Refused(f"is a tar of more than {most:,} entries, and at most so many are read: "
                              "pack only the exercises")  # fmt: skip
            kind = Kind.FOLDER if name.endswith("/") else _KINDS.get(entry.type, Kind.UNKNOWN)
            content = cast(Callable[[], IO[bytes]], partial(_Section, file, start, stored))
            yield Member(name, kind, stored, stored, content, _SPARSE if about.is_sparse else "")
            about = _About()


@dataclass
class _About:
    """What headers before an entry say of it."""

    name: str = ""
    size: int | None = None
    is_sparse: bool = False
    headers: int = 0

    def read(self, kind: bytes, file: BinaryIO, start: int, size: int) -> int:
        """Take in one header; return how many bytes of attributes had to be looked at one by one."""
        self.headers += 1
        if kind == tarfile.XGLTYPE:  # about all entries: nothing that changes one
            return 0
        if size > _MOST_HEADER:
            raise Refused(f"has a header of {size:,} bytes, and at most {_MOST_HEADER:,} are read: pack it again")
        content = _read(file, start, size)
        if kind == tarfile.GNUTYPE_LONGNAME:
            self.name = _text(content.partition(b"\0")[0])
        elif kind in _ATTRIBUTES and _TELLING.search(content):
            for key, value in _attributes(content):
                self._note(key, value)
            return size
        return 0

    def _note(self, key: bytes, value: bytes) -> None:
        if key in (b"path", b"GNU.sparse.name"):
            self.name = _text(value)
        elif key == b"size":
            self.size = int(value)
        self.is_sparse |= key.startswith(b"GNU.sparse.")


class _Section(io.RawIOBase):
    """Some bytes of a file, as a file."""

    def __init__(self, file: BinaryIO, start: int, size: int) -> None:
        self._file, self._position, self._left = file, start, size

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        content = _read(self._file, self._position, min(size, self._left) if size >= 0 else self._left)
        self._position += len(content)
        self._left -= len(content)
        return content


def _inflated(file: BinaryIO, sent: int) -> BinaryIO:
    most = most_inflated(min(file.seek(0, io.SEEK_END), sent))
    file.seek(0)
    press = zlib.decompressobj(zlib.MAX_WBITS | 16)  # with gzip's header and checksum
    copy = tempfile.SpooledTemporaryFile(ARCHIVE_BYTES)  # noqa: SIM115  # the Tar closes it
    try:
        size = 0
        while not press.eof:
            packed = press.unconsumed_tail or file.read(_CHUNK)
            if not packed:
                raise EOFError(_TOO_EARLY)
            size += copy.write(press.decompress(packed, _CHUNK))
            if size > most:
                raise Refused(f"unpacks to more than {most:,} bytes, and at most so many are read: "
                              "pack only the exercises")  # fmt: skip
        if press.unused_data.strip(b"\0"):
            raise Refused("has something behind its end: pack it again")
    except BaseException:
        copy.close()
        raise
    return cast(BinaryIO, copy)


def _after_the_holes(file: BinaryIO, start: int, header: bytes) -> int:
    """Return where the content of a sparse file begins: behind the blocks that say where its holes are."""
    is_continued = header[482]
    while is_continued:
        block = _read(file, start, _BLOCK)
        if len(block) < _BLOCK:
            raise EOFError(_TOO_EARLY)
        is_continued = block[504]
        start += _BLOCK
    return start


def _attributes(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Yield key and value of each record such as `20 path=forward.py`, of which the number is the length."""
    position = 0
    while position < len(content):
        space = content.index(b" ", position, position + 20)
        length = int(content[position:space])
        if length <= space - position or position + length > len(content):
            raise ValueError("a header of attributes is damaged")
        key, _, value = content[space + 1 : position + length - 1].partition(b"=")
        yield key, value
        position += length


def _read(file: BinaryIO, position: int, size: int) -> bytes:
    file.seek(position)
    return file.read(size)


def _text(name: bytes) -> str:
    return name.decode("utf-8", "surrogateescape")
