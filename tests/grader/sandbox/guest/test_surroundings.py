"""Where a hand-in is graded, its texts do not say: equal hand-ins get equal documents on every machine."""

from __future__ import annotations

import warnings
from collections.abc import Iterator

import pytest

from grader.sandbox.host.errors import StudentRaised
from grader.sandbox.host.forkserver import ForkServer
from grader.sandbox.host.isolation import Isolation
from grader.sandbox.host.submission import RunningSubmission
from tests.grader.sandbox.conftest import PATIENT

SOURCE = b"""
import os, warnings
from pathlib import Path

def reads():
    return (Path(__file__).parent / "data" / "weights.csv").read_text()

def tells():
    print("here", os.getcwd(), "there", os.path.dirname(os.getcwd()) + "/elsewhere")

def warns():
    warnings.warn(RuntimeWarning(f"{__file__} is old"))
"""


@pytest.fixture
def student(secret, tmp_path) -> Iterator[RunningSubmission]:
    server = ForkServer(
        isolation=Isolation.JAIL,
        packages=["numpy"],
        public_folder=tmp_path,
        secret_folder=secret,
        memory_mb=1024,
        cpu_seconds=60,
    ).ready()
    made = RunningSubmission(server, {"work": SOURCE}, budget=PATIENT)
    yield made
    made.close()
    server.close()


def test_no_text_of_a_hand_in_says_in_which_folder_it_lies(student, tmp_path):
    with pytest.raises(StudentRaised, match=r"No such file or directory: 'data/weights\.csv'"):
        student.call("work", "reads", (), {})

    student.call("work", "tells", (), {})
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        student.call("work", "warns", (), {})

    assert student.output == {"work": f"here . there {tmp_path.parent}/elsewhere\n"}
    assert [str(warning.message) for warning in caught] == ["work.py is old"]
