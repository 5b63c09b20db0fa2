"""What a grading process says and is told, message by message."""

from __future__ import annotations

import json
from multiprocessing.connection import Connection
from typing import Any, TypeAlias

_Pipe: TypeAlias = "Connection[Any, Any]"


class Line:
    """The worker's side of the two pipes between a grader and its worker (grader.workers.process has the other one)."""

    def __init__(self, incoming: _Pipe, outgoing: _Pipe) -> None:
        self._incoming, self._outgoing = incoming, outgoing

    def read(self) -> dict[str, Any] | None:
        """Return what the grader says next, None where it has gone, maybe in the middle of an order."""
        try:
            message: dict[str, Any] = json.loads(self._incoming.recv_bytes())
        except (EOFError, OSError):
            return None
        return message

    def write(self, message: dict[str, Any]) -> None:
        """Tell the grader."""
        self._outgoing.send_bytes(json.dumps(message).encode())
