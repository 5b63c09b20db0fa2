"""Run the attacks as a user without any of root's rights: as root, python -m tests.attacks.ordinary_user

The interpreter that the tests run in may lie in a home that nobody else may enter, so that user gets one of the
system's (of the same version, for the packages' sake), the packages that are installed here, and a copy of the project.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import sysconfig
import tempfile
from pathlib import Path
from shutil import copytree, ignore_patterns

ROOT = Path(__file__).parents[2]
NOBODY = 65534
_PARTS = ("grader", "tests", "docs", "solutions", "exercises", "examples", "pyproject.toml", "course.yaml")


def main() -> int:
    """Run pytest as that user; return its exit code."""
    parser = argparse.ArgumentParser(description="run the attacks as an ordinary user")
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    parser.add_argument("--python", default=f"/usr/bin/python{version}", help="an interpreter that every user may run")
    parser.add_argument("tests", nargs="*", default=["tests/attacks"], help="what to run (default: tests/attacks)")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="everybody-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        environment, project, home = folder / "venv", folder / "project", folder / "home"
        subprocess.run([chosen.python, "-m", "venv", "--without-pip", str(environment)], check=True)
        ours = sysconfig.get_path("purelib")
        (environment / "lib" / f"python{version}" / "site-packages" / "installed.pth").write_text(f"{ours}\n")
        for part in _PARTS:
            _copy(ROOT / part, project / part)
        subprocess.run(["chmod", "-R", "a+rX", str(folder)], check=True)
        home.mkdir()
        os.chown(home, NOBODY, NOBODY)
        return subprocess.run(
            [environment / "bin" / "python", "-m", "pytest", "-q", "-p", "no:cacheprovider", *chosen.tests],
            cwd=project,
            env={
                "PATH": f"{environment / 'bin'}:{os.defpath}",
                "HOME": str(home),
                "TMPDIR": str(home),
                "PYTHONPATH": str(project),
                "PYTHONDONTWRITEBYTECODE": "1",
            },
            user=NOBODY,
            group=NOBODY,
            extra_groups=[],
            umask=0o077,
            check=False,
        ).returncode


def _copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    if source.is_dir():
        copytree(source, target, ignore=ignore_patterns("__pycache__"), symlinks=True)
    else:
        target.write_bytes(source.read_bytes())


if __name__ == "__main__":
    sys.exit(main())
