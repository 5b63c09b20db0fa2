"""Figures that say what they show. Each function draws one figure with one pair of axes, and returns nothing."""

import matplotlib.pyplot as plt
import numpy as np
import variant


def draw_losses(train: list[float], test: list[float]) -> None:
    """Draw how two losses fall: one line for each, over the epochs 1, 2, 3, ...

    The lines are called "train" and "test" in a legend; the axes are called "epoch" and "loss".
    """
    ### BEGIN SOLUTION
    _, axes = plt.subplots()
    for name, losses in (("train", train), ("test", test)):
        axes.plot(range(1, len(losses) + 1), losses, label=name)
    axes.set_xlabel("epoch")
    axes.set_ylabel("loss")
    axes.legend()
    ### END SOLUTION


def draw_counts(counts: dict[str, int]) -> None:
    """Draw a bar for each name, as high as its count, in the order of the dict, under the title "counts"."""
    ### BEGIN SOLUTION
    plt.figure()
    plt.bar(list(counts), list(counts.values()))
    plt.title("counts")
    ### END SOLUTION


def own_wave(x: np.ndarray) -> np.ndarray:
    """Return height * sin(2 pi waves x), with your own numbers.

    They are `variant.own_wave.height` and `variant.own_wave.waves`.
    """
    ### BEGIN SOLUTION
    mine = variant.own_wave
    return mine.height * np.sin(2 * np.pi * mine.waves * x)
    ### END SOLUTION
