"""What nbgrader runs in place of its own preprocessors: no notebook is executed, no output is believed.

Autograde first makes the notebook the released one again, then fills its cells from the kit's grade document,
and writes the marks from that document into the gradebook.
"""

from __future__ import annotations

from typing import Any

import nbformat
from nbformat.notebooknode import NotebookNode
from nbgrader import utils
from nbgrader.api import Gradebook
from nbgrader.preprocessors import NbGraderPreprocessor
from traitlets import Enum

from grader.course.model import Course, Module
from grader.grade.document import GradedExercise
from grader.grade.redaction import student_view
from grader.nbgrader.assignment import code_cell_id, nbgrader_points
from grader.nbgrader.autograding import grade_of, refuse_ungraded
from grader.nbgrader.feedback import comment, grade_outputs, is_for_instructor
from grader.nbgrader.folder import CourseFolder, HandInError, folder_of, part_of_course
from grader.sandbox.host.isolation import Isolation
from grader.submission import Submission

_GRADE = "grader"  # where a grade document travels from one preprocessor to the next
_ALMOST = 1e-6
_SHOWN_LINES = 2000
_Answer = tuple[NotebookNode, Any]


class UseMasterNotebook(NbGraderPreprocessor):  # type: ignore[misc]  # nbgrader has no type hints
    """Puts the released notebook in the place of the student's, whatever became of that."""

    def preprocess(self, nb: NotebookNode, resources: Any) -> _Answer:
        """Called by nbgrader for each notebook."""
        names = resources["nbgrader"]
        master = folder_of(self).master(names["assignment"], names["notebook"])
        return nbformat.reads(master.decode("utf-8"), as_version=4), resources


class GradeSubmission(NbGraderPreprocessor):  # type: ignore[misc]
    """Grades what lies in submitted/, and shows the result in the notebook."""

    isolation = Enum(["jail", "process"], "jail", help="process: without a jail, and every result says so").tag(
        config=True
    )

    def preprocess(self, nb: NotebookNode, resources: Any) -> _Answer:
        """Called by nbgrader for each notebook."""
        names = resources["nbgrader"]
        folder = folder_of(self)
        course = folder.course()
        if not _has_marks(nb):
            return nb, resources
        module = _module(course, names["assignment"], names["notebook"])
        _refuse_other_cells(nb, module, folder)
        graded = grade_of(
            folder,
            course,
            names["student"],
            isolation=Isolation(self.isolation),
            whole_class=self._is_for_all(),
            log=self.log,
        )
        refuse_ungraded(graded.grade)
        view = student_view(graded.grade, graded.submission.modules())
        for cell in nb.cells:
            if utils.is_grade(cell):
                outputs = grade_outputs(graded.grade, view, cell.metadata.nbgrader.grade_id)
                cell.outputs = [nbformat.from_dict(output) for output in outputs]
            elif utils.is_solution(cell):
                cell.source = _work(graded.submission, module.name)
        resources[_GRADE] = view
        return nb, resources

    def _is_for_all(self) -> bool:
        part: Any = self
        while getattr(part, "coursedir", None) is None:
            part = part.parent
        return bool(part.coursedir.student_id == "*")


class SaveGrades(NbGraderPreprocessor):  # type: ignore[misc]
    """Writes marks and comments into the gradebook, from the grade document alone; a person's marks stay."""

    def preprocess(self, nb: NotebookNode, resources: Any) -> _Answer:
        """Called by nbgrader for each notebook, after GradeSubmission."""
        names = resources["nbgrader"]
        place = (names["notebook"], names["assignment"], names["student"])
        if not _has_marks(nb):
            return nb, resources
        grade = resources[_GRADE]
        with Gradebook(names["db_url"]) as gradebook:
            first = True
            for cell in nb.cells:
                if utils.is_grade(cell):
                    facts = cell.metadata.nbgrader
                    row = gradebook.find_grade(facts.grade_id, *place)
                    found = grade.exercise(facts.grade_id)
                    self._save(row, found, float(facts.points), look=first and grade.needs_human)
                    first = False
                elif utils.is_solution(cell):
                    remark = gradebook.find_comment(cell.metadata.nbgrader.grade_id, *place)
                    remark.auto_comment = comment(grade, names["notebook"])
            gradebook.db.commit()
        return nb, resources

    def _save(self, row: Any, found: GradedExercise, points: float, *, look: bool) -> None:
        """Write one mark: the bonus as it is, any other as its part of the cell's points, which nobody rounded."""
        mark = points * found.points / found.max_points if points else found.points
        is_changed = row.auto_score is None or abs(row.auto_score - mark) > _ALMOST
        row.auto_score = mark
        row.needs_manual_grade = look or (row.manual_score is not None and is_changed)


class StudentView(NbGraderPreprocessor):  # type: ignore[misc]
    """Takes out of feedback what only the instructor may see."""

    def preprocess_cell(self, cell: NotebookNode, resources: Any, index: int) -> _Answer:
        """Called by nbgrader for each cell."""
        if cell.cell_type == "code":
            cell.outputs = [output for output in cell.outputs if not is_for_instructor(output)]
        return cell, resources


def _has_marks(nb: NotebookNode) -> bool:
    """Is there anything to grade? A lesson without exercises, such as a warm-up, is handed out and comes back."""
    return any(utils.is_grade(cell) or utils.is_solution(cell) for cell in nb.cells)


def _module(course: Course, assignment: str, notebook: str) -> Module:
    part = part_of_course(course, assignment)
    found = next((module for module in part.modules if module.name == notebook), None)
    if found is None:
        raise HandInError(f"{notebook}.ipynb belongs to no module of {assignment} in {course.name}")
    return found


def _refuse_other_cells(nb: NotebookNode, module: Module, folder: CourseFolder) -> None:
    """Refuse a notebook that does not stand for the course as it is now.

    Raises:
        HandInError: an exercise or its points differ.
    """
    cells = {c.metadata.nbgrader.grade_id: float(c.metadata.nbgrader.points) for c in nb.cells if utils.is_grade(c)}
    wanted = {exercise.name: nbgrader_points(module, exercise) for exercise in module.exercises}
    others = sorted(cells.keys() ^ wanted.keys())
    others += sorted(name for name in cells.keys() & wanted.keys() if abs(cells[name] - wanted[name]) > _ALMOST)
    codes = [c.metadata.nbgrader.grade_id for c in nb.cells if utils.is_solution(c)]
    if others or codes != [code_cell_id(module.name)]:
        raise HandInError(
            f"{module.name}.ipynb and course.yaml differ in {', '.join(others) or 'the cell of the code'}: "
            f"run `grader build --nbgrader {folder.root}`; the marks so far stay as they are"
        )


def _work(submission: Submission, module: str) -> str:
    """Return the student's file for showing, or a line that says there is none."""
    if module not in submission.sources:
        return f"# {module}.py was not handed in, or could not be used: see the comment below"
    text = submission.sources[module].decode("utf-8", "replace")
    lines = [
        "".join(c if c.isprintable() or c == "\t" else "\N{REPLACEMENT CHARACTER}" for c in line)
        for line in text.splitlines()
    ]
    rest = [f"# ... {len(lines) - _SHOWN_LINES} more lines"] if len(lines) > _SHOWN_LINES else []
    return "\n".join(lines[:_SHOWN_LINES] + rest)
