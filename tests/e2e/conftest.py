"""One term of a small course with real nbgrader: everything is done once, and each test states what came of it."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.e2e import hand_ins
from tests.e2e.people import population
from tests.e2e.term import Term, grade, hand_in, prepare


@pytest.fixture(scope="session")
def base() -> Iterator[Path]:
    """A folder that every user can reach, unlike pytest's own."""
    folder = Path(tempfile.mkdtemp(prefix="grader-e2e-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def term(base: Path) -> Iterator[Term]:
    """A term up to and with released feedback."""
    with population(["instructor", "ada", "hopper", *hand_ins.CASES], base / "homes") as people:
        term = Term(base, people)
        prepare(term)
        hand_in(term)
        grade(term)
        yield term
