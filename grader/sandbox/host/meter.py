"""What one call may still use: CPU time of who works for it, time that it sleeps, and wall-clock time as a backstop.

A busy machine makes everything take longer and nobody use more CPU, so it refuses nobody. Code that waits for nothing
uses no CPU at all: that is seen by looking at it now and then.
"""

from __future__ import annotations

import time

BACKSTOP = 10  # times the limit: the wall-clock time within which it has to end on the busiest machine


class Meter:
    """The limit of one call. What is used within a call of ours inside a call of theirs counts for the outer one too,
    so that an inner deadline is never later than the outer one.

    Args:
        seconds: of CPU; wall-clock time is a multiple of it.
        end: on the clock of time.monotonic, whatever happens.
        outer: of the call that this one is a part of.
        asleep: seconds, if not as many.
    """

    def __init__(self, seconds: float, end: float, outer: Meter | None = None, asleep: float | None = None) -> None:
        self.seconds = seconds
        self.may_sleep = seconds if asleep is None else min(seconds, asleep)
        self.used = 0.0  # seconds of CPU and asleep together
        self.slept = 0.0
        self.wall_end: float = min(time.monotonic() + BACKSTOP * seconds, end, outer.wall_end if outer else end)
        self._cpu = seconds
        self._outer = outer

    def uses(self, *, cpu: float = 0.0, asleep: float = 0.0) -> None:
        """Book what was used since the last time."""
        self.used += cpu + asleep
        self._cpu -= cpu
        self.slept += asleep
        if self._outer is not None:
            self._outer.uses(cpu=cpu, asleep=asleep)

    @property
    def has_overslept(self) -> bool:
        """Did this call wait for too long, for whatever it was?"""
        return self.slept >= self.may_sleep

    @property
    def is_over(self) -> bool:
        """Has this call, or one that it is a part of, nothing left?"""
        mine = self._cpu <= 0 or self.has_overslept or time.monotonic() >= self.wall_end
        return mine or (self._outer is not None and self._outer.is_over)
