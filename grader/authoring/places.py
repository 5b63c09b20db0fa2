"""Read which figure stands under which heading of which lesson: solutions/slides.toml, which the author writes."""

from __future__ import annotations

from collections.abc import Mapping

from grader.authoring.outline import Section
from grader.course.loading import CourseError, read_toml
from grader.course.model import Course, did_you_mean

FILE = "solutions/slides.toml"


def places(course: Course, lessons: Mapping[str, list[Section]]) -> dict[str, dict[str, list[str]]]:
    """Return the names of the figures by lesson and heading; nothing where the course has no such file.

    Args:
        lessons: the sections of each module's lesson; none for a module without one.

    Raises:
        CourseError: the file cannot be read, or names a lesson or a heading that does not exist.
    """
    path = course.root / FILE
    if not path.is_file():
        return {}
    read = read_toml(path)
    found: dict[str, dict[str, list[str]]] = {}
    for lesson, rows in read.items():
        headings = [section.title for section in lessons.get(lesson, [])]
        if not headings or not isinstance(rows, dict):
            raise CourseError(f"{path}: expected lessons ({', '.join(lessons)}), got {lesson!r}")
        for heading, names in rows.items():
            if heading not in headings:
                close = did_you_mean(heading, headings)
                raise CourseError(f"{path}: {lesson}: expected a heading of the lesson, got {heading!r}{close}")
            names = names if isinstance(names, list) else [names]
            if bad := [name for name in names if not isinstance(name, str)]:
                raise CourseError(f"{path}: {lesson}: {heading}: expected the name of a figure, got {bad[0]!r}")
            found.setdefault(lesson, {})[heading] = names
    return found
