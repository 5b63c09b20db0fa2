"""Say in a sentence what pydantic says of a value in course.yaml: the key path, what was expected, and what came."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Any, get_args

from grader.course.model import Course, did_you_mean

KeyPath = tuple[int | str, ...]


def is_a_consequence(error: Any) -> bool:
    """A key with a typo is unknown, and the one that was meant is missing: the typo is what to fix."""
    return bool(error["type"] == "missing")


def place_of(error: Any) -> KeyPath:
    """Return the keys that lead to what one of pydantic's errors is about."""
    return (*error["loc"], *error.get("ctx", {}).get("path", ()))


def complaint(error: Any) -> str:
    """Return "key path: expected this, got that: the cure" for one of pydantic's errors."""
    kind, place, got = error["type"], error["loc"], short(error["input"])
    context = error.get("ctx", {})
    if kind == "cross_reference":
        return f"{_key_path(place_of(error))}: {error['msg']}"
    if kind == "invalid_key" or place[-1:] == ("[key]",):
        is_text = place[-1:] == ("[key]",) and isinstance(error["input"], str)
        place = place[: -2 if place[-1:] == ("[key]",) else -1]
        if is_text:  # and no name
            return f"{_key_path(place)}: expected {_wanted(kind, context, error['msg'])} as each key, got {got}"
        cure = ": write a decimal with a point, as 1.5" if place and isinstance(place[-1], int) else ""
        return f"{_key_path(place)}: expected keys that are text, got the key {got}{cure}"
    if kind == "missing":
        return f"{_key_path(place)}: expected a value for this key, got none"
    if kind == "extra_forbidden":
        known = _known_keys(place[:-1])
        if near := did_you_mean(str(place[-1]), known):
            return f"{_key_path(place)}: expected no such key{near}, got {got}"
        return f"{_key_path(place)}: expected one of the keys {', '.join(known[:-1])} and {known[-1]}, got {got}"
    return (
        f"{_key_path(place)}: expected {_wanted(kind, context, error['msg'])}, got {got}{_cure(kind, error['input'])}"
    )


def _cure(kind: str, got: Any) -> str:
    if kind == "string_type" and isinstance(got, bool | int | float | date):
        return ": put it into quotation marks"
    if isinstance(got, str) and kind in ("int_type", "float_type", "datetime_type") and _PLAIN.fullmatch(got):
        return ": write it without quotation marks"
    return ""


_PLAIN = re.compile(r"-?[1-9][0-9]*(\.[0-9]+)?|[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]{8}Z")


_MOMENT = "a date and time in UTC, such as 2027-01-31T23:59:00Z"
_WANTED = {
    "string_type": "text",
    "int_type": "a whole number",
    "float_type": "a number",
    "finite_number": "a finite number",
    "list_type": "a list",
    "dict_type": "keys and values",
    "model_type": "keys and values",
    "model_attributes_type": "keys and values",
    "datetime_type": _MOMENT,
    "greater_than": "a number greater than {gt:g}",
    "greater_than_equal": "a number of at least {ge:g}",
    "less_than_equal": "a number of at most {le:.0f}",
    "too_short": "at least {min_length} entry",
    "string_too_short": "at least {min_length} character",
    "string_too_long": "at most {max_length} characters",
    "string_pattern_mismatch": "a name of letters{ascii}, digits, - and _ that starts with a letter or digit",
    "enum": "one of {expected}",
    "value_error": "{error}",  # ours, from a validator of the model: the message is what was expected
}


def _wanted(kind: str, context: dict[str, Any], message: str) -> str:
    if kind in _WANTED:
        return _WANTED[kind].format(**context, ascii=" from a to z" if "a-z" in context.get("pattern", "") else "")
    if kind.startswith("datetime"):
        return _MOMENT
    message = message.removeprefix("Input should be ")
    return message[0].lower() + message[1:]


def _key_path(place: KeyPath) -> str:
    steps = []
    for key in place:
        is_plain = isinstance(key, str) and key.isidentifier()
        steps.append(f".{key}" if is_plain else f"[{key!r}]")
    return "$" + "".join(steps)


def _known_keys(place: KeyPath) -> list[str]:
    """Return the keys that the schema knows at a place, for a suggestion."""
    here: Any = Course
    for key in place:
        fields = getattr(here, "model_fields", None)
        here = fields[key].annotation if fields else get_args(here)[-1]
    return [key for key in here.model_fields if key != "root"]


def short(value: Any) -> str:
    """Show a value the way the author wrote it, not the way Python holds it."""
    match value:
        case None:
            return "nothing"
        case bool():
            return str(value).lower()
        case datetime():
            return value.isoformat()
        case date():
            return f"{value} without a time"
        case dict() | list() if not value:
            return "nothing"
        case dict():
            return "keys and values"
        case list():
            return f"a list of {len(value)}"
        case str():
            return f"the text {value[:60]!r}"
        case _:
            return str(value)[:60]
