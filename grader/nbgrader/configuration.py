"""The course folder's nbgrader_config.py: which of nbgrader's parts the kit replaces, by their names.

What stands below the last line of the generated part is the instructor's own and is kept.
"""

from __future__ import annotations

from pathlib import Path

from grader.course.model import Course
from grader.nbgrader.assignment import CODE_CELL_TEXT
from grader.nbgrader.folder import CourseFolder

FORMGRADERS_PAGE = Path(__file__).with_name("templates") / "formgrader.html.j2"

_END = "# ---- your own settings go below this line; `grader build --nbgrader` writes everything above it anew ----"

_TEMPLATE = """\
# The marks come from the kit, and no student's notebook is run. Taking a line away makes grading refuse, not guess.
from pathlib import Path

from grader.nbgrader.configuration import FORMGRADERS_PAGE
from grader.nbgrader.tidying import without_waiting_times

without_waiting_times(Path({root!r}))

c = get_config()  # noqa: F821  # nbgrader provides it

c.CourseDirectory.course_id = {course_id!r}
c.CourseDirectory.root = {root!r}
c.Exchange.timezone = "UTC"
c.ExchangeFactory.collect = "grader.nbgrader.collect.SafeCollect"

c.ClearSolutions.code_stub = {{"python": {code_cell!r}}}
c.Autograde.exclude_overwriting = {kept!r}
c.Autograde.sanitize_preprocessors = [
    "grader.nbgrader.preprocessors.UseMasterNotebook",
    "nbgrader.preprocessors.ClearOutput",
    "nbgrader.preprocessors.DeduplicateIds",
    "nbgrader.preprocessors.OverwriteKernelspec",
    "nbgrader.preprocessors.OverwriteCells",
    "nbgrader.preprocessors.CheckCellMetadata",
]
c.Autograde.autograde_preprocessors = [
    "grader.nbgrader.preprocessors.GradeSubmission",
    "nbgrader.preprocessors.LimitOutput",
    "grader.nbgrader.preprocessors.SaveGrades",
    "nbgrader.preprocessors.AssignLatePenalties",
    "nbgrader.preprocessors.CheckCellMetadata",
]
c.Autograde.pre_convert_hook = "grader.nbgrader.tidying.before_autograde"
c.AssignLatePenalties.plugin_class = "grader.nbgrader.late.LatePolicy"
c.HTMLExporter.extra_template_paths = [str(FORMGRADERS_PAGE.parent)]
c.HTMLExporter.template_file = FORMGRADERS_PAGE.name
c.FeedbackPage.template_file = "index.html.j2"  # or it would inherit formgrader's
c.GenerateFeedback.exporter_class = "grader.nbgrader.pages.FeedbackPage"
c.GenerateFeedback.preprocessors = [
    "grader.nbgrader.preprocessors.StudentView",
    "nbgrader.preprocessors.GetGrades",
    "nbconvert.preprocessors.CSSHTMLHeaderPreprocessor",
]
c.ZipCollectApp.log_level = "WARN"  # or what there is to know stands above a line for each file of each student
c.ZipCollectApp.extractor_plugin = "grader.nbgrader.zips.SafeExtractor"
c.ZipCollectApp.collector_plugin = "grader.nbgrader.zips.ExtractedFiles"
"""


def configuration(folder: CourseFolder, course: Course, before: str = "") -> str:
    """Return the text of nbgrader_config.py.

    Args:
        before: the file as it is; its lower part is kept.
    """
    kept = {a.name: [f"{module}.py" for module in a.modules] for a in course.assignments}
    text = _TEMPLATE.format(course_id=course.name, root=str(folder.root), code_cell=CODE_CELL_TEXT, kept=kept)
    own = before.partition(_END)[2]
    return f"{text}{_END}{own or chr(10)}"
