"""Write all figures into a folder: python -m demonstrations TARGET [--dark]."""

import sys
from pathlib import Path

import pictures

from . import FIGURES, MOVING


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
        (target / f"{name}.png").write_bytes(figure.png())
        for number, frame in enumerate(MOVING.get(name, lambda: iter(()))(), 1):
            (target / f"{name}-{number:02d}.png").write_bytes(frame.png())
        print(name)


if __name__ == "__main__":
    main()
