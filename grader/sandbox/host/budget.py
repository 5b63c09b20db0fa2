"""How long one submission may take, and what it has used up: kept on the grader's side."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, field

from grader.sandbox.host.errors import OutOfTime, StudentTimedOut
from grader.sandbox.host.meter import BACKSTOP, Meter

_IMPORT_FACTOR = 5  # an import may take this many times a call: demonstrations left at the end of a file
_ONCE_MORE = 5  # calls of time, for a function with more time of its own that is tried with other modules beside it
_MOST_TIMEOUTS = 2  # of one function; further calls of it are not tried
# After so many time-outs in one hand-in a call gets this share of its time, and a function no second chance: a hand-in
# that hangs everywhere ends within a minute.
_IMPATIENCE = ((10, 1 / 8), (3, 1 / 4), (0, 1.0))
_NO_LONGER_SPECIAL = 10  # time-outs, after which no call gets more than two ordinary ones
_NAP = 0.05  # seconds: no honest function sleeps, and in a hand-in that took so many naps none may sleep for longer
_MOST_NAPS = 5
_SHORT_NAP = 0.1
_OUR_OWN = 5.0  # seconds of wall-clock time that we may need to end a call


@dataclass(frozen=True)
class Budget:
    """How long a submission may take, in seconds.

    What counts is what the submission's process does, the CPU time it uses and the time it sleeps; for the hand-in
    our own work with its answers as well. Wall-clock time is a backstop, several times as long.
    """

    call: float
    module: float
    hand_in: float
    special: Mapping[str, float] = field(default_factory=dict)  # function -> seconds of one call


class Spending:
    """What one submission has spent of its budget.

    `module` and `name` are what the suite called, never what a guest says: a name of its own choice would
    have a budget of its own.

    Args:
        earlier: the account of the same hand-in when its functions were tried before, with other modules beside
            them: each may be tried again, but the time that is gone is gone. Only a function with more time of its
            own gets a little more: it may have waited for a slow neighbour, and now calls the course's in its place.
        timeouts: how many there have been before.
    """

    def __init__(self, budget: Budget, earlier: Spending | None = None, timeouts: int = 0) -> None:
        self._limits = budget
        self.end: float = earlier.end if earlier else time.monotonic() + BACKSTOP * budget.hand_in
        self._began: float = earlier._began if earlier else time.process_time()
        self._spent: dict[tuple[str, str], float] = earlier._spent if earlier else {}
        self._once_more = _ONCE_MORE * budget.call if earlier else 0.0
        self._timeouts: dict[tuple[str, str], int] = {}
        self._naps: list[None] = earlier._naps if earlier else []  # one for each call that took one
        self._earlier_timeouts = earlier._all_timeouts() if earlier else timeouts

    def meter_for(self, module: str, name: str, outer: Meter | None) -> Meter:
        """Return what a call of this function may use now.

        Raises:
            StudentTimedOut: nothing is left for it.
        """
        limits, timeouts = self._limits, self._all_timeouts()
        tried = self._timeouts.get((module, name), 0)
        share = next(share for most, share in _IMPATIENCE if timeouts >= most)
        if tried >= (_MOST_TIMEOUTS if share == 1 else 1):
            times = f"{tried} times" if tried > 1 else "once"
            raise StudentTimedOut(f"{name} was not called again: it did not answer {times}")
        ours = time.process_time() - self._began
        of_hand_in = limits.hand_in - sum(self._spent.values()) - ours
        account = self._account(module, name)
        of_account = limits.module - self._spent.get(account, 0.0) + (self._once_more if account[1] else 0.0)
        left = min(of_account, of_hand_in, self.end - time.monotonic())
        if left <= 0:
            raise OutOfTime(f"the time for {account[1] or 'this module'} was used up before this test")
        seconds = share * limits.special.get(name, limits.call * (_IMPORT_FACTOR if name == "import" else 1))
        if timeouts >= _NO_LONGER_SPECIAL:
            seconds = min(seconds, 2 * limits.call)
        asleep = _SHORT_NAP if len(self._naps) >= _MOST_NAPS else None
        return Meter(min(seconds, left), self.end, outer, asleep)

    def of_our_own(self, meter: Meter) -> tuple[float, float]:
        """Return how many seconds of CPU and of wall-clock time the grader itself may work within a call."""
        return max(self._limits.call, meter.seconds), meter.wall_end - time.monotonic() + _OUR_OWN

    def why_ended(self, name: str, meter: Meter) -> str:
        """Say why a call was ended; what was left of a module's time is measured, and enters no document."""
        seconds = meter.may_sleep if meter.has_overslept else meter.seconds
        whole = self._limits.special.get(name, self._limits.call)
        given = {whole * factor * share for factor in (1, _IMPORT_FACTOR) for _, share in _IMPATIENCE}
        given |= {2 * self._limits.call, _SHORT_NAP}
        within = f"{seconds:g} s" if seconds in given else "the time that was left"
        return f"{within}: {'what does it wait for?' if meter.has_overslept else 'is a loop endless?'}"

    def spend(self, module: str, name: str, meter: Meter) -> None:
        """Book what a call took."""
        account = self._account(module, name)
        self._spent[account] = self._spent.get(account, 0.0) + meter.used
        if meter.slept >= min(_NAP, meter.may_sleep):
            self._naps.append(None)

    def timed_out(self, module: str, name: str) -> None:
        """Note that a function did not answer."""
        self._timeouts[module, name] = self._timeouts.get((module, name), 0) + 1

    def _account(self, module: str, name: str) -> tuple[str, str]:
        """Return to whom a call is booked: a function with more time of its own takes none from its module."""
        return module, name if name in self._limits.special else ""

    def _all_timeouts(self) -> int:
        return self._earlier_timeouts + sum(self._timeouts.values())
