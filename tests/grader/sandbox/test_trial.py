"""A guest in which nothing works would give every student zeros: the trial says so before the first submission."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest

from grader.sandbox import frames
from grader.sandbox.keeper import Isolation, Keeper
from grader.sandbox.trial import fault_of


@pytest.fixture
def fault_with(secret: Path) -> Callable[..., str]:
    """Say what goes wrong in a guest of a warm process with such settings."""

    def said(isolation: Isolation, memory_mb: int = 1024) -> str:
        keeper = Keeper(
            isolation=isolation,
            packages=["numpy"],
            public_folder=None,
            secret_folder=secret,
            memory_mb=memory_mb,
            cpu_seconds=60,
        )
        guest = keeper.fork()
        deadline = time.monotonic() + 30
        try:
            return fault_of(lambda frame: guest.send(frame, deadline), lambda: guest.receive(deadline))
        finally:
            guest.end()
            keeper.close()

    return said


@pytest.mark.parametrize("isolation", list(Isolation))
def test_a_guest_runs_what_is_right(isolation: Isolation, fault_with):
    assert fault_with(isolation) == ""


@pytest.mark.parametrize("isolation", list(Isolation))
def test_a_guest_without_room_to_work_is_found(isolation: Isolation, fault_with):
    assert "Unable to allocate" in fault_with(isolation, memory_mb=64)


@pytest.mark.parametrize(
    ("answers", "fault"),
    [
        pytest.param([{"reply": "perhaps"}], "no answer, but an unknown reply", id="no reply"),
        pytest.param([b"nonsense" * 10], "not a frame", id="no frame"),
        pytest.param(
            [{"reply": "raised", "types": ["ImportError"], "message": "no numpy", "frames": []}],
            "ImportError: no numpy",
            id="an exception",
        ),
        pytest.param([{"reply": "returned", "value": 42}] * 3, "a wrong answer, 42", id="a wrong value"),
    ],
)
def test_any_other_answer_is_a_fault(answers: list, fault: str):
    whole = {"printed": 0, "said": "", "warnings": [], "reseeded": False, "module": None, "unwritten": None}
    queue = [a if isinstance(a, bytes) else frames.encode({**whole, **a}) for a in answers]

    assert fault in fault_of(lambda frame: None, lambda: queue.pop(0))
