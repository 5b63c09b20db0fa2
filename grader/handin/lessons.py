"""A lesson of the course as the body of its module's notebook, where the course has one."""

from __future__ import annotations

import json

from grader.authoring.notebooks import notebook
from grader.course.model import Course, Module
from grader.handin.notebooks import Cell


def lesson(course: Course, module: Module) -> list[Cell] | None:
    """Return the cells of solutions/lessons/<module>.md, as exercises/ has them; None: there is no lesson.

    Raises:
        CourseError: it is none that a notebook can be made of.
    """
    path = course.root / "solutions" / "lessons" / f"{module.name}.md"
    if not path.is_file():
        return None
    cells: list[Cell] = json.loads(notebook(path))["cells"]
    return [{**cell, "source": "".join(cell["source"])} for cell in cells]
