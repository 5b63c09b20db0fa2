# A copy of the kit's solutions/lessons/pictures/sliders.py, written by `grader build`: a change made here is lost.
"""Pictures to play with: move a slider, and the student's function draws again.

Sliders need ipywidgets. Without it, or where a page cannot show them, there is the picture at rest.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from . import plane
from .canvas import Picture, friendly, new
from .perceptron import clouds
from .student_code import array, ask
from .theme import BLUE, GREY, INK, ORANGE, RED

_BOX = (-4.0, 4.0, -4.0, 4.0)
_MISSING = "Sliders for this picture: python -m pip install ipywidgets, then restart the kernel."


class Playground:
    """A picture with sliders; a page that knows no sliders shows the picture alone."""

    def __init__(self, draw: Callable[..., Picture], **sliders: tuple[float, float, float, float]) -> None:
        """Take a function that draws, and for each of its settings: lowest, highest, step, first value."""
        self.picture = draw(**{name: first for name, (_, _, _, first) in sliders.items()})
        self._draw, self._sliders = draw, sliders

    @property
    def notes(self) -> list[str]:
        """The sentences of a placeholder, as a picture has them."""
        return self.picture.notes

    @property
    def warned(self) -> list[str]:
        """The sentences below the picture."""
        return self.picture.warned

    def words(self) -> str:
        """Return the picture at rest in words."""
        return self.picture.words()

    def png(self) -> bytes:
        """Return the picture at rest as an image."""
        return self.picture.png()

    def __repr__(self) -> str:
        return repr(self.picture)

    def _repr_mimebundle_(self, **_: Any) -> Any:
        still = self.picture._repr_html_()
        data = {"text/plain": repr(self), "text/html": still}
        try:
            import ipywidgets
        except ImportError:
            return data | {"text/html": f"{still}<p>{_MISSING}</p>"}
        page = ipywidgets.HTML(still)
        handles = {
            name: ipywidgets.FloatSlider(first, min=low, max=high, step=step, description=name, continuous_update=False)
            for name, (low, high, step, first) in self._sliders.items()
        }

        def again(_: Any) -> None:
            page.value = self._draw(**{name: handle.value for name, handle in handles.items()})._repr_html_()

        for handle in handles.values():
            handle.observe(again, names="value")
        bundle = ipywidgets.VBox([*handles.values(), page])._repr_mimebundle_()
        return {**bundle, **data}


def weights(perceptron: Any) -> Playground:
    """Return the plane of one neuron with a slider for each weight and for the bias."""
    return Playground(
        lambda **values: _neuron(perceptron, **values),
        w1=(-3, 3, 0.1, 1.0), w2=(-3, 3, 0.1, -0.5), b=(-4, 4, 0.1, 1.0),
    )  # fmt: skip


def learning_rate(optimizer: Any) -> Playground:
    """Return the walk of gradient_descent_1d with a slider for the learning rate."""
    return Playground(lambda lr: _walk(optimizer, lr), lr=(0.01, 1.1, 0.01, 0.1))


@friendly
def _neuron(perceptron: Any, w1: float, w2: float, b: float) -> Picture:
    """Draw the plane by the answers of one neuron, with examples, and how many of them it gets right."""
    w, (X, y) = np.array([w1, w2]), clouds(0.6, 24)
    places = plane.grid(_BOX)
    picture = new(6.5, 5.6)
    axes = picture.subplots()
    answers = array(ask(perceptron, "perceptron_predict", places, w, b), (len(places),), "perceptron_predict(X, w, b)")
    plane.sides(axes, answers.reshape(101, 101), _BOX)
    plane.line(axes, w, b, _BOX) or plane.no_line(axes)
    plane.points(axes, X, y, label=True)
    right = int(np.sum(array(ask(perceptron, "perceptron_predict", X, w, b), (len(X),), "perceptron_predict") == y))
    axes.set_title(f"w = ({w1:g}, {w2:g}), b = {b:g}: {right} of {len(y)} right")
    plane.frame(axes, _BOX)
    axes.legend(loc="upper left", frameon=True)
    return picture


@friendly
def _walk(optimizer: Any, lr: float) -> Picture:
    """Draw fifteen steps of gradient descent in the valley x² - 4x, from -1."""
    steps = 15
    got = ask(optimizer, "gradient_descent_1d", 2.0, -4.0, -1.0, lr, steps)
    points = array(got, (steps + 1,), "gradient_descent_1d(a, b, x0, lr, steps)")
    picture = new(8, 4.6)
    axes = picture.subplots()
    x = np.linspace(-4, 8, 200)
    axes.plot(x, x**2 - 4 * x, color=GREY)
    axes.plot(points, points**2 - 4 * points, "o-", color=BLUE, linewidth=1.3, label=f"{steps} steps")
    axes.plot(points[0], points[0] ** 2 - 4 * points[0], "s", color=RED, markersize=12, label="start")
    axes.plot(2, -4, "*", color=ORANGE, markersize=18, markeredgecolor=INK, label="lake")
    axes.set(title=f"lr = {lr:g}: {abs(points[-1] - 2):.2g} from the lake at the end", xlabel="x", ylabel="height f(x)")
    axes.set(xlim=(-4, 8), ylim=(-6, 34))
    axes.legend(loc="upper right")
    return picture
