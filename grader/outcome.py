"""How a hidden test ended: the one word that marks, pages and documents go by."""

from __future__ import annotations

from enum import StrEnum

OUR_FAULT = "the hidden test itself failed"  # how the message of a test begins that no hand-in has failed
NOT_RUN = "not run, because"  # how the message of one begins that another test has cost


class Outcome(StrEnum):
    """How one hidden test ended."""

    PASSED = "passed"
    FAILED = "failed"
    TIMEOUT = "timeout"
    CRASHED = "crashed"
    NOT_STARTED = "not_started"
    ERROR = "error"


# How the message begins of a hidden test that failed by itself, on what no right answer is.
UNUSABLE = "what came back cannot be used as a right answer can"


class MustAct(Exception):
    """Somebody must act: author, student, instructor or operator. The message says in one sentence where and how."""
