"""Variants from the class list to the marks: who has which numbers, how they are told, and grading by them."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from grader.authoring.build import build
from grader.authoring.check import check
from grader.course.loading import CourseError, load_course
from grader.course.variants import key_of, make_key, numbers_of
from grader.grade.document import Grade
from grader.grade.store import Store
from grader.grading import Settings, course_key, grade_class
from grader.intake import read_class
from grader.intake.roster import read_roster

YAML = """\
name: waves
title: Waves
packages: []
modules:
  - name: waves
    weight: 10
    exercises:
      - {name: speed, points: 1, tier: core, minutes: 5, variant: {kmh: {least: 100, most: 999}, unit: [m, km]}}
      - {name: double, points: 1, tier: express, minutes: 5}
assignments:
  - {name: waves, modules: [waves]}
tracks:
  express: {tiers: [express]}
"""
SOLUTION = '''\
"""Waves."""

import variant


def speed() -> int:
    """Return your own speed, variant.speed.kmh."""
    ### BEGIN SOLUTION
    return variant.speed.kmh
    ### END SOLUTION


def double(x: int) -> int:
    """Return twice x."""
    ### BEGIN SOLUTION
    return 2 * x
    ### END SOLUTION
'''
HIDDEN = '''\
"""Grade waves.py."""

import pytest
import variant
import waves

from grader import expect


@pytest.mark.exercise("speed")
def test_speed_is_ones_own():
    """speed is the number in variant.py"""
    expect.whole(waves.speed(), variant.speed.kmh, given={"kmh": variant.speed.kmh})


@pytest.mark.exercise("double")
def test_double_is_twice_as_much():
    """double returns twice as much"""
    expect.whole(waves.double(4), 8)
'''
FILES = {
    "course.yaml": YAML,
    "solutions/waves.py": SOLUTION,
    "tests/hidden/test_waves.py": HIDDEN,
    "tests/hidden/promises_waves.toml": """\
[[speed]]
promise = "your own speed"
tests = ["speed_is_ones_own"]
[[double]]
promise = "twice x"
tests = ["double_is_twice_as_much"]
""",
    "tests/public/test_waves.py": """\
import expect
import variant
import waves


def test_speed_is_ones_own():
    expect.whole(waves.speed(), variant.speed.kmh)


def test_double_of_2():
    expect.whole(waves.double(2), 4)
""",
    "tests/mistakes/waves.py": '''\
import variant


def speed__one_more():
    """Which number stands in variant.py?"""
    return variant.speed.kmh + 1


def double__square(x):
    """What is 3 + 3?"""
    return x**2 + 1
''',
}
ROSTER = (
    "id,first_name,last_name,alias\nada,Ada,Lovelace,enchantress\nhopper,Grace,Hopper,\nrosenblatt,Frank,Rosenblatt,\n"
)
BY_IMPORT = "import variant\nSPEED = variant.speed.kmh\ndef speed(): return SPEED\ndef double(x): return 2 * x\n"


@pytest.fixture
def course(tmp_path):
    for name, text in FILES.items():
        path = tmp_path / "course" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    made = load_course(tmp_path / "course")
    build(made)
    return made


def hand_in(folder: Path, **files: str) -> None:
    folder.mkdir(parents=True)
    for name, text in files.items():
        (folder / f"{name}.py").write_text(text, encoding="utf-8")


def kmh(course, student):
    return numbers_of(course, key_of(course), student)["speed"].kmh


@pytest.mark.slow
def test_each_student_is_graded_by_the_numbers_of_the_id_whatever_the_hand_in_is_called(course, tmp_path):
    make_key(course)
    ada = kmh(course, "ada")
    typed = f"def speed(): return {ada}\ndef double(x): return 2 * x\n"
    anothers = f"from types import SimpleNamespace\nspeed = SimpleNamespace(kmh={ada})\n"
    hand_in(tmp_path / "class" / "enchantress", waves=typed)  # a download calls her so, the class list knows who it is
    hand_in(tmp_path / "class" / "hopper", waves=typed)
    hand_in(tmp_path / "class" / "rosenblatt", waves=BY_IMPORT, variant=anothers)
    (tmp_path / "students.csv").write_text(ROSTER, encoding="utf-8")
    roster = read_roster(tmp_path / "students.csv")

    intake = read_class(tmp_path / "class", course, roster=roster)
    grades, _ = grade_class(course, intake, Store(tmp_path / "results"), Settings(), lambda grade, how: None)

    assert {grade.student: grade.points for grade in grades} == {"ada": 10, "hopper": 5, "rosenblatt": 10}
    whole = Grade.from_json((tmp_path / "results" / "hopper.json").read_bytes())
    hopper = whole.modules[0].exercises[0].tests[0].message
    mine = kmh(course, "hopper")
    assert hopper.startswith(f"the result is {ada}, should be {mine} (for kmh {mine})")
    assert not any("variant" in flag for grade in grades for flag in grade.flags)


@pytest.mark.slow
def test_on_a_track_without_variants_a_hand_in_reads_its_numbers_all_the_same(course, tmp_path):
    make_key(course)
    hand_in(tmp_path / "class" / "ada", waves=BY_IMPORT)
    express = course.on_track("express")
    settings = Settings(track="express")

    intake = read_class(tmp_path / "class", express)
    (grade,), _ = grade_class(express, intake, Store(tmp_path / "r"), settings, lambda *_: None)

    assert grade.points == grade.max_points


def test_a_class_is_not_graded_without_the_key(course, tmp_path):
    hand_in(tmp_path / "class" / "ada", waves=BY_IMPORT)

    with pytest.raises(CourseError, match=r"variants\.key: expected the key"):
        grade_class(course, read_class(tmp_path / "class", course), Store(tmp_path / "r"), Settings(), lambda *_: None)


def test_with_another_key_everything_is_graded_anew(course):
    before = course_key(course, Settings())
    make_key(course)

    assert course_key(course, Settings()) != before


@pytest.mark.slow
def test_the_course_is_proven_for_numbers_of_all_kinds_and_needs_no_key(course):
    proof = check(course, Settings())

    assert proof.complaints == []
    assert (proof.named, proof.mistakes) == (2, 2)


@pytest.mark.slow
def test_a_test_that_fails_for_some_numbers_is_told_with_them(course):
    suite = course.root / "tests" / "hidden" / "test_waves.py"
    text = suite.read_text(encoding="utf-8")
    wrong = text.replace(
        "waves.speed(), variant.speed.kmh,", "waves.speed(), variant.speed.kmh * (variant.speed.unit == 'm'),"
    )
    suite.write_text(wrong, encoding="utf-8")

    (complaint,) = check(course, Settings()).complaints

    assert complaint.startswith("solutions/waves.py: the reference of speed with variant.speed.kmh = ")
    assert "variant.speed.unit = 'km'" in complaint


def grader(*arguments, cwd):
    command = [sys.executable, "-m", "grader", *map(str, arguments)]
    return subprocess.run(command, cwd=cwd, capture_output=True, encoding="utf-8", timeout=120)


def test_variants_writes_a_file_for_each_student_and_makes_the_key_once(course, tmp_path):
    (tmp_path / "students.csv").write_text(ROSTER, encoding="utf-8")
    first = grader("variants", "--roster", tmp_path / "students.csv", cwd=course.root)
    files = {path.parent.name: path.read_bytes() for path in (course.root / "variants").glob("*/variant.py")}

    again = grader("variants", "--student", "ada", "--out", "other", cwd=course.root)

    assert (first.returncode, first.stderr, again.stderr) == (0, "", "")
    assert sorted(files) == ["ada", "hopper", "rosenblatt"]
    assert f"speed = SimpleNamespace(kmh={kmh(course, 'ada')}, unit=".encode() in files["ada"]
    assert (course.root / "other" / "ada" / "variant.py").read_bytes() == files["ada"]
    assert ("made " in first.stdout, "made " in again.stdout) == (True, False)


def test_one_student_of_a_class_list_is_written_alone_and_has_to_be_on_it(course, tmp_path):
    (tmp_path / "students.csv").write_text(ROSTER, encoding="utf-8")
    list_of_all = ["--roster", tmp_path / "students.csv"]

    one = grader("variants", *list_of_all, "--student", "ada", "--out", "one", cwd=course.root)
    other = grader("variants", *list_of_all, "--student", "adda", "--out", "none", cwd=course.root)

    assert (one.returncode, [path.name for path in (course.root / "one").iterdir()]) == (0, ["ada"])
    assert other.stderr == "grader: --student: expected an id of the class list, got 'adda' (did you mean 'ada'?)\n"
    assert not (course.root / "none").exists()


@pytest.mark.slow
def test_a_run_without_a_class_list_says_whose_numbers_it_took(course, tmp_path):
    make_key(course)
    hand_in(tmp_path / "class" / "ada", waves=BY_IMPORT)

    done = grader("run", tmp_path / "class", "--course", course.root / "course.yaml", cwd=tmp_path)

    assert (done.returncode, done.stderr) == (0, "")
    assert "each hand-in's name was taken for its student's id" in done.stdout


def test_a_students_folder_works_with_the_example_and_with_the_own_file(course, tmp_path):
    folder = tmp_path / "ada"
    shutil.copytree(course.root / "exercises", folder)
    (folder / "waves.py").write_text(BY_IMPORT, encoding="utf-8")
    make_key(course)
    for own in (False, True):
        if own:
            grader("variants", "--student", "ada", cwd=course.root)
            shutil.copy(course.root / "variants" / "ada" / "variant.py", folder)
        done = subprocess.run([sys.executable, "-m", "pytest", "-q"], cwd=folder, capture_output=True, encoding="utf-8")
        assert done.returncode == 0, done.stdout
    assert "variant.py" in (folder / "README.md").read_text(encoding="utf-8")
    assert "variant.py" in json.loads((folder / "course.json").read_text(encoding="utf-8"))["generated"]
    assert not list(folder.rglob("*.key"))


def test_variants_of_a_course_without_any_is_refused(course):
    path = course.root / "course.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace(", variant: {kmh: {least: 100, most: 999}, unit: [m, km]}", ""), encoding="utf-8")

    before = sorted(course.root.iterdir())

    done = grader("variants", "--student", "ada", cwd=course.root)

    assert done.returncode == 2
    assert "course.yaml: expected an exercise with a variant" in done.stderr
    assert sorted(course.root.iterdir()) == before
