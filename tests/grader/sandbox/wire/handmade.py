"""Frames that no honest side sends, made by hand."""

from __future__ import annotations

import struct
from typing import Any

import msgpack

from grader.sandbox.wire import frames
from grader.sandbox.wire.kinds import DTYPES, Extension


def frame(header: bytes, payload: bytes = b"", lengths: tuple[int, int] | None = None) -> bytes:
    return frames.PREAMBLE.pack(b"FDL1", *(lengths or (len(header), len(payload)))) + header + payload


def packed(value: Any) -> bytes:
    """Return what msgpack makes of a value; of an int that is too long for it, an extension."""
    made: bytes = msgpack.packb(value, default=lambda number: extension("INT", long(number)))
    return made


def framed(value: Any, payload: bytes = b"") -> bytes:
    return frame(packed(value), payload)


def extension(kind: str, content: Any) -> Any:
    return msgpack.ExtType(Extension[kind], content if isinstance(content, bytes) else packed(content))


def array(dtype: str, *shape: int, order: bytes = b"C") -> Any:
    code = [name.str.strip("<|") for name in DTYPES].index(dtype)
    return extension("ARRAY", struct.pack(f"<Bc{len(shape)}q", code, order, *shape))


def long(number: int) -> bytes:
    return number.to_bytes(number.bit_length() // 8 + 1, "little", signed=True)
