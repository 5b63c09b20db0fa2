"""One grading process: it starts a fork server, collects the hidden suites once, then grades one hand-in after another.

It speaks with the grader that started it by multiprocessing.connection, on its standard input and output:
    in   JSON: {"course", "isolation", "track"} once, then one order each (grader.workers.orders)
    out  JSON: {"loading": a file} for each, {"ready": true} or {"error": …, "is_the_courses": …},
         then one {"grade": …} or {"fault": …} each
"""

from __future__ import annotations

import contextlib
import os
import signal
from multiprocessing.connection import Connection
from pathlib import Path

from grader.course.loading import CourseError, load_course
from grader.course.model import Course
from grader.processes import die_with_parent
from grader.sandbox.host.forkserver import ForkServer
from grader.sandbox.host.isolation import Isolation, SandboxError
from grader.workers.line import Line


def main() -> None:
    """Serve submissions until standard input ends."""
    die_with_parent()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the whole terminal; the grader decides
    line = Line(Connection(os.dup(0), writable=False), Connection(os.dup(1), readable=False))
    nowhere = os.open(os.devnull, os.O_RDWR)
    os.dup2(nowhere, 0)
    os.dup2(nowhere, 1)  # a suite may print: keep it off the pipe we answer on
    setup = line.read()
    if setup is None:  # the grader is gone already
        return
    with contextlib.suppress(BrokenPipeError):  # nobody wants to know any more
        try:
            course = load_course(Path(setup["course"]))
            with contextlib.closing(_fork_server(course, Isolation(setup["isolation"]))) as fork_server:
                from grader.workers.collecting import serve  # pytest and more: the fork server starts meanwhile

                serve(course, setup["track"], fork_server, line)
        except (CourseError, SandboxError) as error:
            line.write({"error": str(error), "is_the_courses": isinstance(error, CourseError)})


def _fork_server(course: Course, isolation: Isolation) -> ForkServer:
    public = course.root / "exercises"
    return ForkServer(
        isolation=isolation,
        packages=course.packages,
        public_folder=public if public.is_dir() else None,
        secret_folder=course.root / "tests" / "hidden",
        memory_mb=course.limits.memory_mb,
        cpu_seconds=int(course.limits.seconds_per_hand_in) + 60,
    )


if __name__ == "__main__":
    main()
