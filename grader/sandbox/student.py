"""One submission's code, wherever it runs at the moment: calls go in, values or StudentErrors come out.

A crash or a hang costs the call concerned; the next call gets a fresh guest. A module whose import fails is
broken for good and earns nothing, and only then may the course's own answer in its place for its siblings.
"""

from __future__ import annotations

import time
import types
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from grader.sandbox import frames
from grader.sandbox.errors import (
    NotHandedIn,
    StudentCrashed,
    StudentError,
    StudentTimedOut,
    Unimportable,
    as_exception,
    how_it_ended,
    import_failure,
)
from grader.sandbox.keeper import Guest, GuestEnded, GuestTimedOut, Keeper
from grader.sandbox.mirror import copy_back, randomness_was_touched, warn_again
from grader.sandbox.remote import Method, Opaque, RemoteObject
from grader.sandbox.replies import AskBack, Importing, Raised, Returned, parse

_IMPATIENT_AFTER = 3  # time-outs in one hand-in, after which a call gets a quarter of its time
_MOST_TIMEOUTS = 2  # of one function; further calls of it are not tried
_IMPORT_FACTOR = 5  # an import may take this many times a call: demonstrations left at the end of a file


@dataclass(frozen=True)
class Allowance:
    """How long a submission may take, in seconds of wall-clock time."""

    call: float
    module: float
    hand_in: float
    special: Mapping[str, float] = field(default_factory=dict)  # function -> seconds of one call


@dataclass(frozen=True)
class Call:
    """One recorded call: what was asked, what came back, and the grader's functions that were passed along."""

    module: str
    function: str
    guest: int  # counts the guests: the numbers of objects start anew in each
    request: bytes
    reply: bytes
    callbacks: list[Callable[..., Any]]


class Student:
    """Runs one submission.

    Args:
        keeper: gives the guests.
        sources: module name -> file content.
        refused: module name -> why its file cannot be used.
        reference: module name -> the course's own module, to be lent where the student's cannot be imported.
        lend: modules lent from the start.
        folder: the guest's working directory, or None.
        records: keep every call in `calls`.
    """

    def __init__(
        self,
        keeper: Keeper,
        sources: Mapping[str, bytes],
        *,
        allowance: Allowance,
        refused: Mapping[str, str] | None = None,
        reference: Mapping[str, types.ModuleType] | None = None,
        lend: frozenset[str] = frozenset(),
        folder: str | None = None,
        records: bool = False,
    ) -> None:
        self.calls: list[Call] = []
        self.said: dict[str, str] = {}  # module -> the beginning of what it printed
        self.stubbed: set[str] = set()  # plotting libraries that were stood in for
        self.borrowed: set[str] = set()  # lent modules whose functions were really called
        self._keeper = keeper
        self._sources = {name: source for name, source in sources.items() if name not in lend}
        self._reference = reference or {}
        self._lent = lend | {name for name in self._reference if name not in sources}
        self._broken = {name: Unimportable(f"{name}.py: {why}") for name, why in (refused or {}).items()}
        self._allowance = allowance
        self._folder = folder
        self._records = records
        self._guest: Guest | None = None
        self._guests = 0
        self._imported: dict[str, list[str]] = {}  # module -> the names it defines, in the present guest
        self._importing = ""
        self._spent: dict[str, float] = {}
        self._timeouts: dict[str, int] = {}
        self._callbacks: list[Callable[..., Any]] = []

    def call(self, module: str, name: str, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        """Call a function or a class of the student's.

        Raises:
            StudentError: in any of its kinds (grader.sandbox.errors).
        """
        self._import(module)
        return self._request(module, name, {"do": "call", "target": f"{module}.{name}"}, args, kwargs)

    def call_method(self, on: RemoteObject, name: str, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        """Call a method of a student's object."""
        return self._request(on.module, on.kind, {"do": "call", "target": [on, name]}, args, kwargs)

    def operate(self, operator: str, on: RemoteObject, operands: tuple[Any, ...]) -> Any:
        """Apply an operator of Python's operator module, such as `add`, to a student's object."""
        return self._request(on.module, on.kind, {"do": "operate", "operator": operator}, operands, {})

    def get(self, on: RemoteObject, name: str) -> Any:
        """Return an attribute of a student's object; a method comes back as something to call."""
        value = self._request(on.module, on.kind, {"do": "get", "object": on, "name": name}, (), {})
        if isinstance(value, Method):
            return lambda *args, **kwargs: self.call_method(on, name, args, kwargs)
        return value

    def cpu_seconds(self) -> float:
        """Return the CPU time of the present guest, less our own: talking costs both sides about the same."""
        return (self._guest.cpu_seconds() if self._guest is not None else 0.0) - time.process_time()

    def close(self) -> None:
        """End the guest."""
        if self._guest is not None:
            self._guest.end()
            self._guest = None
        self._imported = {}

    def _import(self, module: str) -> None:
        """Import a module once per guest; where a sibling's import is what fails, lend that and try again."""
        while self._guest is None or module not in self._imported:
            if module in self._broken:
                raise self._broken[module]
            if module not in self._sources:
                raise NotHandedIn(f"{module}.py was not handed in")
            try:
                self._ensure_guest(module)
                reply = self._ask(module, "import", frames.encode({"do": "import", "module": module}))[0]
            except StudentError as error:
                self._blame(self._importing or module, module, Unimportable(f"importing {module}.py: {error}"))
                continue
            if isinstance(reply, Raised):
                guilty = reply.module or module
                self._blame(guilty, module, import_failure(reply, guilty))
            elif isinstance(reply.value, dict):
                self._imported[module] = _some_texts(reply.value.get("names"))
                self.stubbed.update(_some_texts(reply.value.get("stubbed")))
            else:
                raise StudentCrashed("your code replaced parts of Python that the grader needs")

    def _blame(self, guilty: str, wanted: str, failure: Unimportable) -> None:
        self.close()
        if guilty not in self._sources or guilty in self._broken:
            guilty = wanted  # a guest may say anything; each module can be blamed once
        self._broken[guilty] = failure
        if guilty != wanted and guilty in self._reference:
            self._lent |= {guilty}

    def _request(
        self,
        module: str,
        name: str,
        what: dict[str, Any],
        args: tuple[Any, ...],
        kwargs: dict[str, Any],
    ) -> Any:
        request = frames.encode({**what, "args": args, "kwargs": kwargs}, self._refer)
        reply, raw = self._ask(module, name, request)
        if self._records:
            self.calls.append(Call(module, name, self._guests, request, raw, self._callbacks))
        if reply.reseeded:
            randomness_was_touched()
        if isinstance(reply, Raised):
            raise as_exception(reply, module, name, self._imported.get(module, []))
        if reply.changed is not None:
            changed_args, changed_kwargs = reply.changed
            for old, new in zip(args, changed_args, strict=False):
                copy_back(old, new)
            for key in kwargs.keys() & changed_kwargs.keys():
                copy_back(kwargs[key], changed_kwargs[key])
        warn_again(reply.warnings)
        return reply.value

    def _ask(self, module: str, name: str, request: bytes) -> tuple[Returned | Raised, bytes]:
        """Send a request and serve the guest's own questions until the reply comes."""
        seconds = self._seconds_for(module, name)
        start = time.monotonic()
        guest = self._ensure_guest(module)
        own_fault: Exception | None = None
        try:
            guest.send(request, start + seconds)
            while True:
                raw = guest.receive(start + seconds)
                reply = parse(frames.decode(raw, self._resolve))
                if isinstance(reply, Returned | Raised):
                    break
                if isinstance(reply, Importing):
                    self._importing = reply.module
                    continue
                answer, own_fault = self._answer(reply)
                guest.send(answer, start + seconds)
        except GuestTimedOut:
            self.close()
            self._timeouts[name] = self._timeouts.get(name, 0) + 1
            raise StudentTimedOut(f"your code did not answer within {seconds:g} s: is a loop endless?") from None
        except (GuestEnded, frames.FrameError) as error:
            raise StudentCrashed(self._how_it_ended(error)) from None
        finally:
            self._spent[module] = self._spent.get(module, 0.0) + time.monotonic() - start
        if own_fault is not None:  # a function of the suite's raised: its own exception says more
            raise own_fault
        if reply.printed:
            self.said.setdefault(module, reply.said)
        return reply, raw

    def _how_it_ended(self, error: Exception) -> str:
        code = self._guest.end() if self._guest is not None else 0
        self._guest = None
        self.close()
        return how_it_ended(code) if isinstance(error, GuestEnded) else f"your code disturbed its own process: {error}"

    def _seconds_for(self, module: str, name: str) -> float:
        limits = self._allowance
        if self._timeouts.get(name, 0) >= _MOST_TIMEOUTS:
            raise StudentTimedOut(f"{name} was not called again: it did not answer {_MOST_TIMEOUTS} times")
        left = min(limits.module - self._spent.get(module, 0.0), limits.hand_in - sum(self._spent.values()))
        if left <= 0:
            raise StudentTimedOut("the time for this module was used up before this test")
        seconds = limits.special.get(name, limits.call * (_IMPORT_FACTOR if name == "import" else 1))
        if sum(self._timeouts.values()) >= _IMPATIENT_AFTER and name not in limits.special:
            seconds /= 4
        return min(seconds, left)

    def _ensure_guest(self, module: str) -> Guest:
        if self._guest is None:
            self._guest = self._keeper.fork()
            self._guests += 1
            self._imported = {}
            sources = {name: self._sources[name] for name in self._sources if name not in self._broken}
            begin = {"do": "begin", "sources": sources, "lend": sorted(self._lent), "folder": self._folder}
            self._ask(module, "import", frames.encode(begin))
            self._importing = ""
        return self._guest

    def _answer(self, asked: AskBack) -> tuple[bytes, Exception | None]:
        """Call a function of the grader's for the guest."""
        try:
            function = self._function(asked.function)
            return frames.encode({"do": "answer", "value": function(*asked.args, **asked.kwargs)}, self._refer), None
        except (StudentTimedOut, StudentCrashed):
            raise
        except Exception as error:  # a wrong argument of the student's, or a check of the suite that failed
            fault = error if isinstance(asked.function, int) else None
            return frames.encode({"do": "refuse", "message": f"{type(error).__name__}: {error}"[:500]}), fault

    def _function(self, which: int | tuple[str, str]) -> Callable[..., Any]:
        if isinstance(which, int):
            return self._callbacks[which]
        module, name = which
        if module not in self._lent or name.startswith("_"):
            raise AttributeError(f"{module}.{name} is not lent")
        self.borrowed.add(module)
        function: Callable[..., Any] = getattr(self._reference[module], name)
        return function

    def _refer(self, value: Any) -> frames.Reference:
        if isinstance(value, RemoteObject):
            if value.guest is not self._guest:
                raise StudentCrashed("the object was lost when your code ended its process")
            return "object", [value.number, value.kind, value.module]
        if callable(value):
            self._callbacks.append(value)
            return "callback", len(self._callbacks) - 1
        raise TypeError(f"a suite cannot pass a {type(value).__name__} to a student's code")

    def _resolve(self, name: str, data: Any) -> Any:
        if name == "object" and type(data) is list and len(data) == 3:
            number, kind, module = data
            if type(number) is int and type(kind) is str and type(module) is str:
                return RemoteObject(self, self._guest, number, kind, module)
        if name == "callback" and type(data) is int and 0 <= data < len(self._callbacks):
            return self._callbacks[data]
        if name == "method":
            return Method()
        if name == "opaque" and type(data) is str:
            return Opaque(data)
        raise frames.FrameError("a reference to nothing")


def _some_texts(value: Any) -> list[str]:
    return [item for item in value if type(item) is str] if type(value) is list else []
