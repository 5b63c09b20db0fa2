"""Ten small exercises, three assertions each, and the hand-ins of a class: the same text for every grader."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from textwrap import indent

MARKER = "only-a-hidden-test-has-these-words"  # whoever can say them has read the tests


@dataclass(frozen=True)
class Exercise:
    """A function: its parameters, a right and a wrong body, and (arguments, what should come) in Python."""

    name: str
    parameters: str
    right: str
    wrong: str
    checks: tuple[tuple[str, str], ...]

    def source(self, body: str) -> str:
        """Return the function with a body."""
        return f"def {self.name}({self.parameters}):\n{indent(body, '    ')}\n"


_X, _T = "np.array([[-1.0, 0.5], [2.0, 0.0]])", "np.array([[0.0, 1.0], [1.0, 0.0]])"
EXERCISES = (
    Exercise(
        "relu",
        "x",
        "return np.maximum(x, 0.0)",
        "return np.abs(x)",
        ((_X, "[[0.0, 0.5], [2.0, 0.0]]"), ("np.array([-3.0])", "[0.0]"), ("np.zeros((2, 3))", "np.zeros((2, 3))")),
    ),
    Exercise(
        "leaky_relu",
        "x, slope",
        "return np.where(x > 0, x, slope * x)",
        "return np.where(x > 0, x, -slope * x)",
        (
            (f"{_X}, 0.1", "[[-0.1, 0.5], [2.0, 0.0]]"),
            ("np.array([-3.0]), 0.5", "[-1.5]"),
            ("np.ones(2), 9.0", "[1.0, 1.0]"),
        ),
    ),
    Exercise(
        "sigmoid",
        "x",
        "return 1.0 / (1.0 + np.exp(-x))",
        "return 1.0 / (1.0 + np.exp(x))",
        (
            ("np.zeros(2)", "[0.5, 0.5]"),
            ("np.array([np.log(3.0)])", "[0.75]"),
            ("np.array([30.0])", "[1 / (1 + np.exp(-30.0))]"),
        ),
    ),
    Exercise(
        "softmax",
        "scores",
        "e = np.exp(scores - scores.max(axis=1, keepdims=True))\nreturn e / e.sum(axis=1, keepdims=True)",
        "return np.exp(scores) / np.exp(scores).sum()",
        (
            ("np.zeros((2, 2))", "[[0.5, 0.5], [0.5, 0.5]]"),
            ("np.array([[1000.0, 1000.0]])", "[[0.5, 0.5]]"),
            ("np.log([[1.0, 3.0]])", "[[0.25, 0.75]]"),
        ),
    ),
    Exercise(
        "one_hot",
        "labels, classes",
        "return np.eye(classes)[labels]",
        "return np.eye(classes)[labels - 1]",
        (
            ("np.array([0, 2]), 3", "[[1, 0, 0], [0, 0, 1]]"),
            ("np.array([1]), 2", "[[0, 1]]"),
            ("np.array([], dtype=int), 2", "np.zeros((0, 2))"),
        ),
    ),
    Exercise(
        "mse",
        "y, t",
        "return ((y - t) ** 2).mean()",
        "return ((y - t) ** 2).sum()",
        ((f"{_X}, {_X}", "0.0"), (f"{_X}, {_T}", "0.5625"), ("np.array([3.0]), np.array([1.0])", "4.0")),
    ),
    Exercise(
        "affine",
        "x, w, b",
        "return x @ w + b",
        "return x @ w - b",
        (
            (f"{_X}, np.eye(2), np.ones(2)", "[[0.0, 1.5], [3.0, 1.0]]"),
            (f"{_X}, np.ones((2, 1)), np.zeros(1)", "[[-0.5], [2.0]]"),
            ("np.zeros((1, 2)), np.eye(2), np.array([1.0, 2.0])", "[[1.0, 2.0]]"),
        ),
    ),
    Exercise(
        "accuracy",
        "scores, labels",
        "return float((scores.argmax(axis=1) == labels).mean())",
        "return float((scores.argmax(axis=0) == labels).mean())",
        (
            ("np.array([[1.0, 0, 0], [0, 0, 1]]), np.array([0, 2])", "1.0"),
            ("np.array([[1.0, 0, 0], [0, 0, 1]]), np.array([0, 1])", "0.5"),
            ("np.array([[0, 1.0]]), np.array([0])", "0.0"),
        ),
    ),
    Exercise(
        "sgd",
        "w, gradient, rate",
        "return w - rate * gradient",
        "return w + rate * gradient",
        (
            ("np.ones(2), np.ones(2), 0.5", "[0.5, 0.5]"),
            ("np.zeros(1), np.array([-2.0]), 0.1", "[0.2]"),
            ("np.ones(3), np.zeros(3), 1.0", "[1.0, 1.0, 1.0]"),
        ),
    ),
    Exercise(
        "momentum",
        "v, gradient, beta",
        "return beta * v + gradient",
        "return beta * v + (1 - beta) * gradient",
        (
            ("np.ones(2), np.ones(2), 0.5", "[1.5, 1.5]"),
            ("np.zeros(1), np.array([-2.0]), 0.9", "[-2.0]"),
            ("np.array([10.0]), np.zeros(1), 0.9", "[9.0]"),
        ),
    ),
)


def hand_in(bodies: dict[str, str] | None = None) -> str:
    """Return a hand-in: every exercise right, but for those that have another body here."""
    functions = (e.source((bodies or {}).get(e.name, e.right)) for e in EXERCISES)
    return "import numpy as np\n\n\n" + "\n\n".join(functions)


def hand_ins(number: int) -> Iterator[tuple[str, str, int]]:
    """Yield name, source and number of right exercises of each hand-in: all right, some wrong, some not begun."""
    for student in range(number):
        other = {}
        for place, exercise in enumerate(EXERCISES):
            kind = (student * 7 + place * 3) % 10  # which exercises differ is another choice for each student
            if kind < student % 6:
                other[exercise.name] = exercise.wrong if kind % 2 else "raise NotImplementedError"
        yield f"student{student:03}", hand_in(other), len(EXERCISES) - len(other)
