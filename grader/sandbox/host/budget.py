"""How long one submission may take, and what it has used up: wall-clock time, kept on the grader's side."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, field

from grader.sandbox.host.errors import OutOfTime, StudentTimedOut

_IMPATIENT_AFTER = 3  # time-outs in one hand-in, after which a call gets a quarter of its time
_MOST_TIMEOUTS = 2  # of one function; further calls of it are not tried
_IMPORT_FACTOR = 5  # an import may take this many times a call: demonstrations left at the end of a file


@dataclass(frozen=True)
class Budget:
    """How long a submission may take, in seconds of wall-clock time."""

    call: float
    module: float
    hand_in: float
    special: Mapping[str, float] = field(default_factory=dict)  # function -> seconds of one call


class Spending:
    """What one submission has spent of its budget.

    For a call and a module the time counts that the submission takes; for the hand-in all time that passes, because
    what is done here with its answers, such as comparing large ones, takes time as well.

    `module` and `name` are what the suite called, never what a guest says: a name of its own choice would
    have a budget of its own.
    """

    def __init__(self, budget: Budget) -> None:
        self._limits = budget
        self._end = time.monotonic() + budget.hand_in
        self._spent: dict[str, float] = {}
        self._timeouts: dict[tuple[str, str], int] = {}

    def seconds_for(self, module: str, name: str) -> float:
        """Return how long a call of this function may take now.

        Raises:
            StudentTimedOut: nothing is left for it.
        """
        limits = self._limits
        if self._timeouts.get((module, name), 0) >= _MOST_TIMEOUTS:
            raise StudentTimedOut(f"{name} was not called again: it did not answer {_MOST_TIMEOUTS} times")
        left = min(limits.module - self._spent.get(module, 0.0), self._end - time.monotonic())
        if left <= 0:
            raise OutOfTime("the time for this module was used up before this test")
        seconds = limits.special.get(name, limits.call * (_IMPORT_FACTOR if name == "import" else 1))
        if sum(self._timeouts.values()) >= _IMPATIENT_AFTER and name not in limits.special:
            seconds /= 4
        return min(seconds, left)

    def said(self, name: str, seconds: float) -> str:
        """Return the time a call had, in words: what was left of a module's is measured, and enters no document."""
        whole = self._limits.special.get(name, self._limits.call)
        given = {whole * factor / share for factor in (1, _IMPORT_FACTOR) for share in (1, 4)}
        return f"{seconds:g} s" if seconds in given else "the time that was left"

    def spend(self, module: str, seconds: float) -> None:
        """Book what a call took."""
        self._spent[module] = self._spent.get(module, 0.0) + seconds

    def timed_out(self, module: str, name: str) -> None:
        """Note that a function did not answer."""
        self._timeouts[module, name] = self._timeouts.get((module, name), 0) + 1
