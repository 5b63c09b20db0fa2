"""The pytest plugin of the exercises: runs the examples, and says what a student needs to hear.

Invariants: one broken file, one endless loop or one wild exception never stops the other tests; the run ends
with exit code 0 only if every exercise that ran is done, so a stub is never taken for a success.
"""

from __future__ import annotations

import contextlib
import functools
import gc
import math
import sys
from collections.abc import Callable, Generator
from pathlib import Path
from types import FrameType
from typing import Any

import pytest

from .brackets import without_brackets
from .commands import add_options, answer
from .course import FOLDER, Course, Exercise, did_you_mean, read_course
from .foreign import refuse
from .only_here import hear
from .progress import Memory
from .protocol import Protocol
from .report import Report
from .shadows import import_the_real_ones, original_of
from .student import import_module, names_in
from .traces import give_lines, is_here, is_students, line_where_it_hangs
from .verdict import HungBefore, State, Verdict, judge, printed
from .watchdog import TookTooLong, Watchdog

_LETTERS = {State.DONE: ".", State.WRONG: "x", State.NOT_STARTED: "-", State.UNUSABLE: "!"}
_EXERCISE = pytest.StashKey[Exercise]()


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add --track and the commands, and the time limit of a test, which pytest.ini may change."""
    group = parser.getgroup("exercises")
    group.addoption(
        "--track",
        metavar="NAME",
        help="only the exercises of one track of course.json, such as express; all: no track any more",
    )
    add_options(group)
    parser.addini("seconds_per_test", "how long one test, or the import of one file, may take", default="10")


def pytest_cmdline_main(config: pytest.Config) -> int | None:
    """Answer --hint and its like instead of running the tests."""
    return answer(config)


def pytest_configure(config: pytest.Config) -> None:
    """Switch pytest's own walls of text off (an explicit -v or --tb brings them back), and start the loop."""
    config.addinivalue_line("markers", "exercise(name, weight=1): the exercise that a test belongs to")
    option = config.option
    if getattr(option, "dist", "no") != "no":  # pytest-xdist: the board needs all results in one process
        option.dist, option.tx, option.numprocesses = "no", [], None
    config.args = [without_brackets(argument, config.invocation_params.dir) for argument in config.args]
    option.doctestmodules = False  # what stands in a docstring is explained, and was not written to be run
    option.no_header = True
    option.disable_warnings = True
    option.continue_on_collection_errors = True
    if option.verbose == 0:
        option.verbose = -2
    if option.reportchars == "fE":  # pytest's own default
        option.reportchars = "N"
    if option.tbstyle == "auto":
        option.tbstyle = "no"
    config.pluginmanager.register(Exercises(config, read_course()), "exercises")


class Exercises:
    """One run. Plugin hooks in the order in which pytest calls them."""

    def __init__(self, config: pytest.Config, course: Course) -> None:
        self.config = config
        self.course = course
        self.report = Report(notes=import_the_real_ones(FOLDER, course))
        refuse(is_students)
        hear(self.report.notes)
        self.watchdog = Watchdog(_last_words)
        self.seconds = float(config.getini("seconds_per_test"))
        self.at_most = math.inf  # seconds, where somebody else runs the tests
        self.hung: set[Exercise] = set()
        self.memory = Memory(course)
        self.protocol = Protocol(config)
        self._chosen = self._track(config.getoption("--track"))
        keyword = config.option.keyword
        is_about_all = not any(".py" in argument for argument in config.args)
        self._asked_for = next((e for e in course.exercises if is_about_all and e.name == keyword), None)
        module = self._asked_for.module if self._asked_for else ""
        self._others = {f"test_{exercise.module}.py" for exercise in course.exercises} - {f"test_{module}.py"}
        for argument in config.args:
            self._refuse_name(argument)

    def _track(self, name: str | None) -> list[str] | None:
        """Return the names on the track that was asked for, None for all; it is remembered as the student's."""
        if name is None:
            return None
        if name == "all" and name not in self.course.tracks:
            self.memory.before.track = None
            return None
        if name not in self.course.tracks:
            known = ", ".join(self.course.tracks) or "none: is course.json here?"
            raise pytest.UsageError(f"there is no track {name}; the tracks are {known}")
        self.memory.before.track = name
        return self.course.tracks[name]

    def _refuse_name(self, argument: str) -> None:
        stem = Path(argument).stem
        modules = {exercise.module for exercise in self.course.exercises}
        if stem in modules and Path(argument).parent == Path():
            raise pytest.UsageError(f"the examples for {stem}.py are in another file: run `pytest test_{stem}.py`")
        if argument in {exercise.name for exercise in self.course.exercises}:
            raise pytest.UsageError(f"{argument} is no file: run `pytest -k {argument}`")

    def pytest_ignore_collect(self, collection_path: Path) -> bool | None:
        """Leave copies of the course's test files alone, and those of other modules where one exercise is asked for."""
        if self._asked_for is not None and collection_path.name in self._others and is_here(collection_path):
            return True
        if not is_here(collection_path):
            return self._ignore_below(collection_path)
        original = original_of(collection_path.name, self.course)
        if original is None:
            return None
        self.report.notes.append(f"{collection_path.name} is a copy of {original} and does not run: delete it")
        return True

    def _ignore_below(self, path: Path) -> bool | None:
        """Leave a file of a folder alone that is called as a test file of the course: pytest takes one of a name."""
        if not (path.name.startswith("test_") and path.name in self.course.generated and path.is_relative_to(FOLDER)):
            return None
        where = path.relative_to(FOLDER).as_posix()
        self.report.notes.append(f"{where} has the name of a test file of the course and does not run: rename it")
        return True

    @pytest.hookimpl(tryfirst=True)
    def pytest_pycollect_makemodule(self, module_path: Path) -> None:
        """Import the student's file before its tests do, so that its faults become a message.

        Only a module of the course: a test file of the student's own, such as test_numpy.py, is as pytest has it.
        """
        name = module_path.stem.removeprefix("test_")
        if is_here(module_path) and module_path.stem.startswith("test_") and self.course.has_module(name):
            import_module(name, self.watchdog, self.seconds)
        else:
            self.watchdog.stop()  # a file of the student's own may take its time

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        """Keep a test file that cannot be collected for the report."""
        if report.failed:
            file = Path(report.fspath).name
            is_own = bool(self.course.generated) and file not in self.course.generated
            cure = f"{file} cannot be used; take a fresh copy of it if you changed it"
            title = f"{file}, a test file of your own, cannot be used" if is_own else cure
            self.report.uncollected.append((title, _last_line(report.longreprtext)))

    @pytest.hookimpl(tryfirst=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Give each test its exercise, sort by the course's order, and choose by track and exact name."""
        for item in items:
            exercise = self._exercise_of(item)
            item.stash[_EXERCISE] = exercise
            item.extra_keyword_matches.add(exercise.name)
        order = {exercise: place for place, exercise in enumerate(self.course.exercises)}
        items.sort(key=lambda item: order.get(item.stash[_EXERCISE], len(order)))
        known = {item.stash[_EXERCISE].name for item in items} | {e.name for e in self.course.exercises}
        keyword = self.config.option.keyword
        if keyword in known:  # -k relu means relu, not leaky_relu and relu_backward too
            self._keep(items, [keyword])
            self.config.option.keyword = ""
        elif keyword:
            self.report.unknown_keyword = f"no test matches -k {keyword}{did_you_mean(keyword, known)}"
        if self._chosen is not None:
            self._keep(items, self._chosen)

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        """See which tests need pytest's phases."""
        known = [item for item in session.items if _EXERCISE in item.stash]  # none, where -x ended collecting
        self.protocol.plan(session.items, [item for item in known if item.stash[_EXERCISE].is_own])
        gc.freeze()  # what is there stays: to look through all of it again would take longer than the tests

    def pytest_runtest_protocol(self, item: pytest.Item) -> bool:
        """Run a test."""
        return self.protocol.run(item)

    def _exercise_of(self, item: pytest.Item) -> Exercise:
        module = item.path.stem.removeprefix("test_")
        mark = item.get_closest_marker("exercise")
        if mark is not None and mark.args:
            return self.course.find(str(mark.args[0]), module)
        title = item.name.removeprefix("test_").casefold()
        names = self.course.of_module(module) or names_in(module)
        fitting = [name for name in names if f"{title}_".startswith(f"{name.casefold()}_")]
        return self.course.find(max(fitting, key=len, default=module), module)

    def _seconds_of(self, exercise: Exercise) -> float:
        return min(max(self.seconds, exercise.seconds), self.at_most)

    def _keep(self, items: list[pytest.Item], names: list[str]) -> None:
        dropped = [item for item in items if item.stash[_EXERCISE].name not in names]
        items[:] = [item for item in items if item.stash[_EXERCISE].name in names]
        self.config.hook.pytest_deselected(items=dropped)

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_setup(self, item: pytest.Item) -> None:
        """Let the fixtures of the student's own tests take their time."""
        if item.stash[_EXERCISE].is_own:
            self.watchdog.stop()

    @pytest.hookimpl(hookwrapper=True)
    def pytest_pyfunc_call(self, pyfuncitem: pytest.Function) -> Generator[None, Any, None]:
        """Limit the time of the test function itself."""
        exercise = pyfuncitem.stash[_EXERCISE]
        if exercise in self.hung:
            pyfuncitem.obj = _refusal(pyfuncitem.obj)
        with self.watchdog.limit(self._seconds_of(exercise), exercise.name), _numpy_as_new():
            outcome = yield
        if outcome.excinfo is not None and issubclass(outcome.excinfo[0], TookTooLong):
            self.hung.add(exercise)

    def pytest_enter_pdb(self) -> None:
        """Give a student at a breakpoint all the time there is."""
        self.watchdog.stop()

    @pytest.hookimpl(hookwrapper=True)
    def pytest_runtest_makereport(self, item: pytest.Item, call: pytest.CallInfo[None]) -> Generator[None, Any, None]:
        """Attach the verdict; a test that is not started counts as skipped."""
        if call.excinfo is not None and give_lines(call.excinfo.value):
            call.excinfo = pytest.ExceptionInfo.from_exception(call.excinfo.value)
        error = None if call.excinfo is None else call.excinfo.value
        verdict = None
        if (call.when == "call" or error is not None) and not isinstance(error, pytest.skip.Exception):
            exercise = item.stash[_EXERCISE]
            verdict = judge(exercise, _sentence(item, exercise), error, self._seconds_of(exercise))
            if verdict.state is State.NOT_STARTED:  # nothing for --pdb to look at, nor a traceback to make
                call.excinfo = None
        outcome = yield
        report = outcome.get_result()
        report.verdict = verdict
        if verdict is not None and verdict.state is State.NOT_STARTED:
            report.outcome = "skipped"
            report.longrepr = (str(item.path), (item.location[1] or 0) + 1, verdict.state.value)
        elif verdict is not None and verdict.text and self.config.option.tbstyle == "no":
            report.longrepr = verdict.text  # what an editor shows beside the test

    def pytest_report_teststatus(self, report: Any) -> tuple[str, str, str] | None:
        """Show each state as a letter of its own."""
        verdict: Verdict | None = getattr(report, "verdict", None)
        if verdict is None:
            return None
        return verdict.state.value, _LETTERS[verdict.state], verdict.state.value.upper()

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Collect the verdicts."""
        verdict: Verdict | None = getattr(report, "verdict", None)
        if verdict is not None:
            self.report.add(verdict, printed(report.capstdout + report.capstderr))

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """Print what is wrong, then the board."""
        if not self.config.option.collectonly:
            exercises = [e for e in self.course.exercises if self._chosen is None or e.name in self._chosen]
            after = self.report.write(terminalreporter, self.course, exercises, self.memory.before)
            if after is not None:
                self.memory.write(after)

    @pytest.hookimpl(tryfirst=True)
    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        """Count a stub as no success: a script that looks at the exit code must not be fooled."""
        self.watchdog.stop()
        if session.exitstatus == pytest.ExitCode.OK and self.report.has_unstarted():
            session.exitstatus = pytest.ExitCode.TESTS_FAILED


def _numpy_as_new() -> contextlib.AbstractContextManager[Any]:
    """Let no np.seterr at the top of a file decide whether a test sees a warning: the grader does the same."""
    numpy = sys.modules.get("numpy")
    if numpy is None or not hasattr(numpy, "errstate"):
        return contextlib.nullcontext()
    found: contextlib.AbstractContextManager[Any] = numpy.errstate(
        divide="warn", over="warn", under="ignore", invalid="warn"
    )
    return found


def _last_line(text: str) -> list[str]:
    return [line.removeprefix("E").strip() for line in text.strip().splitlines()[-1:]]


def _refusal(test: Callable[..., None]) -> Callable[..., None]:
    @functools.wraps(test)
    def refuse(*args: Any, **settings: Any) -> None:
        raise HungBefore

    return refuse


def _last_words(seconds: float, frame: FrameType | None) -> str:
    where = line_where_it_hangs(frame)
    return f"your code has not come back for {seconds:g} seconds and cannot be stopped: pytest ends here\n    {where}"


def _sentence(item: pytest.Item, exercise: Exercise) -> str:
    """Return what the test claims: its docstring's first line, or its name read as a sentence."""
    function = getattr(item, "obj", None)
    lines = (getattr(function, "__doc__", None) or "").strip().splitlines()
    case = f" [{item.name.split('[', 1)[1]}" if "[" in item.name else ""
    if lines:
        return lines[0].strip() + case
    title = item.name.split("[")[0].removeprefix("test_")
    rest = title[len(exercise.name) :] if title.casefold().startswith(exercise.name.casefold()) else f"_{title}"
    return f"{exercise.name}{rest.replace('_', ' ')}{case}"
