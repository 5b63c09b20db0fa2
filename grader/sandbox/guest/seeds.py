"""Whether a call drew from, or seeded, a global generator of random numbers: Python's or numpy's.

Copying both states after each call would take 60 microseconds, so four words are read where they lie in memory.
"""

from __future__ import annotations

import ctypes
import random
import sys
from typing import Any

import numpy as np

_WORDS = ctypes.c_uint32 * 625  # of a Mersenne Twister: 624 words and a position


class Seeds:
    """Knows what the generators stood at when nobody had used them."""

    def __init__(self) -> None:
        self._number = 0x5EED_0000
        twister: Any = np.random.mtrand._rand._bit_generator
        self._numpys = _WORDS.from_address(twister.ctypes.state_address)  # the position comes last
        self._pythons = _words_of_random()
        self._drawn = (0, 0, 0, 0)

    def begin(self) -> None:
        """Take a state nobody else would choose, each time another: a second np.random.seed(0) shows as well.

        One number is drawn from it, because a generator stands at its start only when it was just seeded.
        """
        self._number += 1
        np.random.seed(self._number)  # the first is always the same: an unseeded draw gives equal marks in every run
        random.seed(self._number)
        np.random.random()
        random.random()
        self._drawn = self._positions()

    def were_used(self) -> bool:
        """Say whether a global generator has moved since the last question."""
        if self._positions() == self._drawn:
            return False
        self.begin()
        return True

    def _positions(self) -> tuple[int, int, int, int]:
        """Return how far both have come: a first word and a position of each.

        The first words belong to it: after 624 draws, 312 of np.random.rand, the position is what it was.
        """
        if self._pythons is None:
            first, *_, position = random.getstate()[1]
        else:
            position, first = self._pythons[0], self._pythons[1]
        return self._numpys[0], self._numpys[624], first, position


def _words_of_random() -> Any:
    """Return the position and the words of random's Mersenne Twister where they lie; None where they lie elsewhere."""
    if sys.implementation.name != "cpython":
        return None
    instance: Any = random._inst  # whose methods random.random and the others are
    words = _WORDS.from_address(id(instance) + object.__basicsize__)
    first, *_, position = instance.getstate()[1]
    return words if (words[0], words[1]) == (position, first) else None
