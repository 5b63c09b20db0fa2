"""How long a process sleeps while we wait for it: by looks at its state, and by what the kernel has counted since.

A look alone is not enough. A process that says a byte now and then is never silent for long, and one that knows when
the looks come works at those moments.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

GLANCE = 0.025  # seconds of waiting between two looks
_PF_EXITING = 4
_MOSTLY = 3 / 4  # of the waiting: what a host of virtual machines takes away is counted nowhere
_OUR_SCHEDULE = Path("/proc/thread-self/schedstat")
_STATE, _FLAGS, _MAJOR_FAULTS = 0, 6, 9  # among the fields of /proc/PID/stat behind the name, see proc(5)


@dataclass(frozen=True)
class _Seen:
    """What the kernel had counted: seconds of work, seconds that it and we queued for a core, and reads from disk."""

    cpu: float = 0.0
    queued: float = float("-inf")  # a first look blames nobody
    major_faults: int = 0


class Asleep:
    """Knows how long one process was asleep since it was last looked at."""

    def __init__(self, pid: int) -> None:
        self._stat, self._schedule = Path(f"/proc/{pid}/stat"), Path(f"/proc/{pid}/schedstat")
        self._seen = _Seen()

    def seconds(self, waited: float, cpu: float, *, is_silent: bool) -> float:
        """Return for how long it slept, neither working nor ready to work as soon as a core is free for it.

        Args:
            waited: for how many seconds we have waited for it since the last look.
            cpu: what it has used in all.
            is_silent: it has said nothing for a whole glance.
        """
        if sys.platform != "linux":
            return 0.0  # the clock is wall-clock time there
        fields = self._fields()
        if not fields:  # it has just ended, or /proc is hidden: then the backstop has to do
            return 0.0
        queued = _seconds_queued(self._schedule) + _seconds_queued(_OUR_SCHEDULE)
        before, self._seen = self._seen, _Seen(cpu, queued, int(fields[_MAJOR_FAULTS]))
        if is_silent and fields[_STATE] == b"S":
            return GLANCE
        idle = waited - (cpu - before.cpu) - (queued - before.queued)
        reads_from_disk = fields[_STATE] == b"D" or self._seen.major_faults > before.major_faults
        return idle if idle > _MOSTLY * waited and not reads_from_disk else 0.0

    def is_on_its_way_out(self) -> bool:
        """Say whether it has begun to end, and its parent cannot be told yet how."""
        fields = self._fields()
        return bool(fields) and int(fields[_FLAGS]) & _PF_EXITING != 0 and fields[_STATE] not in (b"Z", b"X")

    def _fields(self) -> list[bytes]:
        try:
            return self._stat.read_bytes().rpartition(b") ")[2].split()
        except OSError:
            return []


def _seconds_queued(schedule: Path) -> float:
    try:
        return int(schedule.read_bytes().split()[1]) / 1e9
    except (OSError, IndexError):  # a kernel that does not count it
        return float("inf")
