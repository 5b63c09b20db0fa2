"""One grading process: collects the hidden suites once, then forks one pytest session per submission.

It speaks frames on its standard input and output with the grader that started it:
    in   {"course", "isolation", "track"} once, then one {submission, "only": exercises or none} each
    out  {"ready": true} or {"error": …, "kind": …}, then one {"grade": …} or {"fault": …} each
A fork per submission keeps everything a suite might remember out of the next one, and makes a failure of
our own cost one submission only.
"""

from __future__ import annotations

import contextlib
import json
import os
import select
import signal
import sys
import time
import traceback
from pathlib import Path
from typing import Any, BinaryIO

import numpy.random  # noqa: F401  # numpy loads it when first asked for: once here, not in every session
import pytest

from grader.course.loading import CourseError, load_course
from grader.diagnosis.catalogue import Catalogue
from grader.processes import die_with_parent, limit_own_memory
from grader.sandbox.forkserver.warmup import tidy_heap
from grader.sandbox.host.forkserver import ForkServer, Isolation, SandboxError
from grader.sandbox.host.proxy import install
from grader.sandbox.wire import frames
from grader.submission import Submission
from grader.suite.plugin import GradingPlugin, Run
from grader.suite.reference import load_reference
from grader.suite.session import Session, find_suites

_GRACE = 30.0  # seconds a session may take beyond what its submission may: our own share of the work


def main() -> None:
    """Serve submissions until standard input ends."""
    die_with_parent()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the whole terminal; the grader decides
    incoming = os.fdopen(os.dup(0), "rb")
    outgoing = os.fdopen(os.dup(1), "wb")
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
            _write(outgoing, {"error": str(error), "kind": type(error).__name__})


class _Worker:
    def __init__(self, setup: dict[str, Any], incoming: BinaryIO, outgoing: BinaryIO) -> None:
        self._incoming, self._outgoing = incoming, outgoing
        self._whole = load_course(Path(setup["course"]))
        self._course = self._whole.on_track(setup["track"])
        self._isolation = Isolation(setup["isolation"])
        self._track = setup["track"]
        self._fork_server = self._new_fork_server()

    def run(self) -> None:
        root = self._course.root
        sys.path.insert(0, str(root))
        self._reference = load_reference(self._course)
        self._catalogue = Catalogue(self._course, self._reference)
        install(module.name for module in self._course.modules)
        suites = find_suites(self._course)
        if not suites:
            raise CourseError(f"{root / 'tests' / 'hidden'}: no hidden suite of any module of {self._course.name}")
        plugin = GradingPlugin(self._whole, self._course, self._serve)
        settings = ["-c", str(Path(__file__).parents[1] / "suite" / "pytest.ini"), f"--rootdir={root}"]
        pytest.main([*settings, *map(str, suites)], plugins=[plugin])
        if plugin.complaints:
            raise CourseError("; ".join(plugin.complaints))
        if plugin.fault is not None:
            raise plugin.fault

    def close(self) -> None:
        """End the warm process."""
        self._fork_server.close()

    def _serve(self, run: Run) -> None:
        session = Session(
            self._course,
            run,
            self._fork_server,
            self._reference,
            self._catalogue,
            isolation=self._isolation,
            track=self._track,
        )
        tidy_heap()
        _write(self._outgoing, {"ready": True})
        while (job := _read(self._incoming)) is not None:
            only = job.pop("only")
            _write(self._outgoing, self._grade_in_a_fork(session, Submission(**job), only))

    def _grade_in_a_fork(self, session: Session, submission: Submission, only: list[str] | None) -> dict[str, Any]:
        reading, writing = os.pipe()
        worker = os.getpid()
        pid = os.fork()
        if pid == 0:
            die_with_parent()
            if os.getppid() != worker:  # it was gone before we could ask for that
                os._exit(1)
            os.close(reading)
            limit_own_memory(self._course.limits.memory_mb)
            _grade_and_leave(session, submission, only, writing)
        os.close(writing)
        written = _read_all(reading, self._course.limits.seconds_per_hand_in + _GRACE)
        os.close(reading)
        if written is None:
            os.kill(pid, signal.SIGKILL)
        _, status = os.waitpid(pid, 0)
        try:
            answer: dict[str, Any] = json.loads(written or b"")
        except ValueError:
            self._fork_server.close()  # the session may have died in the middle of an order
            self._fork_server = session.fork_server = self._new_fork_server()
            code = os.waitstatus_to_exitcode(status)
            return {"fault": f"the grading session ended with {code} and no result"}
        self._fork_server.end_all()
        return answer

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


def _grade_and_leave(session: Session, submission: Submission, only: list[str] | None, writing: int) -> None:
    try:
        answer: dict[str, Any] = {"grade": session.grade(submission, only).model_dump(mode="json")}
    except BaseException as error:  # our own fault: it becomes a value, and a human looks at it
        answer = {"fault": f"{type(error).__name__}: {error}", "traceback": traceback.format_exc()}
    with os.fdopen(writing, "wb") as pipe:
        pipe.write(json.dumps(answer).encode())
    os._exit(0)


def _read_all(descriptor: int, seconds: float) -> bytes | None:
    """Return everything written until the other end closes, or None if that takes too long."""
    deadline = time.monotonic() + seconds
    parts: list[bytes] = []
    while True:
        ready, _, _ = select.select([descriptor], [], [], max(0.0, deadline - time.monotonic()))
        if not ready:
            return None
        part = os.read(descriptor, 1 << 16)
        if not part:
            return b"".join(parts)
        parts.append(part)


def _read(stream: BinaryIO) -> dict[str, Any] | None:
    preamble = stream.read(frames.PREAMBLE.size)
    if len(preamble) < frames.PREAMBLE.size:
        return None
    message: dict[str, Any] = frames.decode(preamble + stream.read(sum(frames.sizes(preamble))))
    return message


def _write(stream: BinaryIO, message: dict[str, Any]) -> None:
    frame = frames.encode(json.dumps(message).encode())  # as bytes: a text would count as a header, which is small
    stream.write(frame)
    stream.flush()


if __name__ == "__main__":
    main()
