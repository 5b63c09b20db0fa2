"""Hidden tests of values."""

import itertools
import random

import numpy as np
import pandas as pd
import pytest
import values

from grader import expect
from solutions import values as reference

CANARY = "{canary}"
TABLE = pd.DataFrame({"name": list("abcd"), "group": ["x", "y", "x", "y"], "points": [1.5, 3.0, 2.5, 0.5]})


@pytest.mark.exercise("draw_losses")
def test_draws_the_losses():
    """draw_losses draws one line"""
    line = {"x": [1, 2, 3], "y": [4.0, 2.0, 1.0], "label": "train"}
    want = {"title": True, "xlabel": "epoch", "yscale": "linear", "legend": ["train"], "lines": [line], "bars": 0}
    expect.draws(values.draw_losses, [4.0, 2.0, 1.0], want=want)


@pytest.mark.exercise("draw_losses")
def test_reads_what_is_drawn():
    """draw_losses is read by the suite itself"""
    (axes,) = expect.drawn(values.draw_losses, [4.0, 2.0])
    expect.that(len(axes["title"]) > 2 and sum(axes["lines"][0]["y"]) == 6.0, "the figure has a title, and both losses")


@pytest.mark.exercise("best")
def test_best_of_each_group():
    """best finds the best of each group"""
    expect.equal(expect.pure(values.best, TABLE.copy()), reference.best(TABLE), given=TABLE)


@pytest.mark.exercise("best")
def test_best_is_worked_with():
    """best gives a table that the suite works with"""
    came = values.best(TABLE.copy())
    expect.equal(came.groupby("group")["points"].max().to_dict(), {"x": 2.5, "y": 3.0})
    expect.equal(came[["name"]].merge(TABLE, on="name").sort_values("name")["group"].tolist(), ["y", "x"])


@pytest.mark.exercise("squares")
def test_first_squares():
    """squares gives one square after the other"""
    expect.equal(list(itertools.islice(values.squares(3), 4)), [9, 16, 25, 36])


@pytest.mark.exercise("squares")
def test_squares_below():
    """squares gives all squares below a number"""
    expect.equal(list(itertools.takewhile(lambda square: square != 49, values.squares(5))), [25, 36])


@pytest.mark.exercise("shuffled")
def test_shuffled_is_another_order():
    """shuffled draws from the generators it is given"""
    rng, dice = np.random.default_rng(1), random.Random(1)
    same_rng, same_dice = np.random.default_rng(1), random.Random(1)
    expect.equal(values.shuffled([1, 2, 3], rng, dice), reference.shuffled([1, 2, 3], same_rng, same_dice))
    expect.equal(rng.integers(0, 10, 3), same_rng.integers(0, 10, 3))
    expect.equal(dice.normalvariate(0, 1), same_dice.normalvariate(0, 1))
    expect.equal(dice.choice("abc"), same_dice.choice("abc"))


@pytest.mark.exercise("find")
def test_find_looks_at_few():
    """find looks at few places"""
    numbers, seen = list(range(0, 200, 2)), []

    def look(place):
        seen.append(place)
        return numbers[place]

    expect.equal(values.find(look, 100, 42), 21)
    expect.that(len(set(seen)) <= 8, "find looks at 8 places at most")


@pytest.mark.exercise("pay")
def test_pay_changes_the_account():
    """pay changes the account, and nothing else"""
    account = reference.Account("ada", 1.0)
    before = values.pay(account, 2.0)
    expect.equal(account, reference.Account("ada", 3.0))
    expect.equal(before, reference.Account("ada", 1.0))


@pytest.mark.exercise("pay")
def test_pay_with_an_account_of_the_hand_ins():
    """pay takes an account of your own, too"""
    account = values.Account("bob")
    expect.equal(values.pay(account, 5.0), reference.Account("bob"))
    expect.equal(account.balance, 5.0)
