"""`pytest --hint`: one level more each time, and nothing but hints."""

from __future__ import annotations

import json

import pytest

HINTS = {"area": ["What is 3 times 3?", "Which sign does Python have for it?", "First step: write `return`."]}


@pytest.fixture
def hinted(student):
    """A student whose course has hints for one exercise."""
    student.write("kit/hints.json", json.dumps(HINTS))
    return student


def test_each_call_shows_one_level_more_and_the_last_one_says_so(hinted):
    shown = [hinted.run("--hint", "area").shown.splitlines() for _ in range(4)]

    assert shown[0] == [
        "hints for area in plane.py",
        "",
        "  1. What is 3 times 3?",
        "",
        "  1 of 3; for one more: pytest --hint area",
    ]
    assert shown[1][2:4] == ["  1. What is 3 times 3?", "  2. Which sign does Python have for it?"]
    assert shown[2][-1] == "  3 of 3: that was the last one. Are the examples in test_plane.py of help?"
    assert shown[3] == shown[2]


def test_a_hint_runs_no_test_and_is_a_success(hinted):
    hinted.write("plane.py", "while True: pass\n")

    assert hinted.run("--hint", "area").code == 0


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        pytest.param("aera", "there is no exercise aera: did you mean area?", id="misspelled"),
        pytest.param("Zebra", "there is no exercise Zebra; all of them: pytest --hint", id="nothing like it"),
        pytest.param("walk", "there are no hints for walk: its examples are in test_tortoise.py", id="no hints"),
    ],
)
def test_a_name_without_hints_is_one_sentence(hinted, name, sentence):
    run = hinted.run("--hint", name)

    assert run.shown.strip() == f"ERROR: {sentence}"
    assert run.code == 4


@pytest.mark.parametrize("arguments", [["--hint"], ["--hint", "plane"], ["--hint", "plane.py"]], ids=" ".join)
def test_without_an_exercise_there_is_a_list_with_what_was_seen(hinted, arguments):
    before = hinted.run(*arguments).shown.splitlines()
    hinted.run("--hint", "area")
    after = hinted.run(*arguments).shown.splitlines()

    assert before == [
        "there are hints for",
        "",
        "  plane.py",
        "    area",
        "",
        "  for the next one: pytest --hint EXERCISE",
    ]
    assert after[3] == "    area (1 of 3 seen)"


def test_a_course_without_hints_says_so(student):
    assert student.run("--hint").shown.strip() == "ERROR: there are no hints in this course"


@pytest.mark.parametrize("content", ["", "[]", '{"area": "x"}', '{"area": -7}'])
def test_a_damaged_count_begins_anew(hinted, content):
    hinted.write("kit/.hints_seen.json", content)

    assert "  1 of 3; for one more" in hinted.run("--hint", "area").shown


def test_the_board_offers_a_hint_only_where_there_is_one(hinted):
    assert hinted.run().shown.endswith("  run it alone: pytest -k area\n  stuck? pytest --hint area\n")
    hinted.solve("plane", "area", "return width * height")
    assert hinted.run().shown.endswith("  run it alone: pytest -k area_of_many\n")


@pytest.mark.parametrize("content", ["{", "[]", '{"area": 3}'])
def test_damaged_hints_do_not_stop_the_tests(student, content):
    student.write("kit/hints.json", content)

    assert student.run().shown.endswith("  run it alone: pytest -k area\n")
