"""One grading process: collects the hidden suites once, then forks one pytest session per submission.

It speaks with the grader that started it by multiprocessing.connection, on its standard input and output:
    in   frames: {"course", "isolation", "track"} once, then one {submission, "only": exercises or none} each
    out  JSON: {"loading": a file} for each, {"ready": true} or {"error": …, "kind": …},
         then one {"grade": …} or {"fault": …} each
A fork per submission keeps everything a suite might remember out of the next one, and makes a failure of
our own cost one submission only.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import signal
import sys
import time
import traceback
import warnings
from collections.abc import Callable
from functools import partial
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, TypeAlias

import numpy.ma  # numpy loads these two when first asked for: once here, not in every session
import numpy.random  # noqa: F401
import pytest

from grader.children import Child, each_in_a_child
from grader.course.loading import CourseError, load_course
from grader.diagnosis.catalogue import Catalogue
from grader.outcome import NOT_RUN, OUR_FAULT, UNUSABLE, Outcome
from grader.processes import die_with_parent, limit_own_memory
from grader.sandbox.forkserver.warmup import tidy_heap
from grader.sandbox.host.channel import KILLED_FROM_OUTSIDE
from grader.sandbox.host.forkserver import ForkServer, ForkServerLost, Isolation, SandboxError
from grader.sandbox.host.meter import BACKSTOP
from grader.sandbox.host.proxy import install
from grader.sandbox.wire import frames
from grader.submission import Submission
from grader.suite import variant
from grader.suite.history import OWN, History
from grader.suite.plugin import GradingPlugin, Run
from grader.suite.reference import load_reference
from grader.suite.session import Session, find_suites
from grader.suite.tries import Attempt
from grader.workers.documents import Documents, was_given_up

_Pipe: TypeAlias = "Connection[Any, Any]"
_GRACE = 30.0  # seconds a session may take beyond what its submission may: our own share of the work


def main() -> None:
    """Serve submissions until standard input ends."""
    die_with_parent()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the whole terminal; the grader decides
    incoming, outgoing = Connection(os.dup(0), writable=False), Connection(os.dup(1), readable=False)
    nowhere = os.open(os.devnull, os.O_RDWR)
    os.dup2(nowhere, 0)
    os.dup2(nowhere, 1)  # a suite may print: keep it off the pipe we answer on
    setup = _read(incoming)
    if setup is None:  # the grader is gone already
        return
    with contextlib.suppress(BrokenPipeError):  # nobody wants to know any more
        try:
            with contextlib.closing(_Worker(setup, incoming, outgoing)) as worker:
                worker.run()
        except (CourseError, SandboxError) as error:
            _write(outgoing, {"error": str(error), "is_the_courses": isinstance(error, CourseError)})


class _Worker:
    def __init__(self, setup: dict[str, Any], incoming: _Pipe, outgoing: _Pipe) -> None:
        self._incoming, self._outgoing = incoming, outgoing
        self._whole = load_course(Path(setup["course"]))
        self._course = self._whole.on_track(setup["track"])
        self._isolation = Isolation(setup["isolation"])
        self._track = setup["track"]
        self._fork_server = self._new_fork_server()
        self._documents = Documents(self._course, self._isolation, self._track)

    def run(self) -> None:
        root = self._course.root
        sys.path.insert(0, str(root))
        self._numbers = variant.install(self._whole)
        self._reference = load_reference(self._course, self._loading)
        self._catalogue = Catalogue(self._course, self._reference, self._loading)
        install(module.name for module in self._course.modules)
        suites = find_suites(self._course)
        if not suites:
            raise CourseError(f"{root / 'tests' / 'hidden'}: no hidden suite of any module of {self._course.name}")
        warnings.simplefilter("ignore")  # a suite that looks for warnings catches them itself
        plugin = GradingPlugin(self._whole, self._course, self._serve, self._loading, self._reference)
        ini = Path(__file__).parents[1] / "suite" / "pytest.ini"
        # No conftest.py above the suites is read: a grade depends on what travels with them, and on nothing else.
        settings = ["-c", str(ini), f"--rootdir={root}", f"--confcutdir={suites[0].parent}"]
        self._loading(suites[0].with_name("conftest.py"))
        stderr = io.StringIO()  # why pytest gave up, for people to read: nothing else tells of it
        with contextlib.redirect_stderr(stderr):
            code = pytest.main([*settings, *map(str, suites)], plugins=[plugin])
        if plugin.complaints:
            raise CourseError("; ".join(plugin.complaints))
        if plugin.fault is not None:
            raise plugin.fault
        if not plugin.has_served:
            raise CourseError(f"{self._loaded}: {plugin.ended_by or _reason(stderr.getvalue(), int(code))}")

    def _loading(self, path: Path) -> None:
        """Say which file of the course runs next: should it never end, its name is all there is to say."""
        self._loaded = path
        _write(self._outgoing, {"loading": str(path)})

    def close(self) -> None:
        """End the warm process."""
        self._fork_server.close()

    def _serve(self, run: Run) -> None:
        sys.stderr = sys.__stderr__
        session = Session(self._course, run, self._fork_server, self._reference, self._catalogue, self._numbers)
        tidy_heap()
        _write(self._outgoing, {"ready": True})
        while (job := _read(self._incoming)) is not None:
            only = job.pop("only")
            _write(self._outgoing, self._grade(run, session, Submission(**job), only))

    def _grade(self, run: Run, session: Session, submission: Submission, only: list[str] | None) -> dict[str, Any]:
        """Grade one submission in a process of its own, and in a fresh one after each that is lost."""
        start = time.monotonic()
        seconds = self._course.limits.seconds_per_hand_in
        attempt = Attempt(submission, only, seconds)
        history = attempt.history
        was_begun_anew = False
        while not history.is_marked and history.fault is None:
            attempt.seconds = seconds - (time.monotonic() - start)
            end = start + BACKSTOP * seconds + _GRACE
            child = self._in_a_child(session, attempt, end)
            if history.is_marked and child.code != 0:
                history.note({"unexplained": f"explaining ended with {child.code}"})
            elif history.is_unsure and not history.is_marked and not was_begun_anew:
                history = attempt.history = History()  # so that the grade is the one it would have been
                was_begun_anew = True
            elif not history.is_marked and history.fault is None and not history.may_try_again():
                has_overrun = child.was_killed and time.monotonic() < end
                self._go_on_without_it(run, session, attempt, child, has_overrun)
        if history.fault is not None:
            return {"fault": history.fault}
        return {"grade": self._documents.of(session, attempt).model_dump(mode="json")}

    def _in_a_child(self, session: Session, attempt: Attempt, end: float) -> Child:
        session.watch.forget()
        child = Child(
            partial(_grade_here, session, attempt, self._course.limits.memory_mb),
            lambda pid: session.watch.has_passed(pid) or time.monotonic() > end,
        )
        for event in child:
            attempt.history.note(event)
        if not child.was_killed and -child.code in KILLED_FROM_OUTSIDE:
            attempt.history.note({"unsure": True})
        if child.code == 0 and not attempt.history.is_unsure:
            try:
                self._fork_server.end_all()
                return child
            except ForkServerLost:
                pass
        self._fork_server.close()  # whoever was killed may have been in the middle of an order
        self._fork_server = session.fork_server = self._new_fork_server()
        return child

    def _go_on_without_it(self, run: Run, session: Session, attempt: Attempt, child: Child, has_overrun: bool) -> None:
        """Give a result to the test in which a session was lost, and after too many of them to all that are left.

        `has_overrun` says that it was stopped for the CPU time it took, and neither ended by itself nor was too late.
        """
        history = attempt.history
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

    def _new_fork_server(self) -> ForkServer:
        limits = self._course.limits
        public = self._course.root / "exercises"
        return ForkServer(
            isolation=self._isolation,
            packages=self._course.packages,
            public_folder=public if public.is_dir() else None,
            secret_folder=self._course.root / "tests" / "hidden",
            memory_mb=limits.memory_mb,
            cpu_seconds=int(limits.seconds_per_hand_in) + 60,
        )


def _passes_with_right_answers(session: Session, attempt: Attempt, test: str) -> bool:
    """Try a test in which a session was lost with right answers, in a process that may be lost as well."""
    tried = partial(session.fails_by_itself, attempt)
    ((_, fails),) = each_in_a_child([test], tried, session.seconds_of(test))
    return fails is False


def _reason(stderr: str, code: int) -> str:
    """Return in words why pytest did not come to the first test."""
    errors = [line.removeprefix("E").strip() for line in stderr.splitlines() if line.startswith("E   ")]
    return f"cannot be imported: {errors[-1]}" if errors else f"pytest gave up before the first test (exit code {code})"


def _grade_here(session: Session, attempt: Attempt, memory_mb: int, report: Callable[[dict[str, Any]], None]) -> None:
    limit_own_memory(memory_mb)
    try:
        session.grade(attempt, report)
    except ForkServerLost:
        report({"unsure": True})
        raise
    except BaseException as error:  # our own fault: it becomes a value, and a human looks at it
        report({"fault": f"{type(error).__name__}: {error}", "traceback": traceback.format_exc()})


def _read(incoming: _Pipe) -> dict[str, Any] | None:
    try:
        message: dict[str, Any] = frames.decode(incoming.recv_bytes())
    except (EOFError, OSError):  # the grader is gone, maybe in the middle of an order
        return None
    return message


def _write(outgoing: _Pipe, message: dict[str, Any]) -> None:
    outgoing.send_bytes(json.dumps(message).encode())


if __name__ == "__main__":
    main()
