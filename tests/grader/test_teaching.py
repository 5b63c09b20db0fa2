"""What docs/teaching.md says of the course holds: its lessons, its mistakes, and the questions to ask."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from grader.cli import cli
from grader.course.loading import load_course

ROOT = Path(__file__).parents[2]
COURSE = load_course(ROOT / "course.yaml")
GUIDE = (ROOT / "docs" / "teaching.md").read_text(encoding="utf-8")
MODULES = [module.name for module in COURSE.modules]


@pytest.mark.parametrize("module", MODULES)
def test_each_lesson_has_two_questions_and_five_mistakes_whose_question_is_the_catalogues(module):
    part = re.findall(rf"^### {module}\n(.*?)(?=^##)", GUIDE, re.MULTILINE | re.DOTALL)[0]
    tree = ast.parse((ROOT / "tests" / "mistakes" / f"{module}.py").read_text(encoding="utf-8"))
    known = {node.name: ast.get_docstring(node) or "" for node in tree.body if isinstance(node, ast.FunctionDef)}

    rows = dict(re.findall(r"^\| `(\w+)` \| (.+) \|$", part, re.MULTILINE))

    assert len(rows) == 5
    for name, question in rows.items():
        assert " ".join(known[name].split()) == question
    assert len(re.findall(r"\*[^*]+\?\*", part.replace("\n", " "))) == 2


@pytest.mark.parametrize("module", MODULES)
def test_every_think_of_a_lesson_stands_in_the_guide_with_an_answer(module):
    lesson = (ROOT / "solutions" / "lessons" / f"{module}.md").read_text(encoding="utf-8")
    part = re.findall(rf"^### {module}\n(.*?)(?=^##|\Z)", GUIDE, re.MULTILINE | re.DOTALL)[0]

    thinks = [" ".join(text.split()) for text in re.findall(r"\*(?:Then think|Think):\*\s(.+?)\n\n", lesson, re.DOTALL)]

    assert re.findall(r'Think: "([^"]+)" \w', " ".join(part.split())) == thinks


def test_every_command_of_the_guide_is_one_of_the_grader_with_these_options():
    for name, rest in re.findall(r"`grader (\w+)([^`]*)`", GUIDE):
        shown = CliRunner().invoke(cli, [name, "--help"]).output
        for option in re.findall(r"--[a-z]+", rest):
            assert option in shown, f"grader {name} {option}"


def test_every_track_with_a_session_is_named():
    for name, track in COURSE.tracks.items():
        assert (f"`{name}`" in GUIDE) == (track.minutes is not None)
