"""What is known so far about one submission, told event by event: the marks stand here before anything is explained.

The process that grades may be killed at any time, for what a hand-in makes it do. Who keeps the history starts another
one that goes on after the test that was lost, so a hand-in keeps the marks it had and loses that test alone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from grader.grade.results import Counterexample, Diagnosis, TestResult
from grader.outcome import Outcome
from grader.text import clean

OWN = ""  # the pass over all tests with the student's own modules; others are named after the module tried again
Key = tuple[str, str]  # a pass and a test's node id


class History:
    """The results of one submission, in the order in which they came.

    Events, as plain JSON: begins (pass, test) · ended (pass, test, result) · over (a pass) · remarks (a list, the whole
    of it) · marked (no result comes any more) · diagnosed (exercise, mistake, hint) · shrunk (test, message) ·
    example (exercise, call, got, want) · unexplained (a remark) · unsure (the fork server may be in the middle of an
    order) · fault (ours: there is no grade).
    """

    def __init__(self) -> None:
        self._results: dict[str, dict[str, TestResult]] = {}  # by pass and test
        self.begun: Key | None = None  # the test that runs
        self.lost: list[Key] = []
        self._tried_again: list[Key | None] = []
        self.remarks: list[str] = []
        self.unexplained: list[str] = []
        self.diagnoses: dict[str, Diagnosis] = {}
        self.examples: dict[str, Counterexample] = {}
        self.is_marked = False
        self.is_unsure = False
        self.not_run: list[str] = []  # exercises with tests that were given up
        self.fault: str | None = None

    def note(self, event: Mapping[str, Any]) -> None:  # noqa: C901  # one kind of event a branch
        """Take in one event."""
        match event:
            case {"begins": [str(run), str(test)]}:
                self.begun = run, test
            case {"ended": [str(run), str(test)], "result": result}:
                self._put((run, test), TestResult(**{**result, "outcome": Outcome(result["outcome"])}))
                self.begun = None
            case {"remarks": remarks}:
                self.remarks = remarks
            case {"marked": _}:
                self.is_marked = True
            case {"diagnosed": exercise, "mistake": mistake, "hint": hint}:
                self.diagnoses[exercise] = Diagnosis(mistake, hint)
            case {"shrunk": test, "message": message}:
                self._put((OWN, test), replace(self.result_of((OWN, test)), message=message))
            case {"example": exercise, "call": call, "got": got, "want": want}:
                self.examples[exercise] = Counterexample(call, got, want)
            case {"unexplained": remark}:
                self.unexplained.append(clean(remark, 200))
            case {"unsure": _}:
                self.is_unsure = True
            case {"fault": fault}:
                self.fault = fault

    def lose(self, result: TestResult) -> None:
        """Note the result of the test that was running when its process was lost."""
        assert self.begun is not None
        self._put(self.begun, result)
        self.lost.append(self.begun)
        self.begun = None

    def leave_out(self, run: str, results: Mapping[str, TestResult]) -> None:
        """Note results for tests of a pass that will not be run, by test."""
        self._results.setdefault(run, {}).update(results)

    def give_up(self, results: Mapping[str, TestResult]) -> None:
        """Note results for all tests that will not be run any more, by test: there are marks now, and no more come."""
        self.leave_out(OWN, results)
        self.not_run = list(dict.fromkeys(result.exercise for result in results.values()))
        self.is_marked = True

    def may_try_again(self) -> bool:
        """Say whether the test that was running is worth another try: once, where the fork server was lost."""
        may = self.is_unsure and self.begun is not None and self.begun not in self._tried_again
        if may:
            self._tried_again.append(self.begun)
        self.is_unsure = False
        return may

    def of(self, run: str) -> Mapping[str, TestResult]:
        """Return the results of one pass, by test; what comes later is seen in it."""
        return self._results.setdefault(run, {})

    def result_of(self, key: Key) -> TestResult:
        """Return the result of one test in one pass."""
        run, test = key
        return self._results[run][test]

    @property
    def timeouts(self) -> int:
        """How many tests were lost because they did not end."""
        return sum(self.result_of(key).outcome is Outcome.TIMEOUT for key in self.lost)

    def _put(self, key: Key, result: TestResult) -> None:
        run, test = key
        self._results.setdefault(run, {})[test] = result


def ended(run: str, test: str, result: TestResult) -> dict[str, Any]:
    """Return the event that a test ended."""
    return {"ended": [run, test], "result": vars(result)}


def in_order(results: Mapping[str, TestResult], order: Sequence[str]) -> list[TestResult]:
    """Return results in the order of these tests."""
    return [results[test] for test in order if test in results]
