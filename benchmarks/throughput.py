"""How many hand-ins a second, and what isolation costs beside plain pytest on the same machine in the same minute.

    python benchmarks/throughput.py [-n 20] [--jobs 2] [--course .] [--track core]

Perfect hand-ins are the course's solutions. Typical ones are those of examples/class, in turn, without the
few that a human must look at or that wait for a deadline: these would measure the deadlines.

CPU is user and system time of every process (the grader's, its workers', the warm processes', the guests').
A hand-in's own share is the difference between N hand-ins and one, over N - 1, so start-up is told apart.
The yardstick is the same hidden suites in plain pytest, in ONE warm process, against the solutions as
ordinary modules: collected once, run once to warm up, then the median of several passes is taken. That is
pytest's best case (no isolation, no collection, no start), and so the strictest ratio there is.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table

from grader.course.loading import find_course, load_course
from grader.course.model import Course
from grader.suite.session import find_suites

_PLAIN = """
import json, os, sys, time
import pytest
times, passes, exercises, arguments = [], int(sys.argv[1]), set(json.loads(sys.argv[2])), sys.argv[3:]

class Repeat:
    def pytest_collection_modifyitems(self, items):
        items[:] = [i for i in items if (m := i.get_closest_marker("exercise")) and m.args[0] in exercises]

    def pytest_runtestloop(self, session):
        self.tests = len(session.items)
        for _ in range(passes):
            start = time.process_time()
            for item, following in zip(session.items, [*session.items[1:], None]):
                item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
            times.append(time.process_time() - start)
        return True

out = os.dup(1)
os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
code = pytest.main(arguments, plugins=[plugin := Repeat()])
os.write(out, json.dumps([int(code), plugin.tests, times]).encode())
"""


@dataclass(frozen=True)
class Cost:
    """What some hand-ins cost: seconds on the wall, seconds of CPU."""

    count: int
    wall: float
    cpu: float


def main() -> None:
    """Measure and print."""
    options = _options()
    course = load_course(options.course or find_course(Path.cwd()))
    tests, plain = _plain_pytest(course.on_track(options.track), options.passes)
    table = Table(title=f"{course.title}: {tests} hidden tests, {options.jobs} jobs, best of {options.repeat}")
    for column in ("hand-ins", "number", "seconds", "per second", "CPU s each", "start-up CPU s", "ratio"):
        table.add_column(column, justify="left" if column == "hand-ins" else "right")
    table.add_row("plain pytest, warm", "1", "", "", f"{plain:.3f}", "", "1.00")
    with tempfile.TemporaryDirectory() as scratch:
        kinds = {"perfect": [course.root / "solutions"], "typical": _typical(course, Path(scratch), options)}
        for kind, sources in kinds.items():
            one = _best([_grade(course, sources[:1] * options.jobs, Path(scratch), options) for _ in range(2)])
            many = [_many(sources, options.number) for _ in range(options.repeat)]
            cost = _best([_grade(course, each, Path(scratch), options) for each in many])
            each = (cost.cpu - one.cpu) / (cost.count - one.count)
            table.add_row(
                kind,
                str(cost.count),
                f"{cost.wall:.1f}",
                f"{cost.count / cost.wall:.2f}",
                f"{each:.3f}",
                f"{one.cpu - each * one.count:.2f}",
                f"{each / plain:.2f}",
            )
    Console(width=110).print(table)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("-n", "--number", type=int, default=20, help="hand-ins of each kind")
    parser.add_argument("--jobs", type=int, default=os.cpu_count(), help="how many at a time")
    parser.add_argument("--repeat", type=int, default=1, help="take the best of so many runs")
    parser.add_argument("--passes", type=int, default=6, help="passes of plain pytest, the first to warm up")
    parser.add_argument("--course", type=Path, help="the course.yaml (default: of this folder or above)")
    parser.add_argument("--track", help="the exercises of one track alone, such as core")
    options = parser.parse_args()
    if options.number <= options.jobs:
        parser.error(f"-n must be more than the {options.jobs} jobs")
    return options


def _plain_pytest(course: Course, passes: int) -> tuple[int, float]:
    """Return the number of tests, and the CPU seconds of the median pass over them in one warm process."""
    suites = [str(path) for path in find_suites(course)]
    exercises = json.dumps([e.name for m in course.modules for e in m.exercises])
    settings = ["-o", "addopts=--import-mode=importlib", "-q", "-p", "no:cacheprovider", f"--rootdir={course.root}"]
    paths = os.pathsep.join([str(course.root / "solutions"), str(course.root), os.environ.get("PYTHONPATH", "")])
    done = subprocess.run(
        [sys.executable, "-c", _PLAIN, str(passes), exercises, *settings, *suites],
        stdout=subprocess.PIPE,
        check=True,
        cwd=course.root,
        env={**os.environ, "PYTHONPATH": paths, "OPENBLAS_NUM_THREADS": "1"},
    )
    code, tests, times = json.loads(done.stdout)
    if code != 0:
        raise SystemExit("the solutions do not pass their own suites: run `pytest tests/hidden`")
    return tests, statistics.median(times[1:])


def _typical(course: Course, scratch: Path, options: argparse.Namespace) -> list[Path]:
    """Return the hand-ins of the example class that neither wait for a deadline nor for a human."""
    folder = course.root / "examples" / "class"
    out = scratch / "class"
    _run(course, folder, out, options)
    chosen = []
    for path in sorted(out.glob("*.json")):
        grade = json.loads(path.read_text())
        outcomes = {t["outcome"] for m in grade["modules"] for e in m["exercises"] for t in e["tests"]}
        if "timeout" not in outcomes and not grade["needs_human"] and (folder / grade["student"]).is_dir():
            chosen.append(folder / grade["student"])
    return chosen


def _many(sources: Sequence[Path], number: int) -> list[Path]:
    return [sources[i % len(sources)] for i in range(number)]


def _grade(course: Course, sources: Sequence[Path], scratch: Path, options: argparse.Namespace) -> Cost:
    folder = Path(tempfile.mkdtemp(dir=scratch))
    for number, source in enumerate(sources):
        shutil.copytree(source, folder / f"student{number:04}")
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.perf_counter()
    _run(course, folder, folder.with_suffix(".results"), options)
    wall = time.perf_counter() - start
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime
    return Cost(len(sources), wall, cpu)


def _run(course: Course, folder: Path, out: Path, options: argparse.Namespace) -> None:
    track = ["--track", options.track] if options.track else []
    command = ["run", str(folder), "--course", str(course.root), "--out", str(out), "--jobs", str(options.jobs)]
    subprocess.run([sys.executable, "-m", "grader", *command, *track], stdout=subprocess.DEVNULL, check=True)


def _best(costs: Sequence[Cost]) -> Cost:
    return min(costs, key=lambda cost: cost.cpu)


if __name__ == "__main__":
    main()
