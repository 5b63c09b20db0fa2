"""Where a class stands: each exercise over all students, and where most of them are stuck."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from grader.grade.document import Grade, GradedExercise
from grader.grade.results import Status
from grader.outcome import Outcome

_Key = TypeVar("_Key", str, tuple[str, str])
_STUCK = (Status.PARTIAL, Status.FAILED, Status.ERROR)


@dataclass(frozen=True)
class Mistake:
    """A diagnosed mistake, its hint, and how many students made it."""

    name: str
    hint: str
    students: int


@dataclass(frozen=True)
class Standing:
    """One exercise over the class. `failed_tests` holds sentences of hidden tests, each with how many failed it."""

    module: str
    exercise: str
    tier: str
    states: Counter[Status]
    mistakes: tuple[Mistake, ...]
    failed_tests: tuple[tuple[str, int], ...]

    @property
    def tried(self) -> int:
        """Return how many students have started it."""
        return self.states.total() - self.states[Status.NOT_STARTED]

    @property
    def stuck(self) -> int:
        """Return how many have started and not finished it."""
        return sum(self.states[state] for state in _STUCK)


def standings(grades: Sequence[Grade]) -> list[Standing]:
    """Return one standing for each exercise, in the order of the course."""
    found: dict[tuple[str, str], list[GradedExercise]] = {}
    for grade in grades:
        for module in grade.modules:
            for exercise in module.exercises:
                found.setdefault((module.name, exercise.name), []).append(exercise)
    return [_standing(module, name, exercises) for (module, name), exercises in found.items()]


def most_stuck(all_standings: Sequence[Standing], most: int) -> list[Standing]:
    """Return the exercises at which most students are stuck, those first; none at which nobody is."""
    stuck = [standing for standing in all_standings if standing.stuck]
    return sorted(stuck, key=lambda standing: -standing.stuck)[:most]


def unusable(grade: Grade) -> list[tuple[str, str]]:
    """Return the modules of which nothing could be tested and no flag says why, each with the message that does."""
    return [
        (module.name, module.exercises[0].tests[0].message)
        for module in grade.modules
        if module.reason is None and all(exercise.status is Status.ERROR for exercise in module.exercises)
    ]


def _standing(module: str, name: str, exercises: Sequence[GradedExercise]) -> Standing:
    states = Counter(exercise.status for exercise in exercises)
    named = Counter((e.diagnosis.mistake, e.diagnosis.hint) for e in exercises if e.diagnosis)
    failed: Counter[str] = Counter()
    for exercise in exercises:
        failed.update({test.sentence for test in exercise.tests if test.outcome is Outcome.FAILED})
    return Standing(
        module,
        name,
        str(exercises[0].tier),
        states,
        tuple(Mistake(mistake, hint, number) for (mistake, hint), number in _most_first(named)),
        tuple(_most_first(failed)),
    )


def _most_first(counts: Counter[_Key]) -> list[tuple[_Key, int]]:
    return sorted(counts.items(), key=lambda item: (-item[1], str(item[0])))
