"""Ask one submission's guest, against a deadline, and answer what it asks back meanwhile.

Both ends of a conversation may call each other: a numerical gradient calls our function, which calls the
student's own forward. What comes from the guest is parsed, capped and resolved before anything looks at it.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from grader.children import Watch
from grader.sandbox.host.budget import Spending
from grader.sandbox.host.channel import KILLED_FROM_OUTSIDE, Channel, GuestEnded, GuestTimedOut
from grader.sandbox.host.errors import StudentCrashed, StudentRaised, StudentTimedOut, how_it_ended, in_callback
from grader.sandbox.host.forkserver import ForkServer
from grader.sandbox.host.isolation import ForkServerLost
from grader.sandbox.host.lender import MOST_LENT, Lender
from grader.sandbox.host.lending import Lending, is_of_a_suite
from grader.sandbox.host.meter import Meter
from grader.sandbox.host.records import HasRecords, is_record
from grader.sandbox.host.remote import Drawn, Method, Opaque, Owner, RemoteObject
from grader.sandbox.wire import frames
from grader.sandbox.wire.replies import AskBack, Importing, Raised, Returned, parse

_DEEPEST = 12  # calls of ours inside calls of theirs inside calls of ours: numerical gradients need two
_MOST_AT_ONCE = 16 << 20  # bytes that a guest may pass to a function of the suite's


class Rpc:
    """All talk with the guests of one submission: one at a time, a fresh one after each crash.

    Args:
        owner: whose objects come back.
        first_words: makes the message that begins the talk with a fresh guest.
        watch: is told how long the grader's own work in a call may take: what a guest asks of it, it may ask endlessly.
    """

    def __init__(
        self,
        fork_server: ForkServer,
        owner: Owner,
        spending: Spending,
        lending: Lending,
        first_words: Callable[[], dict[str, Any]],
        watch: Watch,
    ) -> None:
        self.guest: Channel | None = None
        self.guests = 0  # how many there have been
        self.importing = ""  # the module whose import began last, as the guest says
        self.output: dict[str, str] = {}  # module -> the beginning of what it printed
        self._fork_server, self._owner = fork_server, owner
        self._time, self._lending = spending, lending
        self._first_words = first_words
        self._watch = watch
        self._lender: Lender | None = None
        self._meters: list[Meter] = []  # of the calls that run now, the innermost last
        self._printed = 0  # characters, by the present guest
        self._our_end = float("inf")  # of CPU time, by the process's clock
        self._asking = ("", "")  # the module and the function that the suite called

    def ask(self, module: str, name: str, message: dict[str, Any]) -> tuple[Returned | Raised, bytes, bytes]:
        """Send a message that asks for `name` of `module`; return the reply, and both as bytes.

        Raises:
            StudentTimedOut, StudentCrashed: there is no reply, and the guest is gone.
            HasRecords: nothing was sent yet, for the message holds a dataclass instance.
            Exception: whatever a function of the suite's raised that the guest called.
        """
        meter = self._time.meter_for(module, name, self._meters[-1] if self._meters else None)
        if len(self._meters) >= _DEEPEST:
            raise StudentCrashed("your code and the function it was given call each other without end")
        outer, self._asking = self._asking, (module, name)
        before = None if self._meters else self._begin_our_own(meter)
        self._meters.append(meter)
        try:
            guest = self._ensure_guest(module)
            request = self._request(message)
            return *self._converse(guest, request, meter), request
        except GuestTimedOut:
            self.close()
            self._time.timed_out(module, name)
            raise StudentTimedOut(f"your code did not answer within {self._time.why_ended(name, meter)}") from None
        except (GuestEnded, frames.FrameError) as error:
            raise StudentCrashed(self._how_it_ended(error)) from None
        finally:
            self._meters.pop()
            self._asking = outer
            if before is not None:
                self._watch.back_to(before)
                self._time.spend(module, name, meter)

    def close(self) -> None:
        """End the guest, and what works for it."""
        guest, self.guest = self.guest, None
        if guest is not None:
            guest.end()
        self._close_lender()

    def _close_lender(self) -> int:
        lender, self._lender = self._lender, None
        return lender.close() if lender is not None else 0

    def _ensure_guest(self, module: str) -> Channel:
        if self.guest is None:
            self.guest = self._fork_server.fork()
            self.guests += 1
            self._printed = 0
            self._lending.forget_callbacks()
            self.ask(module, "import", self._first_words())
            self.importing = ""
        return self.guest

    def _begin_our_own(self, meter: Meter) -> tuple[float, float, int]:
        """Allow the grader's own work in a call; one question that never ends is for the watch, too many are for us."""
        cpu, wall = self._time.of_our_own(meter)
        self._our_end = time.process_time() + cpu
        return self._watch.allow(2 * cpu, wall, at_a_guests_order=True)

    def _request(self, message: dict[str, Any]) -> bytes:
        try:
            return frames.encode(message, self._refer)
        except frames.FrameError as error:
            raise RuntimeError(f"a suite passes arguments that are no values: {error}") from None

    def _converse(self, guest: Channel, request: bytes, meter: Meter) -> tuple[Returned | Raised, bytes]:
        verdict: AssertionError | None = None  # a check of the suite's failed inside: nothing takes that back
        refused: Exception | None = None
        guest.send(request, meter)
        while True:
            raw = guest.receive(meter)
            reply = parse(frames.decode(raw, self._resolve))
            if isinstance(reply, Returned | Raised):
                break
            if isinstance(reply, Importing):
                self.importing = reply.module
                continue
            answer, refused = self._answer(reply, raw, meter)
            verdict = verdict or (refused if isinstance(refused, AssertionError) else None)
            if self.guest is not guest:
                raise StudentCrashed("your code ended its process while the function it was given was at work")
            if time.process_time() > self._our_end:
                raise GuestTimedOut
            guest.send(answer, meter)
        if verdict is not None:
            raise verdict
        if refused is not None and isinstance(reply, Raised):  # it ended the call: its own text says more
            raise refused
        if reply.printed > self._printed:
            self.output.setdefault(self._asking[0], reply.output)
        self._printed = reply.printed
        return reply, raw

    def _answer(self, asked: AskBack, raw: bytes, meter: Meter) -> tuple[bytes, Exception | None]:
        """Let a function of the grader's work for the guest: one of the suite's here, a lent one in the lender."""
        self._lending.check(asked)
        try:
            if isinstance(asked.function, tuple):
                return self._lend(asked.function, raw, meter), None
            if len(raw) > _MOST_AT_ONCE:
                raise ValueError(f"{len(raw) >> 20} MB at once are too many")
            value = self._lending.callback(asked.function)(*asked.args, **asked.kwargs)
            return frames.encode({"do": "answer", "value": value}, self._refer), None
        except (StudentTimedOut, StudentCrashed, GuestTimedOut, ForkServerLost):
            raise
        except Exception as error:  # a wrong argument of the student's, or a check of the suite that failed
            is_the_suites = isinstance(asked.function, int) or isinstance(error, AssertionError)
            fault = in_callback(error) if is_the_suites else None
            return frames.encode({"do": "refuse", "message": f"{type(error).__name__}: {error}"[:500]}), fault

    def _lend(self, wanted: tuple[str, str], raw: bytes, meter: Meter) -> bytes:
        """Let the lender answer.

        Raises:
            AttributeError: this is not lent.
            GuestTimedOut: the lent function did not end with what the call had left.
        """
        self._lending.allow(wanted, self._asking)
        if len(raw) > MOST_LENT:
            raise ValueError(f"the course lends its functions for at most {MOST_LENT >> 20} MB at once")
        if self._lender is None:
            self._lender = Lender(self._lending.find, self._fork_server.confine)
        try:
            return self._lender.call(raw, meter, self._answer_lender)
        except GuestEnded:
            if -self._close_lender() in KILLED_FROM_OUTSIDE:
                raise ForkServerLost(
                    "a function of the course was ended from outside: is there enough memory?"
                ) from None
            raise RuntimeError("the course's function crashed on these arguments") from None
        except BaseException:
            self._close_lender()
            raise

    def _answer_lender(self, raw: bytes) -> bytes:
        """Answer what a lent function asks of what it was passed: a function of the suite's, or an object's guest."""
        try:
            match frames.decode(raw, self._resolve):
                case {"ask": "callback", "number": number, "args": args, "kwargs": kwargs}:
                    value = self._lending.callback(number)(*args, **kwargs)
                case {"ask": "get", "object": RemoteObject() as on, "name": name}:
                    value = self._owner.get(on, name)
                    if callable(value):
                        return frames.encode({"method": True})
                case {"ask": "operate", "object": RemoteObject() as on, "operator": operator, "operands": operands}:
                    value = self._owner.operate(operator, on, operands)
                case {"ask": "call", "object": RemoteObject() as on, "name": name, "args": args, "kwargs": kwargs}:
                    value = self._owner.call_method(on, name, args, kwargs)
            return frames.encode({"value": value}, self._refer)
        except (StudentTimedOut, StudentCrashed, GuestTimedOut, ForkServerLost, AssertionError):
            raise
        except Exception as error:
            return frames.encode({"error": f"{type(error).__name__}: {error}"[:500]})

    def _how_it_ended(self, error: Exception) -> str:
        guest, self.guest = self.guest, None
        code = guest.end() if guest is not None else 0
        return how_it_ended(code) if isinstance(error, GuestEnded) else f"your code disturbed its own process: {error}"

    def _refer(self, value: Any) -> frames.Reference:
        if isinstance(value, RemoteObject):
            place = value._place
            if place.guest is not self.guest:
                raise StudentCrashed("the object was lost when your code ended its process")
            return "object", [place.number, place.kind, place.asked[0]]
        if isinstance(value, Opaque):
            raise StudentRaised(f"your code gave {value!r}, which cannot be given back to it")
        if callable(value):
            return "callback", self._lending.pass_along(value)
        if is_record(value):
            raise HasRecords
        if is_of_a_suite(value):
            return "double", self._lending.pass_along_object(value)
        kind = type(value).__name__
        what = f"a suite cannot pass values of type {kind} to a student's code"
        raise TypeError(f"{what}: docs/boundary.md lists what can")

    def _resolve(self, name: str, data: Any) -> Any:
        if name == "object" and type(data) is list and len(data) == 3:
            number, kind, module = data
            if type(number) is int and type(kind) is str and type(module) is str:
                stands_for = Drawn if kind == "generator" and not module else RemoteObject
                return stands_for(self._owner, self.guest, number, kind, self._asking)
        if name == "callback":
            return self._lending.callback(data)
        if name == "double":
            return self._lending.passed_object(data)
        if name == "method":
            return Method()
        if name == "opaque" and type(data) is str:
            return Opaque(data)
        raise frames.FrameError("a reference to nothing")
