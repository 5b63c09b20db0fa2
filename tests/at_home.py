"""Runs as a student starts them: nothing in this test run's environment, and none of its folders, reaches them."""

from __future__ import annotations

import compileall
import os
import subprocess
import sys
from pathlib import Path


def environment(**more: str) -> dict[str, str]:
    """Return ours without what pytest, Python and coverage were told, and with these variables."""
    quiet = {key: value for key, value in os.environ.items() if not key.startswith(("PYTEST", "PYTHON", "COV"))}
    return {**quiet, "PYTHONIOENCODING": "utf-8", "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", **more}


def compile_kit(folder: Path) -> None:
    """Compile what no student changes, so that not every copy of this folder has to at its first run."""
    for path in (folder / "kit", *folder.glob("pictures"), folder / "expect.py", folder / "conftest.py"):
        (compileall.compile_dir if path.is_dir() else compileall.compile_file)(path, quiet=2)


def run_pytest(folder: Path, *arguments: str, seconds: int = 60, encoding: str = "utf-8") -> tuple[str, int]:
    """Type `pytest` there, with these arguments; return what it shows and its exit code."""
    done = subprocess.run(
        [sys.executable, "-m", "pytest", *arguments],
        cwd=folder,
        env=environment(PYTHONIOENCODING=encoding, MPLBACKEND="Agg"),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        timeout=seconds,
    )
    return done.stdout.decode(encoding), done.returncode
