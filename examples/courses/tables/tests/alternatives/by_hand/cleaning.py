"""cleaning.py with loops over columns and rows."""

import numpy as np
import pandas as pd


def tidy_columns(table):
    new = table.copy()
    new.columns = ["_".join(name.strip().lower().split(" ")) for name in table.columns]
    return new


def without_repeats(table, key):
    last = {value: place for place, value in enumerate(table[key])}
    return table.iloc[sorted(last.values())].reset_index(drop=True)


def filled(table, column):
    new = table.copy()
    new.loc[new[column].isna(), column] = np.nanmedian(table[column])
    return new


def as_numbers(texts):
    numbers = []
    for text in texts:
        try:
            numbers.append(float(text.replace(",", "")))
        except ValueError:
            numbers.append(np.nan)
    return pd.Series(numbers, index=texts.index)
