"""What the jail costs each guest: from fork to first answer, beside the same guest without a jail.

Run: python benchmarks/jail_cost.py [GUESTS]        (200 by default)

The student's own import is measured by guests that import a module of ordinary size (the course's forward.py) less
guests that import an empty one. The goal is at most 5 ms on top of it.
"""

from __future__ import annotations

import statistics
import sys
import time
from pathlib import Path

from grader.sandbox.host.forkserver import ForkServer
from grader.sandbox.host.isolation import Isolation
from grader.sandbox.host.submission import Budget, RunningSubmission

_ROOT = Path(__file__).parents[1]
_EMPTY = b"def relu(x):\n    return x\n"


def main() -> int:
    """Measure and print the figures."""
    guests = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    real = (_ROOT / "solutions" / "forward.py").read_bytes()
    keepers = {isolation: _fork_server(isolation) for isolation in Isolation}
    kinds = [(isolation, source) for isolation in Isolation for source in (_EMPTY, real)]
    taken: dict[tuple[Isolation, bytes], list[float]] = {kind: [] for kind in kinds}
    for _ in range(guests):
        for isolation, source in kinds:  # in turn, so that a busy minute meets all of them
            taken[isolation, source].append(_first_answer(keepers[isolation], source))
    for fork_server in keepers.values():
        fork_server.close()
    for isolation, source in kinds:
        times = sorted(taken[isolation, source])
        what = "an empty module" if source is _EMPTY else "the course's forward.py"
        print(
            f"{isolation.label:17} {what:24} median {statistics.median(times):.2f} ms, "
            f"quickest {times[0]:.2f}, 9 of 10 below {times[len(times) * 9 // 10]:.2f}"
        )
    jailed, free = (statistics.median(taken[isolation, _EMPTY]) for isolation in Isolation)
    own = statistics.median(taken[Isolation.JAIL, real]) - jailed
    print(f"fork to first answer in jail {jailed:.2f} ms (goal 5), of it the jail {jailed - free:.2f} ms")
    print(f"the student's own import {own:.2f} ms")
    return 0 if jailed <= 5 else 1


def _first_answer(fork_server: ForkServer, source: bytes) -> float:
    student = RunningSubmission(fork_server, {"forward": source}, budget=Budget(10, 60, 60))
    start = time.perf_counter()
    student.call("forward", "relu", (1.0,), {})
    seconds = time.perf_counter() - start
    student.close()
    return seconds * 1e3


def _fork_server(isolation: Isolation) -> ForkServer:
    return ForkServer(
        isolation=isolation,
        packages=["numpy"],
        public_folder=None,
        secret_folder=_ROOT / "tests" / "hidden",
        memory_mb=1536,
        cpu_seconds=300,
    ).ready()


if __name__ == "__main__":
    sys.exit(main())
