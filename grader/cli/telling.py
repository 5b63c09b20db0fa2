"""Everything that is known about a class's grades: from a folder of results, or from an nbgrader course."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from hashlib import sha256
from pathlib import Path

from grader.cli.arguments import complain, load, own_course_folder
from grader.course.loading import CourseError
from grader.course.model import Course
from grader.grade.document import Grade
from grader.grade.runs import Origin, moved_since, noted_origin
from grader.intake import read_class
from grader.intake.roster import Roster, read_roster
from grader.nbgrader.collected import hand_ins as collected_hand_ins
from grader.nbgrader.exporting import rows_of
from grader.nbgrader.folder import ROSTER, CourseFolder, believed_course_folder, is_course_folder, need_nbgrader
from grader.outcome import MustAct
from grader.report.about import About
from grader.report.reading import of_one_course, read_results
from grader.report.reckoning import Reckoning, reckoned

_Sources = dict[str, Mapping[str, bytes]]


def told(
    source: Path, hand_ins: Path | None, roster_path: Path | None, course_path: Path | None
) -> tuple[list[Grade], About]:
    """Return the grades and what is known besides.

    Args:
        source: results of `grader run`, or an nbgrader course, whose gradebook has marks by hand and penalties too.
        hand_ins: what was graded; where nothing is said, that of the last run.

    Raises:
        MustAct: there are no results, or a file that was named cannot be used.
    """
    folder = _course_folder(source)
    results = folder.results if folder else source
    grades, left_out = of_one_course(read_results(results))
    if left_out:
        complain(left_out)
    moved = moved_since(results, grades)
    sources = _sources(grades, hand_ins or (source if folder else None), roster_path, results, course_path)
    roster_path = roster_path or (_own_list(folder) if folder else None)
    reckonings: dict[str, Reckoning] = {}
    if folder:
        rows = rows_of(source, roster_path).rows
        grades, reckonings, out_of_step = reckoned(grades, rows)
        if out_of_step:
            many = f"{out_of_step} mark{'' if out_of_step == 1 else 's'}"
            complain(f"the gradebook and {results} disagree about {many} of the tests: run `nbgrader autograde` again")
    about = About(
        sources=sources,
        roster=read_roster(roster_path) if roster_path else Roster(),
        course=folder.course() if folder and course_path is None else _course_if_there(course_path),
        moved=moved,
        reckonings=reckonings,
    )
    return grades, about


def _course_folder(source: Path) -> CourseFolder | None:
    """Return the nbgrader course at this path, None for a folder of results.

    Raises:
        HandInError: it is one, and none of ours.
    """
    if not is_course_folder(source):
        return None
    need_nbgrader()
    return believed_course_folder(source)


def _own_list(folder: CourseFolder) -> Path | None:
    path = folder.root / ROSTER
    return path if path.is_file() else None


def _sources(
    grades: Sequence[Grade], hand_ins: Path | None, roster_path: Path | None, results: Path, course_path: Path | None
) -> _Sources:
    """Return the files that were graded, by student; those that have changed since then are left out."""
    if hand_ins is not None:
        found = _read(Origin(hand_ins, roster_path), course_path)
    elif origin := noted_origin(results):
        try:
            found = _read(origin, course_path)
        except MustAct as error:
            complain(f"no line of students' own is quoted, because their hand-ins cannot be read again: {error}")
            return {}
    else:
        return {}
    digests = {grade.student: {m.name: m.sha256 for m in grade.modules} for grade in grades}
    kept: _Sources = {}
    changed = 0
    for student, files in found.items():
        graded = digests.get(student, {})
        same = {name: source for name, source in files.items() if graded.get(name) == sha256(source).hexdigest()}
        own = {name: source for name, source in files.items() if name not in graded}
        changed += len(files) - len(same) - len(own) if student in digests else 0
        kept[student] = {**same, **own} if same else {}
    if changed:
        many = "1 file has" if changed == 1 else f"{changed} files have"
        complain(f"{many} changed since the grading and no line of it is quoted: run `grader run` again")
    return kept


def _read(origin: Origin, course_path: Path | None) -> _Sources:
    folder = own_course_folder(origin.hand_ins)
    course = load(course_path or (folder.course_file if folder else None), origin.hand_ins)
    roster = read_roster(origin.roster) if origin.roster else Roster()
    found = collected_hand_ins(folder, course) if folder else read_class(origin.hand_ins, course, roster=roster)
    return {submission.student: submission.modules() for submission in found}


def _course_if_there(course_path: Path | None) -> Course | None:
    """Return the course, for minutes and lessons; results alone have what else a report needs."""
    try:
        return load(course_path)
    except CourseError:
        if course_path is not None:
            raise
        return None
