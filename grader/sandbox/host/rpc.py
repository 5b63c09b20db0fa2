"""Ask one submission's guest, against a deadline, and answer what it asks back meanwhile.

Both ends of a conversation may call each other: a numerical gradient calls our function, which calls the
student's own forward. What comes from the guest is parsed, capped and resolved before anything looks at it.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from grader.sandbox.host.budget import Spending
from grader.sandbox.host.channel import Channel, GuestEnded, GuestTimedOut
from grader.sandbox.host.errors import StudentCrashed, StudentTimedOut, how_it_ended, in_callback
from grader.sandbox.host.forkserver import ForkServer
from grader.sandbox.host.interrupt import Interrupter, TookTooLong
from grader.sandbox.host.lending import Lending
from grader.sandbox.host.remote import Method, Opaque, RemoteObject
from grader.sandbox.wire import frames
from grader.sandbox.wire.replies import AskBack, Importing, Raised, Returned, parse

if TYPE_CHECKING:  # a RemoteObject belongs to the RunningSubmission that resolved it
    from grader.sandbox.host.submission import RunningSubmission

_DEEPEST = 12  # calls of ours inside calls of theirs inside calls of ours: numerical gradients need two


class Rpc:
    """All talk with the guests of one submission: one at a time, a fresh one after each crash.

    Args:
        owner: whose objects come back.
        first_words: makes the message that begins the talk with a fresh guest.
    """

    def __init__(
        self,
        fork_server: ForkServer,
        owner: RunningSubmission,
        spending: Spending,
        lending: Lending,
        first_words: Callable[[], dict[str, Any]],
    ) -> None:
        self.guest: Channel | None = None
        self.guests = 0  # how many there have been
        self.importing = ""  # the module whose import began last, as the guest says
        self.said: dict[str, str] = {}  # module -> the beginning of what it printed
        self._fork_server, self._owner = fork_server, owner
        self._time, self._lending = spending, lending
        self._first_words = first_words
        self._interrupter = Interrupter()
        self._depth = 0
        self._printed = 0  # characters, by the present guest
        self._asking = ("", "")  # the module and the function that the suite called

    def ask(self, module: str, name: str, message: dict[str, Any]) -> tuple[Returned | Raised, bytes, bytes]:
        """Send a message that asks for `name` of `module`; return the reply, and both as bytes.

        Raises:
            StudentTimedOut, StudentCrashed: there is no reply, and the guest is gone.
            Exception: whatever a function of the suite's raised that the guest called.
        """
        seconds = self._time.seconds_for(module, name)
        if self._depth >= _DEEPEST:
            raise StudentCrashed("your code and the function it was given call each other without end")
        start = time.monotonic()
        outer, self._asking = self._asking, (module, name)
        self._depth += 1
        try:
            with self._interrupter.until(None):  # a function of ours that waits for this does no work meanwhile
                guest = self._ensure_guest(module)
                request = self._request(message)
                return *self._converse(guest, request, start + seconds), request
        except (GuestTimedOut, TookTooLong):
            self.close()
            self._time.timed_out(module, name)
            within = self._time.said(name, seconds)
            raise StudentTimedOut(f"your code did not answer within {within}: is a loop endless?") from None
        except (GuestEnded, frames.FrameError) as error:
            raise StudentCrashed(self._how_it_ended(error)) from None
        finally:
            self._depth -= 1
            self._asking = outer
            self._time.spend(module, time.monotonic() - start)

    def close(self) -> None:
        """End the guest."""
        if self.guest is not None:
            self.guest.end()
            self.guest = None

    def _ensure_guest(self, module: str) -> Channel:
        if self.guest is None:
            self.guest = self._fork_server.fork()
            self.guests += 1
            self._printed = 0
            self._lending.forget_callbacks()
            self.ask(module, "import", self._first_words())
            self.importing = ""
        return self.guest

    def _request(self, message: dict[str, Any]) -> bytes:
        try:
            return frames.encode(message, self._refer)
        except frames.FrameError as error:
            raise RuntimeError(f"a suite passes arguments that are no values: {error}") from None

    def _converse(self, guest: Channel, request: bytes, deadline: float) -> tuple[Returned | Raised, bytes]:
        verdict: AssertionError | None = None  # a check of the suite's failed inside: nothing takes that back
        refused: Exception | None = None
        guest.send(request, deadline)
        while True:
            raw = guest.receive(deadline)
            reply = parse(frames.decode(raw, self._resolve))
            if isinstance(reply, Returned | Raised):
                break
            if isinstance(reply, Importing):
                self.importing = reply.module
                continue
            answer, refused = self._answer(reply, deadline)
            verdict = verdict or (refused if isinstance(refused, AssertionError) else None)
            guest.send(answer, deadline)
        if verdict is not None:
            raise verdict
        if refused is not None and isinstance(reply, Raised):  # it ended the call: its own text says more
            raise refused
        if reply.printed > self._printed:
            self.said.setdefault(self._asking[0], reply.said)
        self._printed = reply.printed
        return reply, raw

    def _answer(self, asked: AskBack, deadline: float) -> tuple[bytes, Exception | None]:
        """Call a function of the grader's for the guest, until the deadline of the call it belongs to."""
        self._lending.check(asked)
        try:
            function = self._lending.function(asked, self._asking[0])
            with self._interrupter.until(deadline):
                value = function(*asked.args, **asked.kwargs)
            return frames.encode({"do": "answer", "value": value}, self._refer), None
        except (StudentTimedOut, StudentCrashed, TookTooLong):
            raise
        except Exception as error:  # a wrong argument of the student's, or a check of the suite that failed
            fault = in_callback(error) if isinstance(asked.function, int) else None
            return frames.encode({"do": "refuse", "message": f"{type(error).__name__}: {error}"[:500]}), fault

    def _how_it_ended(self, error: Exception) -> str:
        guest, self.guest = self.guest, None
        code = guest.end() if guest is not None else 0
        return how_it_ended(code) if isinstance(error, GuestEnded) else f"your code disturbed its own process: {error}"

    def _refer(self, value: Any) -> frames.Reference:
        if isinstance(value, RemoteObject):
            if value.guest is not self.guest:
                raise StudentCrashed("the object was lost when your code ended its process")
            return "object", [value.number, value.kind, value.asked[0]]
        if callable(value):
            return "callback", self._lending.pass_along(value)
        raise TypeError(f"a suite cannot pass a {type(value).__name__} to a student's code")

    def _resolve(self, name: str, data: Any) -> Any:
        if name == "object" and type(data) is list and len(data) == 3:
            number, kind, module = data
            if type(number) is int and type(kind) is str and type(module) is str:
                return RemoteObject(self._owner, self.guest, number, kind, self._asking)
        if name == "callback":
            return self._lending.callback(data)
        if name == "method":
            return Method()
        if name == "opaque" and type(data) is str:
            return Opaque(data)
        raise frames.FrameError("a reference to nothing")
