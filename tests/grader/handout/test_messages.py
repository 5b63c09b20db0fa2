"""The table of beginners' mistakes: for each, the sentence that a student reads in the exercises of this course."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from grader.authoring.build import build
from grader.course.loading import load_course
from tests.at_home import environment
from tests.grader.handout import verdicts
from tests.grader.handout.beginners import ROWS

ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="module")
def read(tmp_path_factory) -> dict[str, list[str]]:
    """What each beginner reads, by situation: all in one process, in a real folder of exercises."""
    folder = tmp_path_factory.mktemp("beginners") / "exercises"
    course = load_course(ROOT)
    build(course, folder)
    homes = {exercise.name: module.name for module in course.modules for exercise in module.exercises}
    stubs = {name: (folder / f"{name}.py").read_text(encoding="utf-8") for name in homes.values()}
    rows = [(r.situation, homes[r.exercise], r.exercise, r.file(stubs[homes[r.exercise]])) for r in ROWS]
    done = subprocess.run(
        [sys.executable, verdicts.__file__],
        cwd=folder,
        env=environment(),
        input=json.dumps(rows),
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.situation)
def test_a_beginners_mistake_is_answered_in_plain_words(read, row):
    text = "\n".join(read[row.situation])

    assert [part for part in row.says if part not in text] == [], text
    assert [part for part in row.never if part in text] == [], text


def test_no_answer_is_a_riddle_or_said_twice(read):
    for situation, lines in read.items():
        assert lines, situation
        assert len(lines) <= 7, situation
        text = "\n".join(lines)
        assert " mend" not in text
        assert "site-packages" not in text
        assert "/kit/" not in text
        hints = [line for line in lines if line.startswith("hint: ")]
        assert len(hints) <= 1, situation
        assert text.count(hints[0].removeprefix("hint: ") if hints else "\0") <= 1, situation


def test_the_table_is_long_enough_and_names_each_situation_once():
    assert len({row.situation for row in ROWS}) == len(ROWS) >= 120
