"""Grades on disk: found again only when made from the same content, never half written, never by two runs at once."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from grader.grade.journal import Journal, JournalError
from grader.grade.score import ungraded
from grader.submission import Submission


@pytest.fixture
def grade(tiny_course):
    return ungraded(tiny_course, Submission("ada", {}), "a test", "process", None)


@pytest.fixture
def journal(tmp_path: Path) -> Journal:
    return Journal(tmp_path / "new" / "results")


def test_a_grade_is_found_by_the_key_it_was_kept_under_alone(journal, grade):
    journal.keep("ada", "key", grade)

    assert journal.find("ada", "key") == grade
    assert journal.find("ada", "other key") is None
    assert journal.find("hopper", "key") is None


@pytest.mark.parametrize(
    "damage",
    [
        pytest.param(lambda file: file.write_bytes(file.read_bytes() + b" "), id="edited"),
        pytest.param(lambda file: file.write_bytes(file.read_bytes()[:-10]), id="cut off"),
        pytest.param(lambda file: file.unlink(), id="deleted"),
    ],
)
@pytest.mark.parametrize("name", ["ada.json", ".grader/ada.key"])
def test_a_damaged_grade_is_not_found(journal, grade, damage, name):
    journal.keep("ada", "key", grade)

    damage(journal.folder / name)

    assert journal.find("ada", "key") is None


def test_equal_grades_are_equal_bytes(journal, grade, tmp_path):
    journal.keep("ada", "key", grade)
    other = Journal(tmp_path / "other")
    other.keep("ada", "key", json.loads(json.dumps(grade)))

    assert journal.path("ada").read_bytes() == other.path("ada").read_bytes()


def test_what_a_killed_run_left_half_written_goes_with_the_next_run_and_not_before(journal):
    left = journal.folder / ".grader" / "4711.new"
    left.write_text("half")

    Journal(journal.folder)  # looks only: another run may be writing
    assert left.exists()
    with journal.locked():
        assert not left.exists()


def test_a_second_run_is_kept_out_until_the_first_ends(journal):
    with journal.locked(), pytest.raises(JournalError, match="another grader run is writing here: wait for it"):
        journal.locked().__enter__()
    with journal.locked():
        pass


@pytest.mark.parametrize(
    ("obstacle", "message"),
    [
        pytest.param("results", "results: results cannot be written: ", id="folder is a file"),
        pytest.param("results/.grader", "results: results cannot be written: File exists", id="private is a file"),
    ],
)
def test_a_folder_that_cannot_be_made_is_said(tmp_path, obstacle, message):
    (tmp_path / obstacle).parent.mkdir(exist_ok=True)
    (tmp_path / obstacle).write_text("")

    with pytest.raises(JournalError, match=message):
        Journal(tmp_path / "results")


def test_a_lock_that_cannot_be_taken_is_said(journal):
    (journal.folder / ".grader" / "lock").mkdir()

    with pytest.raises(JournalError, match="results cannot be written: Is a directory"):
        journal.locked().__enter__()


def test_a_grade_that_cannot_be_written_is_said(journal, grade):
    journal.path("ada").mkdir()

    with pytest.raises(JournalError, match=r"ada\.json: cannot be written: Is a directory"):
        journal.keep("ada", "key", grade)


def test_a_document_that_is_none_is_never_written(journal, grade):
    with pytest.raises(Exception, match=r"must contain \['points'\]"):
        journal.keep("ada", "key", {key: value for key, value in grade.items() if key != "points"})

    assert not journal.path("ada").exists()
