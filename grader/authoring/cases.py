"""The hand-ins whose grade is known beforehand, each with its judge: reference, stub, alternatives, mistakes.

An exercise whose reference does not pass is left out of what comes after the stub: all that could be said of it would
follow from that one fault.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import partial

from grader.authoring.mutants import Mistakes
from grader.authoring.proof import Proof
from grader.authoring.redundant import UniqueKills
from grader.authoring.stubs import stub
from grader.authoring.variants import who_have_all_numbers
from grader.course.model import Course, Module
from grader.diagnosis.catalogue import Catalogue
from grader.grade.document import Grade, GradedExercise, GradedModule, GradedTest
from grader.outcome import NOT_RUN, UNUSABLE
from grader.submission import Submission
from grader.suite import variant
from grader.suite.reference import load_reference

_BROKEN = re.compile(  # how a message begins where code could not even run
    r"your code raised (NameError|UnboundLocalError|ImportError|ModuleNotFoundError|SyntaxError|NotImplementedError)\b"
    r"|your code raised TypeError: \S+\(\) (takes|missing|got an unexpected)"  # called otherwise than written
    r"|\w+\.py (cannot be imported|has no )|importing "
)
# How one begins that follows from another one.
_FOLLOWS = re.compile(rf"{NOT_RUN} |\w+ was not called again: |the time for .+ was used up ")
_LINE = re.compile(r"\(\S+\.py line \d+: ")  # of the hand-in that it was planted in, which its author never sees
_STAYS = re.compile(r"\b(is|not) a value of type \w|'Remote(Object|Function)'")
_SUITES = "tests/hidden/test_{}.py"


@dataclass(frozen=True)
class Case:
    """One hand-in whose grade is known beforehand."""

    submission: Submission
    only: tuple[str, ...] | None
    judge: Callable[[Grade], None]


def first_cases(course: Course, part: Course, proof: Proof, lonely: UniqueKills) -> Iterator[Case]:
    """Yield what has to hold first: the reference of each module, with all numbers that a student may have.

    One module after the other, because one that never ends would take the marks of all others with it.
    """
    sources = _sources(course)

    def reference_is_full(grade: Grade, numbers: str) -> None:
        """Say of each exercise only with which numbers it fails first."""
        for _, exercise in _with_module(grade):
            if exercise.name not in proof.tests_of:
                proof.tests += len(exercise.tests)
                proof.tests_of[exercise.name] = {test.name for test in exercise.tests}
                lonely.there_are(test.name for test in exercise.tests)
        told = grade.model_copy(update={"modules": tuple(_without(proof.broken, module) for module in grade.modules)})
        proof.complaints.extend(_unless_full(told, "the reference", "solutions/{}.py", numbers))
        proof.broken.update(e.name for _, e in _with_module(told) if any(test.outcome != "passed" for test in e.tests))

    for someone, numbers in who_have_all_numbers(course):
        judge = partial(reference_is_full, numbers=numbers)
        for module in part.modules:
            yield Case(Submission(someone, sources), tuple(e.name for e in module.exercises), judge)


def further_cases(course: Course, part: Course, is_whole: bool, proof: Proof, lonely: UniqueKills) -> Iterator[Case]:
    """Yield what is graded then, of the exercises of `part` whose reference passes."""
    sources = _sources(course)
    sound = tuple(e.name for m in part.modules for e in m.exercises if e.name not in proof.broken)
    only = None if is_whole and not proof.broken else sound

    def stub_is_zero(grade: Grade) -> None:
        for module, exercise in _with_module(grade):
            if exercise.status != "not_started":
                test = next(t for t in exercise.tests if t.outcome != "not_started")
                ends = "passes" if test.outcome == "passed" else f"ends as {test.outcome} {test.message}".rstrip()
                where = f"{_SUITES.format(module)}: {test.name} {ends} for the stub of {exercise.name}"
                proof.complaints.append(f"{where}: let it call the exercise and ask for what only a right answer does")

    if not sound:
        return
    stubs = {m.name: stub(course.root / "solutions" / f"{m.name}.py", m).encode() for m in course.modules}
    yield Case(Submission("stub", stubs), only, stub_is_zero)
    yield from _alternatives(course, only, proof)
    variant.install(course)
    catalogue = Catalogue(course, load_reference(course))
    for module in part.modules:
        yield from _mistakes(course, module, catalogue, sources, proof, lonely)


def _sources(course: Course) -> dict[str, bytes]:
    return {m.name: (course.root / "solutions" / f"{m.name}.py").read_bytes() for m in course.modules}


def _alternatives(course: Course, only: tuple[str, ...] | None, proof: Proof) -> Iterator[Case]:
    folder = course.root / "tests" / "alternatives"
    for style in sorted(path for path in folder.glob("*") if path.is_dir() and not path.name.startswith("_")):
        names = [m.name for m in course.modules if (style / f"{m.name}.py").is_file()]
        if not names:  # `faults_of_files` says so
            continue
        where = f"tests/alternatives/{style.name}/{{}}.py"

        def is_full(grade: Grade, where: str = where, names: Collection[str] = names) -> None:
            proof.alternatives += 1
            handed_in = [_of_it(_without(proof.broken, module)) for module in grade.modules if module.name in names]
            proof.complaints.extend(
                _unless_full(grade.model_copy(update={"modules": tuple(handed_in)}), "a right alternative", where)
            )
            has_all = len(handed_in) == len(course.modules) and all(module.exercises for module in handed_in)
            if has_all:  # where one is missing, a flag says so
                folder = where.removesuffix("/{}.py")
                proof.complaints += [f"{folder}: a right alternative is flagged: {flag}" for flag in grade.flags]

        sources = {name: (style / f"{name}.py").read_bytes() for name in names}
        yield Case(Submission(style.name, sources), only, is_full)


def _without(broken: Collection[str], module: GradedModule) -> GradedModule:
    return module.model_copy(update={"exercises": tuple(e for e in module.exercises if e.name not in broken)})


def _of_it(module: GradedModule) -> GradedModule:
    """Leave out the exercises that an alternative does not have: it need not know all of them."""

    def lacks(exercise: GradedExercise) -> bool:
        says_so = re.compile(rf"{module.name}\.py has no {exercise.name}\b")
        return all(says_so.match(test.message) for test in exercise.tests)

    return module.model_copy(update={"exercises": tuple(e for e in module.exercises if not lacks(e))})


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
    for exercise in (e for e in module.exercises if e.name not in proof.broken):
        for name in catalogue.mistakes[exercise.name]:
            full_name = f"{exercise.name}__{name}"
            source = mistakes.planted(sources[module.name], exercise.name, full_name)
            wrong = {**sources, module.name: source}

            def is_caught_and_named(grade: Grade, name: str = name, full_name: str = full_name) -> None:
                _, document = next(_with_module(grade))
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
                    is_broken = _BROKEN.match(test.message)
                    if (test.outcome == "error" and not is_broken) or test.message.startswith(UNUSABLE):
                        proof.complaints.append(f"{suite}: {test.name} itself fails on {full_name}: {test.message}")
                if failed and not refused:
                    why = _LINE.sub("(", next(test.message for test in document.tests if test.outcome != "passed"))
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
        endless = next((test.name for test in document.tests if test.outcome == "timeout"), None)
        if not is_argued and endless:
            proof.complaints.append(
                f"{where} does not come to its end in {endless}, so that nothing tells it from any other code that "
                "does not: let it end, or list it in UNNAMED with the reason"
            )
        elif not is_argued:
            proof.complaints.append(
                f"{where} is never named: another mistake may do the same, one never comes to its end, or only calls "
                f"show it that are too large to keep; change it, or list it in UNNAMED with the reason"
            )
        return
    if is_argued:
        proof.complaints.append(f"{where} is listed in UNNAMED, but named {diagnosis.mistake}: take it out")
    if diagnosis.mistake == name:
        proof.named += 1
    else:
        proof.named_as_another += 1
        proof.complaints.append(f"{where} is diagnosed as {diagnosis.mistake}: is one of them the other?")


def _unless_full(grade: Grade, who: str, where: str, numbers: str = "") -> Iterator[str]:
    for module in grade.modules:
        messages = {test.message for exercise in module.exercises for test in exercise.tests}
        if len(messages) == 1 and (why := messages.pop()).startswith(
            (f"{module.name}.py ", f"importing {module.name}.py")
        ):
            yield f"{where.format(module.name)}: {who} passes no test of {_SUITES.format(module.name)}: {why}"
            continue
        yield from _unless_each_passes(module, who, where.format(module.name), numbers)


def _unless_each_passes(module: GradedModule, who: str, file: str, numbers: str) -> Iterator[str]:
    failed = [(e, test) for e in module.exercises for test in e.tests if test.outcome != "passed"]
    causes = [(exercise, test) for exercise, test in failed if not _FOLLOWS.match(test.message)]
    wrong: dict[tuple[str, str], list[GradedTest]] = {}  # the cases of one test are one fault
    for exercise, test in causes or failed:
        wrong.setdefault((exercise.name, test.name.partition("[")[0]), []).append(test)
    for (exercise_name, _), (first, *others) in wrong.items():
        more = f" (and {len(others)} more of its cases)" if others else ""
        why = ": docs/boundary.md lists what can come back and be done" if _STAYS.search(first.message) else ""
        yield (
            f"{file}: {who} of {exercise_name}{numbers} does not pass {first.name}{more} "
            f"of {_SUITES.format(module.name)}: {first.outcome} {first.message}{why}"
        ).rstrip()


def _with_module(grade: Grade) -> Iterator[tuple[str, GradedExercise]]:
    return ((module.name, exercise) for module in grade.modules for exercise in module.exercises)
