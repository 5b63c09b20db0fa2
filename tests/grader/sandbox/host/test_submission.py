"""What a guest may ask for and claim while it answers: nothing it says earns marks, time or another's functions."""

from __future__ import annotations

import abc
import os
import signal
import time
import types
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from grader.sandbox.host import meter
from grader.sandbox.host.errors import (
    NotHandedIn,
    StudentCrashed,
    StudentError,
    StudentRaised,
    StudentTimedOut,
    Unimportable,
)
from grader.sandbox.host.forkserver import ForkServer
from grader.sandbox.host.isolation import ForkServerLost
from grader.sandbox.host.submission import Budget, RunningSubmission

GUEST = "import gc\nguest = next(thing for thing in gc.get_objects() if type(thing).__name__ == 'Responder')\n"


def module(name: str, source: str) -> types.ModuleType:
    made = types.ModuleType(f"solutions.{name}")
    exec(source, made.__dict__)
    return made


FILES = """
def read(path):
    with open(path) as file:
        return file.read()

def write(path):
    with open(path, "w") as file:
        file.write("mallory")
"""
REFERENCE = {
    "forward": module(
        "forward", f"import os\nSECRET = 'canary'\ndef relu(x): return max(x, 0.0)\ndef _hidden(): pass\n{FILES}"
    ),
    "backward": module("backward", "def spin(n):\n    while n: pass\n\ndef slope(x): return 1.0"),
    "hands_on": module("hands_on", "def predict(x): return x"),
}


@pytest.fixture
def student_of(fork_server: ForkServer) -> Iterator[Callable[..., RunningSubmission]]:
    students = []

    def make(budget: Budget | None = None, records: bool = False, **sources: str) -> RunningSubmission:
        students.append(
            RunningSubmission(
                fork_server,
                {name: source.encode() for name, source in sources.items()},
                budget=budget or Budget(1, 20, 30),
                reference=REFERENCE,
                records=records,
            )
        )
        return students[-1]

    yield make
    for student in students:
        student.close()


def test_a_module_that_is_missing_is_lent_to_later_ones_and_earns_nothing(student_of):
    student = student_of(hands_on="import forward\n\ndef predict(x):\n    return forward.relu(x)")

    assert student.call("hands_on", "predict", (-3.0,), {}) == 0.0
    assert student.borrowed == {"forward"}
    with pytest.raises(NotHandedIn):
        student.call("forward", "relu", (1.0,), {})


@pytest.mark.parametrize("lender", ["backward", "hands_on"])
def test_a_later_module_is_no_oracle_for_an_earlier_one(lender: str, student_of):
    name = {"backward": "slope", "hands_on": "predict"}[lender]
    student = student_of(forward=f"import {lender}\n\ndef relu(x):\n    return {lender}.{name}(x)")

    with pytest.raises(StudentRaised, match="not lent to forward"):
        student.call("forward", "relu", (1.0,), {})


@pytest.mark.parametrize("name", ["SECRET", "os", "_hidden", "__loader__", "__dict__", "missing"])
def test_a_lent_module_answers_for_its_own_functions_alone(name: str, student_of):
    body = f"{GUEST}\ndef predict(x):\n    return guest._callback(['forward', {name!r}])()"
    student = student_of(hands_on=body)

    with pytest.raises(StudentRaised, match="has no function"):
        student.call("hands_on", "predict", (1.0,), {})


@pytest.mark.parametrize("name", ["read", "write"])
def test_a_lent_function_opens_no_file_that_its_guest_cannot_open(name: str, student_of, secret):
    student = student_of(hands_on=f"import forward\n\ndef predict(x):\n    return forward.{name}(x)")
    file = secret / "test_forward.py"
    before = file.read_text()

    with pytest.raises(StudentRaised, match="Permission denied"):
        student.call("hands_on", "predict", (str(file),), {})

    assert file.read_text() == before


def test_a_lent_function_opens_what_its_guest_may_open(student_of):
    student = student_of(hands_on="import forward\n\ndef predict(x):\n    return forward.read(x)[:4]")

    assert student.call("hands_on", "predict", (abc.__file__,), {}) == "# Co"


def test_a_lent_function_without_end_is_stopped_at_the_deadline(student_of):
    student = student_of(hands_on="import backward\n\ndef predict(x):\n    return backward.spin(1)")

    with pytest.raises(StudentTimedOut):
        student.call("hands_on", "predict", (1.0,), {})

    assert student_of(forward="def relu(x):\n    return x").call("forward", "relu", (2.0,), {}) == 2.0


def test_a_lent_function_that_is_killed_from_outside_is_nobodys_fault(student_of):
    student = student_of(hands_on="import backward\n\ndef predict(x):\n    return backward.spin(1)")

    def kill() -> None:
        while student._talk._lender is None:
            time.sleep(0.01)
        os.kill(student._talk._lender._channel._pid, signal.SIGKILL)

    with ThreadPoolExecutor() as others:
        others.submit(kill)
        with pytest.raises(ForkServerLost, match="from outside"):
            student.call("hands_on", "predict", (1.0,), {})


def test_a_module_that_worked_once_is_not_replaced_by_the_courses_own(student_of):
    blames = f"{GUEST}\nguest._finder.failed = 'forward'\nraise ImportError"
    student = student_of(
        forward="def relu(x):\n    return x",
        backward=blames,
        hands_on="def predict(x):\n    import forward\n    return forward.relu(x)",
    )

    assert student.call("forward", "relu", (-3.0,), {}) == -3.0
    with pytest.raises(StudentError):
        student.call("backward", "slope", (1.0,), {})
    with pytest.raises(StudentError):
        student.call("hands_on", "predict", (-3.0,), {})
    assert student.borrowed == set()


@pytest.mark.parametrize("said", ["nobody", "\\ud800", "../forward", "hands_on"])
def test_blame_for_another_module_ends(said: str, student_of):
    student = student_of(backward=f"{GUEST}\nguest._finder.failed = '{said}'\nraise ImportError('no')")

    with pytest.raises(Unimportable, match=r"backward\.py cannot be imported"):
        student.call("backward", "slope", (1.0,), {})


def test_a_check_that_failed_in_a_callback_cannot_be_taken_back(student_of):
    def checks(x):
        assert x > 0, "x must be positive"
        return x

    student = student_of(
        backward="def slope(f):\n    try:\n        f(-1)\n    except Exception:\n        pass\n    return f(1)"
    )

    with pytest.raises(AssertionError, match="x must be positive"):
        student.call("backward", "slope", (checks,), {})


def test_a_wrong_argument_for_a_callback_is_the_students_error(student_of):
    student = student_of(backward="def slope(f):\n    return f('text')")

    with pytest.raises(StudentRaised, match="called with what your code passed, raised ValueError") as caught:
        student.call("backward", "slope", (float,), {})

    assert isinstance(caught.value, ValueError)


def test_an_error_of_a_callback_that_is_handled_is_none(student_of):
    student = student_of(
        backward="def slope(f):\n    try:\n        return f('x')\n    except Exception:\n        return 7"
    )

    assert student.call("backward", "slope", (float,), {}) == 7


def test_a_callback_ends_with_its_process(student_of):
    student = student_of(
        backward=f"{GUEST}\nimport os\ndef slope(f):\n    os._exit(0)\ndef again():\n    return guest._callback(0)()"
    )
    with pytest.raises(StudentCrashed):
        student.call("backward", "slope", (lambda: "secret",), {})

    with pytest.raises(StudentCrashed, match="a callback that was never passed"):
        student.call("backward", "again", (), {})


def test_calls_without_end_into_each_other_end(student_of):
    student = student_of(backward="def slope(f):\n    return f()")

    def again():
        return student.call("backward", "slope", (again,), {})

    with pytest.raises(StudentCrashed, match="call each other without end"):
        student.call("backward", "slope", (again,), {})


def test_a_class_cannot_name_itself_after_a_function_with_more_time(student_of):
    source = "class train:\n    def work(self):\n        while True: pass\n\ndef make():\n    return train()"
    student = student_of(Budget(0.5, 20, 30, {"train": 15.0}), backward=source)
    thing = student.call("backward", "make", (), {})
    start = time.monotonic()

    with pytest.raises(StudentTimedOut, match=r"within 0\.5 s"):
        thing.work()

    assert time.monotonic() - start < 14


@pytest.mark.parametrize("seconds", [0.3, 0.45])
def test_who_sleeps_for_a_while_in_every_call_may_soon_sleep_no_longer(student_of, seconds):
    student = student_of(forward=f"import time\ndef relu(x):\n    time.sleep({seconds})\n    return x")
    for _ in range(5):
        assert student.call("forward", "relu", (1,), {}) == 1

    with pytest.raises(StudentTimedOut, match=r"within 0\.1 s: what does it wait for\?"):
        student.call("forward", "relu", (1,), {})


@pytest.mark.parametrize(
    "what",
    [
        pytest.param("os.write(4, b'x'); time.sleep(0.02)", id="a byte of a reply now and then"),
        pytest.param("os.write(4, b'x' * 9999); time.sleep(0.02)", id="some of a reply now and then"),
        pytest.param("guest._importing('forward'); time.sleep(0.02)", id="messages"),
        pytest.param("guest._importing('forward'); time.sleep(0.0005)", id="messages without a pause"),
        pytest.param("time.sleep(0.0215); busy(0.0035)", id="work when it could be looked at"),
    ],
)
def test_who_does_a_little_now_and_then_is_asleep_all_the_same(student_of, monkeypatch, what):
    monkeypatch.setattr(meter, "BACKSTOP", 100)  # seconds, for a call of one: no machine is so busy
    source = f"""{GUEST}
import os, time
def busy(seconds):
    end = time.perf_counter() + seconds
    while time.perf_counter() < end: pass
def relu(x):
    if "write" in {what!r}:
        os.write(4, b"FDL1" + (16).to_bytes(4, "little") + (1 << 25).to_bytes(8, "little"))
    while True:
        {what}
"""
    student = student_of(Budget(1, 60, 60), forward=source)
    start = time.monotonic()

    with pytest.raises(StudentTimedOut, match=r"within 1 s"):
        student.call("forward", "relu", (1,), {})

    assert time.monotonic() - start < 50


def test_of_large_replies_only_digests_are_kept(student_of):
    student = student_of(records=True, forward="import numpy as np\ndef relu(x):\n    return np.zeros(1 << 18)")
    for _ in range(3):
        assert student.call("forward", "relu", (np.zeros(2),), {}).size == 1 << 18

    assert sum(len(call.request) for call in student.calls) < 10_000


def test_an_own_module_is_imported_and_its_objects_are_the_students(student):
    from grader.sandbox.host.submission import RunningSubmission

    plain = student(work="import helpers\ndef f(x): return helpers.Box(x)")
    with_helpers = RunningSubmission(
        plain._fork_server,
        {"work": b"import helpers\ndef f(x): return helpers.Box(x)"},
        extras={"helpers": b"class Box:\n    def __init__(self, x): self.x = x\n"},
        budget=plain._budget,
    )

    assert with_helpers.call("work", "f", (3,), {}).x == 3
    with_helpers.close()
