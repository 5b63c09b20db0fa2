"""A process of ours in which the course's own functions work for a guest, with values that the guest chose.

A call of C code cannot be interrupted, and two matrices of whole numbers keep one busy for minutes. So lent functions
run where they can be killed from outside; whoever kills this process keeps all that it knows about the hand-in.

The lender gets the guest's question as it came, and sends frames in pairs: whether it is done, and then the answer to
pass on to the guest, or a question of its own, for a lent function may call what it was passed:
    callback number, args, kwargs       call object, name, args, kwargs       get object, name
    operate object, operator, operands
Each gets {"value"}, {"method": true} or {"error"}.
"""

from __future__ import annotations

import os
import signal
import warnings
from collections.abc import Callable
from typing import Any, NoReturn

from grader.processes import die_with_parent
from grader.sandbox.host.channel import Channel
from grader.sandbox.host.meter import Meter
from grader.sandbox.host.remote import Method, Opaque, RemoteObject
from grader.sandbox.wire import frames, orders
from grader.sandbox.wire.pipes import read_frame, write_frame
from grader.sandbox.wire.replies import AskBack, parse

MOST_LENT = 16 << 20  # bytes of one question: the digits take 1 MB, and a guest chooses what we work on
Find = Callable[[tuple[str, str]], Callable[..., Any]]


class Lender:
    """The lending process of one submission, forked from this one.

    Args:
        find: returns the function of ours that a guest asked for, as (module, name).
        confine: takes from the lender what no guest may reach by a function that is lent to it.
    """

    def __init__(self, find: Find, confine: Callable[[], None]) -> None:
        requests_read, requests_write = os.pipe()
        replies_read, replies_write = os.pipe()
        pid = os.fork()
        if pid == 0:
            _become_a_lender(requests_read, replies_write, find, confine)
        os.close(requests_read)
        os.close(replies_write)
        self._channel = Channel(_kill, pid, requests_write, replies_read)

    def call(self, asked: bytes, meter: Meter, answer: Callable[[bytes], bytes]) -> bytes:
        """Call what a guest's frame asks for; return the frame with the answer for it.

        Args:
            answer: answers a question of the lent function's, frame by frame.

        Raises:
            GuestTimedOut, GuestEnded: there is no answer, and the lender is good for nothing more.
        """
        self._channel.send(asked, meter)
        while not frames.decode(self._channel.receive(meter)):
            self._channel.send(answer(self._channel.receive(meter)), meter)
        return self._channel.receive(meter)

    def close(self) -> int:
        """End the process if it still runs; return its exit code, or minus the signal, 0 if it is we who end it."""
        return self._channel.end()


def _kill(pid: int) -> int:
    ended, status = os.waitpid(pid, os.WNOHANG)
    if ended:
        return os.waitstatus_to_exitcode(status)
    os.kill(pid, signal.SIGKILL)  # a child of ours that was not waited for: the number is its own
    os.waitpid(pid, 0)
    return 0


def _become_a_lender(requests: int, replies: int, find: Find, confine: Callable[[], None]) -> NoReturn:
    try:
        die_with_parent()
        os.dup2(os.dup(requests), 60)  # out of each other's way
        os.dup2(os.dup(replies), 61)
        os.dup2(60, orders.REQUESTS)
        os.dup2(61, orders.REPLIES)
        os.closerange(orders.REPLIES + 1, 65536)  # the guest's pipes and the fork server's socket among them
        confine()
        warnings.simplefilter("ignore")  # of what the course's code does here, nobody is to blame
        _Work(find).serve()
    finally:
        os._exit(0)


class _Work:
    """What happens in the lender: it owns, for the course's functions, the objects that stay in the guest."""

    def __init__(self, find: Find) -> None:
        self._find = find

    def serve(self) -> None:
        while (asked := read_frame(orders.REQUESTS)) is not None:
            answer = self._answer(asked)
            write_frame(orders.REPLIES, frames.encode(True))
            write_frame(orders.REPLIES, answer)

    def get(self, on: RemoteObject, name: str) -> Any:
        value = self._ask({"ask": "get", "object": on, "name": name})
        if not isinstance(value, Method):
            return value
        return lambda *args, **kwargs: self._ask(
            {"ask": "call", "object": on, "name": name, "args": args, "kwargs": kwargs}
        )

    def operate(self, operator: str, on: RemoteObject, operands: tuple[Any, ...]) -> Any:
        return self._ask({"ask": "operate", "object": on, "operator": operator, "operands": operands})

    def call_method(self, on: RemoteObject, name: str, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        return self._ask({"ask": "call", "object": on, "name": name, "args": args, "kwargs": kwargs})

    def _answer(self, asked: bytes) -> bytes:
        try:
            question = parse(frames.decode(asked, self._resolve))
            assert isinstance(question, AskBack)
            assert isinstance(question.function, tuple)
            value = self._find(question.function)(*question.args, **question.kwargs)
            return frames.encode({"do": "answer", "value": value}, self._refer)
        except BaseException as error:  # a wrong argument of the student's, or too large a one
            return frames.encode({"do": "refuse", "message": f"{type(error).__name__}: {error}"[:500]})

    def _ask(self, question: dict[str, Any]) -> Any:
        frame = frames.encode(question, self._refer)
        write_frame(orders.REPLIES, frames.encode(False))
        write_frame(orders.REPLIES, frame)
        raw = read_frame(orders.REQUESTS)
        if raw is None:
            os._exit(0)
        match frames.decode(raw, self._resolve):
            case {"value": value}:
                return value
            case {"method": True}:
                return Method()
            case {"error": message}:
                raise RuntimeError(message)

    def _refer(self, value: Any) -> frames.Reference:
        if isinstance(value, RemoteObject):
            return "object", [value._place.number, value._place.kind, value._place.asked[0]]
        if isinstance(value, _Callback):
            return "callback", value.number
        raise TypeError(f"a function of the course cannot give back a {type(value).__name__}")

    def _resolve(self, name: str, data: Any) -> Any:
        match name, data:
            case "object", [int(number), str(kind), str(module)]:
                return RemoteObject(self, None, number, kind, (module, ""))
            case "callback", int(number):
                return _Callback(self._ask, number)
            case "method", None:
                return Method()
            case "opaque", str(kind):
                return Opaque(kind)
        raise frames.FrameError("a reference to nothing")


class _Callback:
    """A function that stays with the grader, as a lent function is given it."""

    def __init__(self, ask: Callable[[dict[str, Any]], Any], number: int) -> None:
        self._ask, self.number = ask, number

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return self._ask({"ask": "callback", "number": self.number, "args": args, "kwargs": kwargs})
