"""The pytest plugin of a grading session: which tests there are, and how they are run. It runs on the grader's side."""

from __future__ import annotations

import re
import types
from collections.abc import Callable, Container, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from grader.course.loading import CourseError
from grader.course.model import Course, did_you_mean
from grader.grade.results import TestResult
from grader.handout.expect import Mismatch
from grader.outcome import UNUSABLE, Outcome
from grader.sandbox.host.isolation import SandboxError
from grader.sandbox.host.proxy import calls_so_far, latest_call, the_course_answers
from grader.sandbox.host.recording import Call
from grader.suite.verdicts import ended_as, exercise_of, result_of

Compared = tuple[Call | None, np.ndarray | None]
_WHICH_FORM = "which type, shape and size does the docstring promise, and which do you give back?"
_MARK = "exercise(name, weight=1): the exercise of course.yaml that a test gives marks for"


@dataclass(frozen=True)
class Trace:
    """What a test left: the positions of the calls it made, and what a failed comparison looked at."""

    made: range
    compared: Compared = (None, None)


class GradingPlugin:
    """Collects once, then hands the session to `serve` instead of running its tests.

    Args:
        whole: tells the exercises there are.
        course: tells those to grade, which on a track are fewer.
        serve: is called with a function that runs all tests (or those of some exercises) and returns results.
        loading: is told of each suite before its code runs.
        reference: the course's own modules, to see whether a test that fails by itself fails with them, too.
    """

    def __init__(
        self,
        whole: Course,
        course: Course,
        serve: Callable[[Run], None],
        loading: Callable[[Path], None],
        reference: Mapping[str, types.ModuleType],
    ) -> None:
        self.complaints: list[str] = []
        self.fault: Exception | None = None
        self.has_served = False
        self.ended_by = ""  # what ended the collection, in words
        self._loading = loading
        self._whole, self._course = whole, course
        self._serve = serve
        self._reference = reference

    @pytest.hookimpl(trylast=True)
    def pytest_configure(self, config: pytest.Config) -> None:
        config.addinivalue_line("markers", _MARK)
        config.pluginmanager.unregister(name="terminalreporter")

    def pytest_collectstart(self, collector: pytest.Collector) -> None:
        if isinstance(collector, pytest.Module):
            self._loading(collector.path)

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if report.skipped:
            self.complaints.append(f"{report.nodeid}: is skipped as a whole: a hidden test is always run")
        if report.failed:
            text = str(report.longrepr).strip()
            reason = re.sub(r"^E\s+", "", text.splitlines()[-1]) if text else "no reason given"
            places = re.findall(rf"{re.escape(Path(report.nodeid).name)}:(\d+): in ", text)
            line = f" (line {places[-1]})" if places else ""
            self.complaints.append(f"{report.nodeid}: cannot be collected: {reason}{line}")

    def pytest_internalerror(self, excinfo: pytest.ExceptionInfo[BaseException]) -> bool:
        error = excinfo.value
        if isinstance(error, SystemExit):
            self.ended_by = "ends the whole program when it is imported: is there an exit() in it?"
        else:
            self.ended_by = f"pytest cannot collect it: {type(error).__name__}: {error}"
        return True

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        try:
            self.has_served = True
            if not self.complaints:
                self._serve(Run(session, self._whole, self._course, self._reference))
        except Exception as error:  # pytest would only print it; the worker says it, or fails by it
            self.fault = error
        return True


class Run:
    """The collected tests of a course, ready to run against whichever submission answers.

    Raises:
        CourseError: a test names no exercise, or an unknown one, or an exercise has no test.
    """

    def __init__(
        self, session: pytest.Session, whole: Course, course: Course, reference: Mapping[str, types.ModuleType]
    ) -> None:
        self._reference = reference
        known = {e.name for m in whole.modules for e in m.exercises}
        wanted = {e.name for m in course.modules for e in m.exercises}
        self._items: dict[str, list[pytest.Item]] = {name: [] for name in wanted}  # by exercise
        for item in session.items:
            name, _ = exercise_of(item)
            if name not in known:
                raise CourseError(f"{item.nodeid}: no exercise {name!r} in the course{did_you_mean(name, known)}")
            if name in wanted:
                self._items[name].append(item)
            _refuse_ignored_marks(item)
        self._order = {item: position for position, item in enumerate(session.items)}
        self._by_name = {item.nodeid: item for item in session.items}
        for module in course.modules:
            missing = [e.name for e in module.exercises if not self._items[e.name]]
            if missing:
                suite = course.root / "tests" / "hidden" / f"test_{module.name}.py"
                raise CourseError(f"{suite}: no hidden test of {', '.join(missing)}")

    def tests(self, exercises: Sequence[str] | None = None) -> list[str]:
        """Return the tests of these exercises (None: of all) by node id, in order."""
        return [item.nodeid for item in self._of(exercises)]

    def __call__(
        self,
        exercises: Sequence[str] | None,
        done: Container[str],
        begins: Callable[[str], None],
        ended: Callable[[str, TestResult], None],
    ) -> dict[str, Trace]:
        """Run the tests of these exercises (None: of all) that are not done yet, and tell of each.

        Returns:
            By test, what it left for who looks for its mistake.

        Raises:
            SandboxError: there can be no guest any more; the test that began has no result.
        """
        items = [item for item in self._of(exercises) if item.nodeid not in done]
        traces = {}
        for item, following in zip_longest(items, items[1:]):  # none, where the test that was lost was the last
            begins(item.nodeid)
            before = calls_so_far()
            error = _run(item, following)
            if isinstance(error, SandboxError):
                raise error
            made = range(before, calls_so_far())
            result = ended_as(item, Outcome.PASSED) if error is None else self._blamed(item, following, error)
            ended(item.nodeid, result)
            compared = (latest_call(), error.want) if isinstance(error, Mismatch) else (None, None)
            traces[item.nodeid] = Trace(made, compared)
            _let_go_of(error)
        return traces

    def _blamed(self, item: pytest.Item, following: pytest.Item | None, error: BaseException) -> TestResult:
        """Return the result of a test that failed; its suite is to blame for what right answers bring about as well.

        Where they do not, what came back was of a kind that no right answer is, and what the suite did with it failed.
        """
        result = result_of(item, error)
        if not result.our_fault:
            return result
        why = f"{UNUSABLE}: {type(error).__name__}: {error}"
        error.__traceback__ = None  # with it goes what came back, which may be most of the memory there is
        if self._fails_with_right_answers(item, following):
            return result
        return ended_as(item, Outcome.FAILED, why, _WHICH_FORM)

    def exercise_of(self, test: str) -> str:
        """Return which exercise a test, by its node id, gives marks for."""
        return exercise_of(self._item(test))[0]

    def fails_by_itself(self, test: str) -> bool:
        """Say whether a test, by its node id, does not pass with right answers either."""
        return self._fails_with_right_answers(self._item(test), None)

    def _fails_with_right_answers(self, item: pytest.Item, following: pytest.Item | None) -> bool:
        with the_course_answers(self._reference):
            return _run(item, following) is not None

    def without_a_result(self, test: str, outcome: Outcome, message: str, *, our_fault: bool = False) -> TestResult:
        """Return what stands for the result of a test that could not be run to its end."""
        hint = _WHICH_FORM if message.startswith(UNUSABLE) else ""
        return ended_as(self._item(test), outcome, message, hint, our_fault=our_fault)

    def _item(self, test: str) -> pytest.Item:
        return self._by_name[test]

    def _of(self, exercises: Sequence[str] | None) -> list[pytest.Item]:
        wanted = self._items.keys() if exercises is None else exercises
        return sorted((item for name in wanted for item in self._items[name]), key=self._order.__getitem__)


def _run(item: pytest.Item, following: pytest.Item | None) -> BaseException | None:
    """Run one test, with its fixtures; return what ended it, None if it passed.

    Only the three hooks that do something for a hidden test are called. pytest's own protocol would make reports of
    each phase for the terminal as well, which took a third of the time of a session.
    """
    test: Any = item
    if not test._request:  # it was run before, in this process: as pytest's own runner does for a second run
        test._initrequest()
    error: BaseException | None = None
    try:
        item.config.hook.pytest_runtest_setup(item=item)
        item.config.hook.pytest_runtest_call(item=item)
    except BaseException as raised:  # whatever it is becomes a result
        error = raised
    try:
        item.config.hook.pytest_runtest_teardown(item=item, nextitem=following)
    except BaseException as raised:
        error = error or raised
    test._request, test.funcargs = False, None  # what the fixtures made is not kept
    return error


def _let_go_of(error: BaseException | None) -> None:
    """Part an exception from the frames that refer to it: what came back lies there."""
    while error is not None:
        error.__traceback__ = None
        error = error.__context__


def _refuse_ignored_marks(item: pytest.Item) -> None:
    """A mark that a grading session does not obey would let plain pytest and the grader judge differently."""
    if item.name.endswith("[NOTSET]"):
        raise CourseError(f"{item.nodeid}: expected at least one case for parametrize, got an empty list")
    for name in {"tmp_path", "tmpdir", "cache"}.intersection(getattr(item, "fixturenames", ())):
        raise CourseError(f"{item.nodeid}: expected no fixture {name}, since a hand-in reaches no file of a suite's")
    for name in ("skip", "skipif", "xfail"):
        if item.get_closest_marker(name):
            raise CourseError(f"{item.nodeid}: a hidden test is always run: expected no mark {name}")
    for mark in item.iter_markers("filterwarnings"):
        if mark.args != ("ignore",):
            raise CourseError(f"{item.nodeid}: expected filterwarnings('ignore') or none, got {mark.args!r}")
