"""Nothing that a student can write is ever a course, a configuration, a module or a program of ours."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

GRADER = [str(Path(sys.executable).with_name("grader"))]
MARK = "import pathlib\npathlib.Path({0!r}).write_text('a hand-in was run as one of us')\n"
Said = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def trap(tmp_path: Path) -> Path:
    """The file that appears if code of a hand-in ran outside of the jail."""
    return tmp_path / "trap"


@pytest.fixture
def kit(tiny: Path, tmp_path: Path) -> Path:
    """A course, in whose folder the instructor keeps the hand-ins, as many do."""
    return Path(shutil.copytree(tiny, tmp_path / "kit"))


@pytest.fixture
def mallory(kit: Path, trap: Path) -> Path:
    """A hand-in that ships a whole course and says that it is an nbgrader course: everybody gets full marks there."""
    folder = kit / "hand-ins" / "mallory"
    files = {
        "vectors.py": "def double(x):\n    raise NotImplementedError\n",
        "course.yaml": (kit / "course.yaml").read_text(),
        "grader.json": json.dumps({"course": str(folder / "course.yaml")}),
        "nbgrader_config.py": MARK.format(str(trap)),
        "solutions/vectors.py": MARK.format(str(trap)) + (kit / "solutions" / "vectors.py").read_text(),
        "solutions/training.py": (kit / "solutions" / "training.py").read_text(),
        "tests/hidden/test_vectors.py": MARK.format(str(trap)),
        "conftest.py": MARK.format(str(trap)),
        "sitecustomize.py": MARK.format(str(trap)),
        "sub/notes.txt": "",
    }
    for name in ("struct", "json", "numpy", "pytest", "grader"):
        files[f"{name}.py"] = MARK.format(str(trap))
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    return folder


def said(*command: str, cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command,
        cwd=cwd,
        env={**os.environ, **environment},
        capture_output=True,
        encoding="utf-8",
        stdin=subprocess.DEVNULL,
        timeout=120,
    )


def is_judged_by_ours(result: Path) -> bool:
    """Has the hand-in the marks of our suites, and a person to look at the copy of a solution in it?"""
    document = json.loads(result.read_text())
    names = [test["name"] for m in document["modules"] for e in m["exercises"] for test in e["tests"]]
    is_seen = any("solutions/vectors.py" in flag for flag in document["flags"])
    return len(names) > 3 and document["max_points"] == 100 and document["needs_human"] and is_seen


def test_a_hand_in_that_ships_a_course_is_graded_by_ours(kit, mallory, trap):
    done = said(*GRADER, "run", "hand-ins/mallory", "--out", "results", cwd=kit)

    assert done.returncode == 0, done.stderr
    assert "not made by `grader build --nbgrader` of this account" in done.stderr
    assert is_judged_by_ours(kit / "results" / "mallory.json")
    assert not trap.exists()


@pytest.mark.parametrize(
    "where", [pytest.param("hand-ins", id="the class"), pytest.param("hand-ins/mallory", id="a hand-in")]
)
def test_a_run_from_inside_the_hand_ins_takes_nothing_from_there(kit, mallory, trap, where, tmp_path):
    done = said(*GRADER, "run", ".", "--out", str(tmp_path / "out"), cwd=kit / where)

    assert done.returncode == 0, done.stderr
    assert is_judged_by_ours(tmp_path / "out" / "mallory.json")
    assert not trap.exists()


@pytest.mark.parametrize(
    "command",
    [
        "run",
        "run sub",
        "check",
        "build",
        "new attention",
        "build --nbgrader .",
        "report --hand-ins .",
        "export csv .",
    ],
)
def test_no_command_inside_a_hand_in_runs_or_believes_it(kit, mallory, trap, command):
    done = said(*GRADER, *command.split(), cwd=mallory)

    assert done.returncode == 2
    assert done.stderr.startswith("grader: ")
    assert "Traceback" not in done.stderr
    assert not trap.exists()
    assert not (mallory / "exercises").exists()


def test_doctor_inside_a_hand_in_names_the_course_that_it_does_not_believe(kit, mallory, trap):
    done = said(*GRADER, "doctor", cwd=mallory)

    assert "course: not usable" in done.stdout
    assert "lies inside another course" in done.stdout
    assert not trap.exists()


def test_modules_in_the_current_folder_are_not_ours(kit, mallory, trap, tmp_path):
    """As with `struct.py`, which every Python program imports sooner or later."""
    where = ["--course", str(kit), "--out", str(tmp_path / "out")]

    done = said(*GRADER, "run", ".", *where, cwd=mallory)

    assert done.returncode == 0, done.stderr
    assert (tmp_path / "out" / "mallory.json").exists()
    assert not trap.exists()


@pytest.mark.needs("root")  # who alone can give files away
def test_what_lies_in_the_folders_above_a_course_configures_nothing(kit, trap, tmp_path):
    """As in /tmp, where every user of a machine may leave a conftest.py."""
    for name in ("conftest.py", "sitecustomize.py", "setup.py"):
        (tmp_path / name).write_text(MARK.format(str(trap)))
    (tmp_path / "pytest.ini").write_text("[pytest]\naddopts = -p no:python\n")
    write = kit / "hand-ins" / "ada" / "vectors.py"
    write.parent.mkdir(parents=True)
    write.write_text((kit / "solutions" / "vectors.py").read_text())

    done = said(*GRADER, "run", "hand-ins", cwd=kit)

    assert done.returncode == 0, done.stderr
    assert json.loads((kit / "results" / "ada.json").read_text())["points"] == 60
    assert not trap.exists()


@pytest.mark.needs("root")  # who alone can give files away
def test_a_course_of_another_user_must_be_named(kit, tmp_path):
    (kit / "hand-ins" / "ada").mkdir(parents=True)
    (kit / "hand-ins" / "ada" / "vectors.py").write_text("")
    os.chown(kit / "course.yaml", 12345, 12345)

    refused = said(*GRADER, "run", "hand-ins", cwd=kit)
    named = said(*GRADER, "run", "hand-ins", "--course", "course.yaml", cwd=kit)

    assert (refused.returncode, named.returncode) == (2, 0)
    assert "belongs to another user, whose code would run: give --course" in refused.stderr


@pytest.fixture
def klass(kit, trap, tmp_path: Path) -> Path:
    """A class away from any course. Mallory's hand-in is a course that runs what he likes."""
    folder = tmp_path / "class"
    write = {"ada/vectors.py": "", "hopper/exercises/vectors.py": "", "minsky/a/b/vectors.py": ""}
    for name in [*write, "mallory/notes/plan.txt", "mallory/exercises/vectors.py"]:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text("")
    with zipfile.ZipFile(folder / "zoe.zip", "w") as archive:
        archive.writestr("zoe/vectors.py", "")
    shutil.copytree(kit, folder / "mallory", dirs_exist_ok=True)
    for name in ("solutions/vectors.py", "tests/hidden/test_vectors.py"):
        path = folder / "mallory" / name
        path.write_text(MARK.format(str(trap)) + path.read_text())
    inner = folder / "mallory" / "examples" / "courses" / "inner"
    shutil.copytree(folder / "mallory", inner, ignore=shutil.ignore_patterns("examples"))
    return folder


@pytest.mark.parametrize(
    ("where", "command"),
    [
        pytest.param("mallory", "run ../ada", id="a neighbour"),
        pytest.param("mallory", "run ../hopper", id="a neighbour's folder in a folder"),
        pytest.param("mallory", "run ../minsky/a", id="a part of a neighbour's"),
        pytest.param("mallory", "run ../zoe.zip", id="a neighbour's zip"),
        pytest.param("mallory/notes", "run ../../ada", id="from further down"),
        pytest.param("mallory/notes", "run ../exercises", id="his own work"),
        pytest.param("mallory", "run exercises", id="his own work, from its course"),
        pytest.param("mallory", "run", id="the example class"),
        pytest.param("mallory", "check", id="proving the course"),
        pytest.param("mallory/examples/courses/inner", "run ../../../../ada", id="a course of his course"),
        pytest.param("mallory/examples/courses/inner", "run .", id="his work in a course of his course"),
    ],
)
def test_a_course_among_the_hand_ins_of_a_class_must_be_named(klass, trap, tmp_path, where, command):
    """Who has gone into one hand-in, to look at it, and grades from there."""
    out = ["--out", str(tmp_path / "out")] if command.startswith("run") else []

    done = said(*GRADER, *command.split(), *out, cwd=klass / where)

    assert done.returncode == 2
    assert "like a hand-in" in done.stderr
    assert "if it is yours" in done.stderr
    assert not trap.exists()


@pytest.mark.parametrize("command", ["run", "check", "build"])
def test_a_course_of_other_names_among_hand_ins_of_ours_must_be_named(kit, trap, tmp_path: Path, command):
    """A hand-in may call the modules of its course what it likes: those of ours lie around it."""
    folder = Path(shutil.copytree(kit, tmp_path / "class" / "mallory"))
    example = folder / "examples" / "class" / "one" / "vectors.py"
    example.parent.mkdir(parents=True)
    example.write_text("")
    path = folder / "solutions" / "vectors.py"
    path.write_text(MARK.format(str(trap)) + path.read_text())
    for student in ("ada", "hopper"):
        (tmp_path / "class" / student).mkdir()
        (tmp_path / "class" / student / "forward.py").write_text("")

    done = said(*GRADER, command, cwd=folder)

    assert done.returncode == 2
    assert "lies beside ada, hopper, like a hand-in" in done.stderr
    assert not trap.exists()


def test_a_course_that_holds_a_module_must_be_named(kit, trap, tmp_path):
    mallory = Path(shutil.copytree(kit, tmp_path / "alone" / "mallory"))
    (mallory / "vectors.py").write_text("")

    refused = said(*GRADER, "check", cwd=mallory)
    named = said(*GRADER, "doctor", "--course", str(mallory), cwd=mallory)

    assert refused.returncode == 2
    assert "lies beside vectors.py, like a hand-in: give --course" in refused.stderr
    assert "lies beside" not in named.stdout


def test_a_class_of_courses_inside_the_courses_of_another_is_not_believed(klass, kit, trap):
    """Each course must be one of those that the course above it brings along."""
    shutil.copytree(klass, kit / "hand-ins")

    done = said(*GRADER, "run", "../../../../ada", cwd=kit / "hand-ins/mallory/examples/courses/inner")

    assert done.returncode == 2
    assert f"lies inside another course, {kit.resolve()}" in done.stderr
    assert not trap.exists()


@pytest.mark.parametrize(
    "hand_ins", [pytest.param("../class", id="a class beside it"), pytest.param("hand-ins", id="a class in it")]
)
def test_a_course_of_ones_own_need_not_be_named(kit, tmp_path, hand_ins):
    """Also where one copy of the exercises lies beside it."""
    for name in (f"{hand_ins}/ada/vectors.py", f"{hand_ins}/hopper/vectors.py", "../try/vectors.py"):
        (kit / name).parent.mkdir(parents=True, exist_ok=True)
        (kit / name).write_text("")

    done = said(*GRADER, "run", hand_ins, "--out", str(tmp_path / "out"), cwd=kit)

    assert done.returncode == 0, done.stderr
    assert (tmp_path / "out" / "hopper.json").exists()


def test_courses_that_come_with_a_course_are_found(kit):
    inner = Path(
        shutil.copytree(kit, kit / "examples" / "courses" / "inner", ignore=shutil.ignore_patterns("examples"))
    )

    done = said(*GRADER, "doctor", cwd=inner)

    assert f"course: tiny in {inner}" in done.stdout
