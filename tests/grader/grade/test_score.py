"""From test results to marks: weights, rounding, statuses, the bonus, and what asks for a human."""

from __future__ import annotations

import random
from typing import Any

import pytest

from grader.course.loading import load_course
from grader.course.model import Course, Module, Tier
from grader.grade import score as scoring
from grader.grade.results import Diagnosis, Status, TestResult
from grader.grade.score import earned, status
from grader.outcome import Outcome
from grader.submission import Submission
from tests.grader.documents import as_dict

ADA = Submission("ada", {"lines": b"x = 1\n"})


def score(course: Course, submission: Submission, results: list[TestResult], **facts) -> dict:
    """Score these results; the exercises that have none are not started."""
    known = {r.exercise for r in results}
    others = [result(e.name, Outcome.NOT_STARTED) for m in course.modules for e in m.exercises if e.name not in known]
    return as_dict(scoring.score(course, submission, [*results, *others], **facts))


def ungraded(*args) -> dict:
    return as_dict(scoring.ungraded(*args))


@pytest.fixture
def course() -> Course:
    """Three equal thirds of 100 points, and a bonus."""
    exercises = [{"name": name, "points": 1.0, "tier": "core", "minutes": 1} for name in ("one", "two", "three")]
    exercises.append({"name": "more", "points": 2.5, "tier": "stretch", "minutes": 1})
    module = {"name": "lines", "weight": 100.0, "exercises": exercises}
    return Course.model_validate(
        {"name": "c", "title": "t", "modules": [module], "assignments": [{"name": "a", "modules": ["lines"]}]}
    )


def result(exercise: str, outcome: Outcome = Outcome.PASSED, weight: float = 1, **facts) -> TestResult:
    return TestResult(exercise, f"test_{exercise}", f"{exercise} works", weight, outcome, **facts)


def all_passed(course: Course) -> list[TestResult]:
    return [result(e.name) for m in course.modules for e in m.exercises]


def test_all_passed_is_exactly_all_the_marks_though_a_third_is_no_decimal(course):
    grade = score(course, ADA, all_passed(course), isolation="process")

    assert (grade["points"], grade["max_points"]) == (100.0, 100.0)
    assert grade["modules"][0]["points"] == 100.0
    assert [e["points"] for e in grade["modules"][0]["exercises"]] == [33.3333, 33.3333, 33.3333, 2.5]


@pytest.mark.parametrize("track", [None, "express", "core", "full", "ninety_minutes"])
def test_all_passed_is_exactly_all_the_marks_of_the_real_course(track, pytestconfig):
    course = load_course(pytestconfig.rootpath).on_track(track)

    grade = score(course, ADA, all_passed(course), isolation="process", track=track)

    assert (grade["points"], grade["bonus"]) == (grade["max_points"], grade["max_bonus"])
    assert [m["points"] for m in grade["modules"]] == [m["max_points"] for m in grade["modules"]]


def test_a_bonus_never_mixes_with_the_marks(course):
    grade = score(course, ADA, [result("more")], isolation="process")

    assert (grade["points"], grade["bonus"], grade["max_bonus"]) == (0.0, 2.5, 2.5)
    assert grade["modules"][0]["points"] == 0.0


@pytest.mark.parametrize(
    ("outcomes", "points"),
    [
        pytest.param([(Outcome.PASSED, 1), (Outcome.FAILED, 1)], 1 / 2, id="half"),
        pytest.param([(Outcome.PASSED, 1), (Outcome.FAILED, 3)], 1 / 4, id="by weight"),
        pytest.param([(Outcome.PASSED, 0.1)] * 3, 1, id="weights that do not add up in binary"),
        pytest.param([(Outcome.TIMEOUT, 1), (Outcome.CRASHED, 1), (Outcome.ERROR, 1)], 0, id="only a pass counts"),
        pytest.param([], 0, id="no test"),
    ],
)
def test_an_exercise_shares_its_points_over_its_tests_by_weight(course, outcomes, points):
    module = course.modules[0]
    tests = [result("more", outcome, weight) for outcome, weight in outcomes]

    assert earned(module.exercises[3], module, tests) == points * 2.5


@pytest.mark.parametrize(
    ("outcomes", "expected"),
    [
        pytest.param("passed passed", Status.PASSED, id="passed"),
        pytest.param("passed failed", Status.PARTIAL, id="partial"),
        pytest.param("passed not_started", Status.PARTIAL, id="partly written"),
        pytest.param("not_started not_started", Status.NOT_STARTED, id="not started"),
        pytest.param("failed not_started", Status.FAILED, id="started"),
        pytest.param("timeout crashed", Status.FAILED, id="stopped"),
        pytest.param("failed error", Status.ERROR, id="error"),
    ],
)
def test_the_status_of_an_exercise_sums_up_its_tests(outcomes, expected):
    assert status([result("one", Outcome(outcome)) for outcome in outcomes.split()]) is expected


def test_a_fault_of_the_suite_asks_for_a_human_and_says_where(course):
    broken = result("two", Outcome.ERROR, message="the hidden test itself failed", our_fault=True)

    grade = score(course, ADA, [result("one"), broken], isolation="process", flags=["a remark"])

    assert grade["needs_human"] is True
    assert grade["flags"] == ["a remark", "the suite of two failed by itself: see the messages"]


def test_flags_and_questions_of_the_hand_in_are_kept(course):
    odd = Submission("ada", {}, flags=("ignored 1 other file: notes.txt",), needs_human=True)

    grade = score(course, odd, [], isolation="process")

    assert (grade["flags"], grade["needs_human"]) == (["ignored 1 other file: notes.txt"], True)
    assert grade["modules"][0]["sha256"] is None


def test_a_diagnosis_goes_to_its_exercise(course):
    diagnoses = {"two": Diagnosis("off_by_one", "where does the count begin?")}

    grade = score(course, ADA, all_passed(course), isolation="process", diagnoses=diagnoses)

    found = [e["diagnosis"] for e in grade["modules"][0]["exercises"]]
    assert found == [None, {"mistake": "off_by_one", "hint": "where does the count begin?"}, None, None]


def test_a_hand_in_that_could_not_be_graded_is_no_plain_zero(course):
    grade = ungraded(course, ADA, "the session died", "process", None)

    assert grade["needs_human"] is True
    assert grade["flags"] == ["not graded, by no fault of the code: the session died"]
    assert {e["status"] for e in grade["modules"][0]["exercises"]} == {"error"}


@pytest.mark.parametrize("seed", range(20))
def test_results_that_are_marked_again_are_as_if_they_were_marked_so_at_once(seed, pytestconfig):
    chance = random.Random(seed)
    before = load_course(pytestconfig.rootpath).on_track(chance.choice([None, "express", "core"]))
    after = _with_other_marks(before, chance)
    results = [
        result(e.name, chance.choice(list(Outcome)), chance.choice((1.0, 2.0, 0.3)), our_fault=chance.random() < 0.02)
        for m in before.modules
        for e in m.exercises
        for _ in range(chance.randrange(1, 5))
    ]
    facts: dict[str, Any] = {
        "isolation": "process",
        "flags": ["odd"],
        "reasons": {"loss": "loss.py defines none of its exercises"},
    }

    first = scoring.score(before, ADA, results, **facts)

    again = scoring.marked_again(after, first)
    assert again.to_json() == scoring.score(after, ADA, results, **facts).to_json() != first.to_json()
    assert scoring.marked_again(before, again) == scoring.marked_again(before, first) == first


def _with_other_marks(course: Course, chance: random.Random) -> Course:
    def other(exercise):
        tier = chance.choice([exercise.tier, Tier.STRETCH, Tier.EXPRESS])
        return exercise.model_copy(update={"points": chance.choice((0.1, 1.0, 2.7, 9.0)), "tier": tier})

    modules = []
    for module in course.modules:
        first, *rest = module.exercises
        exercises = [first.model_copy(update={"tier": Tier.CORE}), *map(other, rest)]
        changes = {"weight": chance.choice((1.0, 33.3, 15.0)), "exercises": exercises}
        modules.append(Module.model_validate({**module.model_dump(), **changes}))
    return course.model_copy(update={"name": "another", "modules": modules})
