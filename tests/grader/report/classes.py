"""Classes of any size that no grading made: drawn from a seeded model of students, exercises and mistakes."""

from __future__ import annotations

import numpy as np

from grader.course.model import Course, Exercise, Module, Tier
from grader.grade.document import Grade, GradedExercise, GradedModule, GradedTest
from grader.grade.results import Counterexample, Diagnosis, Status
from grader.outcome import Outcome

_TESTS = 6
_INPUT, _GOT, _RIGHT = "np.array([[3., 3.], [1., -2.]])", "[[<b>1.</b>, 1.]]", "[[0.5, 0.5], [0.9526, 0.0474]]"
_MISTAKES = ("one_axis_too_few", "sign_turned_round", "mean_for_sum", "")


def class_of(course: Course, students: int, seed: int = 0) -> list[Grade]:
    """Return grade documents as a class has them: most are on their way, some are done, a few handed nothing in."""
    rng = np.random.default_rng(seed)
    hard = {e.name: rng.normal() for m in course.modules for e in m.exercises}
    return [_grade(course, f"student{i:04}", rng, hard) for i in range(students)]


def _grade(course: Course, student: str, rng: np.random.Generator, hard: dict[str, float]) -> Grade:
    skill, reach = rng.normal(), rng.uniform(0.2, 1.2)
    is_absent = rng.random() < 0.04
    every = [e.name for m in course.modules for e in m.exercises if e.tier is not Tier.STRETCH]
    reached = set() if is_absent else set(every[: int(reach * len(every))])
    modules = tuple(_module(m, rng, skill, hard, reached, is_absent) for m in course.modules)
    needs_human = any(e.status is Status.ERROR for m in modules for e in m.exercises)
    return Grade(
        version=1, student=student, course=course.name, isolation="landlock+seccomp",
        points=round(sum(m.points for m in modules), 4), max_points=round(sum(m.max_points for m in modules), 4),
        bonus=0.0, max_bonus=52.0, needs_human=needs_human,
        flags=("two files could be it, and neither is: forward (1).py, forward_old.py",) if needs_human else (),
        modules=modules,
    )  # fmt: skip


def _module(
    module: Module, rng: np.random.Generator, skill: float, hard: dict[str, float], reached: set[str], is_absent: bool
) -> GradedModule:
    is_broken = bool(reached) and rng.random() < 0.03
    graded = tuple(
        _exercise(module, e, rng, skill - hard[e.name], e.name in reached, is_broken) for e in module.exercises
    )
    core = [e for e in graded if not e.is_bonus]
    return GradedModule(
        name=module.name,
        points=round(sum(e.points for e in core), 4),
        max_points=round(sum(e.max_points for e in core), 4),
        sha256=None if is_absent else "0" * 64,
        exercises=graded,
    )


def _exercise(
    module: Module, exercise: Exercise, rng: np.random.Generator, ease: float, is_tried: bool, is_broken: bool
) -> GradedExercise:
    passes = rng.random(_TESTS) < 1 / (1 + np.exp(-1.5 - 1.5 * ease))
    outcomes = [Outcome.PASSED if ok else Outcome.FAILED for ok in passes]
    if not is_tried:
        outcomes = [Outcome.NOT_STARTED] * _TESTS
    if is_broken:
        outcomes = [Outcome.ERROR] * _TESTS
    right = outcomes.count(Outcome.PASSED)
    states = {Outcome.NOT_STARTED: Status.NOT_STARTED, Outcome.ERROR: Status.ERROR}
    status = states.get(outcomes[0]) or (
        Status.PASSED if right == _TESTS else Status.PARTIAL if right else Status.FAILED
    )
    mistake = _MISTAKES[rng.integers(len(_MISTAKES))] if status in (Status.PARTIAL, Status.FAILED) else ""
    messages = {
        Outcome.ERROR: f"{module.name}.py cannot be imported: SyntaxError ({module.name}.py line 3: def)",
        Outcome.FAILED: "expected 0.25 at [0, 1], got 0.75",
    }
    hint = "Which axis belongs to the examples, and which one to the features?"
    worth = module.max_points(exercise)
    return GradedExercise(
        name=exercise.name, tier=exercise.tier, status=status, points=round(worth * right / _TESTS, 4),
        max_points=round(worth, 4), diagnosis=Diagnosis(mistake, hint) if mistake else None,
        counterexample=Counterexample(f"{module.name}.{exercise.name}({_INPUT})", _GOT, _RIGHT) if mistake else None,
        tests=tuple(
            GradedTest(
                name=f"test_{exercise.name}_{i}", sentence=f"{exercise.name} holds property {i + 1} of its docstring",
                weight=1.0, outcome=outcome, message=messages.get(outcome, ""),
                hint="which sizes are equal by chance?" if outcome is Outcome.FAILED else "",
            )
            for i, outcome in enumerate(outcomes)
        ),
    )  # fmt: skip
