"""Where every core has a grading process, each keeps to its own: it and its guests only ever wait for each other."""

from __future__ import annotations

import os
from contextlib import closing
from pathlib import Path

from grader.processes import cores
from grader.sandbox.host.isolation import Isolation
from grader.workers.slots import Slots

COURSE = Path(__file__).parents[3] / "tests" / "attacks" / "course" / "course.yaml"


def places(size: int) -> list[set[int]]:
    with closing(Slots(COURSE, Isolation.PROCESS, None, size)) as slots:
        return [os.sched_getaffinity(process._process.pid) for process in slots._processes]


def test_as_many_processes_as_cores_have_a_core_each():
    found = places(cores())

    assert all(len(place) == 1 for place in found)
    assert set.union(*found) == os.sched_getaffinity(0)


def test_fewer_may_run_anywhere_since_somebody_else_may_want_the_core():
    assert places(1) == [os.sched_getaffinity(0)]
