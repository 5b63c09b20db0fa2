"""Say why a module earns nothing, in one sentence for instructor and student alike: no zero is silent.

Where a module earns nothing although its file differs from what was handed out, a person is asked to look, and this is
the reason. It is made from the bytes of the hand-in: a guest chooses no word of it (grader.grade.saying).
"""

from __future__ import annotations

import platform
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from importlib.metadata import version
from typing import Any

from grader.course.model import Course, Module
from grader.grade.not_there import left_out, not_there
from grader.grade.results import TestResult
from grader.grade.saying import Said, read
from grader.handout.kit.recognise import (
    cause,
    cause_at,
    has_no_work,
    in_a_circle,
    in_the_way,
    is_as_handed_out,
    relative_import,
    syntax,
)
from grader.handout.kit.versions import other_version
from grader.outcome import Outcome
from grader.submission import Submission, by_file_name

_AT_IMPORT = {
    "SystemExit": "ends Python while the file is imported: take exit() or quit() out",
    "EOFError": "asks for keyboard input while the file is imported: take input() out",
    "BdbQuit": "stops in the debugger while the file is imported: take set_trace() out",
    "NotImplementedError": "calls a function that is not written yet, outside of every function",
    "FileNotFoundError": "wants a file that is not there while grading: only those of the exercises are",
    "URLError": "reaches for the network, which is not there while grading: take that out",
    "UnsupportedOperation": "needs a file on a disk, and there is none while grading: take that out",
    "OperationalError": "needs a file on a disk, and there is none while grading: take that out",
    "SyntaxError": "is not Python yet",
    "IndentationError": "is not Python yet: look at the spaces at its start, and at the line above",
    "TabError": "mixes tabs and spaces: let your editor turn every tab into 4 spaces",
    "PermissionError": (
        "asks for what nothing may do while grading, such as a file that is none of the exercises', another program, "
        "a network or a lock: take it out"
    ),
}
_IN_A_CIRCLE = "partially initialized module"
_NO_THREAD = "can't start new thread"


@dataclass(frozen=True)
class Account:
    """What is to be said of a hand-in beside its marks. `reasons` are by module, of those that earn nothing."""

    results: Sequence[TestResult]
    reasons: Mapping[str, str] = field(default_factory=dict)
    flags: Sequence[str] = ()


def versions() -> dict[str, str]:
    """Return what runs the hand-ins."""
    return {"python": platform.python_version(), "numpy": _numpy()}


def to_recognise(
    course: Course, submission: Submission, results: Sequence[TestResult], stubs: Mapping[str, bytes]
) -> list[str]:
    """Return the modules whose files are worth a look: not as handed out, and with exercises that were not reached."""
    outcomes = {(r.exercise, r.outcome) for r in results}
    return [
        m.name
        for m in course.modules
        if m.name in submission.sources
        and not _is_as_handed_out(m.name, submission, stubs)
        and any(
            (e.name, o) in outcomes for e in m.exercises for o in (Outcome.NOT_STARTED, Outcome.ERROR, Outcome.FAILED)
        )
    ]


def recognise(module: Module, source: bytes, stub: bytes | None) -> dict[str, Any]:
    """Return what is recognised in a file, as plain JSON. It parses the file: to be called where that may fail."""
    file = f"{module.name}.py"
    blocked = {e.name: sentence for e in module.exercises if (sentence := in_the_way(file, source, e.name))}
    return {
        "cause": cause(file, source),
        "syntax": syntax(file, source),
        "blocked": blocked,
        "is_idle": has_no_work(source, stub),
    }


def account(
    course: Course,
    submission: Submission,
    results: Sequence[TestResult],
    stubs: Mapping[str, bytes],
    recognised: Mapping[str, Mapping[str, Any]],
) -> Account:
    """Return the reasons for what earns nothing, and results in which unreached code is no exercise not started.

    Args:
        stubs: module -> the file as it was handed out, where that is known.
        recognised: module -> what `recognise` found.
    """
    blocked = {name: said for seen in recognised.values() for name, said in seen["blocked"].items()}
    results = [
        replace(r, outcome=Outcome.FAILED, message=blocked[r.exercise])
        if r.exercise in blocked and (r.outcome is Outcome.NOT_STARTED or r.has_no_function)
        else r
        for r in results
    ]
    files = by_file_name(submission.modules())
    flags = _for_other_versions(results, files)
    reasons = {}
    for module in course.modules:
        names = {e.name for e in module.exercises}
        own = [r for r in results if r.exercise in names]
        if own and not any(r.our_fault for r in own) and (_is_nothing_right(own) or _cannot_be_imported(module, own)):
            seen = recognised.get(module.name, {"cause": "", "syntax": "", "blocked": {}, "is_idle": False})
            if reason := _reason(module, submission, own, stubs, seen, files, course):
                reasons[module.name] = reason
    return Account(results, reasons, [flag for flag in flags if flag not in reasons.values()])


def _is_nothing_right(results: Sequence[TestResult]) -> bool:
    return not any(r.outcome is Outcome.PASSED for r in results)


def _cannot_be_imported(module: Module, results: Sequence[TestResult]) -> bool:
    """Say whether a file fails by itself, though an exercise of it may be right with the course's own beside it."""
    return any(r.outcome is Outcome.ERROR and r.message.startswith(f"{module.name}.py cannot be") for r in results)


def _reason(
    module: Module,
    submission: Submission,
    results: Sequence[TestResult],
    stubs: Mapping[str, bytes],
    seen: Mapping[str, Any],
    files: Mapping[str, bytes],
    course: Course,
) -> str:
    """Return why a module earns nothing; '' where nothing was handed in that could earn anything."""
    file = f"{module.name}.py"
    if module.name in submission.refused:
        return submission.refused[module.name]
    is_there = module.name in submission.sources
    is_idle = not is_there or seen["is_idle"] or _is_as_handed_out(module.name, submission, stubs)
    if is_idle and not seen["blocked"]:
        told = re.compile(rf"\b{re.escape(file)} (?:is as it was handed out|was not handed in), but .*", re.DOTALL)
        return next((found[0] for flag in submission.flags if (found := told.search(flag))), _of_nothing(submission))
    first = next((r for r in results if r.outcome is Outcome.ERROR), None)
    if first is not None and (said := read(first.message, files)) is not None and said.module:
        return str(seen["cause"]) or _of_import(said, str(seen["syntax"]), course, submission)
    if first is not None and first.message.startswith(f"importing {file}"):
        return f"{file} does not come to its end when it is imported: is there an endless loop, or an exit()?"
    if seen["cause"]:
        return str(seen["cause"])
    if seen["blocked"]:
        one, *more = map(str, seen["blocked"].values())
        return one + (f" (and {len(more)} more like it)" if more else "")
    outcomes = {r.outcome for r in results}
    if outcomes == {Outcome.NOT_STARTED}:
        return f"{file} was changed, but every exercise in it still raises NotImplementedError"
    if all(r.message.startswith(f"{file} has no ") for r in results):
        return f"{file} defines none of its exercises, such as {results[0].exercise}: is it the right file?"
    worst = next(r for r in results if r.outcome is not Outcome.NOT_STARTED)
    return f"{file} was worked on, but no test of it passes yet: begin with {worst.exercise}"


def _of_nothing(submission: Submission) -> str:
    """Return what came in the place of all modules, as intake said it; '' where there is one, or nothing came."""
    if submission.sources or submission.refused:
        return ""
    ignored = next((flag for flag in submission.flags if flag.startswith("ignored ")), "")
    return f"no file of the exercises was handed in: {ignored}" if ignored else ""


def _of_import(said: Said, not_python: str, course: Course, submission: Submission) -> str:
    where = f"{said.file} line {said.line}" if said.file else said.module
    shown = f" ({said.code})" if said.code else ""
    if needs := _needs(said):
        return f"{where} {_may_need(needs)}{shown}"
    if said.kind == "SyntaxError" and said.file and (odd := cause_at(said.file, said.line, "", said.code)):
        return odd  # of a module of the student's own; those of the course were looked at as a whole
    if not_python:
        return not_python + shown
    if said.kind in ("ImportError", "ModuleNotFoundError") and (why := left_out(said, submission)):
        return f"{said.module} cannot be imported: {said.kind}{said.place}: {why}"
    beside = {*submission.extras, *(m.name for m in course.modules)}
    if dotted := relative_import(said.file, said.line, said.code, beside):
        return dotted
    if said.kind in ("ImportError", "ModuleNotFoundError") and (missing := not_there(said, course, submission)):
        return f"{where} {missing}"
    if said.kind == "RuntimeError" and said.text.startswith(_NO_THREAD):
        return f"{where} starts a thread, which nothing may do while grading: take that out{shown}"
    if said.kind in ("ImportError", "AttributeError") and _IN_A_CIRCLE in said.text and said.file:
        return in_a_circle(said.file, said.line, said.code)
    if sentence := _AT_IMPORT.get(said.kind):
        return f"{where} {sentence}{shown}"
    return f"{said.module} cannot be imported: {said.kind}{said.place}"


def _for_other_versions(results: Sequence[TestResult], files: Mapping[str, bytes]) -> list[str]:
    """Return a sentence for each place that seems to be written for another Python or numpy."""
    found: list[str] = []
    for result in results:
        said = read(result.message, files) if result.outcome in (Outcome.FAILED, Outcome.ERROR) else None
        if said is not None and (needs := _needs(said)):
            where = f"{said.file} line {said.line}" if said.file else said.module or "the hand-in"
            found.append(f"{where} {_may_need(needs)}" + (f" ({said.code})" if said.code else ""))
    return list(dict.fromkeys(found))


def _needs(said: Said) -> str:
    return other_version(said.kind, said.text, said.code, _numpy())


def _may_need(needs: str) -> str:
    return f"may need {needs}: it was graded with Python {platform.python_version()} and numpy {_numpy()}"


def _is_as_handed_out(module: str, submission: Submission, stubs: Mapping[str, bytes]) -> bool:
    return module in stubs and is_as_handed_out(submission.sources[module], stubs[module])


@cache
def _numpy() -> str:
    return version("numpy")
