"""Changed points, tiers, weights and words grade nothing again, and give the documents that a fresh run gives."""

from __future__ import annotations

import random
import re
from pathlib import Path

import pytest

from grader.course.loading import load_course
from grader.grade.document import Grade
from grader.grade.runs import How
from grader.grade.store import Store
from grader.grading import Settings, grade_class
from grader.submission import Submission

WRONG_DOUBLE = "import numpy as np\ndef double(x):\n    return np.asarray(x) + 1\n"
CALLS_A_SIBLING = "from vectors import double\ndef quadruple(x):\n    return double(double(x))\n"


@pytest.fixture
def hand_ins(solutions) -> list[Submission]:
    """One right, one with second tries, one that cannot be imported, one that crashes, one with nothing."""
    raw = {name: source.encode() for name, source in solutions.items()}
    wrong = {"vectors": WRONG_DOUBLE.encode(), "training": CALLS_A_SIBLING.encode()}
    broken = {**raw, "vectors": b"def double(x:\n"}
    crashing = {
        **raw,
        "training": b"import os\ndef largest(x):\n    os._exit(3)\ndef mean(x):\n    return sum(x) / len(x)\n",
    }
    refused = Submission("wiener", {}, {"vectors": "vectors.py: is a notebook"}, flags=("odd",), needs_human=True)
    some = {"ada": raw, "hopper": wrong, "minsky": broken, "turing": crashing}
    return [*(Submission(student, sources) for student, sources in some.items()), refused]


def _documents(course: Path, submissions: list[Submission], results: Path) -> tuple[dict[str, bytes], set[How]]:
    did = set()

    def progress(grade: Grade, how: How) -> None:
        did.add(how)

    grade_class(load_course(course), submissions, Store(results), Settings(), progress)
    return {path.stem: path.read_bytes() for path in results.glob("*.json")}, did


def _changed(text: str, chance: random.Random) -> str:
    """Return a course.yaml in which everything is different that is about marks, minutes and words."""
    text = re.sub(r"points: [\d.]+", lambda _: f"points: {chance.choice((0.1, 1, 2.7, 3, 100))}", text)
    text = re.sub(r"minutes: \d+", lambda _: f"minutes: {chance.randrange(1, 99)}", text)
    text = re.sub(r"weight: [\d.]+", lambda _: f"weight: {chance.choice((1, 33.3, 60))}", text)
    text = re.sub(r"(Tally|largest|mean)(.*)tier: \w+", lambda m: f"{m[1]}{m[2]}tier: {chance.choice(_TIERS)}", text)
    return text.replace("title: ", f"title: {chance.random()} ").replace(
        "name: tiny", f"name: tiny{chance.randrange(9)}"
    )


_TIERS = ("core", "stretch")


def test_other_marks_and_words_are_those_of_a_fresh_run(own_course, hand_ins, tmp_path):
    _documents(own_course, hand_ins, tmp_path / "results")
    plain = (own_course / "course.yaml").read_text()

    for seed in range(3):
        (own_course / "course.yaml").write_text(_changed(plain, random.Random(seed)))

        again, did = _documents(own_course, hand_ins, tmp_path / "results")

        fresh, _ = _documents(own_course, hand_ins, tmp_path / f"fresh{seed}")
        assert again == fresh
        assert How.GRADED not in did
        assert How.MARKED in did
    assert _documents(own_course, hand_ins, tmp_path / "results")[1] == {How.KEPT}
