# A copy of the kit's solutions/lessons/pictures/theme.py, written by `grader build`: a change made here is lost.
"""Colours and sizes of all pictures, on white and on black.

The colours are those of Okabe and Ito, which people with colour-blind eyes can tell apart, and every line also
has a style or a marker of its own. Sizes are for the last row of a room. A picture is always drawn in the colours
for a white page; for a dark one `darkened` gives every part of it the colour that belongs there.
"""

from __future__ import annotations

from typing import Any

import matplotlib
import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import Collection
from matplotlib.colors import Colormap, LinearSegmentedColormap, to_rgba
from matplotlib.figure import Figure
from matplotlib.image import AxesImage
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.text import Text

INK, GREY, PALE = "#222222", "#767676", "#e8e8e8"
BLUE, ORANGE, GREEN, RED = "#0072b2", "#e69f00", "#009e73", "#d55e00"
PURPLE, SKY, YELLOW = "#cc79a7", "#56b4e9", "#f0e442"
CYCLE = [BLUE, ORANGE, GREEN, RED, PURPLE, SKY]  # yellow is too pale for lines
PAPER, NIGHT = "#ffffff", "#16191d"

# For areas and images: minus is orange, plus is blue, nothing is the page.
MINUS_PLUS = LinearSegmentedColormap.from_list("minus_plus", [RED, "#f6c9a8", PAPER, "#a9cfe6", BLUE])
SHARES = LinearSegmentedColormap.from_list("shares", [PAPER, "#a9cfe6", BLUE])

STYLE: dict[str, Any] = {
    "figure.dpi": 100,
    "figure.facecolor": PAPER,
    "font.size": 13,
    "axes.titlesize": 14,
    "axes.labelsize": 13,
    "axes.edgecolor": INK,
    "axes.labelcolor": INK,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.axisbelow": True,
    "axes.prop_cycle": matplotlib.cycler(color=CYCLE),
    "grid.color": PALE,
    "lines.linewidth": 2.5,
    "lines.markersize": 9,
    "legend.fontsize": 12,
    "legend.frameon": False,
    "text.color": INK,
    "xtick.color": INK,
    "ytick.color": INK,
    "xtick.labelsize": 12,
    "ytick.labelsize": 12,
}

_BY_NIGHT = {
    INK: "#eceff1", "#000000": "#eceff1", GREY: "#9aa0a6", PALE: "#3c4248", PAPER: NIGHT,
    BLUE: "#4ea9e6", GREEN: "#2fcf9f", RED: "#ff7b39", ORANGE: "#f2b01e", PURPLE: "#e59bc6", SKY: "#8ed1f7",
}  # fmt: skip
_MAPS_BY_NIGHT: dict[str, Colormap] = {
    "minus_plus": LinearSegmentedColormap.from_list("m", ["#ff7b39", "#7d4327", NIGHT, "#24567a", "#4ea9e6"]),
    "shares": LinearSegmentedColormap.from_list("s", [NIGHT, "#1f5a82", "#1b83c6"]),
}
_RGB = {to_rgba(day)[:3]: to_rgba(night)[:3] for day, night in _BY_NIGHT.items()}


def darkened(figure: Figure) -> Figure:
    """Give every part of a figure its colour for a dark page; the figure is changed and returned."""
    figure.draw_without_rendering()  # ticks and their labels exist only after this
    for axes in figure.axes:
        axes.tick_params(color=_BY_NIGHT[INK], labelcolor=_BY_NIGHT[INK])
    for artist in figure.findobj():
        _recolour(artist)
    return figure


def _recolour(artist: Any) -> None:
    match artist:
        case Text():
            if to_rgba(artist.get_color())[:3] != to_rgba(PAPER)[:3]:  # white letters stand on a strong colour
                artist.set_color(_night(artist.get_color()))
            for patch in (artist.get_bbox_patch(), getattr(artist, "arrow_patch", None)):
                if patch is not None:
                    _recolour(patch)
        case Line2D():
            artist.set_color(_night(artist.get_color()))
            artist.set_markerfacecolor(_night(artist.get_markerfacecolor()))
            artist.set_markeredgecolor(_night(artist.get_markeredgecolor()))
        case Patch():
            artist.set_facecolor(_night(artist.get_facecolor()))
            artist.set_edgecolor(_night(artist.get_edgecolor()))
        case Collection() if artist.get_array() is None:
            artist.set_facecolor([_night(colour) for colour in np.atleast_2d(artist.get_facecolor())])
            artist.set_edgecolor([_night(colour) for colour in np.atleast_2d(artist.get_edgecolor())])
        case AxesImage() | Collection():
            artist.set_cmap(_MAPS_BY_NIGHT.get(artist.get_cmap().name, artist.get_cmap()))
        case Axes():
            artist.set_facecolor(_night(artist.get_facecolor()))


def _night(colour: Any) -> Any:
    """Return the colour for a dark page that belongs to one for a white page; how solid it is stays."""
    if isinstance(colour, str) and colour == "none":
        return colour
    if len(np.atleast_1d(np.asarray(colour, dtype=object))) == 0:
        return "none"
    *rgb, alpha = to_rgba(colour)
    return (*_RGB.get(tuple(rgb), tuple(rgb)), alpha)
