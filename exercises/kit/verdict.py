# A copy of the kit's grader/handout/kit/verdict.py, written by `grader build`: a change made here is lost.
"""Turn the outcome of one test into a state and the few lines a student needs."""

from __future__ import annotations

import functools
import re
import traceback
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from types import TracebackType

from .course import FOLDER, Exercise, read_course
from .faults import Unusable, version_note
from .student import is_untouched, missing_name, work_elsewhere
from .traces import chain_of, code_line, describe, is_here, last_frame, lines_of, scene_of
from .watchdog import TookTooLong

_PRINTED_LINES, _PRINTED_WIDTH = 8, 100
_NUMBER = r"(-?\d*\.?\d+(?:e[-+]\d+)?)"
_SAYS_LITTLE = "look at the form before the values"  # what is said where nothing better is known


class State(Enum):
    """How a test, or an exercise as a whole, stands."""

    DONE = "done"
    WRONG = "wrong"
    NOT_STARTED = "not started"
    UNUSABLE = "blocked"
    NOT_RUN = "not run"


class HungBefore(Exception):
    """Another test of the same exercise has already waited for an endless loop."""


@dataclass(frozen=True)
class Verdict:
    """One test's outcome.

    `fault`: the file that must be fixed first. `needs`: function and module that it calls and that is not written yet.
    """

    exercise: Exercise
    state: State
    sentence: str
    lines: tuple[str, ...] = ()
    fault: Unusable | None = None
    needs: tuple[str, str] | None = None

    @property
    def text(self) -> str:
        """What is wrong, '' if nothing is."""
        return "\n".join(self.fault.lines if self.fault is not None else self.lines)


def judge(exercise: Exercise, sentence: str, error: BaseException | None, seconds: float) -> Verdict:
    """Return the verdict on a test that ended with `error` (None: it passed)."""
    if error is None:
        return Verdict(exercise, State.DONE, sentence)
    fault = _cause(error)
    if fault is not None:
        return Verdict(exercise, State.UNUSABLE, sentence, fault=fault)
    trace = error.__traceback__
    if isinstance(error, NotImplementedError):
        missing = _unwritten(trace)
        if missing and (blocked := _blocked(exercise)):
            return Verdict(exercise, State.WRONG, sentence, (blocked,))
        if missing == (exercise.name, exercise.module):
            return Verdict(exercise, State.NOT_STARTED, sentence, tuple(work_elsewhere(exercise.module)))
        if missing:
            who = f"test_{exercise.module}.py" if exercise.is_own else f"{exercise.name} in {exercise.module}.py"
            where = f"{who} needs {missing[0]} in {missing[1]}.py"
            return Verdict(
                exercise, State.NOT_STARTED, sentence, (f"{where}, which is not written yet",), needs=missing
            )
    return Verdict(exercise, State.WRONG, sentence, tuple(_explain(exercise, error, trace, seconds)))


def printed(text: str) -> list[str]:
    """Return the start of what the student's code printed, for showing."""
    rows = text.rstrip().splitlines()
    if not rows:
        return []
    shown = [f"    {row[:_PRINTED_WIDTH]}" for row in rows[:_PRINTED_LINES]]
    if len(rows) > _PRINTED_LINES:
        shown.append(f"    ... and {len(rows) - _PRINTED_LINES:,} more lines")
    return ["your code printed:", *shown]


def sum_up(states: Iterable[State]) -> State:
    """Return the state of an exercise from those of its tests: done only if all of them are."""
    all_states = set(states)
    for state in (State.UNUSABLE, State.WRONG, State.NOT_STARTED, State.DONE):
        if state in all_states:
            return state
    return State.NOT_RUN


def _cause(error: BaseException) -> Unusable | None:
    return next((seen for seen in chain_of(error) if isinstance(seen, Unusable)), None)


@functools.cache
def _blocked(exercise: Exercise) -> str:
    """Return what keeps the student's own code of this exercise from being reached, '' if nothing does."""
    path = FOLDER / f"{exercise.module}.py"
    if not path.is_file() or is_untouched(exercise.module):
        return ""
    from .recognise import in_the_way  # most runs need it not

    return in_the_way(path.name, path.read_bytes(), exercise.name)


def _unwritten(trace: TracebackType | None) -> tuple[str, str] | None:
    """Return function and module that are still to be written, None if the student's code raised on purpose."""
    frame = last_frame(trace)
    if frame is None:
        return None
    return frame.f_code.co_qualname.split(".")[0], Path(frame.f_code.co_filename).stem


def _explain(exercise: Exercise, error: BaseException, trace: TracebackType | None, seconds: float) -> list[str]:
    places = [f"    {line}" for line in lines_of(trace)]
    if isinstance(error, HungBefore):
        return ["not tried again: it did not come back in the test before"]
    if isinstance(error, TookTooLong):
        return [f"no answer after {seconds:g} seconds: an endless loop? It was in", *places]
    asked_for = re.fullmatch(
        rf"(?:partially initialized )?module '{exercise.module}' has no attribute '(\w+)'.*", str(error)
    )
    if isinstance(error, AttributeError) and asked_for:
        return missing_name(exercise.module, asked_for[1])
    if isinstance(error, AssertionError) and (hasattr(error, "message") or not places):
        example = _test_line(trace)
        odd = _oddity(exercise, error, example)
        if "(for " in str(error):  # the message names the input already
            example = example[:1]
        return [*_mismatch(error, odd), *places, *example]
    if isinstance(error, FileNotFoundError) and not places and (missing := _handed_out(error)):
        return [f"{missing} is missing: take a fresh copy of it, and keep your own files"]
    if isinstance(error, EOFError) or (isinstance(error, OSError) and "reading from stdin" in str(error)):
        return ["your code asks for keyboard input: take input() out", *places]
    if isinstance(error, SystemExit):
        return ["your code ends Python: take exit() or quit() out", *places]
    from .explain import in_plain_words  # most runs need it not
    from .scene import Scene

    if places:
        meaning = in_plain_words(error, scene_of(trace))
        more = version_note(error) or ([meaning] if meaning else [])
        return [f"your code raised {describe(error)}", *getattr(error, "__notes__", ()), *more, *places]
    meaning = in_plain_words(error, Scene())
    more = [meaning] if meaning else []
    return [f"calling it, or using what it returned, raised {describe(error)}", *more, *_test_line(trace)]


def _handed_out(error: FileNotFoundError) -> str:
    """Return which file of those that came with the exercises is not there; '' if it is none of them."""
    name = Path(str(error.filename)).name
    return next((file for file in read_course().generated if Path(file).name == name), "")


def _oddity(exercise: Exercise, error: AssertionError, example: list[str]) -> str:
    """Return what is odd in the function; a guess only where the test itself has no hint."""
    path = FOLDER / f"{exercise.module}.py"
    if not path.is_file():
        return ""
    from .oddities import Symptoms, oddity  # most runs need it not

    message, hint = str(getattr(error, "message", error)), getattr(error, "hint", "")
    numbers = re.search(rf" is {_NUMBER}\.?, should be {_NUMBER}", message)
    symptoms = Symptoms(
        is_none=", not None" in message,
        numbers=(float(numbers[1]), float(numbers[2])) if numbers else None,
        passed=frozenset(re.findall(r"(\w+)=", example[0] if example else "")),
        has_hint=bool(hint) and not hint.startswith(_SAYS_LITTLE),
    )
    return oddity(path.name, path.read_bytes(), exercise.name, symptoms)


def _mismatch(error: AssertionError, odd: str) -> list[str]:
    """Return what does not hold, and one hint: a line that is surely odd comes before the hint of the test."""
    message = getattr(error, "message", None)
    hint = odd or getattr(error, "hint", "")
    lines = str(error if message is None else message).splitlines() or ["this does not hold:"]
    return [*lines, *([f"hint: {hint}"] if hint else [])]


def _test_line(trace: TracebackType | None) -> list[str]:
    """Return how the public test calls the exercise, or its own line, so that the student can look at the example."""
    from .inputs import call_before  # most runs need it not

    for frame, line in traceback.walk_tb(trace):
        path = Path(frame.f_code.co_filename)
        if is_here(path) and path.name.startswith("test_"):
            number, text, given = call_before(frame, line) or (line, _without_hint(code_line(str(path), line)), "")
            return [f"{path.name}, line {number}:  {text}", *([f"    with {given}"] if given else [])]
    return []


def _without_hint(code: str) -> str:
    """Return a test's line without what only says how to put a failure: the student has read that already."""
    short = re.split(r"(?:, |(?<=\())(?:hint|slips|given|name|rtol)=", code)[0]
    return short if short == code else f"{short})"
