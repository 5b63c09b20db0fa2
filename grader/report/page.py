"""Pages to look at in a browser: the class at a glance, and for each student what they may see of their grade.

Everything a hand-in could have written is escaped and stripped of control characters. Pages load nothing: no
script, no font, no picture from anywhere.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from urllib.parse import quote

from jinja2 import Environment, PackageLoader, StrictUndefined

from grader.files import OnceEach, make_private_folder, write_private
from grader.grade.document import Grade, NoGrade
from grader.grade.redaction import student_view
from grader.grade.results import Status
from grader.intake import result_file_name
from grader.report.classroom import most_stuck, standings, unusable
from grader.text import clean

_MOST_STUCK = 12
_LONGEST = 500
_SIGNS = {
    Status.PASSED: ("✓", "done"),
    Status.PARTIAL: ("◐", "partly done"),
    Status.FAILED: ("✗", "not right yet"),
    Status.ERROR: ("!", "could not be tested"),
    Status.NOT_STARTED: ("·", "not started"),
}


class ReportError(Exception):
    """There is nothing to report; the message says why."""


def read_results(folder: Path) -> list[Grade]:
    """Return the grade documents in a folder of `grader run`, by student.

    Raises:
        ReportError: there are none, or one of the files is no grade document.
    """
    paths = sorted(folder.glob("*.json")) if folder.is_dir() else []
    if not paths:
        raise ReportError(f"{folder}: no results: expected what `grader run` wrote")
    return [_grade(path) for path in paths]


def write_report(
    grades: Sequence[Grade], to: Path, sources: Mapping[str, Mapping[str, bytes]] | None = None
) -> list[Path]:
    """Write index.html for the instructor, details/ (all that is known) and students/ (what each may see).

    Args:
        sources: student -> module -> file, to quote students' own lines; without it no line is quoted.

    Returns:
        The files written, the class first.

    Raises:
        ReportError: two results are of one student.
        OSError: the pages cannot be written.
    """
    environment = _environment()
    files = {grade.student: f"{result_file_name(grade.student)}.html" for grade in grades}
    every = standings(grades)
    if len(set(files.values())) < len(grades):
        raise ReportError("two results are of the same student: take one of them out, or run `grader run` again")
    shared = {"files": files, "signs": _SIGNS, "unusable": unusable}
    pages = {
        to / "index.html": environment.get_template("class.html.j2").render(
            grades=grades, standings=every, stuck=most_stuck(every, _MOST_STUCK), **shared
        )
    }
    student = environment.get_template("student.html.j2")
    for grade in grades:
        view = student_view(grade, (sources or {}).get(grade.student))
        name = files[grade.student]
        pages[to / "details" / name] = student.render(grade=grade, is_instructor=True, **shared)
        pages[to / "students" / name] = student.render(grade=view, is_instructor=False, **shared)
    once = OnceEach()
    for path, text in pages.items():
        make_private_folder(path.parent)
        once.note(path)
        write_private(path, text.encode("utf-8", "backslashreplace"))
    return list(pages)


def _grade(path: Path) -> Grade:
    try:
        return Grade.from_json(path.read_bytes())
    except (OSError, NoGrade) as error:
        raise ReportError(f"{path}: {error}: run `grader run` again") from error


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
    environment.filters["number"] = lambda value: f"{value:.1f}".removesuffix(".0")
    return environment
