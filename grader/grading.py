"""The whole flow: a course and a class of submissions become grades on disk. Read this file first.

submissions ─▶ already graded from the same content? ─▶ yes: keep the grade
                                                     └▶ no: one of `jobs` grading processes (grader.workers.worker)
                                                            forks a pytest session, and the warm process
                                                            (grader.sandbox.forkserver.main) forks a jailed guest for it
"""

from __future__ import annotations

import hashlib
import platform
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.metadata import packages_distributions, version
from pathlib import Path

from grader.course.model import Course
from grader.course.variants import KEY_FILE, need_key
from grader.grade.document import Grade
from grader.grade.score import ungraded
from grader.grade.store import Store
from grader.intake import result_file_name
from grader.sandbox.host.forkserver import Isolation
from grader.submission import Submission
from grader.workers.pool import Job, Pool
from grader.workers.process import GradingFault

_NO_PART = {"__pycache__", "lessons", "demonstrations"}  # folders in which nothing changes a grade
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
    course: Course, submissions: Sequence[Submission], store: Store, settings: Settings, progress: Progress
) -> list[Grade]:
    """Grade what is not graded yet; return all grades in the order of `submissions`.

    Raises:
        CourseError: the course's suites cannot be used, or the key of its variants is missing.
        SandboxError: this machine cannot isolate.
        StoreError: results cannot be written.
    """
    need_key(course)
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
    size = min(settings.jobs, len(todo))
    with Pool(course.root / "course.yaml", settings.isolation, settings.track, size) as pool:
        for job, result in pool.grade(todo):
            key, grade = job.key, result
            if isinstance(grade, GradingFault):
                label = settings.isolation.label
                key, grade = _TRY_AGAIN, ungraded(course, job.submission, str(grade), label, settings.track)
            store.keep(result_file_name(job.submission.student), key, grade)
            grades[job.submission.student] = grade
            progress(grade, False)
    return [grades[submission.student] for submission in submissions]


def course_key(course: Course, settings: Settings) -> str:
    """Digest everything but the hand-in that a grade depends on."""
    digest = hashlib.sha256()
    for fact in (settings.isolation, settings.track, platform.python_version(), *_versions(course.packages)):
        digest.update(f"{fact}\0".encode())
    ours = [path for path in Path(__file__).parent.rglob("*") if path.suffix in (".py", ".ini")]
    for path in [*course_files(course), *sorted(ours)]:
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
    key = [path for path in (root / KEY_FILE,) if path.is_file()]  # whose numbers are whose
    return [root / "course.yaml", *key, *stubs, *sorted(files)]


def _versions(packages: Sequence[str]) -> list[str]:
    """Return the versions of what a suite and a hand-in import: pytest, numpy and the course's packages."""
    names = {"numpy", "pytest"}
    if others := set(packages) - names:
        known = packages_distributions()  # a package may be called differently where it is installed from
        names |= {distribution for package in others for distribution in known.get(package, [])}
    return [f"{name} {version(name)}" for name in sorted(names)]
