"""Turn the Markdown of a lesson into HTML whose formulas are MathML: every browser draws that without a script.

latex2mathml is one small package in Python; MathJax and KaTeX would bring megabytes of scripts and fonts to each deck.
"""

from __future__ import annotations

import html
import re
from functools import cache
from typing import Any

from grader.course.loading import CourseError

_NAMES = {
    r"\leftarrow": r"\leftarrow ",
    r"\bigl": r"\left", r"\bigr": r"\right", r"\Bigl": r"\left", r"\Bigr": r"\right",
}  # fmt: skip
_NAME = re.compile(r"<mo>([A-Za-z]{2,})</mo>")
_GAP = '<mspace width="0.167em"></mspace>'  # TeX's thin space
_FUNCTION = r"<mi>(?:log|exp|max|min|sin|cos|tan|tanh)</mi>"
_NAME_WITHOUT_BRACKET = re.compile(rf"(?<!<msub>)(?<!<msup>)({_FUNCTION})(?=<m(?!o)|<mo[^>]*>&#x0007C;)")
_NAME_AFTER_A_FACTOR = re.compile(
    rf"(</mi>|</mn>|</msub>|</msup>|</mfrac>|&#x00029;</mo>)(?<!log</mi>)(?<!exp</mi>)(?={_FUNCTION})"
)
_COLON = re.compile(r"<m[io]>(?:&#x0003A;|:)</m[io]>")  # x: (n, d)
_SIGN = re.compile(r"(?<=(?<!&#x00029;|&#x0005D;|&#x0007C;)</mo>)<mo>&#x02212;</mo>")  # after (, a comma, or =
_BAR = re.compile(r"<mo[^>]*>&#x0007C;</mo>")  # |x|: as an operator it would get a gap on either side
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
    made = _NAME_WITHOUT_BRACKET.sub(rf"\1{_GAP}", _NAME.sub(r"<mi>\1</mi>", made))  # a name is no operator: no gap
    made = _NAME_AFTER_A_FACTOR.sub(rf"\1{_GAP}", made)
    made = _SIGN.sub('<mo form="prefix" lspace="0" rspace="0">&#x02212;</mo>', made)
    made = _BAR.sub('<mo stretchy="false" lspace="0" rspace="0">&#x0007C;</mo>', made)
    return _COLON.sub('<mo lspace="0.1em" rspace="0.3em">&#x0003A;</mo>', made)
