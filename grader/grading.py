"""The whole flow: a course and a class of submissions become grades on disk. Read this file first.

submissions ─▶ already graded from the same content? ─▶ yes: keep the grade
                                                     └▶ no: one of `jobs` grading processes (grader.workers.worker)
                                                            forks a pytest session, and the warm process
                                                            (grader.sandbox.forkserver.main) forks a jailed guest for it
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from grader.course.model import Course
from grader.grade.document import Grade
from grader.grade.score import ungraded
from grader.grade.store import Store
from grader.intake import result_file_name
from grader.sandbox.host.forkserver import Isolation
from grader.submission import Submission
from grader.workers.pool import Engine, Here, Job, Pool
from grader.workers.process import GradingFault
from grader.workers.toolchain import toolchain

_NO_PART = {"__pycache__", "lessons", "demonstrations"}  # folders in which nothing changes a grade
_TRY_AGAIN = "our own fault"  # no key is like it: the next run grades this hand-in anew
Progress = Callable[[Grade, bool], None]  # a grade, and whether it was there already


@dataclass(frozen=True)
class Settings:
    """How to grade: what changes a grade (isolation, track) and what does not (jobs, fresh, scheduler).

    `scheduler` is the address of a cluster, whose workers grade instead of `jobs` processes of this machine.
    """

    isolation: Isolation = Isolation.JAIL
    track: str | None = None
    jobs: int = 1
    fresh: bool = False
    scheduler: str | None = None


def grade_class(
    course: Course,
    submissions: Sequence[Submission],
    store: Store,
    settings: Settings,
    progress: Progress,
    tell: Callable[[str], object] = lambda sentence: None,
) -> list[Grade]:
    """Grade what is not graded yet; return all grades in the order of `submissions`.

    Args:
        progress: is told of each grade.
        tell: is told of each worker of a cluster that does not grade.

    Raises:
        CourseError: the course's suites cannot be used.
        SandboxError: this machine cannot isolate.
        StoreError: results cannot be written.
    """
    of_course = course_key(course, settings)
    grades: dict[str, Grade] = {}
    todo = []
    for submission in submissions:
        key = hashlib.sha256(f"{of_course} {submission.content_key()}".encode()).hexdigest()
        found = None if settings.fresh else store.find(result_file_name(submission.student), key)
        if found is None:
            todo.append(Job(key, submission))
        else:
            grades[submission.student] = found
            progress(found, True)
    with Pool(_engine(course, settings, len(todo), tell)) as pool:
        for job, result in pool.grade(todo):
            key, grade = job.key, result
            if isinstance(grade, GradingFault):
                label = settings.isolation.label
                key, grade = _TRY_AGAIN, ungraded(course, job.submission, str(grade), label, settings.track)
            store.keep(result_file_name(job.submission.student), key, grade)
            grades[job.submission.student] = grade
            progress(grade, False)
    return [grades[submission.student] for submission in submissions]


def _engine(course: Course, settings: Settings, jobs: int, tell: Callable[[str], object]) -> Engine:
    if settings.scheduler is None:
        size = min(settings.jobs, jobs)
        return Here(course.root / "course.yaml", settings.isolation, settings.track, size)
    from grader.workers.cluster import Cluster  # dask: a run on one machine does without

    return Cluster(settings.scheduler, course, course_files(course), settings.isolation, settings.track, tell)


def course_key(course: Course, settings: Settings) -> str:
    """Digest everything but the hand-in that a grade depends on."""
    digest = hashlib.sha256()
    for fact in (settings.isolation, settings.track, *toolchain(course.packages).items()):
        digest.update(f"{fact}\0".encode())
    for path in course_files(course):
        digest.update(f"{path.name}\0{path.stat().st_size}\0".encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def course_files(course: Course) -> list[Path]:
    """Return the files of a course that a grade depends on: code and whatever data lies beside it, but no lesson."""
    root = course.root
    folders = [root / "solutions", *(root / "tests" / name for name in ("hidden", "mistakes", "alternatives"))]
    files = [path for folder in folders for path in folder.rglob("*") if path.is_file()]
    files = [path for path in files if not _NO_PART.intersection(path.relative_to(root).parts)]
    stubs = [path for m in course.modules if (path := root / "exercises" / f"{m.name}.py").is_file()]
    return [root / "course.yaml", *stubs, *sorted(files)]
