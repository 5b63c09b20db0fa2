"""Turn a lesson, a text that people edit and compare, into the notebook that a student opens.

Equal texts give equal bytes: no outputs, no timestamps, and a cell's id depends on its own text alone, so a
change of one cell is a change of a few lines.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from pathlib import Path

from grader.course.loading import CourseError, read_text

_KERNEL = {"display_name": "Python 3", "language": "python", "name": "python3"}


def is_lesson(path: Path) -> bool:
    """Say whether a text begins as jupytext's do, and so becomes a notebook."""
    try:
        head = path.read_bytes()[:200].replace(b"\r\n", b"\n")
    except OSError:  # `notebook` complains in words
        return True
    return head.startswith(b"---\njupyter:")


def notebook(path: Path) -> str:
    """Return the notebook of a lesson as text that ends with a newline.

    Args:
        path: the lesson, jupytext's Markdown: prose, and cells of code between ```python and ```. Two empty
            lines divide prose into two cells.

    Raises:
        CourseError: the file cannot be read, or has no cell of code.
    """
    import jupytext  # here and not above: the two take longer to import than a hand-in takes to grade
    import nbformat

    text = read_text(path)
    try:
        made = jupytext.reads(text, fmt="md")
    except Exception as error:  # of its parser of YAML, mostly
        why = " ".join(str(error).split())[:200]
        raise CourseError(f"{path}: expected a lesson, got a head or cells that jupytext cannot read: {why}") from error
    if not any(cell.cell_type == "code" for cell in made.cells):
        raise CourseError(f"{path}: expected at least one cell of code between ```python and ```, got none")
    made.nbformat, made.nbformat_minor = 4, 5
    made.metadata = nbformat.from_dict({"kernelspec": _KERNEL, "language_info": {"name": "python"}})
    seen: Counter[str] = Counter()
    for cell in made.cells:
        cell.id = _id(path.stem, cell.cell_type, cell.source, seen)
        cell.metadata = nbformat.from_dict({})
    nbformat.validate(made)
    return str(nbformat.writes(made)) + "\n"


def _id(lesson: str, kind: str, source: str, seen: Counter[str]) -> str:
    """Return the id of a cell; equal cells of one lesson are told apart by counting them."""
    text = f"{lesson}\n{kind}\n{source}"
    seen[text] += 1
    return hashlib.sha256(f"{text}\n{seen[text]}".encode()).hexdigest()[:12]
