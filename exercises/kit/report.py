# A copy of the kit's grader/handout/kit/report.py, written by `grader build`: a change made here is lost.
"""What is printed after the letters: each fault once, the first failure of each exercise, the board."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from .board import Board
from .course import FOLDER, Course, Exercise
from .faults import Unusable
from .progress import Progress
from .verdict import State, Verdict, sum_up

_SHOWN_EXERCISES = 6  # more failures than that are better read one exercise at a time
_COLOURS = {State.DONE: {"green": True}, State.WRONG: {"red": True}, State.NOT_STARTED: {"yellow": True}}


@dataclass
class Report:
    """Collects verdicts while the tests run, then writes."""

    verdicts: list[tuple[Verdict, list[str]]] = field(default_factory=list)
    uncollected: list[tuple[str, list[str]]] = field(default_factory=list)
    unknown_keyword: str = ""
    notes: list[str] = field(default_factory=list)  # about files that no test has to do with

    def add(self, verdict: Verdict, printed: list[str]) -> None:
        """Note one test's verdict and what its code printed."""
        self.verdicts.append((verdict, printed if verdict.state is State.WRONG else []))

    def has_unstarted(self) -> bool:
        """Say whether a test reached a function that is not written yet."""
        return any(verdict.state is State.NOT_STARTED for verdict, _ in self.verdicts)

    def write(self, terminal: Any, course: Course, exercises: list[Exercise], before: Progress) -> Progress | None:
        """Write everything to pytest's terminal reporter.

        Args:
            exercises: those of the board; a track has only some.
            before: what earlier runs came to, and the track.

        Returns:
            What is known after this run; None if nothing ran.
        """
        self._write_faults(terminal)
        self._write_wrong(terminal)
        self._write_waiting(terminal)
        if not self.verdicts:
            if not self.uncollected:
                terminal.write_line(f"  {self.unknown_keyword or _nothing(terminal.config)}")
            return None
        screen = getattr(getattr(terminal, "_tw", None), "_file", None)  # what pytest really writes to
        encoding = getattr(screen, "encoding", None) or "ascii"
        terminal.write_line("")
        verdicts = [verdict for verdict, _ in self.verdicts]
        needs = {v.exercise: course.find(*v.needs) for v in verdicts if v.needs}
        elsewhere = frozenset(v.exercise for v in verdicts if v.state is State.NOT_STARTED and v.lines and not v.needs)
        states = self._states(exercises)
        board = Board(states, course, before.states, before.track, needs, elsewhere, encoding, bool(self.uncollected))
        for text, state in board.lines():
            terminal.write_line(text, **_COLOURS.get(state, {}))
        following = board.next()
        known = {**before.states, **board.known()}
        return Progress(known, before.track, following.name if following else "")

    def _states(self, exercises: list[Exercise]) -> dict[Exercise, State]:
        of: dict[Exercise, list[State]] = {exercise: [] for exercise in exercises}
        for verdict, _ in self.verdicts:
            of.setdefault(verdict.exercise, []).append(verdict.state)
        return {exercise: sum_up(states) for exercise, states in of.items()}

    def _write_faults(self, terminal: Any) -> None:
        faults: dict[tuple[str, ...], Unusable] = {}
        for verdict, _ in self.verdicts:
            if verdict.fault is not None:
                faults.setdefault(tuple(verdict.fault.lines), verdict.fault)
        for note in self.notes:
            _paragraph(terminal, "!", note, [])
        if any("No module named 'expect'" in line for _, lines in self.uncollected for line in lines):
            missing = "expect.py is not in this folder: take a fresh copy of it, and keep your own files"
            _paragraph(terminal, "!", missing, [])
            return
        for title, lines in self.uncollected:
            _paragraph(terminal, "!", title, lines)
        for fault in faults.values():
            _paragraph(terminal, "!", fault.lines[0], fault.lines[1:])

    def _write_wrong(self, terminal: Any) -> None:
        wrong: dict[Exercise, list[tuple[Verdict, list[str]]]] = {}
        for verdict, printed in self.verdicts:
            if verdict.state is State.WRONG:
                wrong.setdefault(verdict.exercise, []).append((verdict, printed))
        ran = {verdict.exercise for verdict, _ in self.verdicts}
        for exercise, found in list(wrong.items())[:_SHOWN_EXERCISES]:
            told = {verdict.lines: (verdict, printed) for verdict, printed in reversed(found)}
            for verdict, printed in [*reversed(told.values())] if len(ran) == 1 else found[:1]:
                same = sum(other.lines == verdict.lines for other, _ in found) - 1
                again = [f"... and the same in {same} more example{'s' if same > 1 else ''}"] if same else []
                _paragraph(
                    terminal, "x", verdict.sentence, [*verdict.lines, *printed, *(again if len(ran) == 1 else [])]
                )
            if len(ran) > 1 and len(found) > 1:
                more = f"{len(found) - 1} more of {exercise.name}: pytest -k {exercise.name}"
                terminal.write_line(f"    ... and {more}")
        if len(wrong) > _SHOWN_EXERCISES:
            terminal.write_line("")
            terminal.write_line(f"  ... {len(wrong) - _SHOWN_EXERCISES} more wrong: see the board")

    def _write_waiting(self, terminal: Any) -> None:
        remarks = [line for v, _ in self.verdicts if v.state is State.NOT_STARTED for line in v.lines]
        for line in dict.fromkeys(remarks):
            _paragraph(terminal, "-", line, [])


def _nothing(config: Any) -> str:
    """Say that no test ran, and where to go where pytest was started elsewhere, as in a folder of the exercises'."""
    is_here = Path(config.invocation_params.dir).resolve() == FOLDER
    return "no test ran" if is_here else f"the exercises are in the folder {FOLDER.name}: cd into it first"


def _paragraph(terminal: Any, symbol: str, title: str, lines: list[str]) -> None:
    terminal.write_line("")
    terminal.write_line(f"{symbol} {title}", bold=True)
    for line in lines:
        terminal.write_line(f"    {line}")
