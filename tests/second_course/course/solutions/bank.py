"""Money that grows, and somewhere to keep it."""


def compound(amount: float, rate: float, years: int) -> float:
    """What an amount has become after some years, interest earning interest.

        amount * (1 + rate) ** years

    Args:
        amount: what was paid in.
        rate: the interest of one year as a fraction: 0.05 is 5 %.
        years: how many whole years, at least 0.
    """
    ### BEGIN SOLUTION
    return float(amount * (1 + rate) ** years)
    ### END SOLUTION


class Account:
    """A balance that can never fall below zero."""

    def __init__(self, balance: float = 0.0) -> None:
        """Open an account with a first balance."""
        ### BEGIN SOLUTION
        self.balance = float(balance)
        ### END SOLUTION

    def deposit(self, amount: float) -> "Account":
        """Pay in an amount; return the account itself, so that calls can be chained."""
        ### BEGIN SOLUTION
        self.balance += amount
        return self
        ### END SOLUTION

    def withdraw(self, amount: float) -> "Account":
        """Take out an amount; return the account itself.

        Raises:
            ValueError: there is less than that; nothing is taken out.
        """
        ### BEGIN SOLUTION
        if amount > self.balance:
            raise ValueError(f"cannot take {amount} out of {self.balance}")
        self.balance -= amount
        return self
        ### END SOLUTION
