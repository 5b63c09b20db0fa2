"""How guests are kept from doing harm, as a choice, and the errors where they cannot be; most commands need no more."""

from __future__ import annotations

from enum import StrEnum
from typing import Literal

from grader.outcome import MustAct

# The environment in which numbers are the same in every process, and none spends time on threads of its own.
REPEATABLE = {f"{name}_NUM_THREADS": "1" for name in ("OPENBLAS", "OMP", "MKL", "BLIS", "VECLIB_MAXIMUM")}
REPEATABLE["PYTHONHASHSEED"] = "0"


class Isolation(StrEnum):
    """Who keeps a guest from doing harm."""

    JAIL = "jail"
    PROCESS = "process"

    @property
    def label(self) -> Literal["landlock+seccomp", "process"]:
        """What a grade document says."""
        return "landlock+seccomp" if self is Isolation.JAIL else "process"


class SandboxError(MustAct):
    """The operator must act: this machine cannot isolate, or there is no fork server any more."""


class ForkServerLost(SandboxError):
    """This fork server is good for nothing more; another one may be."""
