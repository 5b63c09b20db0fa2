"""The class that nobody attends: the same in every run, with work that is done, wrong, and not begun."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from grader.authoring.rehearsal import STUDENTS, rehearse, works
from grader.authoring.stubs import stub
from grader.course.loading import CourseError, load_course
from grader.grade.document import Grade

ROOT = Path(__file__).parents[3]
COURSE = load_course(ROOT / "course.yaml")


@pytest.fixture(scope="module")
def rehearsed(tmp_path_factory):
    folder = tmp_path_factory.mktemp("rehearsal") / "class"
    rehearse(COURSE, "express", folder)
    return folder


def test_two_rehearsals_have_the_same_bytes(rehearsed, tmp_path):
    rehearse(COURSE, "express", tmp_path)

    assert contents(tmp_path) == contents(rehearsed)
    assert len(contents(rehearsed)) == STUDENTS * len(COURSE.modules)


def test_a_second_rehearsal_in_the_same_folder_writes_it_anew(rehearsed):
    before = contents(rehearsed)

    rehearse(COURSE, "express", rehearsed)

    assert contents(rehearsed) == before


@pytest.mark.parametrize("track", COURSE.tracks)
def test_somebody_is_done_somebody_has_hardly_begun_and_many_kinds_of_mistakes_are_made(track):
    exercises = {e.name for m in COURSE.on_track(track).modules for e in m.exercises}
    done = list(works(COURSE, track))

    begun = sorted(len(work.begun) for work in done)
    assert begun[-1] == len(exercises)
    assert begun[0] < len(exercises) / 2
    assert len({mistake for work in done for mistake in work.mistakes.values()}) >= 8
    assert any(not work.mistakes for work in done)


def test_what_is_not_begun_is_as_it_was_handed_out(rehearsed):
    folders = sorted(rehearsed.iterdir())
    for path, work in zip(folders, works(COURSE, "express"), strict=True):
        for module in COURSE.modules:
            written = functions((path / f"{module.name}.py").read_text())
            handed_out = functions(stub(ROOT / "solutions" / f"{module.name}.py", module))
            for exercise in module.exercises:
                is_stub = written[exercise.name] == handed_out[exercise.name]
                assert is_stub == (exercise.name not in work.begun)


def test_a_mistake_stands_where_its_exercise_stood_and_says_nothing_of_itself(rehearsed):
    for path, work in zip(sorted(rehearsed.iterdir()), works(COURSE, "express"), strict=True):
        texts = [(path / f"{module.name}.py").read_text() for module in COURSE.modules]
        for exercise, mistake in work.mistakes.items():
            homes = [text for text in texts if exercise in functions(text)]
            assert len(homes) == 1
            assert homes[0].count(f"\ndef {exercise}(") == 1
            assert mistake not in homes[0]
            assert f"\n{exercise} = " not in homes[0]


def test_nothing_else_in_the_folder_is_touched(tmp_path):
    (tmp_path / "thesis.txt").write_text("three years")

    with pytest.raises(CourseError, match=r"expected a new folder, got one that holds thesis.txt: choose another"):
        rehearse(COURSE, "express", tmp_path)

    assert contents(tmp_path) == {"thesis.txt": b"three years"}


@pytest.mark.slow
def test_grading_it_gives_full_marks_to_the_best_and_names_the_mistakes_of_another(rehearsed, tmp_path):
    class_of = [sorted(rehearsed.iterdir())[i].name for i in range(STUDENTS)]
    done = dict(zip(class_of, works(COURSE, "express"), strict=True))
    best = next(name for name, work in done.items() if len(work.begun) == max(len(w.begun) for w in done.values()))
    wrong = max(done, key=lambda name: len(done[name].mistakes))

    grades = {name: graded(rehearsed, name, tmp_path) for name in (best, wrong)}

    assert all(e.status == "passed" for m in grades[best].modules for e in m.exercises)
    exercises = {e.name: e for m in grades[wrong].modules for e in m.exercises}
    for name, mistake in done[wrong].mistakes.items():
        assert exercises[name].status != "passed"
        diagnosis = exercises[name].diagnosis
        assert diagnosis
        assert diagnosis.mistake == mistake.removeprefix(f"{name}__")


def graded(folder, student, results) -> Grade:
    arguments = ["run", str(folder), "--course", str(ROOT / "course.yaml"), "--track", "express", "--jobs", "1"]
    subprocess.run(
        [sys.executable, "-m", "grader", *arguments, "--student", student, "--out", str(results)],
        check=True,
        capture_output=True,
    )
    return Grade.from_json((results / f"{student}.json").read_bytes())


def contents(folder):
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def functions(text):
    nodes = [node for node in ast.parse(text).body if isinstance(node, ast.FunctionDef | ast.ClassDef)]
    return {node.name: ast.unparse(node) for node in nodes}
