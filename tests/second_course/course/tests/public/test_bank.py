"""Examples for bank.py: run `pytest` beside it."""

import bank
import expect


def test_compound_of_two_years():
    """compound adds interest on the interest"""
    expect.close(bank.compound(100.0, 0.1, 2), 121.0, hint="what does the second year start with?")


def test_Account_takes_a_deposit():
    """Account adds what is paid in"""
    expect.close(bank.Account(10.0).deposit(5.0).balance, 15.0)
