"""Grade one submission: run its hidden tests, then look for the mistake behind each failure.

All of this happens in a forked process that may be killed at any time, for what a hand-in makes it do. It tells each
result when it has it, and the marks are complete before anything is explained (grader.suite.history).
"""

from __future__ import annotations

import types
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from grader.course.model import Course, Module
from grader.course.variants import MODULE, Numbers, as_module
from grader.diagnosis.catalogue import Catalogue, Failure
from grader.diagnosis.counterexample import with_counterexamples
from grader.grade.results import TestResult
from grader.grade.score import earned
from grader.outcome import Outcome
from grader.processes import Lost, Watch, each_in_a_child
from grader.sandbox.host.forkserver import ForkServer
from grader.sandbox.host.proxy import answer_for
from grader.sandbox.host.submission import Budget, Call, RunningSubmission
from grader.submission import Submission
from grader.suite import variant
from grader.suite.history import OWN, History, ended, in_order
from grader.suite.plugin import Run, Trace
from grader.suite.siblings import mentioned
from grader.text import clean

_SECONDS_PER_TEST = 60.0  # of CPU time that a hidden test may take on our side
_SECONDS_TO_EXPLAIN = 5.0  # of CPU time, for one exercise


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
    siblings: tuple[tuple[str, str], ...] = ()

    def remark(self, better: Sequence[str], unfinished: Sequence[str]) -> str:
        """Say what works so, and what to fix."""
        works = f"{self.module.name}: {', '.join(better)} works with the course's"
        if self.siblings:
            wrong = " and ".join(name for _, name in self.siblings)
            return f"{works} {wrong}, not with your own: fix {wrong} first"
        return f"{works} modules, not with your own" + (f": look at {', '.join(unfinished)}" if unfinished else "")


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
        self._run = run
        self._reference = reference
        self._catalogue = catalogue
        self._numbers = numbers  # of a student, where a course has variants

    def grade(self, attempt: Attempt, report: Callable[[list[Any]], None]) -> None:
        """Go on from where `attempt` stands; report the events of its history, in lists.

        Raises:
            SandboxError: the fork server is lost.
        """

        waiting: list[dict[str, Any]] = []

        def tell(event: dict[str, Any]) -> None:
            attempt.history.note(event)
            waiting.append(event)
            if "ended" not in event:  # the next test begins at once: one message for both
                report(waiting[:])
                waiting.clear()

        if self._numbers is not None:
            variant.is_for(self._numbers(attempt.submission.student))
        student = self._student(attempt, records=not attempt.history.lost)
        traces = self._pass(OWN, student, attempt.only, attempt.history, tell)
        for other in self._other_tries(attempt):
            again = self._student(attempt, lend=other.lend, siblings=other.siblings, earlier=student)
            self._pass(other.name, again, other.exercises, attempt.history, tell)
        tell({"marked": True})
        if attempt.history.lost:
            tell({"unexplained": "the failures were not explained: the hand-in had stopped the grader before"})
        else:
            self._explain(attempt, student, traces, tell)

    def best(self, attempt: Attempt) -> tuple[list[TestResult], list[str]]:
        """Return the results that count, each exercise's better ones of all passes, and what is to be said of it."""
        results = attempt.history.of(OWN)
        remarks = []
        for other in self._other_tries(attempt):
            better = _better(other.module, results, attempt.history.of(other.name))
            if better:
                names = [e for e in other.exercises if any(r.exercise == e for r in better.values())]
                remarks.append(other.remark(names, _unfinished_modules(self._course, other.module, results.values())))
                results = {**results, **better}
        return in_order(results, self._run.tests(attempt.only)), remarks

    def _other_tries(self, attempt: Attempt) -> Iterator[Try]:
        """Yield how a whole hand-in is tried once more: each follows from the results of those before it."""
        sources = attempt.submission.sources
        for module in self._course.modules if attempt.only is None else ():
            if module.name not in sources:
                continue
            worth_it = _worth_another_try(module, attempt.history, [OWN])
            lend = frozenset(module.builds_on)
            if worth_it and lend:
                yield Try(module.name, module, worth_it, lend)
            for exercise in _worth_another_try(module, attempt.history, [OWN, module.name]):
                wrong = self._wrong_siblings(attempt, module.name, exercise)
                if wrong:
                    yield Try(f"{module.name}.{exercise}", module, [exercise], lend, wrong)

    def _wrong_siblings(self, attempt: Attempt, module: str, exercise: str) -> tuple[tuple[str, str], ...]:
        """Return the exercises that come before one in the course, that it mentions, and that are not right themselves.

        What comes later is never lent: a function earns nothing by what is built on top of it.
        """
        order = [(m.name, e.name) for m in self._course.modules for e in m.exercises]
        earlier = order[: order.index((module, exercise))]
        used = mentioned(attempt.submission.sources[module], exercise, [name for _, name in order])
        right = (Outcome.PASSED, Outcome.NOT_STARTED)  # what is not written yet is not wrong: the message says so
        wrong = {r.exercise for r in attempt.history.of(OWN).values() if r.outcome not in right}
        of_sources = attempt.submission.sources.keys()
        return tuple((m, e) for m, e in earlier if e in used and e in wrong and m in of_sources)

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
            self.watch.allow(_SECONDS_PER_TEST, float("inf"))

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
        special = {e.name: e.seconds for m in self._course.modules for e in m.exercises if e.seconds}
        return RunningSubmission(
            self.fork_server,
            attempt.submission.sources,
            budget=Budget(limits.seconds_per_call, limits.seconds_per_module, attempt.seconds, special),
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

    def _extras(self, submission: Submission) -> Mapping[str, bytes]:
        """Return the student's own modules, and the numbers of the student, whatever was handed in as those."""
        if self._numbers is None:
            return submission.extras
        return {**submission.extras, MODULE: as_module(self._numbers(submission.student), "who is graded")}

    def _probe(self, submission: Submission) -> RunningSubmission:
        """Return the hand-in with little time of its own, on which no marks depend."""
        call = self._course.limits.seconds_per_call
        return RunningSubmission(
            self.fork_server,
            submission.sources,
            budget=Budget(call, 2 * call, 4 * call),
            refused=submission.refused,
            extras=self._extras(submission),
            reference=self._reference,
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
        for exercise, found in each_in_a_child(list(failed), diagnose, _SECONDS_TO_EXPLAIN):
            if isinstance(found, Lost):
                tell({"unexplained": f"{exercise} was not diagnosed: {clean(found.why, 100)}"})
            elif found is not None:
                tell({"diagnosed": exercise, **found})
        if attempt.only is not None:
            return
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


def _worth_another_try(module: Module, history: History, passes: Sequence[str]) -> list[str]:
    """Return the exercises of a module that were begun and are not right in any of these passes."""
    worth_it = []
    passed = [_outcomes(history.of(name)) for name in passes]
    for exercise in module.exercises:
        of_each = [outcomes[exercise.name] for outcomes in passed]
        if of_each[0] and {Outcome.PASSED} not in of_each and of_each[0] != {Outcome.NOT_STARTED}:
            worth_it.append(exercise.name)
    return worth_it


def _outcomes(results: Mapping[str, TestResult]) -> Mapping[str, set[Outcome]]:
    """Return how the tests of each exercise ended."""
    found: dict[str, set[Outcome]] = defaultdict(set)
    for result in results.values():
        found[result.exercise].add(result.outcome)
    return found


def _better(module: Module, first: Mapping[str, TestResult], second: Mapping[str, TestResult]) -> dict[str, TestResult]:
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


def _unfinished_modules(course: Course, module: Module, results: Iterable[TestResult]) -> list[str]:
    unfinished = {r.exercise for r in results if r.outcome is not Outcome.PASSED}
    return [m.name for m in course.modules if m.name in module.builds_on and unfinished & {e.name for e in m.exercises}]


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
