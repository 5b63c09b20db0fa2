"""The table on the terminal: marks, what needs a look, and nothing a name could do to it."""

from __future__ import annotations

import io
import re

import pytest
from rich.console import Console

from grader.grade.runs import How, Move, Run
from grader.grade.score import ungraded
from grader.report.text import count_of_looks, print_class, print_run, print_stuck
from grader.submission import Submission
from tests.grader.documents import as_dict, as_grade

PASSED = [
    {
        "name": "vectors", "points": 1.0, "max_points": 1.0, "sha256": None,
        "exercises": [
            {
                "name": "double", "tier": "core", "status": "passed", "points": 1.0, "max_points": 1.0,
                "diagnosis": None,
                "tests": [
                    {"name": "t", "sentence": "s", "weight": 1.0, "outcome": "passed", "message": "", "hint": ""}
                ],
            }
        ],
    }
]  # fmt: skip


@pytest.fixture
def shown(tiny_course):
    """Print grades with some facts changed, as on a terminal of 120 columns or into a pipe."""

    def _shown(*changes: dict, terminal: bool = False, width: int = 120) -> str:
        document = as_dict(ungraded(tiny_course, Submission("ada", {}), "", "process", None))
        empty = {**document, "isolation": "landlock+seccomp"}
        grades = [as_grade({**empty, "needs_human": False, "flags": [], **change}) for change in changes]
        out = io.StringIO()
        print_class(grades, Console(file=out, force_terminal=terminal, width=width if terminal else None))
        return out.getvalue()

    return _shown


def outcome(grade, exercise: int, outcome: str, status: str):
    """Return the modules of a grade with one exercise's tests ended another way."""
    first, *others = grade["modules"]
    exercises = [dict(e) for e in first["exercises"]]
    exercises[exercise] |= {"status": status, "tests": [{**exercises[exercise]["tests"][0], "outcome": outcome}]}
    return [{**first, "exercises": exercises}, *others]


def test_there_is_a_column_for_each_module_and_a_line_for_each_student(shown):
    lines = shown({"student": "ada", "points": 63.25}, {"student": "hopper", "bonus": 3.0}).splitlines()

    assert [cell.strip() for cell in lines[0].split("┃")] == [
        "student", "vectors", "training", "points", "bonus", "flags",
    ]  # fmt: skip
    assert [cell.strip() for cell in lines[2].split("│")][:5] == ["ada", "0.0/60", "0.0/40", "63.2/100", "0"]
    assert [cell.strip() for cell in lines[3].split("│")][4] == "3"


def test_nobody_has_more_than_the_most_of_a_track(shown):
    text = shown({"student": "ada", "points": 9.4, "max_points": 9.4, "modules": [{**PASSED[0], "max_points": 9.375}]})

    assert "1.0/9.4" in text
    assert "9.4/9.4" in text


def test_a_class_of_nobody_is_an_empty_table(shown):
    assert "student" in shown()


@pytest.mark.parametrize(
    ("change", "flag"),
    [
        pytest.param({"needs_human": True}, "LOOK", id="human"),
        pytest.param({"isolation": "process"}, "not jailed", id="isolation"),
        pytest.param({"flags": ["ignored 1 other file"]}, "ignored 1 other file (ada)", id="remark"),
        pytest.param({}, "vectors cannot be used", id="modules that cannot be imported"),
    ],
)
def test_flags_say_what_to_look_at(shown, change, flag):
    assert flag in shown(change)


def test_our_own_fault_is_not_put_down_to_the_students_modules(shown):
    text = shown({"flags": ["not graded, by no fault of the code: it died"], "needs_human": True})

    assert "not graded, by no fault of the code: it died" in text
    assert "cannot be used" not in text


def test_who_needs_a_person_stands_in_a_list_with_every_reason_whole(shown):
    long = "forward.py is as it was handed out, but notes.ipynb defines " + "relu, " * 20
    text = shown(
        {"student": "ada", "needs_human": True, "flags": [long, *"bcdef"]},
        {"student": "hopper", "flags": ["never mind"]},
    )

    look, others = text.split("LOOK: 1 of 2 hand-ins need a person\n")[1].split("remarks that ask nobody to look")
    assert look.split()[0] == "ada"
    assert long.strip() in " ".join(look.split())
    assert all(flag in look.split() for flag in "bcdef")
    assert "hopper" not in look
    assert "never mind (hopper)" in others


def test_remarks_are_summed_up_by_kind(shown):
    text = shown(
        *[
            {"student": f"s{n}", "flags": [f"ignored {n} other files: a{n}.txt"], "modules": PASSED}
            for n in range(1, 8)
        ],
        {"student": "ada", "flags": ["read from the folder exercises: forward.py"], "modules": PASSED},
        *[
            {
                "student": name,
                "flags": [f"{module}: f works with the course's g, not with your own: fix g first"],
                "modules": PASSED,
            }
            for name, module in [("rosenblatt", "forward"), ("hopper", "forward"), ("turing", "loss")]
        ],
    )

    rows = text.split("remarks that ask nobody to look")[1].splitlines()[1:]
    assert [row.strip() for row in rows] == [
        "7 × ignored some other files (s1, s2, s3, s4, s5, ...)",
        "2 × forward: some of it works with the course's own alone (rosenblatt, hopper)",
        "1 × read from the folder exercises: forward.py (ada)",
        "1 × loss: f works with the course's g, not with your own: fix g first (turing)",
    ]


@pytest.mark.parametrize("modules", [6, 20])
@pytest.mark.parametrize("width", [80, 100, 120, 200])
def test_no_mark_is_cut_short_on_any_screen(shown, width, modules):
    names = "perceptron forward backward loss optimizer hands_on".split() + [f"module_{n}" for n in range(modules - 6)]
    whole = [{**PASSED[0], "name": name, "points": 12.5, "max_points": 15.0} for name in names]

    text = shown(
        {"student": "ada" * 20, "points": 100.0, "bonus": 52.0, "needs_human": True, "modules": whole},
        terminal=True,
        width=width,
    )

    lines = [re.sub(r"\x1b\[[0-9;]*m", "", line) for line in text.splitlines()]
    row = next(line for line in lines if line.startswith("adaada"))
    assert "100.0/100" in row
    assert "LOOK" in row
    assert row.count("12.5") in (modules, 0)
    assert (row.count("12.5") == 0) == ("grader export csv" in " ".join(lines))
    assert modules > 6 or row.count("12.5") == 6
    assert all(len(line) <= width for line in lines)


def test_a_run_ends_with_the_number_of_those_who_need_a_person(make_class):
    grades = make_class()

    assert count_of_looks(grades) == ""
    look = [grades[0].model_copy(update={"needs_human": True}), *grades[1:]]
    assert count_of_looks(look) == "LOOK: 1 of 3 hand-ins need a person, for the reasons above"
    assert count_of_looks(look[:1]) == "LOOK: 1 of 1 hand-in needs a person, for the reasons above"


@pytest.mark.parametrize("stopped", ["timeout", "crashed"])
def test_a_hang_or_a_crash_is_flagged(shown, tiny_course, stopped):
    grade = ungraded(tiny_course, Submission("ada", {}), "", "process", None)

    text = shown({"modules": outcome(as_dict(grade), 0, stopped, "failed")})

    assert stopped in text


@pytest.mark.parametrize("terminal", [True, False])
@pytest.mark.parametrize(
    "hostile",
    [
        pytest.param("\x1b[2Jgone", id="clear the screen"),
        pytest.param("\x1b]0;title\x07", id="window title"),
        pytest.param("a\rb", id="carriage return"),
        pytest.param("two\nlines", id="line break"),
        pytest.param("\u202eevil", id="right to left"),
        pytest.param("half\udcf6", id="half a character"),
    ],
)
def test_hostile_names_and_flags_are_shown_harmless(shown, terminal, hostile):
    text = shown({"student": hostile, "flags": [hostile]}, terminal=terminal)

    for character in ("\x07", "\r", "\u202e", "\udcf6", "\x1b[2J", "\x1b]"):
        assert character not in text
    assert len(text.splitlines()) == len(shown({"student": "ada", "flags": ["x"]}, terminal=terminal).splitlines())


def test_markup_in_a_name_stays_text(shown):
    assert "[red]x[/red]" in shown({"student": "[red]x[/red]"}, terminal=True)


def test_below_the_class_stands_where_most_are_stuck_and_what_they_most_often_miss(make_class):
    out = io.StringIO()
    print_stuck(make_class(), Console(file=out, width=120))

    rows = [[cell.strip() for cell in line.split("│")] for line in out.getvalue().splitlines()[3:]]
    assert rows == [
        ["plane.area", "2 of 3", "area does thing 1 (2); mistake sides_added (2)"],
        ["space.diagonal", "1 of 2", ""],
    ]


def test_where_nobody_is_stuck_nothing_is_said(make_class):
    out = io.StringIO()
    print_stuck(make_class()[:1], Console(file=out))

    assert out.getvalue() == ""


def test_the_marks_that_moved_are_listed_up_to_a_screen(make_class):
    run = Run(moves=[Move("ad\x1ba", "plane", 1.0, 1.0004), *[Move("hopper", "plane", 12.0, 14.5)] * 24])
    run.did.update({How.GRADED: 25})
    out = io.StringIO()

    print_run(run, Console(file=out, width=60))

    lines = out.getvalue().splitlines()
    assert lines[1:4] == [
        "marks moved",
        "  ad\N{REPLACEMENT CHARACTER}a plane 1.0000 → 1.0004",
        "  hopper plane 12.0 → 14.5",
    ]
    assert lines[-1] == "  and 5 more: grader report shows whose"


def test_a_run_that_graded_all_and_moved_nothing_says_nothing_of_it():
    run, out = Run(), io.StringIO()
    run.did.update({How.GRADED: 25})

    print_run(run, Console(file=out))

    assert out.getvalue() == ""
