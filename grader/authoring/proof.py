"""What proving a course found, and its figures in one line."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass
class Proof:
    """What a check found; `complaints` is empty for a course that holds."""

    complaints: list[str] = field(default_factory=list)
    names: tuple[str, ...] = ()  # what was asked for, if not all of the course
    exercises: int = 0
    marks: float = 0.0
    bonus: float = 0.0
    tests: int = 0
    mistakes: int = 0
    caught: int = 0
    named: int = 0
    named_as_another: int = 0
    accepted: int = 0
    alternatives: int = 0
    tests_of: dict[str, set[str]] = field(default_factory=dict)  # exercise -> the names of its hidden tests
    broken: set[str] = field(default_factory=set)  # exercises whose reference does not pass
    refused_by: dict[str, set[str]] = field(default_factory=dict)  # mistake -> the hidden tests that refuse it
    redundant: list[str] = field(default_factory=list)
    seconds: float = 0.0
    not_graded: str = ""  # why no hand-in could be graded here, so that only the course's files were looked at


def summary(proof: Proof) -> str:
    """Return the figures of a proof in one line."""
    share = f"{100 * proof.named / proof.mistakes:.1f} %" if proof.mistakes else "none"
    what = ", ".join(proof.names) or "the course"
    complaints = _count(len(proof.complaints), "complaint")
    holds = f"{what} {'hold' if len(proof.names) > 1 else 'holds'}"
    if proof.not_graded:
        files = complaints if proof.complaints else "no complaint"
        what = f"{files} about the course's files and public tests"
        return f"{what}; the hidden tests were not proven: {proof.not_graded}"
    verdict = complaints if proof.complaints else holds
    size = f"{_count(proof.exercises, 'exercise')}, {_count(proof.tests, 'hidden test')}"
    marks = f"{proof.marks:g} marks{f' and {proof.bonus:g} of bonus' if proof.bonus else ''}"
    return (
        f"{verdict}: {marks}, {size}, "
        f"{proof.caught} of {proof.mistakes} mistakes caught, {proof.named} named as themselves ({share}), "
        f"{proof.named_as_another} as another, {proof.accepted} accepted, {_count(proof.alternatives, 'alternative')}, "
        f"{proof.seconds:.0f} s"
    )


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
