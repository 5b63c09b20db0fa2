"""What may cross between grader and guest, and how much of it: the numbers and names that both directions share."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator
from enum import IntEnum
from itertools import chain
from typing import Any

import numpy as np

MAX_HEADER = 2 << 20  # bytes: a graph of 3,000 nodes takes 0.1 MB, the digits as lists 1 MB
MAX_PAYLOAD = 64 << 20  # the digits as float64 take 1 MB
MAX_DEPTH = 40
MAX_CONTAINERS = 100_000  # lists, dicts and extensions of one message: a graph of 3,000 nodes has 6,000, and each
# costs far more memory and time than its one byte
MAX_DIMENSIONS = 32
MAX_INT_BITS = 4096
DTYPES = tuple(
    np.dtype("<" + name)
    for name in ("b1", "i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8", "f2", "f4", "f8", "c8", "c16")
)
_CONTAINERS = (list, tuple, dict, set, frozenset)
_MOST_MEMBERS = 100_000  # of a set, or keys that are no text
_MOST_OF_ONE_HASH = 32  # -1 and -2 share one; thousands that do make a set slow to build

# All bytes but those that begin a list, a dict or an extension in msgpack's format: without them, what is left of a
# header is at least as long as it has containers, so that most messages need no closer look.
_OPENING = {*range(0x80, 0xA0), *range(0xC7, 0xCA), *range(0xD4, 0xD9), *range(0xDC, 0xE0)}
_NEVER_OPENING = bytes(set(range(256)) - _OPENING)


class FrameError(Exception):
    """Bytes that are no frame, or a value that no frame can carry."""


class Extension(IntEnum):
    """What msgpack has no type of its own for. Each content is msgpack again, unless another one is told."""

    TUPLE = 1  # a list
    ARRAY = 2  # a byte: the position in DTYPES, "C" or "F", the shape in eight bytes each; its numbers are the payload
    SCALAR = 3  # a byte: the position in DTYPES, then the number
    COMPLEX = 4  # two doubles
    BYTES = 5  # how many; they are in the payload
    INT = 6  # of more than 64 bits: little endian, signed
    SET = 7  # a list
    FROZENSET = 8  # a list
    RANDOM = 9  # [kind, state]
    TABLE = 10  # parts, see tables
    REFERENCE = 11  # [name, data]


def openings(header: bytes | bytearray) -> int:
    """Return a number that is not smaller than the number of lists, dicts and extensions in a header."""
    return len(header.translate(None, _NEVER_OPENING))


def levels(value: Any) -> Iterator[list[Any]]:
    """Yield what a value consists of, level by level from the outside.

    Raises:
        FrameError: it is nested too deep, or has too many lists and dicts; what contains itself has both.
    """
    level, containers = [value], 0
    for _ in range(MAX_DEPTH + 2):
        yield level
        kinds = {kind for kind in set(map(type, level)) if issubclass(kind, _CONTAINERS)}
        if not kinds:
            return
        inner = [item for item in level if type(item) in kinds] if len(level) > 1 else level
        containers += len(inner)
        if containers > MAX_CONTAINERS:
            raise FrameError(f"more than {MAX_CONTAINERS:,} lists and dicts")
        dicts = [item for item in inner if isinstance(item, dict)]
        level = list(chain.from_iterable(inner))  # of a dict its keys
        level += chain.from_iterable(item.values() for item in dicts)
    raise FrameError(f"nested more than {MAX_DEPTH} deep")


def refuse_deep(value: Any) -> None:
    """Raise FrameError for what `levels` refuses."""
    for _ in levels(value):
        pass


def refuse_crowded(members: Collection[Any]) -> None:
    """Refuse members that are no set's, or that were chosen so that a set of them takes minutes to make."""
    if len(members) > _MOST_MEMBERS:
        raise FrameError(f"a set, or keys that are no text, of more than {_MOST_MEMBERS:,} members")
    if members and max(Counter(map(hash, members)).values()) > _MOST_OF_ONE_HASH:
        raise FrameError(f"too many members of one hash, more than {_MOST_OF_ONE_HASH}")
