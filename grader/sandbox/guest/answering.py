"""Run inside the jail: import one student's modules and answer calls with plain values.

The guest returns values, never verdicts, and holds no secret: every expected value and every comparison
stays on the grader's side. A student can reach and change everything in this process, and gains nothing.

Requests (one frame each; every request gets one reply):
    begin   sources, extras, lend      the modules as bytes, the student's own beside them, what the grader answers for
    import  module                     reply: the names it defines
    call    target, args, kwargs       target: "module.name", or ["object", id, "name"] for a method
    draw    target, args, kwargs       the same; reply: what it drew, in place of what it returned
    operate operator, args             one of Python's operator module, on a student's objects
    get     object, name               an attribute of a student's object
Replies:
    returned  value, changed (arguments after the call, if they differ), warnings, reseeded, printed
    raised    types, message, frames, module (which import failed), unwritten
While a call runs the guest may ask back:
    callback  callable, args, kwargs   a function the grader passed as an argument, or a lent one
    importing module                   no answer: says whose import is running, should it end the process
"""

from __future__ import annotations

import contextlib
import operator
import os
import sys
import types
import warnings
from collections.abc import Iterator
from typing import Any

import numpy as np

from grader.handout.expect import drawn
from grader.sandbox.guest import surroundings
from grader.sandbox.guest.doubles import Double
from grader.sandbox.guest.imports import StudentFinder
from grader.sandbox.guest.output import Output
from grader.sandbox.guest.raised import MOST_TEXT, cannot_return, raised
from grader.sandbox.guest.scratch import Scratch
from grader.sandbox.guest.seeds import Seeds
from grader.sandbox.wire import frames
from grader.sandbox.wire.pipes import read_frame, write_frame

_MOST_WARNINGS = 5
_ERROR_STATE: Any = {"divide": "warn", "over": "warn", "under": "ignore", "invalid": "warn"}  # as numpy begins


def serve(requests: int, replies: int) -> None:
    """Answer requests until the grader closes its end."""
    guest = Responder(requests, replies)
    while (frame := guest.read()) is not None:
        guest.answer(frame)


class Responder:
    """Answers on one pair of pipes; `requests` is read from, `replies` written to."""

    def __init__(self, requests: int, replies: int) -> None:
        self._requests = requests
        self._replies = replies
        self._objects: list[Any] = []
        self._numbers: dict[int, int] = {}
        self._seeds = Seeds()
        self._finder: StudentFinder | None = None
        self._output = Output()
        self._printing = np.get_printoptions()
        self._depth = 0

    def read(self) -> bytes | None:
        """Return the next frame, or None at the end."""
        return read_frame(self._requests)

    def answer(self, frame: bytes) -> None:
        """Do what one request asks and send the reply."""
        request = frames.decode(frame, self._resolve)
        self._depth += 1
        if self._depth == 1:
            self._output.begin()
        try:
            with self._as_new(), warnings.catch_warnings(record=True) as caught:
                warnings.simplefilter("always")
                result = getattr(self, f"_do_{request['do']}")(request)
                if "args" in request and frames.encode(request, self._refer) != frame:
                    result["changed"] = [request["args"], request["kwargs"]]
            reply = {
                "reply": "returned",
                **result,
                "warnings": [_told(w) for w in caught[:_MOST_WARNINGS]],
            }
        except BaseException as error:  # whatever a student's code raises becomes a value, SystemExit too
            assert self._finder is not None
            reply = raised(error, self._finder)
        finally:
            self._depth -= 1
        reply["printed"], reply["output"] = self._output.characters, self._output.beginning
        reply["reseeded"] = self._seeds.were_used()
        try:
            encoded = frames.encode(reply, self._refer)
        except BaseException as error:  # a value no frame can carry, or one whose own methods raise
            encoded = frames.encode({"reply": "raised", **cannot_return(error)})
        self._write(encoded)

    @contextlib.contextmanager
    def _as_new(self) -> Iterator[None]:
        """Begin a call with numpy's own error state, and end it with numpy's own print options.

        So no line at the top of a file, and no call before, decides whether a call warns. Inside a call that the
        grader's function makes for the student's code, the settings of that code hold, as in plain Python.
        """
        if self._depth > 1:
            yield
            return
        try:
            with np.errstate(**_ERROR_STATE):
                yield
        finally:
            if np.get_printoptions() != self._printing:
                np.set_printoptions(**self._printing)

    def _do_begin(self, request: dict[str, Any]) -> dict[str, Any]:
        self._seeds.begin()
        sys.stdout = sys.stderr = self._output  # it has all that print needs
        sys.argv = ["python"]
        self._finder = StudentFinder(
            request["sources"],
            request.get("extras", {}),
            request["lend"],
            self._lent,
            self._importing,
            request.get("replace"),
        )
        sys.meta_path.insert(0, self._finder)
        Scratch(self._finder.own_files()).install()
        surroundings.settle()
        return {"value": None}

    def _do_import(self, request: dict[str, Any]) -> dict[str, Any]:
        assert self._finder is not None
        module = self._finder.import_(request["module"])
        names = [name for name in dir(module) if not name.startswith("__")]
        return {"value": {"names": names[:1000], "stubbed": sorted(self._finder.stubbed)}}

    def _do_call(self, request: dict[str, Any]) -> dict[str, Any]:
        return {"value": self._target(request["target"])(*request["args"], **request["kwargs"])}

    def _do_draw(self, request: dict[str, Any]) -> dict[str, Any]:
        return {"value": drawn(self._target(request["target"]), *request["args"], **request["kwargs"])}

    def _do_operate(self, request: dict[str, Any]) -> dict[str, Any]:
        return {"value": getattr(operator, request["operator"])(*request["args"])}

    def _do_get(self, request: dict[str, Any]) -> dict[str, Any]:
        return {"value": getattr(request["object"], request["name"])}

    def _target(self, target: Any) -> Any:
        if isinstance(target, str):
            module, _, name = target.partition(".")
            found = getattr(__import__(module), name)
            assert self._finder is not None
            return self._finder.replaced.get(target, found)
        instance, name = target
        return getattr(instance, name)

    def _refer(self, value: Any) -> frames.Reference:
        """Name a value that cannot cross: an object of a student's class by its number, others by their type."""
        assert self._finder is not None
        if isinstance(value, types.FunctionType) and hasattr(value, "_grader_callback"):
            return "callback", value._grader_callback
        if type(value) is Double:
            return "double", value._grader_passed
        if isinstance(value, types.MethodType):
            return "method", None
        is_drawn = isinstance(value, Iterator) and type(value).__module__ in ("builtins", "itertools")
        if is_drawn or (type(value).__module__ in self._finder.sources and not isinstance(value, type)):
            number = self._numbers.setdefault(id(value), len(self._objects))
            if number == len(self._objects):
                self._objects.append(value)  # kept alive, so that its id stays its own
            if is_drawn:
                return "object", [number, "generator", ""]
            return "object", [number, type(value).__name__, type(value).__module__]
        if isinstance(value, np.ndarray):
            return "opaque", f"array of dtype {value.dtype}"[:MOST_TEXT]
        return "opaque", type(value).__name__[:MOST_TEXT]

    def _resolve(self, name: str, data: Any) -> Any:
        if name == "object":
            return self._objects[data[0]]
        if name == "double":
            return Double(data, self._callback)
        return self._callback(data)

    def _callback(self, callable_: Any) -> Any:
        def ask_the_grader(*args: Any, **kwargs: Any) -> Any:
            asked = {"reply": "callback", "callable": callable_, "args": list(args), "kwargs": kwargs}
            self._write(frames.encode(asked, self._refer))
            while (frame := self.read()) is not None:
                answer = frames.decode(frame, self._resolve)
                if answer["do"] == "answer":
                    return answer["value"]
                if answer["do"] == "refuse":
                    raise RuntimeError(answer["message"])
                self.answer(frame)  # the grader's function calls the student's code in turn
            os._exit(0)

        ask_the_grader._grader_callback = callable_  # type: ignore[attr-defined]  # how _refer knows it again
        return ask_the_grader

    def _lent(self, module: str, name: str) -> Any:
        return self._callback([module, name])

    def _importing(self, module: str) -> None:
        self._write(frames.encode({"reply": "importing", "module": module}))

    def _write(self, frame: bytes) -> None:
        write_frame(self._replies, frame)


def _told(warning: warnings.WarningMessage) -> list[str]:
    text = surroundings.without_home(str(warning.message)[: 2 * MOST_TEXT])
    return [warning.category.__name__, text[:MOST_TEXT]]
