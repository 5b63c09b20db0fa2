"""The plan of a session: its minutes add up, it fits into its session, and says what to leave out."""

from __future__ import annotations

import re
from datetime import time
from itertools import pairwise
from pathlib import Path

import pytest
from click.testing import CliRunner

from grader.authoring.plan import Doing, as_page, as_text, plan
from grader.cli import cli
from grader.course.loading import CourseError, load_course

ROOT = Path(__file__).parents[3]
COURSE = load_course(ROOT / "course.yaml")


@pytest.mark.parametrize("track", COURSE.tracks)
def test_every_exercise_of_the_track_is_in_the_room_or_at_home_and_the_minutes_add_up(track):
    made = plan(COURSE, track)

    exercises = [e for m in COURSE.on_track(track).modules for e in m.exercises]
    worked = sum(entry.minutes for entry in made.entries if entry.doing is Doing.WORK)
    assert worked + sum(e.minutes for e in made.home) == sum(e.minutes for e in exercises)
    titles = " ".join(entry.title for entry in made.entries if entry.doing is Doing.WORK)
    in_the_room = {e.name for e in exercises} - {e.name for e in made.home}
    assert in_the_room == set(re.findall(r"(\w+) \d+", titles))


@pytest.mark.parametrize(("track", "minutes"), [("ninety_minutes", 90), ("express", 180), ("core", 300)])
def test_a_track_with_a_session_takes_exactly_that_long(track, minutes):
    made = plan(COURSE, track)

    assert (made.minutes, made.too_long) == (minutes, 0)


@pytest.mark.parametrize("track", COURSE.tracks)
def test_each_stretch_begins_when_the_one_before_it_ends(track):
    times = list(plan(COURSE, track).times(time(22, 30)))  # beyond midnight too

    assert times[0][0] == "22:30"
    assert all(before[1] == after[0] for before, after in pairwise(times))


@pytest.mark.parametrize("track", COURSE.tracks)
def test_work_is_followed_by_a_stop_that_names_what_must_be_green(track):
    for before, after in pairwise(plan(COURSE, track).entries):
        if before.doing is Doing.WORK:
            assert after.doing is Doing.STOP
            assert re.search(r"Go on when \w+ is green", after.notes[-1])


@pytest.mark.parametrize("track", ["express", "core", "full"])
def test_a_break_is_due_and_none_stands_before_the_end(track):
    entries = plan(COURSE, track).entries
    places = [i for i, entry in enumerate(entries) if entry.doing is Doing.BREAK]

    assert places
    assert sum(entry.minutes for entry in entries[places[-1] :]) > 30


def test_what_goes_home_is_what_the_author_listed_first(course_with):
    course = course_with("{tiers: [express, core], minutes: 32, home: [mean, largest, slope]}", 20)

    made = plan(course, "short")

    assert [e.name for e in made.home] == ["largest", "mean"]
    assert [e.name for e in made.next_out][:1] == ["slope"]


def test_a_session_that_cannot_hold_its_exercises_says_by_how_much(course_with):
    text = as_text(plan(course_with("{tiers: [express], minutes: 10}", 20), "short"), time(9))

    assert re.search(r"\d+ minutes longer than the session of 10: give the track .* in `home`", text)


def test_home_may_only_name_exercises_of_the_track(course_with):
    with pytest.raises(CourseError, match=r"tracks.short.home\[0\]: expected the name of an exercise of the track"):
        course_with("{tiers: [express], minutes: 10, home: [mean]}", 1)


def test_the_page_holds_all_that_the_text_holds_and_loads_nothing():
    made = plan(COURSE, "express")

    page = as_page(made, time(9))

    for begin, end, entry in made.times(time(9)):
        assert f"{begin}–{end}" in page
        assert entry.title in page
    assert not re.search(r"<script|<link|https?://", page)


@pytest.mark.parametrize("track", COURSE.tracks)
def test_a_plan_shows_no_tex_and_its_page_no_backticks(track):
    made = plan(COURSE, track)

    assert not re.search(r"[$\\]|[^\x00-\x7f]", as_text(made, time(9)))
    assert not re.search(r"`|[$\\]", as_page(made, time(9)))
    assert "<code>params</code>" in as_page(made, time(9)) or track == "ninety_minutes"


@pytest.fixture
def course_with(tmp_path):
    """Load a course whose track `short` is as written and whose exercises take so many minutes each."""

    def load(track: str, minutes: int):
        names = ["double", "slope", "largest", "mean"]
        tiers = ["express", "core", "core", "core"]
        lines = "".join(
            f"      - {{name: {n}, points: 1, tier: {t}, minutes: {minutes if t == 'express' else 5}}}\n"
            for n, t in zip(names, tiers, strict=True)
        )
        (tmp_path / "course.yaml").write_text(
            "name: tiny\ntitle: Tiny\nmodules:\n  - name: vectors\n    weight: 1\n    exercises:\n"
            + lines
            + f"assignments: [{{name: all, modules: [vectors]}}]\ntracks:\n  short: {track}\n"
        )
        return load_course(tmp_path / "course.yaml")

    return load


def test_a_beginning_that_is_no_time_of_the_day_is_refused_in_words():
    said = CliRunner().invoke(cli, ["plan", "--start", "25:00"]).output

    assert "Invalid value for '--start': expected a time of the day such as 09:00, got '25:00'" in said
