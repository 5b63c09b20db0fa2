"""Grade one submission: run its hidden tests, look for the mistake behind each failure, give the marks."""

from __future__ import annotations

import time
import types
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from grader.course.model import Course, Module
from grader.diagnosis.catalogue import Catalogue, Failure
from grader.diagnosis.counterexample import with_counterexamples
from grader.grade.document import Grade
from grader.grade.results import Diagnosis, TestResult
from grader.grade.score import earned, score
from grader.outcome import Outcome
from grader.sandbox.host.forkserver import ForkServer, Isolation
from grader.sandbox.host.proxy import answer_for
from grader.sandbox.host.submission import Budget, Call, RunningSubmission
from grader.submission import Submission
from grader.suite.plugin import Compared, Run
from grader.text import clean


class Session:
    """Everything that stays the same from one submission to the next."""

    def __init__(
        self,
        course: Course,
        run: Run,
        fork_server: ForkServer,
        reference: Mapping[str, types.ModuleType],
        catalogue: Catalogue,
        *,
        isolation: Isolation,
        track: str | None,
    ) -> None:
        self._course = course
        self._run = run
        self.fork_server = fork_server
        self._reference = reference
        self._catalogue = catalogue
        self._isolation = isolation
        self._track = track
        self._end = 0.0

    def grade(self, submission: Submission, only: Sequence[str] | None = None) -> Grade:
        """Return the grade document of one submission, of all exercises or `only` some.

        Whether a module works on the course's own modules is asked for whole submissions alone.
        """
        course = self._course if only is None else self._course.only(only)
        self._end = time.monotonic() + course.limits.seconds_per_hand_in
        student = self._student(submission)
        answer_for(student)
        try:
            results = self._run(only)
        finally:
            student.close()
        first = _Pass(results, self._run.made, self._run.compared)
        flags = _remarks(student)
        diagnoses: dict[str, Diagnosis] = {}
        try:
            if only is None:
                probe = partial(self._student, submission, is_probe=True)
                results = with_counterexamples(results, first.compared, probe, self._reference)
        except Exception as error:  # explaining is a courtesy: its failure costs no marks
            flags.append(f"no smaller inputs were searched for: {_said(error)}")
        for module in course.modules if only is None else ():
            if module.builds_on and module.name in submission.sources:
                results, remark = self._again_on_the_courses_modules(submission, module, results)
                flags += remark
        try:
            diagnoses = self._diagnose(student, first, results)
        except Exception as error:
            flags.append(f"the failures were not diagnosed: {_said(error)}")
        return score(
            course,
            submission,
            results,
            isolation=self._isolation.label,
            track=self._track,
            diagnoses=diagnoses,
            flags=flags,
        )

    def _student(
        self, submission: Submission, lend: frozenset[str] = frozenset(), *, is_probe: bool = False
    ) -> RunningSubmission:
        """Return the hand-in, ready to run; a probe has little time of its own and leaves no records."""
        limits = self._course.limits
        special = {e.name: e.seconds for m in self._course.modules for e in m.exercises if e.seconds}
        left = max(0.0, self._end - time.monotonic())  # of the hand-in's time, however often it is run
        budget = Budget(limits.seconds_per_call, limits.seconds_per_module, left, special)
        if is_probe:
            budget = Budget(limits.seconds_per_call, 2 * limits.seconds_per_call, 4 * limits.seconds_per_call)
        return RunningSubmission(
            self.fork_server,
            submission.sources,
            budget=budget,
            refused=submission.refused,
            extras=submission.extras,
            reference=self._reference,
            lend=lend,
            records=not lend and not is_probe,
        )

    def _again_on_the_courses_modules(
        self, submission: Submission, module: Module, results: list[TestResult]
    ) -> tuple[list[TestResult], list[str]]:
        """Run a module once more with the course's modules lent; each exercise keeps the better of both."""
        names = [e.name for e in module.exercises]
        unfinished = [
            name for name in names if any(r.exercise == name and r.outcome is not Outcome.PASSED for r in results)
        ]
        worth_it = [
            name
            for name in unfinished
            if any(r.exercise == name and r.outcome is not Outcome.NOT_STARTED for r in results)
        ]
        if not worth_it:
            return results, []
        student = self._student(submission, lend=frozenset(module.builds_on))
        answer_for(student)
        try:
            again = self._run(worth_it)
        finally:
            student.close()
        better = []
        for exercise in module.exercises:
            first = [r for r in results if r.exercise == exercise.name]
            second = [r for r in again if r.exercise == exercise.name]
            if second and earned(exercise, module, second) > earned(exercise, module, first):
                better.append(exercise.name)
        if not better:
            return results, []
        kept = [r for r in results if r.exercise not in better] + [r for r in again if r.exercise in better]
        order = {r.name: position for position, r in enumerate(results)}
        kept.sort(key=lambda r: order[r.name])
        guilty = [
            other
            for other in module.builds_on
            if any(r.outcome is not Outcome.PASSED for r in results if r.exercise in _exercises(self._course, other))
        ]
        which = f": look at {', '.join(guilty)}" if guilty else ""
        return kept, [f"{module.name}: {', '.join(better)} works with the course's modules, not with your own{which}"]

    def _diagnose(self, student: RunningSubmission, first: _Pass, results: list[TestResult]) -> dict[str, Diagnosis]:
        found = {}
        for exercise in {r.exercise for r in results if r.outcome is Outcome.FAILED}:
            diagnosis = self._catalogue.diagnose(exercise, first.failure_of(exercise, student.calls))
            if diagnosis is not None:
                found[exercise] = diagnosis
        return found


@dataclass(frozen=True)
class _Pass:
    """One run of the tests: for each its result, the positions of the calls it made, and what it compared last."""

    results: Sequence[TestResult]
    made: Sequence[range]
    compared: Sequence[Compared]

    def failure_of(self, exercise: str, calls: Sequence[Call]) -> Failure:
        """Return what the failed tests of an exercise leave behind."""
        own = [i for i, call in enumerate(calls) if call.function == exercise]
        failed = [
            k
            for k, r in enumerate(self.results)
            if r.exercise == exercise and r.outcome in (Outcome.FAILED, Outcome.CRASHED)
        ]
        failing = {i for k in failed for i in self.made[k]}
        wanted = [want for k in failed if (want := self.compared[k][1]) is not None]
        return Failure([calls[i] for i in own], {at for at, i in enumerate(own) if i in failing}, wanted)


def find_suites(course: Course) -> list[Path]:
    """Return the hidden suite of each module of the course, those that exist."""
    folder = course.root / "tests" / "hidden"
    return [path for module in course.modules if (path := folder / f"test_{module.name}.py").is_file()]


def _exercises(course: Course, module: str) -> set[str]:
    return {e.name for m in course.modules if m.name == module for e in m.exercises}


def _said(error: Exception) -> str:
    return clean(f"{type(error).__name__}: {error}", 200)


def _remarks(student: RunningSubmission) -> list[str]:
    remarks = [
        f"{name} is not available here and was stood in for: nothing is drawn while grading"
        for name in sorted(student.stubbed)
    ]
    remarks += [
        f"{name}.py could not be used by its siblings: the course's own was lent" for name in sorted(student.borrowed)
    ]
    remarks += [f"{name}.py prints while it runs: {clean(said, 80)!r}" for name, said in sorted(student.said.items())]
    return remarks
