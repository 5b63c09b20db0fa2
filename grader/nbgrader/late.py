"""What lateness costs: the policy of course.yaml, in the form nbgrader asks for it."""

from __future__ import annotations

import math

from nbgrader.plugins import LateSubmissionPlugin

from grader.course import model
from grader.nbgrader.folder import folder_of

_DAY = 86400.0
_DIGITS = 4


class LatePolicy(LateSubmissionPlugin):  # type: ignore[misc]  # nbgrader has no type hints
    """nbgrader's plugin: called for each notebook of a late submission."""

    def late_submission_penalty(self, student_id: str, score: float, total_seconds_late: float) -> float:
        """Return the marks to take off one notebook."""
        course = folder_of(self).course()
        return round(score * percent(course.late, total_seconds_late) / 100, _DIGITS)


def percent(policy: model.LatePolicy, seconds_late: float) -> float:
    """Return the percentage that lateness costs: so much for each day begun after the grace, up to the cap."""
    beyond = seconds_late - 60 * policy.grace_minutes
    if beyond <= 0:
        return 0.0
    return min(policy.at_most_percent, policy.percent_per_day * math.ceil(beyond / _DAY))
