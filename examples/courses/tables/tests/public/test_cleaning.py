"""Examples for cleaning.py that a hand can check: run `pytest` in this folder."""

import cleaning
import expect
import pandas as pd


def test_tidy_columns_of_one_name():
    """tidy_columns makes small letters and underscores"""
    got = cleaning.tidy_columns(pd.DataFrame({" First Name": ["Ada"]}))
    expect.equal(got, pd.DataFrame({"first_name": ["Ada"]}))


def test_without_repeats_keeps_the_last():
    """without_repeats keeps the last row of each key"""
    table = pd.DataFrame({"id": [1, 2, 1], "points": [5, 6, 7]})
    want = pd.DataFrame({"id": [2, 1], "points": [6, 7]})
    expect.equal(cleaning.without_repeats(table, "id"), want)


def test_filled_takes_the_median():
    """filled puts the median into a gap"""
    table = pd.DataFrame({"points": [1.0, None, 2.0, 9.0]})
    expect.equal(cleaning.filled(table, "points"), pd.DataFrame({"points": [1.0, 2.0, 2.0, 9.0]}))


def test_as_numbers_of_two_texts():
    """as_numbers reads thousands"""
    expect.equal(cleaning.as_numbers(pd.Series(["1,200.5", "none"])), pd.Series([1200.5, float("nan")]))
