"""Grade questions.py: one test, one property; its docstring is the sentence a student reads."""

import pandas as pd
import pytest
import questions as hand_in

from grader import expect
from grader.values import OnCopies

questions = OnCopies(hand_in)
NAN = float("nan")


def sales():
    """Return what shops sold, with one gap and labels of its own."""
    rows = {"shop": ["b", "a", "c", "b", "a"], "sold": [5.0, 1.0, 8.0, 15.0, 3.0], "back": [0.0, NAN, 1.0, 2.0, 4.0]}
    return pd.DataFrame(rows, index=[10, 11, 12, 13, 14])


@pytest.mark.exercise("top", weight=2)
@pytest.mark.parametrize("n", [1, 3])
def test_top_returns_the_largest_first(n):
    """top returns the rows with the largest values, the largest first"""
    want = pd.DataFrame({"shop": ["b", "c", "b"], "sold": [15.0, 8.0, 5.0], "back": [2.0, 1.0, 0.0]}).head(n)
    expect.equal(questions.top(sales(), "sold", n), want, hint="which end of the order do you take?")


@pytest.mark.exercise("top")
def test_top_keeps_the_order_of_equal_rows():
    """top puts the first of equal rows first"""
    table = pd.DataFrame({"name": list("abcdef"), "points": [2, 1, 2, 1, 2, 2]})
    names = questions.top(table, "points", 4)["name"]
    expect.equal(list(names), ["a", "c", "e", "f"], name="the names", hint="what does the sort do with equal values?")


@pytest.mark.exercise("totals", weight=2)
def test_totals_adds_up_each_group():
    """totals has one row for each group, in order, with its sum"""
    want = pd.DataFrame({"shop": ["a", "b", "c"], "total": [4.0, 20.0, 8.0]})
    expect.equal(questions.totals(sales(), "shop", "sold"), want, hint="what is added up in each group?")


@pytest.mark.exercise("totals")
def test_totals_takes_a_gap_as_nothing():
    """totals counts a gap as 0"""
    table = pd.DataFrame({"shop": ["a", "a", "b"], "back": [NAN, 4.0, 2.0]})
    want = pd.DataFrame({"shop": ["a", "b"], "total": [4.0, 2.0]})
    expect.equal(questions.totals(table, "shop", "back"), want, hint="what is 4 and a gap?")


@pytest.mark.exercise("joined", weight=2)
def test_joined_keeps_every_row_of_the_left():
    """joined keeps all rows of the left table, in their order, with gaps where there is no partner"""
    towns = pd.DataFrame({"shop": ["a", "b", "d"], "town": ["Graz", "Linz", "Wien"]})
    want = sales().reset_index(drop=True).assign(town=["Linz", "Graz", None, "Linz", "Graz"])
    expect.equal(
        questions.joined(sales(), towns, "shop"), want, hint="which rows have no partner, and where do they go?"
    )


@pytest.mark.exercise("share_of_group", weight=2)
def test_share_of_group_divides_by_the_sum_of_the_group():
    """share_of_group divides each value by the sum of its own group"""
    want = pd.Series([0.25, 0.25, 1.0, 0.75, 0.75], index=[10, 11, 12, 13, 14])
    expect.equal(
        questions.share_of_group(sales(), "shop", "sold"), want, hint="by the sum of which rows do you divide?"
    )
