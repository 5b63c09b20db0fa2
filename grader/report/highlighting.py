"""Show a student's lines: escaped, numbered as in their file, and in colours.

The colours are the style sheet's: five classes of one letter, because Pygments' own style would be as long as a page.
"""

from __future__ import annotations

from collections.abc import Collection
from functools import lru_cache
from itertools import accumulate, groupby

from markupsafe import Markup, escape
from pygments.lexers.python import PythonLexer
from pygments.token import Comment, Keyword, Name, Number, Operator, String, _TokenType

_MOST_LINES = 2_000
_MOST_COLOURED = (
    10_000  # letters, which take a tenth of a second at worst: a page has 68 functions and a class many pages
)
_LONGEST_LINE = 200
_CLASSES = {
    Comment: "c", String: "s", Number: "m", Keyword: "k", Operator.Word: "k", Name.Function: "f", Name.Class: "f",
}  # fmt: skip


def highlighted(text: str, first: int = 1, marked: Collection[int] = (), left_out: Collection[int] = ()) -> Markup:
    """Return a student's code for a page, harmless to it and to the direction of writing.

    Args:
        first: the number of the first line in its file.
        marked: the numbers of lines to stand out.
        left_out: the numbers of lines not to show.
    """
    lines = [_harmless(line) for line in text.rstrip("\n").split("\n")[:_MOST_LINES]]
    worth_it = sum(1 for letters in accumulate(len(line) + 1 for line in lines) if letters <= _MOST_COLOURED)
    html = _coloured("\n".join(lines[:worth_it])) if worth_it else ()
    shown = []
    for number, line in enumerate([*html, *map(escape, lines[worth_it:])], first):
        if number in left_out:
            continue
        numbered = f"<i>{number}</i>{line}"
        shown.append(f"<mark>{numbered}</mark>" if number in marked else numbered)
    return Markup("\n".join(shown))


def _harmless(line: str) -> str:
    letters = line.expandtabs(4)[:_LONGEST_LINE]
    return "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in letters)


@lru_cache(maxsize=128)  # the instructor's page and the student's show the same
def _coloured(text: str) -> tuple[str, ...]:
    """Return the lines as HTML; a token that goes over several lines is closed and opened again at each."""
    html = []
    tokens = PythonLexer(stripnl=False, ensurenl=False).get_tokens(text)
    for name, several in groupby(tokens, lambda token: _class_of(token[0])):
        parts = [str(escape(part)) for part in "".join(value for _, value in several).split("\n")]
        html.append("\n".join(f'<span class="{name}">{part}</span>' if name and part else part for part in parts))
    return tuple("".join(html).split("\n"))


def _class_of(kind: _TokenType | None) -> str:
    while kind is not None:
        if kind in _CLASSES:
            return _CLASSES[kind]
        kind = kind.parent
    return ""
