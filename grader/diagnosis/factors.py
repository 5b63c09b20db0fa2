"""By what a wrong number may be too large: how often something is counted, or divided by."""

from __future__ import annotations

from collections.abc import Callable

from grader.diagnosis.behaviour import Behaviour
from grader.diagnosis.evidence import numbers_of


def _number_of_examples(behaviour: Behaviour) -> float:
    return float(next((part.shape[0] for part in numbers_of(behaviour.arguments) if part.ndim), 1))


def _number_of_columns(behaviour: Behaviour) -> float:
    return float(next((part.shape[-1] for part in numbers_of(behaviour.arguments) if part.ndim > 1), 1))


FACTORS: dict[str, Callable[[Behaviour], float]] = {
    "n, the number of examples": _number_of_examples,
    "1/n": lambda behaviour: 1 / max(_number_of_examples(behaviour), 1),
    "2": lambda _: 2.0,
    "1/2": lambda _: 0.5,
    "the number of columns": _number_of_columns,
    "1 over the number of columns": lambda behaviour: 1 / max(_number_of_columns(behaviour), 1),
    "-1": lambda _: -1.0,
}
