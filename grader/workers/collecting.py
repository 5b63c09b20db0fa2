"""Collect the hidden suites once, and serve one hand-in after another from inside that one pytest session."""

from __future__ import annotations

import contextlib
import io
import os
import sys
import warnings
from pathlib import Path

import numpy.ma  # numpy loads these two when first asked for: once here, not in every session
import numpy.random  # noqa: F401
import pytest

from grader.course.loading import CourseError
from grader.course.model import Course
from grader.diagnosis.catalogue import Catalogue
from grader.launch import NEUTRAL_FOLDER
from grader.sandbox.forkserver.warmup import tidy_heap
from grader.sandbox.host.forkserver import ForkServer
from grader.sandbox.host.proxy import install
from grader.suite import variant
from grader.suite.plugin import GradingPlugin, Run
from grader.suite.reference import load_reference
from grader.suite.session import Session, find_suites
from grader.workers.documents import Documents
from grader.workers.hand_ins import HandIns
from grader.workers.line import Line
from grader.workers.orders import submission_of


def serve(whole: Course, track: str | None, fork_server: ForkServer, line: Line) -> None:
    """Load the course, say `ready`, and answer each order until the grader sends no more.

    Raises:
        CourseError: its suites or solutions cannot be used.
        SandboxError: this machine cannot isolate.
    """
    course, loading = whole.on_track(track), _Loading(line)
    sys.path.insert(0, str(course.root))
    numbers = variant.install(whole)
    reference = load_reference(course, loading)
    catalogue = Catalogue(course, reference, loading)
    install(module.name for module in course.modules)

    def answer_orders(run: Run) -> None:
        os.chdir(NEUTRAL_FOLDER)
        sys.stderr = sys.__stderr__
        session = Session(course, run, fork_server, reference, catalogue, numbers)
        hand_ins = HandIns(run, session, course.limits, Documents(course, fork_server.isolation, track))
        tidy_heap()
        fork_server.ready()
        line.write({"ready": True})
        while (order := line.read()) is not None:
            line.write(hand_ins.grade(*submission_of(order)))

    _collect(course, GradingPlugin(whole, course, answer_orders, loading, reference), loading)


class _Loading:
    """Says which file of the course runs next: should it never end, its name is all there is to say."""

    def __init__(self, line: Line) -> None:
        self._line = line
        self.file: Path | None = None

    def __call__(self, file: Path) -> None:
        self.file = file
        self._line.write({"loading": str(file)})


def _collect(course: Course, plugin: GradingPlugin, loading: _Loading) -> None:
    """Run pytest on the suites; where it comes to the first test, the plugin serves."""
    suites = find_suites(course)
    if not suites:
        folder, first = course.root / "tests" / "hidden", f"test_{course.modules[0].name}.py"
        raise CourseError(f"{folder}: no hidden suite of any module: expected files such as {first}, got none")
    warnings.simplefilter("ignore")  # a suite that looks for warnings catches them itself
    ini = Path(__file__).parents[1] / "suite" / "pytest.ini"
    folder = suites[0].parent
    # No conftest.py above the suites is read: a grade depends on what travels with them, and on nothing else. Paths are
    # told from their folder: in others pytest takes a bracket for parameters, and a dollar sign for a variable.
    settings = ["-c", str(ini), f"--rootdir={os.path.relpath(course.root, folder)}", "--confcutdir=."]
    loading(folder / "conftest.py")
    stderr = io.StringIO()  # why pytest gave up, for people to read: nothing else tells of it
    with contextlib.redirect_stderr(stderr), contextlib.chdir(folder):
        code = pytest.main([*settings, *(suite.name for suite in suites)], plugins=[plugin])
    if plugin.complaints:
        raise CourseError("; ".join(plugin.complaints))
    if plugin.fault is not None:
        raise plugin.fault
    if not plugin.has_served:
        raise CourseError(f"{loading.file}: {plugin.ended_by or _reason(stderr.getvalue(), int(code))}")


def _reason(stderr: str, code: int) -> str:
    """Return in words why pytest did not come to the first test."""
    errors = [line.removeprefix("E").strip() for line in stderr.splitlines() if line.startswith("E   ")]
    return f"cannot be imported: {errors[-1]}" if errors else f"pytest gave up before the first test (exit code {code})"
