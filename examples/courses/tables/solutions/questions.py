"""Ask a table questions about its rows, and about groups of them."""

import pandas as pd


def top(table: pd.DataFrame, column: str, n: int) -> pd.DataFrame:
    """Return the n rows with the largest values of a column, the largest first, numbered anew from 0.

    Of equal rows, the one that stands first in the table comes first.
    """
    ### BEGIN SOLUTION
    return table.sort_values(column, ascending=False, kind="stable").head(n).reset_index(drop=True)
    ### END SOLUTION


def totals(table: pd.DataFrame, by: str, column: str) -> pd.DataFrame:
    """Return a table of two columns: each value of `by`, in its order, and "total", the sum of `column` in its rows.

    A gap counts as 0. The rows are numbered from 0.
    """
    ### BEGIN SOLUTION
    return table.groupby(by)[column].sum().rename("total").reset_index()
    ### END SOLUTION


def joined(left: pd.DataFrame, right: pd.DataFrame, key: str) -> pd.DataFrame:
    """Return the rows of `left`, all and in their order, with the columns of `right` where the key is the same.

    A row without a partner in `right` has gaps there. `right` has each key at most once.
    """
    ### BEGIN SOLUTION
    return left.merge(right, on=key, how="left")
    ### END SOLUTION


def share_of_group(table: pd.DataFrame, by: str, column: str) -> pd.Series:
    """Return for each row its part of the sum of its group, with the labels of the table.

    Example: the rows 1 and 3 of one group have the shares 0.25 and 0.75.
    """
    ### BEGIN SOLUTION
    return table[column] / table.groupby(by)[column].transform("sum")
    ### END SOLUTION
