"""What is wrong with the assignments of a course."""

from __future__ import annotations

from collections.abc import Iterator

from grader.course.model import Course


def in_several_assignments(course: Course) -> Iterator[str]:
    """Yield a complaint for each module that more than one assignment has: nbgrader collects each by itself."""
    for module in course.modules:
        titles = [assignment.name for assignment in course.assignments if module.name in assignment.modules]
        if len(titles) > 1:
            which = "so it could not be told which hand-in counts: keep it in one"
            yield f"course.yaml: {module.name} is in more than one assignment ({', '.join(titles)}), {which}"
