"""Wrong implementations of cleaning.py that beginners write; each docstring is the hint they get."""

import pandas as pd


def tidy_columns__spaces_around_stay(table):
    """What becomes of a space at the beginning of a name: an underscore?"""
    return table.rename(columns=lambda name: name.lower().replace(" ", "_"))


def tidy_columns__without_the_spaces(table):
    """What should stand where a name has a space inside?"""
    return table.rename(columns=lambda name: name.lower().replace(" ", ""))


def tidy_columns__in_its_own_table(table):
    """After your function has run: which names has the table that you were given?"""
    table.columns = [name.strip().lower().replace(" ", "_") for name in table.columns]
    return table


def without_repeats__keeps_the_first(table, key):
    """Which row of a key stays, the first or the last?"""
    return table.drop_duplicates(key).reset_index(drop=True)


def without_repeats__old_numbers(table, key):
    """Which numbers do the rows have after some are gone?"""
    return table.drop_duplicates(key, keep="last")


def without_repeats__in_the_order_of_the_key(table, key):
    """In which order do your rows come, and in which were they?"""
    return table.groupby(key, as_index=False).last()


def filled__with_the_mean(table, column):
    """Median or mean: which one does one large number move?"""
    return table.assign(**{column: table[column].fillna(table[column].mean())})


def filled__with_zero(table, column):
    """Is 0 the number in the middle?"""
    return table.assign(**{column: table[column].fillna(0.0)})


def filled__every_column(table, column):
    """How many columns does your function fill, and how many should it?"""
    return table.fillna(table.median(numeric_only=True))


def filled__in_its_own_table(table, column):
    """After your function has run: are the gaps of the table you were given still there?"""
    table[column] = table[column].fillna(table[column].median())
    return table


def as_numbers__comma_for_a_point(texts):
    """Does the comma of 1,200.5 stand for a fraction or for thousands?"""
    return pd.to_numeric(texts.str.replace(",", "."), errors="coerce")


def as_numbers__zero_for_a_gap(texts):
    """Is a number that nobody knows a 0?"""
    return pd.to_numeric(texts.str.replace(",", ""), errors="coerce").fillna(0.0)


def as_numbers__numbered_anew(texts):
    """Which labels had the texts, and which have your numbers?"""
    return pd.to_numeric(texts.str.replace(",", ""), errors="coerce").reset_index(drop=True)
