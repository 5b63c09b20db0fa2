"""The example class is read as its README says: it is the first thing that a new instructor sees."""

from __future__ import annotations

from pathlib import Path

import pytest

from grader.course.loading import load_course
from grader.intake import ClassIntake, read_class
from grader.submission import Submission

ROOT = Path(__file__).parents[3]
ALL = {"perceptron", "forward", "backward", "loss", "optimizer", "hands_on"}


@pytest.fixture(scope="module")
def examples() -> ClassIntake:
    return read_class(ROOT / "examples" / "class", load_course(ROOT))


@pytest.fixture
def of(examples):
    """Return one student's submission."""
    by_name = {submission.student: submission for submission in examples}

    def _of(student: str) -> Submission:
        return by_name[student]

    return _of


def test_every_hand_in_stands_in_the_readme(examples):
    readme = (ROOT / "examples" / "README.md").read_text(encoding="utf-8")

    listed = {line.split("`")[1].removesuffix(".zip") for line in readme.splitlines() if line.startswith("| `")}

    assert listed == {submission.student for submission in examples}
    assert examples.remarks == ()


def test_only_those_that_need_it_ask_for_a_human(examples):
    assert [s.student for s in examples if s.needs_human] == ["godel", "vonneumann", "wiener"]
    assert [s.student for s in examples if s.flags] == ["ivakhnenko", "rumelhart", "wiener"]


@pytest.mark.parametrize(
    ("student", "sources", "refused"),
    [
        ("ada", ALL, set()),
        ("samuel", ALL, set()),
        ("rumelhart", set(), set()),
        ("ivakhnenko", {"backward", "loss"}, set()),
        ("wiener", {"loss"}, {"perceptron", "forward", "backward", "optimizer"}),
        ("godel", {"optimizer"}, {"perceptron", "forward"}),
        ("vonneumann", {"perceptron"}, {"forward"}),
        ("Kunihiko Fukushima 福島", {"forward", "loss"}, set()),
    ],
)
def test_files_are_read_or_refused(of, student, sources, refused):
    assert set(of(student).sources) == sources
    assert set(of(student).refused) == refused


@pytest.mark.parametrize(
    "folder", ["class", "courses/algorithms", "courses/chance", "courses/pictures", "courses/tables", "cluster"]
)
def test_an_example_stays_small(folder):
    files = [path for path in (ROOT / "examples" / folder).rglob("*") if path.is_file()]

    assert 0 < sum(path.stat().st_size for path in files) < 100_000
