"""What to teach again: by what it costs the class, not by a count of heads."""

from __future__ import annotations

import pytest

from grader.course.loading import load_course
from grader.grade.results import Status
from grader.report.overview import overview
from grader.report.topics import topics
from tests.grader.report.classes import class_of


def test_a_named_mistake_comes_with_its_hint_and_with_who_made_it(make_class):
    (area,) = topics(make_class(), 3)

    assert (area.exercise, area.stuck, area.tried) == ("area", ("hopper", "boole"), 3)
    assert [(r.mistake, r.students) for r in area.reasons] == [("sides_added", ("hopper", "boole"))]


def test_bonus_exercises_do_not_push_the_core_away(pytestconfig):
    grades = class_of(load_course(pytestconfig.rootpath), 60)

    assert {topic.tier for topic in topics(grades, 3)} <= {"express", "core"}


def test_the_topics_are_those_that_still_cost_most_marks(pytestconfig):
    grades = class_of(load_course(pytestconfig.rootpath), 40)
    costs: dict[str, float] = {}
    for grade in grades:
        for e in grade.exercises:
            if e.status in (Status.PARTIAL, Status.FAILED) and not e.is_bonus:
                costs[e.name] = costs.get(e.name, 0.0) + e.max_points - e.points

    assert [t.exercise for t in topics(grades, 3)] == sorted(costs, key=lambda name: -costs[name])[:3]


@pytest.mark.parametrize("came", [None, "0" * 64], ids=["misnamed", "cannot be imported"])
def test_of_whom_no_file_can_be_used_is_not_counted_whatever_is_wrong_with_them(pytestconfig, came):
    grades = class_of(load_course(pytestconfig.rootpath), 3)
    first = grades[0]
    broken = tuple(
        module.model_copy(
            update={
                "sha256": came if module.name == "forward" else None,
                "exercises": tuple(
                    e.model_copy(update={"status": Status.ERROR if module.name == "forward" else Status.NOT_STARTED})
                    for e in module.exercises
                ),
            }
        )
        for module in first.modules
    )

    numbers = overview([first.model_copy(update={"modules": broken}), *grades[1:]])

    assert numbers.unusable == (first.student,)


def test_those_without_a_hand_in_do_not_pull_the_mean_down(pytestconfig):
    grades = class_of(load_course(pytestconfig.rootpath), 60)
    numbers = overview(grades)
    there = [g.points for g in grades if g.student not in (*numbers.no_shows, *numbers.unusable)]

    assert numbers.no_shows
    assert numbers.counted == len(there) == 60 - len(numbers.no_shows) - len(numbers.unusable)
    assert numbers.marks is not None
    assert abs(numbers.marks.mean - sum(there) / len(there)) < 1e-9
    assert sum(numbers.histogram) == numbers.counted


def test_a_mistake_is_set_against_those_who_tried_and_did_not_make_it(pytestconfig):
    grades = class_of(load_course(pytestconfig.rootpath), 60)
    one = overview(grades).distractors[0]
    made = [g for g in grades if (e := g.exercise(one.exercise)).diagnosis and e.diagnosis.mistake == one.mistake]

    assert one.students == len(made)
    assert abs(one.mean_of_those - sum(g.points for g in made) / len(made)) < 1e-9
