"""`grader new`: what it writes holds as it is, and it leaves the author's course.yaml alone otherwise."""

from __future__ import annotations

import difflib
import shutil
import subprocess
import sys
from pathlib import Path
from textwrap import dedent

import pytest

from grader.authoring.build import build
from grader.authoring.check import check
from grader.authoring.new import new_module
from grader.course.loading import CourseError, load_course
from grader.grading import Settings

ROOT = Path(__file__).parents[3]
SECOND = Path(__file__).parents[2] / "second_course" / "course"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A copy of the second course that a test may change."""
    return Path(shutil.copytree(SECOND, tmp_path / "course"))


def test_a_new_module_passes_the_check_as_it_is(root):
    new_module(load_course(root), "attention")
    new_module(load_course(root), "pooling")

    proof = check(load_course(root), Settings(jobs=1))

    assert proof.complaints == []
    assert (proof.exercises, proof.marks, proof.mistakes, proof.named) == (4, 60, 7, 7)


def test_the_command_says_what_it_wrote(root):
    done = subprocess.run(
        [sys.executable, "-m", "grader", "new", "attention", "--course", str(root / "course.yaml")],
        capture_output=True,
        text=True,
        check=True,
    )

    assert done.stdout.splitlines()[:6] == [
        "written: course.yaml",
        "written: solutions/attention.py",
        "written: tests/public/test_attention.py",
        "written: tests/hidden/test_attention.py",
        "written: tests/hidden/promises_attention.toml",
        "written: tests/mistakes/attention.py",
    ]
    assert (root / "exercises" / "attention.py").is_file()


def test_course_yaml_keeps_every_line_it_had(root):
    before = (root / "course.yaml").read_text(encoding="utf-8").splitlines()

    new_module(load_course(root), "attention")

    after = (root / "course.yaml").read_text(encoding="utf-8").splitlines()
    changes = [line for line in difflib.ndiff(before, after) if line[0] in "+-" and line[2:].strip()]
    assert changes == [
        "+   - name: attention",
        "+     weight: 10             # marks: what the whole course is worth grows by them",
        "+     exercises:",
        "+       - {name: attention_example, points: 1, tier: core, minutes: 5}",
        "-   - {name: savings, modules: [bank]}",
        "+   - {name: savings, modules: [bank, attention]}",
    ]


def test_the_course_of_this_repository_can_be_extended(tmp_path):
    for name in ("solutions", "tests/public", "tests/hidden", "tests/mistakes"):
        shutil.copytree(ROOT / name, tmp_path / name)
    shutil.copy(ROOT / "course.yaml", tmp_path)

    new_module(load_course(tmp_path), "attention")

    assert [m.name for m in load_course(tmp_path).modules][-2:] == ["hands_on", "attention"]
    text = (tmp_path / "course.yaml").read_text(encoding="utf-8")
    assert all(line in text for line in (ROOT / "course.yaml").read_text(encoding="utf-8").splitlines() if "#" in line)


@pytest.mark.parametrize(
    "layout",
    [
        pytest.param("assignments:\n  - name: savings\n    modules:\n      - bank\n    due: null\n", id="block"),
        pytest.param("assignments:\n- name: savings\n  modules: [bank]  # the only one\n", id="no indentation"),
        pytest.param("assignments:\n  - name: savings\n    modules: [\n      bank,\n      ]\n", id="several lines"),
        pytest.param("assignments:\n  - {name: savings, modules: [bank]}", id="no newline at the end"),
    ],
)
def test_an_assignment_is_extended_however_it_is_laid_out(root, layout):
    text = (root / "course.yaml").read_text(encoding="utf-8")
    (root / "course.yaml").write_text(text[: text.index("assignments:")] + layout, encoding="utf-8")

    new_module(load_course(root), "attention")

    assert load_course(root).assignments[-1].modules == ["bank", "attention"]


@pytest.mark.parametrize(
    ("name", "message"),
    [
        pytest.param("bank", "bank is a module of savings already: choose another name", id="there already"),
        pytest.param("bank_", "expected a name without two underscores in a row or one at its end", id="an underscore"),
        pytest.param("Bank", "bank is a module of savings already: choose another name", id="but for capitals"),
        pytest.param(
            "numpy",
            "expected a module name that no file of Python, of the kit or of a known package has",
            id="a package",
        ),
        pytest.param("two words", "expected a Python name that does not start with an underscore", id="no name"),
        pytest.param(
            "random",
            "expected a module name that no file of Python, of the kit or of a known package",
            id="Python's own",
        ),
    ],
)
def test_a_name_that_cannot_be_a_module_is_refused(root, name, message):
    with pytest.raises(CourseError, match=message):
        new_module(load_course(root), name)

    assert sorted(path.name for path in (root / "solutions").glob("*.py")) == ["bank.py"]


def test_a_file_that_is_there_is_never_overwritten(root):
    (root / "solutions" / "attention.py").write_text("mine = 1\n", encoding="utf-8")

    with pytest.raises(CourseError, match=r"attention\.py: expected no file of that name yet, got one"):
        new_module(load_course(root), "attention")

    assert (root / "solutions" / "attention.py").read_text(encoding="utf-8") == "mine = 1\n"
    assert "attention" not in (root / "course.yaml").read_text(encoding="utf-8")


def test_a_layout_that_cannot_be_extended_is_left_alone(root):
    text = dedent("""
        {name: savings, title: Savings, assignments: [{name: savings, modules: [bank]}], modules: [{name: bank,
         weight: 40, exercises: [{name: compound, points: 1, tier: core, minutes: 5}]}]}
        """)
    (root / "course.yaml").write_text(text, encoding="utf-8")

    with pytest.raises(CourseError, match="add the module attention and its exercise attention_example by hand"):
        new_module(load_course(root), "attention")

    assert (root / "course.yaml").read_text(encoding="utf-8") == text
    assert sorted(path.name for path in root.iterdir()) == ["course.yaml", "solutions", "tests"]


def test_what_students_get_is_built(root):
    new_module(load_course(root), "attention")

    assert build(load_course(root)) == []
