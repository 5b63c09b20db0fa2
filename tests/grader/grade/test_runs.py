"""The history of a class: what moved since the last run, and nothing of who is to be forgotten."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from grader.grade.runs import How, Move, Origin, Run, forget, moved_since, note_origin, note_run, noted_origin
from grader.grade.score import ungraded
from grader.submission import Submission

MONDAY, FRIDAY = datetime(2026, 10, 5, 9, 0, tzinfo=UTC), datetime(2026, 10, 9, 17, 30, tzinfo=UTC)


@pytest.fixture
def grade_of(tiny_course):
    def _grade_of(student: str, points: float):
        return ungraded(tiny_course, Submission(student, {}), "a test", "process", None).model_copy(
            update={"points": points}
        )

    return _grade_of


def test_what_moved_is_told_against_the_last_run_that_was_different(grade_of, tmp_path):
    note_run(tmp_path, [grade_of("ada", 10.0), grade_of("hopper", 5.0)], MONDAY)
    now = [grade_of("ada", 30.0), grade_of("hopper", 4.0)]
    note_run(tmp_path, now, FRIDAY)

    moved = moved_since(tmp_path, now)

    assert moved is not None
    assert moved.before == "2026-10-05 09:00 UTC"
    assert (moved.up, moved.down) == (("ada",), ("hopper",))
    assert moved.most == (("ada", 10.0, 30.0), ("hopper", 5.0, 4.0))


def test_a_run_that_changes_nothing_is_no_new_page_of_the_history(grade_of, tmp_path):
    for when in (MONDAY, FRIDAY):
        note_run(tmp_path, [grade_of("ada", 10.0)], when)

    assert len(list((tmp_path / ".grader" / "runs").iterdir())) == 1
    assert moved_since(tmp_path, [grade_of("ada", 10.0)]) is None


def test_a_run_of_one_student_keeps_the_others(grade_of, tmp_path):
    note_run(tmp_path, [grade_of("ada", 10.0), grade_of("hopper", 5.0)], MONDAY)
    note_run(tmp_path, [grade_of("ada", 20.0)], FRIDAY)

    moved = moved_since(tmp_path, [grade_of("hopper", 5.0), grade_of("ada", 20.0)])
    assert moved is not None
    assert moved.up == ("ada",)


def test_a_damaged_page_of_the_history_is_left_out(grade_of, tmp_path):
    note_run(tmp_path, [grade_of("ada", 10.0)], MONDAY)
    (tmp_path / ".grader" / "runs" / "2026-10-06T090000Z.points").write_text("{")

    moved = moved_since(tmp_path, [grade_of("ada", 11.0)])
    assert moved is not None
    assert moved.before == "2026-10-05 09:00 UTC"


def test_who_is_forgotten_is_in_no_file(grade_of, tmp_path):
    note_run(tmp_path, [grade_of("ada", 10.0), grade_of("hopper", 5.0)], MONDAY)
    (tmp_path / "ada.json").write_text("{}")
    (tmp_path / ".grader" / "ada.key").write_text("key")

    gone = forget(tmp_path, "ada", "ada")

    assert len(gone) == 3
    assert not any("ada" in path.name or "ada" in path.read_text() for path in tmp_path.rglob("*") if path.is_file())
    assert forget(tmp_path, "ada", "ada") == []


def test_the_hand_ins_of_the_last_run_are_noted_and_forgotten_where_they_are_gone(tmp_path):
    hand_ins, roster = tmp_path / "hand-ins", tmp_path / "students.csv"
    hand_ins.mkdir()
    roster.write_text("id\n")
    assert noted_origin(tmp_path / "results") is None

    note_origin(tmp_path / "results", Origin(hand_ins, roster))
    assert noted_origin(tmp_path / "results") == Origin(hand_ins, roster)

    hand_ins.rmdir()
    assert noted_origin(tmp_path / "results") is None


@pytest.mark.parametrize("damage", ["", "[]", "{}", '{"hand_ins": 3}', "\x00"])
def test_a_damaged_note_is_none(tmp_path, damage):
    note_origin(tmp_path, Origin(tmp_path))
    (tmp_path / ".grader" / "runs" / "origin.json").write_text(damage)

    assert noted_origin(tmp_path) is None


def test_a_run_counts_what_it_did_and_keeps_which_marks_moved(grade_of):
    ada, hopper, boole = (grade_of(student, 0.0) for student in ("ada", "hopper", "boole"))
    better = ada.model_copy(update={"modules": (_with_points(ada.modules[0], 2.5), *ada.modules[1:])})
    run = Run()

    run.note(How.GRADED, ada, better)
    run.note(How.GRADED, None, hopper)
    run.note(How.KEPT, boole, boole)
    run.note(How.GRADED, ada.model_copy(update={"track": "express"}), better)  # other exercises: nothing to compare

    assert run.did == {How.GRADED: 3, How.KEPT: 1}
    assert run.moves == [Move("ada", "vectors", 0.0, 2.5)]


def _with_points(module, points):
    first, *rest = module.exercises
    return module.model_copy(update={"exercises": (first.model_copy(update={"points": points}), *rest)})


@pytest.mark.parametrize("name", ["eve\x9b31m", "mal\u202egnp.exe", "福島"])
def test_the_history_is_printable_and_knows_every_name(grade_of, tmp_path, name):
    note_run(tmp_path, [grade_of(name, 10.0)], MONDAY)

    [page] = (tmp_path / ".grader" / "runs").iterdir()

    assert all(line.isprintable() for line in page.read_text(encoding="utf-8").splitlines())
    moved = moved_since(tmp_path, [grade_of(name, 11.0)])
    assert moved is not None
    assert moved.most == ((name, 10.0, 11.0),)
    assert forget(tmp_path, name, "nobody") == [page]
