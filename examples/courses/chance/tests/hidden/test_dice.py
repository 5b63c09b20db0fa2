"""Hidden tests of dice."""

import random

import dice as hand_in
import pytest
from solutions.dice import Account, Throw

from grader import expect
from grader.values import OnCopies
from solutions import dice as reference

dice = OnCopies(hand_in)


@pytest.mark.exercise("throws_with_sum")
@pytest.mark.parametrize("wanted", [2, 7, 12])
def test_throws_with_sum_finds_all(wanted):
    """throws_with_sum finds all throws of a sum"""
    got = dice.throws_with_sum(wanted)
    expect.equal(got, reference.throws_with_sum(wanted), hint="which faces may the first die show?")


@pytest.mark.exercise("throws_with_sum")
@pytest.mark.parametrize("wanted", [1, 13])
def test_throws_with_sum_finds_none(wanted):
    """throws_with_sum gives an empty set for what two dice cannot show"""
    expect.equal(dice.throws_with_sum(wanted), set(), hint="what is the smallest sum?")


@pytest.mark.exercise("doubles")
@pytest.mark.parametrize("throws", [[], [Throw(1, 1), Throw(1, 2), Throw(6, 6)], [Throw(3, 4)]])
def test_doubles_counts(throws):
    """doubles counts the throws with the same face twice"""
    given = {"throws": throws}
    expect.equal(dice.doubles(throws), reference.doubles(throws), given=given, hint="what is equal in a double?")


@pytest.mark.exercise("frequencies")
def test_frequencies_are_those_of_the_draws():
    """frequencies has the shares of the sums that were drawn"""
    got = hand_in.frequencies(50, random.Random(3))
    expect.equal(got, reference.frequencies(50, random.Random(3)), hint="what are the shares divided by?")


@pytest.mark.exercise("frequencies")
def test_frequencies_of_no_throw():
    """frequencies refuses to throw nothing"""
    expect.raises(ValueError, dice.frequencies, 0, random.Random(3), because="there is no throw")


@pytest.mark.exercise("Account")
def test_account_adds():
    """Account adds what is won, and takes away what is lost"""
    account = hand_in.Account("Ada")
    account.win(5)
    account.win(-2)
    expect.equal(account, Account("Ada", 3), name="the account", hint="what was there before?")


@pytest.mark.exercise("Account")
def test_account_returns_itself():
    """Account.win returns the account itself"""
    account = hand_in.Account("Ada", 1)
    expect.equal(account.win(1), Account("Ada", 2), hint="what does win return?")
    account.win(1).win(1)
    expect.equal(account, Account("Ada", 4), name="the account", hint="is another account made?")


@pytest.mark.exercise("settle")
@pytest.mark.parametrize(
    "throws",
    [[], [Throw(3, 3), Throw(1, 2)], [Throw(1, 2), Throw(6, 5), Throw(2, 2)]],
    ids=["none", "one double", "two others"],
)
def test_settle_tells_what_is_won(throws):
    """settle returns what the throws win and lose"""
    won = dice.settle(Account("Ada", 10), throws)
    want = reference.settle(Account("Ada", 10), throws)
    expect.equal(won, want, given={"throws": throws}, hint="what wins, and what loses?")


@pytest.mark.exercise("settle")
def test_settle_changes_the_account():
    """settle adds what is won to the account that it is given"""
    account, throws = Account("Ada", 10), [Throw(3, 3), Throw(1, 2)]
    hand_in.settle(account, throws)
    expect.equal(account, Account("Ada", 15), name="the account", hint="is it the account that is changed?")


@pytest.mark.exercise("settle")
def test_settle_leaves_the_throws_alone():
    """settle leaves the throws as they are"""
    throws = [Throw(3, 3), Throw(1, 2)]
    hand_in.settle(Account("Ada", 10), throws)
    expect.equal(throws, [Throw(3, 3), Throw(1, 2)], name="the throws", hint="which method takes something out?")
