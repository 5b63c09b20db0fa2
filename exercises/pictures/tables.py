# A copy of the kit's solutions/lessons/pictures/tables.py, written by `grader build`: a change made here is lost.
"""The tables of `first_wrong` as pictures: which step of a tiny network goes wrong first?"""

from __future__ import annotations

import textwrap
from typing import Any

from . import first_wrong as lines
from .canvas import Picture, friendly, new
from .comparison_table import UNWRITTEN, Row, cells, first_wrong, verdict
from .theme import BLUE, GREY, INK, ORANGE, PALE


@friendly
def step_by_step(forward: Any, backward: Any, loss: Any) -> Picture:
    """Draw the table of the small functions, z1 to db1, each with the right values of the steps before it."""
    return _drawn("Step by step", lines.steps(forward, backward, loss))


@friendly
def whole_network(forward: Any, backward: Any) -> Picture:
    """Draw the table of mlp_forward and mlp_backward, which do all the steps in one go."""
    return _drawn("The whole network at once", lines.whole(forward, backward))


@friendly
def training(hands_on: Any) -> Picture:
    """Draw the table of short runs of train: one step, one epoch, three epochs, with a penalty."""
    return _drawn("Training the tiny network", lines.runs(hands_on))


def _drawn(title: str, rows: list[Row]) -> Picture:
    """Draw a table as wide as a page; the first line that is not right is marked."""
    words = textwrap.wrap(verdict(rows), 120)
    height = len(rows) + 1.5 + len(words)
    picture = new(13, 0.6 + 0.36 * height)
    axes = picture.subplots()
    axes.set_axis_off()
    axes.set(xlim=(0, 1), ylim=(height - 1, -1), title=title)
    places = (0.0, 0.17, 0.36, 0.43, 0.5, 0.65)
    for place, name in zip(places, ("step", "function", "exact", "close", "largest difference"), strict=False):
        axes.text(place, -0.4, name, weight="bold", va="center")
    marked = first_wrong(rows)
    for index, row in enumerate(rows):
        if index == marked:
            axes.axhspan(index + 0.1, index + 1.0, color=ORANGE, alpha=0.35)
        axes.axhline(index + 0.1, color=PALE, linewidth=1)
        colour = BLUE if row.close else GREY if row.remark.endswith(UNWRITTEN) else INK
        texts = (row.step, row.function, *cells(row), textwrap.shorten(row.remark, 46, placeholder=" ..."))
        for place, text in zip(places, texts, strict=True):
            axes.text(place, index + 0.55, text, va="center", color=colour, fontsize=12, parse_math=False)
        if not row.close:
            picture.notes.append(f"{row.step}: {row.remark}")
    axes.text(0, len(rows) + 0.5, "\n".join(words), weight="bold", va="top", parse_math=False)
    return picture
