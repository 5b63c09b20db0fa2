"""What to teach again before the next lesson: the exercises that cost the class most, each with what goes wrong there.

    priority = sum over the students who tried and did not finish of (marks still missing), bonus exercises at a quarter

So an exercise that holds many students up counts more than one that few have reached, and a bonus exercise hardly.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from grader.grade.document import Grade, GradedExercise
from grader.grade.results import Status
from grader.outcome import Outcome

_OF_A_BONUS = 0.25
_STUCK = (Status.PARTIAL, Status.FAILED)  # a file that cannot be used says nothing about a topic


@dataclass(frozen=True)
class Reason:
    """One thing that goes wrong: a named mistake with its hint, or the sentence of a hidden test; and with whom."""

    text: str
    students: tuple[str, ...]
    mistake: str = ""


@dataclass(frozen=True)
class Topic:
    """An exercise to teach again. `missing` are the marks that it still costs the class."""

    module: str
    exercise: str
    tier: str
    missing: float
    stuck: tuple[str, ...]
    tried: int
    reasons: tuple[Reason, ...]


def topics(grades: Sequence[Grade], most: int) -> list[Topic]:
    """Return the topics that matter most, those first."""
    tried: Counter[tuple[str, str]] = Counter()
    stuck: dict[tuple[str, str], list[tuple[str, GradedExercise]]] = defaultdict(list)
    for grade in grades:
        for module in grade.modules:
            for exercise in module.exercises:
                key = module.name, exercise.name
                if exercise.status not in (Status.NOT_STARTED, Status.ERROR):
                    tried[key] += 1
                if exercise.status in _STUCK:
                    stuck[key].append((grade.student, exercise))
    every = [_topic(*key, tried[key], stuck[key]) for key in tried if key in stuck]
    return sorted(every, key=lambda topic: -topic.missing)[:most]


def _topic(module: str, name: str, tried: int, stuck: Sequence[tuple[str, GradedExercise]]) -> Topic:
    one = stuck[0][1]
    share = _OF_A_BONUS if one.is_bonus else 1.0
    missing = share * sum(exercise.max_points - exercise.points for _, exercise in stuck)
    students = tuple(student for student, _ in stuck)
    return Topic(module, name, one.tier.value, missing, students, tried, tuple(_reasons(stuck)))


def _reasons(stuck: Sequence[tuple[str, GradedExercise]]) -> list[Reason]:
    """Return the named mistakes, and for those without one the first property that does not hold; most made first."""
    named: dict[tuple[str, str], list[str]] = defaultdict(list)
    for student, exercise in stuck:
        if exercise.diagnosis:
            named[exercise.diagnosis.hint, exercise.diagnosis.mistake].append(student)
        else:
            first = next((test for test in exercise.tests if test.outcome is not Outcome.PASSED), None)
            if first is not None:
                named[f"not yet: {first.sentence}", ""].append(student)
    found = [Reason(text, tuple(students), mistake) for (text, mistake), students in named.items()]
    return sorted(found, key=lambda reason: (not reason.mistake, -len(reason.students)))
