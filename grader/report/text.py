"""Show a class on a terminal: a line of marks per student, then whom to look at and why, then remarks by kind.

Names and flags are hostile text and are cleaned. No mark is ever cut short: where a screen has no room for the marks
of every module, those are left out, and said to be.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from grader.grade.document import Grade
from grader.grade.runs import How, Run
from grader.grade.score import NOT_GRADED
from grader.report.classroom import most_stuck, standings, unusable
from grader.text import clean

_MOST_STUCK = 5
_MOST_KINDS = 12  # of remarks that ask nobody to look
_MOST_MOVES = 20
_NAMED = 5  # students, of one kind of remark
_LEAST_NAME = 10  # columns that a student's name needs at least
_KINDS = (  # what differs from one remark to the next of the same kind
    (
        re.compile(r"^(\w+): .+ works? with the course's .*", re.DOTALL),
        r"\1: some of it works with the course's own alone",
    ),
    (re.compile(r"^(\S+ [^:]*): .*", re.DOTALL), r"\1"),
    (re.compile(r"\S+\.\w{1,5}\b"), "a file"),
    (re.compile(r"\d[\d,.]*"), "some"),
)


def print_class(grades: Sequence[Grade], console: Console) -> None:
    """Print the table, the hand-ins that need a person, and the other remarks summed up by kind."""
    if not console.is_terminal:
        console.width = 240
    table, is_whole = class_table(grades, console.width)
    console.print(table)
    if not is_whole:
        console.print("(the marks of each module need more columns: grader export csv)", markup=False)
    _print_looks([grade for grade in grades if grade.needs_human], len(grades), console)
    _print_kinds([grade for grade in grades if not grade.needs_human], console)


def class_table(grades: Sequence[Grade], width: int) -> tuple[Table, bool]:
    """Return the table of marks for a screen of so many columns, and whether the modules' marks are in it."""
    modules = [module.name for module in grades[0].modules] if grades else []
    for heads, with_most, padding in ((modules, True, 1), ([name[:5] for name in modules], False, 0), ([], True, 1)):
        cells = [_marks(grade, len(heads), with_most) for grade in grades]
        columns = [*heads, "points", "bonus", "flags"]
        numbers = sum(max(map(len, column)) for column in [*zip(columns, *cells, strict=True)][:-1])
        left = width - numbers - (2 * padding + 1) * len(columns)  # for the name and the flags
        longest = max(len(word) for row in [columns, *cells] for word in row[-1].split(", "))
        if left >= _LEAST_NAME + longest:
            break
    table = Table(show_edge=False, pad_edge=False, padding=(0, padding), header_style="bold")
    names = max([len("student"), *(Text(clean(grade.student, 40)).cell_len for grade in grades)])
    table.add_column("student", overflow="ellipsis", no_wrap=True, width=max(1, min(names, left - longest)))
    for head in columns[:-1]:
        table.add_column(head, justify="right", no_wrap=True)
    table.add_column("flags", overflow="fold")
    for grade, row in zip(grades, cells, strict=True):
        style = "yellow" if grade.needs_human else ""
        table.add_row(Text(clean(grade.student, 40)), *row[:-1], Text(row[-1], style=style))
    return table, bool(heads) or not modules


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


def print_run(run: Run, console: Console) -> None:
    """Print which marks moved, module by module, and where anything was kept, how much was and was not."""
    if run.moves:
        console.print("\nmarks moved", style="bold", markup=False)
    for move in run.moves[:_MOST_MOVES]:
        digits = 1 if f"{move.before:.1f}" != f"{move.now:.1f}" else 4
        marks = f"{move.before:.{digits}f} → {move.now:.{digits}f}"
        console.print(f"  {clean(move.student, 40)} {move.module} {marks}", markup=False, soft_wrap=True)
    if len(run.moves) > _MOST_MOVES:
        console.print(f"  and {len(run.moves) - _MOST_MOVES} more: grader report shows whose", markup=False)
    if run.did[How.GRADED] < run.did.total():
        counts = ", ".join(f"{run.did[how]} {how.value}" for how in How if run.did[how])
        console.print(f"\nof {run.did.total()} hand-ins: {counts}", markup=False)


def count_of_looks(grades: Sequence[Grade]) -> str:
    """Return how many hand-ins need a person, for the end of a run; '' for none."""
    looks = sum(grade.needs_human for grade in grades)
    return f"{_looks(looks, len(grades))}, for the reasons above" if looks else ""


def _looks(number: int, of: int) -> str:
    return f"LOOK: {number} of {of} {'hand-in needs' if of == 1 else 'hand-ins need'} a person"


def most(points: float) -> str:
    """Return the most that can be earned; of a track it need not be whole, and 9.4 of 9 would be puzzling."""
    return f"{points:.1f}".removesuffix(".0")


def _marks(grade: Grade, modules: int, with_most: bool) -> list[str]:
    """Return the cells of a student's row: in the last, words for what happened to the whole hand-in."""
    of_modules = [f"{m.points:.1f}" + (f"/{most(m.max_points)}" if with_most else "") for m in grade.modules[:modules]]
    stopped = {test.outcome for test in grade.tests}
    words = ["not jailed"] if grade.isolation == "process" else []
    words += ["LOOK"] if grade.needs_human else []
    words += [name for name in ("timeout", "crashed") if name in stopped]
    total = f"{grade.points:.1f}/{most(grade.max_points)}"
    return [*of_modules, total, f"{grade.bonus:.0f}", ", ".join(words)]


def _print_looks(looks: Sequence[Grade], of: int, console: Console) -> None:
    if not looks:
        return
    console.print()
    console.print(_looks(len(looks), of), style="bold", markup=False)
    table = Table.grid(padding=(0, 1), pad_edge=False)
    table.add_column(overflow="fold", max_width=24)
    table.add_column(overflow="fold")
    for grade in looks:
        first, *more = _remarks(grade) or ["nothing more is known"]
        table.add_row(Text(f"  {clean(grade.student, 40)}"), Text(first))
        for remark in more:
            table.add_row("", Text(remark))
    console.print(table)


def _print_kinds(grades: Sequence[Grade], console: Console) -> None:
    """Print each kind of remark once, with how many students have it: 200 times the same is no list to read."""
    found: dict[str, list[tuple[str, str]]] = {}
    for grade in grades:
        for remark in _remarks(grade):
            kind = remark
            for pattern, instead in _KINDS:
                kind = pattern.sub(instead, kind)
            found.setdefault(kind, []).append((clean(grade.student, 40), remark))
    if not found:
        return
    console.print()
    console.print("remarks that ask nobody to look", style="bold", markup=False)
    table = Table.grid(padding=(0, 1), pad_edge=False)
    table.add_column(justify="right")
    table.add_column(overflow="fold")
    most_first = sorted(found.items(), key=lambda item: -len(item[1]))
    for kind, all_of in most_first[:_MOST_KINDS]:
        students = list(dict.fromkeys(student for student, _ in all_of))
        what = all_of[0][1] if len(all_of) == 1 else kind
        names = ", ".join(students[:_NAMED]) + (", ..." if len(students) > _NAMED else "")
        table.add_row(Text(f"  {len(all_of)} ×"), Text(f"{what} ({names})"))
    if len(most_first) > _MOST_KINDS:
        table.add_row("", f"and {len(most_first) - _MOST_KINDS} other kinds: grader report shows each hand-in's")
    console.print(table)


def _remarks(grade: Grade) -> list[str]:
    """Return all that is to be said of a hand-in, whole; a module without a reason of its own has its first message."""
    remarks = [clean(flag) for flag in grade.flags]
    if any(remark.startswith(NOT_GRADED) for remark in remarks):
        return remarks
    reasons = {module.name for module in grade.modules if module.reason}
    return [f"{name} cannot be used: {clean(why)}" for name, why in unusable(grade) if name not in reasons] + remarks
