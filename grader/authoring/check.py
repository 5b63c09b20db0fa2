"""Prove a course: its reference earns everything, its stubs nothing, every mistake is caught and named.

Every proof runs the real grading, jail included. A complaint says which file to open.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext

from grader.authoring.assignments import in_several_assignments
from grader.authoring.boxes import faults_of_lessons
from grader.authoring.build import drift
from grader.authoring.cases import Case, first_cases, further_cases
from grader.authoring.exchanged import exchanged
from grader.authoring.files import faults_of_files
from grader.authoring.hints import missing_hints
from grader.authoring.promises import unkept_promises
from grader.authoring.proof import Proof
from grader.authoring.public import exercises_tested, public_tests
from grader.authoring.redundant import UniqueKills, unlisted
from grader.course.loading import CourseError
from grader.course.model import Course, Tier, did_you_mean
from grader.grading import Settings
from grader.sandbox.host.isolation import SandboxError
from grader.workers.orders import GradingFault
from grader.workers.pool import Here, Job, Pool


def check(
    course: Course,
    settings: Settings,
    progress: Callable[[int, int], None] = lambda done, total: None,
    names: Collection[str] = (),
) -> Proof:
    """Prove a course.

    Args:
        progress: is called with the number of hand-ins graded so far, and of all.
        names: modules and exercises; if there are any, only they are graded, and nothing is said of redundant tests.

    Raises:
        CourseError: the course is too broken to be graded at all, or has no module or exercise of a name.
    """
    start = time.monotonic()
    wanted = exercises_of(course, names) if names else None
    part = course if wanted is None else course.only(wanted)
    proof = Proof(names=tuple(names), exercises=sum(len(module.exercises) for module in part.modules))
    proof.marks = sum(module.weight for module in part.modules)
    proof.bonus = sum(e.points for module in part.modules for e in module.exercises if e.tier is Tier.STRETCH)
    lonely = UniqueKills()
    public = public_tests(course, [module.name for module in part.modules])
    grading: AbstractContextManager[Pool | None]
    try:
        grading = Pool(Here(course.root / "course.yaml", settings.isolation, None, settings.jobs))
    except SandboxError as error:  # not the kernel's: this system has no processes that could grade
        grading, proof.not_graded = nullcontext(), str(error)
    with grading as pool, public as public_complaints:  # they are at work while this process looks at the files
        proof.complaints += drift(course)  # first: what is wrong with a solution is behind much else
        proof.complaints += faults_of_files(course)
        proof.complaints += exchanged(course)
        proof.complaints += list(_missing_public_tests(course))
        proof.complaints += list(missing_hints(course))
        proof.complaints += list(faults_of_lessons(course))
        proof.complaints += list(_points_that_do_not_add_up(course))
        if pool is not None:
            pool.ready()  # only then is the course's code run in this process: it may end, or never come to its end
            _grade(pool, list(first_cases(course, part, proof, lonely)), proof, progress)
            _grade(pool, list(further_cases(course, part, wanted is None, proof, lonely)), proof, progress)
        proof.complaints += public_complaints()
    if not proof.not_graded:
        sound = part if not proof.broken else part.only({e for e in proof.tests_of if e not in proof.broken})
        proof.complaints += unkept_promises(course, sound, proof.tests_of, proof.refused_by)
    if wanted is None and not proof.not_graded and not proof.broken:
        proof.redundant = lonely.redundant()
        proof.complaints += unlisted(course, proof.redundant)
    proof.complaints.sort()  # they came in the order in which the processes finished
    proof.seconds = time.monotonic() - start
    return proof


def _grade(pool: Pool, known: Sequence[Case], proof: Proof, progress: Callable[[int, int], None]) -> None:
    """Grade hand-ins whose grade is known, and let each be judged."""
    jobs = [Job(str(number), case.submission, case.only) for number, case in enumerate(known)]
    graded = {}
    for done, (job, grade) in enumerate(pool.grade(jobs), 1):
        graded[job.key] = grade
        progress(done, len(jobs))
    for job, case in zip(jobs, known, strict=True):  # in their order, which is not that in which they were done
        grade = graded[job.key]
        if isinstance(grade, GradingFault):
            proof.complaints.append(f"{job.submission.student}: the grading itself failed: {grade}")
        else:
            case.judge(grade)


def exercises_of(course: Course, names: Collection[str]) -> tuple[str, ...]:
    """Return the exercises that are meant by names of modules and of exercises.

    Raises:
        CourseError: the course has nothing of a name.
    """
    known = {module.name: [e.name for e in module.exercises] for module in course.modules}
    known |= {name: [name] for exercises in list(known.values()) for name in exercises}
    for name in names:
        if name not in known:
            raise CourseError(f"{course.name} has no module or exercise {name!r}{did_you_mean(name, known)}")
    return tuple(dict.fromkeys(exercise for name in names for exercise in known[name]))


def _missing_public_tests(course: Course) -> Iterator[str]:
    for module in course.modules:
        tested = exercises_tested(course, module)
        for exercise in module.exercises:
            if exercise.name not in tested:
                name = f"test_{exercise.name}_does_something"
                yield f"tests/public/test_{module.name}.py: expected a test of {exercise.name} ({name}), got none"


def _points_that_do_not_add_up(course: Course) -> Iterator[str]:
    total = sum(module.weight for module in course.modules)
    if total != round(total):
        yield f"course.yaml: expected the modules' weights to add up to a whole number of marks, got {total:g}"
    assigned = {name for assignment in course.assignments for name in assignment.modules}
    for module in course.modules:
        if module.name not in assigned:
            yield f"course.yaml: module {module.name} is in no assignment"
    yield from in_several_assignments(course)
