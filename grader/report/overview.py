"""A class in numbers: who counts, where the marks lie, which exercises and hidden tests tell strong from weak.

Students without a hand-in, and those of whose files nothing could be used, are counted apart: their zeros say nothing
about what the others can.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from grader.grade.document import Grade, GradedExercise
from grader.grade.results import Status
from grader.outcome import Outcome
from grader.report.statistics import FEWEST, Item, Spread, cronbach_alpha, items, spread

_BINS = 10
_WEAK = 0.0  # a discrimination below this is worth an author's look


@dataclass(frozen=True)
class ModuleNumbers:
    """One module over those who started it: the core marks as a part of the maximum."""

    name: str
    started: int
    spread: Spread | None


@dataclass(frozen=True)
class ItemNumbers:
    """One exercise or hidden test. `remark` is for the author: '' where nothing is odd."""

    module: str
    exercise: str
    test: str
    sentence: str
    item: Item
    remark: str


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
    odd_tests: tuple[ItemNumbers, ...]
    alpha: float | None
    distractors: tuple[Distractor, ...]
    fewest: int = FEWEST


def overview(grades: Sequence[Grade]) -> Overview:
    """Count a class."""
    no_shows = [grade for grade in grades if not _is_there(grade)]
    broken = [grade for grade in grades if _is_unusable(grade)]
    counted = [grade for grade in grades if _is_there(grade) and not _is_unusable(grade)]
    totals = np.array([g.points for g in counted])
    exercises = list(_exercises(counted))
    scores = _scores(counted, [(m, e) for m, e, _, _ in exercises])
    numbers = [ItemNumbers(m, e, "", "", item, "") for (m, e, _, _), item in zip(exercises, items(scores), strict=True)]
    return Overview(
        counted=len(counted),
        no_shows=tuple(g.student for g in no_shows),
        unusable=tuple(g.student for g in broken),
        marks=spread(totals),
        histogram=_histogram(totals, grades[0].max_points if grades else 0.0),
        modules=tuple(_modules(counted)),
        exercises=tuple(numbers),
        odd_tests=tuple(_odd_tests(counted)),
        alpha=cronbach_alpha(scores) if counted else None,
        distractors=tuple(_distractors(counted)),
    )


def _is_there(grade: Grade) -> bool:
    """Say whether anything came."""
    return any(m.sha256 for m in grade.modules) or any(e.status is not Status.NOT_STARTED for e in grade.exercises)


def _is_unusable(grade: Grade) -> bool:
    """Say whether files came, and none of them could be tested."""
    states = [{e.status for e in module.exercises} for module in grade.modules if module.sha256]
    return bool(states) and all(found == {Status.ERROR} for found in states)


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


def _odd_tests(grades: Sequence[Grade]) -> Iterator[ItemNumbers]:
    """Yield the hidden tests whose behaviour an author should look at, judged by those who started the exercise."""
    if len(grades) < FEWEST:
        return
    started: dict[tuple[str, str], list[tuple[float, GradedExercise]]] = defaultdict(list)
    for grade in grades:
        for module in grade.modules:
            for e in module.exercises:
                if e.status is not Status.NOT_STARTED:
                    others = grade.points - (0 if e.is_bonus else e.points)
                    started[module.name, e.name].append((others, e))
    for (module_name, name), of_exercise in started.items():
        yield from _odd_tests_of(module_name, name, of_exercise)


def _odd_tests_of(module: str, exercise: str, started: Sequence[tuple[float, GradedExercise]]) -> Iterator[ItemNumbers]:
    """Yield those of one exercise, given with the marks for all else of each who started it."""
    rows: dict[str, list[tuple[float, float]]] = defaultdict(list)
    sentences = {}
    for others, e in started:
        for test in e.tests:
            sentences[test.name] = test.sentence
            rows[test.name].append((float(test.outcome is Outcome.PASSED), others))
    for name, found in rows.items():
        if len(found) >= FEWEST:
            item = items(np.array(found))[0]
            if remark := _odd(item):
                yield ItemNumbers(module, exercise, name, sentences[name], item, remark)


def _odd(item: Item) -> str:
    if item.difficulty == 1:
        return "everybody passes it: does it test anything that is still hard?"
    if item.difficulty == 0:
        return "nobody passes it: is it right, and does a sentence promise it?"
    if item.discrimination is not None and item.discrimination < _WEAK:
        return "those who are better in all else pass it less often: does it refuse right work?"
    return ""


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
