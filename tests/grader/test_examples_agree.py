"""What a student's own pytest says is what the grader says: of the class of examples, and of right answers."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from grader.course.loading import load_course
from grader.grade.document import Grade
from grader.grade.results import Status
from tests.at_home import run_pytest

ROOT = Path(__file__).parents[2]
CLASS = ROOT / "examples" / "class"
_MODULES = [module.name for module in load_course(ROOT / "course.yaml").modules]
_NOT_AT_HOME = {  # what their code does ends more than a test, at home where there is no jail
    ("mallory", "forward"), ("mallory", "perceptron"), ("babbage", "forward"), ("hilbert", "loss"),
    ("shannon", "perceptron"), ("shannon", "optimizer"),
}  # fmt: skip
_HIDDEN_TESTS_SEE_MORE = {("minsky", "mlp_backward")}  # done at home: the examples there are fewer
_STYLES = sorted(path.name for path in (ROOT / "tests" / "alternatives").iterdir() if path.is_dir())
_HANGS = ("hebb", "turing")
_HAND_INS: dict[str, list[str]] = {}  # modules by student
for path in sorted(CLASS.glob("*/*.py")):
    if path.stem in _MODULES and not path.is_symlink() and (path.parent.name, path.stem) not in _NOT_AT_HOME:
        _HAND_INS.setdefault(path.parent.name, []).append(path.stem)

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def grades(tmp_path_factory) -> dict[str, Grade]:
    """What `grader run` says of the class."""
    out = tmp_path_factory.mktemp("examples") / "results"
    done = subprocess.run(
        [sys.executable, "-m", "grader", "run", str(CLASS), "--course", str(ROOT / "course.yaml"), "--out", str(out)],
        capture_output=True,
        encoding="utf-8",
        timeout=500,
    )
    assert done.returncode == 0, done.stderr
    return {grade.student: grade for path in out.glob("*.json") for grade in [Grade.from_json(path.read_bytes())]}


@pytest.mark.parametrize("student", _HAND_INS)
def test_what_is_done_at_home_is_done_for_the_grader(grades, tmp_path, student):
    home = shutil.copytree(ROOT / "exercises", tmp_path / "exercises")
    for path in (CLASS / student).glob("*.py"):
        if not path.is_symlink():
            shutil.copy(path, home)

    seconds = 3 if student in _HANGS else 60
    files = [f"test_{module}.py" for module in _HAND_INS[student]]
    shown, _ = run_pytest(home, "-o", f"seconds_per_test={seconds}", *files, seconds=300)

    for module in grades[student].modules:
        if module.name in _HAND_INS[student]:
            board = re.search(rf"^  {module.name} +([✓✗!-]+)", shown, re.MULTILINE)
            assert board is not None, shown
            at_home = {e.name for e, sign in zip(module.exercises, board[1], strict=True) if sign == "✓"}
            known = {name for who, name in _HIDDEN_TESTS_SEE_MORE if who == student}
            assert at_home - known == {e.name for e in module.exercises if e.status is Status.PASSED}, shown


@pytest.mark.parametrize("style", _STYLES)
def test_a_right_answer_in_another_style_is_right_at_home(tmp_path, style):
    home = shutil.copytree(ROOT / "exercises", tmp_path / "exercises")
    for path in [*(ROOT / "solutions").glob("*.py"), *(ROOT / "tests" / "alternatives" / style).glob("*.py")]:
        shutil.copy(path, home)

    shown, code = run_pytest(home, seconds=300)

    assert code == 0, shown
