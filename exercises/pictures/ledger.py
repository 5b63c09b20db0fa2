# A copy of the kit's solutions/lessons/pictures/ledger.py, written by `grader build`: a change made here is lost.
"""A table of values beside the right ones: exact, close, the largest difference, and the first line that is wrong."""

from __future__ import annotations

import textwrap
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from .canvas import BLUE, GREY, INK, ORANGE, PALE, Picture, new, trouble
from .own import array

_CLOSE = 1e-6  # rounding is far below, a mistake far above
_UNWRITTEN = " is not written yet"  # how the sentence of every stub ends


@dataclass(frozen=True)
class Row:
    """One line of a table: a value of the student's beside the right one."""

    step: str
    function: str
    exact: bool
    difference: float | None  # the largest one; None where nothing came back that could be compared
    remark: str  # what is in the way, or what to ask oneself; "" where all is well

    @property
    def close(self) -> bool:
        return self.difference is not None and self.difference <= _CLOSE


def compared(step: str, function: str, right: np.ndarray, call: Callable[[], Any], question: str) -> Row:
    """Return the line of one step: call() gives the student's value, question helps where it is wrong."""
    try:
        value = array(call(), right.shape, step)
    except Exception as error:
        lines = [line for line in trouble(error) if not line.endswith("again.")]
        remark = str(error) if str(error).endswith(_UNWRITTEN) else "; ".join(lines)
        return Row(step, function, False, None, remark)
    difference = float(np.max(np.abs(value - right))) if np.all(np.isfinite(value)) else np.inf
    wrong = not difference <= _CLOSE
    return Row(step, function, bool(np.array_equal(value, right)), difference, question if wrong else "")


def text(title: str, rows: list[Row]) -> str:
    """Return a table as plain text."""
    lines = [f"{title:22}{'function':24}{'exact':7}{'close':7}{'largest difference':20}"]
    for row, (exact, close, difference) in zip(rows, map(_cells, rows), strict=True):
        lines.append(f"{row.step:22}{row.function:24}{exact:7}{close:7}{difference:20}{row.remark}".rstrip())
    return "\n".join([*lines, _verdict(rows)])


def drawn(title: str, rows: list[Row]) -> Picture:
    """Draw a table as wide as a page; the first line that is not right is marked."""
    verdict = textwrap.wrap(_verdict(rows), 120)
    height = len(rows) + 1.5 + len(verdict)
    picture = new(13, 0.6 + 0.36 * height)
    axes = picture.subplots()
    axes.set_axis_off()
    axes.set(xlim=(0, 1), ylim=(height - 1, -1), title=title)
    places = (0.0, 0.17, 0.36, 0.43, 0.5, 0.65)
    for place, name in zip(places, ("step", "function", "exact", "close", "largest difference"), strict=False):
        axes.text(place, -0.4, name, weight="bold", va="center")
    first = _first_wrong(rows)
    for index, row in enumerate(rows):
        if index == first:
            axes.axhspan(index + 0.1, index + 1.0, color=ORANGE, alpha=0.35)
        axes.axhline(index + 0.1, color=PALE, linewidth=1)
        colour = BLUE if row.close else GREY if row.remark.endswith(_UNWRITTEN) else INK
        cells = (row.step, row.function, *_cells(row), textwrap.shorten(row.remark, 46, placeholder=" ..."))
        for place, cell in zip(places, cells, strict=True):
            axes.text(place, index + 0.55, cell, va="center", color=colour, fontsize=12, parse_math=False)
        if not row.close:
            picture.notes.append(f"{row.step}: {row.remark}")
    axes.text(0, len(rows) + 0.5, "\n".join(verdict), weight="bold", va="top", parse_math=False)
    return picture


def _cells(row: Row) -> tuple[str, str, str]:
    if row.difference is None:
        return "-", "-", "-"
    difference = f"{row.difference:.1e}" if row.difference else "0"
    return "yes" if row.exact else "no", "yes" if row.close else "NO", difference


def _first_wrong(rows: list[Row]) -> int | None:
    return next((index for index, row in enumerate(rows) if not row.close), None)


def _verdict(rows: list[Row]) -> str:
    first = _first_wrong(rows)
    if first is None:
        return "All steps are right."
    row = rows[first]
    if row.remark.endswith(_UNWRITTEN):
        return f"Next: {row.remark}."
    return f"Look here first: {row.step}, by {row.function}. {row.remark}"
