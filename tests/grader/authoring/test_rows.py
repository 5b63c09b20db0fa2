"""A formula is measured as a reader sees it, and a wide one is cut where it has gaps."""

from __future__ import annotations

import pytest

from grader.authoring.rows import in_rows, is_wide


@pytest.mark.parametrize(
    "tex",
    [
        r"\text{elu}(x) = \begin{cases} x & x > 0 \\ \alpha\,(e^x - 1) & \text{otherwise} \end{cases}",
        r"\frac{\partial L}{\partial z_{ik}} = \frac{1}{n}\,\bigl(p_{ik} - [\,k = y_i\,]\bigr)",
        r"\tanh(x) = \frac{e^x - e^{-x}}{e^x + e^{-x}} = 2\,\sigma(2x) - 1",
    ],
    ids=["cases", "many commands", "fractions"],
)
def test_what_is_long_in_tex_need_not_be_wide(tex):
    assert not is_wide(tex)


def test_many_signs_on_one_line_are_wide():
    assert is_wide("a + b + c + d + e + f + g + h + i + j + k + l + m + n + o + p + q")


def test_a_wide_formula_is_cut_at_its_gaps_and_loses_the_points_between():
    rows = in_rows(r"$$z_l = a_{l-1} W_l + b_l, \qquad a_l = \operatorname{relu}(z_l), \qquad l = 1, \dots, L,$$")

    assert [row.strip() for row in rows] == [
        "z_l = a_{l-1} W_l + b_l",
        r"a_l = \operatorname{relu}(z_l)",
        r"l = 1, \dots, L",
    ]


def test_a_gap_inside_of_braces_is_none():
    assert len(in_rows(r"\text{a \quad b} + c + d + e + f + g + h + i + j + k + l + m + n + o + p + q")) == 1


def test_a_narrow_formula_stays_on_its_line():
    assert in_rows(r"$$a, \qquad b .$$") == [r"a, \qquad b"]
