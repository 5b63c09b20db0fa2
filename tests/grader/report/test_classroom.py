"""Where a class is stuck: counted by exercise, over all students."""

from __future__ import annotations

from grader.grade.results import Status
from grader.report.classroom import Mistake, most_stuck, standings, unusable


def test_each_exercise_counts_its_states_mistakes_and_failed_sentences(make_class):
    area, diagonal = standings(make_class())

    assert (area.module, area.exercise, area.tier) == ("plane", "area", "core")
    assert area.states == {Status.PASSED: 1, Status.PARTIAL: 1, Status.FAILED: 1}
    assert area.mistakes == (Mistake("sides_added", "What do two sides make: a sum or a product?", 2),)
    assert area.failed_tests == (("area does thing 1", 2), ("area does thing 0", 1))
    assert (area.tried, area.stuck) == (3, 2)
    assert (diagonal.tried, diagonal.stuck) == (2, 1)


def test_a_file_that_cannot_be_used_says_nothing_about_single_properties(make_class):
    assert standings(make_class())[1].failed_tests == ()


def test_the_exercise_that_stops_most_students_comes_first_and_finished_ones_not_at_all(make_class):
    grades = make_class()

    assert [s.exercise for s in most_stuck(standings(grades), 5)] == ["area", "diagonal"]
    assert [s.exercise for s in most_stuck(standings(grades), 1)] == ["area"]
    assert most_stuck(standings(grades[:1]), 5) == []


def test_a_module_of_which_nothing_could_be_tested_is_named_with_its_reason(make_class):
    ada, hopper, boole = make_class("space.py cannot be imported: SyntaxError")

    assert unusable(ada) == unusable(hopper) == []
    assert unusable(boole) == [("space", "space.py cannot be imported: SyntaxError")]
