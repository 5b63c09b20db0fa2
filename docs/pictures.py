"""Make the pictures of the README from the running software, so that they stay true.

    python docs/pictures.py            # writes docs/pictures/*.png; a few minutes, needs Chromium
    python docs/pictures.py --check    # says which of them were made before what they show was changed

A rehearsed class is graded for it, and one of its hand-ins run as its student would.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

_ROOT = Path(__file__).resolve().parents[1]
_TO = _ROOT / "docs" / "pictures"
_MADE_FROM = _TO / "made_from.json"
_STUDENT = "student-05"
_FIGURE = "spiral"
_COLOURS = 64  # enough for a page of text, and a quarter of the bytes
_REPORT = "grader/report/templates"
_SOURCES = {  # what decides how a picture looks
    "board": ["grader/handout/kit/board.py", "grader/handout/kit/progress.py"],
    "lesson": ["solutions/demonstrations/training.py"],
    "class": [f"{_REPORT}/class.html.j2", f"{_REPORT}/style.css", f"{_REPORT}/parts.html.j2"],
    "student": [f"{_REPORT}/student.html.j2", f"{_REPORT}/style.css", "grader/report/highlighting.py"],
}


def main(arguments: list[str]) -> int:
    """Make the pictures, or say which are out of date; return the exit code."""
    if arguments == ["--check"]:
        made_from = json.loads(_MADE_FROM.read_text(encoding="utf-8"))
        old = [name for name in _SOURCES if made_from.get(name) != _digest(name)]
        for name in old:
            print(f"docs/pictures/{name}.png is older than what it shows: run python docs/pictures.py")
        return int(bool(old))
    with tempfile.TemporaryDirectory() as name:
        _make(Path(name))
    _MADE_FROM.write_text(json.dumps({name: _digest(name) for name in _SOURCES}, indent=1) + "\n", encoding="utf-8")
    return 0


def _digest(name: str) -> str:
    return hashlib.sha256(b"\0".join((_ROOT / source).read_bytes() for source in _SOURCES[name])).hexdigest()


def _make(work: Path) -> None:
    from playwright.sync_api import sync_playwright

    from grader.authoring.figures import draw
    from grader.course.loading import load_course

    course = load_course(_ROOT)
    _grader("rehearse", "class", "--course", str(_ROOT), cwd=work)
    _grader("run", "class", "--course", str(_ROOT), "--track", "express", cwd=work)
    _grader("report", "--course", str(_ROOT), cwd=work)
    draw(course, work / "figures")
    (work / "board.html").write_text(_board(work), encoding="utf-8")
    program = next(found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name)))
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=program, args=["--no-sandbox", "--disable-gpu"])
        _photograph(browser, work / "board.html", "board", 1160, 640)
        _photograph(browser, work / "report" / "index.html", "class", 1280, 1180)
        _photograph(browser, work / "report" / "students" / f"{_STUDENT}.html", "student", 1100, 790)
        browser.close()
    _keep((work / "figures" / "light" / f"{_FIGURE}.png").read_bytes(), "lesson", 900)


def _board(work: Path) -> str:
    """Return a page with what a student sees at the end of `pytest`."""
    from rich.console import Console
    from rich.text import Text

    folder = work / "exercises"
    shutil.copytree(_ROOT / "exercises", folder)
    for file in (work / "class" / _STUDENT).iterdir():
        shutil.copy(file, folder)
    command = [sys.executable, "-m", "pytest", "-q", "--color=yes", "--tb=no", "--no-header"]
    environment = {**os.environ, "COLUMNS": "104", "PYTHONDONTWRITEBYTECODE": "1"}
    said = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False).stdout
    console = Console(record=True, width=120, file=io.StringIO(), force_terminal=True)
    console.print(Text.from_ansi("$ pytest\n" + said.partition("\n")[2]))  # without its line of dots
    return console.export_html(inline_styles=True)


def _photograph(browser: Any, page: Path, name: str, width: int, height: int) -> None:
    tab = browser.new_page(viewport={"width": width, "height": height})
    tab.goto(page.as_uri())
    _keep(tab.screenshot(full_page=name == "board"), name, width)
    tab.close()


def _keep(png: bytes, name: str, width: int) -> None:
    from PIL import Image

    picture = Image.open(io.BytesIO(png)).convert("RGB")
    if picture.width > width:
        picture = picture.resize((width, round(picture.height * width / picture.width)), Image.Resampling.LANCZOS)
    picture.quantize(_COLOURS, dither=Image.Dither.NONE).save(_TO / f"{name}.png", optimize=True)
    print(f"docs/pictures/{name}.png: {(_TO / f'{name}.png').stat().st_size // 1000} kB")


def _grader(*arguments: str, cwd: Path) -> None:
    subprocess.run([sys.executable, "-m", "grader", *arguments], cwd=cwd, check=True, stdout=subprocess.DEVNULL)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
