"""The documents are true where a program can tell: files they name exist, commands and options they show are there."""

from __future__ import annotations

import re
from pathlib import Path

import click
import pytest

from grader.cli import cli

ROOT = Path(__file__).parents[2]
CONTEXT = click.Context(cli)
DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "examples").glob("*.md")])
_COMMAND = re.compile(r"(?<!from )(?<![\w/])grader ([a-z][a-z-]+)([^`\n]*)", re.MULTILINE)
_LINK = re.compile(r"\]\(([^)#:\s]+)\)")


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_command_and_option_that_a_document_shows_is_there(document: Path):
    shown = [match for line in _code(document.read_text(encoding="utf-8")) for match in _COMMAND.findall(line)]

    for name, rest in shown:
        command = cli.get_command(CONTEXT, name)
        assert command is not None, f"{document.name}: grader {name}"
        options = {option for parameter in command.params for option in parameter.opts} | {"--help", "-h"}
        for option in re.findall(r"(?<!\S)--[a-z][a-z-]*", rest):
            assert option in options, f"{document.name}: grader {name} {option}"


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_link_inside_the_repository_leads_to_a_file(document: Path):
    for link in _LINK.findall(document.read_text(encoding="utf-8")):
        assert (document.parent / link).exists(), f"{document.name}: {link}"


def test_every_command_stands_in_architecture():
    text = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")

    for name in cli.list_commands(CONTEXT):
        assert f"`grader {name}`" in text


def test_every_room_of_the_grader_stands_in_the_picture_of_the_layout():
    text = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    picture = text.partition("\ngrader/\n")[2].partition("```")[0]
    rooms = {path.name for path in (ROOT / "grader").iterdir() if path.is_dir() and path.name != "__pycache__"}
    files = {path.stem for path in (ROOT / "grader").glob("*.py") if not path.stem.startswith("__")}

    for name in rooms:
        assert f"{name}/" in picture, name
    for name in files:
        assert re.search(rf"\b{name}\b", picture), name
    for place in re.findall(r"^ {4}([\w/]+/) ", picture, re.MULTILINE):
        assert (ROOT / "grader" / place).is_dir(), place


def test_every_file_that_architecture_names_is_there():
    text = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    modules = {
        str(path.relative_to(ROOT / "grader").with_suffix("")).replace("/", ".").removesuffix(".__init__")
        for path in (ROOT / "grader").rglob("*.py")
    }
    rooms = {name.partition(".")[0] for name in modules}

    for dotted in re.findall(r"`((?:\w+\.)+\w+)`", text):
        room, *_ = dotted.split(".")
        if room in rooms and not dotted.endswith((".py", ".toml", ".md", ".json")):
            known = any(dotted == name or dotted.startswith(f"{name}.") for name in modules)
            assert known, dotted


def _code(text: str) -> list[str]:
    """Return what stands in code, inline and in blocks."""
    blocks = re.findall(r"```[^\n]*\n(.*?)```", text, re.DOTALL)
    return [line for block in blocks for line in block.splitlines()] + re.findall(
        r"`(grader [^`]*)`", re.sub(r"```.*?```", "", text, flags=re.DOTALL)
    )
