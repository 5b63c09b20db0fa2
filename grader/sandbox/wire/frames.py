"""The bytes between grader and guest: a header in msgpack's format, then the raw contents of arrays.

Both sides treat the other's bytes as untrusted. The values that may cross are enumerated (None, bool, int, float,
complex, str, bytes, list, tuple, set, dict, numeric and bool arrays, numpy scalars, random generators, pandas' tables,
and references that the receiving side resolves itself); every size is checked before anything is allocated; whatever
does not fit ends in a FrameError. No pickle, no eval, no type chosen by the sender.

    frame   = b"FDL1", header length (4 bytes), payload length (8 bytes), header, payload    (little endian)
    header  = one message in msgpack's format, with the extensions of kinds.Extension
    payload = the contents of arrays, and bytes, in the order in which the header names them
"""

from __future__ import annotations

import struct
from typing import Any

from grader.sandbox.wire.kinds import MAX_HEADER, MAX_PAYLOAD, FrameError
from grader.sandbox.wire.packing import Packing, Reference, ToReference
from grader.sandbox.wire.unpacking import FromReference, Unpacking

__all__ = ["MAX_PAYLOAD", "PREAMBLE", "FrameError", "FromReference", "Reference", "ToReference"]

PREAMBLE = struct.Struct("<4sIQ")
_MAGIC = b"FDL1"
_idle = [Packing()]  # a value of the student's may send a message of its own while it is packed


def encode(message: Any, refer: ToReference | None = None) -> bytes:
    """Return the frame of one message.

    Args:
        message: a value of the kinds above.
        refer: turns any other value into a reference (kind, plain data); None refuses those.

    Raises:
        FrameError: the value is of another kind, too deep or too large.
    """
    packing = _idle.pop() if _idle else Packing()
    try:
        header, payload = packing.pack(message, refer)
    except (FrameError, ValueError, RecursionError) as error:
        raise FrameError(f"cannot be sent: {error}") from error
    finally:
        _idle.append(packing)
    size = sum(map(len, payload))
    if len(header) > MAX_HEADER or size > MAX_PAYLOAD:
        raise FrameError(f"cannot be sent: {len(header) + size:,} bytes in its lists and arrays are too many")
    return b"".join((PREAMBLE.pack(_MAGIC, len(header), size), header, *payload))


def sizes(preamble: bytes) -> tuple[int, int]:
    """Return the lengths of header and payload that a preamble announces, checked against the limits."""
    try:
        magic, header, payload = PREAMBLE.unpack(preamble)
    except struct.error as error:
        raise FrameError(f"a preamble of {len(preamble)} bytes") from error
    if magic != _MAGIC or header > MAX_HEADER or payload > MAX_PAYLOAD:
        raise FrameError(f"not a frame, or too large: {preamble.hex()}")
    return header, payload


def decode(frame: bytes | bytearray, resolve: FromReference | None = None) -> Any:
    """Return the message of one whole frame; arrays are fresh and writable.

    Raises:
        FrameError: anything is not as `encode` writes it.
    """
    header, payload = sizes(bytes(frame[: PREAMBLE.size]))
    start = PREAMBLE.size + header
    if len(frame) != start + payload:
        raise FrameError(f"announced {start + payload} bytes, came {len(frame)}")
    reader = Unpacking(frame, start, resolve)
    try:
        message = reader.unpack(frame[PREAMBLE.size : start])
    except FrameError:
        raise
    except (ValueError, TypeError, LookupError, RecursionError, OverflowError, MemoryError, struct.error) as error:
        raise FrameError(f"not a frame: {type(error).__name__}") from error
    if reader.position != len(frame):
        raise FrameError(f"{len(frame) - reader.position} bytes left over")
    return message
