"""Figures to project before any student has written a line, made by the solutions.

They never travel with the exercises, only their images do. Each function returns a figure, twice as wide as high or
nearly so, with its alternative text: figure.words(). Run in a folder of the exercises with the solutions in place
of the stubs:

    PYTHONPATH=.../solutions python -m demonstrations TARGET [--dark]

writes NAME.png for each figure, NAME.txt with its alternative text, and NAME-01.png, ... for those that move.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from pictures import chain, friends, hands_on, history, network
from pictures.canvas import Picture

from . import many_layers, one_neuron, training

FIGURES: dict[str, Callable[[], Picture]] = {
    "timeline": history.timeline,
    "perceptron_line": one_neuron.line_at_each_mistake,
    "xor": one_neuron.xor,
    "layers": network.layers,
    "activations": many_layers.activations,
    "graph_forward": many_layers.graph_forward,
    "graph_backward": many_layers.graph_backward,
    "chain_rule": chain.rule,
    "numerical_gradient": many_layers.v_of_the_numerical_gradient,
    "surface": training.surface,
    "surprise": training.surprise,
    "memorizing": training.memorizing,
    "two_friends": friends.story,
    "valley": training.valley,
    "digits": hands_on.digits,
    "learning": training.learning,
    "by_heart": training.by_heart,
    "units": training.units,
    "misread": training.misread,
    "confusion": training.confusion,
    "spiral": training.spiral,
}
MOVING: dict[str, Callable[[], Iterator[Picture]]] = {
    "perceptron_line": one_neuron.each_mistake,
    "spiral": training.spiral_while_it_trains,
}

__all__ = ["FIGURES", "MOVING"]
