"""Wrong implementations of plots.py that beginners write; each docstring is the hint they get."""

import matplotlib.pyplot as plt
import numpy as np
import variant


def _losses(train, test, start=1, names=("train", "test"), labels=("epoch", "loss")):
    for losses, name in zip((train, test), names, strict=True):
        plt.plot(np.arange(len(losses)) + start, losses, label=name)
    plt.xlabel(labels[0])
    plt.ylabel(labels[1])


def draw_losses__begins_with_epoch_0(train, test):
    """Which number does plot give to the first loss, if you do not say?"""
    _losses(train, test, start=0)
    plt.legend()


def draw_losses__no_legend(train, test):
    """Your lines have labels: which call shows them?"""
    _losses(train, test)


def draw_losses__labels_exchanged(train, test):
    """Which of the two lines is called test?"""
    _losses(train, test, names=("test", "train"))
    plt.legend()


def draw_losses__axes_exchanged(train, test):
    """What is counted along the bottom?"""
    _losses(train, test, labels=("loss", "epoch"))
    plt.legend()


def draw_losses__one_figure_for_each(train, test):
    """How many figures does your function open?"""
    for losses, name in ((train, "train"), (test, "test")):
        plt.figure()
        plt.plot(range(1, len(losses) + 1), losses, label=name)
        plt.xlabel("epoch")
        plt.ylabel("loss")
        plt.legend()


def draw_counts__sorted(counts):
    """In which order do the names of a dict come?"""
    plt.bar(sorted(counts), [counts[name] for name in sorted(counts)])
    plt.title("counts")


def draw_counts__no_title(counts):
    """What stands above the figure?"""
    plt.bar(list(counts), list(counts.values()))


def own_wave__without_2_pi(x):
    """How far does the argument of a sine have to go for one whole wave?"""
    return variant.own_wave.height * np.sin(variant.own_wave.waves * x)


def own_wave__without_its_height(x):
    """How high does a sine go by itself?"""
    return np.sin(2 * np.pi * variant.own_wave.waves * x)
