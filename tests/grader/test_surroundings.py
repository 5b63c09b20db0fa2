"""A class in which each situation occurs once: nobody is lost, no zero is silent, and pytest at home says the same."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from grader.authoring.build import build
from grader.course.loading import load_course
from grader.grade.document import Grade
from grader.grade.redaction import student_view
from grader.grade.results import Status
from tests.at_home import run_pytest
from tests.grader.conftest import write_tree
from tests.grader.situations import COURSE_FILES, SITUATIONS, Situation

_BY_NAME = {situation.name: situation for situation in SITUATIONS}
_AT_HOME = [situation for situation in SITUATIONS if situation.at_home]


@pytest.fixture(scope="module")
def course(tmp_path_factory) -> Path:
    """The course of the situations, built."""
    root = write_tree(tmp_path_factory.mktemp("waves"), COURSE_FILES)
    build(load_course(root))
    return root


@pytest.fixture(scope="module")
def hand_ins(course, tmp_path_factory) -> Path:
    """A folder for each situation."""
    folder = tmp_path_factory.mktemp("class")
    for situation in SITUATIONS:
        (folder / situation.name).mkdir()
        for name, content in situation.files.items():
            _write(folder / situation.name / name, content, course)
    return folder


@pytest.fixture(scope="module")
def run(course, hand_ins, tmp_path_factory):
    """What `grader run` says of the class, and its documents."""
    out = tmp_path_factory.mktemp("out") / "results"
    return _run(course, hand_ins, out), {path.stem: Grade.from_json(path.read_bytes()) for path in out.glob("*.json")}


def test_nobody_is_lost(run):
    assert run[1].keys() == _BY_NAME.keys()
    assert len(_BY_NAME) == len(SITUATIONS) >= 60


@pytest.mark.parametrize("situation", SITUATIONS, ids=lambda situation: situation.name)
def test_each_hand_in_comes_to_what_its_author_meant(run, situation: Situation):
    grade = run[1][situation.name]

    assert {e.name for e in grade.exercises if e.status is Status.PASSED} == situation.done
    assert (grade.modules[0].reason or "").startswith(situation.reason)
    assert bool(grade.modules[0].reason) == bool(situation.reason)
    assert grade.needs_human == situation.look, grade.flags
    assert any(situation.flag in flag for flag in grade.flags) or not situation.flag, grade.flags


def test_no_zero_is_silent(run):
    for name, grade in run[1].items():
        for module in grade.modules:
            was_worked_on = module.sha256 is not None and module.name not in _BY_NAME[name].untouched
            if was_worked_on and not any(exercise.points for exercise in module.exercises):
                assert grade.needs_human, name
                assert module.reason in grade.flags, name


def test_a_student_reads_the_reason_that_the_instructor_reads(run):
    for name, grade in run[1].items():
        view = student_view(grade)
        assert [m.reason for m in view.modules] == [m.reason for m in grade.modules]
        messages = [test.message for test in view.tests]
        assert "the test itself failed: your instructor has been told" not in messages, name
        assert not any(str(Path(__file__).parents[2]) in message for message in messages), name


def test_the_run_lists_everyone_who_needs_a_person_with_every_reason_and_ends_with_their_number(run):
    lines = run[0].splitlines()
    looks = [grade for grade in run[1].values() if grade.needs_human]

    assert lines[-2] == f"LOOK: {len(looks)} of {len(SITUATIONS)} hand-ins need a person, for the reasons above"
    for grade in looks:
        for flag in grade.flags:
            assert any(line.endswith(flag[-60:]) or flag[:100] in line for line in lines), flag


def test_no_other_student_is_changed(run, course, hand_ins, tmp_path):
    shutil.copytree(hand_ins / "solved", tmp_path / "class" / "solved")
    shutil.copytree(hand_ins / "helper", tmp_path / "class" / "helper")

    _run(course, tmp_path / "class", tmp_path / "results")

    for name in ("solved", "helper"):
        assert (tmp_path / "results" / f"{name}.json").read_bytes() == run[1][name].to_json()


@pytest.mark.parametrize("situation", _AT_HOME, ids=lambda situation: situation.name)
def test_pytest_at_home_says_the_same(run, course, hand_ins, tmp_path, situation: Situation):
    folder = shutil.copytree(course / "exercises", tmp_path / "exercises")
    handed_in = hand_ins / situation.name
    for path in handed_in.rglob("*"):
        if path.is_file():
            target = folder / path.relative_to(handed_in)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(path, target)
    modules = [path.stem for path in handed_in.glob("*.py") if (folder / f"test_{path.stem}.py").is_file()]
    modules = [name for name in modules if name in ("bend", "chain")]

    seconds = 2 if situation.name == "endless" else 60  # a plotting library takes its time on a busy machine
    shown = _pytest(folder, seconds, [f"test_{name}.py" for name in modules])

    for module in run[1][situation.name].modules:
        if module.name in modules:
            board = re.search(rf"^  {module.name} +([✓✗!-]+)", shown, re.MULTILINE)
            assert board is not None, shown
            at_home = {e.name for e, sign in zip(module.exercises, board[1], strict=True) if sign == "✓"}
            assert at_home == {e.name for e in module.exercises if e.status is Status.PASSED}, shown
            if situation.is_same_sentence:
                assert situation.reason[:60] in shown


def _write(path: Path, content: str | bytes, course: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    if isinstance(content, str) and content.startswith("@"):
        stub = (course / "exercises" / path.name).read_text(encoding="utf-8")
        if content.startswith("@earlier"):
            stub = stub.replace('"""max(x, 0)"""', '"""Whatever an earlier edition said."""')
        content = stub + content.removeprefix("@earlier stub").removeprefix("@stub")
    path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))


def _run(course: Path, hand_ins: Path, out: Path) -> str:
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "grader",
            "run",
            str(hand_ins),
            "--course",
            str(course / "course.yaml"),
            "--out",
            str(out),
        ],
        capture_output=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONIOENCODING": "utf-8"},
        timeout=280,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def _pytest(folder: Path, seconds: int, files: list[str]) -> str:
    shown, _ = run_pytest(folder, "-o", f"seconds_per_test={seconds}", *files, seconds=120)
    return shown
