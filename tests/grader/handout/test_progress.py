"""What the board remembers, and that its advice agrees with what was said above it."""

from __future__ import annotations

import json
import os

import pytest

AREA, SUM = "return width * height", "return sum(w * h for w, h in sizes)"


def test_one_exercise_alone_shows_what_was_right_before(student):
    student.solve("plane", "area", AREA)
    student.solve("plane", "area_of_many", SUM)
    student.run("-k", "area")

    shown = student.run("-k", "area_of_many").shown

    assert "  plane  \u2713\u2713   2 done, 1 not run" in shown
    assert "  2 of 2 exercises done; 3 more have not run yet" in shown


def test_what_was_changed_since_is_not_remembered(student):
    student.solve("plane", "area", AREA)
    student.solve("plane", "area_of_many", SUM)
    student.run("-k", "area")
    student.write("plane.py", (student.folder / "plane.py").read_text().replace(AREA, "return 0"))

    assert "  plane   \u2713   1 done, 2 not run" in student.run("-k", "area_of_many").shown


@pytest.mark.parametrize("content", [None, "", "{", "[]", '{"exercises": {"plane.area": 3}, "track": 1, "next": []}'])
def test_the_memory_may_be_deleted_or_damaged_at_will(finished, content):
    finished.run("-k", "area")
    path = finished.folder / ".progress.json"
    path.unlink() if content is None else path.write_text(content)

    assert "  plane  \u2713    1 done, 2 not run" in finished.run("-k", "area").shown


def test_a_folder_that_cannot_be_written_to_still_runs(finished):
    (finished.folder / ".progress.json").mkdir()  # refuses to be replaced, also for someone who may do all

    run = finished.run()

    assert "all done: well done!" in run.shown
    assert run.code == 0
    assert not [name for name in os.listdir(finished.folder) if name.startswith(".progress.json.")]


def test_the_track_is_kept_until_another_is_chosen(student):
    student.run("--track", "short")
    student.solve("plane", "area", AREA)

    shown = student.run("-k", "area").shown

    assert "  1 of 2 exercises on the track short done\n" in shown
    assert "after that comes, on the track short, walk in tortoise.py (about 1 minute)" in shown
    assert "after that comes area_of_many" not in shown
    student.run("--track", "all")
    assert "after that comes area_of_many in plane.py" in student.run("-k", "area").shown


def test_the_end_of_a_track_is_said_once_and_then_all_exercises_count(finished):
    finished.run("--track", "short", "-k", "walk")
    over = "  the track short is done: well done! What comes now is beyond it"

    last = finished.run("-k", "area").shown
    later = finished.run("-k", "area_of_many").shown

    assert "  2 of 2 exercises on the track short done" in last
    assert over in last
    assert over not in later
    assert "on the track" not in later
    assert "  3 of 3 exercises done; 2 more have not run yet" in later
    assert "  the track short is done: well done! `pytest` alone has the rest" in finished.run("--track", "short").shown


def test_what_is_wrong_comes_before_what_is_new(student):
    student.solve("tortoise", "walk", "return 0")

    assert "next: fix walk in tortoise.py" in student.run().shown


def test_what_another_exercise_waits_for_comes_first(student):
    student.solve("tortoise", "walk", "return area(*sides)")

    shown = student.run("-k", "walk").shown

    assert "- walk in tortoise.py needs area in plane.py, which is not written yet" in shown
    assert "next: start with area in plane.py" in shown


def test_work_in_another_file_is_the_next_step(student):
    student.write("plane_final.py", "def area(w, h):\n    return w * h\n")

    assert "  next: put your work into plane.py, as said above" in student.run("-k", "area").shown


def test_a_module_and_the_course_are_celebrated_when_they_are_finished(student, small_course):
    student.write("plane.py", (small_course / "solutions/plane.py").read_bytes())
    said = "  plane.py is finished: you can now measure flat things"

    assert said in student.run("test_plane.py").shown
    assert said not in student.run("test_plane.py").shown
    student.write("tortoise.py", (small_course / "solutions/tortoise.py").read_bytes())
    assert "  all done: well done!" in student.run().shown


def test_the_memory_is_readable_and_short(finished):
    finished.run()

    assert json.loads((finished.folder / ".progress.json").read_text())["exercises"]["plane.area"][0] == "done"
