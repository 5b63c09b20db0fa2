"""Throwing dice: what may come, how often, and how to try it out."""

import random
from collections import Counter
from dataclasses import dataclass


@dataclass(frozen=True)
class Throw:
    """What two dice show."""

    first: int
    second: int


def throws_with_sum(wanted: int) -> set[Throw]:
    """Return all throws of two dice whose sum is the wanted one.

    A sum that two dice cannot show has no throw: the set is empty.

    Example: throws_with_sum(3) = {Throw(1, 2), Throw(2, 1)}.
    """
    ### BEGIN SOLUTION
    faces = range(1, 7)
    return {Throw(a, b) for a in faces for b in faces if a + b == wanted}
    ### END SOLUTION


def doubles(throws: list[Throw]) -> int:
    """Return how many of the throws show the same face twice.

    Example: doubles([Throw(1, 1), Throw(1, 2)]) = 1.
    """
    ### BEGIN SOLUTION
    return sum(throw.first == throw.second for throw in throws)
    ### END SOLUTION


def frequencies(number: int, rng: random.Random) -> dict[int, float]:
    """Throw two dice a number of times; return for each sum from 2 to 12 which share of the throws had it.

    Each throw draws rng.randint(1, 6) for the first die, then for the second. The shares add up to 1.

    Args:
        number: of throws, at least 1.

    Raises:
        ValueError: there is no throw.
    """
    ### BEGIN SOLUTION
    if number < 1:
        raise ValueError("at least one throw")
    seen = Counter(rng.randint(1, 6) + rng.randint(1, 6) for _ in range(number))
    return {total: seen[total] / number for total in range(2, 13)}
    ### END SOLUTION


@dataclass
class Account:
    """What a player has won so far; at the start nothing."""

    player: str
    points: int = 0

    def win(self, points: int) -> "Account":
        """Add points, also fewer than none; return the account itself."""
        ### BEGIN SOLUTION
        self.points += points
        return self
        ### END SOLUTION


def settle(account: Account, throws: list[Throw]) -> int:
    """Add to an account what its player has won with some throws, and return how much that is.

    A double wins as many points as its two faces show together, any other throw loses one. The throws stay as they are.

    Example: settle(Account("Ada", 10), [Throw(3, 3), Throw(1, 2)]) = 5, and the account has 15 points then.
    """
    ### BEGIN SOLUTION
    won = sum(2 * throw.first if throw.first == throw.second else -1 for throw in throws)
    account.points += won
    return won
    ### END SOLUTION
