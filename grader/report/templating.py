"""What every page is rendered with: the templates, their style and script, and how hostile text is shown."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from importlib import resources
from itertools import groupby
from operator import attrgetter
from typing import Any
from urllib.parse import quote

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from grader.grade.results import Status
from grader.report.highlighting import highlighted
from grader.text import clean

SIGNS = {
    Status.PASSED: ("✓", "done"),
    Status.PARTIAL: ("◐", "partly done"),
    Status.FAILED: ("✗", "not right yet"),
    Status.ERROR: ("!", "could not be tested"),
    Status.NOT_STARTED: ("·", "not started"),
}
_LONGEST = 500  # letters of a value that stands in a page


@dataclass(frozen=True)
class Part:
    """A text that stands in every page, and its digest as the Content-Security-Policy wants it."""

    text: Markup
    digest: str


@cache
def part(name: str) -> Part:
    """Return a file of the templates' folder, to stand in a page as it is."""
    text = resources.files("grader.report").joinpath("templates", name).read_text(encoding="utf-8")
    digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
    return Part(Markup(text), f"sha256-{digest}")


@cache
def environment() -> Environment:
    """Return what every page is rendered with: all values escaped, and those of hand-ins cleaned."""
    ours = Environment(
        loader=PackageLoader("grader.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    ours.finalize = lambda value: clean(value, _LONGEST) if type(value) is str else value
    ours.filters["link"] = lambda name: quote(name.encode("utf-8", "surrogateescape"))
    ours.filters["number"] = _number
    ours.filters["duration"] = _duration
    ours.filters["signed"] = lambda value: f"{'−' if value < 0 else '+'}{_number(abs(value))}"
    ours.filters["code"] = highlighted
    ours.filters["groupby_in_order"] = _grouped
    return ours


def _grouped(values: Iterable[Any], name: str) -> list[tuple[Any, list[Any]]]:
    """Return neighbours with the same attribute together, where Jinja's own filter would sort them."""
    return [(key, list(several)) for key, several in groupby(values, attrgetter(name))]


def _duration(time: timedelta) -> str:
    """Return a time as somebody would say it who saw the beginning and the end by chance."""
    hours = time.total_seconds() / 3600
    if not hours:
        return "at once"
    if hours < 1:
        return "under 1 h"
    return f"{round(hours)} h" if hours < 48 else f"{round(hours / 24)} days"


def _number(value: Any) -> str:
    return f"{value:.1f}".removesuffix(".0")
