"""expect.drawn and expect.draws: what is read from a figure, what is accepted, and the sentence of a refusal."""

from __future__ import annotations

import re
import time
from typing import Any

import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib.figure import Figure

from grader.handout import expect

LOSSES = [4.0, 2.0, 1.0]


def picture(train=(4.0, 2.0, 1.0), test=(5.0, 3.0, 2.0)):
    """Draw as the docstring of an exercise may ask for it."""
    _, axes = plt.subplots()
    axes.plot(range(1, len(train) + 1), train, label="train")
    axes.plot(range(1, len(test) + 1), test, "--", label="test")
    axes.set_title("Loss by epoch")
    axes.set(xlabel="epoch", ylabel="loss")
    axes.legend()


def refusal(check):
    """Return what a check that must fail says."""
    with pytest.raises(expect.Mismatch) as caught:
        check()
    return caught.value


WANT = {
    "title": "Loss by epoch",
    "xlabel": "epoch",
    "ylabel": "loss",
    "legend": ["train", "test"],
    "lines": [{"x": [1, 2, 3], "y": LOSSES, "label": "train"}, {"x": [1, 2, 3], "y": [5.0, 3.0, 2.0], "label": "test"}],
}


def on_pyplots_own():
    plt.plot([1, 2, 3], [5, 3, 2], label="test")
    plt.plot([1, 2, 3], LOSSES, label="train")
    plt.title(" Loss by  epoch ")
    plt.xlabel("epoch")
    plt.ylabel("loss")
    plt.legend()
    plt.show()
    plt.close()


def without_pyplot():
    figure = Figure()
    axes = figure.add_subplot()
    axes.plot([1, 2, 3], np.array([[4.0, 5.0], [2.0, 3.0], [1.0, 2.0]]), label=["train", "test"])
    axes.set_title("Loss by epoch")
    axes.set_xlabel("epoch")
    axes.set_ylabel("loss")
    figure.axes[0].legend()
    return figure


@pytest.mark.parametrize("function", [picture, on_pyplots_own, without_pyplot])
def test_a_right_figure_is_accepted_however_it_was_made(function):
    has = expect.draws(function, want=WANT)

    assert [axes["yscale"] for axes in has] == ["linear"]
    assert plt.get_fignums() == []


@pytest.mark.parametrize(
    "want",
    [
        {},
        {"title": True},
        {"title": re.compile("LOSS", re.IGNORECASE)},
        {"lines": 2, "points": 0},
        {"lines": [[4, 2, 1], [5, 3, 2]]},
        {"lines": [[5, 3, 2], [4, 2, 1 + 1e-9]]},
        {"lines": [{"label": "test"}, {"y": LOSSES}]},
        {"legend": ["test", "train"]},
        [{"xlabel": "epoch"}],
    ],
)
def test_only_what_is_wanted_is_compared(want):
    expect.draws(picture, want=want)


def changed(**settings):
    """Draw the picture with some things set anew."""

    def draw():
        picture()
        for name, value in settings.items():
            getattr(plt.gca(), f"set_{name}")(value)

    return draw


def two_lines(*lines, legend=True):
    def draw():
        for x, y, label in lines:
            plt.plot(x, y, label=label)
        if legend:
            plt.legend()

    return draw


RIGHT = ([1, 2, 3], LOSSES, "train"), ([1, 2, 3], [5.0, 3.0, 2.0], "test")


@pytest.mark.parametrize(
    ("function", "message", "hint"),
    [
        (lambda: None, "the call draws nothing", "is there a plt.plot(...)"),
        (changed(title=""), "the figure has no title, should have 'Loss by epoch'", "is there a plt.title(...)"),
        (changed(xlabel=""), "the figure has no label of the x-axis, should have 'epoch'", "an ax.set_xlabel(...)?"),
        (changed(xlabel="step"), "the label of the x-axis is 'step', should be 'epoch'", "why"),
        (
            changed(ylabel="Loss"),
            "the label of the y-axis is 'Loss', should be 'loss'; only capital and small letters differ",
            "why",
        ),
        (two_lines(RIGHT[0]), "the figure has no title, should have 'Loss by epoch'", "plt.title"),
        (lambda: plt.subplots(1, 2), "the call draws 2 pairs of axes, should draw 1", "why"),
    ],
)
def test_a_wrong_figure_is_refused_in_a_sentence(function, message, hint):
    said = refusal(lambda: expect.draws(function, want=WANT, hint="why?"))

    assert said.message == message
    assert hint in said.hint


@pytest.mark.parametrize(
    ("function", "message", "hint"),
    [
        (two_lines(RIGHT[0]), "the figure has 1 line, should have 2", "why"),
        (two_lines(*RIGHT, RIGHT[0]), "the figure has 3 lines, should have 2", "why"),
        (
            two_lines(RIGHT[0], ([1, 2, 3], [5.0, 3.0, 7.0], "test")),
            "the y of line 2 ('test'): the entry [2] is 7, should be 2; 1 of 3 values is wrong",
            "why",
        ),
        (
            two_lines(([1, 2, 3], [8.0, 4.0, 2.0], "train"), RIGHT[1]),
            "the y of line 1 ('train'): the entry [0] is 8, should be 4; every value is 2 times as large as it",
            "why",
        ),
        (two_lines(RIGHT[0], ([1, 2], [5.0, 3.0], "test")), "line 2 ('test') has 2 points, should have 3", "why"),
        (two_lines(RIGHT[0], ([5.0, 3.0, 2.0], [1, 2, 3], "test")), "line 2 ('test') has x and y exchanged", "bottom"),
        (two_lines(RIGHT[0], ([0, 1, 2], [5, 3, 2], "test")), "the x of line 2 ('test'): the entry [0] is 0,", "why"),
        (two_lines(RIGHT[0], (*RIGHT[1][:2], None), legend=False), "line 2 has no label, should have 'test'", "label="),
        (two_lines(RIGHT[0], (*RIGHT[1][:2], "tset")), "the label of line 2 is 'tset', should be 'test'", "why"),
        (two_lines(*RIGHT, legend=False), "the figure has no legend, should have one with 'train', 'test'", "legend()"),
    ],
)
def test_a_wrong_line_is_named(function, message, hint):
    want = {key: WANT[key] for key in ("lines", "legend")}

    said = refusal(lambda: expect.draws(function, want=want, hint="why?"))

    assert said.message.startswith(message)
    assert hint in said.hint


@pytest.mark.parametrize(
    ("labels", "message"),
    [
        (["train", "tset"], "the legend lacks 'test'; it has 'train', 'tset'"),
        (["train", "test", "more"], "the legend has 'more', which is too many"),
        (["train", "test", "test"], "the legend has 'test', which is too many"),
    ],
)
def test_a_wrong_legend_is_named(labels, message):
    def draw():
        for label in labels:
            plt.plot([1, 2], label=label)
        plt.legend()

    assert refusal(lambda: expect.draws(draw, want={"legend": ["train", "test"]})).message == message


def many():
    figure, ((one, two), (three, four)) = plt.subplots(2, 2)
    one.bar(["a", "b"], [3, 4], label="count")
    two.barh([0, 1], [5, 6])
    three.scatter([1, 2], [3, 4], label="cloud")
    three.fill_between([1, 2], [3, 4])
    four.semilogy([1, 10])
    four.axhline(5)
    figure.colorbar(four.pcolormesh([[1, 2]]), ax=four)


def test_bars_points_and_scales_are_read():
    one, two, three, four = expect.drawn(many)

    assert (one["bars"][0]["y"].tolist(), one["bars"][0]["label"], one["xticks"]) == ([3.0, 4.0], "count", ["a", "b"])
    assert (two["bars"][0]["x"].tolist(), two["bars"][0]["y"].tolist()) == ([0.0, 1.0], [5.0, 6.0])
    assert [(p["x"].tolist(), p["label"]) for p in three["points"]] == [([1.0, 2.0], "cloud")]
    assert ([line["y"].tolist() for line in four["lines"]], four["yscale"]) == ([[1.0, 10.0], [5.0, 5.0]], "log")


def test_several_axes_are_told_apart():
    want: list[dict[str, Any]] = [{"bars": 1, "xticks": ["a", "b"]}, {}, {"points": [[3, 4]]}, {"yscale": "linear"}]

    said = refusal(lambda: expect.draws(many, want=want))

    assert said.message == "the scale of the y-axis of pair of axes number 4 is 'log', should be 'linear'"


def test_what_was_open_before_is_not_seen():
    plt.plot([1, 2])

    assert expect.drawn(lambda: plt.plot([3]))[0]["lines"][0]["y"].tolist() == [3.0]


def test_pyplot_is_as_it_was_afterwards_even_where_the_call_raises():
    before = plt.show, plt.close, plt.pause, plt.get_backend()

    with pytest.raises(ZeroDivisionError):
        expect.drawn(lambda: plt.plot([1 / 0]))

    assert (plt.show, plt.close, plt.pause, plt.get_backend()) == before


def test_a_key_that_no_figure_has_is_told_to_the_author():
    with pytest.raises(TypeError, match=r"expect\.draws compares title, xlabel, .*, and no 'titel'"):
        expect.draws(picture, want={"titel": "x"})


@pytest.mark.parametrize("told", [5, [5], [{}], [{"lines": 3}], [{"lines": [3]}], [{"title": 3, "lines": [{"x": 1}]}]])
def test_a_hand_in_that_lies_about_its_figure_is_refused_in_a_sentence(told):
    class Lies:
        """Stand for what a grader calls."""

        def __call__(self): ...

        def what_it_draws(self):
            return told

    for want in ({"lines": [[1]]}, {"title": True}, {"legend": ["a"]}):
        assert refusal(lambda want=want: expect.draws(Lies(), want=want)).message


def test_a_legend_of_100_000_texts_is_refused_at_once():
    class Drawing:
        def __call__(self): ...

        def what_it_draws(self):
            return [{"legend": [str(n) for n in range(100_000)]}]

    start = time.process_time()
    with pytest.raises(expect.Mismatch, match=r"the legend has '0', which is too many"):
        expect.draws(Drawing(), want={"legend": ["7", "8"]})

    assert time.process_time() - start < 2  # to count each text among all others takes minutes
