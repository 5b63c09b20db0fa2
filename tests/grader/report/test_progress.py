"""What a run says of the time that is left: from what ended lately, and never from what was known before."""

from __future__ import annotations

import pytest

from grader.report.progress import Pace, in_words


class Clock:
    """A clock that is put forward by hand."""

    now = 100.0

    def __call__(self) -> float:
        return self.now


def _graded(pace: Pace, clock: Clock, number: int, seconds: float) -> None:
    for _ in range(number):
        clock.now += seconds
        pace.note()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def pace(clock: Clock) -> Pace:
    return Pace(clock)


def test_nothing_is_foretold_of_the_first_few(pace, clock):
    _graded(pace, clock, 3, 1.0)

    assert pace.seconds_for(100) is None


def test_the_rest_takes_as_long_as_the_last_ones_took(pace, clock):
    _graded(pace, clock, 20, 0.5)

    assert pace.seconds_for(100) == pytest.approx(50.0)


def test_starting_counts_for_nothing(pace, clock):
    clock.now += 40
    _graded(pace, clock, 5, 1.0)

    assert pace.seconds_for(100) == pytest.approx(100.0)


def test_a_run_that_becomes_slower_says_so_within_a_minute_or_ten_hand_ins(pace, clock):
    _graded(pace, clock, 1000, 0.1)
    _graded(pace, clock, 11, 20.0)

    assert pace.seconds_for(100) == pytest.approx(2000.0)


def test_while_nothing_ends_the_estimate_grows(pace, clock):
    _graded(pace, clock, 11, 1.0)
    clock.now += 90

    assert pace.seconds_for(10) == pytest.approx(100.0)


def test_what_is_kept_does_not_grow_with_the_class(pace, clock):
    _graded(pace, clock, 100_000, 0.5)

    assert len(pace._ends) < 125


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0.0, "about 5 s"),
        (42.0, "about 40 s"),
        (56.0, "about 1 min"),
        (59 * 60 + 31.0, "about 1 h"),
        (2 * 3600 + 1000.0, "about 2 h 10 min"),
    ],
)
def test_a_time_is_said_as_nobody_knows_it_better(seconds, words):
    assert in_words(seconds) == words
