"""Show a class on a terminal: one line per student, marks per module, and what needs a look."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from grader.grade.document import Grade
from grader.grade.score import NOT_GRADED
from grader.report.classroom import most_stuck, standings, unusable
from grader.text import clean

_FLAG_WIDTH = 60
_MOST_STUCK = 5


def class_table(grades: Sequence[Grade]) -> Table:
    """Return the table at the end of `grader run`. Names and flags are hostile text and are cleaned."""
    table = Table(show_edge=False, pad_edge=False, header_style="bold")
    table.add_column("student")
    modules = [module.name for module in grades[0].modules] if grades else []
    for name in modules:
        table.add_column(name, justify="right")
    table.add_column("points", justify="right")
    table.add_column("bonus", justify="right")
    table.add_column("flags", overflow="fold")
    for grade in grades:
        marks = [f"{module.points:.1f}/{module.max_points:.0f}" for module in grade.modules]
        table.add_row(
            Text(clean(grade.student, 40)),
            *marks,
            f"{grade.points:.1f}/{grade.max_points:.0f}",
            f"{grade.bonus:.0f}",
            Text(_flags(grade), style="yellow" if grade.needs_human else ""),
        )
    return table


def print_class(grades: Sequence[Grade], console: Console) -> None:
    """Print the table, as wide as it needs where nobody looks at a terminal."""
    if not console.is_terminal:
        console.width = 240
    console.print(class_table(grades))


def print_stuck(grades: Sequence[Grade], console: Console) -> None:
    """Print the exercises that most students have started and not finished, with what stops them."""
    stuck = most_stuck(standings(grades), _MOST_STUCK)
    if not stuck:
        return
    table = Table(show_edge=False, pad_edge=False, header_style="bold")
    table.add_column("where the class is stuck", overflow="fold")
    table.add_column("students", justify="right")
    table.add_column("not yet, most often", overflow="fold")
    for standing in stuck:
        reasons = [f"{sentence} ({students})" for sentence, students in standing.failed_tests[:1]]
        reasons += [f"mistake {mistake.name} ({mistake.students})" for mistake in standing.mistakes[:1]]
        students = f"{standing.stuck} of {standing.tried}"
        table.add_row(f"{standing.module}.{standing.exercise}", students, Text(clean("; ".join(reasons), 120)))
    console.print()
    console.print(table)


def _flags(grade: Grade) -> str:
    flags = [clean(flag, _FLAG_WIDTH) for flag in grade.flags]
    stopped = {test.outcome for test in grade.tests}
    flags[:0] = [name for name in ("timeout", "crashed") if name in stopped]
    if not any(flag.startswith(NOT_GRADED) for flag in flags):
        flags[:0] = [f"{name} cannot be used" for name, _ in unusable(grade)]
    if grade.needs_human:
        flags.insert(0, "LOOK")
    if grade.isolation == "process":
        flags.insert(0, "not jailed")
    shown = flags[:4] + ([f"and {len(flags) - 4} more"] if len(flags) > 4 else [])
    return "; ".join(shown)
