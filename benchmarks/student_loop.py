"""What the students' loop costs beside an empty pytest run that imports numpy, on the same machine in the same minute.

    python benchmarks/student_loop.py [-n 15] [--folder exercises] [--exercise linear_score]

Three runs in turn: pytest on a file whose one test does nothing, then `pytest` and `pytest -k EXERCISE` in a copy of
the students' folder. CPU is user and system time of each run's process and its children; the medians are compared.
`--solutions` puts the course's solutions in the place of the stubs. Nothing is promised then: their tests calculate.

Plugins that happen to be installed here are switched off: a student has none.
"""

from __future__ import annotations

import argparse
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from rich.console import Console
from rich.table import Table

_EMPTY = "import numpy\n\n\ndef test_nothing():\n    pass\n"
_MOST = {"pytest": 1.6, "pytest -k": 1.15}  # what is promised, with stubs
_QUIET = {key: value for key, value in os.environ.items() if not key.startswith(("PYTEST", "PYTHON", "COV"))}


def main() -> None:
    """Measure, print, and say whether the promise is kept."""
    options = _options()
    with tempfile.TemporaryDirectory() as scratch:
        empty, student = Path(scratch, "empty"), Path(scratch, "exercises")
        empty.mkdir()
        (empty / "test_empty.py").write_text(_EMPTY)
        shutil.copytree(
            options.folder, student, ignore=shutil.ignore_patterns("__pycache__", ".pytest_cache", ".progress*")
        )
        if options.solutions:
            for stub in (student / "kit/stubs").glob("*.txt"):
                shutil.copy(options.solutions / f"{stub.stem}.py", student)
        runs = {
            "empty, with numpy": (empty, []),
            "pytest": (student, []),
            "pytest -k": (student, ["-k", options.exercise]),
        }
        taken: dict[str, list[float]] = {name: [] for name in runs}
        for turn in range(options.n + 1):
            for name, (folder, arguments) in runs.items():
                seconds = _cpu(folder, arguments)
                if turn:  # the first one writes the caches of Python
                    taken[name].append(seconds)
    _print(taken, is_promised=options.solutions is None)


def _cpu(folder: Path, arguments: list[str]) -> float:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(
        [sys.executable, "-m", "pytest", *arguments],
        cwd=folder,
        env={**_QUIET, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        check=False,
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime


def _print(taken: dict[str, list[float]], is_promised: bool) -> None:
    medians = {name: statistics.median(seconds) for name, seconds in taken.items()}
    first = next(iter(medians.values()))
    table = Table(title=f"CPU seconds, medians of {len(next(iter(taken.values())))}")
    for column in ("run", "median", "least", "ratio", "at most"):
        table.add_column(column, justify="left" if column == "run" else "right")
    for name, median in medians.items():
        most = f"{_MOST[name]:g}" if is_promised and name in _MOST else ""
        table.add_row(name, f"{median:.3f}", f"{min(taken[name]):.3f}", f"{median / first:.2f}", most)
    Console().print(table)
    if is_promised and any(medians[name] > most * first for name, most in _MOST.items()):
        sys.exit(1)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("-n", type=int, default=15, help="how many turns")
    parser.add_argument("--folder", type=Path, default=Path("exercises"), help="the students' folder")
    parser.add_argument("--solutions", type=Path, help="a folder of solutions to run instead of the stubs")
    parser.add_argument("--exercise", default="linear_score", help="the one to run alone")
    return parser.parse_args()


if __name__ == "__main__":
    main()
