"""One submission's code, wherever it runs at the moment: calls go in, values or StudentErrors come out.

A crash or a hang costs the call concerned; the next call gets a fresh guest. A module whose import fails is
broken for good and earns nothing, and only then may the course's own answer in its place for its siblings.
"""

from __future__ import annotations

import types
from collections.abc import Collection, Mapping
from functools import partial
from typing import Any

from grader.children import Watch
from grader.sandbox.host.budget import Budget, Spending
from grader.sandbox.host.effects import copy_back, copy_back_field, print_again, randomness_was_touched, warn_again
from grader.sandbox.host.errors import (
    NotHandedIn,
    OutOfTime,
    StudentCrashed,
    StudentError,
    StudentRaised,
    Unimportable,
    as_exception,
    import_failure,
)
from grader.sandbox.host.forkserver import ForkServer
from grader.sandbox.host.lending import Lending
from grader.sandbox.host.recording import Call, Recording
from grader.sandbox.host.records import HasRecords, Records
from grader.sandbox.host.remote import Method, RemoteMethod, RemoteObject
from grader.sandbox.host.rpc import Rpc
from grader.sandbox.wire.frames import FrameError
from grader.sandbox.wire.replies import Raised, Returned, parse_import
from grader.sandbox.wire.stand_ins import STAND_INS

__all__ = ["Budget", "RunningSubmission"]

_ECHO = b"def echo(*args, **kwargs): return args[0]"


class RunningSubmission:
    """Runs one submission.

    Args:
        fork_server: gives the guests.
        sources: module name -> file content.
        refused: module name -> why its file cannot be used.
        extras: further modules of the student's own, which those may import.
        reference: module name -> the course's own module, in the order of the course, to be lent to later
            modules where the student's cannot be imported.
        lend: modules lent from the start.
        siblings: functions lent to the others of the hand-in, as (module, name): see Lending.
        records: keep every call in `calls`.
        earlier: the same submission when it was tried before, on whose account this one goes on.
        timeouts: how many there have been before that nobody else knows of.
        watch: see Rpc.
    """

    def __init__(
        self,
        fork_server: ForkServer,
        sources: Mapping[str, bytes],
        *,
        budget: Budget,
        refused: Mapping[str, str] | None = None,
        extras: Mapping[str, bytes] | None = None,
        reference: Mapping[str, types.ModuleType] | None = None,
        lend: frozenset[str] = frozenset(),
        siblings: Collection[tuple[str, str]] = (),
        records: bool = False,
        earlier: RunningSubmission | None = None,
        timeouts: int = 0,
        watch: Watch | None = None,
    ) -> None:
        self.stubbed: set[str] = set()  # plotting libraries that were stood in for
        self._fork_server, self._budget = fork_server, budget
        self._extras = dict(extras or {})
        self._sources = {name: source for name, source in sources.items() if name not in lend}
        self._broken = {name: Unimportable(why) for name, why in (refused or {}).items()}
        self._lending = Lending(reference or {}, lend, siblings)
        for name in (reference or {}).keys() - sources.keys():
            self._lending.lend(name)
        self._spending: Spending = Spending(budget, earlier._spending if earlier else None, timeouts)
        self._talk = Rpc(fork_server, self, self._spending, self._lending, self._first_words, watch or Watch())
        self._imported: dict[str, list[str]] = {}  # module -> the names it defines, in the present guest
        self._guest = 0  # the number of the guest that holds for
        self._worked: set[str] = set()  # modules that were imported once, in any guest
        self._recording = Recording() if records else None

    @property
    def calls(self) -> list[Call]:
        """What was recorded."""
        return self._recording.calls if self._recording is not None else []

    @property
    def borrowed(self) -> set[str]:
        """The lent modules whose functions were really called."""
        return self._lending.borrowed

    @property
    def output(self) -> dict[str, str]:
        """The beginning of what each module printed."""
        return self._talk.output

    def call(self, module: str, name: str, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        """Call a function or a class of the student's.

        Raises:
            StudentError: in any of its kinds (grader.sandbox.host.errors).
        """
        self._import(module)
        return self._request((module, name), {"do": "call", "target": f"{module}.{name}"}, args, kwargs)

    def draw(self, module: str, name: str, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        """Call a function of the student's; return what it draws, in place of what it returns.

        Raises:
            StudentError: as `call`.
        """
        self._import(module)
        return self._request((module, name), {"do": "draw", "target": f"{module}.{name}"}, args, kwargs)

    def call_method(self, on: RemoteObject, name: str, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        """Call a method of a student's object."""
        return self._request(on._place.asked, {"do": "call", "target": [on, name]}, args, kwargs)

    def operate(self, operator: str, on: RemoteObject, operands: tuple[Any, ...]) -> Any:
        """Apply an operator of Python's operator module, such as `add`, to a student's object."""
        return self._request(on._place.asked, {"do": "operate", "operator": operator}, operands, {})

    def get(self, on: RemoteObject, name: str) -> Any:
        """Return an attribute of a student's object; a method comes back as something to call."""
        value = self._request(on._place.asked, {"do": "get", "object": on, "name": name}, (), {})
        return RemoteMethod(on, name) if isinstance(value, Method) else value

    def cpu_seconds(self) -> float:
        """Return the CPU time of the present guest so far, its own and what talking to us costs it."""
        return self._talk.guest.cpu_seconds() if self._talk.guest is not None else 0.0

    def cpu_seconds_to_talk(self, args: tuple[Any, ...], kwargs: dict[str, Any]) -> float:
        """Return what a call with these arguments costs a guest without any of the student's code in it."""
        blank = RunningSubmission(self._fork_server, {"blank": _ECHO}, budget=self._budget)
        plain = Records(lambda kind, fields: fields)
        args, kwargs = plain.given(args), plain.given(kwargs)
        try:
            blank.call("blank", "echo", args, kwargs)
            costs = []
            for _ in range(3):
                before = blank.cpu_seconds()
                blank.call("blank", "echo", args, kwargs)
                costs.append(blank.cpu_seconds() - before)
        finally:
            blank.close()
        return min(costs)

    def close(self) -> None:
        """End the guest."""
        self._talk.close()

    def _import(self, module: str) -> None:
        """Import a module once per guest; where a sibling's import is what fails, lend that and try again."""
        while not self._is_imported(module):
            if module in self._broken:
                raise self._broken[module]
            if module not in self._sources:
                raise NotHandedIn(f"{module}.py was not handed in")
            try:
                reply, _, _ = self._talk.ask(module, "import", {"do": "import", "module": module})
            except OutOfTime:
                raise
            except StudentError as error:
                guilty = self._guilty(self._talk.importing, module)
                self._blame(guilty, Unimportable(f"importing {guilty}.py: {error}"))
                continue
            if isinstance(reply, Raised):
                guilty = self._guilty(reply.module, module)
                self._blame(guilty, import_failure(reply, guilty))
                continue
            try:
                told = parse_import(reply.value)
            except FrameError:
                raise StudentCrashed("your code replaced parts of Python that the grader needs") from None
            self._imported[module] = told.names
            self._worked.add(module)
            self.stubbed.update(name for name in told.stubbed if name in STAND_INS)

    def _is_imported(self, module: str) -> bool:
        if self._talk.guest is None or self._guest != self._talk.guests:
            self._imported, self._guest = {}, self._talk.guests
        return self._talk.guest is not None and module in self._imported

    def _guilty(self, blamed: str | None, wanted: str) -> str:
        """Return whose import failed. A guest may say anything, so each module can be blamed once."""
        return blamed if blamed in self._sources and blamed not in self._broken else wanted

    def _blame(self, guilty: str, failure: Unimportable) -> None:
        self.close()
        self._broken[guilty] = failure
        if guilty not in self._worked:  # what has earned marks of its own is not replaced as well
            self._lending.lend(guilty)

    def _first_words(self) -> dict[str, Any]:
        sources = {name: self._sources[name] for name in self._sources if name not in self._broken}
        return {
            "do": "begin",
            "sources": sources,
            "extras": self._extras,
            "lend": self._lending.names(),
            "replace": self._lending.replaced(),
        }

    def _request(
        self, asked: tuple[str, str], what: dict[str, Any], args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> Any:
        """Make a call, on the account of the function `asked`, and do here what it did there."""
        module, name = asked
        records: Records = Records(partial(self._make, module))
        try:
            reply, answer, request = self._talk.ask(module, name, {**what, "args": list(args), "kwargs": kwargs})
        except HasRecords:
            given = {"args": records.given(list(args)), "kwargs": records.given(kwargs)}
            reply, answer, request = self._talk.ask(module, name, {**what, **given})
        before, guest = records.by_number(), self._talk.guests
        if isinstance(reply, Returned):
            self._copy_back(reply, records, args, kwargs)
        after = records.by_number()
        if self._recording is not None:
            call = Call(module, name, guest, request, answer, self._lending.callbacks, records=(before, after))
            self._recording.note(call, reply)
        if reply.reseeded:
            randomness_was_touched()
        if reply.output:
            print_again(reply.output)
        if isinstance(reply, Raised):
            raise as_exception(reply, module, name, self._imported.get(module, []))
        warn_again(reply.warnings)
        return reply.value

    def _make(self, module: str, kind: type, fields: dict[str, Any]) -> Any:
        """Make an instance of the hand-in's dataclass of that name, for a call of `module`."""
        where = kind.__module__ if kind.__module__ in self._sources else module
        made = self.call(where, kind.__name__, (), fields)
        if not isinstance(made, RemoteObject):
            raise StudentRaised(f"{kind.__name__} of your {where}.py should be a class, and is none")
        return made

    def _copy_back(self, reply: Returned, records: Records, args: tuple[Any, ...], kwargs: dict[str, Any]) -> None:
        """Give the arguments the content that they have in the guest after the call."""
        if reply.changed is not None:
            changed_args, changed_kwargs = map(records.back, reply.changed)
            for old, new in zip(args, changed_args, strict=False):
                copy_back(old, new)
            for key in kwargs.keys() & changed_kwargs.keys():
                copy_back(kwargs[key], changed_kwargs[key])
        for own, made, field in records.that_may_change():
            copy_back_field(own, field, records.back(self.get(made, field)))
