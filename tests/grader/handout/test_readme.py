"""Every command of the students' README does what it says, in the course of this repository."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from grader.authoring.build import build
from grader.course.loading import load_course

ROOT = Path(__file__).parents[3]
_SAYS = {  # what each command shows, and its exit code, on untouched stubs
    "pytest": ("not started", 1),
    "pytest test_perceptron.py": ("10 not started", 1),
    "pytest -k linear_score": ("1 not started", 1),
    "pytest --track express": ("on the track express", 1),
    "pytest --track ninety_minutes": ("on the track ninety_minutes", 1),
    "pytest --track core": ("on the track core", 1),
    "pytest --track full": ("on the track full", 1),
    "pytest --track all": ("not started", 1),
    "pytest --hint linear_score": ("hints for linear_score in perceptron.py", 0),
    "pytest --reset linear_score": ("linear_score in perceptron.py is as it came: nothing to do", 0),
    "pytest --reset perceptron.py": ("perceptron.py is as it came: nothing to do", 0),
    "pytest --reset linear_score margin_bound": ("margin_bound in perceptron.py is as it came", 0),
    "pytest --why": ("nothing is right yet", 4),
    "pytest --why linear_score": ("linear_score is not right yet", 4),
    "pytest --hand-in": ("hand-in.zip is written", 1),
    "pytest --solution linear_score": ("linear_score is not right yet", 4),
    "pytest -x": ("not started", 1),
    "pytest -k linear_score --pdb": ("1 not started", 1),
    "pytest --watch": None,  # has a test of its own
}


@pytest.fixture(scope="module")
def handout(tmp_path_factory):
    """The built folder of the course, with answers; not for changing."""
    folder = tmp_path_factory.mktemp("readme") / "exercises"
    build(load_course(ROOT), folder, with_answers=True)
    return folder


def test_every_command_of_the_readme_is_tried(handout):
    text = (handout / "README.md").read_text(encoding="utf-8")
    commands = set(re.findall(r"`(pytest[^`\n]*)`", text)) | set(re.findall(r"^(pytest.*)$", text, re.MULTILINE))

    assert commands == set(_SAYS)


@pytest.mark.parametrize(("command", "says", "code"), [(name, *told) for name, told in _SAYS.items() if told])
def test_a_command_of_the_readme_does_what_it_says(handout, student, command, says, code):
    shutil.rmtree(student.folder)
    shutil.copytree(handout, student.folder)

    run = student.run(*command.split()[1:])

    assert says in run.shown
    assert run.code == code
