"""Numbers of classical test theory over a class: how hard an item is, and whether it tells strong from weak.

An item is an exercise or a hidden test; a score is the part of it that a student earned, between 0 and 1.

    difficulty      p = mean of the item's scores (the easier, the larger)
    discrimination  r = Pearson correlation of the item's scores with the total of all OTHER items
                    (the corrected item-total correlation; for scores of 0 and 1 the point-biserial one);
                    hidden_tests.py says what all else is for a test
    alpha           Cronbach's: k / (k - 1) * (1 - sum of the items' variances / variance of the totals)

Below FEWEST students these say more about chance than about the class, so nothing is returned.

Sources: F. M. Lord and M. R. Novick, "Statistical Theories of Mental Test Scores", 1968, chapters 4 and 15;
L. J. Cronbach, "Coefficient alpha and the internal structure of tests", Psychometrika 16, 1951.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

FEWEST = 20  # students: the standard error of a correlation of 0.3 is then 0.2 already


@dataclass(frozen=True)
class Item:
    """One item over a class. `discrimination` is None where nothing can be said: too few, or all the same."""

    difficulty: float
    discrimination: float | None


@dataclass(frozen=True)
class Spread:
    """Where the marks of a class lie: mean, the quartiles (25, 50 and 75 percent), and how many there are."""

    students: int
    mean: float
    lower: float
    median: float
    upper: float


def spread(marks: np.ndarray) -> Spread | None:
    """Return where marks lie, shape (students,); None of nobody's."""
    if not marks.size:
        return None
    lower, median, upper = np.quantile(marks, [0.25, 0.5, 0.75])
    return Spread(int(marks.size), float(marks.mean()), float(lower), float(median), float(upper))


def items(scores: np.ndarray) -> list[Item]:
    """Return one item for each column of scores, shape (students, items)."""
    totals = scores.sum(axis=1)
    return [
        Item(float(column.mean()), _correlation(column, totals - column) if len(column) >= FEWEST else None)
        for column in scores.T
        if len(column)
    ]


def cronbach_alpha(scores: np.ndarray) -> float | None:
    """Return how far the items measure one thing, of scores (students, items); None where nothing can be said."""
    students, count = scores.shape
    if students < FEWEST or count < 2:
        return None
    of_totals = scores.sum(axis=1).var(ddof=1)
    if of_totals == 0:
        return None
    return float(count / (count - 1) * (1 - scores.var(axis=0, ddof=1).sum() / of_totals))


def _correlation(one: np.ndarray, other: np.ndarray) -> float | None:
    one, other = one - one.mean(), other - other.mean()
    size = float(np.sqrt((one @ one) * (other @ other)))
    return float(one @ other) / size if size > 1e-12 else None
