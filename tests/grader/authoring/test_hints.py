"""Hints have one source, the fold below an exercise's box in its lesson, and reach a terminal as plain text."""

from __future__ import annotations

import json

import pytest

from grader.authoring.build import build, drift
from grader.authoring.hints import hints, hints_of, missing_hints
from grader.course.loading import CourseError, load_course

BOX = """\
> **Exercise: `{name}`** in `plane.py`
>
> `pytest -k {name}`

<details><summary>How do I start?</summary>

{rows}

</details>

```python
1 + 1
```

"""


def lesson(**rows: str) -> str:
    return "# A plane\n\n" + "".join(BOX.format(name=name, rows=text) for name, text in rows.items())


@pytest.fixture
def with_lesson(course_root):
    """Give the small course a lesson for plane.py."""

    def write(text: str):
        path = course_root / "solutions" / "lessons" / "plane.md"
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(text.encode("utf-8"))
        return load_course(course_root)

    return write


@pytest.fixture
def hint(tmp_path):
    """Write one hint into a lesson, and return it as a terminal shows it."""

    def written(row: str) -> str:
        path = tmp_path / "plane.md"
        path.write_text(lesson(area=f"- {row}"), encoding="utf-8")
        return hints(path)["area"][0]

    return written


def test_each_entry_of_the_fold_is_a_level(with_lesson):
    course = with_lesson(lesson(area="- What is an area?\n- Of a square,\n  too?", diagonal="- Whose theorem?"))

    assert hints_of(course) == {"area": ["What is an area?", "Of a square, too?"], "diagonal": ["Whose theorem?"]}


@pytest.mark.parametrize(
    ("row", "shown"),
    [
        pytest.param("What is $x^{2}$ for $x = 3$?", "What is x^2 for x = 3?", id="power"),
        pytest.param(r"Is $e^{-x}$ small?", "Is e^(-x) small?", id="exponent with a sign"),
        pytest.param(r"$w_1 \cdot x \le \eta$?", "w_1 * x <= eta?", id="signs and Greek letters"),
        pytest.param(r"$\text{relu}(x_{12}) \to \hat m$", "relu(x_12) -> mhat", id="words and hats"),
        pytest.param(r"$\sqrt s$ or $\sqrt{1 + s}$", "sqrt(s) or sqrt(1 + s)", id="roots"),
        pytest.param("*Not* $a*b$ but `a * b * c`", "Not a*b but `a * b * c`", id="emphasis, but not in code"),
        pytest.param("\u201cWhy?\u201d it\u2019s", '"Why?" it\'s', id="quotes"),
    ],
)
def test_formulas_become_what_a_programmer_would_write(hint, row, shown):
    assert hint(row) == shown


@pytest.mark.parametrize(
    ("row", "message"),
    [
        pytest.param(r"$\frac{1}{2}$", r"plain text can show, got \\frac: say it in other words", id="unknown"),
        pytest.param("$e^{x$", r"a closing brace in the formula \$e\^\{x\$, got none", id="brace"),
        pytest.param("Schr\u00f6dinger?", "letters that every terminal can show, got '\u00f6'", id="letter"),
    ],
)
def test_what_a_terminal_cannot_show_is_refused_with_its_line(hint, row, message):
    with pytest.raises(CourseError, match=rf"plane\.md: line 3: the hints for area: expected .*{message}"):
        hint(row)


def test_a_lesson_without_hints_for_an_exercise_is_a_complaint_each(with_lesson):
    course = with_lesson(lesson(area="- One?\n- Two?", diagonal="- Only one?"))

    assert list(missing_hints(course)) == [
        "solutions/lessons/plane.md: expected a box `> **Exercise: `area_of_many`**` with hints below it, got none",
        "solutions/lessons/plane.md: expected at least 2 hints for diagonal, as a list between <details> and "
        "</details> below its box, got 1",
    ]


def test_a_box_does_not_borrow_the_fold_of_the_next_one(with_lesson):
    whole = lesson(area="- One?\n- Two?", diagonal="- Three?\n- Four?")
    course = with_lesson(whole.replace(whole[whole.index("<details>") : whole.index("</details>")], "", 1))

    assert hints_of(course) == {"diagonal": ["Three?", "Four?"]}


def test_a_module_may_do_without_a_lesson(course_root):
    course = load_course(course_root)

    assert hints_of(course) == {}
    assert list(missing_hints(course)) == []


def test_a_changed_hint_is_drift_that_names_the_lessons(with_lesson):
    build(with_lesson(lesson(area="- One?\n- Two?")))
    course = with_lesson(lesson(area="- One?\n- Or two?"))

    assert json.loads((course.root / "exercises/kit/hints.json").read_text()) == {"area": ["One?", "Two?"]}
    assert "exercises/kit/hints.json differs from solutions/lessons: run `grader build`" in drift(course)
