"""Choose from a lesson's own text what is projected: few words, the formulas, one picture a slide.

How a section begins and what it says with a bold word goes on the slide, as lists and formulas do; the whole text goes
into the speaker's notes. Nothing is written for the slides alone. Stretch exercises are for home, and get no slide.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from grader.authoring.figures import Figure
from grader.authoring.formulas import formula, inline, prose
from grader.authoring.outline import Kind, Part, Section
from grader.authoring.rows import in_rows, is_wide
from grader.course.loading import CourseError
from grader.course.model import Exercise, Module, Tier, did_you_mean

_MOST = 54  # words of a slide; a formula counts as some, because it is set larger
_OF_A_LINE, _OF_A_TALL_LINE = 9, 14
_TALL = re.compile(r"\\t?frac|\\sum|\\brace")
_SENTENCE_END = re.compile(r"(?:(?<=[.!?])|(?<=[.!?]\*\*))\s+(?=[*\"$A-Z`(])")
_LEANS_ON_THE_ONE_BEFORE = re.compile(r"(Each|Its?|They|This|That|These|So|Then|Here|There|One|All|Both|But|And)\b")
_ABOUT_THE_PAGE = re.compile(  # what a notebook shows, and a slide does not
    r"How to use this page|Run the next cell|notebook|\bcell\b|sliders?\b|below(?! 0)|\.ipynb|picture|panel"
    r"|On the (left|right)|(left|right) half|^(Green|Orange|Blue):|\*(Left|Right):|exercise|^Here is\b",
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
    figures: Mapping[str, list[Figure]],
    solution: str,
    hints: Mapping[str, list[str]],
) -> Iterator[Slide]:
    """Yield the slides of a lesson in the order of its text.

    Args:
        figures: by the heading under which they stand; a question to think about is shown beside the last of them.
        solution: source of the module's solution, whose docstrings say what each exercise is.
        hints: of each exercise, as Markdown; the first is answered together before the class works.

    Raises:
        CourseError: a formula cannot be shown, or a box is of no exercise of the module.
    """
    exercises = {e.name: e for e in module.exercises}
    purposes = _purposes(solution)
    for number, section in enumerate(sections):
        names = [part.text for part in section.of(Kind.EXERCISE)]
        if unknown := next((name for name in names if name not in exercises), None):
            close = did_you_mean(unknown, exercises)
            raise CourseError(f"the box of {unknown}: expected an exercise of {module.name}{close}")
        wanted = {name: exercises[name] for name in names if exercises[name].tier is not Tier.STRETCH}
        if number == 0:
            goal = f"<p>{inline(f'Afterwards you can {module.can}.')}</p>" if module.can else ""
            yield Slide(section.title, "title", [goal], notes=_notes(section.parts))
        elif not section.is_stretch and (wanted or not names or section.title in figures):
            yield from _of_section(section, figures.get(section.title, []), wanted, purposes, hints, module)


def _of_section(
    section: Section,
    figures: list[Figure],
    exercises: Mapping[str, Exercise],
    purposes: Mapping[str, str],
    hints: Mapping[str, list[str]],
    module: Module,
) -> Iterator[Slide]:
    waiting: list[Part] = []
    shown = [Slide(section.title, "figure", figure=figure, notes=prose(_plain(figure.words))) for figure in figures]
    is_first = True
    for part in section.parts:
        if part.kind not in (Kind.EXERCISE, Kind.THINK):
            waiting.append(part)
            continue
        yield from _text(section.title, waiting, is_first)
        waiting, is_first = [], False
        if part.kind is Kind.THINK or part.text in exercises:
            yield from shown
            shown = []
        if part.kind is Kind.THINK:
            answer = f'<div class="answer">{prose(part.answer)}</div>' if part.answer else ""
            body = [f"<p>{inline(part.text)}</p>", answer]
            yield Slide("Think", "think", body, figures[-1] if figures else None, notes=prose(part.answer))
        elif part.text in exercises:
            yield _exercise(exercises[part.text], purposes.get(part.text, ""), hints.get(part.text, []), module)
    yield from _text(section.title, waiting, is_first)
    yield from shown


def _exercise(exercise: Exercise, purpose: str, hints: list[str], module: Module) -> Slide:
    first = f'<p class="first">Begin together: {inline(hints[0])}</p>' if hints else ""
    body = [
        f'<p class="name"><code>{exercise.name}</code> in <code>{module.name}.py</code></p>',
        f"<p>{inline(_plain(purpose))}</p>",
        first,
        f"<p><code>pytest -k {exercise.name}</code></p>",
    ]
    levels = "".join(f"<li>{inline(hint)}</li>" for hint in hints)
    notes = f"<p>Hints:</p><ol>{levels}</ol>" if levels else ""
    return Slide("Your turn", "exercise", body, notes=notes, minutes=exercise.minutes)


def _text(title: str, parts: list[Part], may_open: bool) -> Iterator[Slide]:
    """Yield slides that hold what is to be read of some parts; one goes on where the one before is full."""
    slides = _shared(list(_pieces(parts, may_open)))
    firsts = [0, *(slide[0].part for slide in slides[1:]), len(parts)]
    for slide, first, end in zip(slides, firsts, firsts[1:], strict=False):
        notes = _notes(parts[first : max(end, first + 1)])  # of a part that goes on, on both slides
        yield Slide(title, "text", _joined([piece.html for piece in slide]), notes=notes)


@dataclass(frozen=True)
class _Piece:
    """Something to be read on a slide: how much room it takes, in words, and from which part of the text it comes."""

    part: int
    size: int
    html: str


def _shared(pieces: list[_Piece]) -> list[list[_Piece]]:
    """Share pieces out over as few slides as hold them, all about equally full."""
    fewest = len(_filled(pieces, _MOST))
    return next(slides for most in range(_MOST + 1) if len(slides := _filled(pieces, most)) <= fewest)


def _filled(pieces: list[_Piece], most: int) -> list[list[_Piece]]:
    """Fill one slide after the other; a formula stays with the sentence before it."""
    slides: list[list[_Piece]] = []
    for piece in pieces:
        leads_in = bool(slides) and slides[-1][-1].html.startswith("<p>") and piece.html.startswith("<div")
        if leads_in and slides[-1][-1].size + piece.size <= _MOST:
            lead = slides[-1].pop()
            slides = [slide for slide in slides if slide]
            piece = _Piece(lead.part, lead.size + piece.size, lead.html + piece.html)
        if slides and sum(p.size for p in slides[-1]) + piece.size <= most:
            slides[-1].append(piece)
        else:
            slides.append([piece])
    return slides


def _pieces(parts: list[Part], may_open: bool) -> Iterator[_Piece]:
    """Yield what goes on slides: how the text begins, and what is said with a bold word."""
    for place, part in enumerate(parts):
        if part.kind is Kind.FORMULA:
            rows = in_rows(part.text)
            room = sum(_OF_A_TALL_LINE if _TALL.search(row) else _OF_A_LINE for row in rows)
            width = "formula wide" if any(map(is_wide, rows)) else "formula"
            shown = f'<div class="{width}">{"".join(map(formula, rows))}</div>'
            yield _Piece(place, room + _OF_A_LINE * part.text.count(r"\\"), shown)
        elif part.kind is Kind.ITEMS:
            for item in re.split(r"^(?:-|\d+\.)[ ]", part.text, flags=re.MULTILINE)[1:]:
                if sentence := next(iter(_sentences(item)), ""):
                    yield _Piece(place, _size(sentence), f"<li>{inline(sentence)}</li>")
        elif part.kind is Kind.QUOTE:
            yield _Piece(place, _size(part.text), f"<blockquote>{prose(part.text)}</blockquote>")
        else:
            chosen = _bold(part) or (_opening(part) if may_open and place == 0 else [])
            for sentence in chosen:
                yield _Piece(place, _size(sentence), f"<p>{inline(sentence)}</p>")


def _bold(part: Part) -> list[str]:
    """Return the sentences with a bold word, each with those before it without which it would make no sense."""
    sentences = _sentences(part.text)
    chosen: set[int] = set()
    for place, sentence in enumerate(sentences):
        if "**" in sentence:
            chosen.add(place)
            while place and _LEANS_ON_THE_ONE_BEFORE.match(sentences[place]):
                place -= 1
                chosen.add(place)
    return [sentences[place] for place in sorted(chosen)]


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
        if all(open_ones.count(mark) % 2 == 0 for mark in ("$", "**", "`")) and _closes(open_ones):
            pieces.append(open_ones)
            open_ones = ""
    if open_ones:
        pieces.append(open_ones.replace("**", ""))
    return [piece for piece in pieces if not _ABOUT_THE_PAGE.search(piece)]


def _closes(text: str) -> bool:
    """Is every bracket closed that was opened, outside of formulas and code?"""
    words = re.sub(r"\$[^$]*\$|`[^`]*`", "", text)
    return words.count("(") <= words.count(")")


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
