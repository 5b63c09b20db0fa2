"""The handout as students get it, with the stubs and with the solutions in their place, and a reader at work in it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from grader.authoring.build import build
from grader.course.loading import load_course
from grader.course.model import Course

ROOT = Path(__file__).parents[2]

# Answers lines of JSON: each names files to save and an expression to look at, as a cell of a notebook would.
READER = """
import contextlib, io, json, sys, warnings
from pathlib import Path
import numpy as np
import pictures
names = "perceptron forward backward loss optimizer hands_on".split()
space = {"np": np, "pictures": pictures, **{name: pictures.student(name) for name in names}}
def edges_outside(figure):
    (width, height), box = figure.get_size_inches(), figure.get_tightbbox()
    return [edge for edge in (box.x0, box.y0, width - box.x1, height - box.y1) if edge < -0.01]
for line in sys.stdin:
    order = json.loads(line)
    for file, text in order["files"].items():
        Path(file).write_text(text, encoding="utf-8", newline="\\n")
    printed = io.StringIO()
    with warnings.catch_warnings(record=True) as warned, contextlib.redirect_stdout(printed):
        value = eval(order["cell"], space)
        image = value.png() if hasattr(value, "png") else b""
    found = {
        "shown": repr(value),
        "notes": getattr(value, "notes", []),
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
    below: list[str]
    texts: list[str]
    png: int
    cut_off: list[str]
    printed: str
    warned: list[str]


@pytest.fixture(scope="session")
def course() -> Course:
    return load_course(ROOT)


@pytest.fixture(scope="session")
def stubs(course: Course, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a student who has not begun; not for changing."""
    folder = tmp_path_factory.mktemp("handout") / "exercises"
    build(course, folder)
    return folder


@pytest.fixture(scope="session")
def solved(course: Course, stubs: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a student who has finished; not for changing."""
    folder = Path(shutil.copytree(stubs, tmp_path_factory.mktemp("solved") / "exercises"))
    for module in course.modules:
        shutil.copy(ROOT / "solutions" / f"{module.name}.py", folder)
    return folder


def lonely() -> dict[str, str]:
    """Return the environment of a process that must not find this project's own folders."""
    return {**{k: v for k, v in os.environ.items() if not k.startswith("PYTHON")}, "PYTHONIOENCODING": "utf-8"}


@pytest.fixture(scope="session")
def open_reader() -> Iterator[Callable[[Path], Callable[..., Seen]]]:
    """Begin to read in a folder; the reader looks at cells: look("pictures.forward.layer(forward)", forward="...")."""
    running = []

    def open_in(folder: Path) -> Callable[..., Seen]:
        process = subprocess.Popen(
            [sys.executable, "-c", READER],
            cwd=folder,
            env=lonely(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            encoding="utf-8",
        )
        running.append(process)

        def look(cell: str, **files: str) -> Seen:
            order: dict[str, Any] = {"cell": cell, "files": {f"{name}.py": text for name, text in files.items()}}
            print(json.dumps(order), file=process.stdin, flush=True)
            return Seen(**json.loads(process.stdout.readline()))

        return look

    yield open_in
    for process in running:
        process.stdin.close()
        process.wait(timeout=10)
        process.stdout.close()
