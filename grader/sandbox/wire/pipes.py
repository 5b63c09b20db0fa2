"""Whole frames through pipes that block, as a guest and a lender read and write them."""

from __future__ import annotations

import os

from grader.sandbox.wire import frames


def read_frame(descriptor: int) -> bytes | None:
    """Return the next frame, or None at the end.

    Raises:
        FrameError: the first bytes are none.
    """
    preamble = _exactly(descriptor, frames.PREAMBLE.size)
    if preamble is None:
        return None
    rest = _exactly(descriptor, sum(frames.sizes(preamble)))
    return None if rest is None else preamble + rest


def write_frame(descriptor: int, frame: bytes) -> None:
    """Write a frame, in as many pieces as the pipe takes it."""
    rest = memoryview(frame)
    while rest:
        rest = rest[os.write(descriptor, rest) :]


def _exactly(descriptor: int, size: int) -> bytes | None:
    parts: list[bytes] = []
    while size:
        part = os.read(descriptor, size)
        if not part:
            return None
        parts.append(part)
        size -= len(part)
    return b"".join(parts)
