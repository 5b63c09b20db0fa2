"""A lesson becomes a notebook: equal texts give equal bytes, and a changed cell changes only itself."""

from __future__ import annotations

import json
from pathlib import Path

import nbformat
import pytest

from grader.authoring.build import build, drift
from grader.authoring.lessons import notebook
from grader.course.loading import CourseError, load_course

LESSON = """\
---
jupyter:
  jupytext:
    text_representation:
      extension: .md
      format_name: markdown
  kernelspec:
    display_name: Python 3
    language: python
    name: python3
---

# A plane

An idea.


Another idea, with a formula: $a^2$ and umlauts: äöü.

```python
import pictures

plane = pictures.student("plane")
```

```python
1 + 1
```

```python
1 + 1
```
"""


@pytest.fixture
def with_lesson(course_root):
    """The small course with one lesson and a file of pictures."""
    for name, text in {"plane.md": LESSON, "pictures/lines.py": '"""Lines."""\n', "needs.txt": "matplotlib\n"}.items():
        path = course_root / "solutions" / "lessons" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode("utf-8"))
    return course_root


@pytest.fixture
def lesson(tmp_path):
    """Write a lesson and return its notebook, as text and as data."""

    def write(text: str | bytes, name: str = "plane.md") -> tuple[str, dict]:
        path = tmp_path / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8"))
        made = notebook(path)
        return made, json.loads(made)

    return write


def test_prose_and_code_become_cells_without_outputs(lesson):
    text, made = lesson(LESSON)

    kinds = [cell["cell_type"] for cell in made["cells"]]
    assert kinds == ["markdown", "markdown", "code", "code", "code"]
    assert "".join(made["cells"][1]["source"]) == "Another idea, with a formula: $a^2$ and umlauts: äöü."
    assert all(cell["outputs"] == [] and cell["execution_count"] is None for cell in made["cells"][2:])
    assert text.endswith("}\n")
    assert "äöü" in text


def test_a_notebook_is_valid_and_names_only_its_kernel(lesson):
    _, made = lesson(LESSON)

    nbformat.validate(made)
    assert (made["nbformat"], made["nbformat_minor"]) == (4, 5)
    assert made["metadata"] == {
        "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
        "language_info": {"name": "python"},
    }


def test_equal_texts_give_equal_bytes_whatever_the_line_ends(lesson):
    assert lesson(LESSON)[0] == lesson(LESSON.replace("\n", "\r\n"))[0] == lesson(LESSON)[0]


def test_a_changed_cell_leaves_all_others_as_they_were(lesson):
    before = lesson(LESSON)[1]["cells"]
    after = lesson(LESSON.replace("An idea.", "A better idea.\n\n\nA new cell."))[1]["cells"]

    assert [cell for cell in before if cell not in after] == before[:1]
    assert len(after) == len(before) + 1


def test_every_cell_has_an_id_of_its_own_even_if_two_are_equal(lesson):
    ids = [cell["id"] for cell in lesson(LESSON)[1]["cells"]]

    assert len(set(ids)) == len(ids)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        pytest.param(
            "# Only prose\n", "expected at least one cell of code between ```python and ```, got none", id="prose"
        ),
        pytest.param(b"# \xff\n", "expected UTF-8 text, got byte 0xff in line 1: save it", id="encoding"),
    ],
)
def test_a_lesson_that_is_none_is_refused(lesson, text, message):
    with pytest.raises(CourseError, match=r"plane\.md: ") as complaint:
        lesson(text)

    assert message in str(complaint.value)


def test_a_lesson_that_cannot_be_read_is_refused(tmp_path):
    with pytest.raises(CourseError, match="cannot be read: Is a directory"):
        notebook(tmp_path)


def test_build_writes_the_notebook_and_what_stands_beside_the_lessons(with_lesson):
    build(load_course(with_lesson))

    folder = with_lesson / "exercises"
    assert (folder / "plane.ipynb").read_bytes() == notebook(with_lesson / "solutions/lessons/plane.md").encode("utf-8")
    picture = (folder / "pictures/lines.py").read_text()
    assert picture.splitlines()[0].endswith("written by `grader build`: a change made here is lost.")
    assert picture.splitlines()[1:] == ['"""Lines."""']
    assert (folder / "needs.txt").read_text() == "matplotlib\n"
    assert not (folder / "plane.md").exists()
    assert build(load_course(with_lesson)) == []


def test_the_readme_tells_of_lessons_where_there_are_some(with_lesson):
    build(load_course(with_lesson))
    text = (with_lesson / "exercises" / "README.md").read_text(encoding="utf-8")

    assert "`plane.ipynb`:\neach lesson explains" in text
    assert "python -m pip install -r requirements-lessons.txt\njupyter lab" in text


def test_a_changed_lesson_is_drift(with_lesson):
    build(load_course(with_lesson))
    lesson = with_lesson / "solutions" / "lessons" / "plane.md"
    lesson.write_text(LESSON.replace("An idea.", "A better idea."), encoding="utf-8")

    assert drift(load_course(with_lesson)) == [
        "exercises/plane.ipynb differs from solutions/lessons/plane.md: run `grader build`"
    ]


def test_an_executed_notebook_is_drift_too(with_lesson):
    build(load_course(with_lesson))
    path = with_lesson / "exercises" / "plane.ipynb"
    path.write_text(path.read_text().replace('"execution_count": null', '"execution_count": 1'))

    assert drift(load_course(with_lesson)) == [
        "exercises/plane.ipynb differs from solutions/lessons/plane.md: run `grader build`"
    ]


def test_a_lesson_of_no_module_is_refused(with_lesson):
    lessons = with_lesson / "solutions" / "lessons"
    Path(lessons / "plane.md").rename(lessons / "plain.md")

    with pytest.raises(CourseError, match=r"plain\.md: ") as complaint:
        build(load_course(with_lesson))

    assert "expected a lesson named after a module (plane, tortoise), got 'plain'" in str(complaint.value)


BOX = """
> **Exercise: `area`** in `plane.py` · ★☆☆ · about 2 minutes · express
>
> `pytest -k area`
"""


def test_a_lesson_without_exercises_may_have_a_name_of_its_own(with_lesson):
    lessons = with_lesson / "solutions" / "lessons"
    (lessons / "warmup.md").write_text(LESSON, encoding="utf-8")

    build(load_course(with_lesson))

    assert (with_lesson / "exercises" / "warmup.ipynb").is_file()


def test_a_lesson_with_exercises_may_not(with_lesson):
    lessons = with_lesson / "solutions" / "lessons"
    (lessons / "warmup.md").write_text(LESSON + BOX, encoding="utf-8")

    with pytest.raises(CourseError, match="expected a lesson named after a module"):
        build(load_course(with_lesson))


def test_a_text_that_is_no_lesson_is_copied(with_lesson):
    text = "# Glossary\n\nWords, and what they mean: \u2202.\n"
    (with_lesson / "solutions" / "lessons" / "glossary.md").write_text(text, encoding="utf-8")

    build(load_course(with_lesson))

    assert (with_lesson / "exercises" / "glossary.md").read_text(encoding="utf-8") == text
    assert "glossary.md" in (with_lesson / "exercises" / "README.md").read_text(encoding="utf-8")
