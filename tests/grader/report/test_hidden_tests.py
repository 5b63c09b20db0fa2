"""Difficulty and discrimination of each hidden test, held against scipy."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from grader.course.loading import load_course
from grader.grade.document import Grade
from grader.grade.results import Status
from grader.outcome import Outcome
from grader.report.hidden_tests import TestNumbers, numbers_of_tests
from grader.report.overview import overview
from grader.report.statistics import FEWEST
from tests.grader.report.classes import class_of


@pytest.fixture(scope="module")
def grades(pytestconfig) -> list[Grade]:
    return class_of(load_course(pytestconfig.rootpath), 60)


def with_tests(grades: list[Grade], exercise: str, passes: list[bool], name: str = "test_odd") -> list[Grade]:
    """Return the class with one more test of an exercise, which these students pass."""
    changed = []
    for grade, ok in zip(grades, passes, strict=True):
        modules = []
        for module in grade.modules:
            exercises = []
            for e in module.exercises:
                if e.name == exercise:
                    outcome = Outcome.PASSED if ok else Outcome.FAILED
                    more = e.tests[0].model_copy(update={"name": name, "sentence": "odd", "outcome": outcome})
                    e = e.model_copy(update={"tests": (*e.tests, more), "status": Status.PARTIAL})
                exercises.append(e)
            modules.append(module.model_copy(update={"exercises": tuple(exercises)}))
        changed.append(grade.model_copy(update={"modules": tuple(modules)}))
    return changed


def odd(grades: list[Grade]) -> TestNumbers:
    return next(test for test in numbers_of_tests(grades) if test.sentence == "odd")


def test_each_test_has_its_difficulty_and_its_point_biserial_correlation_with_all_else(grades):
    found = list(numbers_of_tests(grades))

    assert len(found) > 50
    for one in found:
        theirs = [
            (e, g.points - (0 if e.is_bonus else e.points))
            for g in grades
            for e in [g.exercise(one.exercise)]
            if e.status not in (Status.NOT_STARTED, Status.ERROR)
        ]
        passed = np.array([next(t for t in e.tests if t.name == one.name).outcome == "passed" for e, _ in theirs])
        assert one.started == len(theirs)
        assert one.item.difficulty == pytest.approx(passed.mean())
        if 0 < passed.sum() < len(passed):
            r = stats.pointbiserialr(passed, [others for _, others in theirs]).statistic
            assert one.item.discrimination == pytest.approx(r)
        else:
            assert one.item.discrimination is None


def test_they_stand_in_the_order_of_the_course(grades):
    names = [e.name for e in grades[0].exercises]

    told = [names.index(test.exercise) for test in numbers_of_tests(grades)]

    assert told == sorted(told)


def test_below_twenty_students_nothing_is_said(grades):
    assert not list(numbers_of_tests(grades[: FEWEST - 1]))
    assert not overview(grades[: FEWEST - 1]).tests


@pytest.mark.parametrize(
    ("passes", "remark"),
    [
        pytest.param(lambda rank: True, "everybody passes it", id="too easy"),
        pytest.param(lambda rank: False, "nobody passes it", id="too hard, or wrong"),
        pytest.param(lambda rank: rank < 30, "those who are better in all else pass it less often", id="turned round"),
        pytest.param(lambda rank: rank >= 30, "", id="as it should be"),
    ],
)
def test_odd_behaviour_is_flagged_for_the_author(grades, passes, remark):
    ranks = np.argsort(np.argsort([g.points for g in grades], kind="stable"))

    one = odd(with_tests(grades, "accuracy", [passes(rank) for rank in ranks]))

    assert one.remark.partition(":")[0] == remark


def test_the_cases_of_one_test_are_one_item_and_a_case_that_nobody_passes_is_named(grades):
    ranks = np.argsort(np.argsort([g.points for g in grades], kind="stable"))
    better = [rank >= 30 for rank in ranks]
    both = with_tests(with_tests(grades, "accuracy", better, "test_odd[1]"), "accuracy", [False] * 60, "test_odd[-2]")

    one = odd(both)

    assert (one.name, one.item.difficulty) == ("test_odd", 0.25)
    assert one.remark.startswith("nobody passes its case -2:")


def test_a_file_that_could_not_be_tested_says_nothing_about_a_test(grades):
    broken = {e.name for g in grades for e in g.exercises if e.status is Status.ERROR}

    one = next(test for test in numbers_of_tests(grades) if test.exercise in broken)

    states = [g.exercise(one.exercise).status for g in grades]
    assert one.started == len(states) - states.count(Status.ERROR) - states.count(Status.NOT_STARTED)
