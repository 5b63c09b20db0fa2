"""What a lesson is made of, as whoever teaches it needs it."""

from __future__ import annotations

from pathlib import Path

import pytest

from grader.authoring.hints import hints
from grader.authoring.outline import Kind, Part, exercises_in, outline
from grader.course.loading import CourseError

LESSONS = Path(__file__).parents[3] / "solutions" / "lessons"
LESSON = """\
---
jupyter: {}
---

# Loss

How wrong is it?

```python
# no heading
```

## Squares

A square
counts more:
$$x^2$$

> **Exercise: `square`** in `loss.py` · ★☆☆

<details><summary>How do I start?</summary>

- A hint is no list of the lesson.

</details>

Look. *Think:* why is
$x$ squared?

<details><summary>Answer</summary>

Signs go.

</details>

- one
- two
  goes on

## Bonus (stretch)

### Part of the bonus

> Somebody said so.
"""


@pytest.fixture
def lesson(tmp_path):
    def write(text: str) -> Path:
        path = tmp_path / "loss.md"
        path.write_bytes(text.encode())
        return path

    return write


@pytest.mark.parametrize("newline", ["\n", "\r\n"], ids=["LF", "CRLF"])
def test_a_lesson_is_sections_with_their_parts_in_order(lesson, newline):
    first, squares, bonus, part = outline(lesson(LESSON.replace("\n", newline)))

    assert (first.title, first.parts) == ("Loss", [Part(Kind.PROSE, "How wrong is it?")])
    assert squares.parts == [
        Part(Kind.PROSE, "A square\ncounts more:"),
        Part(Kind.FORMULA, "$$x^2$$"),
        Part(Kind.EXERCISE, "square"),
        Part(Kind.PROSE, "Look."),
        Part(Kind.THINK, "Why is $x$ squared?", "Signs go."),
        Part(Kind.ITEMS, "- one\n- two\n  goes on"),
    ]
    assert [(s.title, s.is_stretch) for s in (squares, bonus, part)] == [
        ("Squares", False),
        ("Bonus", True),
        ("Part of the bonus", True),
    ]
    assert part.parts == [Part(Kind.QUOTE, "Somebody said so.")]


@pytest.mark.parametrize("name", ["perceptron", "forward", "backward", "loss", "optimizer", "hands_on"])
def test_no_exercise_of_a_lesson_is_overlooked(name):
    path = LESSONS / f"{name}.md"

    assert list(exercises_in(outline(path))) == list(hints(path))


@pytest.mark.parametrize("name", ["perceptron", "forward", "loss", "optimizer", "hands_on"])
def test_every_question_to_think_about_has_its_answer(name):
    thinks = [part for section in outline(LESSONS / f"{name}.md") for part in section.of(Kind.THINK)]

    assert thinks
    assert all(part.answer for part in thinks)


def test_a_text_without_a_title_is_refused_with_what_it_begins_with(lesson):
    with pytest.raises(CourseError, match=r"loss.md: expected a title \(# ...\) before everything else, got 'Hello"):
        outline(lesson("Hello there\n"))
