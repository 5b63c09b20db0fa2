"""What a guest may ask of the grader while a call runs: functions passed to it, and functions of lent modules.

Both are the course's own code on the grader's side, called with values a hostile guest chose. So a lent module
answers only for its own functions, and only to a module that comes after it in the course: the reference's
answers can never serve as an oracle for the exercise that is being graded.
"""

from __future__ import annotations

import types
from collections.abc import Callable, Collection, Mapping
from typing import Any

from grader.sandbox.wire.frames import FrameError
from grader.sandbox.wire.replies import AskBack


def is_of_a_suite(value: object) -> bool:
    """Say whether the class of an object is defined in a file of hidden tests, as a stand-in for something is."""
    return type(value).__module__.rpartition(".")[2].startswith(("test_", "conftest"))


class Lending:
    """The modules and callbacks that one submission may use.

    Args:
        reference: module name -> the course's own module, in the order of the course.
        lent: modules lent from the start, to whichever module asks.
        siblings: single functions, as (module, name), that answer in place of the student's own where other functions
            call them; called by the suite, it is the student's own that answers.
    """

    def __init__(
        self,
        reference: Mapping[str, types.ModuleType],
        lent: frozenset[str],
        siblings: Collection[tuple[str, str]] = (),
    ) -> None:
        self.borrowed: set[str] = set()  # lent modules whose functions were really called
        self.callbacks: list[Callable[..., Any]] = []
        self._reference = reference
        self._always = lent
        self._siblings = frozenset(siblings)
        self._lent = set(lent)
        self._order = list(reference)
        self._first_callback = 0
        self._objects: list[tuple[object, list[Any]]] = []  # of the suite's, and what was said of each
        self._first_object = 0

    def lend(self, module: str) -> None:
        """Answer for a module that the submission does not have, or that cannot be imported."""
        if module in self._reference:
            self._lent.add(module)

    def names(self) -> list[str]:
        """Return the modules a guest may import from here."""
        return sorted(self._lent)

    def pass_along(self, function: Callable[..., Any]) -> int:
        """Return the number under which a guest may call a function of the suite's."""
        self.callbacks.append(function)
        return len(self.callbacks) - 1

    def pass_along_object(self, value: object) -> list[Any]:
        """Return what a guest is told of an object of the suite's: its number, its kind, and its methods' numbers."""
        methods = [name for name in dir(value) if not name.startswith("_") and callable(getattr(value, name))]
        numbered = [[name, self.pass_along(getattr(value, name))] for name in methods]
        self._objects.append((value, [len(self._objects), type(value).__name__, numbered]))
        return self._objects[-1][1]

    def forget_callbacks(self) -> None:
        """Let what was passed so far belong to the past: a fresh guest was never given it."""
        self._first_callback, self._first_object = len(self.callbacks), len(self._objects)

    def callback(self, number: Any) -> Callable[..., Any]:
        """Return a function that was passed to the present guest.

        Raises:
            FrameError: it was given no such number.
        """
        if type(number) is not int or not self._first_callback <= number < len(self.callbacks):
            raise FrameError("a callback that was never passed")
        return self.callbacks[number]

    def passed_object(self, named: Any) -> object:
        """Return an object that was passed to the present guest.

        Raises:
            FrameError: none of which this was said.
        """
        number = named[0] if type(named) is list and named else None
        if type(number) is int and self._first_object <= number < len(self._objects):
            value, told = self._objects[number]
            if named == told:
                return value
        raise FrameError("an object that was never passed")

    def check(self, asked: AskBack) -> None:
        """Refuse the number of a callback that no honest guest can have.

        Raises:
            FrameError: it was given no such callback.
        """
        if isinstance(asked.function, int):
            self.callback(asked.function)

    def replaced(self) -> dict[str, list[str]]:
        """Return the names that answer from here in a module of the student's own."""
        modules = sorted({module for module, _ in self._siblings} - self._lent)
        return {module: sorted(name for its, name in self._siblings if its == module) for module in modules}

    def allow(self, wanted: tuple[str, str], on_behalf_of: tuple[str, str]) -> None:
        """Let a guest have (module, name) while a function runs that the suite called, as (module, name).

        Raises:
            AttributeError: it is not lent to this one, or there is no such function.
        """
        module, name = wanted
        is_sibling = wanted in self._siblings and wanted != on_behalf_of
        if not is_sibling and (module not in self._lent or not self._may_borrow(on_behalf_of[0], module)):
            raise AttributeError(f"{module}.{name[:60]} is not lent to {on_behalf_of[0]}")
        self.find(wanted)
        if not is_sibling:
            self.borrowed.add(module)

    def find(self, wanted: tuple[str, str]) -> Callable[..., Any]:
        """Return a function of the course's own.

        Raises:
            AttributeError: the module has no such function.
        """
        module, name = wanted
        own = self._reference[module]
        function = vars(own).get(name)
        is_its_own = isinstance(function, types.FunctionType | type) and function.__module__ == own.__name__
        if name.startswith("_") or not is_its_own:
            raise AttributeError(f"{module} has no function {name[:60]!r}")
        return function  # type: ignore[return-value]  # is_its_own says so

    def _may_borrow(self, borrower: str, module: str) -> bool:
        if module in self._always:
            return True
        return borrower in self._order and self._order.index(module) < self._order.index(borrower)
