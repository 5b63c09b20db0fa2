"""Formulas of the lessons become MathML, and what cannot be shown is refused instead of shown as TeX."""

from __future__ import annotations

import re

import pytest

from grader.authoring.formulas import formula, inline, prose
from grader.course.loading import CourseError


def test_a_formula_between_dollars_is_drawn_without_a_script():
    assert re.search(r'<math [^>]*display="block"><mrow><mfrac>', formula(r"$$\frac{1}{2}$$"))


def test_prose_keeps_words_and_draws_formulas():
    shown = inline("the **bias** $b$ and `w`")

    assert "<strong>bias</strong>" in shown
    assert "<mi>b</mi>" in shown
    assert "<code>w</code>" in shown
    assert "$" not in shown


@pytest.mark.parametrize(
    ("tex", "shown"),
    [
        pytest.param("y \\log p", r"<mi>y</mi><mspace[^>]*></mspace><mi>log</mi><mspace", id="a factor before a name"),
        pytest.param(r"\max |a|", r"<mi>max</mi><mspace[^>]*></mspace><mo[^>]*>&#x0007C;", id="a name before a bar"),
        pytest.param("|a|", r'<mo[^>]* lspace="0" rspace="0">&#x0007C;</mo><mi>a</mi>', id="no gap in bars"),
        pytest.param("X: n", r'<mo lspace="0.1em" rspace="0.3em">&#x0003A;</mo>', id="a colon"),
        pytest.param(r"\Bigl(\frac12\Bigr)", r'<mo stretchy="true".*<mo stretchy="true"', id="tall brackets"),
        pytest.param(r"\max(a)", r"<mrow><mi>max</mi><mo[^>]*>&#x00028;", id="no gap before a bracket"),
    ],
)
def test_a_formula_has_the_gaps_that_tex_would_set(tex, shown):
    assert re.search(shown, formula(tex))


@pytest.mark.parametrize("tex", [r"\frac{1", r"\unheardof x"])
def test_what_is_no_formula_is_refused_with_the_formula(tex):
    with pytest.raises(CourseError, match="expected a formula in TeX") as refused:
        formula(tex)

    assert repr(tex) in str(refused.value)


def test_html_of_an_author_is_shown_and_not_obeyed():
    assert "<script>" not in prose("<script>alert(1)</script>")
