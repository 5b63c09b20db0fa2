"""Pages to look at in a browser: the class at a glance, and for each student what they may see of their grade.

Everything a hand-in could have written is escaped and stripped of control characters. Pages load nothing from anywhere;
style and script stand in the page, and its Content-Security-Policy names them by their digests, so nothing else runs.
Charts are drawn by the template as SVG: a plotting library would be 60 MB for bars whose heights are already known.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections import Counter
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field
from functools import cache, partial
from importlib import resources
from pathlib import Path
from typing import Any
from urllib.parse import quote

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from grader.course.model import Course
from grader.files import OnceEach, make_private_folder, write_private
from grader.grade.document import Grade, NoGrade
from grader.grade.redaction import student_view
from grader.grade.results import Status
from grader.grade.runs import Moved
from grader.intake import result_file_name
from grader.intake.roster import Roster
from grader.outcome import MustAct
from grader.report.classroom import Standing, standings, unusable
from grader.report.lessons import places
from grader.report.overview import overview
from grader.report.topics import topics
from grader.text import clean

_MOST_TOPICS = 3
_LONGEST = 500
_MOST_LINES = 60  # of a student's function
_MOST_OF_A_FILE = 2_000
_MOST_BYTES = 400_000  # of a file, to look for its functions
_DEFINITION = re.compile(r"(?:async )?(?:def|class) (\w+)")
_INSIDE = ("", " ", "\t", "\r", ")", "]", "}", "#")  # how a line begins that belongs to what stands above it
_SIGNS = {
    Status.PASSED: ("✓", "done"),
    Status.PARTIAL: ("◐", "partly done"),
    Status.FAILED: ("✗", "not right yet"),
    Status.ERROR: ("!", "could not be tested"),
    Status.NOT_STARTED: ("·", "not started"),
}
_LETTERS = {Status.PASSED: "d", Status.PARTIAL: "h", Status.FAILED: "w", Status.ERROR: "e", Status.NOT_STARTED: "o"}


class ReportError(MustAct):
    """There is nothing to report; the message says why."""


@dataclass(frozen=True)
class About:
    """What is known besides the grades; every part may be missing.

    `sources` maps student -> module -> file, to quote students' own lines. `moved` says what changed since an earlier
    run. With `pseudonyms`, no name and no id of a student stands on any page.
    """

    sources: Mapping[str, Mapping[str, bytes]] = field(default_factory=dict)
    roster: Roster = field(default_factory=Roster)
    course: Course | None = None
    moved: Moved | None = None
    pseudonyms: bool = False


def read_results(folder: Path) -> list[Grade]:
    """Return the grade documents in a folder of `grader run`, by student.

    Raises:
        ReportError: there are none, or one of the files is no grade document.
    """
    paths = sorted(folder.glob("*.json")) if folder.is_dir() else []
    if not paths:
        raise ReportError(f"{folder}: no results: expected what `grader run` wrote")
    grades: list[Grade] = []
    seen: Counter[str] = Counter()
    for grade in map(_grade, paths):
        seen[grade.student] += 1  # names of other bytes can be written alike: one such name denies nobody a page
        name = grade.student if seen[grade.student] == 1 else f"{grade.student} ({seen[grade.student]})"
        grades.append(grade.model_copy(update={"student": name}))
    return grades


def of_one_course(grades: Sequence[Grade]) -> tuple[list[Grade], str]:
    """Return the results of the course and track that most have, and a sentence about those left out, '' for none."""
    kinds = Counter((grade.course, grade.track or "") for grade in grades)
    (course, track), _ = max(kinds.items(), key=lambda item: (item[1], not item[0][1]))
    kept = [grade for grade in grades if (grade.course, grade.track or "") == (course, track)]
    others = [clean(grade.student, 40) for grade in grades if (grade.course, grade.track or "") != (course, track)]
    if not others:
        return kept, ""
    what = f"{course}, track {track}" if track else course
    named = ", ".join(others[:5]) + (", ..." if len(others) > 5 else "")
    return kept, f"{len(others)} of {len(grades)} results are not of {what} and were left out: {named}"


def write_report(grades: Sequence[Grade], to: Path, about: About | None = None, only: str | None = None) -> list[Path]:
    """Write index.html for the instructor, details/ (all that is known) and students/ (what each may see).

    Args:
        only: write the two pages of this student, and no others.

    Returns:
        The files written, the class first.

    Raises:
        ReportError: two results are of one student, or there is none of the one asked for.
        OSError: the pages cannot be written.
    """
    about = about or About()
    if about.pseudonyms:
        grades, about = _under_pseudonyms(grades, about)
    files = {grade.student: f"{result_file_name(grade.student)}.html" for grade in grades}
    if len(set(files.values())) < len(grades):
        raise ReportError("two results are of the same student: take one of them out, or run `grader run` again")
    if only is not None and only not in files:
        raise ReportError(
            f"no result of {clean(only, 60)!r}: there are {len(files)}, such as {clean(next(iter(files)), 60)!r}"
        )
    pages = {} if only else {to / "index.html": class_page(grades, files, about)}
    for grade in (g for g in grades if only in (None, g.student)):
        name = files[grade.student]
        pages[to / "details" / name] = student_page(grade, files, about, is_instructor=True)
        pages[to / "students" / name] = student_page(grade, files, about, is_instructor=False)
    if only is None:
        _remove_pages_of_others(to, set(files.values()))
    once = OnceEach()
    for path, text in pages.items():
        make_private_folder(path.parent)
        once.note(path)
        write_private(path, text.encode("utf-8", "backslashreplace"))
    return list(pages)


def class_page(grades: Sequence[Grade], files: Mapping[str, str], about: About) -> str:
    """Return the page of the class."""
    numbers = overview(grades)
    every = standings(grades)
    enrolled = {grade.student: about.roster.enrolled(grade.student) for grade in grades}
    sections = sorted({student.section for student in enrolled.values() if student and student.section})
    found = topics(grades, _MOST_TOPICS)
    return (
        _environment()
        .get_template("class.html.j2")
        .render(
            grades=grades,
            files=files,
            roster={s: f"{e.first_name} {e.last_name}".strip() if e else "" for s, e in enrolled.items()},
            section_of={s: e.section if e else "" for s, e in enrolled.items()},
            sections=sections,
            overview=numbers,
            item_of={item.exercise: item for item in numbers.exercises},
            standings=every,
            topics=found,
            places=places(about.course, [topic.exercise for topic in found]),
            tasks=_tasks(grades),
            moved=about.moved,
            cells=partial(_cells, every),
            signs=_SIGNS,
            letters=_LETTERS,
            style=_part("style.css"),
            script=_part("matrix.js"),
        )
    )


def student_page(grade: Grade, files: Mapping[str, str], about: About, *, is_instructor: bool) -> str:
    """Return one student's page: work left first, what is done folded."""
    sources = about.sources.get(grade.student, {})
    shown = grade if is_instructor else student_view(grade, sources)
    own = {name: text for m in grade.modules if m.name in sources for name, text in own_lines(sources[m.name]).items()}
    graded = {module.name for module in grade.modules}
    enrolled = about.roster.enrolled(grade.student)
    return (
        _environment()
        .get_template("student.html.j2")
        .render(
            grade=shown,
            name=f"{enrolled.first_name} {enrolled.last_name}".strip() if enrolled else "",
            is_instructor=is_instructor,
            before=about.moved.points.get(grade.student) if about.moved else None,
            next=_next_exercise(grade, about.course),
            own_lines={e.name: own.get(e.name, "") for e in grade.exercises},
            own_files={key: raw.decode("utf-8", "replace") for key, raw in sources.items() if key not in graded},
            files=files,
            signs=_SIGNS,
            style=_part("style.css"),
            script=None,
        )
    )


def own_lines(source: bytes) -> dict[str, str]:
    """Return the functions and classes at the left margin of a student's file, as they stand there, by name.

    They are found by their lines in one pass, not parsed: nothing a student writes can make that slow or fail.
    """
    lines = source[:_MOST_BYTES].decode("utf-8", "replace").split("\n")
    found: dict[str, list[str]] = {}
    current: list[str] | None = None
    for line in lines:
        if line[:1] not in _INSIDE:
            match = _DEFINITION.match(line)
            current = found.setdefault(match[1], []) if match else None
            if current:  # defined a second time: the first is shown
                current = None
        if current is not None and len(current) < _MOST_LINES:
            current.append(line)
    return {name: "\n".join(text).rstrip() for name, text in found.items()}


def _remove_pages_of_others(to: Path, ours: Set[str]) -> None:
    """Delete the pages of students who are not among the results any more: nobody should be handed an old one."""
    for folder in (to / "details", to / "students"):
        for page in folder.glob("*.html") if folder.is_dir() else ():
            if page.name not in ours and not page.is_symlink():
                page.unlink()


@dataclass(frozen=True)
class _Next:
    name: str
    module: str
    minutes: int | None


def _next_exercise(grade: Grade, course: Course | None) -> _Next | None:
    """Return what to do next: the first exercise that was begun and is not done, else the first not begun."""
    minutes = {e.name: e.minutes for m in course.modules for e in m.exercises} if course else {}
    every = [(m.name, e) for m in grade.modules for e in m.exercises]
    for states in ((Status.PARTIAL, Status.FAILED), (Status.NOT_STARTED,)):
        for bonus in (False, True):
            for module, e in every:
                if e.status in states and e.is_bonus is bonus:
                    return _Next(e.name, module, minutes.get(e.name))
    return None


def _tasks(grades: Sequence[Grade]) -> list[tuple[str, str]]:
    """Return who needs a decision, and why: each reason once."""
    found = []
    for grade in grades:
        if grade.needs_human:
            broken = [text if text.startswith(module) else f"{module}: {text}" for module, text in unusable(grade)]
            reasons = dict.fromkeys([*grade.flags, *broken])
            found.append((grade.student, "; ".join(reasons) or "no reason was noted: run `grader run` again"))
    return found


def _cells(columns: Sequence[Standing], grade: Grade) -> Markup:
    """Return a student's row of the matrix, each cell under its own heading, whatever the order of the document.

    2,000 rows of 68 go faster through one join than through a template.
    """
    known = {(module.name, e.name): e.status for module in grade.modules for e in module.exercises}
    cells, before = [], ""
    for column in columns:
        status = known.get((column.module, column.exercise), Status.NOT_STARTED)
        first = " first" if column.module != before else ""
        before = column.module
        cells.append(f'<td class="{_LETTERS[status]}{first}">{_SIGNS[status][0]}')
    return Markup("".join(cells))


def _under_pseudonyms(grades: Sequence[Grade], about: About) -> tuple[list[Grade], About]:
    """Give everybody a number, in an order that does not follow the names."""
    order = sorted(grades, key=lambda grade: hashlib.sha256(grade.student.encode("utf-8", "replace")).digest())
    names = {grade.student: f"student {number:03}" for number, grade in enumerate(order, 1)}
    hidden = [g.model_copy(update={"student": names[g.student], "flags": ()}) for g in order]
    return hidden, About(course=about.course)


def _grade(path: Path) -> Grade:
    try:
        return Grade.from_json(path.read_bytes())
    except (OSError, NoGrade) as error:
        raise ReportError(f"{path}: {error}: run `grader run` again") from error


@dataclass(frozen=True)
class _Part:
    """A text that stands in every page, and its digest as the Content-Security-Policy wants it."""

    text: Markup
    digest: str


@cache
def _part(name: str) -> _Part:
    text = resources.files("grader.report").joinpath("templates", name).read_text(encoding="utf-8")
    digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
    return _Part(Markup(text), f"sha256-{digest}")


def _code(text: str) -> Markup:
    """Return a student's lines for a page: escaped, harmless to a terminal and to the direction of writing."""
    lines = (
        "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in line.expandtabs(4)[:200])
        for line in text.split("\n")[:_MOST_OF_A_FILE]
    )
    return escape("\n".join(lines))


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("grader.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.finalize = lambda value: clean(value, _LONGEST) if type(value) is str else value
    environment.filters["link"] = lambda name: quote(name.encode("utf-8", "surrogateescape"))
    environment.filters["number"] = _number
    environment.filters["code"] = _code
    return environment


def _number(value: Any) -> str:
    return f"{value:.1f}".removesuffix(".0")
