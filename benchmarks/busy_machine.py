"""Grade a class alone, and once more beside processes that take all they can get: the same documents, to the byte.

    python benchmarks/busy_machine.py [--hogs 20] [--jobs 2] [--course .] [--class examples/class] [STUDENT]...

The hogs are endless loops of ordinary priority. With names, only those students are graded. Each difference is printed
and the exit code is 1: a busy machine changed somebody's document.
"""

from __future__ import annotations

import argparse
import difflib
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_ROOT = Path(__file__).resolve().parents[1]
_HOG = "import os; own = os.getppid()\nwhile os.getppid() == own: sum(range(10_000))"  # ends with who started it


def main() -> int:
    """Grade twice, compare, print the figures."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--hogs", type=int, default=20)
    parser.add_argument("--jobs", type=int, default=len(os.sched_getaffinity(0)))
    parser.add_argument("--course", type=Path, default=_ROOT)
    parser.add_argument("--class", dest="folder", type=Path, default=_ROOT / "examples" / "class")
    parser.add_argument("students", nargs="*", metavar="STUDENT")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        hand_ins = _some_of(asked.folder, asked.students, Path(folder))
        alone, quiet = _graded(hand_ins, Path(folder, "alone"), asked)
        print(f"{len(alone)} hand-ins alone: {quiet:.0f} s", flush=True)
        with _hogs(asked.hogs):
            busy, loud = _graded(hand_ins, Path(folder, "busy"), asked)
    for name in sorted(alone.keys() | busy.keys()):
        before, after = (found.get(name, b"").decode().splitlines() for found in (alone, busy))
        for line in difflib.unified_diff(before, after, f"{name} alone", f"{name} busy", lineterm="", n=0):
            print(line)
    same = sum(alone.get(name) == document for name, document in busy.items())
    print(f"{len(busy)} beside {asked.hogs} hogs: {loud:.0f} s, {same} documents the same")
    return 0 if alone == busy and alone else 1


def _some_of(folder: Path, students: list[str], place: Path) -> Path:
    if not students:
        return folder
    for student in students:
        shutil.copytree(folder / student, place / "class" / student)
    return place / "class"


def _graded(hand_ins: Path, out: Path, asked: argparse.Namespace) -> tuple[dict[str, bytes], float]:
    start = time.monotonic()
    command = [sys.executable, "-m", "grader", "run", str(hand_ins.resolve()), "--out", str(out)]
    command += ["--jobs", str(asked.jobs)]
    code = subprocess.run(command, cwd=asked.course, stdout=subprocess.DEVNULL, check=False).returncode
    if code not in (0, 1):
        raise SystemExit(f"grader run ended with exit code {code}")
    return {path.name: path.read_bytes() for path in out.glob("*.json")}, time.monotonic() - start


@contextmanager
def _hogs(count: int) -> Iterator[None]:
    hogs = [subprocess.Popen([sys.executable, "-c", _HOG]) for _ in range(count)]
    try:
        yield
    finally:
        for hog in hogs:
            hog.kill()
            hog.wait()


if __name__ == "__main__":
    sys.exit(main())
