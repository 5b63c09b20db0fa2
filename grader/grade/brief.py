"""A grade in brief: what the tables and pages of a whole class need of it, in a few kilobytes, not half a megabyte.

The messages and hints of the hidden tests stay on disk, and equal parts of two documents are one part in memory. So the
memory of a run hardly grows with the class. Nothing in brief is ever written.
"""

from __future__ import annotations

from collections.abc import Hashable

from grader.grade.document import Grade, GradedExercise, GradedModule, GradedTest
from grader.grade.results import Status


class Briefs:
    """Shortens the grades of one class."""

    def __init__(self) -> None:
        self._tests: dict[Hashable, GradedTest] = {}
        self._exercises: dict[GradedExercise, GradedExercise] = {}
        self._modules: dict[GradedModule, GradedModule] = {}

    def of(self, grade: Grade) -> Grade:
        """Return the same document without hints and examples, and of the messages only why a module cannot be used."""
        return grade.model_copy(update={"modules": tuple(self._module(module) for module in grade.modules)})

    def _module(self, module: GradedModule) -> GradedModule:
        unusable = all(exercise.status is Status.ERROR for exercise in module.exercises)
        exercises = tuple(
            self._exercise(exercise, keeps_message=unusable and place == 0)
            for place, exercise in enumerate(module.exercises)
        )
        short = module.model_copy(update={"exercises": exercises})
        return self._modules.setdefault(short, short)

    def _exercise(self, exercise: GradedExercise, *, keeps_message: bool) -> GradedExercise:
        tests = tuple(
            self._test(test, test.message if keeps_message and place == 0 else "")
            for place, test in enumerate(exercise.tests)
        )
        short = exercise.model_copy(update={"tests": tests, "counterexample": None})
        return self._exercises.setdefault(short, short)

    def _test(self, test: GradedTest, message: str) -> GradedTest:
        key = (test.name, test.sentence, test.weight, test.outcome, message)
        known = self._tests.get(key)
        if known is None:
            known = self._tests[key] = test.model_copy(update={"message": message, "hint": ""})
        return known
