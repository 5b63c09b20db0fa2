"""A table of values beside the right ones: exact, close, the largest difference, and the first line that is wrong.

As text it needs no matplotlib; `tables` draws it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from .student_code import array
from .trouble import trouble

_CLOSE = 1e-6  # rounding is far below, a mistake far above
UNWRITTEN = " is not written yet"  # how the sentence of every stub ends


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
        remark = str(error) if str(error).endswith(UNWRITTEN) else "; ".join(lines)
        return Row(step, function, False, None, remark)
    difference = float(np.max(np.abs(value - right))) if np.all(np.isfinite(value)) else np.inf
    wrong = not difference <= _CLOSE
    return Row(step, function, bool(np.array_equal(value, right)), difference, question if wrong else "")


def text(title: str, rows: list[Row]) -> str:
    """Return a table as plain text."""
    lines = [f"{title:22}{'function':24}{'exact':7}{'close':7}{'largest difference':20}"]
    for row, (exact, close, difference) in zip(rows, map(cells, rows), strict=True):
        lines.append(f"{row.step:22}{row.function:24}{exact:7}{close:7}{difference:20}{row.remark}".rstrip())
    return "\n".join([*lines, verdict(rows)])


def cells(row: Row) -> tuple[str, str, str]:
    if row.difference is None:
        return "-", "-", "-"
    difference = f"{row.difference:.1e}" if row.difference else "0"
    return "yes" if row.exact else "no", "yes" if row.close else "NO", difference


def first_wrong(rows: list[Row]) -> int | None:
    return next((index for index, row in enumerate(rows) if not row.close), None)


def verdict(rows: list[Row]) -> str:
    first = first_wrong(rows)
    if first is None:
        return "All steps are right."
    row = rows[first]
    if row.remark.endswith(UNWRITTEN):
        return f"Next: {row.remark}."
    return f"Look here first: {row.step}, by {row.function}. {row.remark}"
