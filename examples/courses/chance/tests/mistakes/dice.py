"""Wrong implementations of dice.py that beginners write; each docstring is the hint they get.

What a mistake needs of its module it imports as a hidden test does.
"""

from collections import Counter
from dataclasses import dataclass

from solutions.dice import Throw


def throws_with_sum__in_order_only(wanted):
    """Is a 1 and a 2 the same throw as a 2 and a 1, when the dice have two colours?"""
    return {Throw(a, b) for a in range(1, 7) for b in range(a, 7) if a + b == wanted}


def doubles__both_faces(throws):
    """How many doubles is one throw of 3 and 3?"""
    return 2 * sum(throw.first == throw.second for throw in throws)


def frequencies__without_missing_sums(number, rng):
    """Is there an entry for a sum that never came?"""
    if number < 1:
        raise ValueError("at least one throw")
    seen = Counter(rng.randint(1, 6) + rng.randint(1, 6) for _ in range(number))
    return {total: n / number for total, n in seen.items()}


def frequencies__one_die_twice(number, rng):
    """How often is a die thrown for one sum?"""
    if number < 1:
        raise ValueError("at least one throw")
    seen = Counter(2 * rng.randint(1, 6) for _ in range(number))
    return {total: seen[total] / number for total in range(2, 13)}


def throws_with_sum__seven_faces(wanted):
    """How many faces has a die, and which is the last number of range(1, 7)?"""
    return {Throw(a, b) for a in range(1, 8) for b in range(1, 8) if a + b == wanted}


def throws_with_sum__none_for_no_throw(wanted):
    """What is empty when nothing was found, and is it a set?"""
    found = {Throw(a, b) for a in range(1, 7) for b in range(1, 7) if a + b == wanted}
    return found or None


def frequencies__of_no_throw(number, rng):
    """What should happen when number is 0?"""
    seen = Counter(rng.randint(1, 6) + rng.randint(1, 6) for _ in range(number))
    return {total: seen[total] / max(number, 1) for total in range(2, 13)}


@dataclass
class Account__never_loses:
    """May points be fewer than none?"""

    player: str
    points: int = 0

    def win(self, points):
        self.points += max(points, 0)
        return self


@dataclass
class Account__returns_nothing:
    """What does account.win(1) return?"""

    player: str
    points: int = 0

    def win(self, points):
        self.points += points


def settle__returns_the_points(account, throws):
    """Is it how much was won that you return, or how much there is now?"""
    account.points += sum(2 * throw.first if throw.first == throw.second else -1 for throw in throws)
    return account.points


@dataclass
class Account__starts_anew:
    """What had the player before?"""

    player: str
    points: int = 0

    def win(self, points):
        self.points = points
        return self


@dataclass
class Account__another_one:
    """After account.win(3): which account has more points?"""

    player: str
    points: int = 0

    def win(self, points):
        return type(self)(self.player, self.points + points)


def settle__one_face(account, throws):
    """What do the two dice of a double show together?"""
    won = sum(throw.first if throw.first == throw.second else -1 for throw in throws)
    account.points += won
    return won


def settle__leaves_the_account(account, throws):
    """After the call: how many points has the account?"""
    return sum(2 * throw.first if throw.first == throw.second else -1 for throw in throws)


def settle__takes_the_throws_away(account, throws):
    """After the call: how many throws are in the list that you were given?"""
    won = 0
    while throws:
        throw = throws.pop()
        won += 2 * throw.first if throw.first == throw.second else -1
    account.points += won
    return won
