"""A lesson of the course as the body of its notebook, where the course has one and jupytext is there to read it."""

from __future__ import annotations

from typing import Any

import nbformat

from grader.course.model import Course, Module
from grader.handin.folder import HandInError
from grader.handin.notebooks import Cell


def lesson(course: Course, module: Module) -> list[Cell] | None:
    """Return the cells of solutions/lessons/<module>.md with ids made from their position; None: there is none.

    Raises:
        HandInError: there is one, and jupytext is missing.
    """
    path = course.root / "solutions" / "lessons" / f"{module.name}.md"
    if not path.is_file():
        return None
    try:
        import jupytext
    except ImportError:
        raise HandInError(f"{path}: reading lessons needs jupytext: pip install jupytext") from None
    whole: Any = jupytext.reads(path.read_text(encoding="utf-8"), fmt="md")
    cells: list[Cell] = [dict(nbformat.from_dict(cell)) for cell in whole.cells]
    for number, cell in enumerate(cells):
        cell["id"] = f"{module.name}-{number}"
        cell["metadata"] = {key: value for key, value in cell["metadata"].items() if key != "nbgrader"}
    return cells
