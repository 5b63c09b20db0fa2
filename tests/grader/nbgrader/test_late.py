from __future__ import annotations

import pytest

from grader.course.model import LatePolicy
from grader.nbgrader.late import percent

POLICY = LatePolicy(percent_per_day=10, at_most_percent=50, grace_minutes=15)
MINUTE, DAY = 60, 86400


@pytest.mark.parametrize(
    ("seconds", "cost"),
    [
        pytest.param(0, 0, id="in time"),
        pytest.param(15 * MINUTE, 0, id="the last second of the grace"),
        pytest.param(15 * MINUTE + 1, 10, id="one second more: a day has begun"),
        pytest.param(DAY + 15 * MINUTE, 10, id="a whole day after the grace"),
        pytest.param(DAY + 15 * MINUTE + 1, 20, id="the second day has begun"),
        pytest.param(400 * DAY, 50, id="never more than the cap"),
        pytest.param(-5 * DAY, 0, id="early costs and earns nothing"),
    ],
)
def test_lateness_costs_a_part_for_each_day_begun(seconds: float, cost: float):
    assert percent(POLICY, seconds) == cost
