"""The jail's own tests a second time, as a user without any of root's rights.

The interpreter that runs the tests may lie in a home that nobody else may enter, so the user gets a copy: the
program, its libraries, the standard library, and the few packages that the jail's tests need.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import sysconfig
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.grader.sandbox.conftest import ROOT

NOBODY = 65534
PACKAGES = """
    numpy numpy.libs landlockpy pyseccomp pyseccomp.py msgpack pytest _pytest pluggy iniconfig packaging pygments
    py.py typing_extensions.py exceptiongroup
""".split()
VERSION = f"python{sys.version_info.major}.{sys.version_info.minor}"

pytestmark = pytest.mark.needs("root")  # an ordinary user runs the jail's tests anyway


@pytest.fixture(scope="module")
def everybody() -> Iterator[Path]:
    """A folder that every user may read, with an interpreter of its own and what the jail's tests need."""
    with tempfile.TemporaryDirectory(prefix="everybody-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        library = folder / "lib" / VERSION
        junk = shutil.ignore_patterns("__pycache__", "site-packages", "dist-packages", "test", "idlelib", "tkinter")
        shutil.copytree(sysconfig.get_path("stdlib"), library, ignore=junk)
        (folder / "bin").mkdir()
        shutil.copy(os.path.realpath(sys.executable), folder / "bin" / VERSION)
        for shared in Path(sys.base_prefix).glob("lib/libpython*.so*"):
            shutil.copy(shared, folder / "lib")
        for package in PACKAGES:
            _copy(Path(sysconfig.get_path("purelib")) / package, library / "site-packages" / package)
        ground_floor = [str(path.relative_to(ROOT)) for path in (ROOT / "grader").glob("*.py")]
        for ours in (*ground_floor, "grader/sandbox", "grader/handout", "tests/grader/sandbox", "pyproject.toml"):
            _copy(ROOT / ours, folder / "project" / ours)
        yield folder


def test_the_jail_holds_for_an_ordinary_user_as_well(everybody: Path):
    command: list[str | Path] = [
        everybody / "bin" / VERSION,
        "-m",
        "pytest",
        "tests/grader/sandbox/guest/test_jail.py",
        "-q",
        "-p",
        "no:cacheprovider",
        "-o",
        "addopts=--import-mode=importlib",  # pytest-xdist is not among what was copied
    ]

    done = as_nobody(command, everybody / "project")

    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-1000:]
    assert int(re.findall(r"(\d+) passed", done.stdout)[0]) > 90
    assert "skipped" not in done.stdout


def test_that_user_is_no_root(everybody: Path):
    done = as_nobody([everybody / "bin" / VERSION, "-c", "import os; print(os.getuid()); os.setuid(0)"], everybody)

    assert done.stdout == f"{NOBODY}\n"
    assert "PermissionError" in done.stderr


def as_nobody(command: list[str | Path], folder: Path) -> subprocess.CompletedProcess[str]:
    with tempfile.TemporaryDirectory(prefix="nobody-") as home:
        os.chown(home, NOBODY, NOBODY)
        return subprocess.run(
            command,
            cwd=folder,
            env={
                "PATH": os.defpath,
                "HOME": home,
                "TMPDIR": home,
                "PYTHONHOME": str(everybody_of(command)),
                "PYTHONPATH": str(
                    everybody_of(command) / "lib" / VERSION / "site-packages"
                ),  # Debian's looks elsewhere
                "PYTHONDONTWRITEBYTECODE": "1",
                "LD_LIBRARY_PATH": str(everybody_of(command) / "lib"),
            },
            user=NOBODY,
            group=NOBODY,
            extra_groups=[],
            umask=0o077,
            capture_output=True,
            text=True,
            timeout=200,
        )


def everybody_of(command: list[str | Path]) -> Path:
    return Path(command[0]).parents[1]


def _copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    if source.is_dir():
        shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"))
    elif source.exists():
        shutil.copy(source, target)
