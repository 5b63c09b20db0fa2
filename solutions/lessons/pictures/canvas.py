"""The page that every picture is drawn on; whatever the student's code does, none of them ends in a traceback."""

from __future__ import annotations

import base64
import contextlib
import functools
import html
import io
import textwrap
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, ClassVar

import matplotlib
from kit.student import Unusable
from kit.traces import is_here
from kit.watchdog import TookTooLong
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from . import student_code
from .alternative import words_of
from .patience import clock
from .theme import GREY, RED, STYLE, darkened
from .trouble import trouble
from .verdicts import doubts

_PRINTED_LINES = 12
_SHARP = 2  # dots for every dot of a plain screen: a projector and a fine screen have them


class Picture(Figure):
    """A figure that a notebook shows once, as the value of its cell; `notes` are the sentences of placeholders."""

    by_night: ClassVar[bool] = False  # for a dark notebook

    sentence: str  # what it shows
    notes: list[str]
    warned: list[str]  # what stands below it: the code's warnings, and what pytest says of the functions
    blanks: int  # how many of its axes hold a note instead of a drawing

    def __repr__(self) -> str:
        return " ".join(["a placeholder:", *self.notes]) if self.notes else self.words()

    def _repr_html_(self) -> str:
        image, width = base64.b64encode(self.png()).decode("ascii"), round(100 * self.get_size_inches()[0])
        look = "max-width: 100%; height: auto"
        alternative = html.escape(self.words(), quote=True)
        return f'<img alt="{alternative}" width="{width}" style="{look}" src="data:image/png;base64,{image}">'

    def words(self) -> str:
        """Return the picture in words, for those who do not see it."""
        return words_of(self, self.sentence)

    def png(self, dots: int = 100 * _SHARP) -> bytes:
        """Return the picture as an image, with so many dots an inch, on a white page or on a dark one."""
        raw = io.BytesIO()
        with matplotlib.rc_context(STYLE):
            if 0 < self.blanks < len(self.axes):
                self.draw_without_rendering()  # unlike panels have their places only after a second look
            if self.by_night:
                darkened(self)
            self.savefig(raw, format="png", dpi=dots)
        return raw.getvalue()


def new(width: float = 9.0, height: float = 5.0) -> Picture:
    """Return an empty picture, sizes in inches. Give it axes with `picture.subplots()`."""
    picture = Picture(figsize=(width, height), layout="constrained")
    picture.sentence, picture.notes, picture.warned, picture.blanks = "", [], [], 0
    return picture


def friendly(draw: Callable[..., Picture]) -> Callable[..., Picture]:
    """Decorate a function that draws: whatever the student's code does, the result is a picture.

    Where the code fails, or does not come back, the picture says what is missing or wrong and in which line. What
    the code prints appears above the picture (its first lines). Below it stand warnings from its lines, and
    what is not right yet, as pytest says it.
    """

    @functools.wraps(draw)
    def drawn(*args: Any, **settings: Any) -> Picture:
        printed = io.StringIO()
        recording = warnings.catch_warnings(record=True)
        with student_code.one_picture(), matplotlib.rc_context(STYLE), recording as caught:
            warnings.simplefilter("always")
            try:
                with contextlib.redirect_stdout(printed), clock.limit():
                    picture = draw(*args, **settings)
                if picture.blanks and picture.blanks == len(picture.axes):
                    picture = _placeholder(picture.notes)
            except (Exception, KeyboardInterrupt, SystemExit, TookTooLong) as error:
                picture = _placeholder(trouble(error))
            picture.sentence = (draw.__doc__ or "").partition("\n")[0]
            _footnotes(picture, [w for w in caught if is_here(Path(w.filename))])
        for warning in caught:
            if not is_here(Path(warning.filename)):
                warnings.warn_explicit(warning.message, warning.category, warning.filename, warning.lineno)
        _reprint(printed.getvalue())
        return picture

    return drawn


@contextlib.contextmanager
def panel(axes: Axes) -> Iterator[Axes]:
    """Draw one part of a picture; where the student's code fails, this part says so and the others are drawn."""
    try:
        yield axes
    except Unusable:
        raise  # nothing in this file can be used: once for the whole picture is enough
    except (Exception, SystemExit) as error:
        title = axes.get_title()
        axes.clear()
        axes.set_title(title)
        note(axes, trouble(error))


def note(axes: Axes, lines: list[str], size: float = 12) -> None:
    """Write the sentences of a placeholder where a drawing would be, and remember them in the picture."""
    axes.set_xticks([])
    axes.set_yticks([])
    for spine in axes.spines.values():
        spine.set_visible(True)
        spine.set_color(GREY)
        spine.set_linestyle((0, (4, 4)))
    shows_code = any(line.startswith("    ") for line in lines)
    look: dict[str, Any] = {"ha": "center", "va": "center", "ma": "left", "fontsize": size, "parse_math": False}
    shown = "\n".join(_folded(line, axes, size * (1.1 if shows_code else 1)) for line in lines)
    family = "monospace" if shows_code else "sans-serif"
    axes.text(0.5, 0.5, shown, transform=axes.transAxes, family=family, **look)
    picture = axes.figure
    if isinstance(picture, Picture):
        picture.notes.extend(lines)
        picture.blanks += 1


def _placeholder(lines: list[str]) -> Picture:
    """Return a small picture of sentences, each of them once and what to do about them last."""
    once = list(dict.fromkeys(reversed(lines)))[::-1]
    picture = new(9, 1.2 + 0.3 * len(once))
    note(picture.subplots(), once, size=13)
    return picture


def _folded(line: str, axes: Axes, size: float) -> str:
    """Break a line so that it fits; how wide the axes will be is only known roughly before they are drawn."""
    figure = axes.figure
    columns = axes.get_subplotspec().get_gridspec().ncols if axes.get_subplotspec() else 1
    letters = 0.9 * figure.get_size_inches()[0] / columns * 72 / (0.58 * size)
    return "\n".join(textwrap.wrap(line, max(12, int(letters)), drop_whitespace=False)) or line


def _footnotes(picture: Picture, caught: list[warnings.WarningMessage]) -> None:
    """Write below a picture what its colours do not tell: warnings, and functions that are not right yet."""
    said = " ".join(picture.notes)
    picture.warned = [f"{Path(w.filename).name}, line {w.lineno} warns: {w.message}" for w in caught]
    picture.warned += doubts(pair for pair in student_code.used() if pair[1] not in said)
    lines = list(dict.fromkeys(picture.warned))
    if lines:
        more = [f"(and {len(lines) - 2} more)"] if len(lines) > 2 else []
        letters = int(picture.get_size_inches()[0] * 72 / (0.55 * 12))
        told = "\n".join(textwrap.fill(line, letters, max_lines=2) for line in [*lines[:2], *more])
        picture.supxlabel(told, fontsize=12, color=RED, x=0.01, ha="left", parse_math=False)


def _reprint(printed: str) -> None:
    lines = printed.splitlines()
    if lines:
        more = f"\n... and {len(lines) - _PRINTED_LINES} more lines" if len(lines) > _PRINTED_LINES else ""
        print("\n".join(lines[:_PRINTED_LINES]) + more)
