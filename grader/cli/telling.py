"""Everything that is known about a class's grades: from a folder of results, or from an nbgrader course."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager
from hashlib import sha256
from pathlib import Path

from grader.cli.arguments import complain, load
from grader.cli.hand_ins import opened, own_course_folder
from grader.course.loading import CourseError
from grader.course.model import Course
from grader.grade.collects import collects
from grader.grade.document import Grade
from grader.grade.reading import Results, of_one_course, read_results
from grader.grade.runs import Origin, moved_since, noted_origin
from grader.intake import ClassIntake
from grader.intake.classes import SourcesByStudent
from grader.intake.roster import Roster, read_roster
from grader.nbgrader.exporting import rows_of
from grader.nbgrader.folder import ROSTER, CourseFolder, believed_course_folder, is_course_folder, need_nbgrader
from grader.outcome import MustAct
from grader.report.about import About
from grader.report.reckoning import Reckoning, reckoned

_Sources = Mapping[str, Mapping[str, bytes]]


@contextmanager
def told(
    source: Path, hand_ins: Path | None, roster_path: Path | None, course_path: Path | None
) -> Iterator[tuple[Results, About]]:
    """Yield the grades and what is known besides; what was graded can be read meanwhile.

    Args:
        source: results of `grader run`, or an nbgrader course, whose gradebook has marks by hand and penalties too.
        hand_ins: what was graded; where nothing is said, that of the last run.

    Raises:
        MustAct: there are no results, or a file that was named cannot be used.
    """
    folder = _course_folder(source)
    kept = folder.results if folder else source
    results, left_out = of_one_course(read_results(kept))
    if left_out:
        complain(left_out)
    moved = moved_since(kept, results.briefs)
    seen = collects(kept, {grade.student for grade in results.briefs})
    course = folder.course() if folder and course_path is None else _course_if_there(course_path)
    class_list = roster_path or (_own_list(folder) if folder else None)
    roster = read_roster(class_list) if class_list else Roster()
    origin = Origin(hand_ins, roster_path) if hand_ins else Origin(source, roster_path) if folder else None
    reckonings: dict[str, Reckoning] = {}
    if folder:
        results, reckonings, out_of_step = reckoned(results, rows_of(source, class_list).rows)
        if out_of_step:
            many = f"{out_of_step} mark{'' if out_of_step == 1 else 's'}"
            complain(f"the gradebook and {kept} disagree about {many} of the tests: run `nbgrader autograde` again")
    with _sources(results.briefs, origin, kept, course_path) as sources:
        yield results, About(sources, roster, course, moved, seen, reckonings)


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


@contextmanager
def _sources(
    grades: Sequence[Grade], origin: Origin | None, results: Path, course_path: Path | None
) -> Iterator[_Sources]:
    """Yield the files that were graded, by student; say at the end how many were wanted that have changed since then.

    Args:
        origin: where they lie; where nothing is said, those of the last run, if they can be read.
    """
    found: _Sources = {}
    with ExitStack() as keep:
        if origin:
            found = SourcesByStudent(keep.enter_context(_read(origin, course_path)))
        elif noted := noted_origin(results):
            try:
                found = SourcesByStudent(keep.enter_context(_read(noted, course_path)))
            except MustAct as error:
                complain(f"no line of students' own is quoted, because their hand-ins cannot be read again: {error}")
        graded = _AsGraded(found, grades)
        yield graded
    if changed := sum(graded.changed.values()):
        many = "1 file has" if changed == 1 else f"{changed} files have"
        complain(f"{many} changed since the grading and no line of it is quoted: run `grader run` again")


def _read(origin: Origin, course_path: Path | None) -> AbstractContextManager[ClassIntake]:
    folder = own_course_folder(origin.hand_ins)
    course = load(course_path or (folder.course_file if folder else None), origin.hand_ins)
    roster = read_roster(origin.roster) if origin.roster else Roster()
    return opened(origin.hand_ins, folder, course, None, roster)


class _AsGraded(Mapping[str, Mapping[str, bytes]]):
    """Of each student's files those that are the ones that were graded; `changed` counts the others."""

    def __init__(self, found: _Sources, grades: Sequence[Grade]) -> None:
        self._found = found
        self._grades = {grade.student: grade for grade in grades}
        self.changed: dict[str, int] = {}

    def __getitem__(self, student: str) -> Mapping[str, bytes]:
        grade, files = self._grades[student], self._found[student]
        digests = {module.name: module.sha256 for module in grade.modules}
        same = {name: source for name, source in files.items() if digests.get(name) == sha256(source).hexdigest()}
        own = {name: source for name, source in files.items() if name not in digests}
        self.changed[student] = len(files) - len(same) - len(own)
        return {**same, **own} if same else {}

    def __iter__(self) -> Iterator[str]:
        return (student for student in self._found if student in self._grades)

    def __len__(self) -> int:
        return sum(1 for _ in self)


def _course_if_there(course_path: Path | None) -> Course | None:
    """Return the course, for minutes and lessons; results alone have what else a report needs."""
    try:
        return load(course_path)
    except CourseError:
        if course_path is not None:
            raise
        return None
