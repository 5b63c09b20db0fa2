"""Let the solutions draw the figures that are projected: students get the pictures, and never this code.

solutions/demonstrations runs in a copy of the students' folder with the solutions in place of the stubs.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from importlib.util import find_spec
from pathlib import Path

from grader.authoring.build import build
from grader.authoring.formulas import NoSlides
from grader.course.loading import CourseError
from grader.course.model import Course

_SECONDS = 600
_MODES = {"light": [], "dark": ["--dark"]}


@dataclass(frozen=True)
class Figure:
    """A picture for light and for dark slides: its words, and its frames (one that does not move has none)."""

    name: str
    words: str
    frames: tuple[str, ...]


def draw(course: Course, target: Path) -> dict[str, Figure]:
    """Write TARGET/light/NAME.png and TARGET/dark/NAME.png, with NAME-01.png and so on; return what was drawn.

    Raises:
        CourseError: the solutions or the drawing failed, or matplotlib is not installed.
    """
    if not (course.root / "solutions" / "demonstrations").is_dir():
        return {}
    if find_spec("matplotlib") is None:
        raise NoSlides("matplotlib")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        build(course, folder)
        for module in course.modules:
            shutil.copy(course.root / "solutions" / f"{module.name}.py", folder)
        for mode in _MODES:
            shutil.rmtree(target / mode, ignore_errors=True)
        orders = [[str((target / mode).absolute()), *options] for mode, options in _MODES.items()]
        with ThreadPoolExecutor() as both:
            list(both.map(partial(_run, course, folder), orders))
    return {figure.name: figure for figure in _drawn(target / "light")}


def _run(course: Course, folder: Path, arguments: list[str]) -> None:
    environment = {
        **os.environ,
        "PYTHONPATH": str((course.root / "solutions").absolute()),
        "PYTHONDONTWRITEBYTECODE": "1",
        "MPLBACKEND": "agg",
    }
    try:
        done = subprocess.run(
            [sys.executable, "-m", "demonstrations", *arguments],
            cwd=folder,
            env=environment,
            capture_output=True,
            text=True,
            errors="replace",
            timeout=_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise CourseError(f"solutions/demonstrations: expected an end within {_SECONDS} s, got none") from None
    if done.returncode:
        lines = done.stderr.strip().splitlines() or ["nothing was said"]
        raise CourseError(f"solutions/demonstrations: the figures cannot be drawn: {lines[-1]}")


def _drawn(folder: Path) -> Iterator[Figure]:
    for words in sorted(folder.glob("*.txt")):
        frames = sorted(path.name for path in folder.glob(f"{words.stem}-[0-9]*.png"))
        yield Figure(words.stem, words.read_text(encoding="utf-8").strip(), tuple(frames))
