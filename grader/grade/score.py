"""Turn test results into marks: the one place where points are given."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from grader.course.model import Course, Exercise, Module, Tier
from grader.grade.document import VERSION, Grade, GradedExercise, GradedModule, GradedTest, IsolationLabel
from grader.grade.reasons import versions
from grader.grade.results import Counterexample, Diagnosis, Status, TestResult
from grader.outcome import Outcome
from grader.submission import Submission

_NO_TEST = "grading"  # what stands in the place of an exercise's tests where nothing was graded
NOT_GRADED = "not graded, by no fault of the code"  # how the flag of such a hand-in begins
_DIGITS = 4  # of marks in a document; sums are taken before they are rounded, so that all is exactly 100.0


class _Ended(Protocol):
    """How a hidden test ended, as a session says it and as it stands in a document."""

    @property
    def weight(self) -> float: ...
    @property
    def outcome(self) -> Outcome: ...


_Tests = Mapping[str, Sequence[_Ended]]


def score(
    course: Course,
    submission: Submission,
    results: Sequence[TestResult],
    *,
    isolation: IsolationLabel,
    track: str | None = None,
    diagnoses: Mapping[str, Diagnosis] | None = None,
    examples: Mapping[str, Counterexample] | None = None,
    flags: Sequence[str] = (),
    reasons: Mapping[str, str] | None = None,
    needs_human: bool = False,
) -> Grade:
    """Return the grade document of one hand-in.

    Args:
        results: of all hidden tests of `course`.
        diagnoses: by exercise.
        examples: of wrong answers, by exercise.
        flags: remarks found while grading, in addition to the submission's own.
        reasons: module -> why it earns nothing; each of them asks a human to look.
        needs_human: ask one in any case.
    """
    reasons = reasons or {}
    tests = {e.name: [r for r in results if r.exercise == e.name] for m in course.modules for e in m.exercises}
    told = [_module(module, submission, tests, diagnoses or {}, reasons.get(module.name)) for module in course.modules]
    modules = [_with_examples(module, examples or {}) for module in told]
    ours = sorted({result.exercise for result in results if result.our_fault})
    our_flags = [f"the suite of {', '.join(ours)} failed by itself: see the messages"] if ours else []
    return Grade(
        version=VERSION,
        student=submission.student,
        course=course.name,
        track=track or None,
        isolation=isolation,
        versions=versions(),
        **_marks(course, tests),
        needs_human=submission.needs_human or needs_human or bool(ours or reasons),
        flags=tuple(dict.fromkeys([*reasons.values(), *submission.flags, *flags, *our_flags])),
        modules=tuple(modules),
    )


def marked_again(course: Course, grade: Grade) -> Grade:
    """Return the same results with the marks that the course gives for them now: its names, tiers, points and weights.

    Args:
        course: has the modules and exercises of `grade`.
    """
    tests = {exercise.name: exercise.tests for exercise in grade.exercises}
    modules = []
    for module, graded in zip(course.modules, grade.modules, strict=True):
        exercises = tuple(
            one.model_copy(update=_marks_of_one(exercise, module, one.tests))
            for exercise, one in zip(module.exercises, graded.exercises, strict=True)
        )
        modules.append(graded.model_copy(update={**_marks_of_module(module, tests), "exercises": exercises}))
    return grade.model_copy(update={"course": course.name, "modules": tuple(modules), **_marks(course, tests)})


def earned(exercise: Exercise, module: Module, tests: Sequence[_Ended]) -> float:
    """Return the marks of one exercise: its points shared over its tests by weight."""
    passed = sum(test.weight for test in tests if test.outcome is Outcome.PASSED)
    whole = sum(test.weight for test in tests)
    return module.max_points(exercise) * passed / whole if whole else 0.0


def status(tests: Sequence[_Ended]) -> Status:
    """Return how an exercise stands."""
    outcomes = {test.outcome for test in tests}
    if outcomes == {Outcome.PASSED}:
        return Status.PASSED
    if outcomes == {Outcome.NOT_STARTED}:
        return Status.NOT_STARTED
    if Outcome.PASSED in outcomes:
        return Status.PARTIAL
    return Status.ERROR if Outcome.ERROR in outcomes else Status.FAILED


def _marks(course: Course, tests: _Tests) -> dict[str, float]:
    core = [(m, e) for m in course.modules for e in m.exercises if e.tier is not Tier.STRETCH]
    stretch = [(m, e) for m in course.modules for e in m.exercises if e.tier is Tier.STRETCH]
    return {
        "points": _sum(earned(e, m, tests[e.name]) for m, e in core),
        "max_points": _sum(m.max_points(e) for m, e in core),
        "bonus": _sum(earned(e, m, tests[e.name]) for m, e in stretch),
        "max_bonus": _sum(m.max_points(e) for m, e in stretch),
    }


def _marks_of_module(module: Module, tests: _Tests) -> dict[str, float]:
    core = [e for e in module.exercises if e.tier is not Tier.STRETCH]
    return {
        "points": _sum(earned(e, module, tests[e.name]) for e in core),
        "max_points": _sum(module.max_points(e) for e in core),
    }


def _marks_of_one(exercise: Exercise, module: Module, tests: Sequence[_Ended]) -> dict[str, Any]:
    return {
        "tier": exercise.tier,
        "points": round(earned(exercise, module, tests), _DIGITS),
        "max_points": round(module.max_points(exercise), _DIGITS),
    }


def _module(
    module: Module,
    submission: Submission,
    tests: Mapping[str, Sequence[TestResult]],
    diagnoses: Mapping[str, Diagnosis],
    reason: str | None,
) -> GradedModule:
    source = submission.sources.get(module.name)
    return GradedModule(
        name=module.name,
        **_marks_of_module(module, tests),
        sha256=None if source is None else hashlib.sha256(source).hexdigest(),
        exercises=tuple(_exercise(e, module, tests[e.name], diagnoses.get(e.name)) for e in module.exercises),
        reason=reason,
    )


def _with_examples(module: GradedModule, examples: Mapping[str, Counterexample]) -> GradedModule:
    exercises = tuple(e.model_copy(update={"counterexample": examples.get(e.name)}) for e in module.exercises)
    return module.model_copy(update={"exercises": exercises})


def _exercise(
    exercise: Exercise, module: Module, tests: Sequence[TestResult], diagnosis: Diagnosis | None
) -> GradedExercise:
    return GradedExercise(
        name=exercise.name,
        **_marks_of_one(exercise, module, tests),
        status=status(tests),
        diagnosis=diagnosis,
        tests=tuple(_test(test) for test in tests),
    )


def _test(test: TestResult) -> GradedTest:
    return GradedTest(
        name=test.name,
        sentence=test.sentence,
        weight=test.weight,
        outcome=test.outcome,
        message=test.message,
        hint=test.hint,
    )


def _sum(points: Any) -> float:
    return round(float(sum(points)), _DIGITS)


def fault_of(grade: Grade) -> str | None:
    """Return our own fault that kept a hand-in from being graded (`ungraded`), None where it was graded."""
    tests = list(grade.tests)
    is_ungraded = tests and all(test.name == _NO_TEST and test.outcome is Outcome.ERROR for test in tests)
    return tests[0].message if is_ungraded else None


def ungraded(course: Course, submission: Submission, fault: str, isolation: IsolationLabel, track: str | None) -> Grade:
    """Return the document of a hand-in that our own fault kept from being graded: no marks, and a human is asked."""
    results = [
        TestResult(e.name, _NO_TEST, "the hand-in could not be graded", 1, Outcome.ERROR, fault)
        for m in course.modules
        for e in m.exercises
    ]
    flags = [f"{NOT_GRADED}: {fault}"]
    grade = score(course, submission, results, isolation=isolation, track=track, flags=flags)
    return grade.model_copy(update={"needs_human": True})
