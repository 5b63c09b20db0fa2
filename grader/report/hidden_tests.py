"""How hard each hidden test is, and whether it tells strong from weak: for who writes tests.

A test is judged by those who started its exercise and whose file could be tested. Its discrimination is the corrected
item-total correlation: that of passing it with the marks for everything else. Its whole exercise is left out of those,
not the test alone, because the tests of one exercise fail together. The cases of one test are one item, whose score is
the part of them that passes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from grader.grade.document import Grade, GradedExercise, GradedTest
from grader.grade.results import Status
from grader.outcome import Outcome
from grader.report.statistics import FEWEST, Item, items

_WEAK = 0.0  # a discrimination below this is worth an author's look
_Started = Sequence[tuple[float, GradedExercise]]  # the marks for everything else, and the exercise


@dataclass(frozen=True)
class TestNumbers:
    """One hidden test, judged by `started` students. `remark` is for the author: '' where nothing is odd."""

    __test__ = False  # pytest would try to collect a class of this name

    module: str
    exercise: str
    name: str
    sentence: str
    started: int
    item: Item
    remark: str


def numbers_of_tests(grades: Sequence[Grade]) -> Iterator[TestNumbers]:
    """Yield the numbers of each hidden test whose exercise FEWEST students have started, in the order of the course."""
    started: dict[tuple[str, str], list[tuple[float, GradedExercise]]] = defaultdict(list)
    for grade in grades:
        for module in grade.modules:
            for e in module.exercises:
                there = started[module.name, e.name]  # also where nobody has: so they stay in the order of the course
                if e.status not in (Status.NOT_STARTED, Status.ERROR):
                    there.append((grade.points - (0 if e.is_bonus else e.points), e))
    for (module_name, name), of_exercise in started.items():
        if len(of_exercise) >= FEWEST:
            yield from _of_exercise(module_name, name, of_exercise)


def _of_exercise(module: str, exercise: str, started: _Started) -> Iterator[TestNumbers]:
    scores: dict[str, list[tuple[float, float]]] = defaultdict(list)
    of_cases: dict[str, dict[str, list[tuple[float, float]]]] = defaultdict(lambda: defaultdict(list))
    sentences = {}
    for others, e in started:
        cases: dict[str, list[GradedTest]] = defaultdict(list)
        for test in e.tests:
            name, _, case = test.name.partition("[")
            sentences[name] = test.sentence
            cases[name].append(test)
            if case:
                of_cases[name][case.removesuffix("]")].append((_passes(test), others))
        for name, several in cases.items():
            scores[name].append((sum(map(_passes, several)) / len(several), others))
    for name, found in scores.items():
        if len(found) >= FEWEST:
            item = items(np.array(found))[0]
            yield TestNumbers(
                module, exercise, name, sentences[name], len(found), item, _odd(item) or _odd_case(of_cases[name])
            )


def _passes(test: GradedTest) -> float:
    return float(test.outcome is Outcome.PASSED)


def _odd(item: Item) -> str:
    if item.difficulty == 1:
        return "everybody passes it: does it test anything that is still hard?"
    if item.difficulty == 0:
        return "nobody passes it: is it right, and does a sentence promise it?"
    if item.discrimination is not None and item.discrimination < _WEAK:
        return "those who are better in all else pass it less often: does it refuse right work?"
    return ""


def _odd_case(cases: Mapping[str, Sequence[tuple[float, float]]]) -> str:
    """Return what is odd of one case of a test that nobody passes, '' where there is none."""
    none = [case for case, found in cases.items() if len(found) >= FEWEST and not any(score for score, _ in found)]
    return f"nobody passes its case {none[0]}: is it right, and does a sentence promise it?" if none else ""
