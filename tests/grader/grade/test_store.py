"""Grades on disk: found again only when made from the same content, never half written, never by two runs at once."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from grader.grade.document import Grade
from grader.grade.score import ungraded
from grader.grade.store import Store, StoreError
from grader.submission import Submission


@pytest.fixture
def grade(tiny_course):
    return ungraded(tiny_course, Submission("ada", {}), "a test", "process", None)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "new" / "results")


def test_a_grade_is_found_by_the_key_it_was_kept_under_alone(store, grade):
    store.keep("ada", "key", grade)

    assert store.find("ada", "key") == grade
    assert store.find("ada", "other key") is None
    assert store.find("hopper", "key") is None


@pytest.mark.parametrize(
    "damage",
    [
        pytest.param(lambda file: file.write_bytes(file.read_bytes() + b" "), id="edited"),
        pytest.param(lambda file: file.write_bytes(file.read_bytes()[:-10]), id="cut off"),
        pytest.param(lambda file: file.write_bytes(b"\xff\xfe"), id="no text"),
        pytest.param(lambda file: file.unlink(), id="deleted"),
    ],
)
@pytest.mark.parametrize("name", ["ada.json", ".grader/ada.key"])
def test_a_damaged_grade_is_not_found(store, grade, damage, name):
    store.keep("ada", "key", grade)

    damage(store.folder / name)

    assert store.find("ada", "key") is None


def test_equal_grades_are_equal_bytes(store, grade, tmp_path):
    store.keep("ada", "key", grade)
    other = Store(tmp_path / "other")
    other.keep("ada", "key", Grade.from_json(grade.to_json()))

    assert store.path("ada").read_bytes() == other.path("ada").read_bytes()


def test_what_a_killed_run_left_half_written_goes_with_the_next_run_and_not_before(store):
    left = store.folder / ".grader" / "4711.new"
    left.write_text("half")

    Store(store.folder)  # looks only: another run may be writing
    assert left.exists()
    with store.locked():
        assert not left.exists()


def test_a_second_run_is_kept_out_until_the_first_ends(store):
    with store.locked(), pytest.raises(StoreError, match="another grader run is writing here: wait for it"):
        store.locked().__enter__()
    with store.locked():
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

    with pytest.raises(StoreError, match=message):
        Store(tmp_path / "results")


def test_a_lock_that_cannot_be_taken_is_said(store):
    (store.folder / ".grader" / "lock").mkdir()

    with pytest.raises(StoreError, match="results cannot be written: Is a directory"):
        store.locked().__enter__()


def test_a_grade_that_cannot_be_written_is_said(store, grade):
    store.path("ada").mkdir()

    with pytest.raises(StoreError, match=r"ada\.json: cannot be written: Is a directory"):
        store.keep("ada", "key", grade)


def test_a_document_of_another_form_is_not_found_though_its_key_fits(store, grade):
    content = grade.to_json().replace(b'"version": 1', b'"version": 2')
    store.keep("ada", "key", grade)
    store.path("ada").write_bytes(content)
    (store.folder / ".grader" / "ada.key").write_text(f"key {hashlib.sha256(content).hexdigest()}\n")

    assert store.find("ada", "key") is None


def test_grades_of_another_track_are_counted(store, grade):
    store.keep("ada", "key", grade)
    store.keep("hopper", "key", grade.model_copy(update={"student": "hopper", "track": "express"}))

    assert (store.of_another_track(None), store.of_another_track("express"), store.of_another_track("core")) == (
        1,
        1,
        2,
    )
