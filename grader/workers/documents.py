"""What becomes of a history: the grade document of one submission."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from grader.children import Lost, each_in_a_child
from grader.course.model import Course
from grader.grade.document import Grade
from grader.grade.reasons import Account, account, recognise, to_recognise
from grader.grade.results import TestResult
from grader.grade.score import score
from grader.sandbox.host.isolation import Isolation
from grader.submission import Submission
from grader.suite.history import History
from grader.suite.session import Session
from grader.suite.tries import Attempt

_SECONDS_TO_RECOGNISE = 5.0  # of CPU time, for one file
_MOST_LOST = 3  # sessions that one submission may cost


class Documents:
    """Makes the documents of one course."""

    def __init__(self, course: Course, isolation: Isolation, track: str | None) -> None:
        self._course, self._isolation, self._track = course, isolation, track
        self._stubs = {
            module.name: path.read_bytes()
            for module in self._course.modules
            if (path := self._course.root / "exercises" / f"{module.name}.py").is_file()
        }

    def of(self, session: Session, attempt: Attempt) -> Grade:
        """Return what stands of an attempt: marks first of all, and whatever a person should know."""
        history = attempt.history
        results, remarks = session.best(attempt)
        stopped = dict.fromkeys(history.result_of(key).exercise for key in history.lost)
        course, told = self._course, Account(results)
        if attempt.only is None:
            told = self._account(attempt.submission, results)
        else:
            course = course.only(attempt.only)
        return score(
            course,
            attempt.submission,
            told.results,
            isolation=self._isolation.label,
            track=self._track,
            diagnoses=history.diagnoses,
            examples=history.examples,
            reasons=told.reasons,
            needs_human=bool(told.flags or was_given_up(history)),
            flags=[
                *told.flags,
                *history.remarks,
                *remarks,
                *[f"a hidden test of {exercise} was stopped in the middle: see its message" for exercise in stopped],
                *_given_up(history),
                *history.unexplained,
            ],
        )

    def _account(self, submission: Submission, results: Sequence[TestResult]) -> Account:
        """Say why modules earn nothing. Files are parsed in another process: one may be made to break a parser."""
        try:
            return self._account_of(submission, results)
        except Exception as error:  # ours: no mark depends on it, and none of the others is lost
            return Account(results, flags=[f"why a module earns nothing was not found: {type(error).__name__}"])

    def _account_of(self, submission: Submission, results: Sequence[TestResult]) -> Account:
        course = self._course
        names = to_recognise(course, submission, results, self._stubs)

        def look(name: str) -> dict[str, Any]:
            return recognise(course.module(name), submission.sources[name], self._stubs.get(name))

        looked = each_in_a_child(names, look, _SECONDS_TO_RECOGNISE)
        seen = {name: found for name, found in looked if not isinstance(found, Lost)}
        return account(course, submission, results, self._stubs, seen)


def was_given_up(history: History) -> bool:
    """Were so many sessions lost that no other was started?"""
    return len(history.lost) >= _MOST_LOST


def _given_up(history: History) -> list[str]:
    if not was_given_up(history):
        return []
    left = ", ".join(history.not_run) or "what fails was not tried again with the course's own modules"
    return [f"not all was run, because {_MOST_LOST} hidden tests had to be stopped in the middle: {left}"]
