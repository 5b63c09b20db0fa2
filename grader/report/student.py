"""One student's page, work left first: for the student, or for the instructor with all that is known."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from grader.course.model import Course
from grader.grade.document import Grade, GradedExercise
from grader.grade.redaction import student_view
from grader.grade.results import Status
from grader.grade.saying import read
from grader.report.about import About
from grader.report.own_code import own_lines
from grader.report.templating import SIGNS, environment, part
from grader.submission import by_file_name

_MOST_SHOWN = 200_000  # characters of modules of a student's own, all together


def student_page(grade: Grade, about: About, details: Mapping[str, str] | None = None) -> str:
    """Return the page of a student.

    Args:
        details: for the instructor's page, which shows all: the file names of everybody's pages.
    """
    sources = about.sources.get(grade.student, {})
    shown = student_view(grade, sources) if details is None else grade
    own = {m.name: own_lines(sources.get(m.name, b"")) for m in grade.modules}
    files = by_file_name(sources)
    graded = {module.name for module in grade.modules}
    reckoning = about.reckonings.get(grade.student)
    return (
        environment()
        .get_template("student.html.j2")
        .render(
            grade=shown,
            name=about.name_of(grade.student),
            is_instructor=details is not None,
            reckoning=None if reckoning is None or reckoning.is_plain else reckoning,
            by_hand={mark.exercise: mark for mark in reckoning.changed} if reckoning else {},
            before=_before(grade, about),
            next_file=_next_file(grade),
            next=_next_exercise(grade, about.course),
            own_lines={e.name: own[m.name].get(e.name) for m in grade.modules for e in m.exercises},
            raised_at={e.name: _raised_at(e, f"{m.name}.py", files) for m in grade.modules for e in m.exercises},
            own_files=_shown_files({key: raw for key, raw in sources.items() if key not in graded}),
            files=details,
            signs=SIGNS,
            style=part("style.css"),
            script=None,
        )
    )


def _raised_at(exercise: GradedExercise, file: str, files: Mapping[str, bytes]) -> set[int]:
    """Return the lines of the exercise's own file at which its failed tests saw an exception."""
    located = [found for test in exercise.tests if (found := read(test.message, files))]
    return {found.line for found in located if found.file == file}


def _before(grade: Grade, about: About) -> float | None:
    """Return what the tests gave at the last run that gave this student something else, None where nothing moved."""
    before = about.moved.points.get(grade.student) if about.moved else None
    reckoning = about.reckonings.get(grade.student)
    now = reckoning.by_tests if reckoning else grade.points + grade.bonus
    return None if before == now else before


def _shown_files(sources: Mapping[str, bytes]) -> dict[str, str]:
    """Return a student's own modules as text; of more than anybody reads, and a browser shows, the beginning."""
    shown, left = {}, _MOST_SHOWN
    for name, raw in sources.items():
        text = raw.decode("utf-8", "replace")
        shown[name] = text if len(text) <= left else f"{text[:left]}\n# ... the rest is in the hand-in"
        left = max(0, left - len(text))
    return shown


@dataclass(frozen=True)
class _Next:
    name: str
    module: str
    minutes: int | None
    has_hints: bool


def _next_file(grade: Grade) -> str:
    """Return the first module of which nothing could be tested, and the student reads why; '' where there is none."""
    broken = [m.name for m in grade.modules if m.reason and all(e.status is Status.ERROR for e in m.exercises)]
    return f"{broken[0]}.py" if broken else ""


def _next_exercise(grade: Grade, course: Course | None) -> _Next | None:
    """Return what to do next: the first exercise that was begun and is not done, else the first not begun."""
    minutes = {e.name: e.minutes for m in course.modules for e in m.exercises} if course else {}
    every = [(m.name, e) for m in grade.modules for e in m.exercises]
    for states in ((Status.PARTIAL, Status.FAILED), (Status.NOT_STARTED,)):
        for bonus in (False, True):
            for module, e in every:
                if e.status in states and e.is_bonus is bonus:
                    lesson = course.root / "solutions" / "lessons" / f"{module}.md" if course else None
                    return _Next(e.name, module, minutes.get(e.name), lesson is None or lesson.is_file())
    return None
