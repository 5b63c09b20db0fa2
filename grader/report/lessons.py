"""Where in the lessons an exercise stands: the heading above its box."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from grader.course.model import Course

_HEADING = re.compile(r"#{1,3} +(.+)")
_BOX = re.compile(r"> \*\*Exercise: `(\w+)`\*\*")


def places(course: Course | None, exercises: Sequence[str]) -> Mapping[str, str]:
    """Return for each exercise the heading of the lesson's part that it belongs to, '' where none is known."""
    found = dict.fromkeys(exercises, "")
    if course is None:
        return found
    for module in course.modules:
        path = course.root / "solutions" / "lessons" / f"{module.name}.md"
        if not path.is_file():
            continue
        heading = ""
        for line in path.read_text(encoding="utf-8", errors="replace").splitlines():
            if match := _HEADING.match(line):
                heading = match[1]
            elif (match := _BOX.match(line)) and match[1] in found:
                found[match[1]] = heading
    return found
