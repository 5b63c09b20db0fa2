"""A class in numbers: who counts, where the marks lie, which exercises and hidden tests tell strong from weak.

Students without a hand-in, and those of whose files nothing could be used, are counted apart: their zeros say nothing
about what the others can.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from grader.grade.document import Grade
from grader.grade.results import Status
from grader.report.hidden_tests import TestNumbers, numbers_of_tests
from grader.report.statistics import FEWEST, Item, Spread, cronbach_alpha, items, spread

_BINS = 10


@dataclass(frozen=True)
class ModuleNumbers:
    """One module over those who started it: the core marks as a part of the maximum."""

    name: str
    started: int
    spread: Spread | None


@dataclass(frozen=True)
class ItemNumbers:
    """One exercise."""

    module: str
    exercise: str
    item: Item


@dataclass(frozen=True)
class Distractor:
    """A named mistake: who made it, and how they and the others stand in all (mean core marks)."""

    exercise: str
    mistake: str
    students: int
    mean_of_those: float
    mean_of_others: float | None


@dataclass(frozen=True)
class Overview:
    """All of it. `counted` are the students whose marks enter the numbers."""

    counted: int
    no_shows: tuple[str, ...]
    unusable: tuple[str, ...]
    marks: Spread | None
    histogram: tuple[int, ...]
    modules: tuple[ModuleNumbers, ...]
    exercises: tuple[ItemNumbers, ...]
    tests: tuple[TestNumbers, ...]
    alpha: float | None
    distractors: tuple[Distractor, ...]
    fewest: int = FEWEST

    @property
    def odd_tests(self) -> tuple[TestNumbers, ...]:
        """Return the hidden tests whose behaviour an author should look at."""
        return tuple(test for test in self.tests if test.remark)


def overview(grades: Sequence[Grade]) -> Overview:
    """Count a class."""
    no_shows = [grade for grade in grades if not _is_there(grade)]
    broken = [grade for grade in grades if _is_unusable(grade)]
    counted = [grade for grade in grades if _is_there(grade) and not _is_unusable(grade)]
    totals = np.array([g.points for g in counted])
    exercises = list(_exercises(counted))
    scores = _scores(counted, [(m, e) for m, e, _, _ in exercises])
    numbers = [ItemNumbers(m, e, item) for (m, e, _, _), item in zip(exercises, items(scores), strict=True)]
    return Overview(
        counted=len(counted),
        no_shows=tuple(g.student for g in no_shows),
        unusable=tuple(g.student for g in broken),
        marks=spread(totals),
        histogram=_histogram(totals, grades[0].max_points if grades else 0.0),
        modules=tuple(_modules(counted)),
        exercises=tuple(numbers),
        tests=tuple(numbers_of_tests(counted)),
        alpha=cronbach_alpha(scores) if counted else None,
        distractors=tuple(_distractors(counted)),
    )


def _is_there(grade: Grade) -> bool:
    """Say whether anything came."""
    return any(m.sha256 for m in grade.modules) or any(e.status is not Status.NOT_STARTED for e in grade.exercises)


def _is_unusable(grade: Grade) -> bool:
    """Say whether files came, and none of them could be tested."""
    states = [({e.status for e in module.exercises}, module.sha256) for module in grade.modules]
    came = [
        found for found, digest in states if digest or found != {Status.NOT_STARTED}
    ]  # a misnamed file has no digest
    return bool(came) and all(found == {Status.ERROR} for found in came)


def _exercises(grades: Sequence[Grade]) -> Iterator[tuple[str, str, float, bool]]:
    seen = set()
    for grade in grades:
        for module in grade.modules:
            for e in module.exercises:
                if (module.name, e.name) not in seen:
                    seen.add((module.name, e.name))
                    yield module.name, e.name, e.max_points, e.is_bonus


def _scores(grades: Sequence[Grade], exercises: Sequence[tuple[str, str]]) -> np.ndarray:
    """Return the earned part of each exercise, shape (students, exercises); 0 where a student's course lacks it."""
    column = {key: i for i, key in enumerate(exercises)}
    scores = np.zeros((len(grades), len(exercises)))
    for row, grade in enumerate(grades):
        for module in grade.modules:
            for e in module.exercises:
                scores[row, column[module.name, e.name]] = e.points / e.max_points if e.max_points else 0.0
    return scores


def _histogram(totals: np.ndarray, most: float) -> tuple[int, ...]:
    counts, _ = np.histogram(totals, bins=_BINS, range=(0.0, most or 1.0))
    return tuple(int(count) for count in counts)


def _modules(grades: Sequence[Grade]) -> Iterator[ModuleNumbers]:
    parts: dict[str, list[float]] = defaultdict(list)
    for grade in grades:
        for module in grade.modules:
            started = any(e.status is not Status.NOT_STARTED for e in module.exercises)
            parts[module.name] += [module.points / module.max_points] if started and module.max_points else []
    for name, values in parts.items():
        yield ModuleNumbers(name, len(values), spread(np.array(values)))


def _distractors(grades: Sequence[Grade]) -> Iterator[Distractor]:
    """Yield each named mistake beside those who tried the exercise and did not make it, the most made first."""
    made: dict[tuple[str, str], list[int]] = defaultdict(list)
    tried: dict[str, list[int]] = defaultdict(list)
    for row, grade in enumerate(grades):
        for e in grade.exercises:
            if e.status is not Status.NOT_STARTED:
                tried[e.name].append(row)
            if e.diagnosis:
                made[e.name, e.diagnosis.mistake].append(row)
    points = np.array([grade.points for grade in grades])
    for (exercise, mistake), rows in sorted(made.items(), key=lambda pair: (-len(pair[1]), pair[0])):
        others = sorted(set(tried[exercise]).difference(rows))
        mean_of_others = float(points[others].mean()) if others else None
        yield Distractor(exercise, mistake, len(rows), float(points[rows].mean()), mean_of_others)
