"""Pages to look at in a browser: the class at a glance, and for each student what they may see of their grade.

Everything a hand-in could have written is escaped and stripped of control characters. Pages load nothing from anywhere;
style and script stand in the page, and its Content-Security-Policy names them by their digests, so nothing else runs.
Charts are drawn by the template as SVG: a plotting library would be 60 MB for bars whose heights are already known.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from markupsafe import Markup

from grader.course.model import Course
from grader.files import OnceEach, make_private_folder, write_private
from grader.grade.document import Grade
from grader.grade.reading import Results, ResultsError
from grader.grade.redaction import student_view
from grader.grade.results import Status
from grader.grade.runs import Moved
from grader.intake import result_file_name
from grader.intake.roster import Roster
from grader.report.classroom import Standing, standings, unusable
from grader.report.lessons import places
from grader.report.overview import overview
from grader.report.own_code import own_lines
from grader.report.templating import environment, part
from grader.report.topics import topics
from grader.text import clean

_MOST_TOPICS = 3
_SIGNS = {
    Status.PASSED: ("✓", "done"),
    Status.PARTIAL: ("◐", "partly done"),
    Status.FAILED: ("✗", "not right yet"),
    Status.ERROR: ("!", "could not be tested"),
    Status.NOT_STARTED: ("·", "not started"),
}
_LETTERS = {Status.PASSED: "d", Status.PARTIAL: "h", Status.FAILED: "w", Status.ERROR: "e", Status.NOT_STARTED: "o"}


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


def write_report(results: Results, to: Path, about: About | None = None, only: str | None = None) -> list[Path]:
    """Write index.html for the instructor, details/ (all that is known) and students/ (what each may see).

    Args:
        only: write the two pages of this student, and no others.

    Returns:
        The files written, the class first.

    Raises:
        ResultsError: two results are of one student, or there is none of the one asked for.
        OSError: the pages cannot be written.
    """
    about = about or About()
    if about.pseudonyms:
        results, about = _under_pseudonyms(results, about)
    files = {grade.student: f"{result_file_name(grade.student)}.html" for grade in results.briefs}
    if len(set(files.values())) < len(results.briefs):
        raise ResultsError("two results are of the same student: take one of them out, or run `grader run` again")
    if only is not None and only not in files:
        raise ResultsError(
            f"no result of {clean(only, 60)!r}: there are {len(files)}, such as {clean(next(iter(files)), 60)!r}"
        )
    if only is None:
        _remove_pages_of_others(to, set(files.values()))
    once = OnceEach()
    written = []
    for path, text in _pages(results, files, to, about, only):
        make_private_folder(path.parent)
        once.note(path)
        write_private(path, text.encode("utf-8", "backslashreplace"))
        written.append(path)
    return written


def _pages(
    results: Results, files: Mapping[str, str], to: Path, about: About, only: str | None
) -> Iterator[tuple[Path, str]]:
    """Yield each page when it is wanted: those of a large class are more than memory holds."""
    if only is None:
        yield to / "index.html", class_page(results.briefs, files, about)
    for student in files if only is None else (only,):
        grade = results.whole(student)
        yield to / "details" / files[student], student_page(grade, files, about, is_instructor=True)
        yield to / "students" / files[student], student_page(grade, files, about, is_instructor=False)


def class_page(grades: Sequence[Grade], files: Mapping[str, str], about: About) -> str:
    """Return the page of the class."""
    numbers = overview(grades)
    every = standings(grades)
    enrolled = {grade.student: about.roster.enrolled(grade.student) for grade in grades}
    sections = sorted({student.section for student in enrolled.values() if student and student.section})
    found = topics(grades, _MOST_TOPICS)
    return (
        environment()
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
            style=part("style.css"),
            script=part("matrix.js"),
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
        environment()
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
            style=part("style.css"),
            script=None,
        )
    )


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


def _under_pseudonyms(results: Results, about: About) -> tuple[Results, About]:
    """Give everybody a number, in an order that nobody can work out who knows the names, but not all grades."""
    students = [grade.student for grade in results.briefs]
    digest = hashlib.blake2b()
    for student in students:
        digest.update(results.whole(student).to_json())
    secret = digest.digest()
    names_as = {s: hashlib.blake2b(s.encode("utf-8", "replace"), key=secret).digest() for s in students}
    order = sorted(results.briefs, key=lambda grade: names_as[grade.student])
    student_of = {f"student {number:03}": grade.student for number, grade in enumerate(order, 1)}

    def hidden(name: str, grade: Grade) -> Grade:
        return grade.model_copy(update={"student": name, "flags": ()})

    briefs = tuple(hidden(name, grade) for name, grade in zip(student_of, order, strict=True))
    return Results(briefs, lambda name: hidden(name, results.whole(student_of[name]))), About(course=about.course)
