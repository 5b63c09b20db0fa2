"""Functions that take and give what is no array: figures, tables, iterators, random numbers, functions, dataclasses."""

from dataclasses import dataclass

import matplotlib.pyplot as plt

CANARY = "{canary}"


@dataclass
class Account:
    """Whose it is, and what is on it."""

    owner: str
    balance: float = 0.0


def draw_losses(losses):
    """Draw the loss of each epoch."""
    plt.plot(range(1, len(losses) + 1), losses, label="train")
    plt.title("Losses")
    plt.xlabel("epoch")
    plt.legend()


def best(table):
    """Return the best row of each group."""
    return table.sort_values("points", ascending=False).drop_duplicates("group").reset_index(drop=True)


def squares(first):
    """Give the squares from one on, for ever."""
    while True:
        yield first * first
        first += 1


def shuffled(things, rng, dice):
    """Return the things in another order, and what a die shows."""
    return [things[place] for place in rng.permutation(len(things))], dice.randrange(1, 7)


def find(look, size, wanted):
    """Return where a number is in something sorted that one can look at."""
    low, high = 0, size
    while low < high:
        middle = (low + high) // 2
        if look(middle) < wanted:
            low = middle + 1
        else:
            high = middle
    return low


def pay(account, amount):
    """Pay something in; return the account as it was before."""
    before = Account(account.owner, account.balance)
    account.balance += amount
    return before
