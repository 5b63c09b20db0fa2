"""Whose the folders in Gradescope's export of submissions are: a list beside them says it.

    assignment_8046601_export/submission_metadata.yml
    assignment_8046601_export/submission_409194023/forward.py

The list holds output of programs that students handed in, further indented than what is read here.
"""

from __future__ import annotations

import re

from grader.intake.tree import Kind, Listing, Parts, Refused, Tree

GRADESCOPES_LIST = "submission_metadata.yml"
_MOST_BYTES = 100 << 20  # with the output of every hand-in
_FOLDER = re.compile(r"(\w[\w.-]*):[ \t]*")
_FIELD = re.compile(r"(?:  - |    ):(name|sid|email):[ \t]+(.+?)[ \t]*")


def submitters_in(place: Tree, base: Parts, listing: Listing) -> dict[str, list[tuple[str, ...]]]:
    """Return who handed in each folder: the name (without one, the address or number), then address and number."""
    if listing.entries.get(GRADESCOPES_LIST) is not Kind.FILE:
        return {}
    try:
        text = place.read((*base, GRADESCOPES_LIST), _MOST_BYTES).decode("utf-8", "replace")
    except Refused:
        return {}
    found: dict[str, list[dict[str, str]]] = {}
    folder, is_inside = "", False
    for line in text.split("\n"):
        line = line.rstrip("\r")
        if match := _FOLDER.fullmatch(line):
            folder, is_inside = match[1], False
        elif line.startswith("  :"):
            is_inside = line.startswith("  :submitters:")
        elif is_inside and folder and (match := _FIELD.fullmatch(line)):
            people = found.setdefault(folder, [])
            if line.startswith("  - "):
                people.append({})
            if people:
                people[-1][match[1]] = _plain(match[2])
    return {folder: [_called(person) for person in people] for folder, people in found.items()}


def _called(person: dict[str, str]) -> tuple[str, ...]:
    others = tuple(person[key] for key in ("email", "sid") if person.get(key))
    return (person.get("name") or next(iter(others), "nobody"), *others)


def _plain(value: str) -> str:
    if len(value) > 1 and value[0] == value[-1] == "'":
        return value[1:-1].replace("''", "'")
    if len(value) > 1 and value[0] == value[-1] == '"':
        return re.sub(r"\\u([0-9a-fA-F]{4})|\\x([0-9a-fA-F]{2})|\\(.)", _letter, value[1:-1])
    return value


def _letter(match: re.Match[str]) -> str:
    return match[3] or chr(int(match[1] or match[2], 16))
