"""Choose from a lesson's own text what is projected: few words, the formulas, one picture a slide.

How a section begins and what it says with a bold word goes on the slide, as lists and formulas do; the whole text goes
into the speaker's notes. Nothing is written for the slides alone. Stretch exercises are for home, and get no slide.
"""

from __future__ import annotations

import ast
import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from grader.authoring.figures import Figure
from grader.authoring.formulas import formula, inline, prose
from grader.authoring.outline import Kind, Part, Section
from grader.course.model import Exercise, Module, Tier

_MOST = 54  # words of a slide; a formula counts as some, because it is set larger
_OF_A_FORMULA, _OF_A_LINE = 12, 6
_WIDEST = 75  # characters of TeX that surely fit on one line
_SENTENCE_END = re.compile(r"(?:(?<=[.!?])|(?<=[.!?]\*\*))\s+(?=[*\"$A-Z`(])")
_LAST_POINT = re.compile(r"(?<!\\)[\s,.;]+$")  # of a sentence that ends with the formula
_LEANS_ON_THE_ONE_BEFORE = re.compile(r"(Each|It|They|This|That|These|So|Then|Here|There|One|All|Both|But|And)\b")
_ABOUT_THE_PAGE = re.compile(  # what a notebook shows, and a slide does not
    r"How to use this page|Run the next cell|notebook|\bcell\b|sliders?\b|below(?! 0)|\.ipynb|picture|panel"
    r"|On the (left|right)|(left|right) half|^(Green|Orange|Blue):|\*(Left|Right):|exercise",
)


@dataclass
class Slide:
    """One slide, its parts as HTML; `notes` is what the speaker reads."""

    title: str
    kind: str = "text"  # title, text, figure, exercise, think: a class in the deck's style
    body: list[str] = field(default_factory=list)
    figure: Figure | None = None
    notes: str = ""
    minutes: int = 0


def slides_of(
    module: Module,
    sections: list[Section],
    figures: Mapping[str, Figure],
    solution: str,
    hints: Mapping[str, list[str]],
) -> Iterator[Slide]:
    """Yield the slides of a lesson in the order of its text.

    Args:
        figures: by the heading under which they stand.
        solution: source of the module's solution, whose docstrings say what each exercise is.
        hints: of each exercise; the first is answered together before the class works.
    """
    exercises = {e.name: e for e in module.exercises}
    purposes = _purposes(solution)
    for number, section in enumerate(sections):
        names = [part.text for part in section.of(Kind.EXERCISE)]
        wanted = {name: exercises[name] for name in names if exercises[name].tier is not Tier.STRETCH}
        if number == 0:
            goal = f"<p>{inline(f'Afterwards you can {module.can}.')}</p>" if module.can else ""
            yield Slide(section.title, "title", [goal], notes=_notes(section.parts))
        elif not section.is_stretch and (wanted or not names or section.title in figures):
            yield from _of_section(section, figures.get(section.title), wanted, purposes, hints, module)


def _of_section(
    section: Section,
    figure: Figure | None,
    exercises: Mapping[str, Exercise],
    purposes: Mapping[str, str],
    hints: Mapping[str, list[str]],
    module: Module,
) -> Iterator[Slide]:
    waiting: list[Part] = []
    shown = [Slide(section.title, "figure", figure=figure, notes=prose(_plain(figure.words)))] if figure else []
    is_first = True
    for part in section.parts:
        if part.kind not in (Kind.EXERCISE, Kind.THINK):
            waiting.append(part)
            continue
        yield from _text(section.title, waiting, is_first)
        waiting, is_first = [], False
        if part.kind is Kind.THINK:
            answer = f'<div class="answer">{prose(part.answer)}</div>' if part.answer else ""
            yield Slide("Think", "think", [f"<p>{inline(part.text)}</p>", answer], notes=prose(part.answer))
        elif part.text in exercises:
            yield from shown
            shown = []
            yield _exercise(exercises[part.text], purposes.get(part.text, ""), hints.get(part.text, []), module)
    yield from _text(section.title, waiting, is_first)
    yield from shown


def _exercise(exercise: Exercise, purpose: str, hints: list[str], module: Module) -> Slide:
    first = f'<p class="first">Begin together: {inline(_plain(hints[0]))}</p>' if hints else ""
    body = [
        f'<p class="name"><code>{exercise.name}</code> in <code>{module.name}.py</code></p>',
        f"<p>{inline(_plain(purpose))}</p>",
        first,
        f"<p><code>pytest -k {exercise.name}</code></p>",
    ]
    notes = "".join(f"<li>{inline(_plain(hint))}</li>" for hint in hints)
    return Slide("Your turn", "exercise", body, notes=f"<p>Hints:</p><ol>{notes}</ol>", minutes=exercise.minutes)


def _text(title: str, parts: list[Part], may_open: bool) -> Iterator[Slide]:
    """Yield slides that hold what is to be read of some parts; one goes on where the one before is full."""
    pieces = list(_pieces(parts, may_open))
    total = sum(size for size, _ in pieces)
    most = min(_MOST, 1.25 * total / math.ceil(total / _MOST)) if pieces else _MOST  # or the last would hold a rest
    notes, body, words = _notes(parts), list[str](), 0
    for size, piece in pieces:
        if body and words + size > most:
            yield Slide(title, "text", _joined(body), notes=notes)
            notes, body, words = "", [], 0
        body.append(piece)
        words += size
    if body:
        yield Slide(title, "text", _joined(body), notes=notes)


def _pieces(parts: list[Part], may_open: bool) -> Iterator[tuple[int, str]]:
    """Yield what goes on slides, with its size in words: how the text begins, and what is said with a bold word."""
    for place, part in enumerate(parts):
        if part.kind is Kind.FORMULA:
            rows = _rows(part.text.strip().strip("$"))
            lines = len(rows) - 1 + part.text.count(r"\\")
            width = "formula wide" if max(map(len, rows)) > _WIDEST else "formula"
            yield _OF_A_FORMULA + lines * _OF_A_LINE, f'<div class="{width}">{"".join(map(formula, rows))}</div>'
        elif part.kind is Kind.ITEMS:
            for item in re.split(r"^(?:-|\d+\.)[ ]", part.text, flags=re.MULTILINE)[1:]:
                if sentence := next(iter(_sentences(item)), ""):
                    yield _size(sentence), f"<li>{inline(sentence)}</li>"
        elif part.kind is Kind.QUOTE:
            yield _size(part.text), f"<blockquote>{prose(part.text)}</blockquote>"
        else:
            chosen = _bold(part) or (_opening(part) if may_open and place == 0 else [])
            for sentence in chosen:
                yield _size(sentence), f"<p>{inline(sentence)}</p>"


def _rows(tex: str) -> list[str]:
    """Return a formula in rows: a long one that has gaps, which stand for 'and', is cut at them."""
    if len(tex) <= _WIDEST or r"\begin" in tex:
        return [_LAST_POINT.sub("", tex)]
    rows, depth = [""], 0
    for piece in re.split(r"(\\q?quad\b|[{}])", tex):
        depth += (piece == "{") - (piece == "}")
        if "quad" in piece and depth == 0:
            rows.append("")
        else:
            rows[-1] += piece
    return [_LAST_POINT.sub("", row) for row in rows if row.strip()]


def _bold(part: Part) -> list[str]:
    """Return the sentences with a bold word, each with the one before it where it would make no sense alone."""
    sentences = _sentences(part.text)
    chosen: list[str] = []
    for before, sentence in zip(["", *sentences], sentences, strict=False):
        if "**" in sentence:
            if before and before not in chosen and _LEANS_ON_THE_ONE_BEFORE.match(sentence):
                chosen.append(before)
            chosen.append(sentence)
    return chosen


def _opening(part: Part) -> list[str]:
    chosen: list[str] = []
    for sentence in _sentences(part.text):
        if chosen and _size(" ".join([*chosen, sentence])) > _MOST / 2:
            break
        chosen.append(sentence)
    return chosen


def _sentences(text: str) -> list[str]:
    """Return the sentences of a paragraph that say something without the page they stand on."""
    pieces, open_ones = [], ""
    for piece in _SENTENCE_END.split(" ".join(text.split())):
        open_ones = f"{open_ones} {piece}".strip()
        if open_ones.count("$") % 2 == 0 and open_ones.count("**") % 2 == 0 and open_ones.count("`") % 2 == 0:
            pieces.append(open_ones)
            open_ones = ""
    if open_ones:
        pieces.append(open_ones.replace("**", ""))
    return [piece for piece in pieces if not _ABOUT_THE_PAGE.search(piece)]


def _joined(body: list[str]) -> list[str]:
    """Return the pieces with each run of list items in one list."""
    joined: list[str] = []
    for piece in body:
        if piece.startswith("<li>") and joined and joined[-1].endswith("</ul>"):
            joined[-1] = joined[-1].removesuffix("</ul>") + piece + "</ul>"
        else:
            joined.append(f"<ul>{piece}</ul>" if piece.startswith("<li>") else piece)
    return joined


def _notes(parts: list[Part]) -> str:
    return "".join(formula(part.text) if part.kind is Kind.FORMULA else prose(part.text) for part in parts)


def _size(markdown: str) -> int:
    return len(markdown.split())


def _plain(text: str) -> str:
    """Return text that is no Markdown so that Markdown shows it as it is."""
    pieces = re.split(r"(`[^`]*`)", text)
    return "".join(p if p.startswith("`") else re.sub(r"([\\*_\[\]<>$#])", r"\\\1", p) for p in pieces)


def _purposes(solution: str) -> dict[str, str]:
    """Return the first line of each function's docstring."""
    nodes = [node for node in ast.parse(solution).body if isinstance(node, ast.FunctionDef | ast.ClassDef)]
    return {node.name: (ast.get_docstring(node) or "").partition("\n\n")[0] for node in nodes}
