"""Names of students and files are hostile text wherever they are shown: terminal, files, spreadsheets, pages.

The class is real: folders and files whose names are bytes that a terminal, a browser or a spreadsheet would act on.
"""

from __future__ import annotations

import csv
import io
import json
import os
import pty
import re
import subprocess
import sys
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path

import pytest

from tests.attacks.conftest import World

STUDENTS = [
    b"ada",
    b"\x1b]0;mallory\x07\x1b[2J\x1b[31mred",
    b'=HYPERLINK("http:mallory")',
    b"a;=1+1",
    b"+cmd|' C'!A0",
    "\uff1d1+1".encode(),
    b"<script>alert(1)<b>",
    b"<img src=x onerror=alert(1)>",
    "a\u202egpj.exe".encode(),
    "zero\u200bwidth".encode(),
    b"bad\xff\xfebytes",
    b"two\nlines\r\tmore",
    b"-rf",
    b"x..",
    b"`id`$(id)",
    b"[link](javascript:x)",
    b"\x9b31mc1",
    b"n" * 250,
]
FILES = [b"\x1b[31m=cmd<b>\n.py", "forward\u202eyp.py".encode(), b"\xff.py", b"forwrd<script>.py"]
WORK = rb"""
EVIL = "\x1b]0;mallory\x07\x1b[2J\u202e\n=1+1;=2+2<script>alert(1)</script><img src=x onerror=alert(1)>`id`"
print(EVIL)

def relu(x):
    raise type(EVIL.replace("\n", ""), (ValueError,), {})(EVIL)

def softmax(x):
    return {EVIL: EVIL}
"""
FORMULA = tuple("=+-@|%\uff1d")
STYLES = re.compile(r"\x1b\[(?:\d{1,2}(?:;\d{1,3})*m|1A|2K|\?25[lh])")  # colours, and what moves a progress bar


@dataclass(frozen=True)
class Graded:
    """A graded class, and what the run printed on a terminal of its own."""

    world: World
    terminal: str

    @property
    def results(self) -> Path:
        return self.world.root / "results"

    def grader(self, *arguments: str) -> str:
        """Return what a command prints into a file."""
        done = subprocess.run(
            [sys.executable, "-m", "grader", *arguments], cwd=self.world.course, capture_output=True, timeout=200
        )
        assert done.returncode == 0, done.stderr
        return done.stdout.decode("utf-8")


@pytest.fixture(scope="module")
def graded(tmp_path_factory: pytest.TempPathFactory) -> Graded:
    world = World(tmp_path_factory.mktemp("names"))
    world.plant()
    for student in STUDENTS:
        folder = os.path.join(os.fsencode(world.hand_ins), student)
        os.makedirs(folder)
        for file in (b"forward.py", *FILES):
            with open(os.path.join(folder, file), "wb") as stream:
                stream.write(WORK)
    command = [sys.executable, "-m", "grader", "run", str(world.hand_ins), "--out", str(world.root / "results")]
    code, terminal = on_a_terminal(command, world.course)
    assert code == 0, terminal
    return Graded(world, terminal)


def test_a_terminal_gets_colours_and_nothing_else(graded: Graded):
    text = STYLES.sub("", graded.terminal).replace("\r\n", "\n").replace("\r", "")

    assert "ada" in text
    assert [line for line in text.split("\n") if not line.isprintable()] == []


def test_everybody_has_a_result_whose_name_is_plain(graded: Graded):
    names = [path.name for path in graded.results.glob("*.json")]

    assert len(names) == len(STUDENTS)
    assert all(re.fullmatch(r"[\w %+.'()@~-]+\.json", name) for name in names)
    assert not any(name.startswith(("-", ".")) for name in names)
    elsewhere = {path for path in graded.results.rglob("*.json") if path.parent != graded.results}
    assert elsewhere == {graded.results / ".grader" / "runs" / "origin.json"}  # where the hand-ins lay


def test_a_result_still_says_whose_it_is(graded: Graded):
    students = {json.loads(path.read_bytes())["student"] for path in graded.results.glob("*.json")}

    assert students == {os.fsdecode(student).encode("utf-8", "backslashreplace").decode() for student in STUDENTS}


def test_every_result_is_found_again(graded: Graded):
    said = graded.grader("run", str(graded.world.hand_ins), "--out", str(graded.results))

    assert said.count(": unchanged") == len(STUDENTS)
    assert all(line.isprintable() for line in said.split("\n"))


@pytest.mark.parametrize("comma", [",", ";"])
@pytest.mark.parametrize("form", ["csv", "table", "moodle", "canvas"])
def test_no_cell_of_an_export_is_a_formula(form: str, comma: str, graded: Graded):
    said = graded.grader("export", form, str(graded.results))

    cells = [cell for line in csv.reader(io.StringIO(said), delimiter=comma) for cell in line]
    assert [cell for cell in cells if cell.lstrip(' "').startswith(FORMULA)] == []
    assert [cell for cell in cells if not cell.isprintable()] == []
    assert any("mallory" in cell for cell in cells)


def test_gradescope_gets_plain_text_in_a_folder_for_each(graded: Graded):
    folder = graded.world.root / "gradescope"
    graded.grader("export", "gradescope", str(graded.results), "--to", str(folder))

    found = list(folder.rglob("*"))
    files = [path for path in found if path.is_file()]
    assert len(files) == len(STUDENTS)
    assert {path.parent.parent for path in files} == {folder}
    for path in files:
        whole = json.loads(path.read_text(encoding="utf-8"))
        for part in (whole, *whole["tests"]):
            assert part["output_format"] == "text"
            assert all(line.isprintable() for line in part["output"].split("\n"))


def test_a_page_holds_no_markup_but_its_own(graded: Graded):
    folder = graded.world.root / "pages"
    graded.grader("report", str(graded.results), "--out", str(folder))

    pages = list(folder.rglob("*.html"))
    assert len(pages) == 1 + 2 * len(STUDENTS)
    for path in pages:
        tags = Tags()
        tags.feed(path.read_text(encoding="utf-8"))
        own = {"svg", "form", "script"} if path.name == "index.html" else {"svg"}  # of the page: charts, controls
        assert set(tags.active) <= own, path
        assert tags.active.count("script") == (path.name == "index.html"), path
        assert "mallory" not in tags.addresses, path


class Tags(HTMLParser):
    """Finds what a browser would run or load."""

    def __init__(self) -> None:
        super().__init__()
        self.active: list[str] = []
        self.addresses = ""

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        if tag in ("script", "img", "iframe", "object", "embed", "svg", "link", "form"):
            self.active.append(tag)
        for name, value in attributes:
            if name.startswith("on") or (":" in (value or "").partition("/")[0] and name in ("href", "src", "action")):
                self.active.append(f"{name}={value}")
            if name in ("src", "action", "style"):
                self.addresses += value or ""


def on_a_terminal(command: list[str], folder: Path) -> tuple[int, str]:
    """Run a command that believes a person looks at it; return its exit code and what that person sees."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen(command, cwd=folder, stdin=theirs, stdout=theirs, stderr=theirs)
    os.close(theirs)
    seen = b""
    while True:
        try:
            part = os.read(ours, 65536)
        except OSError:  # the last one at the other end has left
            break
        if not part:
            break
        seen += part
    os.close(ours)
    return process.wait(), seen.decode("utf-8", "surrogateescape")
