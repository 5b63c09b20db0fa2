"""Weaken each expectation of the hidden tests, and see whether any catalogued mistake slips through: if none, what for?

The suites are rewritten in a copy of the course (grader.authoring.softened), where every expectation fails softly: each
mistake runs the tests of its exercise once, whatever the number of weakenings. A weakening is noticed if a test that
refuses a mistake would accept it. One in a test that stands in tests/hidden/redundant.toml needs no mistake: there is
a reason for the whole test.
"""

from __future__ import annotations

import json
import shutil
import tempfile
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from grader.authoring.files import parsed
from grader.authoring.mutants import Mistakes
from grader.authoring.redundant import listed
from grader.authoring.softened import Softened, softened
from grader.authoring.softly import USUAL
from grader.course.model import Course, Module
from grader.diagnosis.catalogue import Catalogue
from grader.grade.document import Grade
from grader.grading import Settings
from grader.submission import Submission
from grader.suite.reference import load_reference
from grader.workers.pool import Job, Pool

_COPIED = ("course.yaml", "solutions", "tests", "exercises")
_REFERENCE = "the reference"


@dataclass
class Weakened:
    """What weakening an exercise showed, or, where `exercise` is empty, the functions that a module's tests share.

    `told` has a sentence for each weakening that nothing notices and nothing explains, of `total` weakenings.
    """

    module: str
    exercise: str
    total: int = 0
    explained: int = 0
    told: list[str] = field(default_factory=list)


def weakened(course: Course, settings: Settings, names: Collection[str]) -> Iterator[Weakened]:
    """Weaken the tests of these exercises (none means all), and yield what is known of each as soon as it is.

    Who stops it goes on with the names that are missing. What a module's tests share is judged with all of them alone.
    """
    wanted = set(names) or {e.name for m in course.modules for e in m.exercises}
    modules = [m for m in course.modules if wanted & {e.name for e in m.exercises}]
    with tempfile.TemporaryDirectory(prefix="grader-weaken-") as folder:
        root = Path(folder)
        for name in _COPIED:
            _copy(course.root / name, root / name)
        suites = {}
        for module in modules:
            suite = f"tests/hidden/test_{module.name}.py"
            suites[module.name] = softened(parsed(course.root / suite), [m.name for m in course.modules])
            (root / suite).write_text(suites[module.name].text, encoding="utf-8")
        with Pool(root / "course.yaml", settings.isolation, None, settings.jobs) as pool:
            pool.ready()
            yield from _judged(course, modules, wanted, suites, pool)


def _judged(
    course: Course, modules: list[Module], wanted: set[str], suites: Mapping[str, Softened], pool: Pool
) -> Iterator[Weakened]:
    jobs = [job for module in modules for job in _mistakes(course, module, wanted)]
    left = Counter(_exercise(job) for job in jobs)
    reasons = set(listed(course))
    noticed: dict[str, set[tuple[str, int]]] = {module.name: set() for module in modules}
    faults: dict[str, list[str]] = {}
    module_of = {e.name: m for m in modules for e in m.exercises}
    for job, grade in pool.grade(jobs):
        exercise = _exercise(job)
        module = module_of[exercise]
        if isinstance(grade, Grade):
            found = _let_pass(grade, suites[module.name], exercise)
            if job.key.startswith(_REFERENCE):
                faults.setdefault(exercise, []).extend(_refused(grade))
            else:
                noticed[module.name] |= found
        else:
            faults.setdefault(exercise, []).append(f"{exercise}: the grading itself failed, so less is known: {grade}")
        left[exercise] -= 1
        if not left[exercise]:
            own = _of_exercise(module, exercise, suites[module.name], noticed[module.name], reasons)
            own.told = [*dict.fromkeys(faults.get(exercise, ())), *own.told]
            yield own
            if not any(left[e.name] for e in module.exercises) and {e.name for e in module.exercises} <= wanted:
                yield _shared(module, suites[module.name], noticed[module.name])


def _copy(old: Path, new: Path) -> None:
    if old.is_dir():
        shutil.copytree(old, new, ignore=shutil.ignore_patterns("__pycache__", ".*"))
    elif old.is_file():
        shutil.copy(old, new)


def _mistakes(course: Course, module: Module, wanted: Collection[str]) -> Iterator[Job]:
    catalogue = Catalogue(course, load_reference(course))
    sources = {m.name: (course.root / "solutions" / f"{m.name}.py").read_bytes() for m in course.modules}
    mistakes = Mistakes(course.root / "tests" / "mistakes" / f"{module.name}.py")
    for exercise in (e.name for e in module.exercises if e.name in wanted):
        yield Job(f"{_REFERENCE} {exercise}", Submission(exercise, sources), (exercise,))
        for name in catalogue.mistakes[exercise]:
            full = f"{exercise}__{name}"
            source = mistakes.planted(sources[module.name], exercise, full)
            yield Job(full, Submission(full, {**sources, module.name: source}), (exercise,))


def _exercise(job: Job) -> str:
    assert job.only is not None
    return job.only[0]


def _let_pass(grade: Grade, suite: Softened, exercise: str) -> set[tuple[str, int]]:
    """Return the weakenings by which some test would accept what it refuses; the usual tolerance with its exercise."""
    accepting: dict[str, set[int]] = {}
    for test in (t for m in grade.modules for e in m.exercises for t in e.tests if t.outcome != "passed"):
        name = test.name.partition("[")[0]
        told = set(json.loads(test.message)) if test.message.startswith("[") else set()
        accepting[name] = accepting.get(name, told) & told
    return {(exercise if number == USUAL else "", number) for numbers in accepting.values() for number in numbers}


def _refused(grade: Grade) -> Iterator[str]:
    for test in (t for m in grade.modules for e in m.exercises for t in e.tests if t.outcome != "passed"):
        yield f"{test.name}: cannot be weakened, the reference fails it then ({test.message}): is a Mismatch caught?"


def _of_exercise(
    module: Module, exercise: str, suite: Softened, noticed: Collection[tuple[str, int]], reasons: Collection[str]
) -> Weakened:
    own = Weakened(module.name, exercise)
    if exercise in suite.usual:
        own.total += 1
        if (exercise, USUAL) not in noticed:
            line = suite.usual[exercise]
            what = "the usual tolerance a thousand times as wide in all its tests"
            own.told.append(f"tests/hidden/test_{module.name}.py: line {line}: {exercise}: {what}: no mistake notices")
    tests = {test for test, of in suite.exercise_of.items() if of == exercise}
    _add(own, suite, tests, noticed, reasons)
    return own


def _shared(module: Module, suite: Softened, noticed: Collection[tuple[str, int]]) -> Weakened:
    own = Weakened(module.name, "")
    _add(own, suite, {w.function for w in suite.weakenings} - suite.exercise_of.keys(), noticed, ())
    return own


def _add(
    own: Weakened,
    suite: Softened,
    functions: Collection[str],
    noticed: Collection[tuple[str, int]],
    reasons: Collection[str],
) -> None:
    for weak in suite.weakenings:
        if weak.function not in functions:
            continue
        own.total += 1
        if ("", weak.number) in noticed:
            continue
        if weak.function.removeprefix("test_") in reasons:
            own.explained += 1
        else:
            where = f"tests/hidden/test_{own.module}.py: line {weak.line}: {weak.function}"
            own.told.append(f"{where}: {weak.what}: no mistake notices")
