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
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from grader.course.loading import CourseError
from grader.course.model import Course
from grader.diagnosis.behaviour import Behaviour, agree, matches, same_types, takes_sides
from grader.diagnosis.generic_mistakes import generic_mistake_of, other_type_of
from grader.diagnosis.replay import Implementation, Recording, Replay, episodes, recordings, watching_randomness
from grader.diagnosis.statefulness import is_stateful
from grader.grade.results import Diagnosis
from grader.sandbox.host.proxy import nobody_answers
from grader.sandbox.host.submission import Call
from grader.sandbox.wire.frames import FrameError

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
        self._remembering: dict[str, set[str]] = {}
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
                own = self.mistakes[exercise.name]
                self._remembering[exercise.name] = {name for name, mistake in own.items() if is_stateful(mistake)}

    def diagnose(self, exercise: str, calls: Sequence[Call]) -> Diagnosis | None:
        """Return what explains all these calls of one exercise's function, or None."""
        try:
            recorded = recordings(calls)
        except FrameError:
            return None
        if not recorded:
            return None
        with nobody_answers(), watching_randomness():
            evidence = self._evidence(exercise, recorded)
            fitting = evidence.fitting()
            if len(fitting) != 1 and not evidence.wrong:
                return other_type_of([(recording.seen, evidence.right[i]) for i, recording in enumerate(recorded)])
            if fitting or any(recording.objects for recording in recorded):
                return self._only(exercise, fitting)
            return (
                self._scaled(exercise, evidence)
                or generic_mistake_of(exercise, [(recorded[i].seen, evidence.right[i]) for i in evidence.wrong])
                or self._pair(exercise, evidence)
            )

    def _evidence(self, exercise: str, recorded: Sequence[Recording]) -> _Evidence:
        grouped = episodes(recorded)
        right = Replay(recorded, grouped, self._reference[exercise])
        everything = [range(len(recorded))]
        candidates = {
            name: Replay(recorded, everything if name in self._remembering[exercise] else grouped, mistake)
            for name, mistake in self.mistakes[exercise].items()
            if f"{exercise}__{name}" not in self.accepted
        }
        agrees = [agree(recording.seen, right[i]) for i, recording in enumerate(recorded)]

        def telling(group: Sequence[int]) -> tuple[bool, int]:
            return all(agrees[i] for i in group), sum(recorded[i].size for i in group)

        order = [i for group in sorted(grouped, key=telling) for i in group]
        return _Evidence([r.seen for r in recorded], right, candidates, order, [i for i in order if not agrees[i]])

    def _scaled(self, exercise: str, evidence: _Evidence) -> Diagnosis | None:
        for factor, scale in _FACTORS.items():
            if evidence.explained_by(evidence.right, scale):
                return Diagnosis(
                    "constant_factor",
                    f"Each wrong number is the right one times {factor}: where is it lost or counted twice?",
                )
            found = self._only(exercise, evidence.fitting(scale))
            if found:
                return Diagnosis(found.mistake, f"{found.hint} (And a factor of {factor} on top of that.)")
        return None

    def _pair(self, exercise: str, evidence: _Evidence) -> Diagnosis | None:
        found = evidence.pairs()
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


@dataclass(frozen=True)
class _Evidence:
    """What the student's code did in each call, what the reference and the candidates do.

    `order` has the most telling calls first, those with a wrong result: one of them is enough to drop most
    candidates. `wrong` has only those.
    """

    seen: Sequence[Behaviour]
    right: Replay
    candidates: Mapping[str, Replay]
    order: Sequence[int]
    wrong: Sequence[int]

    def fitting(self, scale: Callable[[Behaviour], float] | None = None) -> list[str]:
        """Return the candidates that explain all calls; where several do, those of the exact types."""
        names = [name for name, replay in self.candidates.items() if self.explained_by(replay, scale)]
        if len(names) < 2:
            return names
        exact = [n for n in names if all(same_types(self.seen[i], self.candidates[n][i]) for i in self.order)]
        return exact or names

    def explained_by(self, replay: Replay, scale: Callable[[Behaviour], float] | None = None) -> bool:
        """Say whether another implementation does the same, each array times 1 or times what `scale` says."""
        if scale is None:
            return all(agree(self.seen[i], replay[i]) for i in self.order)
        return all(agree(self.seen[i], replay[i], (1.0, scale(self.right[i]))) for i in self.order[:_MOST_TELLING])

    def pairs(self) -> list[tuple[str, str]]:
        """Return the pairs that together explain every single number, each of the two being needed.

        Pairs come first in which neither hides a part of the other: each of their results is the student's or
        the right one.
        """
        left = list(itertools.combinations(self.candidates, 2))
        incomplete, hidden = set(), set()
        for i in self.order[:_MOST_TELLING]:
            seen, right = self.seen[i], self.right[i]
            by_right = matches(seen, right)
            names = {name for pair in left for name in pair}
            bits = {name: by_right | matches(seen, self.candidates[name][i]) for name in names}
            incomplete |= {name for name in names if not bits[name].all()}
            hidden |= {name for name in names if not takes_sides(self.candidates[name][i], seen, right)}
            left = [(one, other) for one, other in left if (bits[one] | bits[other]).all()]
        left = [pair for pair in left if incomplete.issuperset(pair)]
        return [pair for pair in left if hidden.isdisjoint(pair)] or left


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
