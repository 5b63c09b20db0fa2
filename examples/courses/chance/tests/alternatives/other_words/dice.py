"""dice.py in other words: loops, and classes that are no dataclasses."""


class Throw:
    def __init__(self, first, second):
        self.first, self.second = first, second

    def __eq__(self, other):
        return (self.first, self.second) == (other.first, other.second)

    def __hash__(self):
        return 7 * self.first + self.second


class Account:
    def __init__(self, player, points=0):
        self.player = player
        self.points = points

    def win(self, points):
        self.points = self.points + points
        return self


def throws_with_sum(wanted):
    found = set()
    for first in range(1, 7):
        second = wanted - first
        if 1 <= second <= 6:
            found.add(Throw(first, second))
    return frozenset(found)


def doubles(throws):
    return len([throw for throw in throws if throw.first == throw.second])


def frequencies(number, rng):
    if number <= 0:
        raise ValueError(f"{number} throws")
    counts = dict.fromkeys(range(2, 13), 0)
    for _ in range(number):
        first = rng.randint(1, 6)
        second = rng.randint(1, 6)
        counts[first + second] += 1
    return {total: count / number for total, count in counts.items()}


def settle(account, throws):
    won = 0
    for throw in throws:
        won += throw.first + throw.second if throw.first == throw.second else -1
    account.win(won)
    return won
