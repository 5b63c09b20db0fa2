"""Find what a lesson says of the course that is not so: it would be handed out and projected all the same."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import chain
from urllib.parse import unquote

from grader.authoring.decks import lessons_of, slides_of_lesson
from grader.authoring.files import parsed
from grader.authoring.formulas import NoSlides
from grader.authoring.outline import Section, exercises_in
from grader.authoring.places import FILE, places
from grader.authoring.plan import questions_of
from grader.course.loading import CourseError
from grader.course.model import Course, Exercise, Module, Tier, did_you_mean

_BOX = re.compile(r"^> \*\*Exercise: `(?P<name>\w+)`\*\*(?P<facts>.*)(?P<rest>(?:\n>.*)*)", re.MULTILINE)
_CELL = re.compile(r"^```python\n(?P<code>.*?)(?:^```$|\Z)", re.MULTILINE | re.DOTALL)
_OF_NOTEBOOKS = re.compile(r"^([ \t]*)(?:[%!?].*|.*\?)$", re.MULTILINE)
_LINK = re.compile(r"\]\((?P<to>[^)\s]+)[^)]*\)")
_FILE = re.compile(r"in `([^`]+)`")
_MINUTES = re.compile(r"about (\d+) minutes?")
_COMMAND = re.compile(r"`pytest -k (\w+)`")
_TIERS = {tier.value for tier in Tier}


def faults_of_lessons(course: Course) -> Iterator[str]:
    """Yield a complaint for each box that course.yaml contradicts, and for all that slides could not show."""
    try:
        lessons = lessons_of(course)
        placed = places(course, lessons)
        questions_of(course)  # a plan shows them on a terminal
    except CourseError as error:
        yield str(error)
        return
    for module in course.modules:
        if lessons[module.name]:
            yield from _boxes(course, module)
            yield from _cells(course, module)
            yield from _without_a_slide(module, lessons[module.name])
            if set(exercises_in(lessons[module.name])) <= {exercise.name for exercise in module.exercises}:
                yield from _no_slides(course, module, lessons[module.name])
    yield from _figures(course, placed)


def _text(course: Course, name: str) -> str:
    return (course.root / name).read_bytes().decode("utf-8", errors="replace").replace("\r\n", "\n")


def _cells(course: Course, module: Module) -> Iterator[str]:
    """Yield cells of code that are none, and pictures and links that lead nowhere from a student's folder."""
    name = f"solutions/lessons/{module.name}.md"
    text = _text(course, name)
    for cell in _CELL.finditer(text):
        first = text.count("\n", 0, cell.start("code"))
        try:
            ast.parse(_OF_NOTEBOOKS.sub(r"\1pass", cell["code"]))
        except SyntaxError as error:
            what = f"expected Python in the cell, or ``` below it, got: {error.msg}"
            yield f"{name}: line {first + (error.lineno or 1)}: {what}"
    for link in _LINK.finditer(_CELL.sub(lambda cell: "\n" * cell[0].count("\n"), text)):
        target = unquote(link["to"]).partition("#")[0]
        if target and not re.match(r"[a-z]+:", target) and not (course.root / "exercises" / target).is_file():
            line = text.count("\n", 0, text.index(link[0])) + 1
            expected = "expected a file that students get, such as data/… of solutions/data"
            yield f"{name}: line {line}: {expected}, got {target}"


def _boxes(course: Course, module: Module) -> Iterator[str]:
    name = f"solutions/lessons/{module.name}.md"
    text = _text(course, name)
    exercises = {exercise.name: exercise for exercise in module.exercises}
    boxes = list(_BOX.finditer(text))
    for exercise, times in Counter(box["name"] for box in boxes).items():
        if times > 1:
            yield f"{name}: the box of {exercise} stands {times} times: only one is built"
    for box in boxes:
        where = f"{name}: line {text.count(chr(10), 0, box.start()) + 1}: the box of {box['name']}"
        if box["name"] not in exercises:
            yield f"{where}: expected an exercise of {module.name}{did_you_mean(box['name'], exercises)}"
        else:
            for what, right, written in _facts(box, exercises[box["name"]], module):
                yield f"{where}: expected {what} {right}, as in course.yaml, got {written}"


def _facts(box: re.Match[str], exercise: Exercise, module: Module) -> Iterator[tuple[str, str, str]]:
    """Yield what a box says otherwise than the course; a box need not say it at all."""
    facts = [
        ("the file", f"{module.name}.py", _FILE.findall(box["facts"])),
        ("minutes:", str(exercise.minutes), _MINUTES.findall(box["facts"])),
        ("the tier", exercise.tier.value, [word for word in re.findall(r"\w+", box["facts"]) if word in _TIERS]),
        ("the command: pytest -k", exercise.name, _COMMAND.findall(box["rest"])),
    ]
    return ((what, right, found) for what, right, all_found in facts for found in all_found if found != right)


def _without_a_slide(module: Module, sections: list[Section]) -> Iterator[str]:
    """Yield a complaint for each exercise of the room whose box stands where slides do not look."""
    needed = {exercise.name for exercise in module.exercises if exercise.tier is not Tier.STRETCH}
    beginning = needed.intersection(exercises_in(sections[:1]))
    stretch = needed.intersection(exercises_in([section for section in sections[1:] if section.is_stretch]))
    for name, place in chain(
        ((name, "above the first heading") for name in sorted(beginning)),
        ((name, "under a heading of (stretch)") for name in sorted(stretch)),
    ):
        yield f"solutions/lessons/{module.name}.md: the box of {name} stands {place}, so that it gets no slide"


def _no_slides(course: Course, module: Module, sections: list[Section]) -> Iterator[str]:
    try:
        slides_of_lesson(course, module, sections, {})
    except NoSlides:
        return  # who has not installed what slides need makes none
    except CourseError as error:
        yield str(error)


def _figures(course: Course, placed: Mapping[str, Mapping[str, list[str]]]) -> Iterator[str]:
    """Yield a complaint for each figure of which nothing in solutions/demonstrations speaks; drawing takes too long."""
    files = sorted((course.root / "solutions" / "demonstrations").glob("*.py"))
    known = {node.value for file in files for node in ast.walk(parsed(file)) if isinstance(node, ast.Constant)}
    for lesson, rows in placed.items():
        for name in chain.from_iterable(rows.values()):
            if name not in known:
                yield f"{FILE}: {lesson}: expected a figure of solutions/demonstrations, got {name!r}"
