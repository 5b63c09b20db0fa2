"""What is kept of a hand-in's calls for the diagnosis: not everything, for a guest chooses how much it answers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from grader.sandbox.host.records import size_of
from grader.sandbox.wire.replies import Raised, Returned
from grader.values import digest

_LARGEST = 256 << 10  # bytes of one call
_SIZE_OF_DIGEST = 4 << 10
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
        size = len(call.request) + len(call.reply) + size_of(call.records[1])
        if size > _LARGEST and isinstance(reply, Returned) and reply.changed is None:
            call = replace(call, reply=b"", digest=replace(reply, value=digest(reply.value)))
            size = len(call.request) + _SIZE_OF_DIGEST
        if size <= _LARGEST and self._size + size <= _MOST:
            self._size += size
            self.calls.append(call)
