"""A name that a platform gave says whose it is, which attempt, and what the student called it."""

from __future__ import annotations

import pytest

from grader.intake.platforms import Download, read_name, shorter_owners


@pytest.mark.parametrize(
    ("name", "said"),
    [
        pytest.param(
            "Ada Lovelace_3312_assignsubmission_file_forward.py",
            Download("Ada Lovelace", "forward.py", hand_in="3312"),
            id="Moodle: files side by side",
        ),
        pytest.param(
            "hopper_grace_7_assignsubmission_file_a_b.py",
            Download("hopper_grace", "a_b.py", hand_in="7"),
            id="Moodle: underscores in names",
        ),
        pytest.param(
            "Ada Lovelace_3312_assignsubmission_onlinetext_onlinetext.html",
            Download("Ada Lovelace", "onlinetext.html", hand_in="3312", is_typed=True),
            id="Moodle: a typed text",
        ),
        pytest.param("hoppergrace_102_9001_forward.py", Download("hoppergrace", "forward.py", "102"), id="Canvas"),
        pytest.param(
            "hoppergrace_LATE_102_9001_hands_on-3.py",
            Download("hoppergrace", "hands_on.py", "102", version=3, is_late=True),
            id="Canvas: late, the fourth of its name",
        ),
        pytest.param(
            "hoppergrace_102_9001_text.html",
            Download("hoppergrace", "text.html", "102", is_typed=True),
            id="Canvas: a typed text",
        ),
        pytest.param(
            "Exercise 1_ada_attempt_2026-10-01-18-05-00_forward.py",
            Download("ada", "forward.py", attempt="2026-10-01-18-05-00"),
            id="Blackboard",
        ),
        pytest.param(
            "Exercise 1_ada_attempt_2026-10-01-18-05-00.txt",
            Download("ada", attempt="2026-10-01-18-05-00", is_note=True),
            id="Blackboard: its own note",
        ),
        pytest.param(
            "Aufgabe 1_ada_Versuch_2026-10-01-18-05-00_forward.py",
            Download("ada", "forward.py", attempt="2026-10-01-18-05-00"),
            id="Blackboard in another language",
        ),
        pytest.param(
            "Exercise 1_ada_attempt_2026-10-01-18-05-00_x_hopper_attempt_2026-10-01-18-05-00_forward.py",
            Download("ada", "x_hopper_attempt_2026-10-01-18-05-00_forward.py", attempt="2026-10-01-18-05-00"),
            id="Blackboard: a file that is called as another student's",
        ),
        pytest.param(
            "13394-80551 - 田中 太郎 - 2026年10月1日 1805 - forward.py",
            Download("田中 太郎", "forward.py", hand_in="13394-80551", attempt="2026-10-01-18-05"),
            id="Brightspace in Japanese",
        ),
        pytest.param(
            "13394-80551 - Ada Lovelace - Mar 29, 2018 1205 PM - Ada - my work.zip",
            Download("Ada Lovelace", "Ada - my work.zip", hand_in="13394-80551", attempt="2018-03-29-12-05"),
            id="Brightspace: files side by side",
        ),
        pytest.param("minsky.zip", None, id="a zip"),
        pytest.param("forward.py", None, id="of nobody"),
        pytest.param("a_1" * 30_000, None, id="longer than any disk allows"),
    ],
)
def test_a_file_says_whose_it_is_and_what_it_was_called(name: str, said: Download | None):
    assert read_name(name) == said


@pytest.mark.parametrize(
    ("name", "said"),
    [
        pytest.param(
            "Ada Lovelace_3312_assignsubmission_file_", Download("Ada Lovelace", hand_in="3312"), id="Moodle, before 4"
        ),
        pytest.param("Ada Lovelace_3312_assignsubmission_file", Download("Ada Lovelace", hand_in="3312"), id="Moodle"),
        pytest.param(
            "13394-80551 - Ada Lovelace - Oct 1, 2026 605 PM",
            Download("Ada Lovelace", hand_in="13394-80551", attempt="2026-10-01-18-05"),
            id="Brightspace",
        ),
        pytest.param(
            "ada+shapes+2026-10-01 18:05:09.25 UTC+c2VjcmV0",
            Download("ada", attempt="2026-10-01-18-05-09.25"),
            id="nbgrader's exchange",
        ),
        pytest.param(
            "ada+shapes+2026-10-01 18_05_09 UTC", Download("ada", attempt="2026-10-01-18-05-09"), id="on Windows' disk"
        ),
        pytest.param("team_7_2026_final", None, id="Canvas makes no folders"),
    ],
)
def test_a_folder_says_whose_it_is(name: str, said: Download | None):
    assert read_name(name, folder=True) == said


def test_the_attempts_of_a_student_sort_by_time():
    whens = [
        "Sep 30, 2026 1159 PM",
        "Oct 1, 2026 1205 AM",
        "Oct 1, 2026 959 AM",
        "1 October, 2026 12:05 PM",
        "2 Oct 2026 1805",
    ]

    found = [read_name(f"1-2 - Ada - {when}", folder=True) for when in whens]
    attempts = [download.attempt for download in found if download]

    assert attempts == sorted(attempts)
    assert len(set(attempts)) == len(whens)


def test_an_underscore_may_belong_to_the_work_or_to_the_user():
    assert shorter_owners("1_ada_l") == ["ada_l", "l"]
