"""How a hand-in is tried once more, with something of the course's in place of what is not right yet.

A function is marked for itself. So where it fails, it is tried with the course's own modules below it, and with the
course's own siblings in place of the wrong ones that it calls; the better result counts, and the page says what to fix.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from grader.course.model import Course, Module
from grader.grade.results import TestResult
from grader.grade.score import earned
from grader.outcome import Outcome
from grader.submission import Submission
from grader.suite.history import OWN, History
from grader.suite.siblings import mentioned

Siblings = tuple[tuple[str, str], ...]  # exercises, as (module, name)


@dataclass
class Attempt:
    """One submission on its way: what is to be graded, and what is known already.

    `only` names the exercises, None means all, and also that modules are tried with the course's own beside them.
    """

    submission: Submission
    only: Sequence[str] | None
    seconds: float  # left of the hand-in's
    history: History = field(default_factory=History)


@dataclass(frozen=True)
class Try:
    """One more pass over some exercises of a module, with something of the course's in place of the student's own.

    Attributes:
        name: of the pass.
        lend: modules that answer in place of the student's.
        siblings: exercises that do so, as (module, name); the pass counts for the one exercise that calls them.
    """

    name: str
    module: Module
    exercises: Sequence[str]
    lend: frozenset[str]
    siblings: Siblings = ()

    def remark(self, better: Sequence[str], unfinished: Sequence[str]) -> str:
        """Say what works so, and what to fix."""
        works = f"{self.module.name}: {', '.join(better)} {'work' if len(better) > 1 else 'works'} with the course's"
        if self.siblings:
            wrong = " and ".join(name for _, name in self.siblings)
            return f"{works} {wrong}, not with your own: fix {wrong} first"
        return f"{works} modules, not with your own" + (f": look at {', '.join(unfinished)}" if unfinished else "")


def other_tries(course: Course, attempt: Attempt) -> Iterator[Try]:
    """Yield how a whole hand-in is tried once more: each follows from the results of those before it."""
    sources = attempt.submission.sources
    lent: dict[tuple[str, str], Siblings] = {}  # to whom
    for module in course.modules if attempt.only is None else ():
        if module.name not in sources:
            continue
        worth_it = _worth_another_try(module, attempt.history, [OWN])
        lend = frozenset(module.builds_on)
        if worth_it and lend:
            yield Try(module.name, module, worth_it, lend)
        for exercise in _worth_another_try(module, attempt.history, [OWN, module.name]):
            wrong = lent[module.name, exercise] = _wrong_siblings(course, attempt, module.name, exercise, lent)
            if wrong:
                yield Try(_alone(module.name, exercise), module, [exercise], lend, wrong)


def better(module: Module, first: Mapping[str, TestResult], second: Mapping[str, TestResult]) -> dict[str, TestResult]:
    """Return the second results of those exercises that earn more by them."""
    kept: dict[str, TestResult] = {}
    for exercise in module.exercises:
        of_first, of_second = (
            {test: r for test, r in results.items() if r.exercise == exercise.name} for results in (first, second)
        )
        marks_first, marks_second = (earned(exercise, module, [*r.values()]) for r in (of_first, of_second))
        if of_first.keys() == of_second.keys() and marks_second > marks_first:
            kept.update(of_second)
    return kept


def unfinished_modules(course: Course, module: Module, results: Iterable[TestResult]) -> list[str]:
    """Return the modules that one builds on and that are not all right themselves."""
    unfinished = {r.exercise for r in results if r.outcome is not Outcome.PASSED}
    return [m.name for m in course.modules if m.name in module.builds_on and unfinished & {e.name for e in m.exercises}]


def _wrong_siblings(
    course: Course, attempt: Attempt, module: str, exercise: str, lent: Mapping[tuple[str, str], Siblings]
) -> Siblings:
    """Return the exercises that come before one in the course, that it mentions, and that are not right themselves.

    What comes later is never lent: a function earns nothing by what is built on top of it. One that is right as soon as
    others are lent to it stays the student's own; those others are lent in its place.

    Args:
        lent: what was lent to those that come before it: found once, for each may mention all others.
    """
    order = [(m.name, e.name) for m in course.modules for e in m.exercises]
    earlier = order[: order.index((module, exercise))]
    used = mentioned(attempt.submission.sources[module], exercise, [name for _, name in order])
    right = (Outcome.PASSED, Outcome.NOT_STARTED)  # what is not written yet is not wrong: the message says so
    wrong = {r.exercise for r in attempt.history.of(OWN).values() if r.outcome not in right}
    of_sources = attempt.submission.sources.keys()
    found: dict[tuple[str, str], None] = {}
    for m, e in earlier:
        if e in used and e in wrong and m in of_sources:
            is_right = _outcomes(attempt.history.of(_alone(m, e)))[e] == {Outcome.PASSED}
            found |= dict.fromkeys(lent[m, e] if is_right else [(m, e)])
    return tuple(found)


def _alone(module: str, exercise: str) -> str:
    """Return the name of the pass over one exercise, with the course's siblings in place of the wrong ones it calls."""
    return f"{module}.{exercise}"


def _worth_another_try(module: Module, history: History, passes: Sequence[str]) -> list[str]:
    """Return the exercises of a module that were begun and are not right in any of these passes."""
    worth_it = []
    passed = [_outcomes(history.of(name)) for name in passes]
    for exercise in module.exercises:
        of_each = [outcomes[exercise.name] for outcomes in passed]
        if of_each[0] and {Outcome.PASSED} not in of_each and of_each[0] != {Outcome.NOT_STARTED}:
            worth_it.append(exercise.name)
    return worth_it


def _outcomes(results: Mapping[str, TestResult]) -> dict[str, set[Outcome]]:
    """Return how the tests of each exercise ended."""
    found: dict[str, set[Outcome]] = defaultdict(set)
    for result in results.values():
        found[result.exercise].add(result.outcome)
    return found
