"""The course of this repository, as its students get it."""

from __future__ import annotations

import ast
import json
import shutil
from pathlib import Path

import pytest

from grader.authoring.build import build
from grader.course.loading import load_course

ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="module")
def handout(tmp_path_factory):
    """The built folder of the course; not for changing."""
    folder = tmp_path_factory.mktemp("handout") / "exercises"
    build(load_course(ROOT), folder)
    return folder


@pytest.fixture
def newcomer(handout, student):
    """A student of this course with untouched stubs."""
    shutil.rmtree(student.folder)
    shutil.copytree(handout, student.folder)
    return student


def test_every_exercise_is_not_started_in_the_stubs(newcomer):
    run = newcomer.run()

    facts = json.loads((newcomer.folder / "course.json").read_text(encoding="utf-8"))
    assert set(run.shown.splitlines()[0]) == {"-"}
    for module in facts["modules"]:
        assert f"  {len(module['exercises'])} not started" in run.shown
    assert f"in {facts['modules'][0]['name']}.py" in run.shown
    assert run.code == 1


def test_every_exercise_is_done_with_the_solutions(newcomer):
    for module in load_course(ROOT).modules:
        shutil.copy(ROOT / "solutions" / f"{module.name}.py", newcomer.folder)

    run = newcomer.run()

    assert "all done: well done!" in run.shown
    assert run.code == 0


@pytest.mark.parametrize("track", load_course(ROOT).tracks)
def test_a_track_can_be_finished_with_its_own_exercises_alone(newcomer, track):
    facts = json.loads((newcomer.folder / "course.json").read_text(encoding="utf-8"))
    for module in load_course(ROOT).modules:
        names = [exercise.name for exercise in module.exercises if exercise.name in facts["tracks"][track]]
        solution = (ROOT / "solutions" / f"{module.name}.py").read_text(encoding="utf-8")
        stub = (newcomer.folder / f"{module.name}.py").read_text(encoding="utf-8")
        newcomer.write(f"{module.name}.py", _with_answers(stub, solution, names))

    run = newcomer.run("--track", track)

    assert run.code == 0, run.shown


def _with_answers(stub: str, solution: str, names: list[str]) -> str:
    """Return a student's file with some exercises taken from the solution, and what these need of their own."""
    written = {node.name: node for node in ast.parse(stub).body if isinstance(node, ast.FunctionDef | ast.ClassDef)}
    parts = []
    for node in ast.parse(solution).body:
        kept = written.get(getattr(node, "name", ""))
        parts.append(ast.unparse(kept if kept is not None and kept.name not in names else node))
    return "\n".join(parts)
