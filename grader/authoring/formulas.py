"""Turn the Markdown of a lesson into HTML whose formulas are MathML: every browser draws that without a script.

latex2mathml is one small package in Python; MathJax and KaTeX would bring megabytes of scripts and fonts to each deck.
"""

from __future__ import annotations

import html
import re
from functools import cache
from typing import Any

from grader.course.loading import CourseError

_NAMES = {r"\leftarrow": r"\leftarrow ", r"\bigl": "", r"\bigr": "", r"\Bigl": "", r"\Bigr": ""}
_NAME = re.compile(r"<mo>([A-Za-z]{2,})</mo>")
_NAME_WITHOUT_BRACKET = re.compile(r"(?<!<msub>)(?<!<msup>)(<mi>(?:log|exp)</mi>)(?=<m(?!o))")
_AS_TEXT = re.compile(r"\\texttt\{([^}]*)\}")


class NoSlides(CourseError):
    """A package that slides need is not installed; the message says how to get it."""

    def __init__(self, package: str) -> None:
        cure = "pip install 'fundamentals-grader[slides]' (in a checkout: pip install -e '.[slides]')"
        super().__init__(f"slides need {package}: {cure}")


def formula(tex: str) -> str:
    """Return a displayed formula, with or without its dollar signs, as MathML.

    Raises:
        CourseError: it cannot be read.
    """
    return _mathml(tex.strip().removeprefix("$$").removesuffix("$$"), "block")


def prose(markdown: str) -> str:
    """Return a piece of Markdown as HTML, formulas between dollar signs included; raises as `formula`."""
    return str(_reader().render(markdown))


def inline(markdown: str) -> str:
    """Return a sentence of Markdown as HTML without a paragraph around it; raises as `formula`."""
    return str(_reader().renderInline(" ".join(markdown.split())))


@cache
def _reader() -> Any:
    try:
        from markdown_it import MarkdownIt
        from mdit_py_plugins.dollarmath import dollarmath_plugin
    except ImportError:
        raise NoSlides("markdown-it-py and mdit-py-plugins") from None
    reader = MarkdownIt("commonmark", {"html": False})
    return reader.use(dollarmath_plugin, renderer=_within, allow_space=True)


def _within(tex: str, options: dict[str, Any]) -> str:
    return _mathml(tex, "block" if options.get("display_mode") else "inline")


def _mathml(tex: str, display: str) -> str:
    try:
        from latex2mathml.converter import convert
    except ImportError:
        raise NoSlides("latex2mathml") from None
    braces = re.findall(r"(?<!\\)[{}]", tex)
    if braces.count("{") != braces.count("}"):
        raise CourseError(f"expected a formula in TeX, got {tex!r}: its braces do not pair up")
    known = _AS_TEXT.sub(r"\\text{\1}", tex.strip())
    for name, instead in _NAMES.items():
        known = known.replace(name, instead)
    try:
        made = str(convert(known, display=display))
    except Exception as error:  # its errors have no base class of their own
        raise CourseError(f"expected a formula in TeX, got {tex!r}: {type(error).__name__} {error}".strip()) from error
    if left := re.search(r"\\[A-Za-z]+", html.unescape(made)):
        raise CourseError(f"expected a formula in TeX that MathML knows, got {left[0]} in {tex!r}")
    made = made.replace("<mo>&#x0003A;</mo>", '<mo lspace="0.1em" rspace="0.3em">&#x0003A;</mo>')  # x: (n, d)
    made = _NAME.sub(r"<mi>\1</mi>", made)  # as an operator it would get a gap before its bracket
    return _NAME_WITHOUT_BRACKET.sub(r'\1<mspace width="0.167em"></mspace>', made)
