"""The board at the end of a run: where each module stands, what is finished, and the next exercise with its minutes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from .course import Course, Exercise
from .verdict import State

_SYMBOLS = {
    State.DONE: "\u2713",
    State.WRONG: "\u2717",
    State.NOT_STARTED: "-",
    State.UNUSABLE: "!",
    State.NOT_RUN: " ",
}
_PLAIN = {"\u2713": "+", "\u2717": "x"}  # for consoles whose letters are few, such as Windows' cp1252
_URGENT = (State.UNUSABLE, State.WRONG, State.NOT_STARTED)  # what was complained about comes before what is new
_Line = tuple[str, State]


@dataclass(frozen=True)
class Board:
    """The exercises in the order of the course, each with its state after this run."""

    states: Mapping[Exercise, State]
    course: Course = field(default_factory=Course)
    before: Mapping[Exercise, State] = field(default_factory=dict)  # from earlier runs, where it is still true
    track: str | None = None
    needs: Mapping[Exercise, Exercise] = field(default_factory=dict)  # what an exercise calls and is not written yet
    elsewhere: frozenset[Exercise] = frozenset()  # its code stands in another file, as was said
    encoding: str = "ascii"
    is_cut: bool = False  # a test file could not be read, so `pytest` alone would not run everything either

    def known(self) -> dict[Exercise, State]:
        """Return the states after this run, and for what did not run those of earlier ones."""
        return {e: s if s is not State.NOT_RUN else self.before.get(e, s) for e, s in self.states.items()}

    def lines(self) -> list[_Line]:
        """Return the board's lines, each with the state that gives it its colour."""
        ran = [e for e, state in self.states.items() if state is not State.NOT_RUN]
        modules = list(dict.fromkeys(e.module for e in ran))
        width = max((len(self._title(module)) for module in modules), default=0)
        across = max((len(self._of(module)) for module in modules), default=0)
        rows = [self._row(module, width, across) for module in modules]
        if all(e.is_own for e in ran):
            return rows
        return [*rows, ("", State.NOT_RUN), *self._totals(), *self._finished(), *self._advice()]

    def next(self) -> Exercise | None:
        """Return the exercise to work on next; None if there is none."""
        to_do = [e for e, state in self.states.items() if state in _URGENT and not e.is_own]
        if to_do:
            order = list(self.states)
            chosen = min(to_do, key=lambda e: (_URGENT.index(self.states[e]), *self._rank(e), order.index(e)))
            return self._needed(chosen)
        return None if self.is_cut else self._following()

    def _needed(self, exercise: Exercise) -> Exercise:
        """Return what must be written first: an exercise that waits for another is no advice."""
        seen = {exercise}
        while self.states.get(exercise) is State.NOT_STARTED and (other := self.needs.get(exercise)):
            if other in seen:
                break
            seen.add(other)
            exercise = other
        return exercise

    def _rank(self, exercise: Exercise) -> tuple[bool, bool]:
        on_track = self.course.tracks.get(self.track or "", ())
        return (bool(on_track) and exercise.name not in on_track, exercise.is_bonus)

    def _following(self) -> Exercise | None:
        """Return what is to be done after the last one that ran, or before it; on the track while there is some."""
        known = {e: state for e, state in self.known().items() if not e.is_own}
        order = list(known)
        last = max((order.index(e) for e in order if self.states[e] is not State.NOT_RUN), default=-1)
        to_do = [e for e in [*order[last + 1 :], *order[: last + 1]] if known[e] is not State.DONE]
        return min(to_do, key=self._rank, default=None)

    def _of(self, module: str) -> list[Exercise]:
        return [e for e in self.states if e.module == module]

    def _title(self, module: str) -> str:
        return f"test_{module}" if any(e.is_own for e in self._of(module)) else module

    def _row(self, module: str, width: int, across: int) -> _Line:
        exercises, known = self._of(module), self.known()
        marks = "".join(self._symbol(known[e]) for e in exercises)
        wrong = [e.name for e in exercises if known[e] is State.WRONG]
        counts = [f"{number} {state.value}" for state in State if (number := sum(known[e] is state for e in exercises))]
        text = ", ".join(counts)
        if wrong:
            text = text.replace(" wrong", f" wrong ({', '.join(wrong)})")
        return f"  {self._title(module):<{width}}  {marks:<{across}}  {text}", self._colour(known[e] for e in exercises)

    def _symbol(self, state: State) -> str:
        symbol = _SYMBOLS[state]
        try:
            symbol.encode(self.encoding)
        except (UnicodeEncodeError, LookupError):
            return _PLAIN[symbol]
        return symbol

    def _colour(self, known: Iterable[State]) -> State:
        states = set(known) - {State.NOT_RUN}
        if State.WRONG in states or State.UNUSABLE in states:
            return State.WRONG
        return State.DONE if states == {State.DONE} else State.NOT_STARTED

    def _totals(self) -> list[_Line]:
        states = {e: state for e, state in self.known().items() if not e.is_own}
        rest = sum(state is State.NOT_RUN for state in states.values())
        done = sum(state is State.DONE for state in states.values())
        on_track = self._on_track()
        was_done = all(self.before.get(e) is State.DONE for e in on_track)  # then it is over
        if rest and len(on_track) < len(states) and on_track and not was_done:
            done = sum(states[e] is State.DONE for e in on_track)
            return [(f"  {done} of {_count(len(on_track))} on the track {self.track} done", State.NOT_RUN)]
        if rest:
            return [(f"  {done} of {_count(len(states) - rest)} done; {rest} more have not run yet", State.NOT_RUN)]
        required = [state for e, state in states.items() if not e.is_bonus]
        bonus = [state for e, state in states.items() if e.is_bonus]
        text = f"  {required.count(State.DONE)} of {_count(len(required))} done"
        if bonus:
            text += f", and {bonus.count(State.DONE)} of {len(bonus)} for a bonus"
        return [(text, State.NOT_RUN)]

    def _on_track(self) -> list[Exercise]:
        return [e for e in self.states if e.name in self.course.tracks.get(self.track or "", ())]

    def _finished(self) -> list[_Line]:
        """Say which modules this run has finished, and what can be done with them; not where all is done."""
        after = self.known()
        if all(after.get(e) is State.DONE for e in self.course.exercises):
            return []
        lines = []
        on_track = self._on_track()
        if on_track and self._is_new(on_track) and self._following() is not None:
            lines.append((f"  the track {self.track} is done: well done! What comes now is beyond it", State.DONE))
        for module in dict.fromkeys(e.module for e in self.states if not e.is_own):
            required = [e for e in self.course.exercises if e.module == module and not e.is_bonus]
            if required and self._is_new(required):
                can = self.course.can.get(module)
                lines.append((f"  {module}.py is finished" + (f": you can now {can}" if can else ""), State.DONE))
        return lines

    def _is_new(self, exercises: list[Exercise]) -> bool:
        """Say whether all of these are right since this run."""
        after = self.known()
        is_done = all(after.get(e) is State.DONE for e in exercises)
        return is_done and not all(self.before.get(e) is State.DONE for e in exercises)

    def _advice(self) -> list[_Line]:
        chosen = self.next()
        if chosen is None:
            return [] if self.is_cut else self._all_done()
        state = self.known().get(chosen, State.NOT_RUN)
        ran = self.states.get(chosen, State.NOT_RUN) is not State.NOT_RUN
        name = f"{chosen.name} in {chosen.module}.py"
        minutes = f" (about {_count(chosen.minutes, 'minute')})" if chosen.minutes else ""
        bonus = ", a bonus" if chosen.is_bonus else ""
        if chosen in self.elsewhere:
            return [(f"  next: put your work into {chosen.module}.py, as said above", State.NOT_RUN)]
        if state is State.UNUSABLE:
            words = "next: fix the file that has a ! above, then comes"
        elif state is State.WRONG:
            words = "next: fix"
        else:
            words = "next: start with" if ran or chosen in self.needs.values() else "after that comes"
        if self.track and chosen.name in self.course.tracks.get(self.track, ()):
            words = words.replace("next:", f"next on the track {self.track}:")
            words = words.replace("after that comes", f"after that comes, on the track {self.track},")
        lines = [f"  {words} {name}{bonus}{minutes}", f"  run it alone: pytest -k {chosen.name}"]
        if chosen.hints:
            lines.append(f"  stuck? pytest --hint {chosen.name}")
        return [(line, State.NOT_RUN) for line in lines]

    def _all_done(self) -> list[_Line]:
        known = {e for e in self.states if not e.is_own}
        is_whole = known.issuperset(self.course.exercises)
        can = self.course.can.get("") if is_whole else ""
        words = "all done: well done!" + (f" You can now {can}." if can else "")
        if not is_whole and self.track:
            words = f"the track {self.track} is done: well done! `pytest` alone has the rest"
        return [(f"  {words}", State.DONE)]


def _count(number: int, noun: str = "exercise") -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
