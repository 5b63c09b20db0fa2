"""Whether a call drew from, or seeded, a global generator is seen without copying its whole state."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator

import numpy as np
import pytest

from grader.sandbox.guest.seeds import Seeds, _words_of_random


@pytest.fixture
def seeds() -> Iterator[Seeds]:
    states = random.getstate(), np.random.get_state()
    made = Seeds()
    made.begin()
    yield made
    random.setstate(states[0])
    np.random.set_state(states[1])


def test_the_words_of_random_are_read_where_they_lie(seeds):
    words = _words_of_random()

    for _ in range(700):  # past the end of a block of 624
        random.random()
        first, *_, position = random.getstate()[1]
        assert (words[1], words[0]) == (first, position)


@pytest.mark.parametrize(
    "use",
    [
        pytest.param(random.random, id="a draw"),
        pytest.param(lambda: random.seed(0), id="a seed"),
        pytest.param(lambda: [random.random() for _ in range(312)], id="a whole block: the position is what it was"),
        pytest.param(lambda: random.setstate(random.Random(3).getstate()), id="another's state"),
        pytest.param(np.random.random, id="numpy: a draw"),
        pytest.param(lambda: np.random.seed(0), id="numpy: a seed"),
        pytest.param(lambda: np.random.rand(312), id="numpy: a whole block"),
    ],
)
def test_a_generator_that_was_used_is_told_once(seeds, use: Callable[[], object]):
    assert not seeds.were_used()
    use()

    assert seeds.were_used()
    assert not seeds.were_used()


@pytest.mark.parametrize("use", [random.random, lambda: random.seed(0), lambda: [random.random() for _ in range(312)]])
def test_a_python_that_keeps_the_words_elsewhere_is_asked_for_its_state(seeds, monkeypatch, use):
    monkeypatch.setattr(seeds, "_pythons", None)
    assert not seeds.were_used()
    use()

    assert seeds.were_used()
