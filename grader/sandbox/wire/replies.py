"""What a guest may say, field by field. Anything else is a FrameError: its bytes are never trusted.

Every list and text is capped as well, so that nothing later on has to ask how long it is.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from grader.sandbox.wire.frames import FrameError

Location = tuple[str, int, str, str]  # file, line, function, code

_LONGEST_TEXT = 2_000  # a guest cuts its messages at 500
_MOST_NAMES = 1_000  # that one module defines
_MOST_LINES = 1 << 20  # of a file of at most 1 MB


@dataclass(frozen=True)
class Returned:
    """A call came to its end; `changed` holds [args, kwargs] if the call altered them."""

    value: Any
    changed: tuple[list[Any], dict[str, Any]] | None
    warnings: list[tuple[str, str]]
    reseeded: bool
    printed: int
    output: str


@dataclass(frozen=True)
class Raised:
    """A call or an import raised; `frames` are the student's own lines, innermost last."""

    types: list[str]
    message: str
    frames: list[Location]
    module: str | None
    unwritten: str | None
    reseeded: bool
    printed: int
    output: str


@dataclass(frozen=True)
class AskBack:
    """A call to a function of the grader's: the number of a callback, or (module, name) of a lent function."""

    function: int | tuple[str, str]
    args: list[Any]
    kwargs: dict[str, Any]


@dataclass(frozen=True)
class Importing:
    """The code of this module starts to run."""

    module: str


@dataclass(frozen=True)
class Imported:
    """What the reply to an import holds: the names the module defines, and plotting libraries stood in for."""

    names: list[str]
    stubbed: list[str]


Reply = Returned | Raised | AskBack | Importing


def parse(message: Any) -> Reply:
    """Return a decoded message as a reply.

    Raises:
        FrameError: a field is missing or of another type.
    """
    if type(message) is not dict:
        raise FrameError("a reply is a dict")
    match message.get("reply"):
        case "returned":
            return Returned(
                value=message.get("value"),
                changed=_changed(message.get("changed")),
                warnings=[_texts(pair, 2) for pair in _list(message.get("warnings"), 20)],  # type: ignore[misc]  # two
                reseeded=message.get("reseeded") is True,
                printed=_int(message.get("printed")),
                output=_text(message.get("output")),
            )
        case "raised":
            return Raised(
                types=_types(message.get("types")),
                message=_text(message.get("message")),
                frames=[_location(place) for place in _list(message.get("frames"), 20)],
                module=_text_or_none(message.get("module")),
                unwritten=_text_or_none(message.get("unwritten")),
                reseeded=message.get("reseeded") is True,
                printed=_int(message.get("printed")),
                output=_text(message.get("output")),
            )
        case "callback":
            function = message.get("callable")
            return AskBack(
                function=_int(function) if type(function) is int else _texts(function, 2),  # type: ignore[arg-type]  # two
                args=_arguments(message.get("args")),
                kwargs=_dict(message.get("kwargs")),
            )
        case "importing":
            return Importing(_text(message.get("module")))
    raise FrameError("an unknown reply")


def parse_import(value: Any) -> Imported:
    """Return what an import's reply says.

    Raises:
        FrameError: it says something else.
    """
    imported = _dict(value)
    return Imported(
        names=[_text(name)[:80] for name in _list(imported.get("names"), _MOST_NAMES)],
        stubbed=[_text(name)[:80] for name in _list(imported.get("stubbed"), 20)],
    )


def _types(value: Any) -> list[str]:
    names = list(_texts(value))
    if not names:
        raise FrameError("expected the types of an exception")
    return names


def _arguments(value: Any) -> list[Any]:
    if type(value) is not list or len(value) > 100:
        raise FrameError("arguments are a short list")
    return value


def _changed(value: Any) -> tuple[list[Any], dict[str, Any]] | None:
    if value is None:
        return None
    if len(_list(value, 2)) != 2:
        raise FrameError("expected arguments and keywords")
    return _arguments(value[0]), _dict(value[1])


def _location(value: Any) -> Location:
    if len(_list(value, 4)) != 4:
        raise FrameError("expected file, line, function and code")
    file, line, function, code = value
    if not 0 <= _int(line) <= _MOST_LINES:
        raise FrameError("a line that no file has")
    return _text(file), line, _text(function), _text(code)


def _list(value: Any, most: int) -> list[Any]:
    if type(value) is not list or len(value) > most:
        raise FrameError("expected a short list")
    return value


def _dict(value: Any) -> dict[str, Any]:
    if type(value) is not dict:
        raise FrameError("expected a dict")
    return value


def _texts(value: Any, exactly: int | None = None) -> tuple[str, ...]:
    texts = tuple(_text(item) for item in _list(value, 50))
    if exactly is not None and len(texts) != exactly:
        raise FrameError(f"expected {exactly} texts")
    return texts


def _text(value: Any) -> str:
    if type(value) is not str:
        raise FrameError("expected a text")
    return value[:_LONGEST_TEXT]


def _text_or_none(value: Any) -> str | None:
    return None if value is None else _text(value)


def _int(value: Any) -> int:
    if type(value) is not int:
        raise FrameError("expected a whole number")
    return value
