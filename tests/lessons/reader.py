"""A reader at work in a folder of exercises: looks at cells as a notebook would, and says what there is to see."""

from __future__ import annotations

import contextlib
import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.at_home import environment

# Answers lines of JSON: each names files to save and an expression to look at, as a cell of a notebook would.
READER = """
import contextlib, io, json, sys, warnings
from pathlib import Path
import numpy as np
import pictures
names = "perceptron forward backward loss optimizer hands_on".split()
pictures.patience.SECONDS = float(sys.argv[1])
space = {"np": np, "pictures": pictures, **{name: pictures.student(name) for name in names}}
def edges_outside(figure):
    figure = getattr(figure, "picture", figure)
    (width, height), box = figure.get_size_inches(), figure.get_tightbbox()
    return [edge for edge in (box.x0, box.y0, width - box.x1, height - box.y1) if edge < -0.01]
for line in sys.stdin:
    order = json.loads(line)
    for file, text in order["files"].items():
        Path(file).write_text(text, encoding="utf-8", newline="\\n")
    printed = io.StringIO()
    with warnings.catch_warnings(record=True) as warned, contextlib.redirect_stdout(printed):
        value = eval(order["cell"], space)
        image = value.png() if order["render"] and hasattr(value, "png") else b""
    found = {
        "shown": repr(value),
        "notes": getattr(value, "notes", []),
        "used": sorted(name for _, name in pictures.student_code.used()),
        "below": getattr(value, "warned", []),
        "texts": [text.get_text() for text in getattr(value, "texts", [])],
        "png": len(image),
        "cut_off": [str(edge) for edge in edges_outside(value)] if image else [],
        "printed": printed.getvalue(),
        "warned": [str(w.message) for w in warned],
    }
    print(json.dumps(found), flush=True)
"""


@dataclass(frozen=True)
class Seen:
    """What a reader sees below a cell."""

    shown: str
    notes: list[str]
    used: list[str]
    below: list[str]
    texts: list[str]
    png: int
    cut_off: list[str]
    printed: str
    warned: list[str]


@contextlib.contextmanager
def reading(folder: Path, seconds: float = 10.0) -> Iterator[Callable[..., Seen]]:
    """Read in a folder; the reader looks at cells: look("pictures.forward.layer(forward)", forward="...").

    Args:
        folder: the exercises.
        seconds: after how long a call that does not come back is stopped.
    """
    process = subprocess.Popen(
        [sys.executable, "-c", READER, str(seconds)],
        cwd=folder,
        env=environment(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        encoding="utf-8",
    )

    assert process.stdin is not None
    assert process.stdout is not None
    asked, told = process.stdin, process.stdout

    def look(cell: str, render: bool = True, **files: str) -> Seen:
        named = {f"{name}.py": text for name, text in files.items()}
        order: dict[str, Any] = {"cell": cell, "render": render, "files": named}
        print(json.dumps(order), file=asked, flush=True)
        return Seen(**json.loads(told.readline()))

    try:
        yield look
    finally:
        asked.close()
        process.wait(timeout=10)
        told.close()
