"""The whole flow: a course and a class of submissions become grades on disk. Read this file first.

submissions ─▶ already graded from the same content? ─▶ yes: keep the grade
                                                     └▶ no: one of `jobs` grading processes (grader.suite.worker)
                                                            forks a pytest session, and the warm process
                                                            (grader.sandbox.warm) forks a jailed guest for it
"""

from __future__ import annotations

import hashlib
import platform
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from queue import SimpleQueue

from grader.course.model import Course
from grader.grade.journal import Journal
from grader.grade.results import Grade
from grader.grade.score import ungraded
from grader.intake import result_file_name
from grader.sandbox.keeper import Isolation
from grader.submission import Submission
from grader.suite.process import GradingFault, GradingProcess

_TRY_AGAIN = "our own fault"  # no key is like it: the next run grades this hand-in anew
Progress = Callable[[Grade, bool], None]  # a grade, and whether it was there already


@dataclass(frozen=True)
class Settings:
    """How to grade: what changes a grade (isolation, track) and what does not (jobs, fresh)."""

    isolation: Isolation = Isolation.JAIL
    track: str | None = None
    jobs: int = 1
    fresh: bool = False


def grade_class(
    course: Course, submissions: Sequence[Submission], journal: Journal, settings: Settings, progress: Progress
) -> list[Grade]:
    """Grade what is not graded yet; return all grades in the order of `submissions`.

    Raises:
        CourseError: the course's suites cannot be used.
        SandboxError: this machine cannot isolate.
        JournalError: results cannot be written.
    """
    course_key = _course_key(course, settings)
    grades: dict[str, Grade] = {}
    todo = []
    for submission in submissions:
        key = hashlib.sha256(f"{course_key} {submission.content_key()}".encode()).hexdigest()
        found = None if settings.fresh else journal.find(result_file_name(submission.student), key)
        if found is None:
            todo.append((submission, key))
        else:
            grades[submission.student] = found
            progress(found, True)
    with _workers(course, settings, len(todo)) as workers:
        for submission, key, grade in workers.grade(todo):
            journal.keep(result_file_name(submission.student), key, grade)
            grades[submission.student] = grade
            progress(grade, False)
    return [grades[submission.student] for submission in submissions]


class _workers:
    """The grading processes of one run; each is used by one thread at a time."""

    def __init__(self, course: Course, settings: Settings, most: int) -> None:
        self._course, self._settings = course, settings
        count = min(settings.jobs, most)
        self._processes = [self._start() for _ in range(count)]
        self._free: SimpleQueue[GradingProcess] = SimpleQueue()

    def __enter__(self) -> _workers:
        try:
            for process in self._processes:
                process.ready()
                self._free.put(process)
        except BaseException:
            self._kill()
            raise
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is None:
            for process in self._processes:
                process.close()
        else:
            self._kill()

    def grade(self, todo: Sequence[tuple[Submission, str]]) -> Iterable[tuple[Submission, str, Grade]]:
        if not todo:
            return
        with ThreadPoolExecutor(len(self._processes)) as threads:
            futures = [threads.submit(self._one, submission, key) for submission, key in todo]
            try:
                for future in as_completed(futures):
                    yield future.result()
            except BaseException:
                threads.shutdown(wait=False, cancel_futures=True)
                self._kill()
                raise

    def _one(self, submission: Submission, key: str) -> tuple[Submission, str, Grade]:
        process = self._free.get()
        try:
            return submission, key, process.grade(submission)
        except GradingFault as fault:
            label, track = self._settings.isolation.label, self._settings.track
            return submission, _TRY_AGAIN, ungraded(self._course, submission, str(fault), label, track)
        finally:
            self._free.put(process)

    def _start(self) -> GradingProcess:
        return GradingProcess(self._course.root / "course.yaml", self._settings.isolation, self._settings.track)

    def _kill(self) -> None:
        for process in self._processes:
            process.kill()


def _course_key(course: Course, settings: Settings) -> str:
    """Digest everything but the hand-in that a grade depends on."""
    digest = hashlib.sha256()
    for fact in (settings.isolation, settings.track, platform.python_version(), *map(version, ("numpy", "pytest"))):
        digest.update(f"{fact}\0".encode())
    ours = Path(__file__).parent
    folders = [course.root / "solutions", course.root / "tests" / "hidden", course.root / "tests" / "mistakes", ours]
    files = [path for folder in folders for path in folder.rglob("*") if path.suffix in (".py", ".ini", ".npz")]
    for path in [course.root / "course.yaml", *sorted(files)]:
        digest.update(f"{path.name}\0{path.stat().st_size}\0".encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()
