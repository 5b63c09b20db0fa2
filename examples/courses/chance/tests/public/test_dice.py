"""Examples for dice.py that a hand can check: run `pytest` in this folder."""

import random

import dice
import expect
from dice import Account, Throw


def test_throws_with_sum_of_three():
    """throws_with_sum finds both throws of a 3"""
    expect.equal(dice.throws_with_sum(3), {Throw(1, 2), Throw(2, 1)})


def test_doubles_of_two():
    """doubles counts one of two throws"""
    expect.equal(dice.doubles([Throw(1, 1), Throw(1, 2)]), 1)


def test_frequencies_has_all_sums():
    """frequencies has a share for each sum from 2 to 12"""
    expect.equal(sorted(dice.frequencies(100, random.Random(0))), list(range(2, 13)))


def test_Account_counts():
    """Account adds what is won to what is there"""
    expect.equal(Account("Ada").win(3).win(-1), Account("Ada", 2))


def test_settle_of_two_throws():
    """settle adds what two throws win"""
    account = Account("Ada", 10)
    expect.equal(dice.settle(account, [Throw(3, 3), Throw(1, 2)]), 5)
    expect.equal(account, Account("Ada", 15))
