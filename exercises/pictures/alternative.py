# A copy of the kit's solutions/lessons/pictures/alternative.py, written by `grader build`: a change made here is lost.
"""Say a picture in words, for those who do not see it: what it shows, and what the student's functions made of it."""

from __future__ import annotations

import re

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

_LONGEST = 1500
_MOST_TEXTS = 100


def words_of(figure: Figure, sentence: str) -> str:
    """Return the alternative text of a figure.

    Args:
        figure: a figure that is drawn already.
        sentence: what it shows, as the first line of a docstring says it: "Draw the line of each gate."
    """
    pieces = [re.sub(r"^(Draw|Show) ", "", sentence)]  # a screen reader says "image" before it
    pieces += [_ended(_plain(text.get_text())) for text in (figure._suptitle, figure._supxlabel) if text]
    for axes in figure.axes:
        pieces += _axes(axes)
    told = ""
    for piece in pieces:
        if len(told) + len(piece) > _LONGEST:
            return f"{told} And more."
        told = f"{told} {piece}".strip()
    return told


def _axes(axes: Axes) -> list[str]:
    title, x, y = (_plain(text) for text in (axes.get_title(), axes.get_xlabel(), axes.get_ylabel()))
    pieces = [_ended(title)] if title else []
    if x or y:
        pieces.append(" ".join([f"Across: {x}." if x else "", f"Up: {y}." if y else ""]).strip())
    pieces += [_line(line.get_label(), *line.get_data()) for line in axes.lines if _is_named(line.get_label())]
    rows = [_plain(text.get_text()) for text in axes.get_yticklabels() if "$" not in text.get_text()]
    if any(re.search("[a-z]", row) for row in rows):
        pieces.append(f"Rows: {'; '.join(row for row in rows if row)}.")
    texts = [_plain(text.get_text()) for text in axes.texts if text.get_text().strip()]
    if texts:
        pieces.append("; ".join(texts[:_MOST_TEXTS]) + ("; ..." if len(texts) > _MOST_TEXTS else "") + ".")
    return pieces


def _line(name: object, x: object, y: object) -> str:
    points = np.column_stack([np.ravel(np.asarray(x, dtype=float)), np.ravel(np.asarray(y, dtype=float))])
    points = points[np.all(np.isfinite(points), axis=1)] + 0.0  # no "-0" in a sentence
    told = _plain(str(name))
    if len(points) == 0:
        return f"{told}."
    if len(points) == 1:
        return f"{told}: at ({points[0, 0]:.3g}, {points[0, 1]:.3g})."
    low, high = points[np.argmin(points[:, 1])], points[np.argmax(points[:, 1])]
    ends = f"from ({points[0, 0]:.3g}, {points[0, 1]:.3g}) to ({points[-1, 0]:.3g}, {points[-1, 1]:.3g})"
    return f"{told}: {ends}, lowest {low[1]:.3g} at {low[0]:.3g}, highest {high[1]:.3g} at {high[0]:.3g}."


def _is_named(label: object) -> bool:
    return bool(str(label)) and not str(label).startswith("_")


def _ended(text: str) -> str:
    return text if text.endswith(("?", "!")) else f"{text}."


def _plain(text: str) -> str:
    """Return a text without the marks of formulas and in one line."""
    text = re.sub(r"\$([^$]*)\$", lambda found: re.sub(r"[\\{}$]", "", found[1]), text)
    return " ".join(text.split()).rstrip(".")
