"""Start grading processes and hand them submissions, from the side of the command line."""

from __future__ import annotations

import json
import os
import platform
import signal
import subprocess
from collections.abc import Sequence
from importlib.util import find_spec
from multiprocessing.connection import Pipe
from pathlib import Path
from typing import Any

from grader.course.loading import CourseError
from grader.grade.document import Grade
from grader.launch import NEUTRAL_FOLDER, own_environment, own_program
from grader.processes import keep_on_one_core, wait_for_children
from grader.sandbox.host.isolation import REPEATABLE, Isolation, SandboxError
from grader.sandbox.host.limits import lift
from grader.submission import Submission
from grader.workers.orders import GradingFault, grade_of, order_of
from grader.workers.patience import Patience

_LAST_WORDS = b'{"error":'  # of a worker that cannot go on
_PLAIN_PYTEST = {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}  # one that is installed may shuffle, repeat or time tests


class GradingProcess:
    """One worker (grader.workers.worker); `ready` waits until its suites are collected.

    Start it from the main thread: the kernel ends a worker together with the thread that started it.

    Args:
        core: which core it and its guests keep to (processes.keep_on_one_core); None: any.

    Raises:
        SandboxError: this system has no processes that could grade.
    """

    def __init__(self, course_file: Path, isolation: Isolation, track: str | None, core: int | None = None) -> None:
        self._core = core
        self._setup = {"course": str(course_file.resolve()), "isolation": str(isolation), "track": track}
        self._is_wanted = True
        need_processes()
        lift()
        wait_for_children()
        self._start()

    def ready(self) -> None:
        """Wait until submissions can come.

        Raises:
            CourseError: the course's suites or solutions cannot be used.
            SandboxError: this machine cannot isolate.
        """
        answer: dict[str, Any] = {}
        with Patience(self._process) as patience:
            try:
                while "loading" in (answer := json.loads(self._receive())):
                    patience.begins(answer["loading"])
            except SandboxError as gone:
                self._forget()
                if patience.file is None:
                    raise
                if self._process.wait() == -signal.SIGKILL and not patience.has_ended_it:
                    text = "was killed while it loaded the course: is there enough memory?"
                    raise SandboxError(f"a grading process {text}") from gone
                raise CourseError(f"{patience.file}: {patience.what_happened()}") from gone
        if "error" in answer:
            self._forget()  # it has ended, or is about to
            raise (CourseError if answer["is_the_courses"] else SandboxError)(answer["error"])

    def grade(self, submission: Submission, only: Sequence[str] | None = None) -> Grade:
        """Return the grade document of one submission, of all exercises or `only` some.

        Raises:
            GradingFault, SandboxError: as `answer` does.
        """
        return grade_of(self.answer(order_of(submission, only)))

    def answer(self, order: bytes) -> bytes:
        """Return what the worker says to an order.

        Raises:
            GradingFault: the session failed by itself, or the worker is gone and a new one stands in its place.
            CourseError, SandboxError: there is no new one.
        """
        try:
            self._send(order)
            answer = self._receive()
            if not answer.startswith(_LAST_WORDS):
                return answer
            raise SandboxError(str(json.loads(answer)["error"]))
        except SandboxError as gone:
            if not self._is_wanted:
                raise
            self._forget()
            self._start()
            self.ready()
            raise GradingFault(str(gone)) from gone

    def close(self) -> None:
        """End the worker once it has finished what it is doing."""
        self._orders.close()
        self._process.wait()
        self._answers.close()

    def kill(self) -> None:
        """End the worker at once."""
        self._is_wanted = False
        self._process.kill()
        self._process.wait()
        self._forget()

    def _start(self) -> None:
        orders, self._orders = Pipe(duplex=False)
        self._answers, answers = Pipe(duplex=False)
        with orders, answers:
            self._process = subprocess.Popen(
                own_program("grader.workers.worker"),
                stdin=orders.fileno(),
                stdout=answers.fileno(),
                env={**own_environment(), **REPEATABLE, **_PLAIN_PYTEST},
                cwd=NEUTRAL_FOLDER,
            )
        if self._core is not None:
            keep_on_one_core(self._process.pid, self._core)
        self._send(json.dumps(self._setup).encode())

    def _forget(self) -> None:
        self._orders.close()
        self._answers.close()

    def _send(self, order: bytes) -> None:
        try:
            self._orders.send_bytes(order)
        except BrokenPipeError:
            raise SandboxError(f"a grading process ended with exit code {self._process.wait()}") from None

    def _receive(self) -> bytes:
        try:
            return self._answers.recv_bytes()
        except (EOFError, OSError):  # it may have been killed in the middle of an answer
            code = self._process.wait()
            raise SandboxError(f"a grading process ended with exit code {code}: see its error above") from None


def need_processes() -> None:
    """Refuse to grade on a system that has no processes to grade in.

    Raises:
        SandboxError: it is such a system.
    """
    missing = [name for name in ("fcntl", "resource") if find_spec(name) is None]
    if missing or not hasattr(os, "fork"):
        raise SandboxError(
            f"nothing can be graded on {platform.system()}, which has no {', '.join(missing) or 'fork'}: "
            "grade on Linux (on Windows: WSL); build, new, report, export and the course part of check work here"
        )
