"""Grade plots.py: one test, one property; its docstring is the sentence a student reads."""

import numpy as np
import plots as hand_in
import pytest
import variant

from grader import expect
from grader.values import OnCopies

plots = OnCopies(hand_in)
TRAIN, TEST = [4.0, 2.0, 1.5, 1.25], [5.0, 3.5, 3.0, 3.25]


@pytest.mark.exercise("draw_losses", weight=2)
def test_draw_losses_draws_each_loss_over_the_epochs():
    """draw_losses draws one line for each loss, over the epochs from 1 on"""
    want = {"lines": [{"x": [1, 2, 3, 4], "y": TRAIN}, {"x": [1, 2, 3, 4], "y": TEST}]}
    expect.draws(plots.draw_losses, TRAIN, TEST, want=want, hint="which epoch has the first loss?")


@pytest.mark.exercise("draw_losses")
def test_draw_losses_says_which_line_is_which():
    """draw_losses names both lines in a legend"""
    want = {"legend": ["train", "test"], "lines": [{"y": TRAIN, "label": "train"}, {"y": TEST, "label": "test"}]}
    expect.draws(plots.draw_losses, TRAIN, TEST, want=want, hint="which line has which label?")


@pytest.mark.exercise("draw_losses")
def test_draw_losses_says_what_its_axes_show():
    """draw_losses calls its axes epoch and loss"""
    expect.draws(plots.draw_losses, TRAIN, TEST, want={"xlabel": "epoch", "ylabel": "loss"})


@pytest.mark.exercise("draw_counts", weight=2)
def test_draw_counts_draws_a_bar_for_each_name():
    """draw_counts draws a bar for each name, as high as its count"""
    want = {"bars": [[3, 1, 2]], "xticks": ["b", "c", "a"]}
    expect.draws(plots.draw_counts, {"b": 3, "c": 1, "a": 2}, want=want, hint="in which order do the bars stand?")


@pytest.mark.exercise("draw_counts")
def test_draw_counts_has_its_title():
    """draw_counts has the title counts"""
    expect.draws(plots.draw_counts, {"b": 3}, want={"title": "counts"})


@pytest.mark.exercise("own_wave")
def test_own_wave_is_the_wave_of_ones_own_numbers():
    """own_wave is the wave of the numbers in variant.py"""
    x = np.linspace(0, 0.3, 7)
    mine = variant.own_wave
    want = mine.height * np.sin(2 * np.pi * mine.waves * x)
    given = {"waves": mine.waves, "height": mine.height}
    expect.close(plots.own_wave(x), want, given=given, hint="are these the numbers in your variant.py?")
