"""Stand in for an object of the suite's: a hand-in can call its methods, which run on the grader's side."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NoReturn


class Double:
    """What a hand-in gets in the place of such an object.

    Args:
        passed: its number, the name of its class, and the name and number of each method.
        callback: returns what calls the grader's function of a number.
    """

    def __init__(self, passed: list[Any], callback: Callable[[int], Callable[..., Any]]) -> None:
        _, kind, methods = passed
        own = {name: callback(number) for name, number in methods}
        self.__dict__.update(own, _grader_passed=passed, _grader_kind=kind)

    def __repr__(self) -> str:
        return f"<{self._grader_kind} of the test>"

    def __getattr__(self, name: str) -> NoReturn:
        kind = self.__dict__.get("_grader_kind")  # copy.copy asks before there is one
        raise AttributeError(f"{kind!r} object has no method {name!r}")

    def __setattr__(self, name: str, value: Any) -> NoReturn:
        raise AttributeError(f"{self!r} can only be asked: nothing of it can be set, as {name!r} here")
