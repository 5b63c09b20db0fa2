"""What a grade says inside nbgrader: enough for a student, everything for the instructor, and never markup."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Any

import pytest

from grader.grade.redaction import student_view
from grader.nbgrader.feedback import comment, grade_outputs, is_for_instructor
from tests.grader.documents import as_grade

HOSTILE = [
    pytest.param("<script>alert(1)</script>", id="script"),
    pytest.param("<img src=x onerror=alert(1)>", id="event handler"),
    pytest.param('"><svg onload=alert(1)>', id="out of an attribute"),
    pytest.param("[click](javascript:alert(1))", id="Markdown link"),
    pytest.param("![x](https://example.org/who)", id="Markdown picture"),
    pytest.param("`code` **bold** # head | cell ~~gone~~", id="Markdown"),
    pytest.param("$\\href{javascript:alert(1)}{x}$", id="mathematics"),
    pytest.param("\x1b[2J\x1b]0;owned\x07", id="terminal escapes"),
    pytest.param("safe\u202etxt.exe", id="right to left"),
    pytest.param("&lt;script&gt;", id="entities"),
    pytest.param("one\ntwo\r\nthree", id="lines"),
]


def _grade(message: str = "", *, flags: list[str] | None = None, **test: Any) -> dict[str, Any]:
    facts = {"name": "test_adds", "sentence": "total adds", "weight": 1.0, "outcome": "failed", "hint": "all of them?"}
    exercise = {
        "name": "total",
        "tier": "core",
        "status": "failed",
        "points": 0.0,
        "max_points": 2.0,
        "diagnosis": None,
        "tests": [{**facts, "message": message, **test}],
    }
    module = {"name": "sums", "points": 0.0, "max_points": 2.0, "sha256": None, "exercises": [exercise]}
    return {
        "version": 1,
        "student": "ada",
        "course": "c",
        "isolation": "landlock+seccomp",
        "points": 0.0,
        "max_points": 2.0,
        "bonus": 0.0,
        "max_bonus": 0.0,
        "needs_human": False,
        "flags": flags or [],
        "modules": [module],
    }


def _pages(grade: dict[str, Any]) -> tuple[str, str]:
    """Return what students see of the exercise, and what only the instructor does."""
    document = as_grade(grade)
    outputs = grade_outputs(document, student_view(document), "total")
    shown = "".join(o["data"]["text/html"] for o in outputs if not is_for_instructor(o))
    hidden = "".join(o["data"]["text/html"] for o in outputs if is_for_instructor(o))
    return shown, hidden


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_never_markup_on_a_page(text: str):
    grade = _grade(text, sentence=text, hint=text, name=text)
    grade["modules"][0]["exercises"][0]["diagnosis"] = {"mistake": text, "hint": text}

    for page in _pages(grade):
        parser = _Tags()
        parser.feed(page)
        assert parser.tags <= {"p", "b", "i", "ul", "li", "br", "code", "details", "summary"}
        assert parser.attributes <= {"style"}
        assert all(character.isprintable() for character in page)


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_remark_means_nothing_to_markdown_or_html_in_a_comment(text: str):
    said = comment(as_grade(_grade(flags=[text])), "sums").rpartition("Note: ")[2]

    assert not set(said) & set("<>&[]`*#|~\\$!")
    assert said.isprintable()


def test_a_long_remark_is_cut():
    assert len(comment(as_grade(_grade(flags=["x" * 100_000])), "sums")) < 1000


def test_the_instructor_reads_the_message_and_the_student_the_hint():
    shown, hidden = _pages(_grade("expected 14.5, got 12.25: the input was [2.25, 12.25]"))

    assert "total adds" in shown
    assert "all of them?" in shown
    assert "2.25" not in shown
    assert "the input was [2.25, 12.25]" in hidden


def test_nothing_is_hidden_where_all_is_right():
    grade = _grade(outcome="passed")
    grade["modules"][0]["exercises"][0] |= {"status": "passed", "points": 2.0}

    shown, hidden = _pages(grade)

    assert "done</b>: 2 of 2 points" in shown
    assert hidden == ""


def test_an_exercise_that_was_not_started_lists_no_failures():
    grade = _grade(outcome="not_started")
    grade["modules"][0]["exercises"][0]["status"] = "not_started"

    shown, _ = _pages(grade)

    assert "not started" in shown
    assert "<li>" not in shown


def test_what_is_said_of_several_inputs_alike_is_said_once():
    grade = _grade()
    (test,) = grade["modules"][0]["exercises"][0]["tests"]
    passed = {**test, "outcome": "passed"}
    grade["modules"][0]["exercises"][0]["tests"] = [passed, test, passed, test, passed]

    shown, _ = _pages(grade)

    assert "✓ total adds (× 3)" in shown
    assert shown.count("✗ total adds<br><i>all of them?</i>") == 1  # the hint stands at the first that fails


def test_a_known_mistake_comes_first():
    grade = _grade("wrong")
    grade["modules"][0]["exercises"][0]["diagnosis"] = {"mistake": "skips_last", "hint": "does the loop end early?"}

    shown, hidden = _pages(grade)

    assert "Look here first:</b> does the loop end early?" in shown
    assert "skips_last" not in shown
    assert "skips_last" in hidden


def test_a_wrong_answer_is_shown_to_the_student_as_text():
    grade = _grade("wrong")
    example = {"call": "sums.total([1, 2])", "got": "'<b>'", "want": "3"}
    grade["modules"][0]["exercises"][0]["counterexample"] = example

    shown, _ = _pages(grade)

    assert "For example <code>sums.total([1, 2]): your code gives &#x27;&lt;b&gt;&#x27;, right is 3</code>" in shown


def test_a_comment_counts_the_exercises_and_says_what_a_person_should_know():
    grade = _grade(flags=["sums.py is a symbolic link"]) | {"needs_human": True, "isolation": "process"}

    said = comment(as_grade(grade), "sums")

    assert said.splitlines()[::2] == [
        "0 of 2 points; exercises: 1 not right yet.",
        "Graded without a jail.",
        "A person will look at this hand-in.",
        "Note: sums.py is a symbolic link",
    ]


class _Tags(HTMLParser):
    """Collects what a browser would make elements of."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
