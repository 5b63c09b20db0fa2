"""A class in which every other hand-in is hostile: honest marks unchanged, and the time bounded.

Run: python benchmarks/hostile_class.py [HONEST] [JOBS]        (100 by default, and all cores)

Twice as many honest hand-ins are graded first, then the same number of honest and hostile ones, in turn. The hostile
ones are the attacks of tests/attacks on a course that has them all; honest ones are its solutions. The goal is a time
of at most twice the honest class's and the deadlines that were really reached. Deadlines count as the course sets
them: what a timed-out call, module or hand-in may take, divided by the jobs that wait at the same time.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

_ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(_ROOT))

from tests.attacks.conftest import HONEST, World  # noqa: E402  # the attacks are no installed package
from tests.attacks.techniques import all_attacks  # noqa: E402

_WORK = {f"{name}.py": source for name, source in HONEST.items()}


def main() -> int:
    """Grade both classes and print the figures."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100
    jobs = int(sys.argv[2]) if len(sys.argv) > 2 else len(os.sched_getaffinity(0))
    attacks = all_attacks()
    chosen = [
        attacks[i * len(attacks) // count] if count <= len(attacks) else attacks[i % len(attacks)] for i in range(count)
    ]
    honest, fair = _grade(jobs, 2 * count, lambda world, i: world.hand_in(f"honest{i:04}", _WORK))

    def every_other(world: World, i: int) -> None:
        world.hand_in(f"honest{i:04}", _WORK) if i % 2 == 0 else world.hand_in(f"hostile{i:04}", chosen[i // 2].files)

    mixed, got = _grade(jobs, 2 * count, every_other)
    changed = [name for name, content in got.items() if name.startswith("honest") and content != fair[name]]
    hostile = [json.loads(content) for name, content in got.items() if name.startswith("hostile")]
    reached = sum(map(_deadlines, hostile)) / jobs
    allowed = 2 * honest + reached
    best = max(grade["points"] for grade in hostile)
    print(f"{2 * count} honest: {honest:.1f} s ({jobs} jobs)")
    print(
        f"{count} honest and {count} hostile: {mixed:.1f} s; allowed {allowed:.1f} s, of it deadlines {reached:.1f} s"
    )
    print(f"honest results changed: {len(changed)}; best hostile marks: {best:g} of 100")
    return 0 if not changed and mixed <= allowed else 1


def _grade(jobs: int, count: int, hand_in: Callable[[World, int], None]) -> tuple[float, dict[str, bytes]]:
    with tempfile.TemporaryDirectory() as folder:
        world = World(Path(folder))
        world.plant()
        for i in range(count):
            hand_in(world, i)
        start = time.perf_counter()
        command = [sys.executable, "-m", "grader", "run", str(world.hand_ins), "--out", folder + "/results"]
        subprocess.run([*command, "--jobs", str(jobs)], cwd=world.course, check=True, stdout=subprocess.DEVNULL)
        seconds = time.perf_counter() - start
        return seconds, {path.stem: path.read_bytes() for path in Path(folder, "results").glob("*.json")}


def _deadlines(grade: dict[str, Any]) -> float:
    """Return the seconds of the deadlines one hand-in reached, as its messages name them."""
    tests = [test for module in grade["modules"] for exercise in module["exercises"] for test in exercise["tests"]]
    messages = {(test["name"], test["message"]) for test in tests}
    seconds = 0.0
    imports = set()
    for _, message in messages:
        within = re.search(r"answer within ([0-9.]+) s", message)
        if not within:  # or "within the time that was left", a figure that no message tells
            continue
        if message.startswith("importing"):
            if message in imports:
                continue
            imports.add(message)
        seconds += float(within[1])
    return seconds


if __name__ == "__main__":
    sys.exit(main())
