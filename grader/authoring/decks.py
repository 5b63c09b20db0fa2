"""Write the slides as HTML that any browser shows from a file: one deck a lesson, and one of the whole course.

The decks are made anew whenever they are wanted and not kept with the sources, so they cannot be out of step. A
template of our own shows them: nbconvert's slides load reveal.js and MathJax from the internet, and neither has a
countdown. What a room needs is done by CSS (one slide a window) and a page of script.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib import resources
from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from grader.authoring.figures import Figure, draw
from grader.authoring.formulas import NoSlides, inline
from grader.authoring.hints import hints_as_written
from grader.authoring.outline import Section, outline
from grader.authoring.places import FILE, places
from grader.authoring.slides import Slide, slides_of
from grader.course.loading import CourseError
from grader.course.model import Course, Module

TARGET = "slides"
_WHOLE = "all"


def write_decks(course: Course, target: Path | None = None) -> list[Path]:
    """Write index.html, one deck a lesson, the deck of the whole course and its figures; return the pages.

    Args:
        target: the folder to write; None: slides/ of the course.

    Raises:
        CourseError: the course has no lessons, or a lesson, a formula or a figure cannot be used.
    """
    target = target or course.root / TARGET
    lessons = lessons_of(course)
    with_lesson = [module for module in course.modules if lessons[module.name]]
    if not with_lesson:
        raise CourseError(f"{course.root / 'solutions' / 'lessons'}: expected a lesson named after a module, got none")
    figures = _placed(course, lessons, draw(course, target / "figures"))
    decks: dict[str, list[Slide]] = {}
    for module in with_lesson:
        decks[module.name] = slides_of_lesson(course, module, lessons[module.name], figures.get(module.name, {}))
    titles = {module.name: lessons[module.name][0].title for module in with_lesson}
    pages = {"index": _template("slides_index.html.j2").render(course=course, titles=titles, decks=decks)}
    pages[_WHOLE] = _deck(course.title, [*_opening(course, titles), *(s for deck in decks.values() for s in deck)])
    pages |= {name: _deck(titles[name], deck) for name, deck in decks.items()}
    target.mkdir(parents=True, exist_ok=True)
    for name, page in pages.items():
        (target / f"{name}.html").write_text(page, encoding="utf-8", newline="\n")
    return [target / f"{name}.html" for name in pages]


def lessons_of(course: Course) -> dict[str, list[Section]]:
    """Return the sections of each module's lesson, none for a module without one; raises as `outline`."""
    paths = {module.name: _path(course, module) for module in course.modules}
    return {name: outline(path) if path.is_file() else [] for name, path in paths.items()}


def slides_of_lesson(
    course: Course, module: Module, sections: list[Section], figures: Mapping[str, list[Figure]]
) -> list[Slide]:
    """Return the slides of one module's lesson.

    Raises:
        CourseError: a formula cannot be shown, or a box is of no exercise; with the lesson's path.
    """
    path = _path(course, module)
    solution = (course.root / "solutions" / f"{module.name}.py").read_text(encoding="utf-8")
    try:
        return list(slides_of(module, sections, figures, solution, hints_as_written(path)))
    except NoSlides:
        raise
    except CourseError as error:
        raise CourseError(f"{path}: {error}") from error


def _path(course: Course, module: Module) -> Path:
    return course.root / "solutions" / "lessons" / f"{module.name}.md"


def _opening(course: Course, titles: Mapping[str, str]) -> Iterator[Slide]:
    goal = f"<p>{inline(f'Afterwards you can {course.can}.')}</p>" if course.can else ""
    agenda = "".join(f"<li>{inline(title)}</li>" for title in titles.values())
    goals = {titles[module.name]: module.can for module in course.modules if module.name in titles}
    notes = "".join(f"<li>{inline(title)}{inline(f': {can}') if can else ''}</li>" for title, can in goals.items())
    yield Slide(course.title, "title", [goal], notes=f"<p>Afterwards, by lesson:</p><ol>{notes}</ol>")
    yield Slide("Agenda", "text", [f"<ol>{agenda}</ol>"], notes=f"<p>Afterwards they can:</p><ol>{notes}</ol>")


def _placed(
    course: Course, lessons: Mapping[str, list[Section]], drawn: Mapping[str, Figure]
) -> dict[str, dict[str, list[Figure]]]:
    """Return the figures by lesson and heading, as the author placed them; raises as `places`."""
    found: dict[str, dict[str, list[Figure]]] = {}
    for lesson, rows in places(course, lessons).items():
        for heading, names in rows.items():
            for name in names:
                if name not in drawn:
                    figures = ", ".join(drawn)
                    raise CourseError(f"{course.root / FILE}: {lesson}: expected a figure ({figures}), got {name!r}")
                found.setdefault(lesson, {}).setdefault(heading, []).append(drawn[name])
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
