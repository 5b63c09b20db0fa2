"""nbgrader's feedback page with the exercises' names: its own list of contents calls each of them "Test cell".

Only words of that list and of the cells' headings are changed, where nbgrader wrote exactly what it writes today;
any other page stays as it is.
"""

from __future__ import annotations

import html
import re
from typing import Any

from nbconvert.exporters import HTMLExporter

_IN_CONTENTS = re.compile(r'(<li><a href="#([^"]+)">)Test cell(</a> )\(Score: ([\d.]+) / ([\d.]+)\)')
_IN_HEADING = re.compile(r"Score: ([\d.]+) / 0\.0(?= <a href=\"#top\">)")
_OUR_CODE_CELL = re.compile(r'<a href="#comment-([^"]+)-code">Comment</a>')


class FeedbackPage(HTMLExporter):  # type: ignore[misc]  # nbconvert has no type hints
    """`c.GenerateFeedback.exporter_class`: called for each notebook."""

    def from_notebook_node(self, nb: Any, resources: Any = None, **kw: Any) -> tuple[str, Any]:
        """Return the page."""
        page, resources = super().from_notebook_node(nb, resources, **kw)
        return titled(page), resources


def titled(page: str) -> str:
    """Give each line of the list of contents its exercise's name; a bonus is no mark out of 0."""
    contents, end, rest = page.partition("</ol>")
    contents = _IN_CONTENTS.sub(_line, contents)
    contents = _OUR_CODE_CELL.sub(r'<a href="#comment-\1-code">Your file, and what to know about it</a>', contents)
    return contents + end + _IN_HEADING.sub(r"Bonus: \1", rest)


def _line(match: re.Match[str]) -> str:
    start, exercise, after, score, most = match.groups()
    marks = f"Score: {score} / {most}" if float(most) else f"Bonus: {score}"
    return f"{start}{html.escape(html.unescape(exercise))}{after}({marks})"
