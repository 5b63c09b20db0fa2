"""Make a table fit for questions. Every function returns something new and leaves its table as it is."""

import pandas as pd


def tidy_columns(table: pd.DataFrame) -> pd.DataFrame:
    """Return the table with tidy names: small letters, no spaces around them, one underscore for each space inside.

    Example: the column " First Name" becomes "first_name".
    """
    ### BEGIN SOLUTION
    return table.rename(columns=lambda name: name.strip().lower().replace(" ", "_"))
    ### END SOLUTION


def without_repeats(table: pd.DataFrame, key: str) -> pd.DataFrame:
    """Return one row for each value of the column `key`: the last one.

    The rows stay in their order, and are numbered anew from 0.
    """
    ### BEGIN SOLUTION
    return table.drop_duplicates(key, keep="last").reset_index(drop=True)
    ### END SOLUTION


def filled(table: pd.DataFrame, column: str) -> pd.DataFrame:
    """Return a new table in which each gap of a column of numbers holds the median of the numbers that are there.

    The other columns keep their gaps.
    """
    ### BEGIN SOLUTION
    return table.assign(**{column: table[column].fillna(table[column].median())})
    ### END SOLUTION


def as_numbers(texts: pd.Series) -> pd.Series:
    """Return the numbers that texts such as "1,200.5" stand for, with the same labels.

    Commas divide thousands. A text that is no number becomes a gap (nan).
    """
    ### BEGIN SOLUTION
    return pd.to_numeric(texts.str.replace(",", ""), errors="coerce")
    ### END SOLUTION
