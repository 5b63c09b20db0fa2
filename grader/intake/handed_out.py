"""Tell a file as it was handed out from work, and find work where it was not looked for.

Only text is looked at, line by line: a student's file is never parsed outside of the jail.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

_DEF = re.compile(rb"([ \t]*)(?:async[ \t]+)?def[ \t]")
_DEF_IN_A_CELL = re.compile(rb"(?:\"|\\n)[ \t]*(?:async[ \t]+)?(?:def|class)[ \t]+\w")
_STOP = re.compile(rb"([ \t]*)raise[ \t]+NotImplementedError\b")
_ASSIGNED = re.compile(rb"\w+[ \t]*(?::[^=]*)?=(?!=)")
_MADE = rb"[ \t]*=[ \t]*(?:lambda|(?:np|numpy)\.vectorize|(?:functools\.)?partial)\b"  # a function without def
_QUOTES = re.compile(rb"""[ \t]*[rRuU]?(\"{3}|'{3})""")
_NO_CODE = re.compile(rb"[ \t]*(?:#.*)?$")
_SIGNATURE_END = re.compile(rb":[ \t]*(?:#.*)?$")


def is_untouched(source: bytes) -> bool:
    """Is every function here as in a stub: a docstring, then `raise NotImplementedError`, and nothing else?

    A file without functions is none that was handed out.
    """
    lines = source.replace(b"\r\n", b"\n").replace(b"\r", b"\n").split(b"\n")
    position = functions = 0
    while position < len(lines):
        start = _DEF.match(lines[position])
        position += 1
        if not start:
            if functions and _ASSIGNED.match(lines[position - 1]):
                return False  # relu = lambda x: ...
            continue
        functions += 1
        end = _end_of_stub(lines, position - 1, len(start[1].expandtabs()))
        if end is None:
            return False
        position = end
    return functions > 0


def is_released_notebook(content: bytes) -> bool:
    """Is this a notebook of nbgrader's, in which nobody has written a function?"""
    return b'"grade_id"' in content and not _DEF_IN_A_CELL.search(content)


def defines(content: bytes, names: Sequence[str]) -> list[str]:
    """Return which of these functions or classes are written here, as Python or in the cells of a notebook."""
    several = b"|".join(re.escape(name).encode() for name in names)
    form = rb"(?:^|\"|\\n)[ \t]*(?:(?:def|class)[ \t]+(" + several + rb")\b|(" + several + rb")" + _MADE + rb")"
    found = {name for match in re.findall(form, content, re.MULTILINE) for name in match}
    return [name for name in names if name.encode() in found] if names else []


def defines_at_top(content: bytes, names: Sequence[str]) -> list[str]:
    """Return which of these functions or classes are written here, and not as a part of another one."""
    several = b"|".join(re.escape(name).encode() for name in names)
    found = re.findall(rb"^(?:async[ \t]+)?(?:def|class)[ \t]+(" + several + rb")\b", content, re.MULTILINE)
    return [name for name in names if name.encode() in found] if names else []


def _end_of_stub(lines: list[bytes], start: int, indent: int) -> int | None:
    """Return the line after the body of a function that starts here; None if it is more than a stub's."""
    position = start
    while position < len(lines) and not _SIGNATURE_END.search(lines[position]):
        position += 1
    position = _skip(lines, position + 1)
    if position < len(lines) and (quotes := _QUOTES.match(lines[position])):
        rest = lines[position][quotes.end() :]
        while quotes[1] not in rest:
            position += 1
            if position >= len(lines):
                return None
            rest = lines[position]
        position = _skip(lines, position + 1)
    if position >= len(lines) or not (stop := _STOP.match(lines[position])):
        return None
    depth = lines[position].count(b"(") - lines[position].count(b")")
    while depth > 0 and position + 1 < len(lines):  # its message may go on below
        position += 1
        depth += lines[position].count(b"(") - lines[position].count(b")")
    after = _skip(lines, position + 1)
    if after < len(lines):
        here = len(lines[after][: len(lines[after]) - len(lines[after].lstrip())].expandtabs())
        if here > indent:
            return None
    return after if len(stop[1].expandtabs()) > indent else None


def _skip(lines: list[bytes], position: int) -> int:
    while position < len(lines) and _NO_CODE.match(lines[position]):
        position += 1
    return position
