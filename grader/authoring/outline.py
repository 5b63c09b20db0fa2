"""Read a lesson as whoever teaches it needs it: sections, and in them sentences, formulas, exercises, questions.

The lesson's text stays the one source: plan and slides are made from what is found here, and nothing is written twice.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path

from grader.course.loading import CourseError, read_text

_FRONT = re.compile(r"\A---\n.*?\n---\n", re.DOTALL)
_BLOCK = re.compile(
    r"(?P<heading>^\#{1,4}[ ].*$)"
    r"|(?P<code>^```[\s\S]*?^```[ ]*$)"
    r"|(?P<fold>^<details>[\s\S]*?^</details>)"
    r"|(?P<formula>^\$\$[\s\S]*?\$\$)"
    r"|(?P<quote>^>.*(?:\n>.*)*)"
    r"|(?P<items>^(?:-|\d+\.)[ ].*(?:\n(?!\n).*|\n\n(?=(?:-|\d+\.)[ ]))*)"
    r"|(?P<prose>^(?!```|<details>|\$\$|>|\#)\S.*(?:\n(?!```|<details>|\$\$|>|\#|-[ ])\S.*)*)",
    re.MULTILINE | re.VERBOSE,
)
_BOX = re.compile(r"^> \*\*Exercise: `(?P<name>\w+)`\*\*")
_SUMMARY = re.compile(r"<summary>(?P<title>.*?)</summary>(?P<text>.*)</details>", re.DOTALL)
_THINK = re.compile(r"\*(?:Then )?[Tt]hink:\*\s*(?P<question>.*)", re.DOTALL)


class Kind(Enum):
    """What a part of a section is for whoever teaches it."""

    PROSE = "prose"
    FORMULA = "formula"
    ITEMS = "items"
    QUOTE = "quote"
    EXERCISE = "exercise"
    THINK = "think"


@dataclass(frozen=True)
class Part:
    """A piece of a section: Markdown as it stands, an exercise's name, or a question to think about and its answer."""

    kind: Kind
    text: str
    answer: str = ""


@dataclass
class Section:
    """What stands under one heading; `is_stretch` if no student needs it for full marks."""

    title: str
    is_stretch: bool = False
    parts: list[Part] = field(default_factory=list)

    def of(self, kind: Kind) -> list[Part]:
        """Return the parts of one kind, in their order."""
        return [part for part in self.parts if part.kind is kind]


def outline(lesson: Path) -> list[Section]:
    """Return the sections of a lesson; the first has the lesson's own title and stands before all exercises.

    Raises:
        CourseError: the lesson cannot be read, or does not begin with a title.
    """
    sections: list[Section] = []
    for match in _BLOCK.finditer(_FRONT.sub("", read_text(lesson))):
        kind, block = str(match.lastgroup), match.group().strip()
        if kind == "heading":
            title = block.lstrip("#").strip()
            is_below = block.startswith("###") and bool(sections) and sections[-1].is_stretch
            sections.append(Section(title.removesuffix("(stretch)").strip(), title.endswith("(stretch)") or is_below))
        elif not sections:
            raise CourseError(f"{lesson}: expected a title (# ...) before everything else, got {block[:40]!r}")
        else:
            _add(sections[-1], kind, block)
    return sections


def exercises_in(sections: list[Section]) -> Iterator[str]:
    """Yield the names of all exercises that have a box, in the lesson's order."""
    return (part.text for section in sections for part in section.of(Kind.EXERCISE))


def _add(section: Section, kind: str, block: str) -> None:
    parts = section.parts
    if kind == "quote" and (box := _BOX.match(block)):
        parts.append(Part(Kind.EXERCISE, box["name"]))
    elif kind == "fold":
        fold = _SUMMARY.search(block)
        if fold and fold["title"].startswith("Answer") and parts and parts[-1].kind is Kind.THINK:
            parts[-1] = Part(Kind.THINK, parts[-1].text, " ".join(fold["text"].split()))
    elif kind == "prose" and (think := _THINK.search(block)):
        if before := block[: think.start()].strip():
            parts.append(Part(Kind.PROSE, before))
        question = " ".join(think["question"].split())
        parts.append(Part(Kind.THINK, question[:1].upper() + question[1:]))
    elif kind == "quote":
        parts.append(Part(Kind.QUOTE, re.sub(r"^> ?", "", block, flags=re.MULTILINE)))
    elif kind != "code":
        parts.append(Part(Kind[kind.upper()], block))
