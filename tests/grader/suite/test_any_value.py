"""Whatever a hand-in answers, and whatever it says has become of its arguments, no suite of the course is to blame."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]


COURSES = {ROOT: 500, ROOT / "examples" / "courses" / "pictures": 4}  # and more tests than so many


@pytest.mark.parametrize("course", COURSES, ids=lambda course: course.name)
@pytest.mark.parametrize("seed", range(3))
def test_no_answer_makes_a_suite_look_guilty(course: Path, seed: int):
    done = subprocess.run(
        [sys.executable, "-m", "tests.grader.suite.any_value", str(course), str(seed)],
        cwd=ROOT,
        env={**os.environ, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", "PYTEST_ADDOPTS": ""},
        capture_output=True,
        text=True,
        timeout=300,
    )

    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout.splitlines()[-1])
    assert told["seen"] > COURSES[course]
    assert told["blamed"] == []
