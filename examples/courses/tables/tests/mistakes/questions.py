"""Wrong implementations of questions.py that beginners write; each docstring is the hint they get."""


def top__smallest_first(table, column, n):
    """At which end of your order are the largest?"""
    return table.sort_values(column, kind="stable").head(n).reset_index(drop=True)


def top__old_numbers(table, column, n):
    """Which numbers do your rows have?"""
    return table.sort_values(column, ascending=False, kind="stable").head(n)


def top__last_of_equals_first(table, column, n):
    """When two rows have the same value, which one comes first?"""
    return table.sort_values(column, kind="stable")[::-1].head(n).reset_index(drop=True)


def totals__mean_of_each(table, by, column):
    """Sum or mean: what is the total of 1 and 3?"""
    return table.groupby(by)[column].mean().rename("total").reset_index()


def totals__gaps_stay(table, by, column):
    """What is the total of a group in which one number is missing?"""
    return table.groupby(by)[column].apply(lambda part: part.sum(skipna=False)).rename("total").reset_index()


def totals__in_order_of_appearance(table, by, column):
    """In which order do the groups come?"""
    return table.groupby(by, sort=False)[column].sum().rename("total").reset_index()


def joined__only_partners(left, right, key):
    """What happens to a row that has no partner?"""
    return left.merge(right, on=key)


def joined__everybody(left, right, key):
    """Which rows stand in your result and not in the left table?"""
    return left.merge(right, on=key, how="outer")


def joined__rows_of_the_right(left, right, key):
    """Whose rows do you keep, those of the left or of the right table?"""
    return left.merge(right, on=key, how="right")


def share_of_group__of_everything(table, by, column):
    """By the sum of which rows do you divide?"""
    return table[column] / table[column].sum()


def share_of_group__of_the_largest(table, by, column):
    """What do the shares of one group add up to?"""
    return table[column] / table.groupby(by)[column].transform("max")


def share_of_group__numbered_anew(table, by, column):
    """Which labels has the table, and which have your shares?"""
    return (table[column] / table.groupby(by)[column].transform("sum")).reset_index(drop=True)
