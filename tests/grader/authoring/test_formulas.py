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


@pytest.mark.parametrize("tex", [r"\frac{1", r"\unheardof x"])
def test_what_is_no_formula_is_refused_with_the_formula(tex):
    with pytest.raises(CourseError, match="expected a formula in TeX") as refused:
        formula(tex)

    assert repr(tex) in str(refused.value)


def test_html_of_an_author_is_shown_and_not_obeyed():
    assert "<script>" not in prose("<script>alert(1)</script>")
