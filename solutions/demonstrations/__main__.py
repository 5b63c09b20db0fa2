"""Write all figures into a folder: python -m demonstrations TARGET [--dark]."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pictures
from matplotlib.text import Text
from pictures.canvas import Picture

from . import FIGURES, MOVING

_SIZE = (7.7, 4.33)  # inches: smaller than a lesson's, so that letters are larger beside everything else
_MORE_ROOM = {"timeline": (10.0, 5.4), "two_friends": (9.0, 4.8), "misread": (8.8, 4.4)}  # much to read side by side
_ROOM = (1200, 590)  # of the 1280 x 720 dots of a slide
_SMALLEST = 20  # of these dots, the size of a letter that can be read from the last row
_DOTS = 250  # an inch: as many dots as a projector has


def main() -> None:
    """Write them, and say nothing but their names."""
    target = Path(sys.argv[1])
    target.mkdir(parents=True, exist_ok=True)
    if "--dark" in sys.argv[2:]:
        pictures.dark()
    for name, draw in FIGURES.items():
        figure = draw()
        if figure.notes or figure.warned:
            sys.exit(f"{name}: {'; '.join([*figure.notes, *figure.warned])}")
        (target / f"{name}.txt").write_text(figure.words() + "\n", encoding="utf-8", newline="\n")
        (target / f"{name}.png").write_bytes(_projected(figure, name))
        for number, frame in enumerate(MOVING.get(name, lambda: iter(()))(), 1):
            (target / f"{name}-{number:02d}.png").write_bytes(_projected(frame, name))
        print(name)


def _projected(figure: Picture, name: str) -> bytes:
    width, height = _MORE_ROOM.get(name, _SIZE)
    figure.set_size_inches(width, height)
    image = figure.png(_DOTS)  # only now there are all ticks with their labels
    dots_of_a_point = min(_ROOM[0] / width, _ROOM[1] / height) / 72
    for text in _texts(figure):
        if text.get_text().strip() and text.get_fontsize() * dots_of_a_point < _SMALLEST:
            sys.exit(f"{name}: {text.get_text()!r} cannot be read from the last row: give it larger letters")
    return image


def _texts(figure: Picture) -> Iterator[Text]:
    yield from figure.texts
    for axes in figure.axes:
        yield from (axes.title, *axes.texts)
        if axes.axison:
            yield from (*axes.get_xticklabels(), *axes.get_yticklabels(), axes.xaxis.label, axes.yaxis.label)
        if legend := axes.get_legend():
            yield from legend.get_texts()


if __name__ == "__main__":
    main()
