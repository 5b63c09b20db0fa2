"""Cells of a file that spreadsheets open: hostile text becomes no formula, a number of ours stays one."""

from __future__ import annotations

import re

from grader.text import clean

DIGITS = 4
LONGEST = 500
_FORMULA = (
    "=+\\-@|%\N{FULLWIDTH EQUALS SIGN}\N{FULLWIDTH PLUS SIGN}\N{FULLWIDTH HYPHEN-MINUS}\N{FULLWIDTH COMMERCIAL AT}"
)
_LATER_CELL = re.compile(rf"""(;["' ]*)(?=[{_FORMULA}])""")  # a ; parts cells where the comma is a decimal point
_FIRST_CELL = re.compile(rf"""["' ]*[{_FORMULA}]""")
Cell = str | float


def safe(cell: Cell) -> str:
    """Return a cell that no spreadsheet takes for a formula; a number of ours stays one."""
    if isinstance(cell, float | int):
        return f"{round(cell, DIGITS):.10g}"
    text = _LATER_CELL.sub(r"\1'", clean(cell, LONGEST))
    indent = " " * (len(cell) - len(cell.lstrip(" ")))  # Canvas knows a line of its own by it
    return f"'{text}" if _FIRST_CELL.match(text) else indent + text
