"""A student's own functions, found by their lines and shown without harm."""

from __future__ import annotations

import re
import time

import pytest

from grader.report.highlighting import highlighted
from grader.report.own_code import OwnLines, own_lines

LONG = b"""import numpy as np


def f(
    x: int,
) -> int:  # twice

    r'''Give twice x.

    Args:
        x: a number.
    '''
    y = "not a ''' docstring"
    return 2 * x
"""


def test_a_students_function_is_found_by_its_lines():
    source = b"def f(x):\n    return 1\n\n\nclass V:\n    def f(self):\n        pass\ny = 2\ndef f(x):\n    return 2\n"

    assert own_lines(source) == {
        "f": OwnLines(9, "def f(x):\n    return 2"),
        "V": OwnLines(5, "class V:\n    def f(self):\n        pass"),
    }


@pytest.mark.parametrize(
    ("source", "lines"),
    [
        pytest.param(LONG, range(9, 13), id="of many lines"),
        pytest.param(b'def f(x):\n    """Twice."""\n    return 2 * x\n', range(0), id="of one line"),
        pytest.param(b"def f(x):\n    return '''no\n    docstring'''\n", range(0), id="none, but a text"),
        pytest.param(b'def f(x):\n    """never closed\n    return 2 * x\n', range(0), id="never closed"),
        pytest.param(b"def f(x): return 2 * x\n", range(0), id="all on one line"),
    ],
)
def test_the_lines_of_a_docstring_are_known(source, lines):
    assert own_lines(source)["f"].docstring == lines


def text_of(html: str) -> str:
    return re.sub(r"<[^>]*>", "", html)


def test_lines_are_numbered_coloured_marked_and_left_out():
    shown = highlighted('def f(x):\n    """One\n    two"""\n    return x  # all', 7, {10}, range(9, 10))

    assert shown.split("\n") == [
        '<i>7</i><span class="k">def</span> <span class="f">f</span>(x):',
        '<i>8</i>    <span class="s">"""One</span>'.replace('"""', "&#34;&#34;&#34;"),
        '<mark><i>10</i>    <span class="k">return</span> x  <span class="c"># all</span></mark>',
    ]


@pytest.mark.parametrize(
    "code",
    [
        "</pre><script>alert(1)</script>",
        "x = '</code><img src=x onerror=alert(1)>'",
        "# </mark>\N{RIGHT-TO-LEFT OVERRIDE}\x1b[31m\x00",
        "\ud800 = 1",
        "f'{' * 3 \\",
        "",
    ],
)
def test_hostile_code_is_text(code):
    shown = highlighted(code)

    assert set(re.findall(r"<[^>]*>", shown)) <= {
        "<i>", "</i>", "</span>", *(f'<span class="{name}">' for name in "ksmcf")
    }  # fmt: skip
    assert shown.replace("\ud800", "").isprintable()
    assert len(shown.split("\n")) == len(code.split("\n"))


@pytest.mark.parametrize("piece", ["'", "f'{", "(", "a.", "'''\"\"\"", "\\", "0_", "@", "from ", "match ", "'%("])
def test_no_code_takes_long_to_colour(piece):
    text = "\n".join([piece * (200 // len(piece))] * 80)
    start = time.process_time()

    shown = highlighted(text)

    assert len(shown.split("\n")) == 80
    assert time.process_time() - start < 2.0  # a hundredth of that here; what grew with the square would take minutes


def test_of_endless_code_the_beginning_is_coloured_and_all_is_harmless():
    lines = highlighted("return '<b>'\n" * 1500).split("\n")

    assert lines[0] == '<i>1</i><span class="k">return</span> <span class="s">&#39;&lt;b&gt;&#39;</span>'
    assert lines[-1] == "<i>1500</i>return &#39;&lt;b&gt;&#39;"
    assert 500 < sum("<span" in line for line in lines) < 1000
