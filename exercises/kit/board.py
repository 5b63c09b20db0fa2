# A copy of the kit's grader/handout/kit/board.py, written by `grader build`: a change made here is lost.
"""The board at the end of a run: where each module stands, and the next exercise with its minutes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from .course import Exercise
from .verdict import State

_SYMBOLS = {
    State.DONE: "\u2713",
    State.WRONG: "\u2717",
    State.NOT_STARTED: "-",
    State.UNUSABLE: "!",
    State.NOT_RUN: " ",
}
_PLAIN = {"\u2713": "+", "\u2717": "x"}  # for consoles whose letters are few, such as Windows' cp1252
_NEXT = {
    State.WRONG: "next: fix",
    State.UNUSABLE: "next: fix the file that has a ! above, then comes",
    State.NOT_STARTED: "next: start with",
}


@dataclass(frozen=True)
class Board:
    """The exercises in the order of the course, each with its state after this run."""

    states: dict[Exercise, State]
    encoding: str = "ascii"
    is_cut: bool = False  # a test file could not be read, so `pytest` alone would not run everything either

    def lines(self) -> list[tuple[str, State]]:
        """Return the board's lines, each with the state that gives it its colour."""
        ran = [e for e, state in self.states.items() if state is not State.NOT_RUN]
        modules = list(dict.fromkeys(e.module for e in ran))
        width = max((len(self._title(module)) for module in modules), default=0)
        across = max((len(self._of(module)) for module in modules), default=0)
        rows = [self._row(module, width, across) for module in modules]
        ran = [e for e in ran if not e.is_own]
        return [*rows, ("", State.NOT_RUN), *self._totals(len(ran)), *self._next(ran)] if ran else rows

    def _of(self, module: str) -> list[Exercise]:
        return [e for e in self.states if e.module == module]

    def _title(self, module: str) -> str:
        return f"test_{module}" if any(e.is_own for e in self._of(module)) else module

    def _row(self, module: str, width: int, across: int) -> tuple[str, State]:
        exercises = self._of(module)
        marks = "".join(self._symbol(self.states[e]) for e in exercises)
        wrong = [e.name for e in exercises if self.states[e] is State.WRONG]
        counts = [
            f"{number} {state.value}" for state in State if (number := sum(self.states[e] is state for e in exercises))
        ]
        text = ", ".join(counts)
        if wrong:
            text = text.replace(" wrong", f" wrong ({', '.join(wrong)})")
        return f"  {self._title(module):<{width}}  {marks:<{across}}  {text}", self._colour(exercises)

    def _symbol(self, state: State) -> str:
        symbol = _SYMBOLS[state]
        try:
            symbol.encode(self.encoding)
        except (UnicodeEncodeError, LookupError):
            return _PLAIN[symbol]
        return symbol

    def _colour(self, exercises: Iterable[Exercise]) -> State:
        states = [self.states[e] for e in exercises]
        if State.WRONG in states or State.UNUSABLE in states:
            return State.WRONG
        return State.DONE if all(state is State.DONE for state in states) else State.NOT_STARTED

    def _totals(self, ran: int) -> list[tuple[str, State]]:
        states = {e: state for e, state in self.states.items() if not e.is_own}
        rest = len(states) - ran
        if rest:
            done = sum(state is State.DONE for state in states.values())
            return [(f"  {done} of {_count(ran)} done; {rest} more did not run", State.NOT_RUN)]
        required = [state for e, state in states.items() if not e.is_bonus]
        bonus = [state for e, state in states.items() if e.is_bonus]
        text = f"  {required.count(State.DONE)} of {_count(len(required))} done"
        if bonus:
            text += f", and {bonus.count(State.DONE)} of {len(bonus)} for a bonus"
        return [(text, State.NOT_RUN)]

    def _next(self, ran: list[Exercise]) -> list[tuple[str, State]]:
        to_do = [e for e in ran if self.states[e] in _NEXT]
        required = [e for e in to_do if not e.is_bonus]
        if to_do:
            chosen = (required or to_do)[0]
            return self._advice(_NEXT[self.states[chosen]], chosen)
        if self.is_cut:
            return []
        after = self._following(ran)
        if after:
            return self._advice("after that comes", after)
        if any(state is State.NOT_RUN for state in self.states.values()):
            return [("  `pytest` alone runs all of them", State.NOT_RUN)]
        return [("  all done: well done!", State.DONE)]

    def _following(self, ran: list[Exercise]) -> Exercise | None:
        """Return the exercise after the last one that ran; nothing is known of its state."""
        order = list(self.states)
        later = order[order.index(ran[-1]) + 1 :] if ran else []
        unrun = [e for e in later if self.states[e] is State.NOT_RUN]
        return next((e for e in unrun if not e.is_bonus or ran[-1].is_bonus), None)

    def _advice(self, words: str, exercise: Exercise) -> list[tuple[str, State]]:
        minutes = f" (about {_count(exercise.minutes, 'minute')})" if exercise.minutes else ""
        bonus = ", a bonus" if exercise.is_bonus else ""
        lines = [
            f"  {words} {exercise.name} in {exercise.module}.py{bonus}{minutes}",
            f"  run it alone: pytest -k {exercise.name}",
        ]
        if exercise.hints:
            lines.append(f"  stuck? pytest --hint {exercise.name}")
        return [(line, State.NOT_RUN) for line in lines]


def _count(number: int, noun: str = "exercise") -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
