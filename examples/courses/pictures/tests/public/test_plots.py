"""Examples for plots.py that a hand can check: run `pytest` in this folder."""

import expect
import numpy as np
import plots
import variant


def test_draw_losses_draws_two_lines():
    """draw_losses draws one line for each loss"""
    expect.draws(plots.draw_losses, [2.0, 1.0], [3.0, 2.0], want={"lines": 2})


def test_draw_counts_draws_a_bar_for_each_name():
    """draw_counts draws bars as high as the counts"""
    expect.draws(plots.draw_counts, {"ada": 3, "hopper": 5}, want={"bars": [[3, 5]]})


def test_own_wave_is_highest_after_a_quarter():
    """own_wave reaches its height after a quarter of the first wave"""
    mine = variant.own_wave
    expect.close(plots.own_wave(np.array([0.25 / mine.waves])), [mine.height], hint="what stands in variant.py?")
