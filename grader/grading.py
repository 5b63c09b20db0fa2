"""The whole flow: a course and a class of submissions become grades on disk. Read this file first.

submissions ─▶ already graded from the same content? ─▶ yes: keep the results, and give them the marks of today
                                                     └▶ no: one of `jobs` grading processes (grader.workers.worker)
                                                            forks a pytest session, and its fork server
                                                            (grader.sandbox.forkserver.main) forks a jailed guest for it
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import chain, islice
from pathlib import Path

from grader.course.model import Course
from grader.course.variants import KEY_FILE, need_key
from grader.grade.brief import Briefs
from grader.grade.document import Grade
from grader.grade.runs import How, Run
from grader.grade.score import marked_again, ungraded
from grader.grade.store import Store
from grader.intake import result_file_name
from grader.sandbox.host.isolation import Isolation
from grader.submission import Submission
from grader.workers.orders import GradingFault
from grader.workers.pool import Engine, Here, Job, Pool
from grader.workers.toolchain import toolchain

_SHOWN = ("lessons", "demonstrations")  # folders of solutions/ in which nothing changes a grade
_TRY_AGAIN = "our own fault"  # no key is like it: the next run grades this hand-in anew
Progress = Callable[[Grade, How], None]  # a grade, and what was done for it


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
    submissions: Iterable[Submission],
    store: Store,
    settings: Settings,
    progress: Progress,
    tell: Callable[[str], object] = lambda sentence: None,
) -> tuple[list[Grade], Run]:
    """Grade what is not graded yet; return all grades in brief (grader.grade.brief), in the order of `submissions`.

    Each submission is taken when its turn comes, and neither it nor its whole grade is kept: `progress` sees them pass.

    Args:
        progress: is told of each grade.
        tell: is told of each worker of a cluster that does not grade.

    Raises:
        CourseError: the course's suites cannot be used, or the key of its variants is missing.
        SandboxError: this machine cannot isolate.
        StoreError: results cannot be written.
    """
    need_key(course)
    of_course = course_key(course, settings)
    briefs, run, grades = Briefs(), Run(), dict[str, Grade]()
    order = []

    def note(job: Job, grade: Grade, how: How, before: Grade | None) -> None:
        if how is not How.KEPT:
            store.keep(result_file_name(job.submission.student), job.key, grade)
        grades[job.submission.student] = briefs.of(grade)
        run.note(how, before, grade)
        progress(grade, how)

    def jobs() -> Iterator[Job]:
        for submission in submissions:
            order.append(submission.student)
            job = Job(key_of(of_course, submission), submission)
            found = None if settings.fresh else store.find(result_file_name(submission.student), job.key)
            if found is None:
                yield job
            else:
                marked = marked_again(course, found)
                note(job, marked, How.KEPT if marked == found else How.MARKED, found)

    todo = jobs()
    first = list(islice(todo, settings.jobs))
    engine, waiting = _engine(course, settings, len(first), tell), chain(first, todo)
    del first  # else these would be kept to the end
    with Pool(engine) as pool:
        for job, result in pool.grade(waiting):
            grade = result
            if isinstance(grade, GradingFault):
                label = settings.isolation.label
                job = replace(job, key=_TRY_AGAIN)
                grade = ungraded(course, job.submission, str(grade), label, settings.track)
            note(job, grade, How.GRADED, store.last(result_file_name(job.submission.student)))
    return [grades[student] for student in order], run


def key_of(of_course: str, submission: Submission) -> str:
    """Digest everything that a grade depends on, the hand-in and (`course_key`) all else."""
    return hashlib.sha256(f"{of_course} {submission.content_key()}".encode()).hexdigest()


def _engine(course: Course, settings: Settings, size: int, tell: Callable[[str], object]) -> Engine:
    if settings.scheduler is None:
        return Here(course.root / "course.yaml", settings.isolation, settings.track, size)
    from grader.workers.cluster import Cluster  # dask: a run on one machine does without

    return Cluster(settings.scheduler, course, course_files(course), settings.isolation, settings.track, tell)


def course_key(course: Course, settings: Settings) -> str:
    """Digest everything but the hand-in that results depend on: not what the course says of marks, dates and words.

    Marks are made from results again in every run (`marked_again`).
    """
    digest = hashlib.sha256()
    for fact in (settings.isolation, settings.track, *toolchain(course.packages).items(), *_facts(course)):
        digest.update(f"{fact}\0".encode())
    for path in course_files(course):
        name = path.relative_to(course.root).as_posix()
        digest.update(f"{name}\0{path.stat().st_size}\0".encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _facts(course: Course) -> Iterator[object]:
    """Yield what a session reads of the course."""
    yield from (course.limits, course.packages)
    for module in course.modules:
        yield module.name, module.builds_on
        # A second try counts where it earns more: that needs marks, and does not depend on how many.
        yield from ((e.name, e.seconds, e.variant, module.max_points(e) > 0) for e in module.exercises)


def course_files(course: Course) -> list[Path]:
    """Return the files of a course that results depend on: code and whatever data lies beside it, but no lesson."""
    root = course.root
    names = (
        "solutions",
        "tests/hidden",
        "tests/public",
        "tests/mistakes",
        "tests/alternatives",
        "exercises/data",
    )  # guests read the last
    files = [path for name in names for path in (root / name).rglob("*") if path.is_file()]
    shown = [root / "solutions" / name for name in _SHOWN]
    files = [f for f in files if "__pycache__" not in f.parts and not any(f.is_relative_to(folder) for folder in shown)]
    stubs = [path for m in course.modules if (path := root / "exercises" / f"{m.name}.py").is_file()]
    key = [path for path in (root / KEY_FILE,) if path.is_file()]  # whose numbers are whose
    return [*key, *stubs, *sorted(files)]
