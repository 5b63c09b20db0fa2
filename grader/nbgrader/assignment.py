"""The notebook of one module: what a student reads, and one locked grade cell for each exercise.

A grade cell gives no mark. For a student and `nbgrader validate` it runs the public examples of its exercise;
under nbgrader's stock autograde, which would run it beside a student's code, it refuses to run at all.
Equal courses give equal bytes: cell ids are made from names.
"""

from __future__ import annotations

import ast
import json
import re
from typing import Any

from grader.authoring import lessons
from grader.course.model import Course, Exercise, Module, Tier
from grader.nbgrader.feedback import marks

CODE_CELL_TEXT = "# Leave this cell as it is: whoever grades sees your .py file in its place."
_KERNEL = {"display_name": "Python 3", "language": "python", "name": "python3"}
_NBFORMAT = {"nbformat": 4, "nbformat_minor": 5}
_SCHEMA_VERSION = 3  # of nbgrader's cell metadata
_PARTS = 1 << 20  # of a point: floats add up such parts exactly, in any order

Cell = dict[str, Any]


def notebook(module: Module, stub: str, title: str, body: list[Cell] | None = None) -> bytes:
    """Return the master notebook of a module.

    Args:
        stub: the student's file as it is handed out; its docstrings are the text.
        title: of the course.
        body: a lesson that replaces the text; its grade cells follow at the end.
    """
    promises = _promises(stub)
    if body is not None:
        cells = [*(_apart(cell, module) for cell in body), _marks_heading(module), _code_cell(module)]
    else:
        cells = [_heading(module, stub, title), _import_cell(module), _code_cell(module)]
    for exercise in module.exercises:
        if body is None:
            cells.append(_prose(module, exercise, promises.get(exercise.name, "")))
        cells.append(grade_cell(module, exercise))
    whole = {"cells": cells, "metadata": {"kernelspec": _KERNEL, "language_info": {"name": "python"}}, **_NBFORMAT}
    return (json.dumps(whole, indent=1, ensure_ascii=False) + "\n").encode("utf-8")


def lesson(course: Course, module: Module) -> list[Cell] | None:
    """Return the cells of solutions/lessons/<module>.md, as exercises/ has them; None: there is no lesson.

    Raises:
        CourseError: it is none that a notebook can be made of.
    """
    path = course.root / "solutions" / "lessons" / f"{module.name}.md"
    if not path.is_file():
        return None
    cells: list[Cell] = json.loads(lessons.notebook(path))["cells"]
    return [{**cell, "source": "".join(cell["source"])} for cell in cells]


def is_of(raw: bytes, module: str) -> bool:
    """Was this notebook made here, for a module of that name?"""
    try:
        cells = json.loads(raw)["cells"]
        return any(cell["metadata"].get("nbgrader", {}).get("grade_id") == code_cell_id(module) for cell in cells)
    except (ValueError, KeyError, TypeError, AttributeError):
        return False


def code_cell_id(module: str) -> str:
    """Return the grade_id of the cell that shows the student's file; no Python name is like it."""
    return f"{module}-code"


def nbgrader_points(module: Module, exercise: Exercise) -> float:
    """Return what nbgrader takes for the most an exercise can give: a bonus is above the maximum, so 0.

    nbgrader adds these up and does not round, so that thirds would make 99.99999999999999 of a core of 100: each
    is a whole number of tiny parts, and the last exercise of the core takes what is left.
    """
    if exercise.tier is Tier.STRETCH:
        return 0.0
    *others, last = [e for e in module.exercises if e.tier is not Tier.STRETCH]
    parts = {e.name: round(_PARTS * e.points * module.weight / module.core_points) for e in others}
    parts[last.name] = round(_PARTS * module.weight) - sum(parts.values())
    return parts[exercise.name] / _PARTS


def grade_cell(module: Module, exercise: Exercise) -> Cell:
    """Return the one cell that stands for an exercise in nbgrader."""
    worth = f"{marks(module.max_points(exercise))} {'bonus ' if exercise.tier is Tier.STRETCH else ''}points"
    source = f'''\
# {exercise.name}, {worth}. The grader gives the marks; this cell runs the examples in test_{module.name}.py.
import os, subprocess, sys

if os.environ.get("NBGRADER_EXECUTION") == "autograde":
    raise RuntimeError("no marks here: the kit grades this course, and its nbgrader_config.py is not in use")
ran = subprocess.run([sys.executable, "-m", "pytest", "test_{module.name}.py", "-k", "{exercise.name}"],
                     capture_output=True, text=True, errors="replace")
print(ran.stdout)
if ran.returncode:
    raise AssertionError("{exercise.name} is not done yet\\n" + ran.stdout + ran.stderr)'''
    return _cell(
        exercise.name, "code", source, _nbgrader(exercise.name, grade=True, points=nbgrader_points(module, exercise))
    )


def _code_cell(module: Module) -> Cell:
    name = code_cell_id(module.name)
    return _cell(name, "code", CODE_CELL_TEXT, _nbgrader(name, solution=True))


def _import_cell(module: Module) -> Cell:
    source = f"%load_ext autoreload\n%autoreload 2\nimport {module.name}"
    return _cell(f"{module.name}-import", "code", source)


def _heading(module: Module, stub: str, title: str) -> Cell:
    purpose = ast.get_docstring(ast.parse(stub)) or ""
    first = purpose.strip().split("\n\n")[0]
    work = (
        f"Your work is in `{module.name}.py`, beside this notebook: open it in an editor, write, save. "
        "Then run the cell of an exercise below, as often as you like. "
        f"Only `{module.name}.py` is graded; nothing you do in this notebook changes a mark."
    )
    return _cell(f"{module.name}-title", "markdown", f"# {title}: {module.name}\n\n{first}\n\n{work}")


def _apart(cell: Cell, module: Module) -> Cell:
    """Return a lesson's cell without a heading that is just an exercise's name.

    A page would have that name as an id twice, and formgrader then shows no mark for the exercise.
    """
    if cell["cell_type"] != "markdown":
        return cell
    names = "|".join(exercise.name for exercise in module.exercises)
    heading = re.compile(rf"^(#+)[ \t]*([`*_]*(?:{names})[`*_]*)[ \t]*$", re.MULTILINE)
    return {**cell, "source": heading.sub(r"\1 Exercise: \2", cell["source"])}


def _marks_heading(module: Module) -> Cell:
    text = (
        "## Your marks\n\nOne cell for each exercise. Running it shows what its examples say; "
        f"the marks are given later, for `{module.name}.py` alone."
    )
    return _cell(f"{module.name}-marks", "markdown", text)


def _prose(module: Module, exercise: Exercise, promise: str) -> Cell:
    bonus = " as a bonus" if exercise.tier is Tier.STRETCH else ""
    facts = f"{marks(module.max_points(exercise))} points{bonus}, about {exercise.minutes} minutes"
    text = f"## Exercise: {exercise.name}\n\n{promise}\n\n*{facts}*"
    return _cell(f"{exercise.name}-text", "markdown", text)


def _promises(stub: str) -> dict[str, str]:
    """Return the first paragraph of each function's and class's docstring."""
    tree = ast.parse(stub)
    nodes = [node for node in tree.body if isinstance(node, ast.FunctionDef | ast.ClassDef)]
    return {node.name: (ast.get_docstring(node) or "").strip().split("\n\n")[0] for node in nodes}


def _nbgrader(name: str, *, grade: bool = False, solution: bool = False, points: float | None = None) -> Cell:
    facts = {"grade": grade, "grade_id": name, "locked": grade, "schema_version": _SCHEMA_VERSION}
    worth = {} if points is None else {"points": points}
    return {"nbgrader": {**facts, **worth, "solution": solution, "task": False}}


def _cell(name: str, kind: str, source: str, metadata: Cell | None = None) -> Cell:
    cell = {"cell_type": kind, "id": name[:64], "metadata": metadata or {}, "source": source}
    return cell | ({"execution_count": None, "outputs": []} if kind == "code" else {})
