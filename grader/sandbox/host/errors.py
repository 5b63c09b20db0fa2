"""What can go wrong inside a student's code, as exceptions on the grader's side.

Every text blames the code, never the person, and is safe to print: it may quote what a student wrote.
"""

from __future__ import annotations

import builtins
import difflib
import re
import signal
from collections.abc import Sequence

from grader.outcome import Outcome
from grader.sandbox.wire.replies import Raised
from grader.text import clean

_PLACE = re.compile(r" \([^()]*, line \d+\)$")  # how a SyntaxError ends: we say it with the code


class StudentError(Exception):
    """A student's code did not return a value."""

    outcome = Outcome.FAILED

    def __str__(self) -> str:
        return str(self.args[0]) if self.args else ""  # a KeyError would say its repr


class StudentRaised(StudentError):
    """The code raised an exception; a subclass of it also derives from the exception's builtin base.

    `unwritten` is the name of the function that raised NotImplementedError, if one did.
    """

    unwritten: str | None = None
    is_the_end = False  # of a generator: StopIteration
    kinds: tuple[str, ...] = ()  # the names of its class and of all that this derives from
    own_message: str = ""  # the message that the code gave its exception, without what we add


class StudentTimedOut(StudentError):
    """No answer before the deadline."""

    outcome = Outcome.TIMEOUT


class OutOfTime(StudentTimedOut):
    """Nothing is left of the time for a module or for the whole hand-in: the call was not tried."""


class StudentCrashed(StudentError):
    """The process ended, or ran out of memory."""

    outcome = Outcome.CRASHED


class Unimportable(StudentError):
    """A module was handed in and cannot be used."""

    outcome = Outcome.ERROR


class NotHandedIn(StudentError):
    """A module is missing."""

    outcome = Outcome.NOT_STARTED


def as_exception(reply: Raised, module: str, name: str, defined: Sequence[str] = ()) -> StudentError:
    """Return the exception that stands for what the code of `module` raised in a call of `name`."""
    kind = next((base for base in reply.types if _is_ordinary(base)), "Exception")
    own = clean(reply.types[0] if reply.types else "Exception", 60)
    message = clean(reply.message)
    if kind == "MemoryError":
        return StudentCrashed(f"your code asked for more memory than there is: {message}")
    if own == "SystemExit":
        return StudentRaised("your code called exit(): return a value instead")
    if kind == "AttributeError" and not reply.frames and name not in defined:
        return StudentRaised(_missing_function(module, name, defined))
    error = _class_for(kind)(f"your code raised {_said(own, message)}{_where(reply)}")
    error.own_message, error.is_the_end = message, kind == "StopIteration"
    error.kinds = tuple(reply.types)
    if kind == "NotImplementedError":
        error.unwritten = clean(reply.unwritten or "", 80)
    return error


def import_failure(reply: Raised, module: str) -> Unimportable:
    """Return why a module cannot be imported, with the line to look at."""
    own = clean(reply.types[0] if reply.types else "Exception", 60)
    message = _PLACE.sub("", clean(reply.message)) if reply.frames else clean(reply.message)
    return Unimportable(f"{module}.py cannot be imported: {_said(own, message)}{_where(reply)}")


def in_callback(error: Exception) -> Exception:
    """Return what a call raises in which the suite's own function, called by the student's code, raised `error`.

    A failed check of the suite and an error of the student's stay what they are. Anything else is the argument
    the student's code passed, and no fault of the suite's: the same exception would have come out of plain Python.
    """
    if isinstance(error, AssertionError | StudentError):
        return error
    own = type(error).__name__
    kind = next((base.__name__ for base in type(error).__mro__ if _is_ordinary(base.__name__)), "Exception")
    text = clean(f"the function that your code was given, called with what your code passed, raised {own}: {error}")
    return _class_for(kind)(text)


def how_it_ended(code: int) -> str:
    """Say in words how a guest ended: its exit code, or minus the signal."""
    if code >= 0:
        return f"your code ended the whole Python process (exit code {code})"
    if -code == signal.SIGSEGV:
        return "your code crashed the whole Python process (segmentation fault; is a recursion endless?)"
    try:
        name = signal.Signals(-code).name
    except ValueError:
        name = f"signal {-code}"
    return f"your code ended the whole Python process ({name})"


def _said(kind: str, message: str) -> str:
    return f"{kind}: {message}" if message else kind


def _where(reply: Raised) -> str:
    if not reply.frames:
        return ""
    file, line, _, code = reply.frames[-1]
    quoted = f": {clean(code, 80)}" if code else ""
    return f" ({clean(file, 60)} line {line}{quoted})"


def _missing_function(module: str, name: str, defined: Sequence[str]) -> str:
    near = difflib.get_close_matches(name, defined, n=1, cutoff=0.6)
    same = [other for other in defined if other.lower().replace("_", "") == name.lower().replace("_", "")]
    found = (same or near)[:1]
    hint = f"; is {clean(found[0], 60)} meant to be it?" if found else ""
    return f"{module}.py has no {name}{hint}"


def _is_ordinary(name: str) -> bool:
    kind = getattr(builtins, name, None)
    return isinstance(kind, type) and issubclass(kind, Exception) and kind is not Exception


def _class_for(kind: str) -> type[StudentRaised]:
    base = getattr(builtins, kind)
    if base in (Exception, StopIteration, StopAsyncIteration):  # these two would end a generator of the suite's
        return StudentRaised
    try:
        combined = type(f"Student{kind}", (StudentRaised, base), {})
        combined("probe")
    except TypeError:  # a few builtin exceptions (UnicodeDecodeError) cannot be made from a text
        return StudentRaised
    return combined
