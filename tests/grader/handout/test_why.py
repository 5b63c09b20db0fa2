"""`pytest --why`: two questions about the student's own function, made of real runs of it."""

from __future__ import annotations

import os
import pty
import random
import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from grader.handout.kit.questions import questions_about
from grader.handout.kit.samples import as_call, in_words, others
from grader.handout.kit.variants import variants_of
from tests.at_home import environment

SUM = "return sum(w * h for w, h in sizes)"


@pytest.fixture
def sure(student):
    """A student who has written two exercises, and has seen that they are right."""
    student.solve("plane", "area", "return width * height")
    student.solve("plane", "area_of_many", "total = 0.0", "for w, h in sizes:", "    total += w * h", "return total")
    student.run("test_plane.py")
    return student


def _flat(shown: str) -> str:
    """Return what is shown without its line ends."""
    return " ".join(shown.split())


def _letters(shown: str, wanted: list[str]) -> str:
    """Return the letters of the options that begin with these words, a question after the other."""
    parts = re.split(r"^  \d\. ", shown, flags=re.MULTILINE)[1:]
    return "".join(
        re.findall(rf"^     (\w)\) {re.escape(text)}", p, re.M)[0] for p, text in zip(parts, wanted, strict=True)
    )


def test_two_questions_are_asked_about_the_function_as_it_stands(sure):
    run = sure.run("--why", "area")

    assert run.shown.startswith(
        "about your own area: no marks, and nothing is kept\n\n  1. What is the result of area("
    )
    assert "2. If line 8 of plane.py, `return width * height`, becomes `return width`, what does" in _flat(run.shown)
    assert "  a letter for each answers them: pytest --why area --answer ab\n" in run.shown
    assert run.code == 0


def test_the_answers_are_what_its_runs_give(sure):
    shown = sure.run("--why", "area").shown
    width, height = map(float, re.findall(r"width = (\S+), height = (\S+)\?", shown)[0])
    right = _letters(shown, [f"{width * height:g}\n", "the result is 3, should be 9"])
    wrong = "".join("b" if letter == "a" else "a" for letter in right)

    assert sure.run("--why", "area", "--answer", right).shown.count("     right\n") == 2
    said = sure.run("--why", "area", "--answer", wrong).shown
    assert f"     no, {right[0]}: {width * height:g}\n" in said
    assert f"     no, {right[1]}: the result is 3, should be 9\n" in said
    assert "change line 8 of plane.py, run it, and change it back" in _flat(said)


def test_the_questions_stay_the_same_while_the_file_does(sure):
    shown = sure.run("--why", "area_of_many").shown

    assert shown == sure.run("--why", "area_of_many").shown


def test_asking_changes_nothing(sure):
    before = {p.name: p.read_bytes() for p in sure.folder.iterdir() if p.is_file()}
    sure.run("--why", "area_of_many")

    assert {p.name: p.read_bytes() for p in sure.folder.iterdir() if p.is_file()} == before


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        pytest.param(["--why", "walk"], "walk is not right yet, or was changed since: pytest -k walk", id="not right"),
        pytest.param(["--why", "aera"], "there is no exercise aera: did you mean area?", id="misspelled"),
        pytest.param(
            ["--why", "Q"], "there is no exercise Q; those that can be asked about: pytest --why", id="unknown"
        ),
        pytest.param(["--why", "area", "--answer", "xy"], "as in --answer ab", id="no such option"),
        pytest.param(["--why", "area", "--answer", "abab"], "as in --answer ab", id="too many"),
        pytest.param(["--answer", "ab"], "say what the answers are about: pytest --why EXERCISE", id="about nothing"),
    ],
)
def test_what_cannot_be_asked_is_one_sentence(sure, arguments, sentence):
    run = sure.run(*arguments)

    assert run.shown.startswith("ERROR: ")
    assert sentence in run.shown
    assert "\n" not in run.shown.strip()
    assert run.code == 4


def test_what_was_changed_since_is_not_asked_about(sure):
    text = (sure.folder / "plane.py").read_text()
    sure.write("plane.py", text.replace("return width * height", "return height * width"))

    assert "area is not right yet, or was changed since: pytest -k area" in sure.run("--why", "area").shown


def test_a_function_that_another_one_breaks_is_not_right(sure):
    """The text of area_of_many is as it was, but what it calls is not."""
    text = (sure.folder / "plane.py").read_text()
    sure.write(
        "plane.py", text.replace("import math\n", "import math\n\nsum = None\nfloat = None\n").replace("0.0", "none")
    )
    text = (sure.folder / "plane.py").read_text()
    sure.write("plane.py", text.replace("total = none", "total = zero()"))
    sure.write("plane.py", (sure.folder / "plane.py").read_text() + "\n\ndef zero():\n    return 0.0\n")
    sure.run("-k", "area_of_many")
    sure.write("plane.py", (sure.folder / "plane.py").read_text().replace("    return 0.0\n", "    return 7.0\n"))

    assert "area_of_many is not right: pytest -k area_of_many" in sure.run("--why", "area_of_many").shown


def test_without_a_name_there_is_a_list_of_what_is_right(sure, student):
    assert "    area, area_of_many\n" in sure.run("--why").shown
    (student.folder / ".progress.json").unlink()
    assert "nothing is right yet: `pytest` says what comes first" in student.run("--why").shown


def test_a_line_without_which_it_never_ends_does_no_harm(student):
    lines = ["total, place = 0.0, 0", "while place < len(sizes):", "    w, h = sizes[place]"]
    student.solve("plane", "area_of_many", *lines, "    total += w * h", "    place += 1", "return total")
    student.run("-k", "area_of_many")

    run = student.run("--why", "area_of_many")

    assert "  2. If line " in run.shown
    assert run.code == 0


def test_a_class_is_asked_about_line_by_line(finished):
    finished.run("-k", "Tortoise")

    shown = finished.run("--why", "Tortoise").shown

    assert "`self.place += length`, is taken out, what does `pytest -k Tortoise` say first?" in _flat(shown)


def test_at_a_terminal_the_answers_are_typed(sure):
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "pytest", "--why", "area"],
        cwd=sure.folder,
        env=environment(TERM="dumb"),
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
    )
    os.close(theirs)
    os.write(ours, b"x\na\na\n")
    shown = b""
    while True:
        try:
            part = os.read(ours, 4096)
        except OSError:  # the other side has ended
            break
        if not part:
            break
        shown += part

    assert process.wait(60) == 0
    text = shown.decode()
    assert text.count("your answer (a, b") == 3  # one was no letter of an option
    assert text.count("     right") + text.count("     no, ") == 2
    assert "--answer" not in text


def test_a_variant_is_one_change_of_text_and_another_program():
    raw = b"def f(x, w):\n    y = x @ w + 1\n    return np.sum(y, axis=0)\n"

    found = {(v.line, v.new) for v in variants_of(raw, "f", 20, random.Random(0))}

    assert found == {
        (2, ""),
        (2, "y = x @ w"),
        (2, "y = x + 1"),
        (3, "return np.sum(y)"),
    }


def test_a_docstring_a_default_and_an_annotation_are_left_alone():
    raw = b'def f(x: int | float = 1 + 2) -> "list":\n    """Add: x + 1."""\n    return x\n'

    assert variants_of(raw, "f", 20, random.Random(0)) == []


def test_another_input_keeps_what_fits_together():
    given = {"X": np.ones((3, 2)), "w": np.ones(2), "cache": (np.ones(3), {"W": np.ones((2, 4))})}

    first, second, third = others(given, {1, 2, 3, 4})

    assert in_words(tuple(first.values())) == "(shape (5, 2), shape (2,), (shape (5,), {'W': shape (2, 4)}))"
    assert in_words(tuple(second.values())) == "(shape (3, 5), shape (5,), (shape (3,), {'W': shape (5, 4)}))"
    assert third["cache"][1]["W"].shape == (2, 5)


def test_a_value_is_asked_for_only_where_every_argument_can_be_told():
    assert as_call("f", {"x": [1, 2], "g": max}, False) == ""
    assert as_call("f", {"x": [1, 2]}, False) == "f(x) with x = [1, 2]"
    assert as_call("f", {"x": np.ones((9, 2)), "g": max, "lr": 0.1}, True) == "f(x, g, lr) with x of shape (9, 2)"


def test_options_are_different_and_no_nameerror_gives_the_line_away():
    facts = {
        "sentences": ["one", "two"],
        "sample": None,
        "variants": [
            {"line": 1, "old": "a", "new": "", "said": ["your code raised NameError: a"] * 2, "gives": ""},
            {"line": 2, "old": "b", "new": "c", "said": ["the result is 1", "the result is 1"], "gives": ""},
            {"line": 3, "old": "d", "new": "e", "said": ["the result is 2", ""], "gives": ""},
        ],
    }

    made = questions_about("f", "f.py", facts, random.Random(0))

    assert len(made) == 2
    for question in made:
        assert len(set(question.options)) == len(question.options) >= 2
        assert not any("NameError" in option for option in question.options)
        assert 0 <= question.right < len(question.options)


def test_nothing_of_a_solution_is_needed(built_course):
    """The questions come from the student's files alone, wherever the folder is."""
    for name in ("why", "questions", "trials", "samples", "variants"):
        text = (Path(built_course) / "kit" / f"{name}.py").read_text(encoding="utf-8")
        assert "answers" not in re.findall(r"from \.(\w+) import", text)
        assert "solutions" not in text
