"""All that can become of one hand-in: a session of its own grades it, and a fresh one after each that is lost.

A fork per submission keeps everything a suite might remember out of the next one, and makes a failure of our own cost
one submission only.
"""

from __future__ import annotations

import time
import traceback
from collections.abc import Callable
from functools import partial
from typing import Any

from grader.children import Child, each_in_a_child
from grader.course.model import Limits
from grader.outcome import NOT_RUN, OUR_FAULT, UNUSABLE, Outcome
from grader.processes import limit_own_memory
from grader.sandbox.host.channel import KILLED_FROM_OUTSIDE
from grader.sandbox.host.isolation import ForkServerLost
from grader.sandbox.host.meter import BACKSTOP
from grader.submission import Submission
from grader.suite.history import OWN, History
from grader.suite.plugin import Run
from grader.suite.session import Session
from grader.suite.tries import Attempt
from grader.workers.documents import Documents, was_given_up

_GRACE = 30.0  # seconds a session may take beyond what its submission may: our own share of the work


class HandIns:
    """Grades the hand-ins of one course, one after the other."""

    def __init__(self, run: Run, session: Session, limits: Limits, documents: Documents) -> None:
        self._run, self._session = run, session
        self._limits, self._documents = limits, documents

    def grade(self, submission: Submission, only: list[str] | None) -> dict[str, Any]:
        """Return a grade, or the fault of our own for which there is none.

        Raises:
            SandboxError: there is no fork server any more.
        """
        start = time.monotonic()
        seconds = self._limits.seconds_per_hand_in
        attempt = Attempt(submission, only, seconds)
        history = attempt.history
        was_begun_anew = False
        while not history.is_marked and history.fault is None:
            attempt.seconds = seconds - (time.monotonic() - start)
            end = start + BACKSTOP * seconds + _GRACE
            child = self._in_a_child(attempt, end)
            if history.is_marked and child.code != 0:
                history.note({"unexplained": f"explaining ended with {child.code}"})
            elif history.is_unsure and not history.is_marked and not was_begun_anew:
                history = attempt.history = History()  # so that the grade is the one it would have been
                was_begun_anew = True
            elif not history.is_marked and history.fault is None and not history.may_try_again():
                has_overrun = child.was_killed and time.monotonic() < end
                self._go_on_without_it(attempt, child, has_overrun)
        if history.fault is not None:
            return {"fault": history.fault}
        return {"grade": self._documents.of(self._session, attempt).model_dump(mode="json")}

    def _in_a_child(self, attempt: Attempt, end: float) -> Child:
        session, fork_server = self._session, self._session.fork_server
        session.watch.forget()
        child = Child(
            partial(_grade_here, session, attempt, self._limits.memory_mb),
            lambda pid: session.watch.has_passed(pid) or time.monotonic() > end,
        )
        for event in child:
            attempt.history.note(event)
        if not child.was_killed and -child.code in KILLED_FROM_OUTSIDE:
            attempt.history.note({"unsure": True})
        if child.code == 0 and not attempt.history.is_unsure:
            try:
                fork_server.end_all()
                return child
            except ForkServerLost:
                pass
        fork_server.replace()
        return child

    def _go_on_without_it(self, attempt: Attempt, child: Child, has_overrun: bool) -> None:
        """Give a result to the test in which a session was lost, and after too many of them to all that are left.

        `has_overrun` says that it was stopped for the CPU time it took, and neither ended by itself nor was too late.
        """
        history, run, session = attempt.history, self._run, self._session
        if history.begun is None:
            history.note({"fault": f"the grading session ended with {child.code} and no result"})
            return
        begun, test = history.begun
        is_ours = False
        if session.watch.is_at_a_guests_order:
            how = "did not end" if child.was_killed else "crashed"
            why = f"the function that your code was given {how} on what your code passed to it"
        elif has_overrun and _passes_with_right_answers(session, attempt, test):
            why = f"{UNUSABLE}: the hidden test did not end on it"
        else:
            how = "did not end" if child.was_killed else f"ended the grading session with {child.code}"
            if has_overrun:
                seconds = f"{session.seconds_of(test):g} s of CPU time"
                how += f" within {seconds}: is a loop endless in it, or in the reference that it calls?"
            why, is_ours = f"{OUR_FAULT}: it {how}", True
        outcome = Outcome.ERROR if is_ours else Outcome.TIMEOUT if child.was_killed else Outcome.CRASHED
        history.lose(run.without_a_result(test, outcome, why, our_fault=is_ours))
        if has_overrun and is_ours:  # the other tests of the exercise would take as long
            text = f"{NOT_RUN} another hidden test of its exercise did not end"
            left = [other for other in run.tests([run.exercise_of(test)]) if other not in history.of(begun)]
            history.leave_out(begun, {t: run.without_a_result(t, outcome, text, our_fault=True) for t in left})
        if was_given_up(history):
            known = history.of(OWN)
            text = f"{NOT_RUN} the grader had to be started anew too often: {why}"
            left = [test for test in run.tests(attempt.only) if test not in known]
            history.give_up({test: run.without_a_result(test, outcome, text, our_fault=is_ours) for test in left})


def _passes_with_right_answers(session: Session, attempt: Attempt, test: str) -> bool:
    """Try a test in which a session was lost with right answers, in a process that may be lost as well."""
    tried = partial(session.fails_by_itself, attempt)
    ((_, fails),) = each_in_a_child([test], tried, session.seconds_of(test))
    return fails is False


def _grade_here(session: Session, attempt: Attempt, memory_mb: int, report: Callable[[dict[str, Any]], None]) -> None:
    limit_own_memory(memory_mb)
    try:
        session.grade(attempt, report)
    except ForkServerLost:
        report({"unsure": True})
        raise
    except BaseException as error:  # our own fault: it becomes a value, and a human looks at it
        report({"fault": f"{type(error).__name__}: {error}", "traceback": traceback.format_exc()})
