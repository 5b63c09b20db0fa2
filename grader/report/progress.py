"""How far a run is: a bar with a count and the time that is left, or a line for each hand-in."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, ProgressColumn, Task, TextColumn, TimeElapsedColumn
from rich.text import Text

from grader.grade.document import Grade
from grader.grade.runs import How
from grader.report.text import most
from grader.text import clean

_RECENT = 60.0  # seconds that an estimate looks back,
_AT_LEAST = 10  # and hand-ins, where those took longer
_FEWEST = 3  # of which nothing can be foretold
_SILENCE = 60.0  # seconds between two lines that say how long it will take


class Pace:
    """How long the rest will take: as long as the hand-ins of the last minute took, one by one.

    What was graded before costs nothing and says nothing, so all that is left is taken for new: an estimate may only be
    too long. While nothing ends, it grows.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._ends: deque[float] = deque()

    def note(self) -> None:
        """Note that one was graded just now."""
        now = self._clock()
        self._ends.append(now)
        while len(self._ends) > _AT_LEAST + 1 and now - self._ends[1] > _RECENT:
            self._ends.popleft()

    def seconds_for(self, left: int) -> float | None:
        """Return how long so many more will take, None where nothing can be said yet."""
        graded = len(self._ends) - 1  # since the first of them ended
        return left * (self._clock() - self._ends[0]) / graded if graded >= _FEWEST else None


@contextmanager
def shown_progress(total: int, console: Console) -> Iterator[Callable[[Grade, How], None]]:
    """Yield what is told of each grade, and what was done for it: a bar on a terminal, else plain lines."""
    pace = Pace()
    if not console.is_terminal:
        yield _Lines(total, pace, console).add
        return
    bar = Progress(
        TextColumn("grading"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        _Left(pace),
        TextColumn("{task.fields[student]}", markup=False),
        console=console,
        transient=True,
    )
    with bar:
        task = bar.add_task("", total=total, student="")

        def advance(grade: Grade, how: How) -> None:
            if how is How.GRADED:
                pace.note()
            bar.update(task, advance=1, student=clean(grade.student, 30))

        yield advance


class _Lines:
    def __init__(self, total: int, pace: Pace, console: Console) -> None:
        self._total, self._pace, self._console = total, pace, console
        self._done = 0
        self._told = time.monotonic()

    def add(self, grade: Grade, how: How) -> None:
        self._done += 1
        marks = f"{grade.points:.1f} of {most(grade.max_points)}"
        state = {How.KEPT: how.value, How.MARKED: f"{how.value}: {marks}", How.GRADED: marks}[how]
        self._console.print(f"[{self._done}/{self._total}] {clean(grade.student, 60)}: {state}", markup=False)
        if how is How.GRADED:
            self._pace.note()
        left = self._pace.seconds_for(self._total - self._done)
        if left and time.monotonic() - self._told > _SILENCE:
            self._told = time.monotonic()
            self._console.print(f"{in_words(left)} left", markup=False)


class _Left(ProgressColumn):
    """The time that is left."""

    max_refresh = 0.5

    def __init__(self, pace: Pace) -> None:
        super().__init__()
        self._pace = pace

    def render(self, task: Task) -> Text:
        """Called by rich."""
        left = self._pace.seconds_for(int(task.remaining or 0))
        return Text("" if left is None else f"{in_words(left)} left", style="progress.remaining")


def in_words(seconds: float) -> str:
    """Return a time as somebody would say it who does not know it to the second."""
    if seconds < 55:
        return f"about {max(5, round(seconds / 5) * 5)} s"
    minutes = round(seconds / 60)
    if minutes < 60:
        return f"about {minutes} min"
    return f"about {minutes // 60} h {minutes % 60 // 10 * 10} min".removesuffix(" 0 min")
