"""Make or renew an nbgrader course folder. Run again, it updates; it never drops a release, a hand-in or a mark.

Everything is checked before anything is written: what nbgrader could not take back (a grade cell that comes or
goes once hand-ins were graded) is refused, with the cure.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from glob import escape
from pathlib import Path
from typing import Any

import nbformat
from nbgrader.api import MissingEntry
from nbgrader.preprocessors import ClearSolutions, ComputeChecksums, LockCells, SaveCells

from grader.authoring.assignments import in_several_assignments
from grader.authoring.build import build
from grader.authoring.stubs import stub
from grader.course.model import Assignment, Course
from grader.files import write_private
from grader.intake.roster import Roster, read_roster
from grader.nbgrader.assignment import CODE_CELL_TEXT, is_of, lesson, nbgrader_points, notebook
from grader.nbgrader.configuration import configuration
from grader.nbgrader.folder import (
    CONFIG,
    ROSTER,
    CourseFolder,
    HandInError,
    is_course_folder,
    note_course,
    open_course_folder,
    part_of_course,
)
from grader.nbgrader.gradebook import opened_gradebook
from grader.nbgrader.tidying import complete

_PRIVATE = 0o700  # gradebook.db and the hand-ins of a class are nobody else's business
_Cells = dict[str, dict[str, float]]  # notebook -> grade cell -> points


def build_course_folder(course: Course, root: Path, roster_file: Path | None = None) -> list[str]:
    """Write an nbgrader course folder, or bring it up to date.

    Args:
        root: the folder; it may be there already if this function made it.
        roster_file: a class list, which is copied to students.csv; None: keep the list that is there.

    Returns:
        What the instructor should know, one sentence each.

    Raises:
        CourseError: the course cannot be built.
        HandInError: the folder belongs to something else, the class list is wrong, or the change would cost marks.
    """
    folder = _folder(course, root)
    _refuse_shared_modules(course)
    own_list = folder.root / ROSTER
    roster = read_roster(roster_file) if roster_file else read_roster(own_list) if own_list.exists() else Roster()
    notebooks = _notebooks(course)
    folder.root.mkdir(mode=_PRIVATE, parents=True, exist_ok=True)
    folder.root.chmod(_PRIVATE)
    with _gradebook(folder) as gradebook:
        remarks = _check_changes(course, gradebook)
        _write(folder, course, notebooks)
        if roster_file and roster_file.resolve() != own_list:
            write_private(own_list, roster_file.read_bytes())
        _update_gradebook(folder, course, roster, gradebook)
    left = [name for name in _assignments_on_disk(folder) if name not in {a.name for a in course.assignments}]
    remarks += [f"source/{name} is no part of the course any more and was left as it is" for name in left]
    return [*remarks, *complete(folder, course)]


def _folder(course: Course, root: Path) -> CourseFolder:
    root = root.resolve()
    if escape(str(root)) != str(root):
        raise HandInError(f"{root}: nbgrader finds nothing where a path has [, * or ?: choose a folder without them")
    course_file = course.root / "course.yaml"
    if is_course_folder(root):
        have = open_course_folder(root).course_file
        if have != course_file and have.exists() and _name_of(have) != course.name:
            raise HandInError(f"{root}: belongs to the course in {have}: expected another folder for {course.name}")
    elif root.exists() and (not root.is_dir() or any(root.iterdir())):
        raise HandInError(f"{root}: expected a new folder, or one that `grader build --nbgrader` made")
    return CourseFolder(root, course_file)


def _name_of(course_file: Path) -> str:
    return CourseFolder(Path(), course_file).course().name


def _refuse_shared_modules(course: Course) -> None:
    for complaint in in_several_assignments(course):
        raise HandInError(complaint)


@contextmanager
def _gradebook(folder: CourseFolder) -> Iterator[Any]:
    path = folder.root / "gradebook.db"
    path.touch(0o600)
    path.chmod(0o600)
    search_path = os.environ.get("PATH", os.defpath)
    # nbgrader starts `alembic` by name, which lies beside the interpreter also where nothing was activated
    os.environ["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{search_path}"
    try:
        with opened_gradebook(path) as gradebook:
            yield gradebook
    finally:
        os.environ["PATH"] = search_path


def _url(folder: CourseFolder) -> str:
    return f"sqlite:///{folder.root / 'gradebook.db'}"


def _cells_of(course: Course, assignment: Assignment) -> _Cells:
    part = part_of_course(course, assignment.name)
    return {m.name: {e.name: nbgrader_points(m, e) for e in m.exercises} for m in part.modules}


def _check_changes(course: Course, gradebook: Any) -> list[str]:
    """Compare the course with what nbgrader knows; return what is to be done about the differences.

    Raises:
        HandInError: hand-ins were graded, and a grade cell would come or go.
    """
    remarks = []
    for assignment in course.assignments:
        try:
            known = gradebook.find_assignment(assignment.name)
        except MissingEntry:
            continue
        if not known.notebooks:
            continue
        now = _cells_of(course, assignment)
        before = {n.name: {c.name: float(c.max_score) for c in n.grade_cells} for n in known.notebooks}
        before = {name: cells for name, cells in before.items() if cells}  # a warm-up gives no marks
        if before == now:
            continue
        coming = {f"{n}.{e}" for n in now for e in now[n]} - {f"{n}.{e}" for n in before for e in before[n]}
        going = {f"{n}.{e}" for n in before for e in before[n]} - {f"{n}.{e}" for n in now for e in now[n]}
        if (coming or going) and len(known.submissions):
            raise HandInError(_why_frozen(assignment.name, coming, going))
        name = assignment.name
        again = f"nbgrader generate_assignment {name} --force; nbgrader release_assignment {name} --force"
        if coming or going:
            remarks.append(f"{assignment.name}: exercises changed since it was generated: run {again}")
        else:
            remarks.append(
                f"{assignment.name}: points changed; the gradebook has them now. For new marks run "
                f"nbgrader autograde {assignment.name} --force; for students to see them, {again}"
            )
    return remarks


def _why_frozen(assignment: str, coming: set[str], going: set[str]) -> str:
    changes = [f"{', '.join(sorted(names))} would {verb}" for names, verb in ((coming, "come"), (going, "go")) if names]
    return (
        f"{assignment}: {'; '.join(changes)}, but hand-ins of it were graded, and nbgrader cannot add or remove an "
        "exercise then: undo that in course.yaml, or put new exercises into a module of a new assignment. "
        "Nothing was changed. New hidden tests and other points are no problem"
    )


def _notebooks(course: Course) -> dict[tuple[str, str], bytes]:
    """Return the master notebooks by assignment and module."""
    made = {}
    for assignment in course.assignments:
        for module in part_of_course(course, assignment.name).modules:
            text = stub(course.root / "solutions" / f"{module.name}.py", module)
            made[assignment.name, module.name] = notebook(module, text, course.title, lesson(course, module))
    return made


def _write(folder: CourseFolder, course: Course, notebooks: dict[tuple[str, str], bytes]) -> None:
    note_course(folder)
    for assignment in course.assignments:
        target = folder.source(assignment.name)
        target.mkdir(parents=True, exist_ok=True)
        _clear_notebooks(target, assignment)
        build(part_of_course(course, assignment.name), target)
    for (name, module), whole in notebooks.items():
        write_private(folder.source(name) / f"{module}.ipynb", whole)
    config = folder.root / CONFIG
    before = config.read_text(encoding="utf-8") if config.exists() else ""
    write_private(config, configuration(folder, course, before).encode())


def _clear_notebooks(target: Path, assignment: Assignment) -> None:
    """Remove notebooks of ours that are in the way, or whose module left the assignment; nobody else's.

    `build` knows of no notebook where there is no lesson: once there is one, it would take ours for another's.
    """
    try:
        known = json.loads((target / "course.json").read_text(encoding="utf-8"))["generated"]
    except (OSError, ValueError, KeyError, TypeError):
        known = []
    for path in target.glob("*.ipynb"):
        is_needed = path.stem in assignment.modules and path.name in known
        if not is_needed and path.is_file() and is_of(path.read_bytes(), path.stem):
            path.unlink()


def _update_gradebook(folder: CourseFolder, course: Course, roster: Roster, gradebook: Any) -> None:
    for student in roster.students:
        facts = {
            "first_name": student.first_name,
            "last_name": student.last_name,
            "email": student.email,
            "lms_user_id": student.lms_user_id,
        }
        gradebook.update_or_create_student(student.id, **{name: value for name, value in facts.items() if value})
    for assignment in course.assignments:
        if assignment.due is not None:
            due = assignment.due.replace(tzinfo=None)  # UTC without saying so, as nbgrader keeps it
            gradebook.update_or_create_assignment(assignment.name, duedate=due)
        try:
            known = gradebook.find_assignment(assignment.name)
        except MissingEntry:
            continue
        if known.notebooks:
            for module in assignment.modules:
                _save_cells(folder, assignment.name, module)


def _save_cells(folder: CourseFolder, assignment: str, module: str) -> None:
    """Tell the gradebook points and texts of a notebook, as `nbgrader generate_assignment` would."""
    nb = nbformat.reads(folder.master(assignment, module).decode("utf-8"), as_version=4)
    resources = {"nbgrader": {"notebook": module, "assignment": assignment, "db_url": _url(folder)}}
    for step in (LockCells(), ClearSolutions(code_stub={"python": CODE_CELL_TEXT}), ComputeChecksums(), SaveCells()):
        nb, resources = step.preprocess(nb, resources)


def _assignments_on_disk(folder: CourseFolder) -> list[str]:
    return sorted(path.name for path in (folder.root / "source").iterdir() if path.is_dir())
