"""Write all figures into a folder: python -m demonstrations TARGET [--dark]."""

import sys
from pathlib import Path

import pictures
from pictures.canvas import Picture

from . import FIGURES, MOVING

_SIZE = (7.7, 4.33)  # inches: smaller than a lesson's, so that letters are larger beside everything else
_MORE_ROOM = {"timeline": (10.0, 5.4), "two_friends": (9.0, 4.8), "misread": (8.8, 4.4)}  # much to read side by side
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
    figure.set_size_inches(*_MORE_ROOM.get(name, _SIZE))
    return figure.png(_DOTS)


if __name__ == "__main__":
    main()
