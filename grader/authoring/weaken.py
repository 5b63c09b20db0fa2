"""Weaken each expectation of the hidden tests, and see whether any catalogued mistake slips through: if none, what for?

The suites are rewritten in a copy of the course (grader.authoring.softened), where every expectation fails softly: each
mistake runs the tests of its exercise once, whatever the number of weakenings. A weakening is noticed if a test that
refuses a mistake would accept it. One that stands in tests/hidden/redundant.toml needs no mistake, by itself
(module.test#2, the second weakening of a test or of a function that tests share) or with its whole test.
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
from grader.authoring.redundant import Reasons, reasons_of
from grader.authoring.softened import Softened, softened
from grader.authoring.softly import USUAL
from grader.course.model import Course, Module
from grader.diagnosis.catalogue import Catalogue
from grader.grade.document import Grade
from grader.grading import Settings
from grader.submission import Submission
from grader.suite import variant
from grader.suite.reference import load_reference
from grader.workers.pool import Here, Job, Pool

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
        with Pool(Here(root / "course.yaml", settings.isolation, None, settings.jobs)) as pool:
            pool.ready()
            yield from _judged(course, modules, wanted, suites, pool)


def _judged(
    course: Course, modules: list[Module], wanted: set[str], suites: Mapping[str, Softened], pool: Pool
) -> Iterator[Weakened]:
    jobs = [job for module in modules for job in _mistakes(course, module, wanted)]
    left = Counter(_exercise(job) for job in jobs)
    reasons = reasons_of(course)
    noticed: dict[str, set[int]] = {module.name: set() for module in modules}
    faults: dict[str, list[str]] = {}
    module_of = {e.name: m for m in modules for e in m.exercises}
    for job, grade in pool.grade(jobs):
        exercise = _exercise(job)
        module = module_of[exercise]
        if not isinstance(grade, Grade):
            faults.setdefault(exercise, []).append(f"{exercise}: the grading itself failed, so less is known: {grade}")
        elif job.key.startswith(_REFERENCE):
            faults.setdefault(exercise, []).extend(_refused(grade))
        else:
            noticed[module.name] |= _let_pass(grade)
        left[exercise] -= 1
        if not left[exercise]:
            suite = suites[module.name]
            tests = {test for test, of in suite.exercise_of.items() if of == exercise}
            own = Weakened(module.name, exercise, told=list(dict.fromkeys(faults.get(exercise, ()))))
            _add(own, suite, tests, noticed[module.name], reasons)
            yield own
            names = {e.name for e in module.exercises}
            if names <= wanted and not any(left[name] for name in names):
                yield _shared(module, suite, noticed[module.name], reasons)


def _copy(old: Path, new: Path) -> None:
    if old.is_dir():
        shutil.copytree(old, new, ignore=shutil.ignore_patterns("__pycache__", ".*"))
    elif old.is_file():
        shutil.copy(old, new)


def _mistakes(course: Course, module: Module, wanted: Collection[str]) -> Iterator[Job]:
    variant.install(course)
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


def _let_pass(grade: Grade) -> set[int]:
    """Return the weakenings by which some test would accept what it refuses."""
    accepting: dict[str, set[int]] = {}
    for test in (t for m in grade.modules for e in m.exercises for t in e.tests if t.outcome != "passed"):
        name = test.name.partition("[")[0]
        told = set(json.loads(test.message)) if test.message.startswith("[") else set()
        accepting[name] = accepting.get(name, told) & told
    return set().union(*accepting.values())


def _refused(grade: Grade) -> Iterator[str]:
    for test in (t for m in grade.modules for e in m.exercises for t in e.tests if t.outcome != "passed"):
        yield f"{test.name}: cannot be weakened, the reference fails it then ({test.message}): is a Mismatch caught?"


def _shared(module: Module, suite: Softened, noticed: Collection[int], reasons: Reasons) -> Weakened:
    own = Weakened(module.name, "")
    if suite.has_usual:
        own.total += 1
        if USUAL not in noticed and f"{module.name}.usual" in reasons.weakenings:
            own.explained += 1
        elif USUAL not in noticed:
            where = f"tests/hidden/test_{module.name}.py: {module.name}.usual"
            own.told.append(f"{where}: the usual tolerance a thousand times as wide: no mistake notices")
    _add(own, suite, {w.function for w in suite.weakenings} - suite.exercise_of.keys(), noticed, reasons)
    return own


def _add(
    own: Weakened, suite: Softened, functions: Collection[str], noticed: Collection[int], reasons: Reasons
) -> None:
    for weak in suite.weakenings:
        if weak.function not in functions:
            continue
        own.total += 1
        is_argued = f"{own.module}.{weak.name}" in reasons.weakenings
        where = f"tests/hidden/test_{own.module}.py: line {weak.line}: {own.module}.{weak.name}"
        if weak.number in noticed:
            if is_argued:
                own.told.append(f"{where}: a mistake notices it: take it out of redundant.toml")
        elif is_argued or weak.function.removeprefix("test_") in reasons.tests:
            own.explained += 1
        else:
            own.told.append(f"{where}: {weak.what}: no mistake notices")
