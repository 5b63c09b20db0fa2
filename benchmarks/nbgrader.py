"""What a class costs in nbgrader: the kit's `grader run` and `nbgrader autograde`, beside stock nbgrader.

    python benchmarks/nbgrader.py [--students 100] [--stock 10]

All three grade the same hand-ins with the same notebooks, one after the other; stock nbgrader gets the first of the
class, because it takes long. It starts a kernel for each notebook and runs its cells; the grade cells refuse there at
once, so it does none of the testing: what is shown for it is its price for starting and running alone.
"""

from __future__ import annotations

import argparse
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BIN = Path(sys.executable).parent
WORKS = ("ada", "rosenblatt", "minsky", "hopper", "mcculloch")  # of examples/class: right, half right, mistaken


@dataclass(frozen=True)
class Cost:
    """What one command took for so many hand-ins, its children included; `load` is the machine's before it began."""

    what: str
    hand_ins: int
    load: float
    seconds: float
    cpu_seconds: float


def main() -> None:
    """Measure and print a table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--students", type=int, default=100, help="hand-ins in the class (default: 100)")
    parser.add_argument("--stock", type=int, default=10, help="how many of them stock nbgrader grades (default: 10)")
    students = parser.parse_args().students
    few = min(students, parser.parse_args().stock)
    with tempfile.TemporaryDirectory(prefix="grader-benchmark-") as folder:
        course = Path(folder) / "course"
        _run("grader", "build", "--nbgrader", str(course), "--course", str(ROOT / "course.yaml"), cwd=ROOT)
        _run("nbgrader", "generate_assignment", "fundamentals", cwd=course)
        _hand_in(course, students)
        stock = _stock_copy(course, few)
        autograde = ["nbgrader", "autograde", "fundamentals"]
        costs = [
            _measured("grader run", ["grader", "run", "."], course, students),
            _measured("nbgrader autograde, after grader run", autograde, course, students),
            _measured("nbgrader autograde, stock", autograde, stock, few),
        ]
    notebooks = len(list((ROOT / "solutions").glob("*.py")))
    print(f"hand-ins of {notebooks} notebooks each, {os.cpu_count()} cores")
    print(f"{'':36} {'hand-ins':>8} {'load':>5} {'seconds':>8} {'each':>6} {'CPU s':>8} {'each':>6}")
    for cost in costs:
        each, cpu_each = cost.seconds / cost.hand_ins, cost.cpu_seconds / cost.hand_ins
        print(
            f"{cost.what:36} {cost.hand_ins:8} {cost.load:5.1f} {cost.seconds:8.1f} {each:6.2f} "
            f"{cost.cpu_seconds:8.1f} {cpu_each:6.2f}"
        )


def _hand_in(course: Path, students: int) -> None:
    for number in range(students):
        target = course / "submitted" / f"student{number:03}" / "fundamentals"
        target.mkdir(parents=True)
        for notebook in (course / "release" / "fundamentals").glob("*.ipynb"):
            shutil.copy(notebook, target)
        for module in (ROOT / "examples" / "class" / WORKS[number % len(WORKS)]).glob("*.py"):
            shutil.copy(module, target)
        (target / "timestamp.txt").write_text(datetime.now(UTC).strftime("%Y-%m-%d %H:%M:%S.%f UTC"))


def _stock_copy(course: Path, students: int) -> Path:
    stock = Path(shutil.copytree(course, course.with_name("stock")))
    for hand_in in sorted((stock / "submitted").iterdir())[students:]:
        shutil.rmtree(hand_in)
    settings = [
        "c = get_config()",
        "c.CourseDirectory.course_id = 'fundamentals'",
        f"c.CourseDirectory.root = {str(stock)!r}",
    ]
    (stock / "nbgrader_config.py").write_text("\n".join(settings))
    return stock


def _measured(what: str, command: Sequence[str], cwd: Path, hand_ins: int) -> Cost:
    load, before, start = os.getloadavg()[0], _cpu(), time.perf_counter()
    _run(*command, cwd=cwd)
    return Cost(what, hand_ins, load, time.perf_counter() - start, _cpu() - before)


def _cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _run(*command: str, cwd: Path) -> None:
    environment = {**os.environ, "PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}"}
    program = [str(BIN / command[0]), *command[1:]]
    done = subprocess.run(program, cwd=cwd, env=environment, capture_output=True, stdin=subprocess.DEVNULL, check=False)
    if done.returncode:
        sys.exit(f"{' '.join(command)} ended with {done.returncode}: {done.stderr.decode()[-2000:]}")


if __name__ == "__main__":
    main()
