"""Commands that grade nothing work wherever Python does; those that grade say in one sentence what they need."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.e2e import geometry

# What Windows has not, and macOS only in part: the modules, and the attributes of os and socket.
BARE = """
import os, select, signal, socket, sys
for name in ("fcntl", "resource", "pwd", "grp", "termios", "pty", "landlockpy", "pyseccomp"):
    sys.modules[name] = None
GONE = "fork getuid geteuid O_NOFOLLOW O_DIRECTORY O_NOCTTY O_CLOEXEC sched_getaffinity mkfifo"
for name in GONE.split():
    if hasattr(os, name):
        delattr(os, name)
os.supports_dir_fd = set()
for module, name in ((socket, "AF_UNIX"), (select, "poll"), (signal, "setitimer")):
    if hasattr(module, name):
        delattr(module, name)
import ctypes
ctypes.CDLL = None
sys.argv = ["grader", *sys.argv[1:]]
from grader.cli import main
main()
"""


def bare(*arguments: object, cwd: Path) -> subprocess.CompletedProcess[str]:
    """Call the command line on a system that has nothing but Python."""
    return subprocess.run(
        [sys.executable, "-W", "ignore", "-c", BARE, *map(str, arguments)],
        cwd=cwd,
        capture_output=True,
        encoding="utf-8",
        timeout=120,
    )


@pytest.fixture(scope="module")
def once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A course with results of a class of two, and the class itself; nobody changes it."""
    root = tmp_path_factory.mktemp("anywhere") / "course"
    geometry.write_course(root)
    hand_ins = {"ada": {"plane.py": geometry.PLANE, "solid.py": geometry.SOLID}, "hopper": geometry.HALF}
    for student, files in hand_ins.items():
        (root / "class" / student).mkdir(parents=True)
        for name, text in files.items():
            (root / "class" / student / name).write_text(text)
    for command in (["build"], ["run", "class", "--jobs", "1"]):
        ours = [sys.executable, "-m", "grader", *command]
        subprocess.run(ours, cwd=root, check=True, capture_output=True, timeout=120)
    return root


@pytest.fixture
def graded(once: Path, tmp_path: Path) -> Path:
    """A copy of it."""
    return Path(shutil.copytree(once, tmp_path / "course"))


@pytest.mark.parametrize(
    "command",
    [
        "build",
        "new attention",
        "report",
        "report --hand-ins class",
        "export csv",
        "export moodle --to marks.csv",
        "export gradescope --to gradescope",
        "--help",
    ],
)
def test_what_grades_nothing_works_without_the_modules_of_unix(graded: Path, command: str):
    done = bare(*command.split(), cwd=graded)

    assert (done.returncode, done.stderr) == (0, "")


def test_check_proves_the_courses_own_part_and_says_what_it_could_not(graded: Path):
    done = bare("check", cwd=graded)

    assert "Traceback" not in done.stderr
    assert "the hidden tests were not proven: nothing can be graded on" in done.stdout


@pytest.mark.parametrize("command", ["run class", "run class --isolation process"])
def test_run_says_what_it_needs(graded: Path, command: str):
    done = bare(*command.split(), "--fresh", cwd=graded)

    assert done.returncode == 2
    assert done.stderr.startswith("grader: nothing can be graded on ")
    assert "grade on Linux (on Windows: WSL)" in done.stderr
    assert done.stderr.count("\n") == 1


def test_doctor_says_so_too(graded: Path):
    done = bare("doctor", cwd=graded)

    assert done.returncode == 2
    assert done.stderr == ""
    assert "jail: not usable: " in done.stdout
    assert f"course: geometry in {graded}" in done.stdout


SEALED = """
import sys
import pyseccomp
calls = pyseccomp.SyscallFilter(pyseccomp.ALLOW)
calls.add_rule(pyseccomp.ERRNO(1), "landlock_create_ruleset")
calls.load()
from grader.cli import main
sys.argv = ["grader", *sys.argv[1:]]
main()
"""


@pytest.mark.parametrize("command", ["doctor", "run class --fresh", "check"])
def test_a_container_that_refuses_landlock_gets_a_sentence(graded: Path, command: str):
    done = subprocess.run(
        [sys.executable, "-c", SEALED, *command.split()], cwd=graded, capture_output=True, encoding="utf-8", timeout=120
    )

    said = done.stdout + done.stderr
    assert done.returncode == 2, said
    assert "Traceback" not in said
    assert "no Landlock" in said
