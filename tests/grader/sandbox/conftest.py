"""Jails of one's own, and machines on which something of the jail is missing."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy
import pytest

from grader.sandbox.keeper import Isolation, Keeper
from grader.sandbox.student import Allowance, Student

ROOT = Path(__file__).parents[3]
NOBODY = 65534


@pytest.fixture(scope="session")
def secret(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that no guest may read."""
    folder = tmp_path_factory.mktemp("hidden")
    (folder / "test_forward.py").write_text("CANARY = 'canary in the suite'\n")
    return folder


@pytest.fixture(scope="session")
def keeper(secret: Path) -> Iterator[Keeper]:
    """A warm process whose guests are jailed; that it exists means that its self-test was passed."""
    made = new_keeper(secret)
    yield made
    made.close()


def new_keeper(secret: Path, isolation: Isolation = Isolation.JAIL) -> Keeper:
    """Start a warm process."""
    return Keeper(
        isolation=isolation,
        packages=["numpy"],
        public_folder=None,
        secret_folder=secret,
        memory_mb=1024,
        cpu_seconds=60,
    )


@pytest.fixture
def run_jailed(keeper: Keeper) -> Iterator[Callable[[str], object]]:
    """Run the body of a function in a fresh guest and return its value."""
    students = []

    def run(body: str) -> object:
        lines = "\n".join(f"    {line}" for line in body.strip().split("\n"))
        source = f"import ctypes, errno, os\n\ndef attempt():\n{lines}\n"
        students.append(Student(keeper, {"trial": source.encode()}, allowance=Allowance(5, 20, 20)))
        return students[-1].call("trial", "attempt", (), {})

    yield run
    for student in students:
        student.close()


@pytest.fixture(scope="session")
def python_of_everybody(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder an ordinary user can read, with an interpreter, this project and what they need.

    The interpreter that runs the tests may lie in a home that nobody else may enter, so it is copied: the program,
    its shared library, the standard library and the few packages the jail's tests use.
    """
    folder = tmp_path_factory.mktemp("everybody")
    for above in (folder, *folder.parents):
        if above.owner() == Path.home().owner() and above != Path("/tmp"):
            above.chmod(above.stat().st_mode | 0o055)
        if above == Path("/tmp"):
            break
    base = Path(sys.base_prefix)
    version = f"python{sys.version_info.major}.{sys.version_info.minor}"
    ignore = shutil.ignore_patterns(
        "__pycache__", "site-packages", "dist-packages", "test", "tests", "idlelib", "tkinter"
    )
    (folder / "bin").mkdir()
    shutil.copy(os.path.realpath(sys.executable), folder / "bin" / version)
    shutil.copytree(sysconfig.get_path("stdlib"), folder / "lib" / version, ignore=ignore, symlinks=False)
    for library in base.glob("lib/libpython*.so*"):
        shutil.copy(library, folder / "lib")
    packages = folder / "lib" / version / "site-packages"
    keep = shutil.ignore_patterns("__pycache__")
    for package in _packages():
        if package.is_dir():
            shutil.copytree(package, packages / package.name, ignore=keep)
        else:
            packages.mkdir(parents=True, exist_ok=True)
            shutil.copy(package, packages)
    shutil.copytree(ROOT / "grader", packages / "grader", ignore=keep)
    return folder


def _packages() -> list[Path]:
    site = Path(numpy.__file__).parents[1]
    names = {"numpy", "numpy.libs", "landlockpy", "pyseccomp", "pyseccomp.py", "typing_extensions.py"}
    return [path for path in site.iterdir() if path.name in names]


def as_nobody(command: list[str], folder: Path) -> subprocess.CompletedProcess[str]:
    """Run a command as an ordinary user with no rights of root's."""
    return subprocess.run(
        command,
        cwd=folder,
        env={"PATH": os.defpath, "HOME": str(folder), "PYTHONDONTWRITEBYTECODE": "1"},
        user=NOBODY,
        group=NOBODY,
        extra_groups=[],
        capture_output=True,
        text=True,
        timeout=120,
    )
