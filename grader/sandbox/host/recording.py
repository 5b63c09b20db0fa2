"""What is kept of a hand-in's calls for the diagnosis: not everything, for a guest chooses how much it answers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from grader.sandbox.host.records import size_of
from grader.sandbox.wire import frames
from grader.sandbox.wire.replies import Raised, Returned
from grader.values import digest

_LARGEST = 256 << 10  # bytes of one call
_ROOM_PER_BYTE = 24  # of memory that Python's objects take for each byte of lists, dicts and texts in a frame
_MOST = 32 << 20  # bytes of all calls


@dataclass(frozen=True)
class Call:
    """One recorded call: what was asked, what came back, and the grader's functions that were passed along."""

    module: str
    function: str
    guest: int  # counts the guests: the numbers of objects start anew in each
    request: bytes
    reply: bytes
    callbacks: list[Callable[..., Any]]
    digest: Returned | None = None  # what came back, where its bytes were too many to be kept
    records: tuple[dict[int, Any], dict[int, Any]] = ({}, {})  # dataclass instances passed, by number: before and after


class Recording:
    """The calls of one hand-in, in their order."""

    def __init__(self) -> None:
        self.calls: list[Call] = []
        self._size = 0

    def note(self, call: Call, reply: Returned | Raised) -> None:
        """Keep a call, or of a large answer what tells it from others, or nothing."""
        letters, _ = frames.sizes(call.reply[: frames.PREAMBLE.size])
        if _ROOM_PER_BYTE * letters > _LARGEST and len(call.reply) > _LARGEST:
            return  # a digest would take as much
        size = len(call.request) + len(call.reply) + size_of(call.records[1])
        if size > _LARGEST and isinstance(reply, Returned) and reply.changed is None:
            kept = digest(reply.value)
            call = replace(call, reply=b"", digest=replace(reply, value=kept))
            size = len(call.request) + _room_for(kept)
        if size <= _LARGEST and self._size + size <= _MOST:
            self._size += size
            self.calls.append(call)


def _room_for(value: Any) -> int:
    """Return how many bytes a digest takes: only arrays get smaller by it, and a guest chooses what it answers."""
    try:
        frame = frames.encode(value, lambda value: ("opaque", None))
    except frames.FrameError:
        return _LARGEST + 1
    letters, numbers = frames.sizes(frame[: frames.PREAMBLE.size])
    return _ROOM_PER_BYTE * letters + numbers
