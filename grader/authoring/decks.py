"""Write the slides as HTML that any browser shows from a file: one deck a lesson, and one of the whole course.

The decks are made anew whenever they are wanted and not kept with the sources, so they cannot be out of step. A
template of our own shows them: nbconvert's slides load reveal.js and MathJax from the internet, and neither has a
countdown. What a room needs is done by CSS (one slide a window) and a page of script.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from importlib import resources
from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from grader.authoring.figures import Figure, draw
from grader.authoring.formulas import inline
from grader.authoring.hints import hints_of
from grader.authoring.outline import Section, outline
from grader.authoring.slides import Slide, slides_of
from grader.course.loading import CourseError
from grader.course.model import Course, Module

TARGET = "slides"
_PLACES = "solutions/slides.toml"
_WHOLE = "all"


def write_decks(course: Course, target: Path | None = None) -> list[Path]:
    """Write index.html, one deck a lesson, the deck of the whole course and its figures; return the pages.

    Args:
        target: the folder to write; None: slides/ of the course.

    Raises:
        CourseError: the course has no lessons, or a lesson, a formula or a figure cannot be used.
    """
    target = target or course.root / TARGET
    lessons = {module.name: _lesson(course, module) for module in course.modules}
    with_lesson = [module for module in course.modules if lessons[module.name]]
    if not with_lesson:
        raise CourseError(f"{course.root / 'solutions' / 'lessons'}: expected a lesson named after a module, got none")
    figures = _placed(course, lessons, draw(course, target / "figures"))
    target.mkdir(parents=True, exist_ok=True)
    hints = hints_of(course)
    decks: dict[str, list[Slide]] = {}
    for module in with_lesson:
        solution = (course.root / "solutions" / f"{module.name}.py").read_text(encoding="utf-8")
        decks[module.name] = list(
            slides_of(module, lessons[module.name], figures.get(module.name, {}), solution, hints)
        )
    titles = {module.name: lessons[module.name][0].title for module in with_lesson}
    pages = {"index": _template("slides_index.html.j2").render(course=course, titles=titles, decks=decks)}
    pages[_WHOLE] = _deck(course.title, [*_opening(course, titles), *(s for deck in decks.values() for s in deck)])
    pages |= {name: _deck(titles[name], deck) for name, deck in decks.items()}
    for name, page in pages.items():
        (target / f"{name}.html").write_text(page, encoding="utf-8", newline="\n")
    return [target / f"{name}.html" for name in pages]


def _lesson(course: Course, module: Module) -> list[Section]:
    path = course.root / "solutions" / "lessons" / f"{module.name}.md"
    return outline(path) if path.is_file() else []


def _opening(course: Course, titles: Mapping[str, str]) -> Iterator[Slide]:
    goal = f"<p>{inline(f'Afterwards you can {course.can}.')}</p>" if course.can else ""
    yield Slide(course.title, "title", [goal])
    agenda = "".join(f"<li>{inline(title)}</li>" for title in titles.values())
    yield Slide("Agenda", "text", [f"<ol>{agenda}</ol>"])


def _placed(
    course: Course, lessons: Mapping[str, list[Section]], drawn: Mapping[str, Figure]
) -> dict[str, dict[str, Figure]]:
    """Return the figures by lesson and heading, as the author placed them.

    Raises:
        CourseError: a lesson, a heading or a figure of the file does not exist.
    """
    path = course.root / _PLACES
    if not path.is_file():
        return {}
    try:
        places: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise CourseError(f"{path}: cannot be read: {' '.join(str(error).split())}") from error
    found: dict[str, dict[str, Figure]] = {}
    for lesson, rows in places.items():
        headings = [section.title for section in lessons.get(lesson, [])]
        if not headings or not isinstance(rows, dict):
            raise CourseError(f"{path}: expected lessons ({', '.join(lessons)}), got {lesson!r}")
        for heading, name in rows.items():
            if heading not in headings:
                raise CourseError(f"{path}: {lesson}: expected a heading of the lesson, got {heading!r}")
            if name not in drawn:
                raise CourseError(f"{path}: {lesson}: expected a figure ({', '.join(drawn)}), got {name!r}")
            found.setdefault(lesson, {})[heading] = drawn[name]
    return found


def _deck(title: str, slides: list[Slide]) -> str:
    page: str = _template("deck.html.j2").render(
        title=title,
        slides=slides,
        style=_part("deck.css"),
        script=_part("deck.js"),
        marked=Markup,
        inline=lambda text: Markup(inline(text)),
    )
    return page


def _template(name: str) -> Any:
    loader = PackageLoader("grader.authoring", "templates")
    return Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True).get_template(name)


def _part(name: str) -> Markup:
    return Markup((resources.files("grader.authoring") / "templates" / name).read_text(encoding="utf-8"))
