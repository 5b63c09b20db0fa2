"""bank.py year by year, and with the balance as a sum of its bookings."""


def compound(amount, rate, years):
    for _ in range(years):
        amount = amount + amount * rate
    return amount


class Account:
    def __init__(self, balance=0.0):
        self.bookings = [balance]

    @property
    def balance(self):
        return sum(self.bookings)

    def deposit(self, amount):
        self.bookings.append(amount)
        return self

    def withdraw(self, amount):
        if sum(self.bookings) < amount:
            raise ValueError("there is not enough")
        return self.deposit(-amount)
