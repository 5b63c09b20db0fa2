"""Prove a course: its reference earns everything, its stubs nothing, every mistake is caught and named.

Every proof runs the real grading, jail included. A complaint says which file to open.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from grader.authoring.build import drift
from grader.authoring.hints import missing_hints
from grader.authoring.planted import Mistakes
from grader.authoring.public import exercises_tested, public_tests
from grader.authoring.redundant import LonelyTests, unlisted
from grader.authoring.stubs import stub
from grader.course.loading import CourseError
from grader.course.model import Course, Module, did_you_mean
from grader.grade.results import Grade
from grader.grading import Settings
from grader.submission import Submission
from grader.suite.diagnosis import Catalogue
from grader.suite.pool import Job, Pool
from grader.suite.process import GradingFault
from grader.suite.reference import load_reference

_SUITES = "tests/hidden/test_{}.py"


@dataclass
class Proof:
    """What a check found; `complaints` is empty for a course that holds."""

    complaints: list[str] = field(default_factory=list)
    exercises: int = 0
    marks: float = 0.0
    tests: int = 0
    mistakes: int = 0
    caught: int = 0
    named: int = 0
    named_as_another: int = 0
    accepted: int = 0
    alternatives: int = 0
    redundant: list[str] = field(default_factory=list)
    seconds: float = 0.0


@dataclass(frozen=True)
class _Case:
    """One hand-in whose grade is known beforehand."""

    submission: Submission
    only: tuple[str, ...] | None
    judge: Callable[[Grade], None]


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
    wanted = _exercises_of(course, names) if names else None
    part = course if wanted is None else course.only(wanted)
    proof = Proof(exercises=sum(len(module.exercises) for module in part.modules))
    proof.marks = sum(module.weight for module in part.modules)
    proof.complaints += drift(course)
    proof.complaints += list(_missing_public_tests(course))
    proof.complaints += list(missing_hints(course))
    proof.complaints += list(_points_that_do_not_add_up(course))
    lonely = LonelyTests()
    cases = list(_cases(course, part, wanted, proof, lonely))
    jobs = [Job(str(number), case.submission, case.only) for number, case in enumerate(cases)]
    course_file = course.root / "course.yaml"
    public = public_tests(course, [module.name for module in part.modules])
    with public as public_complaints, Pool(course_file, settings.isolation, None, settings.jobs) as pool:
        for done, (job, grade) in enumerate(pool.grade(jobs), 1):
            if isinstance(grade, GradingFault):
                proof.complaints.append(f"{job.submission.student}: the grading itself failed: {grade}")
            else:
                cases[int(job.key)].judge(grade)
            progress(done, len(jobs))
        proof.complaints += public_complaints()
    if wanted is None:
        proof.redundant = lonely.redundant()
        proof.complaints += unlisted(course, proof.redundant)
    proof.complaints.sort()  # they came in the order in which the processes finished
    proof.seconds = time.monotonic() - start
    return proof


def summary(proof: Proof) -> str:
    """Return the figures of a proof in one line."""
    share = f"{100 * proof.named / proof.mistakes:.1f} %" if proof.mistakes else "none"
    verdict = f"{len(proof.complaints)} complaints" if proof.complaints else "the course holds"
    return (
        f"{verdict}: {proof.marks:g} marks, {proof.exercises} exercises, {proof.tests} hidden tests, "
        f"{proof.caught} of {proof.mistakes} mistakes caught, {proof.named} named as themselves ({share}), "
        f"{proof.named_as_another} as another, {proof.accepted} accepted, {proof.alternatives} alternatives, "
        f"{proof.seconds:.0f} s"
    )


def _exercises_of(course: Course, names: Collection[str]) -> tuple[str, ...]:
    known = {module.name: [e.name for e in module.exercises] for module in course.modules}
    known |= {name: [name] for exercises in list(known.values()) for name in exercises}
    for name in names:
        if name not in known:
            raise CourseError(f"{course.name} has no module or exercise {name!r}{did_you_mean(name, known)}")
    return tuple(dict.fromkeys(exercise for name in names for exercise in known[name]))


def _cases(
    course: Course, part: Course, only: tuple[str, ...] | None, proof: Proof, lonely: LonelyTests
) -> Iterator[_Case]:
    """Yield what to grade: of the whole course, or of the part with `only` some exercises."""
    sources = {m.name: (course.root / "solutions" / f"{m.name}.py").read_bytes() for m in course.modules}

    def reference_is_full(grade: Grade) -> None:
        for exercise in _exercises(grade):
            proof.tests += len(exercise["tests"])
            lonely.there_are(test["name"] for test in exercise["tests"])
        proof.complaints.extend(_unless_full(grade, "the reference", "solutions/{}.py"))

    def stub_is_zero(grade: Grade) -> None:
        for module, exercise in _with_module(grade):
            if exercise["status"] != "not_started":
                test = next(t for t in exercise["tests"] if t["outcome"] != "not_started")
                proof.complaints.append(
                    f"{_SUITES.format(module)}: {test['name']}: expected the stub of {exercise['name']} "
                    f"to be not_started, got {test['outcome']} {test['message']}".rstrip()
                )

    yield _Case(Submission("reference", sources), only, reference_is_full)
    stubs = {m.name: stub(course.root / "solutions" / f"{m.name}.py", m).encode() for m in course.modules}
    yield _Case(Submission("stub", stubs), only, stub_is_zero)
    yield from _alternatives(course, only, proof)
    catalogue = Catalogue(course, load_reference(course))
    for module in part.modules:
        yield from _mistakes(course, module, catalogue, sources, proof, lonely)


def _alternatives(course: Course, only: tuple[str, ...] | None, proof: Proof) -> Iterator[_Case]:
    folder = course.root / "tests" / "alternatives"
    for style in sorted(path for path in folder.glob("*") if path.is_dir() and not path.name.startswith("_")):
        names = [m.name for m in course.modules if (style / f"{m.name}.py").is_file()]
        where = f"tests/alternatives/{style.name}/{{}}.py"

        def is_full(grade: Grade, where: str = where, names: Collection[str] = names) -> None:
            proof.alternatives += 1
            handed_in = [_of_it(module) for module in grade["modules"] if module["name"] in names]
            proof.complaints.extend(_unless_full({**grade, "modules": handed_in}, "a right alternative", where))
            if len(handed_in) == len(course.modules):  # where one is missing, a flag says so
                folder = where.removesuffix("/{}.py")
                proof.complaints += [f"{folder}: a right alternative is flagged: {flag}" for flag in grade["flags"]]

        sources = {name: (style / f"{name}.py").read_bytes() for name in names}
        yield _Case(Submission(style.name, sources), only, is_full)


def _of_it(module: Mapping[str, Any]) -> Mapping[str, Any]:
    """Leave out the exercises that an alternative does not have: it need not know all of them."""
    lacks = f"{module['name']}.py has no "
    has = [
        exercise
        for exercise in module["exercises"]
        if not all(test["message"].startswith(lacks + exercise["name"]) for test in exercise["tests"])
    ]
    return {**module, "exercises": has}


def _mistakes(
    course: Course,
    module: Module,
    catalogue: Catalogue,
    sources: Mapping[str, bytes],
    proof: Proof,
    lonely: LonelyTests,
) -> Iterator[_Case]:
    file = f"tests/mistakes/{module.name}.py"
    mistakes = Mistakes(course.root / file)
    known = next([e.name for e in whole.exercises] for whole in course.modules if whole.name == module.name)
    proof.complaints += [f"{file}: {fault}" for fault in mistakes.faults(known)]
    for exercise in module.exercises:
        for name in catalogue.mistakes[exercise.name]:
            full_name = f"{exercise.name}__{name}"
            source = mistakes.planted(sources[module.name], exercise.name, full_name)
            wrong = {**sources, module.name: source}

            def is_caught_and_named(grade: Grade, name: str = name, full_name: str = full_name) -> None:
                document = next(iter(_exercises(grade)))
                failed = [test["name"] for test in document["tests"] if test["outcome"] != "passed"]
                if full_name in catalogue.accepted:
                    proof.accepted += 1
                    if failed:
                        proof.complaints.append(
                            f"{file}: {full_name} is listed as accepted, but {failed[0]} refuses it"
                        )
                    return
                proof.mistakes += 1
                proof.caught += bool(failed)
                lonely.caught(failed)
                if not failed:
                    suite = _SUITES.format(module.name)
                    proof.complaints.append(
                        f"{suite}: no test catches {full_name}: add one, or list it in ACCEPTED of {file}"
                    )
                _judge_name(document, name, f"{file}: {full_name}", proof)

            yield _Case(Submission(full_name, wrong), (exercise.name,), is_caught_and_named)


def _judge_name(document: Mapping[str, Any], name: str, where: str, proof: Proof) -> None:
    diagnosis = document["diagnosis"]
    if diagnosis is None:
        return
    if diagnosis["mistake"] == name:
        proof.named += 1
    else:
        proof.named_as_another += 1
        proof.complaints.append(f"{where} is diagnosed as {diagnosis['mistake']}: is one of them the other?")


def _unless_full(grade: Grade, who: str, where: str) -> Iterator[str]:
    for module, exercise in _with_module(grade):
        for test in exercise["tests"]:
            if test["outcome"] != "passed":
                yield (
                    f"{where.format(module)}: {who} of {exercise['name']} does not pass {test['name']} "
                    f"of {_SUITES.format(module)}: {test['outcome']} {test['message']}"
                ).rstrip()


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


def _exercises(grade: Grade) -> Iterator[Mapping[str, Any]]:
    return (exercise for _, exercise in _with_module(grade))


def _with_module(grade: Grade) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for module in grade["modules"]:
        for exercise in module["exercises"]:
            yield module["name"], exercise
