"""Pages to look at in a browser: the class at a glance, and for each student what they may see of their grade.

Everything a hand-in could have written is escaped and stripped of control characters. Pages load nothing from anywhere;
style and script stand in the page, and its Content-Security-Policy names them by their digests, so nothing else runs.
Charts are drawn by the template as SVG: a plotting library would be 60 MB for bars whose heights are already known.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from functools import partial
from pathlib import Path

from markupsafe import Markup

from grader.files import OnceEach, make_private_folder, write_private
from grader.grade.document import Grade
from grader.grade.reading import Results, ResultsError
from grader.grade.results import Status
from grader.intake import result_file_name
from grader.report.about import About, under_pseudonyms
from grader.report.classroom import Standing, standings, unusable
from grader.report.lessons import places
from grader.report.overview import overview
from grader.report.student import student_page
from grader.report.templating import SIGNS, environment, part
from grader.report.topics import topics
from grader.text import clean

_MOST_TOPICS = 3
_LETTERS = {Status.PASSED: "d", Status.PARTIAL: "h", Status.FAILED: "w", Status.ERROR: "e", Status.NOT_STARTED: "o"}


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
        results, about = under_pseudonyms(results, about)
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
        yield to / "details" / files[student], student_page(grade, about, files)
        yield to / "students" / files[student], student_page(grade, about)


def class_page(grades: Sequence[Grade], files: Mapping[str, str], about: About) -> str:
    """Return the page of the class."""
    numbers = overview(grades)
    every = standings(grades)
    section_of = {grade.student: about.section_of(grade.student) for grade in grades}
    reckonings = {g.student: about.reckonings[g.student] for g in grades if g.student in about.reckonings}
    found = topics(grades, _MOST_TOPICS)
    return (
        environment()
        .get_template("class.html.j2")
        .render(
            grades=grades,
            files=files,
            roster={grade.student: about.name_of(grade.student) for grade in grades},
            section_of=section_of,
            sections=sorted(set(section_of.values()) - {""}),
            reckonings=reckonings,
            reckoned={student: known for student, known in reckonings.items() if not known.is_plain},
            is_late=any(known.penalty for known in reckonings.values()),
            overview=numbers,
            item_of={item.exercise: item for item in numbers.exercises},
            standings=every,
            topics=found,
            places=places(about.course, [topic.exercise for topic in found]),
            tasks=_tasks(grades),
            moved=about.moved,
            collects=about.collects,
            cells=partial(_cells, every),
            signs=SIGNS,
            letters=_LETTERS,
            style=part("style.css"),
            script=part("matrix.js"),
        )
    )


def _remove_pages_of_others(to: Path, ours: Set[str]) -> None:
    """Delete the pages of students who are not among the results any more: nobody should be handed an old one."""
    for folder in (to / "details", to / "students"):
        for page in folder.glob("*.html") if folder.is_dir() else ():
            if page.name not in ours and not page.is_symlink():
                page.unlink()


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
        cells.append(f'<td class="{_LETTERS[status]}{first}">{SIGNS[status][0]}')
    return Markup("".join(cells))
