"""Grade bank.py."""

import bank
import pytest

from grader import expect
from solutions import bank as reference


@pytest.mark.exercise("compound", weight=2)
@pytest.mark.parametrize("years", [1, 3, 10])
def test_compound_grows_by_powers(years):
    """compound multiplies by 1 + rate once a year"""
    want = reference.compound(250.0, 0.04, years)
    expect.close(bank.compound(250.0, 0.04, years), want, given={"years": years}, hint="what earns interest in year 2?")


@pytest.mark.exercise("compound")
def test_compound_of_no_time_at_all():
    """compound leaves the amount alone for 0 years"""
    expect.close(bank.compound(70.0, 0.04, 0), 70.0, hint="what is anything to the power of 0?")


@pytest.mark.exercise("Account")
def test_account_adds_and_takes():
    """an Account knows its balance after any chain of calls"""
    account = bank.Account(10.0).deposit(5.0).withdraw(3.0).deposit(0.5)
    expect.close(account.balance, 12.5, name="the balance", hint="which calls change the balance, and by how much?")


@pytest.mark.exercise("Account")
def test_account_never_falls_below_zero():
    """an Account refuses to give more than there is, and keeps its balance"""
    account = bank.Account(10.0)
    expect.raises(ValueError, account.withdraw, 10.5, because="there is only 10")
    expect.close(account.balance, 10.0, name="the balance", hint="what happens before the error is raised?")
