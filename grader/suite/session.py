"""Grade one submission: run its hidden tests, then look for the mistake behind each failure.

All of this happens in a forked process that may be killed at any time, for what a hand-in makes it do. It tells each
result when it has it, and the marks are complete before anything is explained (grader.suite.history).
"""

from __future__ import annotations

import types
from collections.abc import Callable, Collection, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from grader.children import Lost, Watch, each_in_a_child
from grader.course.model import Course
from grader.course.variants import MODULE, Numbers, as_module
from grader.diagnosis.catalogue import Catalogue, Failure
from grader.diagnosis.counterexample import with_counterexamples
from grader.grade.results import TestResult
from grader.outcome import Outcome
from grader.sandbox.host.forkserver import ForkServer
from grader.sandbox.host.proxy import answer_for
from grader.sandbox.host.recording import Call
from grader.sandbox.host.submission import Budget, RunningSubmission
from grader.submission import Submission
from grader.suite import variant
from grader.suite.examples import Examples
from grader.suite.history import OWN, History, ended, in_order
from grader.suite.plugin import Run, Trace
from grader.suite.tries import Attempt, better, other_tries, unfinished_modules
from grader.text import clean

_SECONDS_PER_TEST = 10.0  # of CPU time that a hidden test may take on our side, where one call does not have more:
_CALLS_PER_TEST = 5  # so many times the limit of a call, for the reference works here as well
_SECONDS_TO_EXPLAIN = 5.0  # of CPU time, for one exercise
_SECONDS_TO_EXPLAIN_ALL = 60.0  # what a hand-in needs that is wrong everywhere takes 10
_CALLS_TO_EXPLAIN, _CALLS_PER_MODULE = 15, 3  # so many times the limit of a call, for all exercises together


class Session:
    """Everything that stays the same from one submission to the next."""

    def __init__(
        self,
        course: Course,
        run: Run,
        fork_server: ForkServer,
        reference: Mapping[str, types.ModuleType],
        catalogue: Catalogue,
        numbers: Callable[[str], Numbers] | None,
    ) -> None:
        self.fork_server = fork_server
        self.watch = Watch()
        self._course = course
        self._special = {e.name: e.seconds for m in course.modules for e in m.exercises if e.seconds}
        self._run = run
        self._reference = reference
        self._catalogue = catalogue
        self._numbers = numbers  # of a student, where a course has variants

    def grade(self, attempt: Attempt, report: Callable[[dict[str, Any]], None]) -> None:
        """Go on from where `attempt` stands; report the events of its history.

        Raises:
            SandboxError: the fork server is lost.
        """

        def tell(event: dict[str, Any]) -> None:
            attempt.history.note(event)
            report(event)

        goes_on = bool(attempt.history.of(OWN))  # what an earlier session saw of the calls is gone
        self._take_the_numbers_of(attempt.submission)
        student = self._student(attempt, records=not attempt.history.lost)
        traces = self._pass(OWN, student, attempt.only, attempt.history, tell)
        for other in other_tries(self._course, attempt):
            again = self._student(attempt, lend=other.lend, siblings=other.siblings, earlier=student)
            self._pass(other.name, again, other.exercises, attempt.history, tell)
        tell({"marked": True})
        if attempt.history.lost:
            tell({"unexplained": "the failures were not explained: the hand-in had stopped the grader before"})
        elif goes_on:
            tell({"unexplained": "the failures were not explained: the grader was interrupted"})
        else:
            self._explain(attempt, student, traces, tell)

    def fails_by_itself(self, attempt: Attempt, test: str) -> bool:
        """Say whether a test in which a session was lost does not pass with right answers either: see Run."""
        self._take_the_numbers_of(attempt.submission)
        return self._run.fails_by_itself(test)

    def seconds_of(self, test: str) -> float:
        """Return how many seconds of CPU time a test may take on our side."""
        of_a_call = self._special.get(self._run.exercise_of(test), self._course.limits.seconds_per_call)
        return max(_SECONDS_PER_TEST, _CALLS_PER_TEST * of_a_call)

    def best(self, attempt: Attempt) -> tuple[list[TestResult], list[str]]:
        """Return the results that count, each exercise's better ones of all passes, and what is to be said of it."""
        results = attempt.history.of(OWN)
        remarks = []
        for other in other_tries(self._course, attempt):
            better_ones = better(other.module, results, attempt.history.of(other.name))
            if better_ones:
                names = [e for e in other.exercises if any(r.exercise == e for r in better_ones.values())]
                remarks.append(other.remark(names, unfinished_modules(self._course, other.module, results.values())))
                results = {**results, **better_ones}
        return in_order(results, self._run.tests(attempt.only)), remarks

    def _pass(
        self,
        name: str,
        student: RunningSubmission,
        only: Sequence[str] | None,
        history: History,
        tell: Callable[[dict[str, Any]], None],
    ) -> dict[str, Trace]:
        known = history.remarks

        def begins(test: str) -> None:
            tell({"begins": [name, test]})
            self.watch.allow(self.seconds_of(test), float("inf"))

        def ends(test: str, result: TestResult) -> None:
            tell(ended(name, test, result))
            remarks = list(dict.fromkeys([*known, *_remarks(student)])) if name == OWN else known
            if remarks != history.remarks:
                tell({"remarks": remarks})

        answer_for(student)
        try:
            return self._run(only, history.of(name), begins, ends)
        finally:
            tell({"over": name})
            self.watch.forget()
            student.close()

    def _student(
        self,
        attempt: Attempt,
        lend: frozenset[str] = frozenset(),
        siblings: Collection[tuple[str, str]] = (),
        *,
        records: bool = False,
        earlier: RunningSubmission | None = None,
    ) -> RunningSubmission:
        """Return the hand-in, ready to run."""
        limits = self._course.limits
        return RunningSubmission(
            self.fork_server,
            attempt.submission.sources,
            budget=Budget(limits.seconds_per_call, limits.seconds_per_module, attempt.seconds, self._special),
            refused=attempt.submission.refused,
            extras=self._extras(attempt.submission),
            reference=self._reference,
            lend=lend,
            siblings=siblings,
            records=records,
            earlier=earlier,
            timeouts=attempt.history.timeouts,
            watch=self.watch,
        )

    def _take_the_numbers_of(self, submission: Submission) -> None:
        if self._numbers is not None:
            variant.is_for(self._numbers(submission.student))

    def _extras(self, submission: Submission) -> Mapping[str, bytes]:
        """Return the student's own modules, and the numbers of the student, whatever was handed in as those."""
        if self._numbers is None:
            return submission.extras
        return {**submission.extras, MODULE: as_module(self._numbers(submission.student), "who is graded")}

    def _probe(self, submission: Submission, earlier: RunningSubmission | None = None) -> RunningSubmission:
        """Return the hand-in with little time of its own, on which no marks depend.

        Args:
            earlier: a probe on whose account this one goes on.
        """
        call = self._course.limits.seconds_per_call
        return RunningSubmission(
            self.fork_server,
            submission.sources,
            budget=Budget(call, _CALLS_PER_MODULE * call, _CALLS_TO_EXPLAIN * call),
            refused=submission.refused,
            extras=self._extras(submission),
            reference=self._reference,
            earlier=earlier,
        )

    def _explain(
        self,
        attempt: Attempt,
        student: RunningSubmission,
        traces: Mapping[str, Trace],
        tell: Callable[[dict[str, Any]], None],
    ) -> None:
        """Tell what explains the failures: a courtesy, in processes of its own, whose loss costs no marks."""
        results, _ = self.best(attempt)
        diagnose = partial(self._diagnosis, attempt.history, student.calls, traces)
        failed = dict.fromkeys(r.exercise for r in results if r.outcome is Outcome.FAILED)
        for exercise, found in each_in_a_child(list(failed), diagnose, _SECONDS_TO_EXPLAIN, _SECONDS_TO_EXPLAIN_ALL):
            if isinstance(found, Lost):
                tell({"unexplained": f"{exercise} was not diagnosed: {clean(found.why, 100)}"})
            elif found is not None:
                tell({"diagnosed": exercise, **found})
        if attempt.only is not None:
            return
        self._show_examples(attempt, results, student.calls, tell)
        if not any(trace.compared[1] is not None for trace in traces.values()):
            return
        shrink = partial(self._counterexamples, traces)
        ((_, messages),) = each_in_a_child([attempt], shrink, _SECONDS_TO_EXPLAIN)
        if isinstance(messages, Lost):
            tell({"unsure": True})
            tell({"unexplained": f"no smaller inputs were searched for: {clean(messages.why, 100)}"})
        else:
            for test, message in messages:
                tell({"shrunk": test, "message": message})

    def _show_examples(
        self,
        attempt: Attempt,
        results: Sequence[TestResult],
        calls: Sequence[Call],
        tell: Callable[[dict[str, Any]], None],
    ) -> None:
        """Tell of each exercise a wrong answer that its student may see, where one is found."""
        none = {r.exercise for r in results if r.outcome in (Outcome.TIMEOUT, Outcome.CRASHED) or r.has_no_function}
        wrong = [e for e in dict.fromkeys(r.exercise for r in results if r.outcome is Outcome.FAILED) if e not in none]
        show = Examples(self._course, self._reference, self._catalogue, partial(self._probe, attempt.submission), calls)
        for exercise, found in each_in_a_child(wrong, show, _SECONDS_TO_EXPLAIN, _SECONDS_TO_EXPLAIN_ALL):
            if isinstance(found, Lost):
                if found.was_begun:
                    tell({"unsure": True})
            elif found is not None:
                tell({"example": exercise, **found})

    def _diagnosis(
        self, history: History, calls: Sequence[Call], traces: Mapping[str, Trace], exercise: str
    ) -> dict[str, str] | None:
        own = [i for i, call in enumerate(calls) if call.function == exercise]
        failed = [
            traces[test]
            for test, r in history.of(OWN).items()
            if r.exercise == exercise and r.outcome in (Outcome.FAILED, Outcome.CRASHED)
        ]
        failing = {i for trace in failed for i in trace.made}
        wanted = [want for trace in failed if (want := trace.compared[1]) is not None]
        failure = Failure([calls[i] for i in own], {at for at, i in enumerate(own) if i in failing}, wanted)
        found = self._catalogue.diagnose(exercise, failure)
        return None if found is None else {"mistake": found.mistake, "hint": found.hint}

    def _counterexamples(self, traces: Mapping[str, Trace], attempt: Attempt) -> list[tuple[str, str]]:
        tests = self._run.tests()
        before = in_order(attempt.history.of(OWN), tests)
        pairs = [traces[test].compared for test in tests]
        told = with_counterexamples(before, pairs, partial(self._probe, attempt.submission), self._reference)
        return [(t, new.message) for t, old, new in zip(tests, before, told, strict=True) if new.message != old.message]


def find_suites(course: Course) -> list[Path]:
    """Return the hidden suite of each module of the course, those that exist."""
    folder = course.root / "tests" / "hidden"
    return [path for module in course.modules if (path := folder / f"test_{module.name}.py").is_file()]


def _remarks(student: RunningSubmission) -> list[str]:
    remarks = [
        f"{name} is not available here and was stood in for: nothing is drawn while grading"
        for name in sorted(student.stubbed)
    ]
    remarks += [
        f"{name}.py could not be used by the other files: they were tested with the course's own"
        for name in sorted(student.borrowed)
    ]
    printed = ((name, clean(output, 80)) for name, output in sorted(student.output.items()))
    remarks += [f"{name}.py prints while it runs: {output!r}" for name, output in printed if output]
    return remarks
