"""plots.py with pyplot's own functions, shown and closed, and with numbers typed where others import them."""

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.figure import Figure
from variant import own_wave as mine


def draw_losses(train, test):
    epochs = np.arange(1, len(train) + 1)
    plt.plot(epochs, test, "r--")
    plt.plot(epochs, train, "k")
    plt.gca().lines[0].set_label("test")
    plt.gca().lines[1].set_label("train")
    plt.gca().set(xlabel="epoch", ylabel="loss")
    plt.legend(loc="upper right")
    plt.grid(True)
    plt.show()
    plt.close()


def draw_counts(counts):
    figure = Figure()
    axes = figure.add_subplot()
    places = range(len(counts))
    axes.bar(places, counts.values(), color="tab:green")
    axes.set_xticks(places, counts)
    axes.set_title("counts")
    return figure


def own_wave(x):
    return np.array([mine.height * np.sin(2 * np.pi * mine.waves * place) for place in x])
