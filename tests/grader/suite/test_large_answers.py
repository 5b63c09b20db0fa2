"""What a hand-in gives back is let go of when its test has failed, however many there are."""

from __future__ import annotations

from pathlib import Path

from grader.outcome import Outcome
from grader.sandbox.host.isolation import Isolation
from grader.submission import Submission
from grader.workers.process import GradingProcess
from tests.grader.conftest import write_tree

COURSE = {
    "course.yaml": """
        name: large
        title: Many tests, little memory
        limits: {seconds_per_call: 5, seconds_per_module: 100, seconds_per_hand_in: 100, memory_mb: 512}
        modules:
          - {name: large, weight: 1, exercises: [{name: f, points: 1, tier: core, minutes: 1}]}
        assignments:
          - {name: all, modules: [large]}
        """,
    "solutions/large.py": "def f(x):\n    return {}\n",
    "tests/hidden/test_large.py": """
        import large
        import pytest

        from grader import expect


        @pytest.mark.exercise("f")
        @pytest.mark.parametrize("x", range(80))
        def test_f(x):
            expect.equal(large.f(x), {})
        """,
}


def test_large_answers_to_many_tests_are_wrong_and_no_fault_of_ours(tmp_path: Path):
    source = b"def f(x):\n    return {str(i): float(i) for i in range(90_000)}\n"
    process = GradingProcess(write_tree(tmp_path, COURSE) / "course.yaml", Isolation.JAIL, None)
    process.ready()
    try:
        grade = process.grade(Submission("ada", {"large": source}))
    finally:
        process.close()

    assert {test.outcome for test in grade.exercise("f").tests} == {Outcome.FAILED}
    assert not [flag for flag in grade.flags if "by itself" in flag or "not diagnosed" in flag]
