"""Wrong implementations of bank.py; each docstring is the hint that its author gets."""


def compound__simple_interest(amount, rate, years):
    """Does the interest of the first year earn anything in the second?"""
    return amount * (1 + rate * years)


def compound__at_least_one_year(amount, rate, years):
    """How often does your loop run for 0 years?"""
    return amount * (1 + rate) ** max(years, 1)


class _Bank:
    def __init__(self, balance=0.0):
        self.balance = balance

    def deposit(self, amount):
        self.balance += amount
        return self

    def withdraw(self, amount):
        if amount > self.balance:
            raise ValueError("too much")
        self.balance -= amount
        return self


class Account__any_withdrawal(_Bank):
    """Who says no when more is taken out than there is?"""

    def withdraw(self, amount):
        self.balance -= amount
        return self


class Account__takes_first(_Bank):
    """In which order do you look at the balance and change it?"""

    def withdraw(self, amount):
        self.balance -= amount
        if self.balance < 0:
            raise ValueError("too much")
        return self


class Account__deposit_replaces(_Bank):
    """After two deposits: how much of the first is still there?"""

    def deposit(self, amount):
        self.balance = amount
        return self
