"""Weakened hidden tests of the second course: what a mistake needs is noticed, what nothing needs is reported."""

from __future__ import annotations

import shutil
from pathlib import Path

from grader.authoring.build import build
from grader.authoring.weaken import unnoticed
from grader.course.loading import load_course
from grader.grading import Settings

SECOND = Path(__file__).parents[2] / "second_course" / "course"


def test_what_no_mistake_needs_is_reported_and_nothing_else(tmp_path):
    root = Path(shutil.copytree(SECOND, tmp_path / "course"))
    suite = root / "tests/hidden/test_bank.py"
    more = "    expect.that(account.balance < 1000, 'too rich')\n"
    suite.write_text(suite.read_text(encoding="utf-8") + more, encoding="utf-8")
    build(load_course(root))

    told, total = unnoticed(load_course(root), Settings(jobs=1), ["Account"])

    assert total == 6  # the tolerance and the expectation of each comparison, and two expectations without one
    assert any("test_account_never_falls_below_zero: an expectation dropped, and no mistake notices" in t for t in told)
    assert sum("an expectation dropped" in line for line in told) == 1
    assert suite.read_text(encoding="utf-8").endswith(more)


def test_a_parametrized_test_is_weakened_to_its_first_case(tmp_path):
    root = Path(shutil.copytree(SECOND, tmp_path / "course"))
    build(load_course(root))

    told, _ = unnoticed(load_course(root), Settings(jobs=1), ["compound"])

    assert not any("only the first case left" in line for line in told)  # of one year, both kinds of interest are equal
