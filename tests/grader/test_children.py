"""Work that may take too long is done elsewhere, within what it may take for one item and for all of them."""

from __future__ import annotations

import os
import signal
import sys
import time

import pytest

from grader.children import Child, Lost, each_in_a_child


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
    assert not any(lost.was_begun for lost in found[done:])


def test_an_item_that_ends_its_process_was_begun():
    (_, found), (_, after) = each_in_a_child([1, 0], os._exit, 1.0)

    assert found == Lost("ended with 1")
    assert found.was_begun
    assert after == Lost("ended with 0")


def test_what_was_reported_is_there_however_the_process_ends():
    def work(report):
        report({"first": "x" * 100_000})
        report(2)
        os.kill(os.getpid(), signal.SIGKILL)

    child = Child(work, lambda pid: False)

    assert list(child) == [{"first": "x" * 100_000}, 2]
    assert (child.code, child.was_killed) == (-signal.SIGKILL, False)


def test_a_process_that_overruns_is_killed_and_what_it_reported_is_kept():
    def work(report):
        report("before")
        while True:
            time.sleep(0.01)

    child = Child(work, lambda pid: True)

    assert list(child) == ["before"]
    assert (child.code, child.was_killed) == (-signal.SIGKILL, True)
