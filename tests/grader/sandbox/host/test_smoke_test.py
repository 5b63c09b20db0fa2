"""A guest in which nothing works would give every student zeros: the trial says so before the first submission."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest

from grader.sandbox.host.forkserver import ForkServer
from grader.sandbox.host.isolation import Isolation, SandboxError
from grader.sandbox.host.meter import Meter
from grader.sandbox.host.smoke_test import fault_of
from grader.sandbox.wire import frames


@pytest.fixture
def fault_with(secret: Path) -> Callable[..., str]:
    """Say what goes wrong in a guest of a warm process with such settings."""

    def said(isolation: Isolation, memory_mb: int = 1024) -> str:
        fork_server = ForkServer(
            isolation=isolation,
            packages=["numpy"],
            public_folder=None,
            secret_folder=secret,
            memory_mb=memory_mb,
            cpu_seconds=60,
        ).ready()
        guest = fork_server.fork()
        meter = Meter(30, time.monotonic() + 30)
        try:
            return fault_of(lambda frame: guest.send(frame, meter), lambda: guest.receive(meter))
        finally:
            guest.end()
            fork_server.close()

    return said


@pytest.mark.parametrize("isolation", list(Isolation))
def test_a_guest_runs_what_is_right(isolation: Isolation, fault_with):
    assert fault_with(isolation) == ""


@pytest.mark.parametrize("isolation", list(Isolation))
def test_a_run_in_which_guests_have_no_room_to_work_is_refused(isolation: Isolation, fault_with):
    with pytest.raises(SandboxError, match=r"cannot run code that is right.*Unable to allocate.*memory_mb"):
        fault_with(isolation, memory_mb=64)


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
    whole = {"printed": 0, "output": "", "warnings": [], "reseeded": False, "module": None, "unwritten": None}
    queue = [a if isinstance(a, bytes) else frames.encode({**whole, **a}) for a in answers]

    assert fault in fault_of(lambda frame: None, lambda: queue.pop(0))


@pytest.mark.parametrize("isolation", list(Isolation))
def test_a_course_whose_package_cannot_be_imported_is_refused_in_one_sentence(isolation, secret, tmp_path, monkeypatch):
    (tmp_path / "broken").mkdir()
    (tmp_path / "broken" / "__init__.py").write_text("1 / 0\n")
    monkeypatch.syspath_prepend(tmp_path)

    with pytest.raises(SandboxError) as refused:
        ForkServer(
            isolation=isolation,
            packages=["numpy", "broken"],
            public_folder=None,
            secret_folder=secret,
            memory_mb=1024,
            cpu_seconds=60,
        ).ready()

    assert str(refused.value) == (
        "broken cannot be imported: ZeroDivisionError: division by zero: "
        "install it anew, or take it out of packages in course.yaml"
    )
