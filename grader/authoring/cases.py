"""The hand-ins whose grade is known beforehand, each with its judge: reference, stub, alternatives, mistakes."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass

from grader.authoring.mutants import Mistakes
from grader.authoring.proof import Proof
from grader.authoring.redundant import UniqueKills
from grader.authoring.stubs import stub
from grader.course.model import Course, Module
from grader.diagnosis.catalogue import Catalogue
from grader.grade.document import Grade, GradedExercise, GradedModule, GradedTest
from grader.outcome import UNUSABLE
from grader.submission import Submission
from grader.suite.reference import load_reference

_BROKEN = re.compile(  # how a message begins where code could not even run
    r"your code raised (NameError|UnboundLocalError|ImportError|ModuleNotFoundError|SyntaxError|NotImplementedError)\b"
    r"|\w+\.py (cannot be imported|has no )|importing "
)
_SUITES = "tests/hidden/test_{}.py"


@dataclass(frozen=True)
class Case:
    """One hand-in whose grade is known beforehand."""

    submission: Submission
    only: tuple[str, ...] | None
    judge: Callable[[Grade], None]


def cases(
    course: Course, part: Course, only: tuple[str, ...] | None, proof: Proof, lonely: UniqueKills
) -> Iterator[Case]:
    """Yield what to grade: of the whole course, or of the part with `only` some exercises."""
    sources = {m.name: (course.root / "solutions" / f"{m.name}.py").read_bytes() for m in course.modules}

    def reference_is_full(grade: Grade) -> None:
        for exercise in _exercises(grade):
            proof.tests += len(exercise.tests)
            proof.tests_of[exercise.name] = {test.name for test in exercise.tests}
            lonely.there_are(test.name for test in exercise.tests)
        proof.complaints.extend(_unless_full(grade, "the reference", "solutions/{}.py"))

    def stub_is_zero(grade: Grade) -> None:
        for module, exercise in _with_module(grade):
            if exercise.status != "not_started":
                test = next(t for t in exercise.tests if t.outcome != "not_started")
                proof.complaints.append(
                    f"{_SUITES.format(module)}: {test.name}: expected the stub of {exercise.name} "
                    f"to be not_started, got {test.outcome} {test.message}".rstrip()
                )

    yield Case(Submission("reference", sources), only, reference_is_full)
    stubs = {m.name: stub(course.root / "solutions" / f"{m.name}.py", m).encode() for m in course.modules}
    yield Case(Submission("stub", stubs), only, stub_is_zero)
    yield from _alternatives(course, only, proof)
    catalogue = Catalogue(course, load_reference(course))
    for module in part.modules:
        yield from _mistakes(course, module, catalogue, sources, proof, lonely)


def _alternatives(course: Course, only: tuple[str, ...] | None, proof: Proof) -> Iterator[Case]:
    folder = course.root / "tests" / "alternatives"
    for style in sorted(path for path in folder.glob("*") if path.is_dir() and not path.name.startswith("_")):
        names = [m.name for m in course.modules if (style / f"{m.name}.py").is_file()]
        where = f"tests/alternatives/{style.name}/{{}}.py"

        def is_full(grade: Grade, where: str = where, names: Collection[str] = names) -> None:
            proof.alternatives += 1
            handed_in = [_of_it(module) for module in grade.modules if module.name in names]
            proof.complaints.extend(
                _unless_full(grade.model_copy(update={"modules": tuple(handed_in)}), "a right alternative", where)
            )
            if len(handed_in) == len(course.modules):  # where one is missing, a flag says so
                folder = where.removesuffix("/{}.py")
                proof.complaints += [f"{folder}: a right alternative is flagged: {flag}" for flag in grade.flags]

        sources = {name: (style / f"{name}.py").read_bytes() for name in names}
        yield Case(Submission(style.name, sources), only, is_full)


def _of_it(module: GradedModule) -> GradedModule:
    """Leave out the exercises that an alternative does not have: it need not know all of them."""
    lacks = f"{module.name}.py has no "
    has = [
        exercise
        for exercise in module.exercises
        if not all(test.message.startswith(lacks + exercise.name) for test in exercise.tests)
    ]
    return module.model_copy(update={"exercises": tuple(has)})


def _mistakes(  # noqa: C901  # one judge with everything that can be said of a mistake
    course: Course,
    module: Module,
    catalogue: Catalogue,
    sources: Mapping[str, bytes],
    proof: Proof,
    lonely: UniqueKills,
) -> Iterator[Case]:
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
                failed = [test.name for test in document.tests if test.outcome != "passed"]
                refused = [test.name for test in document.tests if _is_refusal(test)]
                if full_name in catalogue.accepted:
                    proof.accepted += 1
                    if failed:
                        proof.complaints.append(
                            f"{file}: {full_name} is listed as accepted, but {failed[0]} refuses it"
                        )
                    return
                proof.mistakes += 1
                proof.caught += bool(refused)
                lonely.caught(refused)
                proof.refused_by[full_name] = set(refused)
                suite = _SUITES.format(module.name)
                for test in document.tests:
                    if test.outcome == "error" or test.message.startswith(UNUSABLE):
                        proof.complaints.append(f"{suite}: {test.name} itself fails on {full_name}: {test.message}")
                if failed and not refused:
                    why = next(test.message for test in document.tests if test.outcome != "passed")
                    proof.complaints.append(
                        f"{file}: {full_name} is refused only because its own code breaks, which proves nothing: {why}"
                    )
                if not failed:
                    proof.complaints.append(
                        f"{suite}: no test catches {full_name}: add one, or list it in ACCEPTED of {file}"
                    )
                if refused:
                    _judge_name(document, name, f"{file}: {full_name}", proof, is_argued=full_name in mistakes.unnamed)

            yield Case(Submission(full_name, wrong), (exercise.name,), is_caught_and_named)


def _is_refusal(test: GradedTest) -> bool:
    """Say whether a test refuses what a mistake does, and does not merely trip over code that is broken."""
    if test.outcome == "failed":
        return not _BROKEN.match(test.message) and not test.message.startswith(UNUSABLE)
    return test.outcome in ("timeout", "crashed")


def _judge_name(document: GradedExercise, name: str, where: str, proof: Proof, *, is_argued: bool) -> None:
    diagnosis = document.diagnosis
    if diagnosis is None:
        if not is_argued:
            proof.complaints.append(
                f"{where} is never named: another mistake may do the same, or only calls show it that are too large to "
                f"keep; change it, or list it in UNNAMED with the reason"
            )
        return
    if is_argued:
        proof.complaints.append(f"{where} is listed in UNNAMED, but named {diagnosis.mistake}: take it out")
    if diagnosis.mistake == name:
        proof.named += 1
    else:
        proof.named_as_another += 1
        proof.complaints.append(f"{where} is diagnosed as {diagnosis.mistake}: is one of them the other?")


def _unless_full(grade: Grade, who: str, where: str) -> Iterator[str]:
    for module, exercise in _with_module(grade):
        for test in exercise.tests:
            if test.outcome != "passed":
                yield (
                    f"{where.format(module)}: {who} of {exercise.name} does not pass {test.name} "
                    f"of {_SUITES.format(module)}: {test.outcome} {test.message}"
                ).rstrip()


def _exercises(grade: Grade) -> Iterator[GradedExercise]:
    return (exercise for _, exercise in _with_module(grade))


def _with_module(grade: Grade) -> Iterator[tuple[str, GradedExercise]]:
    for module in grade.modules:
        for exercise in module.exercises:
            yield module.name, exercise
