"""How far a run is: a bar with a count and the time that is left, or a line for each hand-in."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

from grader.grade.document import Grade
from grader.report.text import most
from grader.text import clean


@contextmanager
def shown_progress(total: int, console: Console) -> Iterator[Callable[[Grade, bool], None]]:
    """Yield what is told of each grade, and whether it was known already: a bar on a terminal, else plain lines."""
    if not console.is_terminal:
        done = 0

        def line(grade: Grade, known: bool) -> None:
            nonlocal done
            done += 1
            state = "unchanged" if known else f"{grade.points:.1f} of {most(grade.max_points)}"
            console.print(f"[{done}/{total}] {clean(grade.student, 60)}: {state}", markup=False)

        yield line
        return
    bar = Progress(
        TextColumn("grading"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
        TextColumn("{task.fields[student]}", markup=False),
        console=console,
        transient=True,
    )
    with bar:
        task = bar.add_task("", total=total, student="")

        def advance(grade: Grade, known: bool) -> None:
            bar.update(task, advance=1, student=clean(grade.student, 30))

        yield advance
