"""How a hidden test ended: the one word that marks, pages and documents go by."""

from __future__ import annotations

from enum import StrEnum


class Outcome(StrEnum):
    """How one hidden test ended."""

    PASSED = "passed"
    FAILED = "failed"
    TIMEOUT = "timeout"
    CRASHED = "crashed"
    NOT_STARTED = "not_started"
    ERROR = "error"
