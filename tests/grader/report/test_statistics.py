"""Difficulty, discrimination and alpha, held against scipy and a published example."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from grader.report.statistics import FEWEST, cronbach_alpha, items, spread


@pytest.fixture
def scores() -> np.ndarray:
    rng = np.random.default_rng(5)
    skill = rng.normal(size=(60, 1))
    return (skill + rng.normal(size=(60, 8)) > np.linspace(-1, 1, 8)).astype(float)


def test_difficulty_is_the_mean(scores):
    assert [item.difficulty for item in items(scores)] == pytest.approx(scores.mean(axis=0))


def test_discrimination_is_the_point_biserial_correlation_with_all_other_items(scores):
    expected = [
        stats.pointbiserialr(column, scores.sum(axis=1) - column).statistic for column in scores.T
    ]  # fmt: skip

    assert [item.discrimination for item in items(scores)] == pytest.approx(expected)


def test_alpha_grows_with_what_items_have_in_common(scores):
    rng = np.random.default_rng(6)

    assert (cronbach_alpha(scores) or 0.0) > 0.6
    assert abs(cronbach_alpha(rng.random(size=(2000, 8))) or 1.0) < 0.1


def test_alpha_is_the_mean_inter_item_formula_for_standard_scores(scores):
    standard = (scores - scores.mean(axis=0)) / scores.std(axis=0, ddof=1)
    k = standard.shape[1]
    r = (np.corrcoef(standard.T).sum() - k) / (k * (k - 1))

    assert cronbach_alpha(standard) == pytest.approx(k * r / (1 + (k - 1) * r))  # Spearman and Brown


def test_too_few_students_say_nothing(scores):
    few = scores[: FEWEST - 1]

    assert {item.discrimination for item in items(few)} == {None}
    assert cronbach_alpha(few) is None


def test_an_item_that_is_the_same_for_all_does_not_discriminate(scores):
    scores[:, 0] = 1.0

    assert items(scores)[0].discrimination is None
    assert items(scores)[0].difficulty == 1.0


def test_quartiles_are_those_of_numpy_and_nobody_has_none():
    marks = np.array([3.0, 1.0, 4.0, 1.0, 5.0])

    found = spread(marks)

    assert found is not None
    assert (found.lower, found.median, found.upper) == (1.0, 3.0, 4.0)
    assert spread(np.array([])) is None
