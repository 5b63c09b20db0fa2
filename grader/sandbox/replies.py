"""What a guest may say, field by field. Anything else is a FrameError: its bytes are never trusted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from grader.sandbox.frames import FrameError

Location = tuple[str, int, str, str]  # file, line, function, code


@dataclass(frozen=True)
class Returned:
    """A call came to its end; `changed` holds [args, kwargs] if the call altered them."""

    value: Any
    changed: tuple[list[Any], dict[str, Any]] | None
    warnings: list[tuple[str, str]]
    reseeded: bool
    printed: int
    said: str


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
    said: str


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
                said=_text(message.get("said")),
            )
        case "raised":
            return Raised(
                types=list(_texts(message.get("types"))),
                message=_text(message.get("message")),
                frames=[_location(place) for place in _list(message.get("frames"), 20)],
                module=_text_or_none(message.get("module")),
                unwritten=_text_or_none(message.get("unwritten")),
                reseeded=message.get("reseeded") is True,
                printed=_int(message.get("printed")),
                said=_text(message.get("said")),
            )
        case "callback":
            function = message.get("callable")
            return AskBack(
                function=_int(function) if type(function) is int else _texts(function, 2),  # type: ignore[arg-type]  # two
                args=_list(list(message.get("args") or ()), 100),
                kwargs=_dict(message.get("kwargs")),
            )
        case "importing":
            return Importing(_text(message.get("module")))
    raise FrameError("an unknown reply")


def _changed(value: Any) -> tuple[list[Any], dict[str, Any]] | None:
    if value is None:
        return None
    args, kwargs = _list(value, 2)
    if type(args) is not tuple:
        raise FrameError("arguments are a tuple")
    return list(args), _dict(kwargs)


def _location(value: Any) -> Location:
    file, line, function, code = _list(value, 4)
    return _text(file), _int(line), _text(function), _text(code)


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
    return value


def _text_or_none(value: Any) -> str | None:
    return None if value is None else _text(value)


def _int(value: Any) -> int:
    if type(value) is not int:
        raise FrameError("expected a whole number")
    return value
