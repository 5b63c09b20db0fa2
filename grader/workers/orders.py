"""What a grading process is asked and answers, as bytes: JSON, in which the files of a student stand in base64."""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from collections.abc import Mapping, Sequence
from typing import Any

from grader.grade.document import Grade
from grader.submission import Submission

_MOST_BYTES = 64 << 20  # of a hand-in


class GradingFault(Exception):
    """Our own failure with one submission: never a zero, always a flag for a human."""


def order_of(submission: Submission, only: Sequence[str] | None = None) -> bytes:
    """Return the bytes that ask a worker, here or on another machine, to grade a submission.

    Args:
        only: exercises; None: all.

    Raises:
        GradingFault: it is too large to be sent.
    """
    size = sum(map(len, submission.modules().values()))
    if size > _MOST_BYTES:
        raise GradingFault(f"the hand-in cannot be sent: {size:,} bytes are too many")
    order = {
        "student": submission.student,
        "sources": _texts(submission.sources),
        "refused": dict(submission.refused),
        "extras": _texts(submission.extras),
        "flags": submission.flags,
        "needs_human": submission.needs_human,
        "only": None if only is None else list(only),
    }
    return json.dumps(order).encode("ascii")


def submission_of(order: Mapping[str, Any]) -> tuple[Submission, list[str] | None]:
    """Return what such bytes ask for, once they are read as JSON: a submission, and its exercises or None."""
    submission = Submission(
        order["student"],
        _contents(order["sources"]),
        order["refused"],
        tuple(order["flags"]),
        order["needs_human"],
        _contents(order["extras"]),
    )
    return submission, order["only"]


def grade_of(answer: bytes) -> Grade:
    """Return the document in a worker's answer, JSON that is read by the typed model and by nothing else.

    Raises:
        GradingFault: there is none in it.
    """
    try:
        told = json.loads(answer)
        if "grade" in told:
            return Grade.model_validate(told["grade"])
        raise GradingFault(str(told.get("fault", told.get("error", "no answer"))))
    except (ValueError, TypeError, AttributeError, RecursionError) as error:
        raise GradingFault(f"the answer of a worker cannot be read: {error}") from error


def fault_of(sentence: str) -> bytes:
    """Return the answer that says why there is no document."""
    return json.dumps({"fault": sentence}).encode()


def _texts(files: Mapping[str, bytes]) -> dict[str, str]:
    return {name: b64encode(content).decode("ascii") for name, content in files.items()}


def _contents(files: Mapping[str, str]) -> dict[str, bytes]:
    return {name: b64decode(text) for name, text in files.items()}
