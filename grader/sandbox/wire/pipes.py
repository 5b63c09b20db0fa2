"""Whole frames through pipes that block, as a guest and a lender read and write them."""

from __future__ import annotations

import os

from grader.sandbox.wire import frames

_FIRST_READ = 1 << 14  # bytes: nearly every frame comes with it


def read_frame(descriptor: int) -> bytes | None:
    """Return the next frame, or None at the end. Who writes waits for an answer to each: there is never a second one.

    Raises:
        FrameError: the first bytes are none, or more came than the frame.
    """
    came = b""
    while len(came) < frames.PREAMBLE.size:
        part = os.read(descriptor, _FIRST_READ)
        if not part:
            return None
        came += part
    missing = frames.PREAMBLE.size + sum(frames.sizes(came[: frames.PREAMBLE.size])) - len(came)
    if missing < 0:
        raise frames.FrameError("more came than one frame")
    rest = _exactly(descriptor, missing)
    return None if rest is None else came + rest


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
