"""Say WHICH mistake was made: replay the recorded calls through the catalogue of wrong implementations.

Three questions, the first that has exactly one answer decides:
    1. which mistake behaves in every recorded call exactly as the student's code did?
    2. the same, up to a constant factor (n, 1/n, the number of classes, 2, -1): of a mistake or of the reference
    3. which two mistakes together explain every single number, none of them alone?
In doubt there is no diagnosis, and the failing test's hint has to do. Nothing of the student's runs here.
"""

from __future__ import annotations

import importlib.util
import itertools
import types
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from grader.course.loading import CourseError
from grader.course.model import Course
from grader.grade.results import Diagnosis
from grader.sandbox.frames import FrameError
from grader.sandbox.proxy import nobody_answers
from grader.sandbox.student import Call
from grader.suite.habits import habit_of
from grader.suite.replay import Behaviour, agree, matches, recorded, replayed, uses_objects, worth_replaying

Implementation = Callable[..., Any]
_MOST_TELLING = 40  # calls that the second and third question look at, those with a wrong result first


class Catalogue:
    """The known mistakes of a course.

    `mistakes` maps an exercise to its wrong implementations by name (`softmax__global_max` is
    mistakes["softmax"]["global_max"]); `accepted` holds those that are right all the same, with the reason.

    Raises:
        CourseError: a file of mistakes cannot be imported, or names no exercise.
    """

    def __init__(self, course: Course, reference: Mapping[str, types.ModuleType]) -> None:
        self.mistakes: dict[str, dict[str, Implementation]] = {}
        self.accepted: dict[str, str] = {}
        self._reference: dict[str, Implementation] = {}
        for module in course.modules:
            found = _load(course.root / "tests" / "mistakes" / f"{module.name}.py")
            self.accepted.update(getattr(found, "ACCEPTED", {}))
            for exercise in module.exercises:
                self._reference[exercise.name] = getattr(reference[module.name], exercise.name)
                prefix = f"{exercise.name}__"
                self.mistakes[exercise.name] = {
                    name.removeprefix(prefix): thing
                    for name, thing in vars(found).items()
                    if name.startswith(prefix) and callable(thing)
                }

    def diagnose(self, exercise: str, calls: Sequence[Call]) -> Diagnosis | None:
        """Return what explains all these calls of one exercise's function, or None."""
        calls = worth_replaying(calls)
        candidates = {
            name: mistake
            for name, mistake in self.mistakes[exercise].items()
            if f"{exercise}__{name}" not in self.accepted
        }
        try:
            seen = [recorded(call) for call in calls]
        except FrameError:
            return None
        with nobody_answers():
            right = list(replayed(calls, self._reference[exercise]))
            fitting = [name for name, mistake in candidates.items() if _all_agree(seen, replayed(calls, mistake))]
            if fitting or _all_agree(seen, right) or uses_objects(calls):
                return self._only(exercise, fitting)
            telling = sorted(range(len(calls)), key=lambda i: agree(seen[i], right[i]))[:_MOST_TELLING]
            calls = [calls[i] for i in telling]
            seen, right = [seen[i] for i in telling], [right[i] for i in telling]
            wrong = {name: list(replayed(calls, mistake)) for name, mistake in candidates.items()}
        return (
            self._scaled(exercise, seen, right, wrong)
            or habit_of(seen, right)
            or self._pair(exercise, seen, right, wrong)
        )

    def _scaled(
        self,
        exercise: str,
        seen: Sequence[Behaviour],
        right: Sequence[Behaviour],
        wrong: Mapping[str, Sequence[Behaviour]],
    ) -> Diagnosis | None:
        for factor in _FACTORS:
            scales = [_FACTORS[factor](behaviour) for behaviour in right]
            if _all_agree(seen, right, scales):
                return Diagnosis(
                    "constant_factor",
                    f"Each wrong number is the right one times {factor}: where is it lost or counted twice?",
                )
            fitting = [name for name, behaviours in wrong.items() if _all_agree(seen, behaviours, scales)]
            found = self._only(exercise, fitting)
            if found:
                return Diagnosis(found.mistake, f"{found.hint} (And a factor of {factor} on top of that.)")
        return None

    def _pair(
        self,
        exercise: str,
        seen: Sequence[Behaviour],
        right: Sequence[Behaviour],
        wrong: Mapping[str, Sequence[Behaviour]],
    ) -> Diagnosis | None:
        by_right = _all_matches(seen, right)
        by_name = {name: by_right | _all_matches(seen, behaviours) for name, behaviours in wrong.items()}
        found = [
            (one, other)
            for one, other in itertools.combinations(by_name, 2)
            if (by_name[one] | by_name[other]).all() and not by_name[one].all() and not by_name[other].all()
        ]
        if len(found) != 1:
            return None
        one, other = (self._only(exercise, [name]) for name in found[0])
        assert one is not None
        assert other is not None
        return Diagnosis(f"{one.mistake}+{other.mistake}", f"{one.hint} And then: {other.hint}")

    def _only(self, exercise: str, names: Sequence[str]) -> Diagnosis | None:
        if len(names) != 1:
            return None
        text = self.mistakes[exercise][names[0]].__doc__ or ""
        return Diagnosis(names[0], " ".join(text.split()))


def _number_of_examples(behaviour: Behaviour) -> float:
    return float(next((np.shape(part)[0] for part in _arrays(behaviour.arguments) if np.ndim(part)), 1))


def _number_of_classes(behaviour: Behaviour) -> float:
    return float(next((np.shape(part)[-1] for part in _arrays(behaviour.arguments) if np.ndim(part) > 1), 1))


_FACTORS: dict[str, Callable[[Behaviour], float]] = {
    "n, the number of examples": _number_of_examples,
    "1/n": lambda behaviour: 1 / max(_number_of_examples(behaviour), 1),
    "2": lambda _: 2.0,
    "1/2": lambda _: 0.5,
    "the number of classes": _number_of_classes,
    "1 over the number of classes": lambda behaviour: 1 / max(_number_of_classes(behaviour), 1),
    "-1": lambda _: -1.0,
}


def _all_agree(seen: Sequence[Behaviour], others: Iterable[Behaviour], scales: Sequence[float] | None = None) -> bool:
    """Compare as long as they agree: `others` may be replayed only as far as needed."""
    factors = [(1.0,)] * len(seen) if scales is None else [(1.0, scale) for scale in scales]
    return all(agree(a, b, k) for (a, k), b in zip(zip(seen, factors, strict=True), others, strict=False))


def _all_matches(seen: Sequence[Behaviour], others: Sequence[Behaviour]) -> np.ndarray:
    return np.array([bit for a, b in zip(seen, others, strict=True) for bit in matches(a, b)], dtype=bool)


def _arrays(value: Any) -> list[Any]:
    if isinstance(value, tuple | list):
        return [part for item in value for part in _arrays(item)]
    if isinstance(value, dict):
        return [part for item in value.values() for part in _arrays(item)]
    return [value] if isinstance(value, np.ndarray) else []


def _load(path: Path) -> types.ModuleType:
    module = types.ModuleType(f"mistakes_{path.stem}")
    if not path.is_file():
        return module
    spec = importlib.util.spec_from_file_location(module.__name__, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    try:
        spec.loader.exec_module(module)
    except Exception as error:
        raise CourseError(f"{path}: cannot be imported: {type(error).__name__}: {error}") from error
    return module
