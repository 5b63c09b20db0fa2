"""What is kept of a hand-in is what will be graded: its modules, and the student's own beside them."""

from __future__ import annotations

import pytest

from grader.intake import read_class
from grader.nbgrader.folder import CourseFolder
from grader.nbgrader.keeping import CollectedHandIn, keep
from grader.submission import Submission


@pytest.mark.parametrize("packed_as", ["helpers", "tools.sums", "tools.__init__"])
def test_own_modules_are_kept_and_found_again(tiny_course, tmp_path, packed_as):
    name = packed_as.removesuffix(".__init__")
    extras = {name: b"x = 1\n"} | ({"tools.more": b"y = 2\n"} if packed_as.endswith("__init__") else {})
    submission = Submission("ada", {"vectors": b"import helpers\n"}, extras=extras)
    target = tmp_path / "submitted" / "ada" / "all"

    keep(CollectedHandIn(submission, {}, b"s" * 32), target, "all", CourseFolder(tmp_path, tiny_course.root))

    (tmp_path / "submitted" / "hopper").mkdir()
    again = read_class(tmp_path / "submitted", tiny_course, "ada")[0]
    assert dict(again.extras) == extras
    assert again.sources == submission.sources
