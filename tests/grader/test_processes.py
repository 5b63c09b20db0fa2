"""Work that may take too long is done elsewhere, within what it may take for one item and for all of them."""

from __future__ import annotations

import sys
import time

import pytest

from grader.processes import Lost, each_in_a_child


def busy(seconds: float) -> float:
    start = time.process_time()
    while time.process_time() - start < seconds:
        pass
    return seconds


@pytest.mark.skipif(sys.platform != "linux", reason="CPU time of another process is counted on Linux alone")
def test_items_that_are_all_slow_end_together():
    found = [value for _, value in each_in_a_child([0.2] * 50, busy, 1.0, altogether=0.5)]

    done = found.index(Lost("no time was left"))
    assert 2 <= done <= 3
    assert found[:done] == [0.2] * done
    assert found[done:] == [Lost("no time was left")] * (50 - done)
