"""The look of all pictures, and the one thing they have in common: none of them ends in a traceback.

Colours are those of Okabe and Ito, which people with colour-blind eyes can tell apart, and every line also has
a style or a marker of its own. Sizes are for the last row of a room.
"""

from __future__ import annotations

import contextlib
import functools
import io
import linecache
import textwrap
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import matplotlib
from kit.student import Unusable, describe, is_here, last_frame, lines_of
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure

from .own import Unfit

INK, GREY, PALE = "#222222", "#767676", "#e8e8e8"
BLUE, ORANGE, GREEN, RED = "#0072b2", "#e69f00", "#009e73", "#d55e00"
PURPLE, SKY, YELLOW = "#cc79a7", "#56b4e9", "#f0e442"
CYCLE = [BLUE, ORANGE, GREEN, RED, PURPLE, SKY]  # yellow is too pale for lines

# For areas and images: minus is orange, plus is blue, nothing is white.
MINUS_PLUS = LinearSegmentedColormap.from_list("minus_plus", [RED, "#f6c9a8", "#ffffff", "#a9cfe6", BLUE])

STYLE: dict[str, Any] = {
    "figure.dpi": 100,
    "figure.facecolor": "white",
    "font.size": 13,
    "axes.titlesize": 14,
    "axes.labelsize": 13,
    "axes.edgecolor": INK,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.axisbelow": True,
    "axes.prop_cycle": matplotlib.cycler(color=CYCLE),
    "grid.color": PALE,
    "lines.linewidth": 2.5,
    "lines.markersize": 9,
    "legend.fontsize": 12,
    "legend.frameon": False,
    "xtick.labelsize": 12,
    "ytick.labelsize": 12,
}
_PRINTED_LINES = 12


class Picture(Figure):
    """A figure that a notebook shows once, as the value of its cell; `notes` are the sentences of placeholders."""

    notes: list[str]
    blanks: int  # how many of its axes hold a note instead of a drawing

    def __repr__(self) -> str:
        return " ".join(["a placeholder:", *self.notes]) if self.notes else "a picture"

    def _repr_png_(self) -> bytes:
        raw = io.BytesIO()
        with matplotlib.rc_context(STYLE):
            if 0 < self.blanks < len(self.axes):
                self.draw_without_rendering()  # unlike panels have their places only after a second look
            self.savefig(raw, format="png")
        return raw.getvalue()


def new(width: float = 9.0, height: float = 5.0) -> Picture:
    """Return an empty picture, sizes in inches. Give it axes with `picture.subplots()`."""
    picture = Picture(figsize=(width, height), layout="constrained")
    picture.notes, picture.blanks = [], 0
    return picture


def friendly(draw: Callable[..., Picture]) -> Callable[..., Picture]:
    """Decorate a function that draws: whatever the student's code does, the result is a picture.

    Where the code fails, the picture says what is missing or wrong and in which line. What the code prints
    appears above the picture (its first lines); warnings from its lines stand below.
    """

    @functools.wraps(draw)
    def drawn(*args: Any, **settings: Any) -> Picture:
        printed = io.StringIO()
        with matplotlib.rc_context(STYLE), warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            try:
                with contextlib.redirect_stdout(printed):
                    picture = draw(*args, **settings)
                if picture.blanks and picture.blanks == len(picture.axes):
                    picture = _placeholder(picture.notes)
            except (Exception, KeyboardInterrupt) as error:
                picture = _placeholder(trouble(error))
            _footnote(picture, [w for w in caught if is_here(Path(w.filename))])
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
    except Exception as error:
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


def trouble(error: BaseException) -> list[str]:
    """Say in a few lines what kept a picture from being drawn, for the one who can mend it."""
    linecache.checkcache()
    again = "Save the file, run this cell again."
    if isinstance(error, Unusable):
        return [*error.lines, again]
    if isinstance(error, Unfit):
        return [str(error), again]
    frame = last_frame(error.__traceback__)
    if isinstance(error, NotImplementedError) and frame is not None:
        name = str(error).removesuffix(" is not written yet") or frame.f_code.co_name
        file = Path(frame.f_code.co_filename).name
        return [f"This picture needs {name} from {file}.", "Write, save, and run this cell again."]
    if isinstance(error, KeyboardInterrupt):
        return ["Stopped.", *lines_of(error.__traceback__)]
    if frame is None:
        return ["This cannot be drawn from what your functions returned:", describe(error)]
    return [describe(error), *lines_of(error.__traceback__), again]


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


def _footnote(picture: Picture, caught: list[warnings.WarningMessage]) -> None:
    lines = list(dict.fromkeys(f"{Path(w.filename).name}, line {w.lineno} warns: {w.message}" for w in caught))
    if lines:
        more = f" (and {len(lines) - 2} more)" if len(lines) > 2 else ""
        picture.supxlabel("\n".join(lines[:2]) + more, fontsize=11, color=RED, x=0.01, ha="left", parse_math=False)


def _reprint(printed: str) -> None:
    lines = printed.splitlines()
    if lines:
        more = f"\n... and {len(lines) - _PRINTED_LINES} more lines" if len(lines) > _PRINTED_LINES else ""
        print("\n".join(lines[:_PRINTED_LINES]) + more)
