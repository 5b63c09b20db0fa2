"""Grades in brief: what tables and pages say of a class is the same, and equal parts are kept once."""

from __future__ import annotations

import io

import pytest
from rich.console import Console

from grader.course.loading import load_course
from grader.grade.brief import Briefs
from grader.grade.document import Grade
from grader.report.about import About
from grader.report.page import class_page
from grader.report.text import print_class, print_stuck
from tests.grader.report.classes import class_of


@pytest.fixture(scope="module")
def course(tiny):
    return load_course(tiny / "course.yaml")


@pytest.fixture(scope="module")
def grades(course) -> list[Grade]:
    return class_of(course, 60)


@pytest.fixture(scope="module")
def briefs(grades) -> list[Grade]:
    short = Briefs()
    return [short.of(grade) for grade in grades]


def test_the_tables_of_a_run_are_the_same(grades, briefs):
    def printed(of: list[Grade]) -> str:
        out = io.StringIO()
        for show in (print_class, print_stuck):
            show(of, Console(file=out, width=120))
        return out.getvalue()

    assert "cannot be imported: SyntaxError" in printed(grades)
    assert printed(briefs) == printed(grades)


def test_the_page_of_the_class_is_the_same(course, grades, briefs):
    def page(of: list[Grade]) -> str:
        return class_page(of, {grade.student: "x.html" for grade in of}, About(course=course))

    assert page(briefs) == page(grades)


def test_marks_and_outcomes_stay_and_what_fills_the_memory_goes(grades, briefs):
    for grade, brief in zip(grades, briefs, strict=True):
        assert [(e.name, e.points, e.status) for e in brief.exercises] == [
            (e.name, e.points, e.status) for e in grade.exercises
        ]
        assert [test.outcome for test in brief.tests] == [test.outcome for test in grade.tests]
        assert not any(test.hint for test in brief.tests)
        assert sum(bool(test.message) for test in brief.tests) <= len(brief.modules)


def test_equal_parts_of_two_students_are_one(grades):
    short = Briefs()
    one, other = short.of(grades[0]), short.of(grades[0].model_copy(update={"student": "hopper"}))

    assert other.student == "hopper"
    assert all(mine is theirs for mine, theirs in zip(one.modules, other.modules, strict=True))
