"""Whatever shell or batch job starts the grader: a hand-in gets its usual grade, or one sentence says why not."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.e2e import geometry

USUAL = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON") or name == "PYTHONPATH"}


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A course, and ada's hand-in, in which some is wrong."""
    root = tmp_path_factory.mktemp("started") / "course"
    geometry.write_course(root)
    (root / "class" / "ada").mkdir(parents=True)
    for name, text in geometry.HALF.items():
        (root / "class" / "ada" / name).write_text(text)
    return root


def started(
    course: Path, out: Path, before: str = "", redirected: str = "", by: Sequence[str] = (), **environment: str
):
    """Run the grader from a shell that has done something before, or by a program that has."""
    return subprocess.run(
        [
            *by,
            "bash",
            "-c",
            f'{before}\nexec "$0" -m grader run class --jobs 1 --out "$1" {redirected}',
            sys.executable,
            out,
        ],
        cwd=course,
        env={**USUAL, **environment},
        capture_output=True,
        encoding="utf-8",
        timeout=300,
    )


@pytest.fixture(scope="module")
def usual(course: Path, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The document of a run that was started as always."""
    out = tmp_path_factory.mktemp("usual")
    assert started(course, out).returncode == 0
    return (out / "ada.json").read_bytes()


@pytest.mark.parametrize(
    "environment",
    [
        {"PYTHONOPTIMIZE": "2"},
        {"PYTHONINTMAXSTRDIGITS": "640"},
        {"PYTHONWARNINGS": "error", "PYTHONDEVMODE": "1"},
        {"PYTHONNODEBUGRANGES": "1", "PYTHONMALLOC": "debug", "PYTHONHASHSEED": "7"},
        {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONIOENCODING": "ascii", "TMPDIR": "/nowhere"},
        {"PYTEST_ADDOPTS": "-x -k nothing", "PYTEST_PLUGINS": "nowhere"},
    ],
    ids=lambda environment: " ".join(environment),
)
def test_no_variable_changes_a_document(course, usual, tmp_path, environment):
    assert started(course, tmp_path, **environment).returncode == 0

    assert (tmp_path / "ada.json").read_bytes() == usual


@pytest.mark.parametrize("redirected", ["<&-", ">&-", "2>&-", "<&- >&- 2>&-"])
def test_closed_streams_change_nothing(course, usual, tmp_path, redirected):
    done = started(course, tmp_path, redirected=redirected)

    assert (done.returncode, done.stderr) == (0, "")
    assert (tmp_path / "ada.json").read_bytes() == usual


def test_the_name_of_the_courses_folder_changes_nothing(course, usual, tmp_path):
    moved = tmp_path / "Ada's course [2026] $HOME {x} 100% ü"
    shutil.copytree(course, moved)

    assert started(moved, tmp_path / "results").returncode == 0
    assert (tmp_path / "results" / "ada.json").read_bytes() == usual


def test_a_service_that_ignores_its_children_changes_nothing(course, usual, tmp_path):
    service = (
        "import os, signal, sys\nsignal.signal(signal.SIGCHLD, signal.SIG_IGN)\nos.execvp(sys.argv[1], sys.argv[1:])"
    )

    done = started(course, tmp_path, by=[sys.executable, "-c", service])

    assert (done.returncode, done.stderr) == (0, "")
    assert (tmp_path / "ada.json").read_bytes() == usual


@pytest.mark.parametrize("soft", ["-v 500000", "-t 1", "-f 1", "-s 1024", "-n 20"])
def test_a_limit_that_may_be_lifted_is_lifted(course, usual, tmp_path, soft):
    done = started(course, tmp_path, before=f"ulimit -S {soft}")

    assert (done.returncode, done.stderr) == (0, "")
    assert (tmp_path / "ada.json").read_bytes() == usual


@pytest.mark.parametrize(
    ("hard", "sentence"),
    [
        ("-v 500000", "only 488 MB of memory (ulimit -v), and grading needs 1,536 MB of memory"),
        ("-d 500000", "only 488 MB of data (ulimit -d), and grading needs 1,536 MB of data"),
        ("-t 20", "only 20 s of CPU time (ulimit -t), and grading needs 80 s of CPU time"),
        ("-f 2048", "only files of 2 MB (ulimit -f), and grading needs files of 256 MB"),
        ("-s 1024", "only a stack of 1 MB (ulimit -s), and grading needs a stack of 8 MB"),
        ("-n 40", "only 40 open files (ulimit -n), and grading needs 256 open files"),
    ],
)
def test_a_limit_that_would_cost_marks_is_named_before_anything_is_graded(course, tmp_path, hard, sentence):
    done = started(course, tmp_path, before=f"ulimit {hard}")

    assert done.returncode == 2
    assert done.stderr == (
        f"grader: this machine lets a process of yours have {sentence}: "
        "raise that limit where it is set, in the shell or the batch job that starts the grader\n"
    )
    assert not list(tmp_path.glob("*.json"))
