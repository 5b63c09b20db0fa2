"""Show a class on a terminal: one line per student, marks per module, and what needs a look."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from grader.grade.results import Grade
from grader.grade.score import NOT_GRADED
from grader.sandbox.errors import clean

_FLAG_WIDTH = 60


def class_table(grades: Sequence[Grade]) -> Table:
    """Return the table at the end of `grader run`. Names and flags are hostile text and are cleaned."""
    table = Table(show_edge=False, pad_edge=False, header_style="bold")
    table.add_column("student")
    modules = [module["name"] for module in grades[0]["modules"]] if grades else []
    for name in modules:
        table.add_column(name, justify="right")
    table.add_column("points", justify="right")
    table.add_column("bonus", justify="right")
    table.add_column("flags", overflow="fold")
    for grade in grades:
        marks = [f"{module['points']:.1f}/{module['max_points']:.0f}" for module in grade["modules"]]
        table.add_row(
            Text(clean(grade["student"], 40)),
            *marks,
            f"{grade['points']:.1f}/{grade['max_points']:.0f}",
            f"{grade['bonus']:.0f}",
            Text(_flags(grade), style="yellow" if grade["needs_human"] else ""),
        )
    return table


def print_class(grades: Sequence[Grade], console: Console) -> None:
    """Print the table, as wide as it needs where nobody looks at a terminal."""
    if not console.is_terminal:
        console.width = 240
    console.print(class_table(grades))


def _flags(grade: Grade) -> str:
    flags = [clean(flag, _FLAG_WIDTH) for flag in grade["flags"]]
    stopped = {test["outcome"] for m in grade["modules"] for e in m["exercises"] for test in e["tests"]}
    flags[:0] = [name for name in ("timeout", "crashed") if name in stopped]
    if not any(flag.startswith(NOT_GRADED) for flag in flags):
        flags[:0] = [f"{m['name']} cannot be used" for m in grade["modules"] if _is_broken(m)]
    if grade["needs_human"]:
        flags.insert(0, "LOOK")
    if grade["isolation"] == "process":
        flags.insert(0, "not jailed")
    shown = flags[:4] + ([f"and {len(flags) - 4} more"] if len(flags) > 4 else [])
    return "; ".join(shown)


def _is_broken(module: dict[str, object]) -> bool:
    exercises = module["exercises"]
    assert isinstance(exercises, list)
    return all(exercise["status"] == "error" for exercise in exercises)
