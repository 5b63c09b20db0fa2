"""A student's own functions, to show beside what was said about them."""

from __future__ import annotations

import re
from dataclasses import dataclass

_MOST_LINES = 80  # of a function
_MOST_BYTES = 400_000  # of a file, to look for its functions
_DEFINITION = re.compile(r"(?:async )?(?:def|class) (\w+)")
_LONGEST_HEAD = 12  # lines, from a def to the line after it
_ENDS = re.compile(r":\s*(#.*)?$")  # of a head
_DOCSTRING = re.compile(r"""\s*[rR]?(\"{3}|'{3})""")
_INSIDE = ("", " ", "\t", "\r", ")", "]", "}", "#")  # how a line begins that belongs to what stands above it


@dataclass(frozen=True)
class OwnLines:
    """One function or class as it stands in a file, from its line `first` on, which is counted from 1.

    `docstring` are the numbers of the lines of its docstring after the first one, which say what its author knows.
    """

    first: int
    text: str
    docstring: range = range(0)


def own_lines(source: bytes) -> dict[str, OwnLines]:
    """Return the functions and classes at the left margin of a student's file, as they stand there, by name.

    They are found by their lines in one pass, not parsed: nothing a student writes can make that slow or fail.
    """
    lines = source[:_MOST_BYTES].decode("utf-8", "replace").split("\n")
    found: dict[str, tuple[int, list[str]]] = {}
    current: list[str] | None = None
    for number, line in enumerate(lines, 1):
        if line[:1] not in _INSIDE:
            match = _DEFINITION.match(line)
            current = None
            if match:
                current = []
                found[match[1]] = number, current  # the last one of a name is the one that Python takes
        if current is not None and len(current) < _MOST_LINES:
            current.append(line)
    return {name: _own(first, text) for name, (first, text) in found.items()}


def _own(first: int, lines: list[str]) -> OwnLines:
    head = next((i for i, line in enumerate(lines[:_LONGEST_HEAD]) if _ENDS.search(line)), len(lines))
    start = next((i for i in range(head + 1, len(lines)) if lines[i].strip()), 0)
    docstring = range(0)
    if start and (quotes := _DOCSTRING.match(lines[start])):
        end = next((i for i, line in enumerate(lines) if i > start and quotes[1] in line), 0)
        if quotes[1] not in lines[start][quotes.end() :] and end:
            docstring = range(first + start + 1, first + end + 1)
    return OwnLines(first, "\n".join(lines).rstrip(), docstring)
