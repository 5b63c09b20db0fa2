"""Examples for questions.py that a hand can check: run `pytest` in this folder."""

import expect
import pandas as pd
import questions


def sales():
    return pd.DataFrame({"shop": ["b", "a", "b"], "sold": [1.0, 2.0, 3.0]})


def test_top_of_three():
    """top returns the largest first"""
    expect.equal(questions.top(sales(), "sold", 1), pd.DataFrame({"shop": ["b"], "sold": [3.0]}))


def test_totals_of_two_shops():
    """totals adds up each group"""
    expect.equal(questions.totals(sales(), "shop", "sold"), pd.DataFrame({"shop": ["a", "b"], "total": [2.0, 4.0]}))


def test_joined_finds_the_partner():
    """joined brings the columns of the other table"""
    towns = pd.DataFrame({"shop": ["a", "b"], "town": ["Graz", "Linz"]})
    want = sales().assign(town=["Linz", "Graz", "Linz"])
    expect.equal(questions.joined(sales(), towns, "shop"), want)


def test_share_of_group_adds_up_to_one():
    """share_of_group divides by the sum of the group"""
    expect.equal(questions.share_of_group(sales(), "shop", "sold"), pd.Series([0.25, 1.0, 0.75]))
