"""Files of two students are never put together into one hand-in without a word."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest

from grader.course.model import Course
from grader.intake import read_class
from grader.intake.of_work import name_in
from grader.intake.roster import Roster
from grader.submission import Submission

_WORK = "def {0}_it(x):\n    return {1}\n"
_STUB = "def forward_it(x):\n    raise NotImplementedError\n"
FORWARD, OTHER, LOSS = _WORK.format("forward", 1), _WORK.format("forward", 2), _WORK.format("loss", 1)
SAYS = "hold modules each: if these are of 2 students, give a class list"


@pytest.mark.parametrize(
    "files",
    [
        pytest.param({"bob/forward.py": FORWARD, "eve/loss.py": LOSS}, id="of each the half"),
        pytest.param({"bob/forward.py": FORWARD, "eve/exercises/forward.py": OTHER}, id="one folder deeper"),
        pytest.param({"bob/forward.py": FORWARD, "eve/forward.py": FORWARD}, id="the same in both"),
        pytest.param({"anna/forward.py": FORWARD, "anne/forward.py": OTHER}, id="names of one letter apart"),
        pytest.param({"1234567/forward.py": FORWARD, "1234890/loss.py": LOSS}, id="numbers of students"),
        pytest.param({"hw-bob/forward.py": FORWARD, "hw-eve/loss.py": LOSS}, id="as GitHub Classroom calls them"),
        pytest.param({"s/t/bob/forward.py": FORWARD, "s/t/eve/loss.py": LOSS}, id="with folders around"),
    ],
)
@pytest.mark.parametrize("form", ["archive", "folder"])
def test_two_folders_that_may_be_of_two_students_ask_a_person(
    write: Callable[..., Path], course: Course, zipped: Callable[..., bytes], files: dict[str, str], form: str
):
    packed = {"section-b.zip": zipped(files)} if form == "archive" else {f"section-b/{n}": t for n, t in files.items()}
    found = read_class(write({"ada/forward.py": FORWARD, **packed}), course)

    section = found[1]
    assert section.needs_human
    assert any(SAYS in flag for flag in section.flags), section.flags
    assert not found[0].needs_human


@pytest.mark.parametrize(
    "files",
    [
        pytest.param({"week1/forward.py": FORWARD, "week2/loss.py": LOSS}, id="assignments"),
        pytest.param({"Übung 1/forward.py": FORWARD, "Übung 2/loss.py": LOSS}, id="numbered"),
        pytest.param({"part a/forward.py": FORWARD, "part b/loss.py": LOSS}, id="lettered"),
        pytest.param({"forward/forward.py": FORWARD, "loss/loss.py": LOSS}, id="called as the modules"),
        pytest.param({"old/forward.py": OTHER, "final/forward.py": FORWARD, "final/loss.py": LOSS}, id="versions"),
        pytest.param({"bob/forward.py": FORWARD, "fresh/forward.py": _STUB}, id="a fresh copy"),
        pytest.param({"mine/forward.py": FORWARD, "copy of mine/forward.py": FORWARD}, id="a copy"),
        pytest.param({"forward.py": FORWARD, "bob/loss.py": LOSS, "eve/loss.py": LOSS}, id="modules beside"),
    ],
)
def test_folders_of_one_student_are_no_news(hand_in: Callable[..., Submission], files: dict[str, str]):
    assert not any("hold modules each" in flag for flag in hand_in(files).flags)


@pytest.mark.parametrize(
    "names", [("bob.zip", "eve.zip"), ("bob.tar.gz", "eve.zip"), ("Bob Ross.zip", "Eve Arden.zip")], ids=" ".join
)
@pytest.mark.parametrize("other", [FORWARD, OTHER, LOSS])
def test_two_archives_that_may_be_of_two_students_ask_a_person(
    write: Callable[..., Path], course: Course, zipped: Callable[..., bytes], names: tuple[str, str], other: str
):
    one, two = names
    file = "loss.py" if other is LOSS else "forward.py"
    section = {f"section/{one}": zipped({"forward.py": FORWARD}), f"section/{two}": zipped({f"x/{file}": other})}
    found = read_class(write({"ada/forward.py": FORWARD, **section}), course)[1]

    assert found.needs_human
    assert any(SAYS in flag for flag in found.flags), found.flags


@pytest.mark.parametrize("names", [("forward.zip", "loss.zip"), ("hand-in.zip", "hand-in (2).zip"), ("a.zip", "b.zip")])
def test_archives_of_one_student_are_no_news(
    hand_in: Callable[..., Submission], zipped: Callable[..., bytes], names: tuple[str, str]
):
    files = {names[0]: zipped({"forward.py": FORWARD}), names[1]: zipped({"loss.py": LOSS})}

    assert not any("hold modules each" in flag for flag in hand_in(files).flags)


def test_with_the_class_list_they_are_two_students(
    write: Callable[..., Path], course: Course, zipped: Callable[..., bytes], roster: Roster
):
    packed = zipped({"hopper/forward.py": FORWARD, "minsky/loss.py": LOSS})
    found = read_class(write({"ada/forward.py": FORWARD, "section-b.zip": packed}), course, roster=roster)

    assert found.students == ["ada", "hopper", "minsky"]


@pytest.mark.parametrize("word", ["i", "ii", "v", "vversion", "archive", "handin"])
def test_a_name_made_of_words_for_work_is_looked_at_in_no_time(course: Course, word: str):
    """Where each word may end in several places, a search that tries them all would take years."""
    name = f"{word * 120}q"
    start = time.process_time()
    assert name_in(name, course) == name
    assert time.process_time() - start < 1.0
