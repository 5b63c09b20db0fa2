"""What a student may read of a hidden test, and what only the instructor does."""

from __future__ import annotations

import json

import pytest

from grader.grade.redaction import student_view as typed_view
from tests.grader.documents import as_dict, as_grade

SOURCES = {"forward": b"def relu(x):\n    raise KeyError(x)\n"}


def grade_with(outcome: str, message: str, flags: tuple[str, ...] = ()) -> dict:
    test = {
        "name": "test_values",
        "sentence": "relu keeps what is positive",
        "weight": 1,
        "outcome": outcome,
        "message": message,
        "hint": "what becomes of each sign?",
    }
    marks = {"points": 0.0, "max_points": 1.0}
    diagnosis = {"mistake": "abs", "hint": "and below 0?"}
    exercise = {"name": "relu", "tier": "core", "status": "failed", **marks, "diagnosis": diagnosis, "tests": [test]}
    return {
        "version": 1, "student": "ada", "course": "c", "isolation": "process", **marks, "bonus": 0.0, "max_bonus": 0.0,
        "needs_human": False, "flags": list(flags),
        "modules": [{"name": "forward", **marks, "sha256": None, "exercises": [exercise]}],
    }  # fmt: skip


def student_view(grade: dict, sources: dict[str, bytes] | None = None) -> dict:
    return as_dict(typed_view(as_grade(grade), sources))


def seen(grade: dict) -> dict:
    return student_view(grade, SOURCES)["modules"][0]["exercises"][0]


@pytest.mark.parametrize(
    ("outcome", "message", "shown"),
    [
        pytest.param("passed", "", "", id="passed"),
        pytest.param("not_started", "forward.py was not handed in", "", id="not started"),
        pytest.param("failed", "result[0] is 7.5, should be 0.25 (for the input [0.25])", "", id="wrong value"),
        pytest.param(
            "failed",
            "your code raised KeyError: array([0.25]) (forward.py line 2: raise KeyError(x))",
            "your code raised KeyError (forward.py line 2: raise KeyError(x))",
            id="an exception of Python's",
        ),
        pytest.param(
            "failed",
            "your code raised Input_0_25: array([0.25]) (forward.py line 2: 0.25)",
            "your code raised an exception (forward.py line 2: raise KeyError(x))",
            id="an exception with a name of its own",
        ),
        pytest.param(
            "failed",
            "your code raised ValueError: 0.25 (forward.py line 25)",
            "your code raised ValueError",
            id="a line that the file does not have",
        ),
        pytest.param(
            "failed",
            "your code raised ValueError: (secret.py line 2: 0.25)",
            "your code raised ValueError",
            id="a file that was not handed in",
        ),
        pytest.param(
            "failed",
            "forward.py has no relu; is relu_0_25 meant to be it?",
            "forward.py has no relu",
            id="a name that may be meant",
        ),
        pytest.param("timeout", "your code did not answer within 0.25 s", "in time", id="too slow"),
        pytest.param(
            "crashed", "your code ended the whole Python process (exit code 25)", "does a recursion", id="exit"
        ),
        pytest.param(
            "error",
            "forward.py cannot be imported: ImportError: 0.25 (forward.py line 1: import x)",
            "forward.py cannot be imported: ImportError (forward.py line 1: def relu(x):)",
            id="an import",
        ),
        pytest.param(
            "error", "importing forward.py: exit code 25", "did not come to its end", id="an import that ends"
        ),
        pytest.param("error", "forward.py: is a named pipe", "forward.py: is a named pipe", id="refused by intake"),
        pytest.param("error", "the hidden test itself failed: 0.25", "your instructor has been told", id="our fault"),
    ],
)
def test_a_student_reads_what_their_own_code_did_and_no_hidden_input(outcome, message, shown):
    view = seen(grade_with(outcome, message))

    assert shown in view["tests"][0]["message"]
    assert bool(shown) == bool(view["tests"][0]["message"])
    assert "25" not in view["tests"][0]["message"]


def test_a_student_reads_sentence_diagnosis_and_outcome_and_no_other_hint():
    view = seen(grade_with("failed", "expected 0.25"))

    assert view["diagnosis"] == {"mistake": "abs", "hint": "and below 0?"}
    assert view["tests"][0]["sentence"] == "relu keeps what is positive"
    assert view["tests"][0]["hint"] == ""
    assert view["tests"][0]["outcome"] == "failed"


def test_without_a_diagnosis_the_first_test_that_fails_gives_its_hint_and_no_other():
    grade = grade_with("failed", "expected 0.25")
    exercise = grade["modules"][0]["exercises"][0]
    exercise["diagnosis"] = None
    (test,) = exercise["tests"]
    exercise["tests"] = [{**test, "outcome": "passed"}, test, {**test, "hint": "and in place?"}]

    assert [test["hint"] for test in seen(grade)["tests"]] == ["", "what becomes of each sign?", ""]


def test_without_the_hand_in_no_line_is_quoted():
    grade = grade_with("failed", "your code raised KeyError: 1 (forward.py line 2: x)")

    assert "line" not in json.dumps(student_view(grade)["modules"])


def test_what_was_printed_is_not_repeated_to_the_student():
    grade = grade_with(
        "passed", "", flags=("forward.py prints while it runs: '0.25'", "forward.py: read from work.zip")
    )

    assert student_view(grade)["flags"] == ["forward.py prints while it runs", "forward.py: read from work.zip"]


@pytest.mark.parametrize(
    "flag", ["not graded, by no fault of the code", "relu was not diagnosed", "no smaller inputs were searched for"]
)
def test_what_went_wrong_with_us_is_not_told_to_the_student(flag):
    grade = grade_with("passed", "", flags=(f"{flag}: KeyError: 0.25",))

    assert student_view(grade)["flags"] == [flag]


def test_the_parameters_of_a_hidden_test_are_hidden():
    grade = grade_with("failed", "expected 0.25")
    grade["modules"][0]["exercises"][0]["tests"][0]["name"] = "test_values[0.25-(3, 4)]"

    assert seen(grade)["tests"][0]["name"] == "test_values"
    assert "0.25" not in json.dumps(student_view(grade))


def test_the_stored_document_stays_as_it_is():
    grade = grade_with("failed", "expected 0.25")
    before = json.dumps(grade)

    student_view(grade, SOURCES)

    assert json.dumps(grade) == before
