"""What a hand-in draws in its guest is read there, and is told here as plain pytest would tell it."""

from __future__ import annotations

import pytest

from grader.handout import expect
from grader.sandbox.host import proxy
from grader.sandbox.host.errors import StudentRaised
from grader.sandbox.host.forkserver import ForkServer
from grader.sandbox.host.isolation import Isolation
from grader.sandbox.host.submission import Budget, RunningSubmission
from grader.values import OnCopies

SOURCE = """
import matplotlib.pyplot as plt
import numpy as np

def losses(train):
    figure, axes = plt.subplots()
    axes.plot(train, "o-", label="train")
    plt.axhline(2.0)
    plt.title("Loss $L$")
    plt.xlabel("epoch")
    axes.set_yscale("log")
    plt.legend()
    plt.savefig("loss.png")
    plt.show()
    return axes

def bars(counts):
    plt.bar(list(counts), list(counts.values()), color="red", label="counts")
    plt.scatter([0, 1], np.array([2, 3]))

def broken():
    plt.plot([1, 2], [1, 2, 3])

def two():
    return plt.subplots(1, 2)

def nothing():
    return 3
"""


@pytest.fixture(scope="module")
def drawing(secret):
    made = ForkServer(
        isolation=Isolation.JAIL,
        packages=["numpy", "matplotlib"],
        public_folder=None,
        secret_folder=secret,
        memory_mb=1024,
        cpu_seconds=60,
    ).ready()
    one = RunningSubmission(made, {"work": SOURCE.encode()}, budget=Budget(10, 60, 60))
    proxy.answer_for(one)
    yield proxy.StudentModule("work")
    one.close()
    made.close()


def plain(axes):
    """Return a description with lists for arrays, to be compared."""
    if isinstance(axes, dict):
        return {key: plain(value) for key, value in axes.items()}
    return [plain(value) for value in axes] if isinstance(axes, list) else getattr(axes, "tolist", lambda: axes)()


@pytest.mark.parametrize(
    ("name", "args"), [("losses", [[4, 2, 1]]), ("bars", [{"a": 2, "b": 5}]), ("two", []), ("nothing", [])]
)
def test_a_guest_draws_what_plain_pytest_sees(drawing, name, args, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    here: dict = {}
    exec(SOURCE, here)

    told = expect.drawn(getattr(drawing, name), *args)

    assert plain(told) == plain(expect.drawn(here[name], *args))
    assert plain(expect.drawn(getattr(OnCopies(drawing), name), *args)) == plain(told)


def test_each_call_begins_with_an_empty_sheet(drawing):
    expect.draws(drawing.bars, {"a": 1}, want={"bars": 1})
    expect.draws(drawing.bars, {"a": 1}, want={"bars": [[1]], "xticks": ["a"]})


def test_an_error_while_drawing_is_the_hand_ins(drawing):
    with pytest.raises(StudentRaised, match=r"your code raised ValueError: x and y must have same first dimension"):
        expect.drawn(drawing.broken)
