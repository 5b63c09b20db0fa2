"""The notebooks of the lessons, and the cells of them that draw."""

from __future__ import annotations

import json
from pathlib import Path

LESSONS = ["perceptron", "forward", "backward", "loss", "optimizer", "hands_on"]
NEEDS_NOBODY = {  # they show data, or what is drawn without any function of the student's
    "pictures.hands_on.digits()",
    "pictures.history.timeline()",
    "pictures.network.layers(3, 4, 2)",
    "pictures.network.layers(64, 64, 10)",
    "pictures.chain.rule()",
    "pictures.friends.story()",
}


def sources_of(folder: Path, lesson: str) -> list[str]:
    """Return the cells of code of a notebook."""
    cells = json.loads((folder / f"{lesson}.ipynb").read_text(encoding="utf-8"))["cells"]
    return ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]
