"""What a lesson says of its exercises is what course.yaml says, and slides can show it; or a complaint says where."""

from __future__ import annotations

import pytest

from grader.authoring.boxes import faults_of_lessons
from grader.authoring.decks import write_decks
from grader.course.loading import CourseError, load_course

LESSON = """\
# A plane

An idea.

## Areas

> **Exercise: `area`** in `plane.py` · ★☆☆ · about 3 minutes · express
>
> `pytest -k area`

<details><summary>How do I start?</summary>

- One $x^2$?
- Two?

</details>

> **Exercise: `area_of_many`** in `plane.py` · ★★☆ · about 5 minutes · core

## A bonus (stretch)

> **Exercise: `diagonal`**
"""


@pytest.fixture
def with_lesson(course_root):
    """Give the small course a lesson for plane.py, and a place for a figure."""

    def write(text, places=None, demonstrations=None):
        files = {"lessons/plane.md": text, "slides.toml": places, "demonstrations/__init__.py": demonstrations}
        for name, content in files.items():
            path = course_root / "solutions" / name
            if content is not None:
                path.parent.mkdir(exist_ok=True)
                path.write_text(content, encoding="utf-8")
        return load_course(course_root)

    return write


def test_a_lesson_that_agrees_gives_no_complaint_and_need_not_say_everything(with_lesson):
    course = with_lesson(LESSON, '[plane]\n"Areas" = "squares"\n', 'FIGURES = {"squares": None}\n')

    assert list(faults_of_lessons(course)) == []


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        pytest.param("about 3 min", "about 4 min", "line 7: the box of area: expected minutes: 3, as in", id="minutes"),
        pytest.param("· core", "· express", "line 18: the box of area_of_many: expected the tier core,", id="tier"),
        pytest.param("in `plane.py` · ★☆☆", "in `plan.py` · ★☆☆", "expected the file plane.py, as in", id="file"),
        pytest.param("-k area`", "-k areas`", "the command: pytest -k area, as in course.yaml, got areas", id="-k"),
        pytest.param("`diagonal`", "`diagonale`", "of diagonale: expected an exercise of plane (did you", id="unknown"),
        pytest.param("`diagonal`", "`area`", "plane.md: the box of area stands 2 times: only one is built", id="twice"),
        pytest.param("`diagonal`", "`Tortoise`", "the box of Tortoise: expected an exercise of plane", id="of another"),
        pytest.param("## Areas", "## Areas (stretch)", "area stands under a heading of (stretch)", id="in a stretch"),
        pytest.param("## Areas\n", "", "area stands above the first heading, so that it gets no", id="too early"),
        pytest.param("$x^2$", r"$\frac{1$", "plane.md: expected a formula in TeX, got", id="formula"),
        pytest.param(
            "## A bonus",
            r"*Think:* why $\frac12$?" + "\n\n## A bonus",
            "under 'Areas': expected a formula that plain",
            id="think",
        ),
        pytest.param("# A plane\n", "A plane\n", "plane.md: expected a title (# ...) before everything", id="no title"),
    ],
)
def test_what_a_lesson_says_wrongly_is_named_with_its_place(with_lesson, old, new, complaint):
    faults = list(faults_of_lessons(with_lesson(LESSON.replace(old, new, 1))))

    assert any(complaint in fault for fault in faults), faults


@pytest.mark.parametrize(
    ("places", "complaint"),
    [
        pytest.param('[plane]\n"Area" = "squares"\n', "expected a heading of the lesson, got 'Area'", id="heading"),
        pytest.param('[tortoise]\n"Areas" = "squares"\n', "expected lessons (plane, tortoise), got 'tor", id="lesson"),
        pytest.param('[plane]\n"Areas" = ["circles"]\n', "plane: expected a figure of solutions/demon", id="figure"),
        pytest.param("plane\n", "slides.toml: expected TOML, got: ", id="no TOML"),
    ],
)
def test_a_place_for_a_figure_that_is_not_there_is_named(with_lesson, places, complaint):
    (fault,) = faults_of_lessons(with_lesson(LESSON, places, 'FIGURES = {"squares": None}\n'))

    assert complaint in fault


def test_slides_of_a_box_that_is_of_no_exercise_are_refused_and_no_traceback(with_lesson):
    with pytest.raises(CourseError, match=r"plane.md: the box of diagonale: expected an exercise of plane .did you"):
        write_decks(with_lesson(LESSON.replace("`diagonal`", "`diagonale`")))
