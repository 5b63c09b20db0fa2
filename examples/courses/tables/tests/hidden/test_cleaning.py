"""Grade cleaning.py: one test, one property; its docstring is the sentence a student reads."""

import cleaning as hand_in
import pandas as pd
import pytest

from grader import expect
from grader.values import OnCopies

cleaning = OnCopies(hand_in)  # what a hand-in does to its tables costs marks in one test, and no others
NAN = float("nan")


def marks():
    """Return a table with gaps, repeats, and labels that are no numbers from 0."""
    rows = {"id": [7, 8, 7, 9], "points": [3.0, NAN, 10.0, 4.0], "bonus": [NAN, 1.0, 0.0, 2.0]}
    return pd.DataFrame(rows, index=[3, 1, 2, 0])


@pytest.mark.exercise("tidy_columns")
def test_tidy_columns_changes_each_name():
    """tidy_columns makes small letters, and underscores of the spaces inside"""
    table = pd.DataFrame([[1, 2, 3]], columns=["Name", " Home Town ", "year_of birth"])
    want = pd.DataFrame([[1, 2, 3]], columns=["name", "home_town", "year_of_birth"])
    expect.equal(cleaning.tidy_columns(table), want, hint="in which order do you strip and replace?")


@pytest.mark.exercise("tidy_columns")
def test_tidy_columns_leaves_its_table_alone():
    """tidy_columns returns a new table"""
    expect.pure(hand_in.tidy_columns, pd.DataFrame({" A": [1]}), hint="whose columns do you set?")


@pytest.mark.exercise("without_repeats", weight=2)
def test_without_repeats_keeps_the_last_of_each():
    """without_repeats keeps the last row of each key, in the order of the table"""
    got = cleaning.without_repeats(marks(), "id")
    want = pd.DataFrame({"id": [8, 7, 9], "points": [NAN, 10.0, 4.0], "bonus": [1.0, 0.0, 2.0]})
    expect.equal(
        got.reset_index(drop=True) if isinstance(got, pd.DataFrame) else got, want, hint="which row of a key stays?"
    )


@pytest.mark.exercise("without_repeats")
def test_without_repeats_numbers_the_rows_anew():
    """without_repeats numbers its rows from 0"""
    table = pd.DataFrame({"id": [1, 1, 2]})
    got = cleaning.without_repeats(table, "id")
    expect.equal(got, pd.DataFrame({"id": [1, 2]}), hint="which numbers do your rows have?")


@pytest.mark.exercise("filled", weight=2)
def test_filled_takes_the_median_of_what_is_there():
    """filled puts the median of the column into its gaps"""
    got = cleaning.filled(marks(), "points")
    expect.equal(got, marks().assign(points=[3.0, 4.0, 10.0, 4.0]), hint="the median of which numbers?")


@pytest.mark.exercise("filled")
def test_filled_leaves_its_table_alone():
    """filled returns a new table"""
    expect.pure(hand_in.filled, marks(), "points", hint="into whose column do you write?")


@pytest.mark.exercise("as_numbers", weight=2)
def test_as_numbers_reads_thousands():
    """as_numbers reads whole numbers, fractions and thousands"""
    texts = pd.Series(["12", "1,200.5", "-3.25", "1,000,000"], index=["a", "b", "c", "d"])
    want = pd.Series([12.0, 1200.5, -3.25, 1e6], index=["a", "b", "c", "d"])
    expect.equal(cleaning.as_numbers(texts), want, hint="what do the commas stand for?")


@pytest.mark.exercise("as_numbers")
def test_as_numbers_makes_a_gap_of_what_is_no_number():
    """as_numbers makes a gap of a text that is no number"""
    got = cleaning.as_numbers(pd.Series(["n/a", "5", ""]))
    expect.equal(got, pd.Series([NAN, 5.0, NAN]), hint="which numbers are missing, and are they 0?")
