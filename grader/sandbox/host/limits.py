"""The limits that a shell or a batch system has set for this process: lifted as far as may be, or named.

With less than it needs a guest would be killed in the middle of an answer that is right, and nobody would know why.
"""

from __future__ import annotations

import contextlib

with contextlib.suppress(ImportError):  # commands that grade nothing work on systems without it
    import resource

_MB = 1 << 20
_OUR_OWN_MB = 512  # of addresses, for a session and all that it has loaded
_OUR_FILES_MB = 256  # the largest file of ours: a document, an archive, what two processes share
_OUR_STACK_MB = 8  # what every Linux gives; a guest takes up to eight times as much where it may
_OUR_FILES = 256  # open at a time


_KINDS = {  # what a limit is of, in words; in which unit; which flag of ulimit sets it
    "AS": ("{} MB of memory", _MB, "-v"),
    "DATA": ("{} MB of data", _MB, "-d"),
    "CPU": ("{} s of CPU time", 1, "-t"),
    "FSIZE": ("files of {} MB", _MB, "-f"),
    "STACK": ("a stack of {} MB", _MB, "-s"),
    "NOFILE": ("{} open files", 1, "-n"),
}


def lift() -> None:
    """Raise the limits of this process, and of those that it starts, as far as it may."""
    for kind in map(_number_of, _KINDS):
        soft, hard = resource.getrlimit(kind)
        if soft != hard:
            with contextlib.suppress(ValueError, OSError):  # macOS refuses some
                resource.setrlimit(kind, (hard, hard))


def lacking(memory_mb: int, cpu_seconds: int) -> str:
    """Say which limit of this process is too low to fork such guests, or nothing.

    Args:
        memory_mb, cpu_seconds: what one guest may take.
    """
    needs = {
        "AS": (memory_mb + _OUR_OWN_MB) * _MB,
        "DATA": (memory_mb + _OUR_OWN_MB) * _MB,
        "CPU": cpu_seconds,
        "FSIZE": _OUR_FILES_MB * _MB,
        "STACK": _OUR_STACK_MB * _MB,
        "NOFILE": _OUR_FILES,
    }
    for kind, needed in needs.items():
        given, _ = resource.getrlimit(_number_of(kind))
        if given != resource.RLIM_INFINITY and given < needed:
            words, unit, flag = _KINDS[kind]
            has, needs_it = (words.format(f"{amount // unit:,}") for amount in (given, needed))
            return (
                f"this machine lets a process of yours have only {has} (ulimit {flag}), and grading needs {needs_it}: "
                "raise that limit where it is set, in the shell or the batch job that starts the grader"
            )
    return ""


def _number_of(kind: str) -> int:
    number: int = getattr(resource, f"RLIMIT_{kind}")
    return number
